//! The page: what it said, which of its blocks are the article, and the article's date and language.
//!
//! In: a [`PageSnapshot`] (from the extension, from HTML, from a live document) or plain text.
//! Out: an [`Article`].

mod article;
mod snapshot;

pub use article::{Article, ArticleDate, Block, BlockKind, DateSource};
pub use snapshot::{Container, PageBlock, PageSnapshot, PageTime};
