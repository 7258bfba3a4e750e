//! Wikidata: what one item of a JSON dump gives the facts, and nothing more.
//!
//! In: a line of a dump (untrusted: any bytes give a result or an error, never a panic) and the list of classes that are
//! organizations. Out: [`Sifted`] rows that still name other items by their ids, then, once the labels of those are known,
//! a [`Fact`](crate::Fact). Only properties on the allow list are read at all. Which lines, files and threads there are is
//! the command line's concern. The JSON is described in
//! <https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html>.

mod classes;
mod country;
mod draft;
mod id;
mod item;
mod names;
mod occupation;
mod office;
mod prominence;
mod property;
mod resolve;
mod sift;
mod time;

pub use classes::{Classes, ClassesError, SubclassEdges};
pub use draft::{Draft, End, Label, Office, Role, Term, Tie, TieKind};
pub use id::ItemId;
pub use item::ItemError;
pub use resolve::{Labels, Named, Resolver, SOURCE, source};
pub use sift::{Sifted, Superclasses, sift, superclasses};
