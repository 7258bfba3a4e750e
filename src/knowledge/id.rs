//! Ids: Wikidata's (`Q…`) and the facts' own (`x:…`), and their order in a pack.
//!
//! In: an id as facts write it, or as a record holds it. Out: [`Id`]s that compare.

use std::cmp::Ordering;
use std::fmt;

use super::fold::hyphenated;
use super::format::{Cursor, flag};

/// An id.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Id<'p> {
    /// The number behind the Q.
    Wikidata(u64),
    /// What follows `x:`.
    Own(&'p str),
    /// An own id that begins with the folded name, hyphens for spaces: the name and the rest.
    FromName(&'p str, &'p str),
}

impl<'p> Id<'p> {
    /// Reads an id as facts write it: `Q` and a number from 1 on, or `x:` and a name.
    pub(super) fn parse(id: &'p str) -> Option<Self> {
        if let Some(own) = id.strip_prefix("x:") {
            return (!own.is_empty()).then_some(Self::Own(own));
        }
        let number =
            id.strip_prefix('Q').filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()))?;
        number.parse().ok().filter(|number| *number > 0).map(Self::Wikidata)
    }

    /// Reads the id out of a record.
    pub(super) fn read(record: &'p [u8]) -> Option<Self> {
        let mut cursor = Cursor::new(record);
        let flags = cursor.index()?;
        let name = cursor.text()?;
        Self::read_after_name(&mut cursor, flags, name)
    }

    pub(super) fn read_after_name(cursor: &mut Cursor<'p>, flags: u32, name: &'p str) -> Option<Self> {
        Some(if flags & flag::ID_FROM_NAME != 0 {
            Self::FromName(name, cursor.text()?)
        } else if flags & flag::OWN_ID != 0 {
            Self::Own(cursor.text()?)
        } else {
            Self::Wikidata(cursor.varint()?)
        })
    }

    /// The order of a pack: Wikidata's by number, then the facts' own by their bytes.
    pub(super) fn compare(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Wikidata(one), Self::Wikidata(other)) => one.cmp(&other),
            (Self::Wikidata(_), _) => Ordering::Less,
            (_, Self::Wikidata(_)) => Ordering::Greater,
            (Self::Own(one), Self::Own(other)) => one.cmp(other),
            (one, other) => one.to_string().cmp(&other.to_string()),
        }
    }
}

impl fmt::Display for Id<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wikidata(number) => write!(f, "Q{number}"),
            Self::Own(own) => write!(f, "x:{own}"),
            Self::FromName(name, rest) => write!(f, "x:{}{rest}", hyphenated(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_ordered_by_number_and_then_by_name() {
        let ids = ["Q9", "Q76", "Q1000", "x:ann-lee-author", "x:bo"].map(|id| Id::parse(id).unwrap());
        assert!(ids.windows(2).all(|pair| pair[0].compare(pair[1]) == Ordering::Less));
        assert_eq!(Id::FromName("Ann Lee", "-author").compare(ids[3]), Ordering::Equal);
        assert_eq!(Id::FromName("Ann Lee", "-author").to_string(), "x:ann-lee-author");
        for wrong in ["", "Q", "Q0", "Qx", "q7", "x:", "P31", "Q+7"] {
            assert_eq!(Id::parse(wrong), None, "{wrong}");
        }
    }
}
