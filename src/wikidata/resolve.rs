//! Resolving: a draft with the labels of what it names becomes a fact.
//!
//! What contradicts itself is left out: a death before the birth takes both away, a term that ends before it begins or lies
//! outside of the life goes. Open ends say as of which month they were so, where somebody may still hold the office.

use crate::date::Date;
use crate::knowledge::{EntityKind, Fact, HeldPosition, LeadingOffice, Source, private_matter};

use super::country;
use super::draft::{Draft, End, Office, Role, Term};
use super::id::ItemId;
use super::{office, prominence};

/// The key of the source in facts.
pub const SOURCE: &str = "wikidata";

/// The longest that anybody is taken to hold an office of which no end is told, in years; Elizabeth II reigned for 70.
const LONGEST_TERM_YEARS: u16 = 70;

/// The age up to which somebody is taken to hold an office of which no end is told, in years.
const OLDEST_HOLDER_YEARS: u16 = 100;

/// The longest life on record is 122 years.
const LONGEST_LIFE_YEARS: u16 = 123;

/// The most positions of a record, under what `pack check` takes.
const MOST_POSITIONS: usize = 400;

/// The prior from which an entry rests on more than one weak sign, as the facts' `tier` has it.
const TIER_ONE_PRIOR: u8 = 50;

/// What another item is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named<'l> {
    /// The label.
    pub name: &'l str,
    /// It is in another language than English.
    pub foreign: bool,
    /// Who belongs to it is not told.
    pub private: bool,
    /// What it is of, where it is an office.
    pub of: Option<ItemId>,
}

/// Where labels are looked up.
pub trait Labels {
    /// What an item is called.
    fn named(&self, item: ItemId) -> Option<Named<'_>>;
}

/// The source of facts from a dump of some day.
pub fn source(as_of: Date) -> Source {
    Source {
        key: SOURCE.to_owned(),
        title: Some("Wikidata: JSON dump of all items".to_owned()),
        licence: Some("CC0-1.0".to_owned()),
        attribution: None,
        as_of: Some(as_of),
    }
}

/// Makes facts of drafts.
#[derive(Debug)]
pub struct Resolver<'l, L> {
    labels: &'l L,
    /// The month of the dump.
    month: Date,
    day: Date,
}

impl<'l, L: Labels> Resolver<'l, L> {
    /// With the labels, and the dump's day.
    pub fn new(labels: &'l L, day: Date) -> Self {
        let month = format!("{:04}-{:02}", day.year(), day.month().unwrap_or(1)).parse().unwrap_or(day);
        Self { labels, month: if day.month().is_some() { month } else { day }, day }
    }

    /// The fact of a draft. `is_kept` tells of which organizations there is a record.
    pub fn resolve(&self, draft: Draft, is_kept: impl Fn(ItemId) -> bool) -> Fact {
        let mut draft = draft;
        self.mend_life(&mut draft);
        let person = draft.kind == EntityKind::Person;
        let mut held: Vec<Held> = draft.held.iter().filter_map(|term| self.position(&draft, term)).collect();
        let told = |own: &Held| own.role.is_none();
        // A property's bare "head of government" gives way to the office's own name.
        let heads: Vec<(Option<String>, Option<Date>)> = held
            .iter()
            .filter(|own| told(own))
            .map(|own| (own.position.of.clone(), own.position.from))
            .collect();
        held.retain(|one| {
            !matches!(one.role, Some(Role::HeadOfGovernment | Role::HeadOfState))
                || !heads.iter().any(|(of, from)| *of == one.position.of && meets(*from, one.position.from))
        });
        let office =
            held.iter().map(|one| prominence::of_office(&one.position.what, one.code)).max().unwrap_or(0);
        let held = joined(held.into_iter().map(|one| one.position).collect());
        let pop = prominence::prior(draft.editions, draft.wiki.is_some(), office);
        let name_of = |item: ItemId| self.name(item).map(str::to_owned);
        Fact {
            id: draft.id.to_string(),
            kind: draft.kind,
            class: draft.class,
            name: draft.name,
            aliases: draft.aliases,
            metonyms: Vec::new(),
            country: draft.country,
            desc: draft.description,
            born: draft.begin.filter(|_| person),
            died: draft.end.filter(|_| person),
            founded: draft.begin.filter(|_| !person),
            dissolved: draft.end.filter(|_| !person),
            seat: draft.seat.and_then(name_of),
            party: draft.party.filter(|_| person && draft.in_office).and_then(name_of),
            tier: (draft.wiki.is_some() || pop >= TIER_ONE_PRIOR).then_some(1),
            wiki: draft.wiki,
            held,
            parent: draft
                .parent
                .filter(|parent| !person && is_kept(*parent))
                .map(|parent| parent.to_string()),
            led: draft.led.filter(|_| !person).and_then(|office| self.leading(office)),
            views: None,
            links: (draft.editions > 0).then_some(draft.editions),
            pop,
            src: vec![SOURCE.to_owned()],
        }
    }

    /// Takes away dates that contradict each other or the dump's day.
    fn mend_life(&self, draft: &mut Draft) {
        let future = |date: Option<Date>| date.is_some_and(|date| self.day.surely_before(date));
        if future(draft.begin) || future(draft.end) {
            (draft.begin, draft.end) =
                (draft.begin.filter(|d| !future(Some(*d))), draft.end.filter(|d| !future(Some(*d))));
        }
        if let (Some(begin), Some(end)) = (draft.begin, draft.end) {
            let too_long = draft.kind == EntityKind::Person
                && end.year().saturating_sub(begin.year()) > LONGEST_LIFE_YEARS;
            if end.surely_before(begin) || too_long {
                (draft.begin, draft.end) = (None, None);
            }
        }
    }

    fn name(&self, item: ItemId) -> Option<&str> {
        country::name(item).or_else(|| self.labels.named(item).map(|named| named.name))
    }

    /// The label of an office, which is a common noun and has to be English, and what it is of.
    fn office(&self, item: ItemId) -> Option<(&str, Option<ItemId>)> {
        self.labels.named(item).filter(|office| !office.foreign).map(|office| (office.name, office.of))
    }

    /// The words for an office, apart from what it is of.
    fn words(&self, label: &str, of: Option<ItemId>) -> String {
        let body = of.and_then(|of| self.labels.named(of)).map(|body| body.name);
        let names: Vec<&str> = of.and_then(|of| self.name(of)).into_iter().chain(body).collect();
        office::without(label, &names)
    }

    /// The office that leads an organization.
    fn leading(&self, item: ItemId) -> Option<LeadingOffice> {
        let (label, of) = self.office(item)?;
        Some(LeadingOffice {
            what: self.words(label, of),
            of: of.and_then(|of| self.name(of)).map(str::to_owned),
        })
    }

    /// A term as a position; `None` where it has no words or contradicts itself.
    fn position(&self, draft: &Draft, term: &Term) -> Option<Held> {
        let (label, of, role) = match term.office {
            Office::Item(item) => {
                let (label, of) = self.office(item)?;
                (label, term.of.or(of), None)
            }
            Office::Role(role) => (office::role(role), term.of, Some(role)),
        };
        let body = of.and_then(|of| self.labels.named(of));
        let of_name = of.and_then(|of| self.name(of));
        if matches!(role, Some(Role::Member | Role::Employee | Role::Journalist))
            && body.is_none_or(|body| body.private || private_matter(body.name).is_some())
        {
            return None;
        }
        // A role of nothing says nothing.
        if role.is_some() && of_name.is_none() {
            return None;
        }
        let what = match role {
            Some(_) => label.to_owned(),
            None => self.words(label, of),
        };
        let (to, by, asof) = self.end(draft, term)?;
        let position = HeldPosition {
            what,
            of: of_name.map(str::to_owned),
            from: term.from,
            to,
            asof,
            by,
            early: false,
        };
        Some(Held { position, role, code: of.and_then(country::code) })
    }

    /// The end of a term: the day, the day by which, the month as of which; `None` where the term contradicts itself.
    fn end(&self, draft: &Draft, term: &Term) -> Option<(Option<Date>, Option<Date>, Option<Date>)> {
        let outside = |day: Date| {
            draft.begin.is_some_and(|born| day.surely_before(born))
                || draft.end.is_some_and(|died| died.surely_before(day))
        };
        let wrong_way = |end: Date| term.from.is_some_and(|from| end.surely_before(from));
        if term.from.is_some_and(outside) {
            return None;
        }
        let by = |day: Date| {
            let by = draft.end.map_or(day, |died| died.min(day));
            (!wrong_way(by)).then_some((None, Some(by), None))
        };
        match term.end {
            // Who founded something has founded it for ever.
            End::Open if term.office == Office::Role(Role::Founder) => Some((None, None, None)),
            End::On(day) => (!wrong_way(day)).then_some((Some(day), None, None)),
            End::By(day) => by(day),
            End::Unknown => by(self.month),
            End::Open if draft.over => by(self.month),
            // A term to begin after the dump is so of no month yet; without a start nobody can tell whether it lasts.
            End::Open => Some((None, None, Some(self.month).filter(|_| self.may_last(draft, term)))),
        }
    }

    fn may_last(&self, draft: &Draft, term: &Term) -> bool {
        let since = |date: Date| self.day.year().saturating_sub(date.year());
        term.from.is_some_and(|from| !self.month.surely_before(from) && since(from) <= LONGEST_TERM_YEARS)
            && draft.begin.is_none_or(|born| since(born) <= OLDEST_HOLDER_YEARS)
    }
}

/// A position with what it was made of.
struct Held {
    position: HeldPosition,
    /// The role, where no item names the office.
    role: Option<Role>,
    /// The code of the country or body.
    code: Option<&'static str>,
}

/// Whether two starts can be one.
fn meets(one: Option<Date>, other: Option<Date>) -> bool {
    one.zip(other).is_none_or(|(one, other)| one.overlaps(other))
}

/// Positions in order of time, each once: of two tellings of one term the one that tells more holds.
fn joined(mut held: Vec<HeldPosition>) -> Vec<HeldPosition> {
    let told = |one: &HeldPosition| {
        [one.to.is_some(), one.from.is_some(), one.by.is_some(), one.asof.is_some()]
            .into_iter()
            .fold(0_u8, |told, known| told * 2 + u8::from(known))
    };
    // Finer dates before coarser, so that the finer is met first.
    let finer = |date: Option<Date>| {
        date.map_or(0, |date| 1 + u8::from(date.month().is_some()) + u8::from(date.day().is_some()))
    };
    held.sort_by(|one, other| {
        let weight = |p: &HeldPosition| (told(p), finer(p.from), finer(p.to));
        weight(other).cmp(&weight(one)).then_with(|| key(one).cmp(&key(other)))
    });
    let mut kept: Vec<HeldPosition> = Vec::with_capacity(held.len());
    for one in held {
        let same = |other: &HeldPosition| {
            other.what.to_lowercase() == one.what.to_lowercase()
                && other.of == one.of
                && meets(other.from, one.from)
                && (one.to.is_none() || other.to.is_none() || meets(other.to, one.to))
        };
        if !kept.iter().any(same) {
            kept.push(one);
        }
    }
    kept.sort_by(|one, other| key(one).cmp(&key(other)));
    // The latest are the ones that news of today need.
    let surplus = kept.len().saturating_sub(MOST_POSITIONS);
    kept.drain(..surplus);
    kept
}

/// The order of positions: by the start, those without one first.
fn key(one: &HeldPosition) -> (Option<Date>, Option<Date>, &str, Option<&str>) {
    (one.from, one.to, &one.what, one.of.as_deref())
}
