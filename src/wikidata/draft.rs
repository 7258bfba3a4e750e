//! Drafts: what is kept of an item before the labels of the other items it names are known.
//!
//! Drafts, labels and ties are the rows of the importer's work files; they are written as JSON with short keys, read by the
//! same version only.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::knowledge::EntityKind;

use super::id::ItemId;
use super::prominence;

/// A person or organization with ids where the facts have names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The item.
    #[serde(rename = "i")]
    pub id: ItemId,
    /// The revision of the item; of two drafts of one item the later holds.
    #[serde(rename = "v")]
    pub revision: u64,
    /// Person or organization.
    #[serde(rename = "k")]
    pub kind: EntityKind,
    /// The `type` of the facts.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// The name.
    #[serde(rename = "n")]
    pub name: String,
    /// Other names.
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The code of the country.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The English description.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Birth or inception.
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    pub begin: Option<Date>,
    /// Death or dissolution.
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Date>,
    /// It is over, known day or not.
    #[serde(rename = "o", default, skip_serializing_if = "std::ops::Not::not")]
    pub over: bool,
    /// A public office is held or was.
    #[serde(rename = "x", default, skip_serializing_if = "std::ops::Not::not")]
    pub in_office: bool,
    /// The headquarters' place.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<ItemId>,
    /// The party.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub party: Option<ItemId>,
    /// The parent organization.
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ItemId>,
    /// The office whose holder leads the organization.
    #[serde(rename = "g", default, skip_serializing_if = "Option::is_none")]
    pub led: Option<ItemId>,
    /// The English Wikipedia title.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub wiki: Option<String>,
    /// Wikipedia's language editions that have an article.
    #[serde(rename = "l", default)]
    pub editions: u32,
    /// Offices and other public roles.
    #[serde(rename = "h", default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<Term>,
}

impl Draft {
    /// Every item whose label the record needs.
    pub fn named(&self) -> impl Iterator<Item = ItemId> + '_ {
        let terms = self.held.iter().flat_map(Term::named);
        [self.seat, self.party, self.led].into_iter().flatten().chain(terms)
    }

    /// The prior of the record as far as no office adds to it; an organization's whole prior.
    pub fn prior_without_offices(&self) -> u8 {
        prominence::prior(self.editions, self.wiki.is_some(), 0)
    }

    /// Adds what other items tell of a person: terms, and by which day a predecessor's term had ended. Of one item's ties only
    /// those of its latest revision count.
    pub fn take(&mut self, ties: Vec<Tie>) {
        if self.kind != EntityKind::Person {
            return;
        }
        let latest =
            |tie: &Tie| ties.iter().all(|other| other.source != tie.source || other.revision <= tie.revision);
        for tie in ties.iter().filter(|tie| latest(tie)) {
            match &tie.kind {
                TieKind::Holds(term) => {
                    self.in_office |= !matches!(
                        term.office,
                        Office::Role(Role::ChiefExecutive | Role::Chair | Role::Director | Role::Founder)
                    );
                    self.held.push(term.clone());
                }
                TieKind::Followed(office, day) => {
                    let ended = |term: &&mut Term| {
                        term.office == Office::Item(*office)
                            && matches!(term.end, End::Open | End::Unknown)
                            && term.from.is_none_or(|from| from.surely_before(*day))
                    };
                    self.held.iter_mut().filter(ended).for_each(|term| term.end = End::By(*day));
                }
            }
        }
    }
}

/// A time in an office or role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The office.
    #[serde(rename = "w")]
    pub office: Office,
    /// The country or body, where the statement tells it.
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub of: Option<ItemId>,
    /// The first day.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The end.
    #[serde(rename = "e", default, skip_serializing_if = "End::is_open")]
    pub end: End,
}

impl Term {
    pub(super) fn named(&self) -> impl Iterator<Item = ItemId> + use<> {
        let office = match self.office {
            Office::Item(item) => Some(item),
            Office::Role(_) => None,
        };
        [office, self.of].into_iter().flatten()
    }
}

/// An office: an item, or a role that a property tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Office {
    /// The office's own item.
    Item(ItemId),
    /// The role.
    Role(Role),
}

/// Roles that a property tells without an item of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// P6
    HeadOfGovernment,
    /// P35
    HeadOfState,
    /// P169
    ChiefExecutive,
    /// P488
    Chair,
    /// P1037
    Director,
    /// P112
    Founder,
    /// P463
    Member,
    /// P108
    Employee,
    /// P108, of a journalist
    Journalist,
}

/// How a term ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// No end is told.
    #[default]
    Open,
    /// The last day.
    On(Date),
    /// It has ended, nobody knows when.
    Unknown,
    /// It has ended on some day up to this one.
    By(Date),
}

impl End {
    fn is_open(&self) -> bool {
        *self == Self::Open
    }
}

/// What an item is called, and what an office is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The item.
    #[serde(rename = "i")]
    pub id: ItemId,
    /// Its revision.
    #[serde(rename = "v")]
    pub revision: u64,
    /// What it is called.
    #[serde(rename = "n")]
    pub name: String,
    /// It is called so in another language than English.
    #[serde(rename = "x", default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign: bool,
    /// Who belongs to it is not told.
    #[serde(rename = "q", default, skip_serializing_if = "std::ops::Not::not")]
    pub private: bool,
    /// The jurisdiction or body, where it is an office.
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub of: Option<ItemId>,
}

/// What an item tells of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// The person.
    #[serde(rename = "i")]
    pub person: ItemId,
    /// The item that tells it.
    #[serde(rename = "s")]
    pub source: ItemId,
    /// That item's revision.
    #[serde(rename = "v")]
    pub revision: u64,
    /// What it tells.
    #[serde(rename = "t")]
    pub kind: TieKind,
}

/// What a tie tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TieKind {
    /// The person holds or held this.
    Holds(Term),
    /// The person was followed in this office on this day.
    Followed(ItemId, Date),
}

impl Tie {
    /// Every item whose label the tie needs.
    pub fn named(&self) -> impl Iterator<Item = ItemId> + use<> {
        let term = match &self.kind {
            TieKind::Holds(term) => Some(term.named()),
            TieKind::Followed(..) => None,
        };
        term.into_iter().flatten()
    }
}
