//! Reading: a snapshot, HTML or a plain text becomes an article.
//!
//! In: [`PageSnapshot`] or text. Out: [`Article`].

use serde_json::Value;

use crate::date::Date;

use super::article::{Article, ArticleDate, Block, BlockKind, DateSource};
use super::select::{Selected, select};
use super::snapshot::PageSnapshot;
use super::{dates, language};

/// Running text that an article has at least, in characters; pages that say they are one may have less.
const LEAST_TEXT: usize = 450;
const LEAST_TEXT_DECLARED: usize = 180;

/// A paragraph that counts as running text, in characters.
const PARAGRAPH: usize = 60;

/// Kinds of JSON-LD and Open Graph that are articles, lower case.
const ARTICLE_TYPES: &[&str] = &[
    "article",
    "newsarticle",
    "reportagenewsarticle",
    "analysisnewsarticle",
    "opinionnewsarticle",
    "blogposting",
    "liveblogposting",
    "socialmediaposting",
    "review",
];

impl Article {
    /// Reads the article out of a page. A page that holds none gives one that says so (`is_article`).
    pub fn from_snapshot(snapshot: &PageSnapshot) -> Self {
        let selected = select(snapshot);
        let title = title_of(snapshot, &selected);
        let mut article = Self { title, ..Self::default() };
        let headline = headline(snapshot, &article.title);
        for block in headline.iter().chain(
            selected.iter().filter(|block| Some(block.block) != headline.map(|headline| headline.block)),
        ) {
            article.push(snapshot, *block);
        }
        let declared =
            snapshot.language.as_deref().or_else(|| meta(snapshot, &["og:locale", "content-language"]));
        article.language = language::tell(&article.text, declared);
        let opening = article.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph).take(2);
        let opening: Vec<&str> = opening.filter_map(|block| article.text.get(block.range.clone())).collect();
        let boxes = beside(snapshot, &selected);
        article.date = dates::find(snapshot, |container| boxes.contains(&container), &opening.join("\n"));
        article.is_article = !is_opted_out(snapshot) && reads_as_article(&article, is_declared(snapshot));
        article
    }

    /// Reads the article out of HTML; `url` is the page's address, where it is known.
    #[cfg(feature = "html")]
    pub fn from_html(html: &str, url: Option<&str>) -> Self {
        Self::from_snapshot(&PageSnapshot::from_html(html, url))
    }

    /// Takes a plain text as an article. The text is kept byte for byte; paragraphs are its lines, or, where lines
    /// are broken at a fixed width, the lines between empty ones.
    pub fn from_text(text: &str) -> Self {
        let mut blocks: Vec<Block> = Vec::new();
        let wrapped = is_hard_wrapped(text);
        let mut at = 0;
        let mut before_is_text = false;
        for line in text.split_inclusive('\n') {
            let start = at + (line.len() - line.trim_start().len());
            let end = at + line.trim_end().len();
            at += line.len();
            if start >= end {
                before_is_text = false;
                continue;
            }
            match blocks.last_mut().filter(|_| wrapped && before_is_text) {
                Some(block) => block.range.end = end,
                None => blocks.push(Block { range: start..end, kind: BlockKind::Paragraph, source: None }),
            }
            before_is_text = true;
        }
        let more = blocks.len() > 1;
        let mut article = Self { text: text.to_owned(), ..Self::default() };
        if let Some(first) = blocks.first_mut() {
            let words = text.get(first.range.clone()).unwrap_or_default();
            if more && is_headline(words) {
                first.kind = BlockKind::Headline;
                article.title = words.split_whitespace().collect::<Vec<_>>().join(" ");
            }
        }
        article.blocks = blocks;
        article.is_article = text.chars().any(char::is_alphabetic);
        article.language = language::tell(text, None);
        let first_lines: String =
            text.lines().filter(|line| !line.trim().is_empty()).take(3).collect::<Vec<_>>().join("\n");
        let date = dates::find(&PageSnapshot::default(), |_| false, &first_lines);
        article.date = date;
        article
    }

    /// The same article with a date that the caller knows better.
    #[must_use]
    pub fn with_date(mut self, date: Date) -> Self {
        self.date = Some(ArticleDate { date, source: DateSource::Given });
        self
    }

    fn push(&mut self, snapshot: &PageSnapshot, selected: Selected) {
        let Some(block) = snapshot.blocks.get(selected.block) else { return };
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(&block.text);
        let source = u32::try_from(selected.block).ok();
        self.blocks.push(Block { range: start..self.text.len(), kind: selected.kind, source });
    }
}

/// Longest headline, in characters.
const LONGEST_HEADLINE: usize = 140;

fn is_headline(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() <= LONGEST_HEADLINE
        && !line.ends_with(['.', ':', ';', ','])
        && line.split_whitespace().count() >= 2
}

/// Lines broken at a fixed width have much the same length, and more of them end inside a sentence than not.
fn is_hard_wrapped(text: &str) -> bool {
    const LEAST_LINES: usize = 4;
    const NARROWEST: usize = 40;
    const WIDEST: usize = 100;
    let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    let widest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let near = lines.iter().filter(|line| line.chars().count() * 10 >= widest * 7).count();
    let open = lines.iter().filter(|line| !line.ends_with(['.', '!', '?', '"', '”', ':'])).count();
    lines.len() >= LEAST_LINES
        && (NARROWEST..=WIDEST).contains(&widest)
        && near * 10 >= lines.len() * 6
        && open * 2 >= lines.len()
}

fn meta<'s>(snapshot: &'s PageSnapshot, names: &[&str]) -> Option<&'s str> {
    names.iter().find_map(|sought| {
        let found = snapshot
            .meta
            .iter()
            .find(|(name, content)| name.eq_ignore_ascii_case(sought) && !content.trim().is_empty());
        found.map(|(_, content)| content.trim())
    })
}

fn is_opted_out(snapshot: &PageSnapshot) -> bool {
    meta(snapshot, &["dramatis"]).is_some_and(|content| content.eq_ignore_ascii_case("off"))
}

/// Whether the page itself says that it is an article.
fn is_declared(snapshot: &PageSnapshot) -> bool {
    let is_article = |kind: &str| ARTICLE_TYPES.contains(&kind.to_ascii_lowercase().as_str());
    let in_json = |value: &Value| match value.get("@type") {
        Some(Value::String(kind)) => is_article(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_article),
        _ => false,
    };
    meta(snapshot, &["og:type"]).is_some_and(is_article)
        || snapshot.json_ld.iter().filter_map(|script| serde_json::from_str::<Value>(script).ok()).any(
            |value| {
                let graph = value.get("@graph").and_then(Value::as_array);
                in_json(&value) || graph.or(value.as_array()).is_some_and(|items| items.iter().any(in_json))
            },
        )
}

fn reads_as_article(article: &Article, declared: bool) -> bool {
    let text = article
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem));
    let running: usize = text
        .filter_map(|block| article.text.get(block.range.clone()))
        .map(|text| text.chars().count())
        .filter(|length| *length >= PARAGRAPH)
        .sum();
    running >= if declared { LEAST_TEXT_DECLARED } else { LEAST_TEXT }
}

/// The headline as the page's own data give it, without the site's name.
fn title_of(snapshot: &PageSnapshot, selected: &[Selected]) -> String {
    let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let first_heading = || {
        let h1: Vec<_> = snapshot.blocks.iter().filter(|block| block.tag == "h1").collect();
        if let [only] = h1.as_slice() { Some(spaced(&only.text)) } else { None }
    };
    let given = meta(snapshot, &["og:title", "twitter:title"]).map(spaced);
    let titled = given.or_else(first_heading).unwrap_or_else(|| spaced(&snapshot.title));
    let site = meta(snapshot, &["og:site_name"]);
    let title = without_site(&titled, site);
    if title.is_empty() {
        let heading = selected.iter().find(|block| block.kind == BlockKind::Heading);
        return heading
            .and_then(|heading| snapshot.blocks.get(heading.block))
            .map(|block| spaced(&block.text))
            .unwrap_or_default();
    }
    title
}

/// Cuts " - Site name" off a title.
fn without_site(title: &str, site: Option<&str>) -> String {
    const LEAST_WORDS: usize = 3;
    for separator in [" | ", " - ", " – ", " — ", " » ", " :: "] {
        if let Some((front, back)) = title.rsplit_once(separator) {
            let is_site = site.is_some_and(|site| back.eq_ignore_ascii_case(site));
            let short =
                back.split_whitespace().count() <= 4 && front.split_whitespace().count() > LEAST_WORDS;
            if is_site || short {
                return front.trim().to_owned();
            }
        }
    }
    title.trim().to_owned()
}

/// The block that shows the headline.
fn headline(snapshot: &PageSnapshot, title: &str) -> Option<Selected> {
    let letters = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let title = letters(title);
    let shows = |text: &str| {
        let text = letters(text);
        text.len() >= 8 && (title.starts_with(&text) || text.starts_with(&title)) && !title.is_empty()
    };
    let headings = || snapshot.blocks.iter().enumerate();
    headings()
        .find(|(_, block)| matches!(block.tag.as_str(), "h1" | "h2") && shows(&block.text))
        .or_else(|| headings().find(|(_, block)| block.tag == "h1"))
        .map(|(block, _)| Selected { block, kind: BlockKind::Headline })
}

/// The boxes around the article's blocks: a `<time>` in one of them, or just above, is the article's.
fn beside(snapshot: &PageSnapshot, selected: &[Selected]) -> std::collections::HashSet<u32> {
    let mut boxes = std::collections::HashSet::new();
    let containers = selected
        .iter()
        .filter_map(|selected| snapshot.blocks.get(selected.block))
        .map(|block| block.container);
    for container in containers {
        let mut next = Some(container);
        while let Some(index) = next {
            if !boxes.insert(index) {
                break;
            }
            next = snapshot
                .containers
                .get(index as usize)
                .and_then(|found| found.parent)
                .filter(|parent| *parent < index);
        }
    }
    // A header beside the text ("<header><time>") stands one box away.
    let near: Vec<u32> = (0..)
        .zip(&snapshot.containers)
        .filter(|(index, container)| {
            !boxes.contains(index) && container.parent.is_some_and(|parent| boxes.contains(&parent))
        })
        .filter(|(_, container)| super::hints::zone_of(container) != super::hints::Zone::Aside)
        .map(|(index, _)| index)
        .collect();
    boxes.extend(near);
    boxes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(article: &Article) -> Vec<(BlockKind, &str)> {
        article
            .blocks
            .iter()
            .map(|block| (block.kind, article.text.get(block.range.clone()).unwrap()))
            .collect()
    }

    #[test]
    fn plain_text_is_kept_and_its_lines_are_blocks() {
        let text = "Kerry in Moscow\n\nMOSCOW, May 7, 2013 - Kerry said so.\nLavrov agreed.\n";
        let article = Article::from_text(text);
        assert_eq!(article.text, text);
        assert_eq!(article.title, "Kerry in Moscow");
        assert_eq!(article.date.unwrap().date.to_string(), "2013-05-07");
        assert_eq!(
            blocks(&article),
            [
                (BlockKind::Headline, "Kerry in Moscow"),
                (BlockKind::Paragraph, "MOSCOW, May 7, 2013 - Kerry said so."),
                (BlockKind::Paragraph, "Lavrov agreed."),
            ]
        );
    }

    #[test]
    fn hard_wrapped_lines_are_joined() {
        let text = "The two men had talked for three days in a hotel by the lake\n\
            when the news came that John Kerry would stay for one more\n\
            night, which nobody had expected and few had wished for.\n\n\
            Nobody knew why he did so, and nobody dared to ask the men\n\
            who had come with him, or the ones who had come before.";
        assert_eq!(Article::from_text(text).blocks.len(), 2);
    }

    #[test]
    fn nothing_is_no_article() {
        assert!(!Article::from_text("").is_article);
        assert!(!Article::from_snapshot(&PageSnapshot::default()).is_article);
    }

    #[test]
    fn a_site_name_is_no_part_of_a_title() {
        assert_eq!(
            without_site("Kerry goes to Moscow today - The Courier", None),
            "Kerry goes to Moscow today"
        );
        assert_eq!(without_site("Obama | BBC", Some("BBC")), "Obama");
        assert_eq!(without_site("U.S. - Russia", None), "U.S. - Russia");
    }

    #[cfg(feature = "html")]
    mod html {
        use super::*;
        use crate::page::{decode_html, looks_like_html};

        const PAGE: &str = r#"<!doctype html><html lang="en"><head><title>Bridge closed until spring - Courier</title>
            <script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2018-10-11T08:00:00Z"}</script></head>
            <body><nav><a href="/">Home</a> <a href="/x">World news and more</a></nav>
            <div class="wrap"><h1>Bridge closed until spring</h1><p class="byline">By Oscar Tindall</p>
            <p>The bridge was closed on Thursday, the council said, because
               its <b>bearings</b> are worn, and nobody knows for how long.</p>
            <h2>Worn bearings</h2>
            <p>An engineer, who has known the bridge for years, said it would not fall tomorrow, or the day after.</p>
            <figure><img alt="x"><figcaption>The bridge in June.</figcaption></figure>
            <p>Work begins in May, and it will be done by a firm from the next valley, which has done such work before.</p>
            <div class="related-stories"><h3>Related</h3><p>Angela Merkel, the chancellor, has said something else, far away, on Monday.</p></div>
            </div><footer><p>Write to the editor, to the publisher, or to anybody else you like in this house.</p></footer></body></html>"#;

        #[test]
        fn the_article_is_taken_and_the_rest_is_left() {
            let article = Article::from_html(PAGE, None);
            assert!(article.is_article);
            assert_eq!(article.title, "Bridge closed until spring");
            assert_eq!(article.date.unwrap().source, DateSource::JsonLd);
            assert_eq!(article.language.as_deref(), Some("en"));
            let kinds: Vec<BlockKind> = article.blocks.iter().map(|block| block.kind).collect();
            assert_eq!(
                kinds,
                [
                    BlockKind::Headline,
                    BlockKind::Byline,
                    BlockKind::Paragraph,
                    BlockKind::Heading,
                    BlockKind::Paragraph,
                    BlockKind::Caption,
                    BlockKind::Paragraph
                ]
            );
            assert!(article.text.contains("because its bearings are worn"));
            assert!(!article.text.contains("Merkel") && !article.text.contains("publisher"));
        }

        #[test]
        fn a_page_that_opts_out_is_left_alone() {
            let page = PAGE.replace("<head>", r#"<head><meta name="dramatis" content="off">"#);
            assert!(!Article::from_html(&page, None).is_article);
        }

        #[test]
        fn html_is_told_from_text() {
            assert!(looks_like_html(PAGE));
            assert!(looks_like_html("  <div><p>Hello</p></div>"));
            assert!(!looks_like_html("He wrote <b>bold</b> words."));
            assert!(!looks_like_html("<3 is a heart."));
        }

        #[test]
        fn bytes_are_decoded_as_browsers_do() {
            assert_eq!(decode_html("\u{feff}Zürich".as_bytes()), "Zürich");
            assert_eq!(decode_html(b"Z\xfcrich"), "Zürich");
            assert_eq!(
                decode_html(b"<meta charset=\"iso-8859-2\">\xa3\xf3d\xbc"),
                "<meta charset=\"iso-8859-2\">Łódź"
            );
        }

        #[test]
        fn five_thousand_nested_elements_are_no_trouble() {
            let page = format!("<body>{}<p>Deep down.</p>{}", "<div>".repeat(5000), "</div>".repeat(5000));
            assert!(!Article::from_html(&page, None).is_article);
        }

        proptest::proptest! {
            #[test]
            fn any_markup_is_read_without_panic(parts in proptest::collection::vec("(<[a-z/!]{1,8}( [a-z]=.)?>|[a-zA-Z ,.]{1,60})", 0..60)) {
                let article = Article::from_html(&parts.concat(), Some("http://x/2013/01/02/"));
                for block in &article.blocks {
                    proptest::prop_assert!(article.text.get(block.range.clone()).is_some());
                }
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn broken_snapshots_are_read_without_panic(
            parents in proptest::collection::vec(proptest::option::of(0_u32..12), 0..10),
            blocks in proptest::collection::vec((0_u32..14, "[A-Z][a-z, ]{0,200}", 0_u32..300), 0..10),
        ) {
            let snapshot = PageSnapshot {
                containers: parents.into_iter().map(|parent| crate::page::Container { parent, tag: "div".to_owned(), hint: String::new() }).collect(),
                blocks: blocks.into_iter().map(|(container, text, link_units)| crate::page::PageBlock { container, tag: "p".to_owned(), text, link_units }).collect(),
                ..PageSnapshot::default()
            };
            let _ = Article::from_snapshot(&snapshot);
        }
    }
}
