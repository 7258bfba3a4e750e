//! Time: whether a life and its offices fit the article's present.
//!
//! In: a candidate, the article's present, what stands around the name. Out: a verdict. Nobody is linked to a life
//! that had not begun, and to one that had ended only where the article speaks of the past.

use crate::date::Date;
use crate::knowledge::Entity;

use super::around::Around;
use super::context::{Context, Present};

/// Nobody makes news under this age, in years.
const YOUNGEST: i64 = 13;

/// Somebody older than this at the article's date is hardly in the news, in years, where no death is known.
const OLDEST: i64 = 100;

/// For so long after a death the news speaks of the dead as of the living, in years.
const MOURNED: i64 = 1;

/// Days in a year of the Gregorian calendar.
const DAYS_A_YEAR: f64 = 365.2425;

/// A dead person of this prominence, 0 to 100, is history to every reader.
const HISTORY: u8 = 85;

/// How a life stands to the article's present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    /// It fits, or nothing is known against it.
    Fits,
    /// It hardly fits: a child, a very old person, or born after the latest year that an article without date names.
    Hardly,
    /// Dead, and the article speaks of the past.
    Past,
    /// Not yet born, or dead while the article speaks of the present.
    Never,
}

/// Whether a death lies before the years from which undated articles come.
fn died_before_archives(died: Option<Date>) -> bool {
    /// Hardly an article that carries no date is older, as a year.
    const FIRST: u16 = 1950;
    died.is_some_and(|died| died.year() < FIRST)
}

/// Years from one date to another, negative where the other is earlier.
pub(super) fn years(from: Date, to: Date) -> i64 {
    ((to.days_from_epoch() - from.days_from_epoch()) as f64 / DAYS_A_YEAR).floor() as i64
}

/// Whether a person's life fits.
pub(super) fn life(context: &Context<'_>, around: &Around<'_>, entity: &Entity<'_>, words: usize) -> Life {
    let (born, died) = (entity.born(), entity.died());
    let is_history = words > 1 && entity.prior() >= HISTORY;
    let (present, dated) = match context.present {
        Present::Dated(date) => (date, true),
        Present::Named(date) => (date, false),
        Present::Unknown if around.late && died.is_none() => return Life::Hardly,
        // Whoever died before the news was archived is quoted as history, not as saying something today.
        Present::Unknown
            if around.speaks && !(around.late || around.of_the_past) && died_before_archives(died) =>
        {
            return if is_history { Life::Hardly } else { Life::Never };
        }
        Present::Unknown => return Life::Fits,
    };
    if let Some(born) = born {
        if present.surely_before(born) {
            return if dated { Life::Never } else { Life::Hardly };
        }
        if years(born, present.last_day()) < YOUNGEST {
            return Life::Hardly;
        }
        let of_the_past = around.of_the_past || around.late;
        if died.is_none() && years(born, present) > OLDEST && !of_the_past && dated {
            return Life::Hardly;
        }
    }
    let Some(died) = died else { return if around.late { Life::Hardly } else { Life::Fits } };
    if !died.surely_before(present) || years(died, present) < MOURNED {
        return Life::Fits;
    }
    let first = born.map_or_else(|| died.year().saturating_sub(60), Date::year);
    let of_its_time = context.names_year_in(first..=died.year());
    // "Harry Truman said that the fares would rise", "George Washington won 1-0": whoever speaks or plays today is a namesake,
    // however famous the dead one is.
    let is_told = is_history && !around.speaks && !around.plays;
    let of_the_past = around.late || around.of_the_past || of_its_time || is_told;
    match (of_the_past, around.speaks && !of_its_time && !around.late) {
        (false, _) if dated && !is_history => Life::Never,
        (false, _) => Life::Hardly,
        (true, true) if !is_history => Life::Hardly,
        (true, _) => Life::Past,
    }
}
