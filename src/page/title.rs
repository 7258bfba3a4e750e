//! The headline of a page. In: what the head of the page and its headings say. Out: the headline without the
//! site's name, and the block that it stands in.

use std::collections::HashSet;

use super::json_ld::Facts;
use super::snapshot::PageSnapshot;

/// Marks between a headline and the site's name.
const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / "];
/// Words of a site's name at most ("The Wall Street Journal Online").
const SITE_WORDS: usize = 5;
/// Words that a headline keeps at least when what may be the site's name is cut off.
const LEAST_WORDS: usize = 3;
/// Share of common words from which a heading and a declared title are one headline (Dice's coefficient):
/// many pages shorten the title for search engines.
const SAME_HEADLINE: f32 = 0.5;

/// The headline's text, and which of the headings it is. A heading is a block, how well its place speaks for
/// it (0 for an ordinary one; a heading whose words are all the title's has 1 beside), and its text.
pub(super) fn headline<'a>(
    page: &PageSnapshot,
    facts: &Facts,
    headings: impl IntoIterator<Item = (usize, f32, &'a str)>,
) -> (String, Option<usize>) {
    let meta = |name: &str| {
        let entry = page
            .meta
            .iter()
            .find(|(key, content)| key.eq_ignore_ascii_case(name) && !content.trim().is_empty());
        entry.map(|(_, content)| content.as_str())
    };
    let site = meta("og:site_name").unwrap_or_default();
    let declared =
        [facts.headline.as_deref(), meta("og:title"), Some(page.title.as_str()), meta("twitter:title")];
    let declared = declared.into_iter().flatten().map(|title| cleaned(title, site, &page.url));
    let declared: Vec<String> = declared.filter(|title| !title.is_empty()).collect();
    let declared_words: Vec<HashSet<String>> = declared.iter().map(|title| words(title)).collect();
    let mut best: Option<(f32, usize, &str)> = None;
    let mut first = None;
    for (block, place, text) in headings {
        let own = words(text);
        let likeness = declared_words.iter().map(|declared| dice(&own, declared)).fold(0.0, f32::max);
        let likeness = likeness + place;
        if likeness >= SAME_HEADLINE && best.is_none_or(|(best, ..)| likeness > best) {
            best = Some((likeness, block, text));
        }
        if place > 0.0 && first.is_none() {
            first = Some((block, text));
        }
    }
    let heading = best.map(|(_, block, text)| (block, text)).or(first.filter(|_| declared.is_empty()));
    match heading {
        Some((block, text)) => (text.split_whitespace().collect::<Vec<_>>().join(" "), Some(block)),
        None => (declared.into_iter().next().unwrap_or_default(), None),
    }
}

/// A title without the site's name before or behind.
fn cleaned(title: &str, site: &str, url: &str) -> String {
    let mut title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let host = url.split_once("://").map_or("", |(_, rest)| rest).split('/').next().unwrap_or_default();
    let host = letters(host.trim_start_matches("www."));
    let is_site = |part: &str| {
        let part = letters(part);
        !part.is_empty()
            && (part == letters(site)
                || host.starts_with(&part)
                || part.starts_with(&host) && !host.is_empty())
    };
    loop {
        let last = SEPARATORS.iter().filter_map(|mark| Some((title.rfind(mark)?, *mark))).max();
        let Some((at, mark)) = last else { break };
        let (Some(before), Some(behind)) = (title.get(..at), title.get(at + mark.len()..)) else { break };
        let count = |text: &str| text.split_whitespace().count();
        let is_name = is_site(behind)
            || (count(behind) <= SITE_WORDS
                && count(before) >= LEAST_WORDS.max(count(behind))
                && behind.chars().next().is_some_and(char::is_uppercase)
                && mark != " / ");
        let cut = if is_site(before) {
            behind.to_owned()
        } else if is_name {
            before.to_owned()
        } else {
            break;
        };
        title = cut;
    }
    title
}

fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn words(text: &str) -> HashSet<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

fn dice(one: &HashSet<String>, other: &HashSet<String>) -> f32 {
    let common = one.intersection(other).count();
    2.0 * common as f32 / (one.len() + other.len()).max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(title: &str) -> PageSnapshot {
        PageSnapshot {
            title: title.to_owned(),
            url: "https://www.example-times.com/a".to_owned(),
            meta: vec![("og:site_name".to_owned(), "The Daily Example".to_owned())],
            ..PageSnapshot::default()
        }
    }

    fn title(declared: &str) -> String {
        headline(&page(declared), &Facts::default(), []).0
    }

    #[test]
    fn the_sites_name_is_no_part_of_the_headline() {
        assert_eq!(title("Kerry arrives in Moscow - The Daily Example"), "Kerry arrives in Moscow");
        assert_eq!(title("Kerry arrives in Moscow | World news | Example Times"), "Kerry arrives in Moscow");
        assert_eq!(title("Example Times: Kerry"), "Example Times: Kerry");
        assert_eq!(title("The Daily Example | Kerry"), "Kerry");
        assert_eq!(title("Kerry - the man who flew to Moscow"), "Kerry - the man who flew to Moscow");
        assert_eq!(title("Moscow – Kerry"), "Moscow – Kerry");
    }

    #[test]
    fn the_heading_that_is_the_title_is_the_headline() {
        let headings =
            [(0, 0.25, "The Daily Example"), (1, 0.25, "Kerry arrives\n in Moscow"), (2, 0.0, "Syria")];
        let found = headline(&page("Kerry arrives in Moscow - Example"), &Facts::default(), headings);
        assert_eq!(found, ("Kerry arrives in Moscow".to_owned(), Some(1)));
    }

    #[test]
    fn headings_that_differ_leave_the_declared_title() {
        let found = headline(&page("Kerry arrives in Moscow"), &Facts::default(), [(4, 0.25, "Politics")]);
        assert_eq!(found, ("Kerry arrives in Moscow".to_owned(), None));
        let untitled = PageSnapshot::default();
        assert_eq!(
            headline(&untitled, &Facts::default(), [(4, 0.25, "Kerry")]),
            ("Kerry".to_owned(), Some(4))
        );
    }
}
