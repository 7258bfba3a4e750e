//! What a page said, before anybody judges it: text blocks in reading order with the boxes they sit in, and
//! what the page's head tells. The extension's content script, the HTML reader and the live-document reader
//! all make this one value.

use serde::{Deserialize, Serialize};

/// A page as it was seen. Texts are the page's own, unjudged and untrusted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PageSnapshot {
    /// The page's address, empty where it has none.
    pub url: String,
    /// The document's title.
    pub title: String,
    /// The `lang` of the root element.
    pub language: Option<String>,
    /// `name`, `property` or `itemprop` of each `<meta>` with its content, in page order.
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
    /// Index of the nearest box. A `<p>` with text directly in it is itself the block, and no box.
    pub container: u32,
    /// The name of the element whose text this is, in lower case (`p`, `h1`, `li`, `figcaption`, `div`).
    pub tag: String,
    /// The text as the page's text nodes hold it, joined without change; offsets count in this.
    pub text: String,
    /// How many of its UTF-16 code units stand inside links.
    pub link_units: u32,
}
