//! Wording: offices, dates and lives in the few words that a small card has room for.
//!
//! In: facts. Out: English lines. Never a "now": open ends say "as of".

use crate::date::Date;
use crate::knowledge::{Entity, EntityKind, country};

use super::Office;
use super::offices::Career;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Later offices told in words.
const LATER_TOLD: usize = 2;

/// The lines of a card, the most telling first.
pub(super) fn lines(entity: &Entity<'_>, career: &Career, date: Option<Date>) -> Vec<String> {
    let mut lines = Vec::new();
    match (&career.then, date) {
        (Some(then), _) => lines.push(office(then)),
        (None, Some(_)) => {
            lines.extend(career.earlier.last().map(|earlier| format!("Earlier: {}", office(earlier))))
        }
        (None, None) => lines.extend(career.earlier.iter().rev().take(LATER_TOLD).map(office)),
    }
    lines.extend(career.later.iter().take(LATER_TOLD).map(|later| format!("Later: {}", office(later))));
    let description = entity.description().map(sentence_case);
    let origin = match entity.kind() {
        EntityKind::Person => party_and_country(entity, career),
        EntityKind::Organization => seat(entity),
    };
    lines.extend(join([description, origin]));
    lines.extend(match entity.kind() {
        EntityKind::Person => life(entity, date),
        EntityKind::Organization => join([
            entity.founded().map(|date| format!("Founded {}", in_words(date))),
            entity.dissolved().map(|date| format!("Dissolved {}", in_words(date))),
        ]),
    });
    lines
}

fn join<const N: usize>(parts: [Option<String>; N]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn party_and_country(entity: &Entity<'_>, career: &Career) -> Option<String> {
    let party = entity.party().filter(|_| career.public).map(str::to_owned);
    let told = |name: &String| career.then.as_ref().is_none_or(|then| then.of.as_ref() != Some(name));
    join([party, entity.country().map(country_name).filter(told)])
}

fn seat(entity: &Entity<'_>) -> Option<String> {
    let country = entity.country().map(country_name);
    match (entity.seat(), country) {
        (Some(seat), Some(country)) if seat != country => Some(format!("{seat}, {country}")),
        (Some(seat), _) => Some(seat.to_owned()),
        (None, country) => country,
    }
}

/// "Born 11 December 1943 (69 then)", "1918–2013".
fn life(entity: &Entity<'_>, date: Option<Date>) -> Option<String> {
    let died = entity.died().map(|died| format!("died {}", in_words(died)));
    let born = entity.born().map(|born| {
        let alive = date.filter(|date| entity.died().is_none_or(|died| !died.surely_before(*date)));
        let age = alive.and_then(|date| born.whole_years_until(date));
        match age {
            Some(age) => format!("Born {} (aged {age} then)", in_words(born)),
            None => format!("Born {}", in_words(born)),
        }
    });
    match (born, died) {
        (Some(born), Some(died)) => Some(format!("{born}, {died}")),
        (Some(life), None) => Some(life),
        (None, died) => died.map(|died| sentence_case(&died)),
    }
}

/// An office with its place and years: "Secretary of State, United States (2013–2017)".
pub(super) fn office(office: &Office) -> String {
    let mut words = sentence_case(&office.what);
    if let Some(of) = &office.of {
        words.push_str(", ");
        words.push_str(of);
    }
    let years = match (office.from, office.to, office.as_of) {
        (Some(from), Some(to), _) if from.year() == to.year() => format!("{}", from.year()),
        (Some(from), Some(to), _) => format!("{}–{}", from.year(), to.year()),
        (Some(from), None, Some(as_of)) => format!("since {}, as of {}", from.year(), as_of.year()),
        (Some(from), None, None) => format!("from {}", from.year()),
        (None, Some(to), _) => format!("until {}", to.year()),
        (None, None, Some(as_of)) => format!("as of {}", as_of.year()),
        (None, None, None) => return words,
    };
    format!("{words} ({years})")
}

/// Who somebody is, in the fewest words that tell namesakes apart.
pub(super) fn in_short(entity: &Entity<'_>) -> String {
    let last = entity.positions().last().map(|position| office(&super::offices::office(&position)));
    let born = entity.born().map(|born| format!("born {}", born.year()));
    let said = entity.description().map(str::to_owned).or(last).or_else(|| entity.class().map(str::to_owned));
    join([said, entity.country().map(country_name), born]).unwrap_or_default()
}

/// Marks the article's own words as such.
pub(super) fn in_the_articles_words(quote: &str) -> String {
    format!("In this article: “{}”", quote.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The English name of a country's code.
pub(super) fn country_name(code: &str) -> String {
    country(code).map_or_else(|| code.to_owned(), |country| country.name.to_owned())
}

/// A date as a reader writes it: "11 December 1943", "December 1943", "1943".
fn in_words(date: Date) -> String {
    let month = date.month().and_then(|month| MONTHS.get(usize::from(month).checked_sub(1)?));
    match (date.day(), month) {
        (Some(day), Some(month)) => format!("{day} {month} {}", date.year()),
        (None, Some(month)) => format!("{month} {}", date.year()),
        _ => date.year().to_string(),
    }
}

/// A text with a capital in front.
pub(super) fn sentence_case(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
