//! Knowledge: who is who, in one file that is small, fast to ask and checked.
//!
//! In: facts (JSON lines, see `facts/README.md`) when a pack is built; the bytes of a pack when it is read.
//! Out: [`Pack`] look-ups: names to candidates, candidates to entities with dated positions. The format is
//! described in [`mod@format`] and in `docs/PACK.md`.

#[cfg(feature = "build")]
mod build;
#[cfg(feature = "build")]
mod check;
mod countries;
mod entity;
mod fact;
mod fold;
mod format;
#[cfg(feature = "build")]
mod forms;
mod name_form;
mod pack;

#[cfg(feature = "build")]
pub use build::{BuildError, build_pack, read_facts};
#[cfg(feature = "build")]
pub use check::{Finding, Severity, check_facts, check_pack};
pub(crate) use countries::{countries, country};
pub use entity::{Entity, EntityIndex, InForce, Position};
pub use fact::{EntityKind, Fact, HeldPosition};
pub(crate) use fold::fold;
pub use name_form::NameForm;
pub use pack::{Candidate, NameWalk, Pack, PackError, PackInfo, Postings};
