//! Dates: the day an article is of, and who says so.
//!
//! In: a snapshot and the article's first words. Out: [`ArticleDate`]. The order of trust is JSON-LD, `<meta>`,
//! `<time>`, the address, a dateline (DESIGN: Time); unknown is a value. The day is taken as it is written, in the
//! source's own zone. No clock is read.

use serde_json::Value;

use crate::date::Date;

use super::article::{ArticleDate, DateSource};
use super::snapshot::PageSnapshot;

/// News older than this is no web page, newer is a mistake.
const EARLIEST: u16 = 1800;
const LATEST: u16 = 2100;

/// Names of `<meta>` elements that give the day of publication, the most exact first; lower case.
const META_NAMES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date_published",
    "article.published",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_at",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article_date_original",
    "originalpublicationdate",
    "bt:pubdate",
    "pubdate",
    "publicationdate",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "date",
    "article:created",
    "datecreated",
    "rnews:datepublished",
    "og:published_time",
    "timestamp",
    "created",
    "ptime",
    "pdate",
    "article-date",
    "displaydate",
    "og:pubdate",
    "citation_publication_date",
];

/// Keys of JSON-LD that give it, the most exact first.
const JSON_LD_KEYS: &[&str] = &["datePublished", "dateCreated", "uploadDate"];

/// How deep JSON-LD is read; real pages nest three levels.
const DEEPEST_JSON: usize = 12;

/// Finds the date of an article.
pub(super) fn find(
    snapshot: &PageSnapshot,
    is_beside: impl Fn(u32) -> bool,
    opening: &str,
) -> Option<ArticleDate> {
    let found = |date: Option<Date>, source| date.map(|date| ArticleDate { date, source });
    found(json_ld(&snapshot.json_ld), DateSource::JsonLd)
        .or_else(|| found(meta(&snapshot.meta), DateSource::Meta))
        .or_else(|| {
            let times = snapshot.times.iter().filter(|time| is_beside(time.container));
            found(times.filter_map(|time| read(&time.value)).next(), DateSource::TimeElement)
        })
        .or_else(|| found(address(&snapshot.url), DateSource::Address))
        .or_else(|| found(dateline(opening), DateSource::Dateline))
}

fn plausible(date: Date) -> Option<Date> {
    (EARLIEST..=LATEST).contains(&date.year()).then_some(date)
}

fn json_ld(scripts: &[String]) -> Option<Date> {
    JSON_LD_KEYS.iter().find_map(|key| {
        scripts.iter().find_map(|script| match serde_json::from_str::<Value>(script) {
            Ok(value) => in_value(&value, key),
            // Comments and stray commas break the JSON, seldom the one line that is sought.
            Err(_) => in_broken_json(script, key),
        })
    })
}

fn in_value(value: &Value, key: &str) -> Option<Date> {
    let mut level = vec![value];
    for _ in 0..DEEPEST_JSON {
        let mut next = Vec::new();
        for value in level {
            match value {
                Value::Object(object) => {
                    if let Some(date) = object.get(key).and_then(Value::as_str).and_then(read) {
                        return Some(date);
                    }
                    next.extend(object.values());
                }
                Value::Array(array) => next.extend(array),
                _ => {}
            }
        }
        level = next;
    }
    None
}

fn in_broken_json(script: &str, key: &str) -> Option<Date> {
    let (_, after) = script.split_once(&format!("\"{key}\""))?;
    let value = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    read(value.split('"').next()?)
}

fn meta(entries: &[(String, String)]) -> Option<Date> {
    META_NAMES.iter().find_map(|sought| {
        entries
            .iter()
            .filter(|(name, _)| name.trim().eq_ignore_ascii_case(sought))
            .find_map(|(_, content)| read(content))
    })
}

/// Reads a date out of the forms that pages write: ISO 8601, RFC 2822, "November 19, 2019", "19 Nov 2019".
pub(super) fn read(text: &str) -> Option<Date> {
    let text = text.trim();
    iso(text).or_else(|| in_words(text)).and_then(plausible)
}

/// `2019-11-19T06:00:00Z`, `2019/11/19`, `20191119`.
fn iso(text: &str) -> Option<Date> {
    let digits = |from: usize, to: usize| -> Option<u16> {
        let part = text.get(from..to)?;
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let year = digits(0, 4)?;
    let separator = text.as_bytes().get(4).copied();
    if matches!(separator, Some(b'-' | b'/' | b'.')) {
        let mut rest = text.get(5..)?.split(|c: char| !c.is_ascii_digit());
        let month = rest.next()?.parse().ok()?;
        return match rest.next().and_then(|day| day.parse().ok()) {
            Some(day) => Date::from_ymd(year, month, day),
            None if text.len() == 7 => text.parse().ok(),
            None => None,
        };
    }
    let eight = text.bytes().take_while(u8::is_ascii_digit).count() == 8;
    if eight { Date::from_ymd(year, digits(4, 6)? as u8, digits(6, 8)? as u8) } else { None }
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const FULL_MONTHS: [&str; 12] = [
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

/// The number of a month's name, full or cut to its usual short form ("Nov.", "Sept").
fn month(word: &str) -> Option<u8> {
    let word = word.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    let full = FULL_MONTHS
        .iter()
        .position(|month| *month == word || (word.len() >= 3 && word.len() <= 4 && month.starts_with(&word)));
    u8::try_from(full?).ok().map(|index| index + 1)
}

/// A month's name with a day beside it and a year soon after.
fn in_words(text: &str) -> Option<Date> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '•' | '-' | '/'))
        .filter(|word| !word.is_empty())
        .collect();
    let number = |at: Option<usize>| -> Option<u16> {
        let word = words.get(at?)?;
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        if digits.len() <= 4 { digits.parse().ok() } else { None }
    };
    (0..words.len()).find_map(|at| {
        let month = month(words.get(at)?)?;
        let year = |at: Option<usize>| number(at).filter(|year| *year >= EARLIEST);
        let day = |at: Option<usize>| number(at).and_then(|day| u8::try_from(day).ok());
        let before = at.checked_sub(1);
        // "19 Nov 2019", then "Nov 19 2019".
        let written = |day: Option<u8>, year: Option<u16>| Date::from_ymd(year?, month, day?);
        written(day(before), year(Some(at + 1))).or_else(|| written(day(Some(at + 1)), year(Some(at + 2))))
    })
}

/// `/2013/05/07/`, `/2013/may/07/`, `/20130507`, `2013-05-07-title`.
fn address(url: &str) -> Option<Date> {
    let path = url.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').collect();
    let numbered = |year: &str, month_part: &str, day: &str| -> Option<Date> {
        if year.len() != 4 || day.len() > 2 {
            return None;
        }
        let month = month_part.parse().ok().or_else(|| {
            MONTHS.iter().position(|name| month_part.eq_ignore_ascii_case(name)).map(|index| index as u8 + 1)
        })?;
        plausible(Date::from_ymd(year.parse().ok()?, month, day.parse().ok()?)?)
    };
    let in_parts = parts.windows(3).find_map(|parts| match parts {
        [year, month, day] => numbered(year, month, day),
        _ => None,
    });
    let in_part = || {
        parts.iter().find_map(|part| {
            let digits = part.bytes().take_while(u8::is_ascii_digit).count();
            let dashed = || part.get(..10).filter(|front| front.matches('-').count() == 2).and_then(iso);
            let eight = || part.get(..8).filter(|_| digits == 8).and_then(iso);
            dashed().or_else(eight).and_then(plausible)
        })
    };
    in_parts.or_else(in_part)
}

/// Characters of the article's beginning in which a dateline stands.
const DATELINE: usize = 160;

/// "WASHINGTON, May 7, 2013 (AP) --": a full date before the first dash, or on a line of its own.
fn dateline(opening: &str) -> Option<Date> {
    opening.lines().take(4).find_map(|line| {
        let front: String = line.chars().take(DATELINE).collect();
        let dashes = [" - ", " -- ", " – ", " — ", " _ ", "--", "—"];
        let place = dashes.iter().filter_map(|dash| front.find(dash)).min();
        let short_line = line.chars().count() < 60;
        let dated = match place {
            Some(end) => front.get(..end)?,
            None if short_line => &front,
            None => return None,
        };
        read(dated)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Option<Date> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn dates_are_read_as_pages_write_them() {
        for text in [
            "2019-11-19",
            "2019-11-19T06:00:00Z",
            "2019-11-19T23:00:00-05:00",
            "2019/11/19",
            "20191119",
            "Tue, 19 Nov 2019 06:00:00 GMT",
            "November 19, 2019 6:00 AM",
            "19 November 2019",
            "Nov. 19, 2019",
            "Updated: Nov 19th, 2019",
            "19-Nov-2019",
        ] {
            assert_eq!(read(text), date("2019-11-19"), "{text}");
        }
        for text in ["", "yesterday", "19", "03/04/2019", "2019-13-01", "9999-01-01", "May be 2019"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn broken_json_ld_does_not_lose_a_date_that_is_plainly_there() {
        let scripts =
            [r#"{"@type":"NewsArticle", /* x */ "datePublished": "2013-05-07T06:12:00Z",}"#.to_owned()];
        assert_eq!(json_ld(&scripts), date("2013-05-07"));
        let graph =
            [r#"{"@graph":[{"@type":"WebPage"},{"@type":"Article","datePublished":"2013-05-07"}]}"#
                .to_owned()];
        assert_eq!(json_ld(&graph), date("2013-05-07"));
    }

    #[test]
    fn addresses_tell_dates() {
        assert_eq!(address("https://example.com/2013/05/07/story.html"), date("2013-05-07"));
        assert_eq!(address("https://example.com/world/2019/nov/19/story"), date("2019-11-19"));
        assert_eq!(address("https://example.com/20130507-story"), date("2013-05-07"));
        assert_eq!(address("https://example.com/a/2013-05-07-story?x=2001/01/01"), date("2013-05-07"));
        assert_eq!(address("https://example.com/story-14848164.php"), None);
    }

    #[test]
    fn datelines_tell_dates() {
        assert_eq!(dateline("Title\nWASHINGTON, May 7, 2013 (AP) -- Kerry said"), date("2013-05-07"));
        assert_eq!(dateline("HOUSTON, Dec. 3, 2018 - Former President"), date("2018-12-03"));
        assert_eq!(
            dateline("He was born on May 7, 1943 in a town that had no name for a long time, they say."),
            None
        );
    }
}
