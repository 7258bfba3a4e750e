//! Entities: people and organizations as the pack holds them, read where they lie.
//!
//! In: a record's bytes. Out: [`Entity`] and [`Position`], borrowed from the pack.

use crate::date::Date;

use super::fact::EntityKind;
use super::format::{Cursor, flag, position_flag};
use super::id::Id;
use super::pack::Pack;

/// Which entity; only the [`Knowledge`](super::Knowledge) or [`Pack`] that gave it knows what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityIndex {
    pub(super) pack: u8,
    pub(super) place: u32,
}

/// The organization that another is part of, as the record gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Parent<'p> {
    /// The place of an entity in the same pack.
    Here(u32),
    /// The id of an entity in another pack.
    Elsewhere(Id<'p>),
}

/// A person or organization.
#[derive(Debug, Clone)]
pub struct Entity<'p> {
    index: EntityIndex,
    kind: EntityKind,
    id: Id<'p>,
    name: &'p str,
    class: Option<&'p str>,
    country: Option<&'p str>,
    wiki: Option<&'p str>,
    description: Option<&'p str>,
    seat: Option<&'p str>,
    party: Option<&'p str>,
    born: Option<Date>,
    died: Option<Date>,
    founded: Option<Date>,
    dissolved: Option<Date>,
    parent_as_given: Option<Parent<'p>>,
    parent: Option<EntityIndex>,
    leaders: Option<Leaders<'p>>,
    prior: u8,
    sources: [&'p str; 2],
    positions: Positions<'p>,
}

/// A record's leaders, unread.
#[derive(Debug, Clone, Copy)]
struct Leaders<'p> {
    pack: u8,
    count: u32,
    cursor: Cursor<'p>,
}

/// A record's positions, unread.
#[derive(Debug, Clone, Copy)]
struct Positions<'p> {
    count: u32,
    cursor: Cursor<'p>,
    pack: &'p Pack,
}

impl<'p> Entity<'p> {
    /// Reads the record at a place of a pack; `None` where it is broken.
    pub(super) fn read(pack: &'p Pack, place: u32, record: &'p [u8]) -> Option<Self> {
        let mut cursor = Cursor::new(record);
        let flags = cursor.index()?;
        let has = |bit: u32| flags & bit != 0;
        let name = cursor.text()?;
        let id = Id::read_after_name(&mut cursor, flags, name)?;
        // Each field is read only where its flag says that it is there; a broken one breaks the record.
        macro_rules! optional {
            ($bit:expr, $read:expr) => {
                if has($bit) { Some($read?) } else { None }
            };
        }
        let class = optional!(flag::CLASS, pack.string(cursor.index()?));
        let country = optional!(flag::COUNTRY, pack.string(cursor.index()?));
        let wiki = if has(flag::WIKI_IS_NAME) { Some(name) } else { optional!(flag::WIKI, cursor.text()) };
        let description = optional!(flag::DESCRIPTION, pack.string(cursor.index()?));
        let seat = optional!(flag::SEAT, pack.string(cursor.index()?));
        let party = optional!(flag::PARTY, pack.string(cursor.index()?));
        let born = optional!(flag::BORN, cursor.date());
        let died = optional!(flag::DIED, cursor.date());
        let founded = optional!(flag::FOUNDED, cursor.date());
        let dissolved = optional!(flag::DISSOLVED, cursor.date());
        let parent_as_given = if has(flag::PARENT_ELSEWHERE) {
            Some(Parent::Elsewhere(Id::parse(pack.string(cursor.index()?)?)?))
        } else {
            optional!(flag::PARENT, cursor.index()).map(Parent::Here)
        };
        let parent = match parent_as_given {
            Some(Parent::Here(place)) => Some(EntityIndex { pack: 0, place }),
            _ => None,
        };
        let leaders = optional!(flag::LEADERS, Leaders::read(&mut cursor));
        let (kind, prior) = pack.kind_and_prior(place)?;
        let sources = pack.string(cursor.index()?)?;
        let count = cursor.index()?;
        Some(Self {
            index: EntityIndex { pack: 0, place },
            kind,
            id,
            name,
            class,
            country,
            wiki,
            description,
            seat,
            party,
            born,
            died,
            founded,
            dissolved,
            parent_as_given,
            parent,
            leaders,
            prior,
            sources: [sources, ""],
            positions: Positions { count, cursor, pack },
        })
    }

    /// The same entity in an earlier pack: what this record does not tell is taken from there.
    pub(super) fn over(self, earlier: Self) -> Self {
        let positions = if self.positions.count > 0 { self.positions } else { earlier.positions };
        Self {
            class: self.class.or(earlier.class),
            country: self.country.or(earlier.country),
            wiki: self.wiki.or(earlier.wiki),
            description: self.description.or(earlier.description),
            seat: self.seat.or(earlier.seat),
            party: self.party.or(earlier.party),
            born: self.born.or(earlier.born),
            died: self.died.or(earlier.died),
            founded: self.founded.or(earlier.founded),
            dissolved: self.dissolved.or(earlier.dissolved),
            parent: self.parent.or(earlier.parent),
            leaders: self.leaders.or(earlier.leaders),
            prior: if self.prior > 0 { self.prior } else { earlier.prior },
            sources: [self.sources[0], earlier.sources[0]],
            positions,
            ..self
        }
    }

    /// Says which entity of several packs this is, and which its parent.
    pub(super) fn placed(self, index: EntityIndex, parent: Option<EntityIndex>) -> Self {
        Self { index, parent, ..self }
    }

    /// Says of which of several packs this record is.
    pub(super) fn in_pack(self, pack: u8) -> Self {
        let leaders = self.leaders.map(|leaders| Leaders { pack, ..leaders });
        Self { leaders, ..self }
    }

    /// Who led it, the earliest first: a person, and the number of the position among that person's in the same pack.
    pub(super) fn raw_leaders(&self) -> impl Iterator<Item = (EntityIndex, usize)> + use<'p> {
        let leaders = self.leaders;
        leaders.into_iter().flat_map(|Leaders { pack, count, mut cursor }| {
            (0..count).map_while(move |_| {
                let index = EntityIndex { pack, place: cursor.index()? };
                Some((index, cursor.index()? as usize))
            })
        })
    }

    pub(super) fn parent_as_given(&self) -> Option<Parent<'p>> {
        self.parent_as_given
    }

    pub(super) fn raw_id(&self) -> Id<'p> {
        self.id
    }

    /// Which entity it is.
    pub fn index(&self) -> EntityIndex {
        self.index
    }

    /// Wikidata id (`Q…`), or `x:…` for an id of the facts' own, which is never shown and never linked.
    pub fn id(&self) -> String {
        self.id.to_string()
    }

    /// Person or organization.
    pub fn kind(&self) -> EntityKind {
        self.kind
    }

    /// The usual name.
    pub fn name(&self) -> &'p str {
        self.name
    }

    /// Walk of life or kind of organization ("politician", "party").
    pub fn class(&self) -> Option<&'p str> {
        self.class
    }

    /// ISO 3166 alpha-2 code, or EU, UN, XK, SU, YU.
    pub fn country(&self) -> Option<&'p str> {
        self.country
    }

    /// A short phrase.
    pub fn description(&self) -> Option<&'p str> {
        self.description
    }

    /// Title of the English Wikipedia article.
    pub fn wiki(&self) -> Option<&'p str> {
        self.wiki
    }

    /// City of the headquarters.
    pub fn seat(&self) -> Option<&'p str> {
        self.seat
    }

    /// Party.
    pub fn party(&self) -> Option<&'p str> {
        self.party
    }

    /// Birth.
    pub fn born(&self) -> Option<Date> {
        self.born
    }

    /// Death; `None` does not mean alive.
    pub fn died(&self) -> Option<Date> {
        self.died
    }

    /// Foundation.
    pub fn founded(&self) -> Option<Date> {
        self.founded
    }

    /// End.
    pub fn dissolved(&self) -> Option<Date> {
        self.dissolved
    }

    /// The organization that this one is part of.
    pub fn parent(&self) -> Option<EntityIndex> {
        self.parent
    }

    /// Prominence from 0 to 100: a prior, never shown.
    pub fn prior(&self) -> u8 {
        self.prior
    }

    /// Keys of the sources.
    pub fn sources(&self) -> impl Iterator<Item = &'p str> + use<'p> {
        self.sources.into_iter().flat_map(|keys| keys.split(',')).filter(|source| !source.is_empty())
    }

    /// How many leaders the record announces.
    pub(super) fn leader_count(&self) -> usize {
        self.leaders.map_or(0, |leaders| leaders.count as usize)
    }

    /// How many positions the record announces.
    pub(super) fn position_count(&self) -> usize {
        self.positions.count as usize
    }

    /// Positions, in the order of the facts.
    pub fn positions(&self) -> impl Iterator<Item = Position<'p>> + use<'p> {
        let Positions { count, mut cursor, pack } = self.positions;
        (0..count).map_while(move |_| Position::read(pack, &mut cursor))
    }
}

impl<'p> Leaders<'p> {
    /// Steps over a record's leaders; `None` where they cannot be read.
    fn read(cursor: &mut Cursor<'p>) -> Option<Self> {
        let count = cursor.index()?;
        let leaders = Self { pack: 0, count, cursor: *cursor };
        for _ in 0..count {
            cursor.index()?;
            cursor.index()?;
        }
        Some(leaders)
    }
}

/// A post with its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position<'p> {
    /// The post.
    pub what: &'p str,
    /// The country, body or team.
    pub of: Option<&'p str>,
    /// When it began.
    pub from: Option<Date>,
    /// When it ended.
    pub to: Option<Date>,
    /// No end is known; it was so then.
    pub as_of: Option<Date>,
    /// Ended at some unknown day up to this one.
    pub by: Option<Date>,
    /// It may have begun before `from`.
    pub early: bool,
}

/// Whether a position was held on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum InForce {
    /// The facts cannot tell.
    Unknown,
    /// No.
    No,
    /// Yes.
    Yes,
}

impl<'p> Position<'p> {
    fn read(pack: &'p Pack, cursor: &mut Cursor<'p>) -> Option<Self> {
        let flags = cursor.byte()?;
        let has = |bit: u8| flags & bit != 0;
        let what = pack.string(cursor.index()?)?;
        let of = if has(position_flag::OF) { Some(pack.string(cursor.index()?)?) } else { None };
        let mut date = |bit: u8| if has(bit) { cursor.date().map(Some) } else { Some(None) };
        Some(Self {
            what,
            of,
            from: date(position_flag::FROM)?,
            to: date(position_flag::TO)?,
            as_of: date(position_flag::AS_OF)?,
            by: date(position_flag::BY)?,
            early: has(position_flag::EARLY),
        })
    }

    /// Whether the position was held on a date, by the precision given: a post that begins "in 2013" may be held
    /// on any day of 2013; one known "as of 2022" may have ended since.
    pub fn in_force(&self, on: Date) -> InForce {
        if self.from.is_some_and(|from| on.surely_before(from)) {
            return if self.early { InForce::Unknown } else { InForce::No };
        }
        if let Some(end) = self.to {
            return match () {
                () if end.surely_before(on) => InForce::No,
                () if self.from.is_some() => InForce::Yes,
                () => InForce::Unknown,
            };
        }
        if self.by.is_some_and(|by| by.surely_before(on)) {
            return InForce::No;
        }
        match self.as_of {
            Some(as_of) if self.from.is_some() && !as_of.surely_before(on) => InForce::Yes,
            _ => InForce::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    const POST: Position<'static> =
        Position { what: "Minister", of: None, from: None, to: None, as_of: None, by: None, early: false };

    #[test]
    fn a_closed_term_is_held_from_its_first_to_its_last_day() {
        let term = Position { from: Some(date("2013-02-01")), to: Some(date("2017-01-20")), ..POST };
        assert_eq!(term.in_force(date("2013-01-31")), InForce::No);
        assert_eq!(term.in_force(date("2013-02-01")), InForce::Yes);
        assert_eq!(term.in_force(date("2017-01-20")), InForce::Yes);
        assert_eq!(term.in_force(date("2017-01-21")), InForce::No);
    }

    #[test]
    fn an_open_term_is_known_only_up_to_its_as_of_date() {
        let term = Position { from: Some(date("2004-03-09")), as_of: Some(date("2022-08")), ..POST };
        assert_eq!(term.in_force(date("2013-05-07")), InForce::Yes);
        assert_eq!(term.in_force(date("2022-08-31")), InForce::Yes);
        assert_eq!(term.in_force(date("2024-01-01")), InForce::Unknown);
    }

    #[test]
    fn an_early_start_leaves_the_time_before_it_open() {
        let term = Position { from: Some(date("1997")), early: true, to: Some(date("2002")), ..POST };
        assert_eq!(term.in_force(date("1996-06-01")), InForce::Unknown);
        assert_eq!(term.in_force(date("1997-06-01")), InForce::Yes);
    }
}
