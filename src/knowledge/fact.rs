//! Facts: the one schema that people edit, `pack build` reads and imports write (see `facts/README.md`).
//!
//! In: JSON lines. Out: [`Fact`]s.

use serde::{Deserialize, Serialize};

use crate::date::Date;

/// Person or organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A body of people: company, party, agency, team, newspaper.
    #[serde(alias = "org")]
    Organization,
}

/// One person or organization with dated positions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Wikidata id (`Q…`), or `x:…` where none is confirmed.
    pub id: String,
    /// Person or organization.
    pub kind: EntityKind,
    /// Walk of life or kind of organization, one of the words of `facts/README.md`.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// The usual name in Latin script.
    pub name: String,
    /// Other names, in Latin script.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Of the aliases, those that are a place or building standing for who works there ("Foggy Bottom").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metonyms: Vec<String>,
    /// ISO 3166 alpha-2 code, or EU, UN, XK, SU, YU.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// A short phrase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desc: Option<String>,
    /// Birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Date>,
    /// Death.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub died: Option<Date>,
    /// Foundation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub founded: Option<Date>,
    /// End.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dissolved: Option<Date>,
    /// City of the headquarters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<String>,
    /// Party, where a public office is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// Title of the English Wikipedia article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wiki: Option<String>,
    /// Positions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<HeldPosition>,
    /// Id of the organization that this one is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// The office whose holder leads this organization, where that does not follow from its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub led: Option<LeadingOffice>,
    /// English Wikipedia page views a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub views: Option<u64>,
    /// Wikipedia language editions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<u32>,
    /// Prominence from 0 to 100: a prior, never shown.
    #[serde(default)]
    pub pop: u8,
    /// 1 for entries that rest on more than one weak sign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<u8>,
    /// Keys of the sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub src: Vec<String>,
}

impl Fact {
    /// A record of which only this much is known.
    pub fn new(id: String, kind: EntityKind, name: String) -> Self {
        Self {
            id,
            kind,
            class: None,
            name,
            aliases: Vec::new(),
            metonyms: Vec::new(),
            country: None,
            desc: None,
            born: None,
            died: None,
            founded: None,
            dissolved: None,
            seat: None,
            party: None,
            wiki: None,
            held: Vec::new(),
            parent: None,
            led: None,
            views: None,
            links: None,
            pop: 0,
            tier: None,
            src: Vec::new(),
        }
    }
}

/// An office, whoever holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeadingOffice {
    /// The post.
    pub what: String,
    /// The country, body or team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

/// A position as facts give it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldPosition {
    /// The post.
    pub what: String,
    /// The country, body or team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// No end is known; it was so then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asof: Option<Date>,
    /// Ended at some unknown day up to this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Date>,
    /// It may have begun before `from`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub early: bool,
}
