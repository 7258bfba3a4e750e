//! Tables: the numbered and the named entries of a pack's sections, read where they lie.
//!
//! In: a section's bytes, which may be anybody's. Out: entries by number ([`Table`]) or by key ([`Keys`]). Every read
//! past an end or against the order gives nothing; no read takes longer than a search over the entries and a walk
//! over one block.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use super::format::{self, Cursor};
use super::pack::PackError;

/// A part of the pack's bytes that knows the whole.
#[derive(Clone)]
pub(super) struct Section {
    whole: Arc<Vec<u8>>,
    range: Range<usize>,
}

impl Section {
    /// A part of some bytes; `None` where it reaches behind their end.
    pub(super) fn of(whole: &Arc<Vec<u8>>, range: Range<usize>) -> Option<Self> {
        whole.get(range.clone())?;
        Some(Self { whole: Arc::clone(whole), range })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.whole.get(self.range.clone()).unwrap_or_default()
    }
}

/// The count of entries, the offset of each block of them, and where the entries begin.
#[derive(Clone)]
struct Blocks {
    section: Section,
    count: u32,
    /// Entries of a block.
    size: u32,
    entries: usize,
}

impl Blocks {
    fn new(section: Section, size: u32, name: &'static str) -> Result<Self, PackError> {
        let count = Cursor::new(section.bytes()).u32().ok_or(PackError::Unreadable(name))?;
        let entries = 4 + count.div_ceil(size) as usize * 4;
        if entries > section.bytes().len() {
            return Err(PackError::Unreadable(name));
        }
        Ok(Self { section, count, size, entries })
    }

    fn blocks(&self) -> u32 {
        self.count.div_ceil(self.size)
    }

    /// The bytes from the beginning of a block to the end of the section.
    fn block(&self, block: u32) -> Option<&[u8]> {
        let bytes = self.section.bytes();
        let offset = Cursor::new(bytes.get(4 + block as usize * 4..)?).u32()? as usize;
        bytes.get(self.entries.checked_add(offset)?..)
    }

    /// How many entries a block holds; the last may hold fewer than the others.
    fn len_of(&self, block: u32) -> u32 {
        self.count.saturating_sub(block.saturating_mul(self.size)).min(self.size)
    }
}

/// Entries by number.
pub(super) struct Table {
    blocks: Blocks,
}

impl Table {
    pub(super) fn new(section: Section, name: &'static str) -> Result<Self, PackError> {
        Ok(Self { blocks: Blocks::new(section, format::BLOCK, name)? })
    }

    pub(super) fn count(&self) -> u32 {
        self.blocks.count
    }

    pub(super) fn get(&self, index: u32) -> Option<&[u8]> {
        if index >= self.blocks.count {
            return None;
        }
        let mut cursor = Cursor::new(self.blocks.block(index / format::BLOCK)?);
        for _ in 0..index % format::BLOCK {
            cursor.run()?;
        }
        cursor.run()
    }
}

/// Entries by key, in the order of the keys' bytes. Within a block each key but the first leaves out what it shares
/// with the one before (front coding: Witten, Moffat and Bell, "Managing Gigabytes", 1999, section 4.1).
pub(super) struct Keys {
    blocks: Blocks,
    /// The [`beginning`] of what every [`FENCED`]th block begins with: a search that starts between two of them reads a
    /// third of the blocks that it would read else.
    fences: Vec<u64>,
}

/// Blocks from one fence to the next.
const FENCED: u32 = 32;

/// The first eight bytes of a key, filled up with zeros, as a number: beginnings that differ are in the order of their keys.
fn beginning(key: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(key).for_each(|(byte, key)| *byte = *key);
    u64::from_be_bytes(bytes)
}

/// What a search over keys came to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit<'k> {
    /// The block in which the search ended: the next key sought, if greater, is in this one or behind.
    pub(super) block: u32,
    /// What the key stands for, where it is there.
    pub(super) value: Option<&'k [u8]>,
    /// Whether a longer key goes on from it with a space; not told where the key itself is there.
    pub(super) goes_on: bool,
}

impl Keys {
    pub(super) fn new(section: Section, name: &'static str) -> Result<Self, PackError> {
        let mut keys = Self { blocks: Blocks::new(section, format::KEY_BLOCK, name)?, fences: Vec::new() };
        let fenced = (0..keys.blocks.blocks()).step_by(FENCED as usize);
        keys.fences = fenced.map(|block| keys.head(block).map_or(0, beginning)).collect();
        Ok(keys)
    }

    pub(super) fn get(&self, key: &str) -> Option<&[u8]> {
        self.seek(key.as_bytes(), 0).value
    }

    /// Seeks a key in the block `from` and those behind it.
    pub(super) fn seek(&self, key: &[u8], from: u32) -> Hit<'_> {
        let nothing = Hit { block: from, value: None, goes_on: false };
        let Some(block) = self.block_of(key, from) else { return nothing };
        self.seek_in(key, block).unwrap_or(nothing)
    }

    /// The last block that begins with the key or a smaller one; `from` where all begin with greater ones. Blocks near
    /// `from` are tried first (exponential search: Bentley and Yao 1976), since names go on near where they begin; of all
    /// blocks none is nearer than another.
    fn block_of(&self, key: &[u8], from: u32) -> Option<u32> {
        let sought = beginning(key);
        let fence = |is_before: fn(&u64, &u64) -> bool| {
            self.fences.partition_point(|fence| is_before(fence, &sought)) as u32
        };
        let mut low = from.max(fence(u64::lt).saturating_sub(1).saturating_mul(FENCED));
        let mut high = self.blocks.blocks().min(fence(u64::le).saturating_mul(FENCED));
        let mut step = 1;
        while from > 0 && low.saturating_add(step) < high {
            if self.head(low + step)? > key {
                high = low + step;
            } else {
                low += step;
                step = step.saturating_mul(4);
            }
        }
        while low.saturating_add(1) < high {
            let middle = low + (high - low) / 2;
            if self.head(middle)? > key { high = middle } else { low = middle }
        }
        (low < self.blocks.blocks()).then_some(low)
    }

    fn head(&self, block: u32) -> Option<&[u8]> {
        Cursor::new(self.blocks.block(block)?).run()
    }

    /// Walks one block with the number of bytes that the key shares with the entry before: as long as an entry shares
    /// more than that with its forerunner, it compares like it.
    fn seek_in(&self, key: &[u8], block: u32) -> Option<Hit<'_>> {
        let mut cursor = Cursor::new(self.blocks.block(block)?);
        let mut matched = 0;
        for entry in 0..self.blocks.len_of(block) {
            let shared = if entry == 0 { 0 } else { cursor.index()? as usize };
            let (rest, value) = (cursor.run()?, cursor.run()?);
            match shared.cmp(&matched) {
                Ordering::Greater => continue,
                Ordering::Less => return Some(Hit { block, value: None, goes_on: false }),
                Ordering::Equal => {}
            }
            let sought = key.get(matched..)?;
            let same = sought.iter().zip(rest).take_while(|(one, other)| one == other).count();
            matched += same;
            match (sought.get(same), rest.get(same)) {
                (None, None) => return Some(Hit { block, value: Some(value), goes_on: true }),
                (None, Some(next)) => return Some(Hit { block, value: None, goes_on: *next == b' ' }),
                (Some(sought), Some(next)) if next > sought => {
                    return Some(Hit { block, value: None, goes_on: false });
                }
                (Some(_), _) => {}
            }
        }
        // Every key of the block is smaller: the next block begins with the first greater one.
        let next = if block + 1 < self.blocks.blocks() { self.head(block + 1) } else { None };
        let goes_on =
            next.and_then(|head| head.strip_prefix(key)).is_some_and(|rest| rest.first() == Some(&b' '));
        Some(Hit { block, value: None, goes_on })
    }

    /// Reads every entry.
    ///
    /// # Errors
    /// With the section's name, when an entry cannot be read, keys are out of order, or a value is none by `is_value`.
    pub(super) fn verify(
        &self,
        name: &'static str,
        is_value: impl Fn(&str, &[u8]) -> bool,
    ) -> Result<(), PackError> {
        let mut key: Vec<u8> = Vec::new();
        let mut is_first = true;
        for block in 0..self.blocks.blocks() {
            let mut cursor = Cursor::new(self.blocks.block(block).ok_or(PackError::Unreadable(name))?);
            for entry in 0..self.blocks.len_of(block) {
                let mut read = || {
                    let shared = if entry == 0 { 0 } else { cursor.index()? as usize };
                    let (rest, value) = (cursor.run()?, cursor.run()?);
                    let next = [key.get(..shared)?, rest].concat();
                    let in_order = is_first || next > key;
                    key = next;
                    is_first = false;
                    (in_order && is_value(std::str::from_utf8(&key).ok()?, value)).then_some(())
                };
                read().ok_or(PackError::Unreadable(name))?;
            }
        }
        Ok(())
    }
}

#[cfg(feature = "build")]
#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::knowledge::format::keys;

    fn keys_of(entries: &BTreeMap<String, Vec<u8>>) -> Keys {
        let entries: Vec<(&str, &[u8])> =
            entries.iter().map(|(key, value)| (key.as_str(), value.as_slice())).collect();
        let whole = Arc::new(keys(&entries).unwrap());
        Keys::new(Section::of(&whole, 0..whole.len()).unwrap(), "TEST").unwrap()
    }

    proptest::proptest! {
        #[test]
        fn every_key_is_found_and_no_other(
            entries in proptest::collection::btree_map("[ab ü+]{1,6}", proptest::collection::vec(0_u8.., 0..4), 0..120),
            sought in "[ab ü+]{0,6}",
        ) {
            let keys = keys_of(&entries);
            keys.verify("TEST", |key, value| entries.get(key).map(Vec::as_slice) == Some(value)).unwrap();
            for (key, value) in &entries {
                assert_eq!(keys.get(key), Some(value.as_slice()));
            }
            assert_eq!(keys.get(&sought), entries.get(&sought).map(Vec::as_slice));
            if !entries.contains_key(&sought) {
                let longer = format!("{sought} ");
                let next = entries.range(sought.clone()..).next();
                let goes_on = next.is_some_and(|(key, _)| key.starts_with(&longer));
                assert_eq!(keys.seek(sought.as_bytes(), 0).goes_on, goes_on);
            }
        }

        #[test]
        fn a_key_is_found_from_the_block_of_a_smaller_one(
            entries in proptest::collection::btree_map("[abc ]{1,5}", proptest::collection::vec(0_u8.., 0..2), 1..300),
        ) {
            let keys = keys_of(&entries);
            let mut block = 0;
            for (key, value) in &entries {
                let hit = keys.seek(key.as_bytes(), block);
                assert_eq!(hit.value, Some(value.as_slice()));
                block = hit.block;
            }
        }

        #[test]
        fn any_bytes_are_searched_without_harm(bytes: Vec<u8>, sought: String) {
            let whole = Arc::new(bytes);
            let section = || Section::of(&whole, 0..whole.len()).unwrap();
            if let Ok(keys) = Keys::new(section(), "TEST") {
                let _ = (keys.get(&sought), keys.verify("TEST", |_, _| true));
            }
            if let Ok(table) = Table::new(section(), "TEST") {
                let _ = (table.get(0), table.get(table.count().wrapping_sub(1)), table.get(u32::MAX));
            }
        }
    }
}
