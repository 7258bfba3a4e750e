//! When an article was published. In: what the page says of itself and the article's text. Out: the date and
//! its source, in the order of trust that [`DateSource`] has.

use super::article::{ArticleDate, DateSource};
use super::json_ld::Facts;
use super::snapshot::PageSnapshot;
use super::{wording, written_date};
use crate::date::Date;

/// Names under which `<meta>` elements give the day of publication, the most exact first.
const META_NAMES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "og:published_time",
    "og:pubdate",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "article.published",
    "published-date",
    "published_time",
    "published_at",
    "date.published",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "article_date_original",
    "originalpublicationdate",
    "displaydate",
    "ptime",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "datecreated",
    "date",
];

/// Characters of a paragraph, as shown, within which a dateline stands.
const DATELINE: usize = 120;
/// Paragraphs from the start in which a dateline can stand.
const DATELINE_WITHIN: usize = 3;
/// Bytes of a line, as shown, that gives a date and little else ("Published: November 19, 2019 at 6:00 AM EST").
const DATE_LINE: usize = 80;

/// The date of a page's article: its boxes' `<time>` elements and its first paragraphs are given, and the lines
/// around its headline.
pub(super) fn of_page<'a>(
    page: &PageSnapshot,
    facts: &Facts,
    times: impl IntoIterator<Item = &'a str>,
    first_lines: impl IntoIterator<Item = &'a str>,
    paragraphs: impl IntoIterator<Item = &'a str>,
) -> Option<ArticleDate> {
    let found = |source| move |date| ArticleDate { date, source };
    let stamped = written_date::stamped;
    let json_ld = facts.published.iter().find_map(|text| stamped(text)).map(found(DateSource::JsonLd));
    let of_day = |found: &ArticleDate| found.date.day().is_some();
    let own_address =
        page.meta.iter().filter(|(name, _)| name.eq_ignore_ascii_case("og:url")).map(|(_, url)| url);
    let address = std::iter::once(&page.url).chain(own_address).find_map(|url| address(url));
    let address = address.map(found(DateSource::Address));
    let candidates = json_ld
        .or_else(|| meta(&page.meta).map(found(DateSource::Meta)))
        .or_else(|| times.into_iter().find_map(stamped).map(found(DateSource::TimeElement)))
        .or_else(|| address.filter(of_day))
        .or_else(|| first_lines.into_iter().find_map(date_line).map(found(DateSource::Dateline)))
        .or_else(|| dateline(paragraphs).map(found(DateSource::Dateline)));
    candidates.or(address)
}

fn meta(entries: &[(String, String)]) -> Option<Date> {
    let names = entries.iter().map(|(name, content)| (name.trim().to_ascii_lowercase(), content));
    let names: Vec<_> = names.collect();
    META_NAMES.iter().find_map(|wanted| {
        let named = names.iter().filter(|(name, _)| name == wanted);
        named.filter_map(|(_, content)| written_date::stamped(content)).next()
    })
}

/// The date in an address's path: `/2013/05/07/`, `/2019/nov/19/`, `/2013-05-07-`, `/20130507/`; to the month
/// (`/2013/05/`) where no day follows.
fn address(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).skip(1).collect();
    let number = |text: &str, digits: std::ops::RangeInclusive<usize>| {
        let is_number = digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse::<u16>().ok()).flatten()
    };
    let mut of_month = None;
    for (at, part) in parts.iter().enumerate() {
        if part.len() == 8
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && let Some(date) = written_date::stamped(part)
        {
            return Some(date);
        }
        let Some(year) = number(part, 4..=4) else { continue };
        let Some(second) = parts.get(at + 1) else { continue };
        let Some(month) = number(second, 1..=2).or_else(|| written_date::month_number(second)) else {
            continue;
        };
        let third = parts.get(at + 2).and_then(|third| number(third, 1..=2));
        if let Some(date) = third.and_then(|third| written_date::day(year, month, third)) {
            return Some(date);
        }
        of_month = of_month.or_else(|| written_date::month(year, Some(month)));
    }
    of_month
}

/// The date of a plain text: a line near its start that is little but a date, or a dateline.
pub(super) fn of_text<'a>(lines: impl IntoIterator<Item = &'a str> + Clone) -> Option<ArticleDate> {
    let first_lines = lines.clone().into_iter().take(DATELINE_WITHIN + 1);
    let date = first_lines.filter_map(date_line).next().or_else(|| dateline(lines))?;
    Some(ArticleDate { date, source: DateSource::Dateline })
}

/// The date of a line that has a date and hardly anything beside.
pub(super) fn date_line(line: &str) -> Option<Date> {
    let line = wording::shown(line, DATE_LINE + 1);
    if line.len() > DATE_LINE || line.ends_with(['?', '!']) {
        return None;
    }
    let (date, end) = written_date::written(&line)?;
    // "Nov. 19, 2019", "Published: Nov. 19, 2019 at 6 AM", not "The story of 19 November 2019 that nobody told".
    let behind = line.get(end..).unwrap_or_default();
    let words =
        |text: &str| text.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).count();
    let before = line.get(..end).unwrap_or_default();
    let is_sentence = behind.ends_with('.') && !behind.ends_with("m.");
    (words(before) <= 4 && words(behind) <= 4 && !is_sentence).then_some(date)
}

/// The date between a paragraph's start and the dash or bracket that ends a dateline:
/// "WASHINGTON, May 7, 2013 (AP) --", "MOSCOW, 7 May 2013 —", "(May 7, 2013)".
fn dateline<'a>(paragraphs: impl IntoIterator<Item = &'a str>) -> Option<Date> {
    paragraphs.into_iter().take(DATELINE_WITHIN).find_map(|paragraph| {
        let head = wording::shown(paragraph, DATELINE);
        let end = ["--", " - ", " – ", "—", "/PRNewswire", "(", ")"].iter().filter_map(|mark| {
            let at = head.trim_start_matches('(').find(mark)?;
            Some(at + head.len() - head.trim_start_matches('(').len())
        });
        let lead = head.get(..end.max()?).unwrap_or_default();
        let starts_with_place =
            lead.trim_start_matches(['(', '[']).split_whitespace().next().is_some_and(|word| {
                let word = word.trim_end_matches([',', '.']);
                written_date::month_number(word).is_some()
                    || word.chars().all(|letter| !letter.is_lowercase())
            });
        let (date, behind) = written_date::written(lead)?;
        let is_short = lead.get(..behind)?.split_whitespace().count() <= 8;
        (starts_with_place && is_short).then_some(date)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(date: Option<Date>) -> Option<String> {
        date.map(|date| date.to_string())
    }

    #[test]
    fn addresses_give_dates_in_the_ways_that_publishers_write_them() {
        for (url, expected) in [
            ("https://example.com/2013/05/07/kerry-moscow.html", Some("2013-05-07")),
            ("https://example.com/stories/2013/may/7/kerry/", Some("2013-05-07")),
            ("https://example.com/news/2013-05-07-kerry", Some("2013-05-07")),
            ("https://example.com/a/20130507/kerry", Some("2013-05-07")),
            ("https://example.com/2013/05/kerry", Some("2013-05")),
            ("https://example.com/kerry-2013-05-77", Some("2013-05")),
            ("https://example.com/world-50473792", None),
            ("https://example.com/id/12345678", None),
            ("https://example.com/?d=2013/05/07", None),
            ("2013/05/07", None),
            ("", None),
        ] {
            assert_eq!(text(address(url)).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn datelines_give_dates() {
        for (paragraph, expected) in [
            ("WASHINGTON, May 7, 2013 (AP) -- Kerry has arrived.", Some("2013-05-07")),
            ("MOSCOW, 7 May 2013 — Kerry has arrived.", Some("2013-05-07")),
            ("May 7, 2013 -- Kerry has arrived.", Some("2013-05-07")),
            ("NEW YORK, Nov. 19, 2019 /PRNewswire/ -- It was said.", Some("2019-11-19")),
            ("WASHINGTON -- He was born on May 7, 2013 in Moscow.", None),
            ("He spoke on May 7, 2013 - and left.", None),
            ("WASHINGTON (AP) -- Kerry has arrived.", None),
        ] {
            assert_eq!(text(dateline([paragraph])).as_deref(), expected, "{paragraph}");
        }
    }

    #[test]
    fn the_indentation_of_a_pages_source_hides_no_date() {
        let indent = format!("\n{}", " ".repeat(DATELINE));
        let paragraph = format!("{indent}WASHINGTON,{indent}May 7, 2013 (AP){indent}-- Kerry has arrived.");
        assert_eq!(text(dateline([paragraph.as_str()])).as_deref(), Some("2013-05-07"));
        let line = format!("{indent}Published:{indent}May 7, 2013{indent}");
        assert_eq!(text(date_line(&line)).as_deref(), Some("2013-05-07"));
    }

    #[test]
    fn a_line_that_is_a_date_gives_it_and_a_sentence_does_not() {
        for (line, expected) in [
            ("Nov. 19, 2019", Some("2019-11-19")),
            ("Published: Tuesday 19 November 2019 at 6:00 AM EST", Some("2019-11-19")),
            ("By Jane Doe | November 19, 2019", Some("2019-11-19")),
            ("posted on April 21, 2015, at 11:29 a.m.", Some("2015-04-21")),
            ("He had resigned on November 19, 2019.", None),
            ("What happened on November 19, 2019?", None),
        ] {
            assert_eq!(text(date_line(line)).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn the_better_named_meta_wins_over_the_earlier() {
        let entries = [("Date", "2020-01-01"), ("article:published_time", "2013-05-07T06:12:00Z")];
        let entries = entries.map(|(name, content)| (name.to_owned(), content.to_owned()));
        assert_eq!(text(meta(&entries)).as_deref(), Some("2013-05-07"));
        assert_eq!(meta(&[("date".to_owned(), "2999-01-01".to_owned())]), None);
    }
}
