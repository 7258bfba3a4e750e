//! Cards: what is said of a member, as data and as words.
//!
//! In: members, their links, the pack's facts, the article's date. Out: [`Card`]s. Leads with the office in force
//! on the article's date, then what came after; open ends show the date they were last known ("as of"), never
//! "now"; for somebody we do not know, only the article's own words.

mod career;
#[cfg(all(test, feature = "build", not(target_arch = "wasm32")))]
mod cases;
mod heading;
mod ties;
mod wording;

use serde::Serialize;

pub(crate) use heading::heading;
use ties::Ties;
use wording::Wording;

use crate::cast::Member;
use crate::date::Date;
use crate::knowledge::{Entity, EntityIndex, EntityKind, InForce, Knowledge, Position};
use crate::link::{Confidence, Link, Reason};
use crate::text::Text;

/// Everything a card shows of one member of the cast.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Card {
    /// The full name.
    pub heading: String,
    /// The walk of life or kind of organization, in words, where the facts tell.
    pub class: Option<String>,
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
    /// Where the facts come from, and of when.
    pub sources: Vec<CardSource>,
    /// The card's wording, the most telling line first; at most six.
    pub lines: Vec<String>,
}

/// Lines that fit a small card before "more".
const MOST_LINES: usize = 6;

/// The article's words about somebody we know are worth a line from so many words on; "former president" is not.
const TELLING_WORDS: usize = 4;

/// Later offices that a card tells at most; the weightiest are kept.
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

/// Where facts come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CardSource {
    /// What it is and who keeps it; its key where the pack tells no more.
    pub title: String,
    /// Until when it tells.
    pub as_of: Option<Date>,
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
    let ties = Ties::among(&entities, date);
    members
        .iter()
        .zip(links)
        .enumerate()
        .map(|(id, (member, link))| {
            let introduced = introduced(text, member);
            match (link, entities.get(id).and_then(Option::as_ref)) {
                (Some(link), Some(entity)) => {
                    let ties = ties.of(id);
                    let alternatives = alternatives(link, knowledge);
                    Some(Card { alternatives, ..known(entity, introduced, ties, date, knowledge) })
                }
                _ => introduced.map(|introduced| unknown(member, introduced)),
            }
        })
        .collect()
}

/// The card of one entity on a date, beside no article: without the article's words and without ties.
pub(crate) fn of_entity(entity: &Entity<'_>, date: Option<Date>, knowledge: &Knowledge) -> Card {
    known(entity, None, Vec::new(), date, knowledge)
}

/// A card that tells nothing but whom a name could mean.
pub(crate) fn of_several(name: &str, entities: &[EntityIndex], knowledge: &Knowledge) -> Card {
    let alternatives = entities.iter().filter_map(|index| knowledge.entity(*index));
    let alternatives = alternatives.map(|entity| alternative(&entity)).collect();
    Card { alternatives, ..empty(name) }
}

fn introduced(text: &Text<'_>, member: &Member) -> Option<Introduced> {
    let span = member.introduction?.span;
    Some(Introduced { quote: span.of(text.source).to_owned(), start: span.start, end: span.end, block: None })
}

/// Puts a reason for a link into words.
pub(crate) fn reason(reason: &Reason) -> String {
    Wording::english().reason(reason)
}

fn unknown(member: &Member, introduced: Introduced) -> Card {
    Card {
        lines: vec![Wording::english().in_the_articles_words(&introduced.quote)],
        introduced: Some(introduced),
        ..empty(&member.name)
    }
}

/// A card that says nothing of a name yet.
fn empty(name: &str) -> Card {
    Card {
        heading: name.to_owned(),
        class: None,
        then: None,
        later: Vec::new(),
        facts: Vec::new(),
        lines: Vec::new(),
        introduced: None,
        ties: Vec::new(),
        alternatives: Vec::new(),
        links: Links::default(),
        sources: Vec::new(),
    }
}

/// Who else a member could be; nobody where the link is sure.
fn alternatives(link: &Link, knowledge: &Knowledge) -> Vec<Alternative> {
    if link.confidence != Confidence::Probable {
        return Vec::new();
    }
    let others = link.alternatives.iter().filter_map(|other| knowledge.entity(*other));
    others.map(|other| alternative(&other)).collect()
}

fn known(
    entity: &Entity<'_>,
    introduced: Option<Introduced>,
    ties: Vec<Tie>,
    date: Option<Date>,
    knowledge: &Knowledge,
) -> Card {
    let wording = Wording::english();
    let career = career::career(entity, date);
    let leader = date.and_then(|date| leader(entity, date, knowledge));
    let id = entity.id();
    let links = Links {
        wikidata: id.starts_with('Q').then(|| format!("https://www.wikidata.org/wiki/{id}")),
        wikipedia: entity.wiki().map(wikipedia),
    };
    // A leader who is a member of the cast is told as a tie, which leads to that member.
    let is_told =
        |(person, _): &(Entity<'_>, Position<'_>)| ties.iter().any(|tie| tie.text.contains(person.name()));
    let told =
        wording::Told { entity, career: &career, date, leader: leader.as_ref().filter(|led| !is_told(led)) };
    let mut lines = wording.lines(&told);
    // What the first line says of the office need not be said again.
    let said = |tie: &&Tie| {
        let of = career.then.as_ref().and_then(|then| then.of.as_deref());
        !of.is_some_and(|of| entity.kind() == EntityKind::Person && tie.text.ends_with(of))
    };
    lines.extend(ties.iter().filter(said).map(|tie| wording::sentence_case(&tie.text)));
    // Where the facts tell no office of that day, the article's own words say who somebody is.
    let tells = |introduced: &&Introduced| introduced.quote.split_whitespace().count() >= TELLING_WORDS;
    if entity.kind() == EntityKind::Person && career.then.is_none() && lines.len() < MOST_LINES {
        let told = introduced.as_ref().filter(tells);
        lines.extend(told.map(|introduced| wording.in_the_articles_words(&introduced.quote)));
    }
    lines.truncate(MOST_LINES);
    Card {
        heading: heading(entity),
        class: wording.class(entity),
        facts: facts(entity, &career, leader.as_ref(), knowledge),
        then: career.then,
        later: career::weightiest(&career.later, MOST_LATER),
        introduced,
        ties,
        alternatives: Vec::new(),
        links,
        sources: sources(entity, knowledge),
        lines,
    }
}

/// Who led an organization on a date, as far as that is known for sure; of several the one who came last.
fn leader<'k>(
    entity: &Entity<'k>,
    date: Date,
    knowledge: &'k Knowledge,
) -> Option<(Entity<'k>, Position<'k>)> {
    let led = |position: &Position<'_>| position.in_force(date) == InForce::Yes;
    knowledge.leaders(entity).filter(|(_, position)| led(position)).last()
}

fn sources(entity: &Entity<'_>, knowledge: &Knowledge) -> Vec<CardSource> {
    let known = |key: &str| knowledge.infos().flat_map(|info| &info.sources).find(|source| source.key == key);
    let told = |key: &str| {
        let source = known(key);
        CardSource {
            title: source.and_then(|source| source.title.clone()).unwrap_or_else(|| key.to_owned()),
            as_of: source.and_then(|source| source.as_of),
        }
    };
    entity.sources().map(told).collect()
}

fn alternative(entity: &Entity<'_>) -> Alternative {
    Alternative {
        entity: entity.id(),
        heading: heading(entity),
        description: Wording::english().in_short(entity),
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

fn facts(
    entity: &Entity<'_>,
    career: &career::Career,
    leader: Option<&(Entity<'_>, Position<'_>)>,
    knowledge: &Knowledge,
) -> Vec<CardFact> {
    let wording = Wording::english();
    let mut facts = Vec::new();
    let mut add = |label: &str, value: Option<String>| {
        if let Some(value) = value {
            facts.push(CardFact { label: wording.label(label), value });
        }
    };
    add("known-as", entity.description().map(str::to_owned));
    if entity.kind() == EntityKind::Person {
        if career.then.is_none() {
            let earlier = career::weightiest(&career.earlier, 1);
            add("earlier", earlier.first().map(|office| wording.office(office)));
        }
        add("born", entity.born().map(|date| date.to_string()));
        add("died", entity.died().map(|date| date.to_string()));
    } else {
        add("founded", entity.founded().map(|date| date.to_string()));
        add("dissolved", entity.dissolved().map(|date| date.to_string()));
        add("seat", entity.seat().map(str::to_owned));
        let parent = entity.parent().and_then(|parent| knowledge.entity(parent));
        add("part-of", parent.as_ref().map(heading));
        add("led-by", leader.map(|(person, post)| wording.leader(person, post)));
    }
    add("country", entity.country().map(wording::country_name));
    if career.public {
        add("party", entity.party().map(str::to_owned));
    }
    facts
}
