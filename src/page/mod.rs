//! The page: what it said, which of its blocks are the article, and the article's date and language.
//!
//! In: a [`PageSnapshot`] (from the extension, from HTML, from a live document) or plain text.
//! Out: an [`Article`].

mod article;
mod body;
#[cfg(feature = "html")]
mod html;
mod json_ld;
mod language;
mod plain;
mod published;
mod snapshot;
mod title;
mod wording;
mod written_date;

pub use article::{Article, ArticleDate, ArticleSummary, Block, BlockKind, DateSource};
#[cfg(feature = "html")]
pub use html::{decode_html, looks_like_html};
#[cfg(target_arch = "wasm32")]
pub(crate) use snapshot::{BLOCKS, SKIPPED, limits};
pub use snapshot::{Container, PageBlock, PageSnapshot, PageTime};
