//! Ties: how two linked members of one cast are related, by dated facts alone.
//!
//! In: the cast's entities and the article's date. Out: [`Tie`]s of one member: predecessor and successor in an
//! office, head and minister of one government, leader and organization, part and whole.

use crate::date::Date;
use crate::knowledge::{Entity, EntityKind, InForce, Position};
use crate::link::offices::{self, GOVERNMENT, HEAD};

use super::wording::Wording;
use super::{Tie, heading};

/// Ties told at most; the strongest come first.
const MOST_TIES: usize = 3;

/// The days between two terms that still follow each other (an inauguration, an acting holder).
const HANDOVER_DAYS: i64 = 93;

/// How strong a tie is, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Handover,
    Leads,
    Government,
    PartOf,
}

/// One of the cast, with the offices that ties are made of: read once, since each is held against every other's.
struct Figure<'p> {
    entity: &'p Entity<'p>,
    /// Offices that have one holder at a time.
    singular: Vec<Position<'p>>,
    /// Offices of a government in force on the article's date, with their weights.
    government: Vec<(Position<'p>, u8)>,
    /// Posts in some organization in force on the article's date.
    posts: Vec<Position<'p>>,
}

impl<'p> Figure<'p> {
    fn of(entity: &'p Entity<'p>, date: Option<Date>) -> Self {
        let (mut singular, mut government, mut posts) = (Vec::new(), Vec::new(), Vec::new());
        for position in entity.positions() {
            let weight = offices::weight(position.what);
            if is_singular(&position, weight) {
                singular.push(position);
            }
            if position.of.is_some() && date.is_some_and(|date| position.in_force(date) == InForce::Yes) {
                posts.push(position);
                if weight >= GOVERNMENT {
                    government.push((position, weight));
                }
            }
        }
        Self { entity, singular, government, posts }
    }
}

/// A cast whose ties are asked for.
pub(super) struct Ties<'p> {
    cast: Vec<Option<Figure<'p>>>,
    date: Option<Date>,
}

impl<'p> Ties<'p> {
    /// Reads what ties are made of.
    pub(super) fn among(cast: &'p [Option<Entity<'p>>], date: Option<Date>) -> Self {
        let cast = cast.iter().map(|entity| entity.as_ref().map(|entity| Figure::of(entity, date))).collect();
        Self { cast, date }
    }

    /// The ties of the member `id`.
    pub(super) fn of(&self, id: usize) -> Vec<Tie> {
        let Some(figure) = self.cast.get(id).and_then(Option::as_ref) else { return Vec::new() };
        let mut ties = Vec::new();
        for (member, other) in self.cast.iter().enumerate() {
            let Some(other) = other.as_ref().filter(|_| member != id) else { continue };
            let tie = match (figure.entity.kind(), other.entity.kind()) {
                (EntityKind::Person, EntityKind::Person) => {
                    let followed = handover(figure, other, self.date).map(|text| (Strength::Handover, text));
                    followed.or_else(|| government(figure, other).map(|text| (Strength::Government, text)))
                }
                (EntityKind::Person, EntityKind::Organization) => post_in(figure, other.entity)
                    .map(|post| (Strength::Leads, say("tie-post-in", &heading(other.entity), post))),
                (EntityKind::Organization, EntityKind::Person) => post_in(other, figure.entity)
                    .map(|post| (Strength::Leads, say("tie-led-by", &heading(other.entity), post))),
                (EntityKind::Organization, EntityKind::Organization) => {
                    part_of(figure.entity, other.entity).map(|text| (Strength::PartOf, text))
                }
            };
            ties.extend(tie.map(|(strength, text)| (strength, Tie { member, text })));
        }
        ties.sort_by_key(|(strength, _)| *strength);
        ties.into_iter().map(|(_, tie)| tie).take(MOST_TIES).collect()
    }
}

fn say(phrase: &str, name: &str, post: &str) -> String {
    Wording::english().say(phrase, &[("name", name), ("post", post)])
}

/// One followed the other in an office.
fn handover(figure: &Figure<'_>, other: &Figure<'_>, date: Option<Date>) -> Option<String> {
    for own in &figure.singular {
        for theirs in &other.singular {
            if own.what != theirs.what || own.of != theirs.of {
                continue;
            }
            if follows(theirs, own) {
                return Some(say("tie-followed", &heading(other.entity), own.what));
            }
            if follows(own, theirs) {
                // What came after the article's day is told as such.
                let later = date.zip(theirs.from).is_some_and(|(date, from)| date.surely_before(from));
                let phrase = if later { "tie-later-followed-by" } else { "tie-followed-by" };
                return Some(say(phrase, &heading(other.entity), own.what));
            }
        }
    }
    None
}

/// Whether an office has one holder at a time; seats in a parliament have many.
fn is_singular(position: &Position<'_>, weight: u8) -> bool {
    weight >= 6 && position.of.is_some()
}

fn follows(first: &Position<'_>, second: &Position<'_>) -> bool {
    let (Some(end), Some(start)) = (first.to, second.from) else { return false };
    let to_the_month = end.month().is_some() && start.month().is_some();
    let gap = start.days_from_epoch() - end.days_from_epoch();
    to_the_month && (-31..=HANDOVER_DAYS).contains(&gap)
}

/// Both served in one country's government on the date, and one of them headed it.
fn government(figure: &Figure<'_>, other: &Figure<'_>) -> Option<String> {
    for (own, own_weight) in &figure.government {
        for (theirs, their_weight) in &other.government {
            if own.of != theirs.of {
                continue;
            }
            if (*own_weight >= HEAD) != (*their_weight >= HEAD) {
                let values = [("own", own.what), ("name", other.entity.name()), ("post", theirs.what)];
                return Some(Wording::english().say("tie-government", &values));
            }
        }
    }
    None
}

/// The post that a person holds in an organization of the cast on the date.
fn post_in<'p>(person: &Figure<'p>, organization: &Entity<'_>) -> Option<&'p str> {
    if person.posts.is_empty() {
        return None;
    }
    let name = organization.name();
    person.posts.iter().find(|position| position.of == Some(name)).map(|position| position.what)
}

fn part_of(entity: &Entity<'_>, other: &Entity<'_>) -> Option<String> {
    if entity.parent() == Some(other.index()) {
        Some(say("tie-part-of", &heading(other), ""))
    } else {
        (other.parent() == Some(entity.index())).then(|| say("tie-part-is", &heading(other), ""))
    }
}
