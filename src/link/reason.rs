//! Reasons: what in the text and the facts speaks for a link, as data; `card` puts them into words.

use crate::date::Date;
use crate::knowledge::Position;

/// An office out of the facts, kept beyond the pack's own borrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeldOffice {
    /// The post.
    pub(crate) what: String,
    /// The country, team or body.
    pub(crate) of: Option<String>,
    /// When it began.
    pub(crate) from: Option<Date>,
    /// When it ended.
    pub(crate) to: Option<Date>,
    /// The last day on which it was known to be held, where no end is known.
    pub(crate) as_of: Option<Date>,
}

impl From<&Position<'_>> for HeldOffice {
    fn from(position: &Position<'_>) -> Self {
        Self {
            what: position.what.to_owned(),
            of: position.of.map(str::to_owned),
            from: position.from,
            to: position.to,
            as_of: position.as_of,
        }
    }
}

/// Why a link is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The article calls them by an office that they held.
    Office { said: String, office: HeldOffice },
    /// The article names their government ("Reagan administration").
    Governs { said: String, office: HeldOffice },
    /// They held an office of a country of which the article speaks; its code.
    CountryGoverned { code: String, office: HeldOffice },
    /// The article calls them something that they are.
    Role(String),
    /// The article calls them "late", and they were.
    Late,
    /// Nobody of this surname is nearly as well known.
    BestKnown(String),
    /// No organization of this name is nearly as well known.
    OnlyKnown(String),
    /// The country's adjective stands before the name; its code.
    SaidToBeOf(String),
    /// The country is named in a sentence with them; its code.
    BesideCountry(String),
    /// The country is named in the article; its code.
    CountryNamed(String),
    /// A team, body or city of theirs is named.
    BodyNamed(String),
    /// Somebody who is sure is of the same team or body.
    BodyShared { name: String, body: String },
    /// Somebody who is sure was in the same government on that day.
    Government(String),
    /// A word beside the name is one of their description.
    Described { word: String, description: String },
    /// A club in a sports story.
    Sport,
    /// The article itself writes the acronym out.
    WrittenOut(String),
    /// The article names the same organization in full.
    InFull(String),
    /// Nothing but the name.
    Name(String),
}
