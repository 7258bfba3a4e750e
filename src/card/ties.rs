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

/// Finds the ties of the member `id`, who is `entity`.
pub(super) fn find(
    id: usize,
    entity: &Entity<'_>,
    cast: &[Option<Entity<'_>>],
    date: Option<Date>,
) -> Vec<Tie> {
    let mut ties = Vec::new();
    for (member, other) in cast.iter().enumerate() {
        let Some(other) = other.as_ref().filter(|_| member != id) else { continue };
        let tie = match (entity.kind(), other.kind()) {
            (EntityKind::Person, EntityKind::Person) => {
                let followed = handover(entity, other, date).map(|text| (Strength::Handover, text));
                followed.or_else(|| {
                    date.and_then(|date| government(entity, other, date))
                        .map(|text| (Strength::Government, text))
                })
            }
            (EntityKind::Person, EntityKind::Organization) => date
                .and_then(|date| post_in(entity, other, date))
                .map(|post| (Strength::Leads, say("tie-post-in", &heading(other), &post))),
            (EntityKind::Organization, EntityKind::Person) => date
                .and_then(|date| post_in(other, entity, date))
                .map(|post| (Strength::Leads, say("tie-led-by", &heading(other), &post))),
            (EntityKind::Organization, EntityKind::Organization) => {
                part_of(entity, other).map(|text| (Strength::PartOf, text))
            }
        };
        ties.extend(tie.map(|(strength, text)| (strength, Tie { member, text })));
    }
    ties.sort_by_key(|(strength, _)| *strength);
    ties.into_iter().map(|(_, tie)| tie).take(MOST_TIES).collect()
}

fn say(phrase: &str, name: &str, post: &str) -> String {
    Wording::english().say(phrase, &[("name", name), ("post", post)])
}

/// One followed the other in an office.
fn handover(entity: &Entity<'_>, other: &Entity<'_>, date: Option<Date>) -> Option<String> {
    for own in entity.positions().filter(is_singular) {
        for theirs in other.positions().filter(is_singular) {
            if own.what != theirs.what || own.of != theirs.of {
                continue;
            }
            if follows(&theirs, &own) {
                return Some(say("tie-followed", &heading(other), own.what));
            }
            if follows(&own, &theirs) {
                // What came after the article's day is told as such.
                let later = date.zip(theirs.from).is_some_and(|(date, from)| date.surely_before(from));
                let phrase = if later { "tie-later-followed-by" } else { "tie-followed-by" };
                return Some(say(phrase, &heading(other), own.what));
            }
        }
    }
    None
}

/// Whether an office has one holder at a time; seats in a parliament have many.
fn is_singular(position: &Position<'_>) -> bool {
    offices::weight(position.what) >= 6 && position.of.is_some()
}

fn follows(first: &Position<'_>, second: &Position<'_>) -> bool {
    let (Some(end), Some(start)) = (first.to, second.from) else { return false };
    let to_the_month = end.month().is_some() && start.month().is_some();
    let gap = start.days_from_epoch() - end.days_from_epoch();
    to_the_month && (-31..=HANDOVER_DAYS).contains(&gap)
}

/// Both served in one country's government on the date, and one of them headed it.
fn government(entity: &Entity<'_>, other: &Entity<'_>, date: Date) -> Option<String> {
    let in_force = |position: &Position<'_>| {
        position.in_force(date) == InForce::Yes && offices::weight(position.what) >= GOVERNMENT
    };
    for own in entity.positions().filter(in_force) {
        for theirs in other.positions().filter(in_force) {
            if own.of.is_none() || own.of != theirs.of {
                continue;
            }
            let (own_weight, their_weight) = (offices::weight(own.what), offices::weight(theirs.what));
            if (own_weight >= HEAD) != (their_weight >= HEAD) {
                let values = [("own", own.what), ("name", other.name()), ("post", theirs.what)];
                return Some(Wording::english().say("tie-government", &values));
            }
        }
    }
    None
}

/// The post that a person holds in an organization of the cast on the date.
fn post_in(person: &Entity<'_>, organization: &Entity<'_>, date: Date) -> Option<String> {
    let own = |of: &str| of == organization.name();
    person
        .positions()
        .find(|position| position.of.is_some_and(own) && position.in_force(date) == InForce::Yes)
        .map(|position| position.what.to_owned())
}

fn part_of(entity: &Entity<'_>, other: &Entity<'_>) -> Option<String> {
    if entity.parent() == Some(other.index()) {
        Some(say("tie-part-of", &heading(other), ""))
    } else {
        (other.parent() == Some(entity.index())).then(|| say("tie-part-is", &heading(other), ""))
    }
}
