//! Who's who in the article you are reading.

mod card;
mod cast;
mod date;
mod engine;
mod knowledge;
mod link;
mod names;
mod page;
mod text;
#[cfg(target_arch = "wasm32")]
mod web;

pub use card::{Alternative, Card, CardFact, Introduced, Links, Office, Tie};
pub use date::{Date, DateError};
pub use engine::{CastMember, Engine, Reading};
#[cfg(feature = "build")]
pub use knowledge::{BuildError, Finding, Severity, build_pack, check_facts, check_pack, read_facts};
pub use knowledge::{
    Candidate, Entity, EntityIndex, EntityKind, Fact, HeldPosition, InForce, NameForm, NameWalk, Pack,
    PackError, PackInfo, Position, Postings,
};
pub use link::Confidence;
pub use names::Mention;
pub use page::{
    Article, ArticleDate, Block, BlockKind, Container, DateSource, PageBlock, PageSnapshot, PageTime,
};
#[cfg(feature = "html")]
pub use page::{decode_html, looks_like_html};
pub use text::{Offsets, Span, Unit};
#[cfg(target_arch = "wasm32")]
pub use web::WebEngine;
