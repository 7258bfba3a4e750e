//! Calendar dates as people and programs write them. In: a text. Out: a [`Date`], or nothing where the text
//! has none or could mean two. The day is the one written; no time zone is applied.

use crate::date::Date;

/// Years an article can be from: newspapers are read back to 1800, and what claims a later one errs.
const YEARS: std::ops::RangeInclusive<u16> = 1800..=2100;

/// English names of months, by their first three letters.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The date that a program wrote at the start of a text: ISO 8601 with or without time
/// (`2019-11-19T06:00:00Z`, `20191119`, `2019-11`), `2019/11/19`, and else as [`written`].
pub(super) fn stamped(text: &str) -> Option<Date> {
    let text = text.trim();
    iso(text).or_else(|| written(text).map(|(date, _)| date))
}

fn iso(text: &str) -> Option<Date> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let run = digits(text);
    let (head, rest) = text.split_at_checked(run)?;
    match run {
        // A date, with or without the time of day, in one run.
        8 | 12 | 14 => {
            let number = |range: std::ops::Range<usize>| head.get(range)?.parse().ok();
            day(number(0..4)?, number(4..6)?, number(6..8)?)
        }
        4 => {
            let year = head.parse().ok()?;
            let Some(separator @ ('-' | '/' | '.')) = rest.chars().next() else {
                return rest.trim().is_empty().then(|| month(year, None)).flatten();
            };
            let mut parts = rest.split(separator).skip(1);
            let mut number = || {
                let part = parts.next()?;
                let run = digits(part);
                (1..=2).contains(&run).then(|| part.get(..run)?.parse::<u16>().ok()).flatten()
            };
            match (number(), number()) {
                (Some(second), Some(third)) => day(year, second, third),
                (Some(second), None) => month(year, Some(second)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A date to the day, in the years and the calendar there are.
pub(super) fn day(year: u16, month: u16, day: u16) -> Option<Date> {
    YEARS.contains(&year).then(|| Date::from_ymd(year, month.try_into().ok()?, day.try_into().ok()?))?
}

/// A date to the month or the year.
pub(super) fn month(year: u16, month: Option<u16>) -> Option<Date> {
    let text = month.map_or_else(|| format!("{year:04}"), |month| format!("{year:04}-{month:02}"));
    YEARS.contains(&year).then(|| text.parse().ok())?
}

/// The number of the month that a word names in English ("Nov", "Sept.", "november").
pub(super) fn month_number(word: &str) -> Option<u16> {
    let word = word.trim_end_matches('.').to_lowercase();
    let at = MONTHS.iter().position(|name| {
        *name == word || (name.get(..3) == Some(word.as_str())) || (word == "sept" && *name == "september")
    })?;
    u16::try_from(at + 1).ok()
}

/// The first date in a text that is written to the day, and the byte behind it: "November 19, 2019",
/// "Nov. 19, 2019", "19 Nov 2019", "Tue, 19 Nov 2019 06:00:00 GMT", "19th of November, 2019",
/// "2019-11-19", and all in numbers where only one reading is a date ("19.11.2019", not "3/4/2019").
pub(super) fn written(text: &str) -> Option<(Date, usize)> {
    let words: Vec<(usize, &str)> = words(text).collect();
    let number = |at: usize| words.get(at).and_then(|&(_, word)| ordinal(word));
    let year = |at: usize| {
        let (start, word) = *words.get(at)?;
        let year: u16 = (word.len() == 4).then(|| word.parse().ok())??;
        Some((year, start + word.len()))
    };
    for (at, &(start, word)) in words.iter().enumerate() {
        let found = if let Some(name) = month_number(word) {
            let (of, before) = match at.checked_sub(1).and_then(|at| words.get(at)) {
                Some((_, "of")) => (true, at.checked_sub(2)),
                _ => (false, at.checked_sub(1)),
            };
            let behind = number(at + 1).filter(|_| !of).and_then(|number| {
                let (year, end) = year(at + 2)?;
                Some((day(year, name, number)?, end))
            });
            behind.or_else(|| {
                let (year, end) = year(at + 1)?;
                Some((day(year, name, number(before?)?)?, end))
            })
        } else if word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()) {
            numeric_around(text, start)
        } else {
            None
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Runs of letters and digits with their places; commas, full stops and the rest part them.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text.get(from..)?.find(char::is_alphanumeric)?;
        let rest = text.get(start..)?;
        let word = rest.get(..rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len()))?;
        from = start + word.len();
        Some((start, word))
    })
}

/// A day of the month, with or without its English ending.
fn ordinal(word: &str) -> Option<u16> {
    let end = word.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(word.len());
    let (digits, ending) = word.split_at_checked(end)?;
    let known = ["", "st", "nd", "rd", "th"].iter().any(|each| each.eq_ignore_ascii_case(ending));
    (known && (1..=2).contains(&digits.len())).then(|| digits.parse().ok())?
}

/// A date all in numbers with its year at `start`: `2019-11-19`, or `19.11.2019` if one order only is a date.
fn numeric_around(text: &str, start: usize) -> Option<(Date, usize)> {
    let (before, from) = text.split_at_checked(start)?;
    if !before.ends_with(['-', '/', '.']) {
        let date = iso(from).filter(|date| date.day().is_some())?;
        let end = from.find(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '-' | '/' | '.'));
        return Some((date, start + end.unwrap_or(from.len())));
    }
    let mut parts = before.rsplit(|letter: char| !letter.is_ascii_digit()).skip(1);
    let mut number = || parts.next().filter(|part| (1..=2).contains(&part.len()))?.parse::<u16>().ok();
    let (second, first) = (number()?, number()?);
    let year = from.get(..4)?.parse().ok()?;
    let date = match (day(year, second, first), day(year, first, second)) {
        (Some(one), Some(other)) if one != other => return None,
        (one, other) => one.or(other)?,
    };
    Some((date, start + 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, expected: Option<&str>) {
        assert_eq!(stamped(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn machine_dates_are_read_with_or_without_time() {
        reads("2019-11-19T23:30:00-05:00", Some("2019-11-19"));
        reads(" 2019-11-19 06:00", Some("2019-11-19"));
        reads("20191119", Some("2019-11-19"));
        reads("20191119060000", Some("2019-11-19"));
        reads("2019/11/9", Some("2019-11-09"));
        reads("2019-11", Some("2019-11"));
        reads("2019", Some("2019"));
        reads("Tue, 19 Nov 2019 06:00:00 GMT", Some("2019-11-19"));
    }

    #[test]
    fn dates_in_words_are_read_in_either_order() {
        reads("November 19, 2019 6:00 AM", Some("2019-11-19"));
        reads("Updated Nov. 19, 2019", Some("2019-11-19"));
        reads("Sept 3 2019", Some("2019-09-03"));
        reads("19 Nov 2019", Some("2019-11-19"));
        reads("19th of November, 2019", Some("2019-11-19"));
        reads("It was 1 May 2013, not May 7, 2013.", Some("2013-05-01"));
    }

    #[test]
    fn numbers_are_a_date_only_in_one_reading() {
        reads("19/11/2019", Some("2019-11-19"));
        reads("11/19/2019", Some("2019-11-19"));
        reads("07.07.2019", Some("2019-07-07"));
        reads("am 2019-11-19 um 6", Some("2019-11-19"));
        reads("3/4/2019", None);
        reads("1.500.2019", None);
    }

    #[test]
    fn what_is_no_date_or_no_date_of_an_article_is_none() {
        for text in
            ["", "today", "Nov 19", "1574150400", "2019-13-45", "2999-01-01", "1066-10-14", "20-11", "é2019"]
        {
            reads(text, None);
        }
    }
}
