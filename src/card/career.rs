//! Career: which offices were held before the article's date, on it, and after.
//!
//! In: an entity's positions and the article's date. Out: a [`Career`].

use std::cmp::Reverse;

use crate::date::Date;
use crate::knowledge::{Entity, InForce, Position};
use crate::link::HeldOffice;
use crate::link::offices::{is_public, weight};

use super::Office;

/// An entity's offices as seen from the article's date.
#[derive(Debug, Default)]
pub(super) struct Career {
    /// In force on the date, the weightiest.
    pub(super) then: Option<Office>,
    /// Ended before it, in order; with no date known, all of them.
    pub(super) earlier: Vec<Office>,
    /// Began after it, in order.
    pub(super) later: Vec<Office>,
    /// Whether any is a public office.
    pub(super) public: bool,
}

/// Sorts an entity's offices around a date.
pub(super) fn career(entity: &Entity<'_>, date: Option<Date>) -> Career {
    let mut career = Career::default();
    let mut holding: Vec<(InForce, Office)> = Vec::new();
    for position in entity.positions() {
        career.public |= is_public(position.what);
        let office = office(&position);
        let Some(date) = date else {
            career.earlier.push(office);
            continue;
        };
        match position.in_force(date) {
            InForce::Yes => holding.push((InForce::Yes, office)),
            InForce::No if position.from.is_some_and(|from| date.surely_before(from)) => {
                career.later.push(office)
            }
            InForce::No => career.earlier.push(office),
            InForce::Unknown => holding.push((InForce::Unknown, office)),
        }
    }
    // What is known to be in force comes before what only may be; then the weightier, then the newer.
    let order = |(in_force, office): &(InForce, Office)| {
        (*in_force == InForce::Yes, weight(&office.what), office.from)
    };
    if let Some(best) = (0..holding.len()).max_by_key(|at| holding.get(*at).map(order)) {
        career.then = Some(holding.swap_remove(best).1);
    }
    career.earlier.sort_by_key(|office| office.from);
    career.later.sort_by_key(|office| office.from);
    career.later.dedup_by(|next, before| next.what == before.what && next.of == before.of);
    career
}

/// The weightiest of some offices, of two alike the later, in their order.
pub(super) fn weightiest(offices: &[Office], most: usize) -> Vec<Office> {
    let mut places = highest_places(offices, most);
    places.sort_unstable();
    places.iter().filter_map(|at| offices.get(*at)).cloned().collect()
}

/// The same, the weightiest first: what leads a card when no date says which of them was held.
pub(super) fn highest(offices: &[Office], most: usize) -> Vec<Office> {
    highest_places(offices, most).iter().filter_map(|at| offices.get(*at)).cloned().collect()
}

fn highest_places(offices: &[Office], most: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..offices.len()).collect();
    places.sort_by_key(|at| Reverse((offices.get(*at).map(|office| weight(&office.what)), *at)));
    places.truncate(most);
    places
}

/// A position as a card tells it.
pub(super) fn office(position: &Position<'_>) -> Office {
    Office {
        what: position.what.to_owned(),
        of: position.of.map(str::to_owned),
        from: position.from,
        // "Ended at some day up to" (`by`) is no end: the day itself is not known.
        to: position.to,
        as_of: if position.to.is_some() { None } else { position.as_of },
    }
}

/// An office of a reason as a card tells it.
pub(super) fn as_told(held: &HeldOffice) -> Office {
    Office {
        what: held.what.clone(),
        of: held.of.clone(),
        from: held.from,
        to: held.to,
        as_of: if held.to.is_some() { None } else { held.as_of },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office(what: &str, from: &str) -> Office {
        Office { what: what.to_owned(), of: None, from: from.parse().ok(), to: None, as_of: None }
    }

    #[test]
    fn without_a_date_the_highest_office_leads_and_of_two_alike_the_later() {
        let held = [
            office("Prime Minister", "1999"),
            office("President", "2000"),
            office("Commander-in-Chief", "2012"),
        ];
        let told: Vec<String> = highest(&held, 2).into_iter().map(|office| office.what).collect();
        assert_eq!(told, ["President", "Prime Minister"]);
        let in_order: Vec<String> = weightiest(&held, 2).into_iter().map(|office| office.what).collect();
        assert_eq!(in_order, ["Prime Minister", "President"]);
    }
}
