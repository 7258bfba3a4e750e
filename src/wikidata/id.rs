//! Ids of items.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The number of an item, from 1: 22316 of `Q22316`. Wikidata has some 140 million of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemId(u32);

impl ItemId {
    /// Reads `Q` and a number; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('Q').filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
        digits.parse().ok().and_then(Self::from_number)
    }

    /// The item of a number from 1.
    pub fn from_number(number: u32) -> Option<Self> {
        (number > 0).then_some(Self(number))
    }

    /// The number behind the Q.
    pub fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Q{}", self.0)
    }
}
