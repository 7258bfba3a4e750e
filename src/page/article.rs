//! The article: what of a page is to be read, in one text with one kind of offset.

use std::ops::Range;

use super::body::{self, Body};
use super::json_ld::Facts;
use super::snapshot::PageSnapshot;
use super::{language, plain, published, wording};
use crate::date::Date;

/// Characters of running text from which a page that calls itself an article is one.
const LEAST_PROSE: usize = 140;
/// The same for a page that says nothing of itself.
const LEAST_PROSE_UNMARKED: usize = 500;
/// Sentences that such a page must have: forms and listings have few.
const LEAST_SENTENCES_UNMARKED: usize = 3;
/// Words from which a line of plain text counts as a sentence without a full stop.
const LEAST_WORDS: usize = 5;

/// What is to be read of a page, or of a plain text.
///
/// Offsets everywhere behind this room are **byte** offsets into [`Article::text`]; the faces (command line,
/// JavaScript) turn them into code points and UTF-16 code units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    /// The headline, as the page's own data or first heading give it; empty where unknown.
    pub title: String,
    /// The day the article speaks of as its own, and who says so.
    pub date: Option<ArticleDate>,
    /// BCP 47 primary language tag of the text (`en`), where it could be told.
    pub language: Option<String>,
    /// Whether this reads as an article at all; everything behind stays silent where it does not.
    pub is_article: bool,
    /// The blocks' texts, two line ends between them (a plain text is kept as it was given).
    pub text: String,
    /// The pieces of `text` that are to be read, in order, none overlapping.
    pub blocks: Vec<Block>,
}

/// What every face tells of an article besides its cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct ArticleSummary<'a> {
    /// The headline; empty where unknown.
    pub title: &'a str,
    /// The day the article is of.
    pub date: Option<Date>,
    /// BCP 47 primary language tag.
    pub language: Option<&'a str>,
    /// Whether this reads as an article at all.
    pub is_article: bool,
}

impl Article {
    /// What every face tells of the article besides its cast.
    pub fn summary(&self) -> ArticleSummary<'_> {
        ArticleSummary {
            title: &self.title,
            date: self.date.map(|found| found.date),
            language: self.language.as_deref(),
            is_article: self.is_article,
        }
    }
}

/// One piece of an article: a headline, a paragraph, a caption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Bytes of [`Article::text`].
    pub range: Range<usize>,
    /// What the piece is.
    pub kind: BlockKind,
    /// Which block of the snapshot it is, its text unchanged; `None` for plain text, and for a headline that
    /// only the page's head has.
    pub source: Option<u32>,
}

/// What a piece of an article is to its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// The headline.
    Headline,
    /// A heading between paragraphs.
    Heading,
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// Words under a picture.
    Caption,
    /// Who wrote it ("By Jane Doe").
    Byline,
}

/// The article's date and where it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArticleDate {
    /// The date, to the precision that the source gives.
    pub date: Date,
    /// Who said so.
    pub source: DateSource,
}

/// Where an article's date was found, the most trusted first (DESIGN: Time).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateSource {
    /// Given by the caller.
    Given,
    /// `datePublished` in JSON-LD.
    JsonLd,
    /// A `<meta>` element.
    Meta,
    /// A `<time>` element beside the article.
    TimeElement,
    /// The page's address.
    Address,
    /// A dateline in the text.
    Dateline,
}

impl Article {
    /// The article of a page. A page that has none gives what running text it has, and is no article.
    pub fn from_snapshot(page: &PageSnapshot) -> Self {
        let facts = Facts::read(&page.json_ld);
        let body = body::find(page, &facts);
        let texts = |at: &usize| page.blocks.get(*at).map(|block| block.text.as_str());
        let paragraphs = body.blocks.iter().filter(|(_, kind)| *kind == BlockKind::Paragraph);
        let date = published::of_page(
            page,
            &facts,
            body.times.iter().filter_map(|&at| Some(page.times.get(at)?.value.as_str())),
            body.first_lines.iter().filter_map(texts),
            paragraphs.filter_map(|(at, _)| texts(at)),
        );
        let mut article = Self { is_article: is_article(page, &facts, &body), date, ..Self::default() };
        match body.headline {
            Some(at) => article.push(texts(&at).unwrap_or_default(), BlockKind::Headline, Some(at)),
            None if !body.title.is_empty() => article.push(&body.title, BlockKind::Headline, None),
            None => {}
        }
        for (at, kind) in &body.blocks {
            article.push(texts(at).unwrap_or_default(), *kind, Some(*at));
        }
        let locale = page.meta.iter().find(|(name, _)| name.eq_ignore_ascii_case("og:locale"));
        let declared = [
            page.language.as_deref(),
            facts.language.as_deref(),
            locale.map(|(_, content)| content.as_str()),
        ];
        article.language = language::language(declared.into_iter().flatten(), &article.text);
        article.title = body.title;
        article
    }

    /// The article of an HTML page.
    #[cfg(feature = "html")]
    pub fn from_html(html: &str, url: Option<&str>) -> Self {
        Self::from_snapshot(&PageSnapshot::from_html(html, url))
    }

    /// A plain text as an article, kept byte for byte. Each line is a block, hard-wrapped lines are joined to
    /// paragraphs, and the first line is the headline where it looks like one.
    pub fn from_text(text: &str) -> Self {
        let blocks = plain::blocks(text);
        let of = |block: &Block| text.get(block.range.clone()).unwrap_or_default();
        let title = blocks.first().filter(|block| block.kind == BlockKind::Headline).map(of);
        let body = || blocks.iter().filter(|block| block.kind == BlockKind::Paragraph).map(of);
        Self {
            title: title.unwrap_or_default().to_owned(),
            date: published::of_text(blocks.iter().map(of)),
            language: language::language([], text),
            is_article: body().any(is_sentence),
            text: text.to_owned(),
            blocks,
        }
    }

    /// The same article with a date that the caller knows better.
    pub fn with_date(mut self, date: Date) -> Self {
        self.date = Some(ArticleDate { date, source: DateSource::Given });
        self
    }

    /// Adds a piece behind all others.
    pub(crate) fn push(&mut self, text: &str, kind: BlockKind, source: Option<usize>) {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(text);
        let source = source.and_then(|source| u32::try_from(source).ok());
        self.blocks.push(Block { range: start..self.text.len(), kind, source });
    }
}

fn is_sentence(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).take(LEAST_WORDS);
    let words = words.count();
    words >= LEAST_WORDS || (words >= 2 && wording::ends_sentence(text))
}

/// Whether a page reads as an article: it says so and has some running text, or it says nothing and has a lot,
/// most of it in one place.
fn is_article(page: &PageSnapshot, facts: &Facts, body: &Body) -> bool {
    let meta = |name: &str| {
        let entry = page.meta.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        entry.map(|(_, content)| content.trim().to_ascii_lowercase())
    };
    if page.meta.iter().any(|(name, content)| {
        name.trim().eq_ignore_ascii_case("dramatis") && content.trim().eq_ignore_ascii_case("off")
    }) {
        return false;
    }
    let open_graph = meta("og:type").unwrap_or_default();
    let says_article = facts.is_article || open_graph.ends_with("article");
    let path = page.url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    let first_part = path.and_then(|(_, path)| path.split(['/', '?', '#']).next());
    let is_home = first_part.is_some_and(|part| part.is_empty() || part == "search");
    let says_other = facts.is_other || open_graph.contains("product");
    if says_article {
        body.prose >= LEAST_PROSE
    } else {
        let least = if body.is_marked { LEAST_PROSE } else { LEAST_PROSE_UNMARKED };
        !says_other
            && !is_home
            && !body.is_listing
            && body.prose >= least
            && (body.is_marked || body.prose >= body.elsewhere)
            && body.sentences >= LEAST_SENTENCES_UNMARKED
    }
}
