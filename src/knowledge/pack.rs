//! The pack: one file of facts, read where it lies.
//!
//! In: the bytes of a pack. Out: look-ups by name, by id, by index. Opening costs no parse of the whole: the
//! header, the section table and the checksums of the name indexes are checked (the `fst` crate trusts its
//! bytes), everything else is checked as it is read.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use fst::raw::{CompiledAddr, Fst, Output};
use fst::{Map, Streamer};
use serde::{Deserialize, Serialize};

use super::entity::{Entity, EntityIndex};
use super::fact::EntityKind;
use super::fold::fold;
use super::format::{self, Cursor, posting_flag, prior_flag};
use super::name_form::NameForm;

/// Why a pack cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// The bytes do not begin like a pack.
    #[error("this is no pack of facts; build one with `dramatis pack build --facts DIR --out FILE`")]
    NotAPack,
    /// Another version of the format.
    #[error(
        "the pack has format version {found}, this program reads version {}; build the pack again with this program",
        format::VERSION
    )]
    Version {
        /// The version that the pack gives.
        found: u32,
    },
    /// The file ends before its table says.
    #[error("the pack is cut off ({0}); copy or build it again")]
    CutOff(&'static str),
    /// A checksum does not agree.
    #[error("section {0} of the pack is damaged; copy or build it again")]
    Damaged(String),
    /// A section is missing or cannot be read.
    #[error("section {0} of the pack cannot be read; build it again")]
    Unreadable(&'static str),
}

/// What a pack holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackInfo {
    /// Number of people.
    pub people: u32,
    /// Number of organizations.
    pub organizations: u32,
    /// Number of distinct folded names, generated forms included.
    pub names: u64,
    /// Number of positions.
    pub positions: u64,
    /// Size of the pack in bytes.
    #[serde(default)]
    pub bytes: u64,
    /// The latest day that any fact is known for.
    pub as_of: String,
    /// Version of the format.
    pub format: u32,
    /// Keys of the sources.
    pub sources: Vec<String>,
}

/// A part of the pack's bytes that knows the whole.
#[derive(Clone)]
struct Section {
    whole: Arc<[u8]>,
    range: Range<usize>,
}

impl AsRef<[u8]> for Section {
    fn as_ref(&self) -> &[u8] {
        self.whole.get(self.range.clone()).unwrap_or_default()
    }
}

/// A count, an offset for every [`format::BLOCK`]th entry, and the entries, each a text-like run of bytes with its
/// length in front.
struct Table {
    section: Section,
    count: u32,
}

impl Table {
    fn new(section: Section, name: &'static str) -> Result<Self, PackError> {
        let count = Cursor::new(section.as_ref()).u32().ok_or(PackError::Unreadable(name))?;
        if 4 + u64::from(count.div_ceil(format::BLOCK)) * 4 > section.range.len() as u64 {
            return Err(PackError::Unreadable(name));
        }
        Ok(Self { section, count })
    }

    fn get(&self, index: u32) -> Option<&[u8]> {
        if index >= self.count {
            return None;
        }
        let bytes = self.section.as_ref();
        let offset = Cursor::new(bytes.get(4 + (index / format::BLOCK) as usize * 4..)?).u32()? as usize;
        let entries = 4 + self.count.div_ceil(format::BLOCK) as usize * 4;
        let mut cursor = Cursor::new(bytes.get(entries.checked_add(offset)?..)?);
        for _ in 0..index % format::BLOCK {
            cursor.run()?;
        }
        cursor.run()
    }
}

/// One file of facts.
pub struct Pack {
    info: PackInfo,
    checksums: Vec<(String, u32, Section)>,
    strings: Table,
    entities: Table,
    priors: Section,
    names: Map<Section>,
    postings: Section,
    given_names: Map<Section>,
    surnames: Map<Section>,
}

impl fmt::Debug for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pack").field("info", &self.info).finish_non_exhaustive()
    }
}

impl Pack {
    /// Opens a pack.
    ///
    /// # Errors
    /// When the bytes are no pack, are of another version, are cut off, or when a section that every look-up
    /// needs is damaged.
    pub fn open(bytes: Vec<u8>) -> Result<Self, PackError> {
        let whole: Arc<[u8]> = bytes.into();
        let mut cursor = Cursor::new(&whole);
        if cursor.take(format::MAGIC.len()) != Some(&format::MAGIC) {
            return Err(PackError::NotAPack);
        }
        let found = cursor.u32().ok_or(PackError::CutOff("header"))?;
        if found != format::VERSION {
            return Err(PackError::Version { found });
        }
        let count = cursor.u32().ok_or(PackError::CutOff("header"))? as usize;
        let table_end =
            count.checked_mul(format::TABLE_ROW).and_then(|rows| rows.checked_add(format::HEADER));
        let table = table_end.and_then(|end| whole.get(..end)).ok_or(PackError::CutOff("section table"))?;
        let mut sections = Vec::with_capacity(count);
        for _ in 0..count {
            let row = || -> Option<_> {
                let tag: [u8; 4] = cursor.take(4)?.try_into().ok()?;
                let (checksum, offset, length) = (cursor.u32()?, cursor.u64()?, cursor.u64()?);
                cursor.u32()?;
                let start = usize::try_from(offset).ok()?;
                let end = start.checked_add(usize::try_from(length).ok()?)?;
                (end <= whole.len()).then_some((tag, checksum, start..end))
            }();
            let (tag, checksum, range) = row.ok_or(PackError::CutOff("a section"))?;
            sections.push((tag, checksum, Section { whole: Arc::clone(&whole), range }));
        }
        if cursor.u32() != Some(crc32fast::hash(table)) {
            return Err(PackError::Damaged("table".to_owned()));
        }
        let section = |tag: [u8; 4], name: &'static str| {
            let found = sections.iter().find(|(known, ..)| *known == tag);
            found
                .map(|(_, checksum, section)| (*checksum, section.clone()))
                .ok_or(PackError::Unreadable(name))
        };
        let checked = |tag, name: &'static str| {
            let (checksum, section) = section(tag, name)?;
            if crc32fast::hash(section.as_ref()) != checksum {
                return Err(PackError::Damaged(name.to_owned()));
            }
            Ok(section)
        };
        let map = |tag, name| Map::new(checked(tag, name)?).map_err(|_| PackError::Unreadable(name));
        let meta = checked(format::META, "META")?;
        let mut info: PackInfo =
            serde_json::from_slice(meta.as_ref()).map_err(|_| PackError::Unreadable("META"))?;
        info.bytes = whole.len() as u64;
        Ok(Self {
            info,
            strings: Table::new(section(format::STRINGS, "STRS")?.1, "STRS")?,
            entities: Table::new(section(format::ENTITIES, "ENTS")?.1, "ENTS")?,
            priors: section(format::PRIORS, "PRIO")?.1,
            names: map(format::NAMES, "NAME")?,
            postings: section(format::POSTINGS, "POST")?.1,
            given_names: map(format::GIVEN_NAMES, "GIVN")?,
            surnames: map(format::SURNAMES, "SURN")?,
            checksums: sections
                .iter()
                .map(|(tag, checksum, section)| {
                    (String::from_utf8_lossy(tag).into_owned(), *checksum, section.clone())
                })
                .collect(),
        })
    }

    /// Checks every section's checksum and reads every record, string and posting.
    ///
    /// # Errors
    /// Names the first section that is damaged or holds something that cannot be read.
    pub fn verify(&self) -> Result<(), PackError> {
        for (name, checksum, section) in &self.checksums {
            if crc32fast::hash(section.as_ref()) != *checksum {
                return Err(PackError::Damaged(name.clone()));
            }
        }
        for index in 0..self.entities.count {
            let entity = self.entity(EntityIndex(index)).ok_or(PackError::Unreadable("ENTS"))?;
            let parent_is_known = entity.parent().is_none_or(|parent| self.kind_and_prior(parent).is_some());
            if entity.positions().count() != entity.position_count() || !parent_is_known {
                return Err(PackError::Unreadable("ENTS"));
            }
        }
        for index in 0..self.strings.count {
            self.string(index).ok_or(PackError::Unreadable("STRS"))?;
        }
        if self.priors.range.len() as u64 != u64::from(self.entities.count) {
            return Err(PackError::Unreadable("PRIO"));
        }
        let mut names = self.names.stream();
        while let Some((_, offset)) = names.next() {
            let postings = self.postings_at(offset);
            let announced = postings.left;
            // Each posting is two bytes at least, so that a false count ends with the section.
            if announced == 0 || postings.count() as u64 != announced {
                return Err(PackError::Unreadable("POST"));
            }
        }
        Ok(())
    }

    /// What the pack holds.
    pub fn info(&self) -> &PackInfo {
        &self.info
    }

    /// An entity; `None` for an index of another pack or a broken record.
    pub fn entity(&self, index: EntityIndex) -> Option<Entity<'_>> {
        Entity::read(self, index, self.entities.get(index.0)?)
    }

    /// All entities, in order of id: Wikidata's by number, then the facts' own.
    pub fn entities(&self) -> impl Iterator<Item = Entity<'_>> {
        (0..self.entities.count).filter_map(|index| self.entity(EntityIndex(index)))
    }

    /// The entities that a name can mean, most prominent first, at most `limit`.
    pub fn find(&self, name: &str, limit: usize) -> Vec<Candidate> {
        match self.names.get(fold(name)) {
            Some(offset) => self.postings_at(offset).take(limit).collect(),
            None => Vec::new(),
        }
    }

    /// A walk over the name index, for recognizing names in running text word by word.
    pub fn names(&self) -> NameWalk<'_> {
        NameWalk {
            pack: self,
            node: self.names.as_fst().root().addr(),
            output: Output::zero(),
            is_start: true,
        }
    }

    /// How many people of the pack bear a folded given name.
    pub fn given_name_count(&self, folded: &str) -> u32 {
        self.given_names.get(folded).map_or(0, |count| count as u32)
    }

    /// How many people of the pack bear a folded surname.
    pub fn surname_count(&self, folded: &str) -> u32 {
        self.surnames.get(folded).map_or(0, |count| count as u32)
    }

    pub(super) fn string(&self, index: u32) -> Option<&str> {
        std::str::from_utf8(self.strings.get(index)?).ok()
    }

    /// Whether an entity is a person or an organization, and its prior.
    pub(super) fn kind_and_prior(&self, index: EntityIndex) -> Option<(EntityKind, u8)> {
        let byte = *self.priors.as_ref().get(index.0 as usize)?;
        let organization = byte & prior_flag::ORGANIZATION != 0;
        let kind = if organization { EntityKind::Organization } else { EntityKind::Person };
        Some((kind, byte & prior_flag::PRIOR))
    }

    fn postings_at(&self, offset: u64) -> Postings<'_> {
        let bytes = usize::try_from(offset).ok().and_then(|offset| self.postings.as_ref().get(offset..));
        let mut cursor = Cursor::new(bytes.unwrap_or_default());
        let left = cursor.varint().unwrap_or(0);
        Postings { pack: self, cursor, left }
    }
}

/// An entity that a name can mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The entity.
    pub entity: EntityIndex,
    /// Person or organization.
    pub kind: EntityKind,
    /// How the name came to be theirs.
    pub form: NameForm,
    /// How far that form speaks for them, 0 to 1; only the order matters.
    pub weight: f32,
    /// Prominence from 0 to 100.
    pub prior: u8,
    /// The name is an acronym: written otherwise than in capitals it means something else.
    pub caps: bool,
}

/// The candidates of one name, most prominent first.
#[derive(Debug, Clone)]
pub struct Postings<'p> {
    pack: &'p Pack,
    cursor: Cursor<'p>,
    left: u64,
}

impl Iterator for Postings<'_> {
    type Item = Candidate;

    fn next(&mut self) -> Option<Candidate> {
        self.left = self.left.checked_sub(1)?;
        let entity = EntityIndex(self.cursor.index()?);
        let flags = self.cursor.byte()?;
        let form = *NameForm::ALL.get(usize::from(flags & posting_flag::FORM))?;
        let (kind, prior) = self.pack.kind_and_prior(entity)?;
        Some(Candidate {
            entity,
            kind,
            form,
            weight: form.weight(),
            prior,
            caps: flags & posting_flag::CAPS != 0,
        })
    }
}

/// A place in the name index: all names that begin with the words pushed so far.
#[derive(Clone, Copy)]
pub struct NameWalk<'p> {
    pack: &'p Pack,
    node: CompiledAddr,
    output: Output,
    is_start: bool,
}

impl fmt::Debug for NameWalk<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NameWalk").field("node", &self.node).finish_non_exhaustive()
    }
}

impl<'p> NameWalk<'p> {
    /// Goes on by a folded word; `None` where no name begins so.
    pub fn push(self, folded_word: &str) -> Option<Self> {
        let fst: &'p Fst<Section> = self.pack.names.as_fst();
        let mut walk = self;
        let space = if walk.is_start { &b""[..] } else { b" " };
        for byte in space.iter().chain(folded_word.as_bytes()) {
            let node = fst.node(walk.node);
            let transition = node.transition(node.find_input(*byte)?);
            walk.node = transition.addr;
            walk.output = walk.output.cat(transition.out);
        }
        walk.is_start = false;
        Some(walk)
    }

    /// The entities whose name ends here, most prominent first; `None` where no name does.
    pub fn candidates(&self) -> Option<Postings<'p>> {
        let node = self.pack.names.as_fst().node(self.node);
        (node.is_final() && !self.is_start)
            .then(|| self.pack.postings_at(self.output.cat(node.final_output()).value()))
    }
}
