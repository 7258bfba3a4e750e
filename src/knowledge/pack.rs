//! The pack: one file of facts, read where it lies.
//!
//! In: the bytes of a pack, which may be anybody's. Out: its entities, and what its names stand for. Opening costs a
//! checksum and no parse of the whole; every read of what cannot be read gives nothing.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::date::Date;

use super::entity::{Entity, EntityIndex};
use super::fact::EntityKind;
use super::format::{self, Cursor, posting_flag, prior_flag};
use super::id::Id;
use super::name_form::NameForm;
use super::source::Source;
use super::table::{Keys, Section, Table};

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
    /// The latest day that any position is known for, or any source was drawn; empty for a pack without either.
    pub as_of: String,
    /// The day on which the pack was built, where its builder told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub built: Option<Date>,
    /// Version of the format.
    pub format: u32,
    /// Where the facts come from, in order of their keys.
    pub sources: Vec<Source>,
}

/// One file of facts.
pub struct Pack {
    info: PackInfo,
    strings: Table,
    entities: Table,
    priors: Section,
    names: Keys,
    given_names: Keys,
    surnames: Keys,
    hidden: Section,
}

impl fmt::Debug for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pack").field("info", &self.info).finish_non_exhaustive()
    }
}

/// Sections that a pack has at most; a table that announces more is none of ours.
const MOST_SECTIONS: usize = 64;

impl Pack {
    /// Opens a pack. Beside the bytes themselves it takes a few kilobytes, and a few times the bytes of `META`.
    ///
    /// # Errors
    /// When the bytes are no pack, are of another version, are cut off or damaged.
    pub fn open(bytes: Vec<u8>) -> Result<Self, PackError> {
        let whole = Arc::new(bytes);
        let mut cursor = Cursor::new(&whole);
        if cursor.take(format::MAGIC.len()) != Some(&format::MAGIC) {
            return Err(PackError::NotAPack);
        }
        let found = cursor.u32().ok_or(PackError::CutOff("header"))?;
        if found != format::VERSION {
            return Err(PackError::Version { found });
        }
        let count = cursor.u32().ok_or(PackError::CutOff("header"))? as usize;
        if count > MOST_SECTIONS {
            return Err(PackError::Damaged("table".to_owned()));
        }
        let table = whole
            .get(..format::HEADER + count * format::TABLE_ROW)
            .ok_or(PackError::CutOff("section table"))?;
        let mut sections: Vec<([u8; 4], Section)> = Vec::with_capacity(count);
        let mut checksums = Vec::with_capacity(count);
        for _ in 0..count {
            let row = || -> Option<_> {
                let tag: [u8; 4] = cursor.take(4)?.try_into().ok()?;
                let (checksum, offset, length) = (cursor.u32()?, cursor.u64()?, cursor.u64()?);
                cursor.u32()?;
                let start = usize::try_from(offset).ok()?;
                let end = start.checked_add(usize::try_from(length).ok()?)?;
                Some((tag, checksum, Section::of(&whole, start..end)?))
            }();
            let (tag, checksum, section) = row.ok_or(PackError::CutOff("a section"))?;
            if sections.iter().any(|(known, _)| *known == tag) {
                return Err(PackError::Damaged("table".to_owned()));
            }
            checksums.push(checksum);
            sections.push((tag, section));
        }
        if cursor.u32() != Some(crc32fast::hash(table)) {
            return Err(PackError::Damaged("table".to_owned()));
        }
        let section = |tag: [u8; 4], name: &'static str| {
            let found = sections.iter().zip(&checksums).find(|((known, _), _)| *known == tag);
            let ((_, section), checksum) = found.ok_or(PackError::Unreadable(name))?;
            if crc32fast::hash(section.bytes()) != *checksum {
                return Err(PackError::Damaged(name.to_owned()));
            }
            Ok(section.clone())
        };
        let mut info: PackInfo = serde_json::from_slice(section(format::META, "META")?.bytes())
            .map_err(|_| PackError::Unreadable("META"))?;
        info.bytes = whole.len() as u64;
        Ok(Self {
            info,
            strings: Table::new(section(format::STRINGS, "STRS")?, "STRS")?,
            entities: Table::new(section(format::ENTITIES, "ENTS")?, "ENTS")?,
            priors: section(format::PRIORS, "PRIO")?,
            names: Keys::new(section(format::NAMES, "NAME")?, "NAME")?,
            given_names: Keys::new(section(format::GIVEN_NAMES, "GIVN")?, "GIVN")?,
            surnames: Keys::new(section(format::SURNAMES, "SURN")?, "SURN")?,
            hidden: section(format::HIDDEN, "HIDE")?,
        })
    }

    /// Reads every record, string, name and posting.
    ///
    /// # Errors
    /// Names the first section that holds something that cannot be read.
    pub fn verify(&self) -> Result<(), PackError> {
        let mut before: Option<Id<'_>> = None;
        for place in 0..self.entities.count() {
            let entity = self.entity(place).ok_or(PackError::Unreadable("ENTS"))?;
            let in_order = before.is_none_or(|before| before.compare(entity.raw_id()) == Ordering::Less);
            let leads = |(index, number): (EntityIndex, usize)| {
                self.entity(index.place).is_some_and(|person| number < person.position_count())
            };
            let led_well =
                entity.raw_leaders().count() == entity.leader_count() && entity.raw_leaders().all(leads);
            let parent_is_known =
                entity.parent().is_none_or(|parent| self.kind_and_prior(parent.place).is_some());
            if !in_order
                || !parent_is_known
                || !led_well
                || entity.positions().count() != entity.position_count()
            {
                return Err(PackError::Unreadable("ENTS"));
            }
            before = Some(entity.raw_id());
        }
        for index in 0..self.strings.count() {
            self.string(index).ok_or(PackError::Unreadable("STRS"))?;
        }
        if self.priors.bytes().len() as u64 != u64::from(self.entities.count()) {
            return Err(PackError::Unreadable("PRIO"));
        }
        self.names.verify("NAME", |_, value| {
            let mut postings = Postings::of(self, value);
            !value.is_empty() && postings.by_ref().count() > 0 && postings.is_at_end()
        })?;
        let is_count = |_: &str, value: &[u8]| Cursor::new(value).index().is_some();
        self.given_names.verify("GIVN", is_count)?;
        self.surnames.verify("SURN", is_count)?;
        let mut hidden = Cursor::new(self.hidden.bytes());
        while !hidden.is_at_end() {
            hidden.text().and_then(Id::parse).ok_or(PackError::Unreadable("HIDE"))?;
        }
        Ok(())
    }

    /// What the pack holds.
    pub fn info(&self) -> &PackInfo {
        &self.info
    }

    /// All entities, in order of id: Wikidata's by number, then the facts' own.
    pub fn entities(&self) -> impl Iterator<Item = Entity<'_>> {
        (0..self.entities.count()).filter_map(|place| self.entity(place))
    }

    /// The entity at a place in the order of ids; `None` behind the last and for a broken record.
    pub(super) fn entity(&self, place: u32) -> Option<Entity<'_>> {
        Entity::read(self, place, self.entities.get(place)?)
    }

    /// The number of entities.
    pub(super) fn count(&self) -> u32 {
        self.entities.count()
    }

    /// The place of an id.
    pub(super) fn place_of(&self, id: Id<'_>) -> Option<u32> {
        let (mut low, mut high) = (0, self.entities.count());
        while low < high {
            let middle = low + (high - low) / 2;
            match Id::read(self.entities.get(middle)?)?.compare(id) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The ids that this pack takes away from earlier ones.
    pub(super) fn hidden(&self) -> impl Iterator<Item = Id<'_>> {
        let mut cursor = Cursor::new(self.hidden.bytes());
        std::iter::from_fn(move || cursor.text()).filter_map(Id::parse)
    }

    /// The index of names.
    pub(super) fn names(&self) -> &Keys {
        &self.names
    }

    /// How many people of the pack bear a folded given name.
    pub(super) fn given_name_count(&self, folded: &str) -> u32 {
        self.given_names.get(folded).and_then(|count| Cursor::new(count).index()).unwrap_or(0)
    }

    /// How many people of the pack bear a folded surname.
    pub(super) fn surname_count(&self, folded: &str) -> u32 {
        self.surnames.get(folded).and_then(|count| Cursor::new(count).index()).unwrap_or(0)
    }

    pub(super) fn string(&self, index: u32) -> Option<&str> {
        std::str::from_utf8(self.strings.get(index)?).ok()
    }

    /// Whether an entity is a person or an organization, and its prior.
    pub(super) fn kind_and_prior(&self, place: u32) -> Option<(EntityKind, u8)> {
        let byte = *self.priors.bytes().get(place as usize)?;
        let organization = byte & prior_flag::ORGANIZATION != 0;
        let kind = if organization { EntityKind::Organization } else { EntityKind::Person };
        Some((kind, byte & prior_flag::PRIOR))
    }
}

/// What a name stands for in one pack: places with the form of the name, most prominent first.
#[derive(Debug, Clone)]
pub(super) struct Postings<'p> {
    pack: &'p Pack,
    cursor: Cursor<'p>,
}

/// One entity that a name can mean, as its pack has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Posting {
    pub(super) place: u32,
    pub(super) kind: EntityKind,
    pub(super) prior: u8,
    pub(super) form: NameForm,
    pub(super) caps: bool,
}

impl<'p> Postings<'p> {
    pub(super) fn of(pack: &'p Pack, value: &'p [u8]) -> Self {
        Self { pack, cursor: Cursor::new(value) }
    }

    fn is_at_end(&self) -> bool {
        self.cursor.is_at_end()
    }
}

impl Iterator for Postings<'_> {
    type Item = Posting;

    fn next(&mut self) -> Option<Posting> {
        let mut cursor = self.cursor;
        let place = cursor.index()?;
        let flags = cursor.byte()?;
        let form = *NameForm::ALL.get(usize::from(flags & posting_flag::FORM))?;
        let (kind, prior) = self.pack.kind_and_prior(place)?;
        self.cursor = cursor;
        Some(Posting { place, kind, prior, form, caps: flags & posting_flag::CAPS != 0 })
    }
}
