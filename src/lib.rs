#![doc = include_str!("../README.md")]
//!
//! # From Rust
//!
//! An [`Engine`] reads an [`Article`] with a [`Recognizer`] of names and a [`Pack`] of facts and gives a [`Reading`]: every
//! name, and the members of the cast with their cards. Offsets are bytes of [`Article::text`]; [`Offsets`] turns them into code points or UTF-16 code
//! units.
//!
//! ```
//! # #[cfg(feature = "build")] {
//! use dramatis::{Article, Confidence, Engine, Facts, Pack, Recognizer, build_pack};
//!
//! let kerry = r#"{"id":"Q22316","kind":"person","type":"politician","name":"John Kerry","country":"US","pop":88,
//!     "held":[{"what":"Secretary of State","of":"United States","from":"2013-02-01","to":"2017-01-20"}]}"#;
//! let facts = Facts { records: vec![serde_json::from_str(kerry).unwrap()], ..Facts::default() };
//! let pack = Pack::open(build_pack(&facts, None).unwrap()).unwrap();
//!
//! let text = "U.S. Secretary of State John Kerry has arrived in Moscow. Kerry will stay for two days.";
//! let article = Article::from_text(text).with_date("2013-05-07".parse().unwrap());
//! let recognizer = Recognizer::open(include_bytes!("../weights/names.bin")).unwrap();
//! let reading = Engine::new(recognizer, pack).read(&article);
//!
//! let kerry = &reading.members[0];
//! assert_eq!(kerry.confidence, Confidence::Sure);
//! assert_eq!(kerry.mentions.len(), 2);
//! let card = kerry.card.as_ref().unwrap();
//! assert_eq!(card.then.as_ref().unwrap().what, "Secretary of State");
//! # }
//! ```

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
mod who;
#[cfg(feature = "build")]
pub mod wikidata;

pub use card::{Alternative, Card, CardFact, CardSource, Introduced, Links, Office, Tie};
pub use date::{Date, DateError};
#[cfg(feature = "rooms")]
pub use engine::Room;
pub use engine::{CastMember, Engine, Reading};
#[cfg(feature = "build")]
pub use knowledge::{
    BuildError, FactLine, Facts, FactsError, Finding, SOURCES, SUPPLEMENT, Severity, build_pack, check_fact,
    check_facts, check_pack, fact_lines, fact_shards, read_facts,
};
pub use knowledge::{
    Candidate, Candidates, Entity, EntityIndex, EntityKind, Fact, HeldPosition, InForce, Knowledge,
    LeadingOffice, MOST_PACKS, NameForm, NameWalk, Pack, PackError, PackInfo, Position, Source, TooManyPacks,
};
pub use link::Confidence;
pub use names::{Mention, Recognizer, WeightsError};
#[cfg(feature = "training")]
pub use names::{TrainingToken, training_tokens};
pub use page::{
    Article, ArticleDate, ArticleSummary, Block, BlockKind, Container, DateSource, PageBlock, PageSnapshot,
    PageTime,
};
#[cfg(feature = "html")]
pub use page::{decode_html, looks_like_html};
pub use text::{Offsets, Span, Unit};
#[cfg(target_arch = "wasm32")]
pub use web::WebEngine;
