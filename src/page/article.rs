//! The article: what of a page is to be read, in one text with one kind of offset.

use std::ops::Range;

use crate::date::Date;

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

/// One piece of an article: a headline, a paragraph, a caption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Bytes of [`Article::text`].
    pub range: Range<usize>,
    /// What the piece is.
    pub kind: BlockKind,
    /// Which block of the snapshot it was; `None` for plain text.
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
