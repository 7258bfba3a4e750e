//! Cards: what is said of a member, as data and as words.
//!
//! In: members, their links, the pack's facts, the article's date. Out: [`Card`]s. Leads with the office in force
//! on the article's date, then what came after; open ends show the date they were last known ("as of"), never
//! "now"; for somebody we do not know, only the article's own words.

mod offices;
mod ties;
mod wording;

use serde::Serialize;

use crate::cast::Member;
use crate::date::Date;
use crate::knowledge::{Entity, EntityKind, Knowledge};
use crate::link::{Confidence, Link};
use crate::text::Text;

/// Everything a card shows of one member of the cast.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Card {
    /// The full name.
    pub heading: String,
    /// The office in force on the article's date, the weightiest if there are several.
    pub then: Option<Office>,
    /// Offices that began after the article's date, in order.
    pub later: Vec<Office>,
    /// Facts with a label each, the most telling first.
    pub facts: Vec<CardFact>,
    /// How the article itself introduces them.
    pub introduced: Option<Introduced>,
    /// How they are tied to others of the cast.
    pub ties: Vec<Tie>,
    /// Who else it could be, the likeliest first; only on cards that say "probably".
    pub alternatives: Vec<Alternative>,
    /// Where a reader finds more, opened only by a click.
    pub links: Links,
    /// The card's wording, the most telling line first; at most six.
    pub lines: Vec<String>,
}

/// Lines that fit a small card before "more".
const MOST_LINES: usize = 6;

/// Later offices that a card tells at most; the last known ones are kept.
const MOST_LATER: usize = 4;

/// A post with its dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Office {
    /// The post, as the facts name it.
    pub what: String,
    /// The country, team or body it belongs to.
    pub of: Option<String>,
    /// When it began, to the precision known.
    pub from: Option<Date>,
    /// When it ended, where that is known.
    pub to: Option<Date>,
    /// The last day on which it was known to be held, where no end is known.
    pub as_of: Option<Date>,
}

/// A labelled fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CardFact {
    /// "Born", "Country", "Party", …
    pub label: &'static str,
    /// Dates in ISO 8601, everything else in words.
    pub value: String,
}

/// The article's own words about a member: bytes of the article's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Introduced {
    /// The words.
    pub quote: String,
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The block of the snapshot that `start` and `end` count in; only at faces that count so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block: Option<u32>,
}

/// How a member is tied to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tie {
    /// The other member's id.
    pub member: usize,
    /// In words.
    pub text: String,
}

/// Somebody else it could be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alternative {
    /// Their id.
    pub entity: String,
    /// Their name.
    pub heading: String,
    /// Who that is, in a few words.
    pub description: String,
}

/// Addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Links {
    /// The entity's page on Wikidata; never for an id of our own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wikidata: Option<String>,
    /// The English Wikipedia article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wikipedia: Option<String>,
}

/// Writes the card of each member; `None` where there is nothing to say.
pub(crate) fn write(
    text: &Text<'_>,
    members: &[Member],
    links: &[Option<Link>],
    date: Option<Date>,
    knowledge: &Knowledge,
) -> Vec<Option<Card>> {
    let entities: Vec<Option<Entity<'_>>> =
        links.iter().map(|link| link.as_ref().and_then(|link| knowledge.entity(link.entity))).collect();
    members
        .iter()
        .zip(links)
        .enumerate()
        .map(|(id, (member, link))| {
            let introduced = introduced(text, member);
            match (link, entities.get(id).and_then(Option::as_ref)) {
                (Some(link), Some(entity)) => {
                    let ties = ties::find(id, entity, &entities, date);
                    Some(known(entity, link, introduced, ties, date, knowledge))
                }
                _ => introduced.map(|introduced| unknown(member, introduced)),
            }
        })
        .collect()
}

fn introduced(text: &Text<'_>, member: &Member) -> Option<Introduced> {
    let span = member.introduction?.span;
    Some(Introduced { quote: span.of(text.source).to_owned(), start: span.start, end: span.end, block: None })
}

fn unknown(member: &Member, introduced: Introduced) -> Card {
    Card {
        heading: member.name.clone(),
        then: None,
        later: Vec::new(),
        facts: Vec::new(),
        lines: vec![wording::in_the_articles_words(&introduced.quote)],
        introduced: Some(introduced),
        ties: Vec::new(),
        alternatives: Vec::new(),
        links: Links::default(),
    }
}

fn known(
    entity: &Entity<'_>,
    link: &Link,
    introduced: Option<Introduced>,
    ties: Vec<Tie>,
    date: Option<Date>,
    knowledge: &Knowledge,
) -> Card {
    let career = offices::career(entity, date);
    let id = entity.id();
    let links = Links {
        wikidata: id.starts_with('Q').then(|| format!("https://www.wikidata.org/wiki/{id}")),
        wikipedia: entity.wiki().map(wikipedia),
    };
    let alternatives = if link.confidence == Confidence::Probable {
        link.alternatives
            .iter()
            .filter_map(|other| knowledge.entity(*other))
            .map(|other| alternative(&other))
            .collect()
    } else {
        Vec::new()
    };
    let mut lines = wording::lines(entity, &career, date);
    // What the first line says of the office need not be said again.
    let said = |tie: &&Tie| {
        let of = career.then.as_ref().and_then(|then| then.of.as_deref());
        !of.is_some_and(|of| entity.kind() == EntityKind::Person && tie.text.ends_with(of))
    };
    lines.extend(ties.iter().filter(said).map(|tie| wording::sentence_case(&tie.text)));
    lines.truncate(MOST_LINES);
    Card {
        heading: entity.name().to_owned(),
        facts: facts(entity, &career, knowledge),
        then: career.then,
        later: career.later.into_iter().take(MOST_LATER).collect(),
        introduced,
        ties,
        alternatives,
        links,
        lines,
    }
}

fn alternative(entity: &Entity<'_>) -> Alternative {
    Alternative {
        entity: entity.id(),
        heading: entity.name().to_owned(),
        description: wording::in_short(entity),
    }
}

/// The address of an English Wikipedia article (spaces as underscores, everything else percent-encoded where
/// RFC 3986 asks for it in a path).
fn wikipedia(title: &str) -> String {
    let mut address = String::from("https://en.wikipedia.org/wiki/");
    for byte in title.bytes() {
        match byte {
            b' ' => address.push('_'),
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'('
            | b')'
            | b','
            | b':'
            | b'!' => {
                address.push(char::from(byte));
            }
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}

fn facts(entity: &Entity<'_>, career: &offices::Career, knowledge: &Knowledge) -> Vec<CardFact> {
    let mut facts = Vec::new();
    let mut add = |label, value: Option<String>| {
        if let Some(value) = value {
            facts.push(CardFact { label, value });
        }
    };
    add("Known as", entity.description().map(str::to_owned));
    if entity.kind() == EntityKind::Person {
        if career.then.is_none() {
            add("Earlier", career.earlier.last().map(wording::office));
        }
        add("Born", entity.born().map(|date| date.to_string()));
        add("Died", entity.died().map(|date| date.to_string()));
    } else {
        add("Founded", entity.founded().map(|date| date.to_string()));
        add("Dissolved", entity.dissolved().map(|date| date.to_string()));
        add("Seat", entity.seat().map(str::to_owned));
        let parent = entity.parent().and_then(|parent| knowledge.entity(parent));
        add("Part of", parent.map(|parent| parent.name().to_owned()));
    }
    add("Country", entity.country().map(wording::country_name));
    if career.public {
        add("Party", entity.party().map(str::to_owned));
    }
    facts
}
