//! The pack's binary format: sections, their order, and how numbers and texts are written.
//!
//! All integers are little-endian. A *varint* is LEB128 (seven bits a byte, low bits first). A *date* is
//! [`Date::pack`] as a varint. A *text* is a varint length in bytes and UTF-8. A *string* is a varint index into
//! the string pool.
//!
//! ```text
//! offset  size  what
//!      0     8  magic "DRAMATIS"
//!      8     4  version (this module: 3)
//!     12     4  number of sections, n
//!     16  28 n  the section table: tag (4 bytes), CRC-32 of the section (4), offset (8), length (8), reserved 0 (4)
//! 16+28n     4  CRC-32 of all bytes before
//!     ..        the sections, in the order of the table
//! ```
//!
//! | tag | what it holds |
//! | --- | --- |
//! | `META` | [`PackInfo`](super::PackInfo) as JSON |
//! | `STRS` | the string pool, a *table*, what is used most in front |
//! | `ENTS` | the entities in order of id, a *table* of records |
//! | `PRIO` | for each entity a byte: bits 0-6 the prior, bit 7 organization |
//! | `NAME` | *keys*: folded names; a name's value is its postings, most prominent first: varint entity index, flags (1: bits 0-2 the form, bit 3 capitals only) |
//! | `GIVN` | *keys*: folded given names; the value is a varint, the number of people who bear it |
//! | `SURN` | the same for surnames |
//! | `HIDE` | the ids of entities of earlier packs that this one takes away: texts |
//!
//! A *table*: count (4); for each 32nd entry its offset (4 each) into what follows; the entries, each a varint
//! length and so many bytes.
//!
//! *Keys*: count (4); for each 16th entry its offset (4 each) into what follows; the entries in the order of their
//! keys' bytes: the number of bytes that the key shares with the one before (varint; not at an entry that has an
//! offset), the rest of the key (text), the value (varint length and so many bytes).
//!
//! An entity's record: flags (varint, see [`flag`]); name (text); id: a varint number for `Q…`, else the text that
//! follows `x:`, from which the front that is the folded name with hyphens is cut where [`flag::ID_FROM_NAME`]
//! says so; then, as far as flagged and in this order: class, country (strings), wiki (text), description,
//! seat, party (strings), born, died, founded, dissolved (dates), parent (varint entity index, or its id as a string
//! where it is in another pack); leaders (varint count, then for each a varint entity index and the varint number of the
//! position among that person's);
//! sources (a string, their keys with commas between); number of positions (varint). A position: flags (1, see
//! [`position_flag`]); what (string); as far as flagged: of (string), from, to, as-of, by (dates).

use crate::date::Date;

pub(super) const MAGIC: [u8; 8] = *b"DRAMATIS";
pub(super) const VERSION: u32 = 4;

/// Bytes of the header before the section table.
pub(super) const HEADER: usize = 16;

/// Entries of a table between two offsets: a look-up skips at most so many by their lengths.
pub(super) const BLOCK: u32 = 8;

/// Entries of keys between two offsets: a search walks over at most so many.
pub(super) const KEY_BLOCK: u32 = 16;

/// The longest folded name that is indexed, in bytes: nothing that news writes out is longer.
pub(super) const LONGEST_NAME: usize = 120;

/// Bytes of a row of the section table.
pub(super) const TABLE_ROW: usize = 28;

pub(super) const META: [u8; 4] = *b"META";
pub(super) const STRINGS: [u8; 4] = *b"STRS";
pub(super) const ENTITIES: [u8; 4] = *b"ENTS";
pub(super) const PRIORS: [u8; 4] = *b"PRIO";
pub(super) const NAMES: [u8; 4] = *b"NAME";
pub(super) const GIVEN_NAMES: [u8; 4] = *b"GIVN";
pub(super) const SURNAMES: [u8; 4] = *b"SURN";
pub(super) const HIDDEN: [u8; 4] = *b"HIDE";

/// What an entity's record holds.
pub(super) mod flag {
    pub(in super::super) const OWN_ID: u32 = 1 << 1;
    pub(in super::super) const CLASS: u32 = 1 << 2;
    pub(in super::super) const COUNTRY: u32 = 1 << 3;
    /// There is a Wikipedia title and it is the name.
    pub(in super::super) const WIKI_IS_NAME: u32 = 1 << 4;
    pub(in super::super) const WIKI: u32 = 1 << 5;
    pub(in super::super) const DESCRIPTION: u32 = 1 << 6;
    pub(in super::super) const SEAT: u32 = 1 << 7;
    pub(in super::super) const PARTY: u32 = 1 << 8;
    pub(in super::super) const BORN: u32 = 1 << 9;
    pub(in super::super) const DIED: u32 = 1 << 10;
    pub(in super::super) const FOUNDED: u32 = 1 << 11;
    pub(in super::super) const DISSOLVED: u32 = 1 << 12;
    pub(in super::super) const PARENT: u32 = 1 << 13;
    /// The id begins with the folded name, hyphens for spaces, and only the rest is stored.
    pub(in super::super) const ID_FROM_NAME: u32 = 1 << 14;
    /// The parent is in another pack.
    pub(in super::super) const PARENT_ELSEWHERE: u32 = 1 << 15;
    /// People's positions that led the organization.
    pub(in super::super) const LEADERS: u32 = 1 << 16;
}

/// What a position holds.
pub(super) mod position_flag {
    pub(in super::super) const OF: u8 = 1;
    pub(in super::super) const FROM: u8 = 1 << 1;
    pub(in super::super) const TO: u8 = 1 << 2;
    pub(in super::super) const AS_OF: u8 = 1 << 3;
    pub(in super::super) const BY: u8 = 1 << 4;
    pub(in super::super) const EARLY: u8 = 1 << 5;
}

/// Bits of an entity's byte in the priors.
pub(super) mod prior_flag {
    pub(in super::super) const PRIOR: u8 = 0x7f;
    pub(in super::super) const ORGANIZATION: u8 = 1 << 7;
}

/// Bits of a posting's flags.
pub(super) mod posting_flag {
    pub(in super::super) const FORM: u8 = 7;
    pub(in super::super) const CAPS: u8 = 1 << 3;
}

/// Reads the format's numbers and texts from the front of some bytes; every read past the end is `None`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'b> {
    bytes: &'b [u8],
}

impl<'b> Cursor<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*byte)
    }

    #[inline(always)]
    pub(super) fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    #[inline(always)]
    pub(super) fn varint(&mut self) -> Option<u64> {
        // Most are of one byte.
        if let Some((byte @ 0..0x80, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            return Some(u64::from(*byte));
        }
        self.long_varint()
    }

    fn long_varint(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    pub(super) fn index(&mut self) -> Option<u32> {
        u32::try_from(self.varint()?).ok()
    }

    pub(super) fn date(&mut self) -> Option<Date> {
        Date::unpack(self.index()?)
    }

    /// A varint length and so many bytes: what a look-up skips by.
    #[inline(always)]
    pub(super) fn run(&mut self) -> Option<&'b [u8]> {
        let length = usize::try_from(self.varint()?).ok()?;
        self.take(length)
    }

    pub(super) fn text(&mut self) -> Option<&'b str> {
        std::str::from_utf8(self.run()?).ok()
    }
}

/// Writes a varint.
#[cfg(feature = "build")]
pub(super) fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Writes a text.
#[cfg(feature = "build")]
pub(super) fn put_text(out: &mut Vec<u8>, text: &str) {
    put_run(out, text.as_bytes());
}

/// A table of entries; `None` where they outgrow 32-bit offsets.
#[cfg(feature = "build")]
pub(super) fn table(entries: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut blocks = Blocks::default();
    for (index, entry) in (0..).zip(entries) {
        blocks.begin(index, BLOCK)?;
        put_run(&mut blocks.entries, entry);
    }
    blocks.finish(entries.len())
}

/// Keys with their values, given in the order of the keys' bytes; `None` where they outgrow 32-bit offsets.
#[cfg(feature = "build")]
pub(super) fn keys(entries: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let mut blocks = Blocks::default();
    let mut before: &[u8] = b"";
    for (index, (key, value)) in (0..).zip(entries) {
        let key = key.as_bytes();
        let shared = if blocks.begin(index, KEY_BLOCK)? {
            0
        } else {
            let shared = key.iter().zip(before).take_while(|(one, other)| one == other).count();
            put_varint(&mut blocks.entries, shared as u64);
            shared
        };
        put_run(&mut blocks.entries, key.get(shared..)?);
        put_run(&mut blocks.entries, value);
        before = key;
    }
    blocks.finish(entries.len())
}

#[cfg(feature = "build")]
#[derive(Default)]
struct Blocks {
    offsets: Vec<u8>,
    entries: Vec<u8>,
}

#[cfg(feature = "build")]
impl Blocks {
    /// Whether the entry of this number begins a block, whose offset is noted.
    fn begin(&mut self, index: u32, size: u32) -> Option<bool> {
        let begins = index.is_multiple_of(size);
        if begins {
            self.offsets.extend(u32::try_from(self.entries.len()).ok()?.to_le_bytes());
        }
        Some(begins)
    }

    fn finish(self, count: usize) -> Option<Vec<u8>> {
        let count = u32::try_from(count).ok()?;
        Some([count.to_le_bytes().as_slice(), &self.offsets, &self.entries].concat())
    }
}

#[cfg(feature = "build")]
fn put_run(out: &mut Vec<u8>, bytes: &[u8]) {
    put_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}
