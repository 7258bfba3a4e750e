//! Ties: how two linked members of one cast are related, by dated facts alone.
//!
//! In: the cast's entities and the article's date. Out: [`Tie`]s of one member: predecessor and successor in an
//! office, head and minister of one government, leader and organization, part and whole.

use crate::date::Date;
use crate::knowledge::{Entity, EntityKind, InForce, Position};

use super::{Tie, offices};

/// Ties told at most; the strongest come first.
const MOST_TIES: usize = 3;

/// The days between two terms that still follow each other (an inauguration, an acting holder).
const HANDOVER_DAYS: i64 = 93;

/// From this weight on an office is one of a government (see [`offices::weight`]).
const GOVERNMENT: u8 = 7;

/// From this weight on an office heads one.
const HEAD: u8 = 9;

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
        let text = match (entity.kind(), other.kind()) {
            (EntityKind::Person, EntityKind::Person) => {
                handover(entity, other).or_else(|| date.and_then(|date| government(entity, other, date)))
            }
            (EntityKind::Person, EntityKind::Organization) => {
                let post = date.and_then(|date| post_in(entity, other, date));
                post.map(|post| format!("{post} of {}", other.name()))
            }
            (EntityKind::Organization, EntityKind::Person) => {
                let post = date.and_then(|date| post_in(other, entity, date));
                post.map(|post| format!("{}: {post}", other.name()))
            }
            (EntityKind::Organization, EntityKind::Organization) => part_of(entity, other),
        };
        ties.extend(text.map(|text| Tie { member, text }));
    }
    ties.truncate(MOST_TIES);
    ties
}

/// One followed the other in an office.
fn handover(entity: &Entity<'_>, other: &Entity<'_>) -> Option<String> {
    for own in entity.positions().filter(is_singular) {
        for theirs in other.positions().filter(is_singular) {
            if own.what != theirs.what || own.of != theirs.of {
                continue;
            }
            if follows(&theirs, &own) {
                return Some(format!("Followed {} as {}", other.name(), own.what));
            }
            if follows(&own, &theirs) {
                return Some(format!("Followed by {} as {}", other.name(), own.what));
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
            if own_weight < HEAD && their_weight >= HEAD {
                return Some(format!("{} while {} was {}", own.what, other.name(), theirs.what));
            }
            if own_weight >= HEAD && their_weight < HEAD {
                return Some(format!("{} while {} was {}", own.what, other.name(), theirs.what));
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
        Some(format!("Part of {}", other.name()))
    } else {
        (other.parent() == Some(entity.index())).then(|| format!("{} is part of it", other.name()))
    }
}
