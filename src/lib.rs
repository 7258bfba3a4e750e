//! Who's who in the article you are reading.

mod date;
mod page;

pub use date::{Date, DateError};
pub use page::{
    Article, ArticleDate, Block, BlockKind, Container, DateSource, PageBlock, PageSnapshot, PageTime,
};
