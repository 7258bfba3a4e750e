//! Calibration: what the scores are worth, read against the development sets.
//!
//! In: the share that a candidate has of all outcomes. Out: a probability and a [`Confidence`]. Platt's scaling
//! (1999) of the share's log-odds, for people and organizations apart; `docs/EVALUATION.md` holds the table.

use crate::knowledge::EntityKind;

/// How sure a link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Nobody we know, or not sure enough to say.
    Unknown,
    /// Shown as "probably", with reasons and alternatives.
    Probable,
    /// Shown.
    Sure,
}

/// What the log-odds of one kind of entity are worth.
struct Curve {
    /// A line over log-odds, fitted to the development sets: slope and shift.
    slope: f32,
    shift: f32,
    /// From this probability on a link is sure; so set that, people and organizations
    /// together, 97 of 100 sure cards of the development sets are right.
    sure: f32,
    /// From this probability on a link is shown as probable; so set that 93 of 100 of all cards are right.
    probable: f32,
}

const PEOPLE: Curve = Curve { slope: 1.2, shift: -0.5, sure: 0.9, probable: 0.73 };

/// The hand-set weights of organizations need no line. Their surest cards are wrong where a set means a team, a part or
/// a forerunner of the same name, which no score sees: the bar is higher.
const ORGANIZATIONS: Curve = Curve { slope: 1.0, shift: 0.0, sure: 0.92, probable: 0.75 };

/// The greatest log-odds that are told apart; behind lies rounding.
const MOST_ODDS: f32 = 12.0;

/// Turns a candidate's share of all outcomes, 0 to 1, into the probability that it is meant.
pub(super) fn calibrated(kind: EntityKind, share: f32) -> (Confidence, f32) {
    let curve = match kind {
        EntityKind::Person => PEOPLE,
        EntityKind::Organization => ORGANIZATIONS,
    };
    let odds =
        if share >= 1.0 { MOST_ODDS } else { libm::logf(share / (1.0 - share)).clamp(-MOST_ODDS, MOST_ODDS) };
    let probability = 1.0 / (1.0 + libm::expf(-(curve.slope * odds + curve.shift)));
    let confidence = match probability {
        p if p >= curve.sure => Confidence::Sure,
        p if p >= curve.probable => Confidence::Probable,
        _ => Confidence::Unknown,
    };
    (confidence, probability)
}
