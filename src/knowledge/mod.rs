//! Knowledge: who is who, in one file that is small, fast to ask and checked.
//!
//! In: facts (JSON lines, see `facts/README.md`) when a pack is built; the bytes of packs when they are read.
//! Out: [`Knowledge`], which is one pack or several over each other: names to candidates, candidates to entities with
//! dated positions. The format is described in [`mod@format`] and in `docs/PACK.md`.

#[cfg(feature = "build")]
mod build;
#[cfg(feature = "build")]
mod check;
mod countries;
mod entity;
mod fact;
mod fold;
#[cfg(feature = "build")]
mod folder;
mod format;
#[cfg(feature = "build")]
mod forms;
mod id;
#[cfg(feature = "build")]
mod leaders;
mod lookup;
mod name_form;
mod nicknames;
mod pack;
mod packs;
#[cfg(feature = "build")]
mod private;
mod source;
mod table;
#[cfg(feature = "build")]
mod terms;

#[cfg(feature = "build")]
pub use build::{BuildError, build_pack};
#[cfg(feature = "build")]
pub(crate) use check::NO_NAMES;
#[cfg(feature = "build")]
pub use check::{Finding, Severity, check_fact, check_facts, check_pack};
pub(crate) use countries::{countries, country};
pub use entity::{Entity, EntityIndex, InForce, Position};
pub use fact::{EntityKind, Fact, HeldPosition, LeadingOffice};
pub(crate) use fold::{are_initials, fold, join_initials};
#[cfg(feature = "build")]
pub use folder::{FactLine, Facts, FactsError, SOURCES, SUPPLEMENT, fact_lines, fact_shards, read_facts};
pub use lookup::{Candidate, Candidates, NameWalk};
pub use name_form::NameForm;
pub(crate) use nicknames::are_nicknames;
pub use pack::{Pack, PackError, PackInfo};
pub use packs::{Knowledge, MOST_PACKS, TooManyPacks};
#[cfg(feature = "build")]
pub(crate) use private::private_matter;
pub use source::Source;
