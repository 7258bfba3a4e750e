//! Folders of facts: shards of records, their sources, and what people correct by hand.
//!
//! In: a folder with `.jsonl` shards, `sources.jsonl` and `supplement.jsonl`. Out: [`Facts`], sorted by id. A line of the
//! supplement adds a record, changes single keys of one, or takes one away, and wins over every shard.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::fact::Fact;
use super::source::Source;

/// Why a folder of facts cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// A file or folder cannot be read.
    #[error("cannot read {path}: {error}; give a folder of facts, like `facts` of this project")]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// No shard is in the folder.
    #[error("{0} holds no .jsonl file; give a folder of facts, like `facts` of this project")]
    Empty(PathBuf),
    /// A line is no fact.
    #[error("{path}, line {line}: {what}; see the schema in facts/README.md")]
    Line {
        /// The shard.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        what: String,
    },
    /// Two records have one id.
    #[error("{path}, line {line}: the id {id} stands on another line too; keep one of the two")]
    Twice {
        /// The shard.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The id.
        id: String,
    },
}

/// What a pack is built of.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// The records, sorted by id, none twice.
    pub records: Vec<Fact>,
    /// What is known of the sources.
    pub sources: Vec<Source>,
    /// Ids that the pack takes away from earlier ones, sorted.
    pub hidden: Vec<String>,
}

impl Facts {
    /// Facts out of records in any order.
    pub fn of(mut records: Vec<Fact>, sources: Vec<Source>) -> Self {
        records.sort_by_cached_key(|record| sort_key(&record.id));
        Self { records, sources, hidden: Vec::new() }
    }
}

/// The file of what people add and correct by hand, in a folder of facts.
pub const SUPPLEMENT: &str = "supplement.jsonl";

/// The file that tells of the sources, in a folder of facts.
pub const SOURCES: &str = "sources.jsonl";

/// The key in `src` of what the supplement adds or changes.
const BY_HAND: &str = "supplement";

/// The longest line that is read, in bytes; the longest record of a head of state takes some 20,000.
const LONGEST_LINE: usize = 1 << 20;

/// The order of ids: Wikidata's by number, then the facts' own by name; `None` for what is no id.
pub(super) fn sort_key(id: &str) -> Option<(bool, u64, String)> {
    use super::id::Id;
    Some(match Id::parse(id)? {
        Id::Wikidata(number) => (false, number, String::new()),
        Id::Own(_) | Id::FromName(..) => (true, 0, id.to_owned()),
    })
}

/// The shards of a facts folder: every `.jsonl` below it but the sources and the supplement, in order of path.
///
/// # Errors
/// When the folder cannot be read or holds none.
pub fn fact_shards(folder: &Path) -> Result<Vec<PathBuf>, FactsError> {
    let mut shards = Vec::new();
    let mut any = false;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let unreadable = |error| FactsError::Unreadable { path: folder.clone(), error };
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let name = path.file_name().unwrap_or_default();
            if path.is_dir() {
                folders.push(path);
            } else if name == SUPPLEMENT || name == SOURCES {
                any = true;
            } else if path.extension().is_some_and(|extension| extension == "jsonl") {
                shards.push(path);
            }
        }
    }
    shards.sort();
    if shards.is_empty() && !any { Err(FactsError::Empty(folder.to_owned())) } else { Ok(shards) }
}

/// A line of a shard, with its number from 1.
#[derive(Debug)]
pub struct FactLine<'f> {
    path: &'f Path,
    pub(super) number: usize,
    text: String,
}

impl FactLine<'_> {
    /// The line as it stands, without its end.
    pub fn text(&self) -> &str {
        self.text.trim()
    }

    /// What the line says: a [`Fact`], a [`Source`], or JSON of the supplement.
    ///
    /// # Errors
    /// With the file and the number of the line, when it is none.
    pub fn parse<T: serde::de::DeserializeOwned>(&self) -> Result<T, FactsError> {
        serde_json::from_str(&self.text).map_err(|error| self.error(error.to_string()))
    }

    fn error(&self, what: impl Into<String>) -> FactsError {
        FactsError::Line { path: self.path.to_owned(), line: self.number, what: what.into() }
    }
}

/// The lines of a file that hold something.
///
/// # Errors
/// At the first line that cannot be read or is too long.
pub fn fact_lines(path: &Path) -> Result<impl Iterator<Item = Result<FactLine<'_>, FactsError>>, FactsError> {
    let unreadable = |error| FactsError::Unreadable { path: path.to_owned(), error };
    let mut reader = BufReader::new(File::open(path).map_err(unreadable)?);
    let mut number = 0;
    Ok(std::iter::from_fn(move || {
        loop {
            number += 1;
            let mut text = String::new();
            match (&mut reader).take_line(&mut text) {
                Ok(0) => return None,
                Ok(_) if text.trim().is_empty() => {}
                Ok(_) => return Some(Ok(FactLine { path, number, text })),
                Err(error) => return Some(Err(unreadable(error))),
            }
        }
    }))
}

trait TakeLine {
    /// Reads a line of at most [`LONGEST_LINE`] bytes.
    fn take_line(self, text: &mut String) -> std::io::Result<usize>;
}

impl<R: BufRead> TakeLine for R {
    fn take_line(self, text: &mut String) -> std::io::Result<usize> {
        let read = std::io::Read::take(self, LONGEST_LINE as u64).read_line(text)?;
        if read == LONGEST_LINE && !text.ends_with('\n') {
            let what = format!("a line is longer than {LONGEST_LINE} bytes");
            return Err(std::io::Error::new(std::io::ErrorKind::InvalidData, what));
        }
        Ok(read)
    }
}

/// Reads a folder of facts.
///
/// # Errors
/// When a shard cannot be read, a line is no fact, two shards give one id, or a line of the supplement fits nothing.
pub fn read_facts(folder: &Path) -> Result<Facts, FactsError> {
    let mut records = BTreeMap::new();
    for path in fact_shards(folder)? {
        for line in fact_lines(&path)? {
            let line = line?;
            let fact: Fact = line.parse()?;
            let key = sort_key(&fact.id).ok_or_else(|| line.error(no_id(&fact.id)))?;
            if let Some(known) = records.insert(key, fact) {
                return Err(FactsError::Twice { path: path.clone(), line: line.number, id: known.id });
            }
        }
    }
    let mut hidden = BTreeMap::new();
    let supplement = folder.join(SUPPLEMENT);
    if supplement.exists() {
        for line in fact_lines(&supplement)? {
            supplement_line(&line?, &mut records, &mut hidden)?;
        }
    }
    let mut sources: Vec<Source> = Vec::new();
    let path = folder.join(SOURCES);
    if path.exists() {
        for line in fact_lines(&path)? {
            sources.push(line?.parse()?);
        }
    }
    Ok(Facts { records: records.into_values().collect(), sources, hidden: hidden.into_values().collect() })
}

fn no_id(id: &str) -> String {
    format!("the id {id:?} is neither Q and a number nor x: and a name")
}

type ById<T> = BTreeMap<(bool, u64, String), T>;

/// Applies a line of the supplement: a removal, a change of single keys, or a record of its own.
fn supplement_line(
    line: &FactLine<'_>,
    records: &mut ById<Fact>,
    hidden: &mut ById<String>,
) -> Result<(), FactsError> {
    let mut given: Map<String, Value> = line.parse()?;
    let id = given.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let key = sort_key(&id).ok_or_else(|| line.error(no_id(&id)))?;
    if let Some(reason) = given.remove("remove") {
        if reason.as_str().is_none_or(|reason| reason.trim().is_empty()) || given.len() != 1 {
            return Err(line.error("a removal is {\"id\":…,\"remove\":\"the reason\"} and nothing else"));
        }
        records.remove(&key);
        hidden.insert(key, id);
        return Ok(());
    }
    let known = records.get(&key).map(serde_json::to_value).transpose();
    let Some(Value::Object(mut record)) =
        known.map_err(|error| line.error(error.to_string()))?.or_else(|| Some(Value::Object(Map::new())))
    else {
        return Err(line.error("the record of this id is no JSON object"));
    };
    let mut sources: Vec<Value> = record.get("src").and_then(Value::as_array).cloned().unwrap_or_default();
    for (name, value) in given {
        match value {
            Value::Null => drop(record.remove(&name)),
            Value::Array(added) if name == "src" => sources.extend(added),
            value => drop(record.insert(name, value)),
        }
    }
    sources.push(BY_HAND.into());
    let mut seen = std::collections::HashSet::new();
    sources.retain(|source| seen.insert(source.to_string()));
    record.insert("src".to_owned(), Value::Array(sources));
    let fact =
        serde_json::from_value(Value::Object(record)).map_err(|error| line.error(error.to_string()))?;
    records.insert(key, fact);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARD: &str = r#"{"id":"Q1","kind":"person","name":"Ann Lee","country":"GB","born":"1950","pop":20,"src":["eps"]}
{"id":"Q2","kind":"person","name":"Bo Ek","pop":20,"src":["eps"]}"#;

    fn read(supplement: &str) -> Result<Facts, FactsError> {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("people")).unwrap();
        fs::write(folder.path().join("people/01.jsonl"), SHARD).unwrap();
        fs::write(folder.path().join(SUPPLEMENT), supplement).unwrap();
        read_facts(folder.path())
    }

    #[test]
    fn a_correction_names_only_what_it_changes() {
        let facts = read(r#"{"id":"Q1","died":"2031-05-02","country":null}"#).unwrap();
        let ann = &facts.records[0];
        assert_eq!((ann.name.as_str(), ann.pop), ("Ann Lee", 20));
        assert_eq!(ann.died.map(|date| date.to_string()).as_deref(), Some("2031-05-02"));
        assert_eq!(ann.country, None);
        assert_eq!(ann.src, ["eps", "supplement"]);
    }

    #[test]
    fn a_removal_takes_the_record_and_hides_the_id() {
        let facts = read(r#"{"id":"Q2","remove":"asked for on 2031-05-02"}"#).unwrap();
        assert_eq!(facts.records.len(), 1);
        assert_eq!(facts.hidden, ["Q2"]);
        assert!(read(r#"{"id":"Q2","remove":""}"#).is_err());
    }

    #[test]
    fn an_addition_is_a_whole_record() {
        let facts = read(r#"{"id":"x:new-body","kind":"organization","name":"New Body"}"#).unwrap();
        assert_eq!(facts.records.last().unwrap().src, ["supplement"]);
        let error = read(r#"{"id":"x:new-body","name":"New Body"}"#).unwrap_err().to_string();
        assert!(error.contains("line 1") && error.contains("kind"), "{error}");
    }

    #[test]
    fn a_word_for_word_wrong_line_is_told_with_its_place() {
        for (line, told) in [
            (r#"{"id":"P1","born":"1950"}"#, "neither Q"),
            (r#"{"id":"Q1","religion":"x"}"#, "religion"),
            (r#"{"id":"Q1","born":"1950-02-30"}"#, "not a date"),
            ("[]", "supplement.jsonl, line 1"),
        ] {
            let error = read(line).unwrap_err().to_string();
            assert!(error.contains(told), "{line}: {error}");
        }
    }
}
