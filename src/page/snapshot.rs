//! What a page said, before anybody judges it: text blocks in reading order with the boxes they sit in, and
//! what the page's head tells. The extension's content script, the HTML reader and the live-document reader
//! all make this one value.

use serde::{Deserialize, Serialize};

/// Elements that begin and end a block.
#[cfg(any(feature = "html", target_arch = "wasm32"))]
pub(crate) const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements whose text nobody reads as an article: code, controls, embedded things.
#[cfg(any(feature = "html", target_arch = "wasm32"))]
pub(crate) const SKIPPED: &[&str] = &[
    "audio", "button", "canvas", "code", "embed", "iframe", "input", "kbd", "math", "meter", "noscript",
    "object", "option", "output", "picture", "progress", "samp", "script", "select", "style", "svg",
    "template", "textarea", "video",
];

/// How much of a page is collected at most. No article comes near; a hostile page goes beyond.
#[cfg(any(feature = "html", target_arch = "wasm32"))]
pub(crate) mod limits {
    /// UTF-16 units of all blocks' texts.
    pub(crate) const TEXT: usize = 1_000_000;
    /// Blocks, and containers.
    pub(crate) const BLOCKS: usize = 20_000;
    /// `<meta>`, `<time>` and JSON-LD entries, each.
    pub(crate) const ENTRIES: usize = 500;
    /// Length of one entry of the head; the JSON-LD of real pages stays under 100,000.
    pub(crate) const HEAD: usize = 200_000;
    /// Characters of a hint, and of a `<time>`'s value.
    pub(crate) const HINT: usize = 200;
}

/// A page as it was seen. Texts are the page's own, unjudged and untrusted.
///
/// How it is made (the extension's `content/snapshot.js` follows the same rules):
/// 1. One walk over the body's tree, in page order.
/// 2. Skipped, with all inside: code, controls and embedded things (a fixed list: `script`, `noscript`,
///    `template`, `code`, `button`, `select`, `svg`, `iframe` …), what has the attribute `hidden`, and what is
///    `contenteditable`. `aria-hidden` is not skipped: an open cookie wall sets it on the whole article.
/// 3. A fixed list of elements (`p`, `div`, `li`, `h1`, `td` …) begins and ends a block; so does `br`. All
///    others, unknown ones too, are part of the text around them.
/// 4. A block's box is the nearest of those elements around its text, if other blocks began inside it, it has a
///    hint, or it is listed already; else the one around that. Boxes are listed when first needed by a block or
///    a `<time>`, those around them first.
/// 5. White space stays as it is in a live page; the HTML reader collapses it as a browser shows it (but in
///    `pre`). What is white space only is no block.
/// 6. Beyond fixed limits (a million UTF-16 units of text, 20,000 blocks) the walk ends.
///
/// The extension alone goes further into a page as it is shown: an open shadow root stands in its host's place, with
/// what is put into its slots, and a frame of the page's own is a box with what it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PageSnapshot {
    /// The page's address, empty where it has none.
    pub url: String,
    /// The document's title.
    pub title: String,
    /// The `lang` of the root element.
    pub language: Option<String>,
    /// `name`, else `property`, else `itemprop` of each `<meta>` with its content, in page order.
    pub meta: Vec<(String, String)>,
    /// The text of each `application/ld+json` script, in page order.
    pub json_ld: Vec<String>,
    /// Each `<time>` element, in page order.
    pub times: Vec<PageTime>,
    /// Every element that holds blocks or boxes, parents before children; 0 is the body.
    pub containers: Vec<Container>,
    /// Runs of text without a block boundary inside, in page order.
    pub blocks: Vec<PageBlock>,
}

/// A `<time>` element.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PageTime {
    /// Index of the box it sits in.
    pub container: u32,
    /// Its `datetime` attribute, else its text.
    pub value: String,
}

/// An element that boxes blocks or other boxes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Container {
    /// Index of the box around it, always smaller than its own; `None` for the body.
    pub parent: Option<u32>,
    /// The element's name in lower case.
    pub tag: String,
    /// Its class, id, role, itemprop and aria-label, joined by spaces, at most 200 characters.
    pub hint: String,
}

/// A run of text that a reader sees as one piece: a paragraph, a heading, a list item, a caption.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PageBlock {
    /// Index of its box. A bare `<p>` is itself the block, and no box.
    pub container: u32,
    /// The name of the element whose text this is, in lower case (`p`, `h1`, `li`, `figcaption`, `div`).
    pub tag: String,
    /// The text as the page's text nodes hold it, joined without change; offsets count in this.
    pub text: String,
    /// How many of its UTF-16 code units stand inside links.
    pub link_units: u32,
}
