//! Offices: which were held before the article's date, on it, and after.
//!
//! In: an entity's positions and the article's date. Out: a [`Career`].

use crate::date::Date;
use crate::knowledge::{Entity, InForce, Position};

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

/// How much an office weighs beside others held on the same day; the numbers only order.
pub(super) fn weight(what: &str) -> u8 {
    const HEADS_OF_STATE: &[&str] = &[
        "President",
        "Prime Minister",
        "Chancellor",
        "King",
        "Queen",
        "Pope",
        "Emperor",
        "Taoiseach",
        "Supreme Leader",
    ];
    let first = what.split([' ', ',']).next().unwrap_or_default();
    if HEADS_OF_STATE.contains(&what) {
        9
    } else if what.starts_with("Acting ")
        || what.starts_with("Vice President")
        || what.starts_with("Deputy Prime")
    {
        8
    } else if what.contains("Minister") || what.starts_with("Secretary") || what.contains("Advisor") {
        7
    } else if matches!(
        first,
        "Governor" | "Mayor" | "Ambassador" | "Permanent" | "Speaker" | "Attorney" | "Chief"
    ) {
        6
    } else if what.contains("enator") || what == "head coach" || what == "player" {
        5
    } else if matches!(first, "Member" | "Representative" | "Substitute" | "Deputy" | "Alternate") {
        3
    } else {
        4
    }
}

/// Whether an office is a public one, beside which a party may be told.
fn is_public(what: &str) -> bool {
    !(what == "player" || what == "head coach" || what.ends_with(" player") || what.ends_with(" driver"))
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
