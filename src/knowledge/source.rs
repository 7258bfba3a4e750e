//! Sources: where facts come from, under which licence, and of when.
//!
//! In: `sources.jsonl` of a facts folder when a pack is built, `META` of a pack when it is read. Out: [`Source`]s.

use serde::{Deserialize, Serialize};

use crate::date::Date;

/// A table, register or dump from which facts were carried over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What facts name it by in `src`.
    pub key: String,
    /// What it is and who keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its licence, by SPDX identifier where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Whom the licence asks to name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// Until when it tells, by the precision known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
}

impl Source {
    /// A source of which only the key is known.
    pub fn unknown(key: &str) -> Self {
        Self { key: key.to_owned(), title: None, licence: None, attribution: None, as_of: None }
    }
}
