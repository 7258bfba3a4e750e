//! Facts: writing a stream of records as the shards of a facts folder.
//!
//! In: records in order of id. Out: `people/NN.jsonl`, `organizations/NN.jsonl` under 4 MB each and `sources.jsonl`. Two names
//! of one kind and country that differ only by case are one to `pack check`, so the less prominent takes the other's and
//! keeps its own as an alias; that needs a second sorting, since they stand anywhere.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufWriter, Write};
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use dramatis::{EntityKind, Fact, Source};
use serde::{Deserialize, Serialize};

use super::report;
use super::sorting::{Merged, RunReader, RunWriter, Sorter};
use super::work::write_whole;
use crate::Failure;

/// The largest shard, in bytes, a little under what `pack check` takes.
const LARGEST_SHARD: usize = 3_900_000;

/// What was written.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Outcome {
    /// People in the folder.
    pub(crate) people_written: u64,
    /// Organizations in the folder.
    pub(crate) organizations_written: u64,
    /// Names that took the case of another's.
    pub(crate) names_recased: u64,
}

/// Says whether a folder may be written: it is not there, is empty but for work files, or was written by an import.
pub(crate) fn may_write(out: &Path) -> Result<(), Failure> {
    let Ok(entries) = fs::read_dir(out) else { return Ok(()) };
    let names: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    // A run that was killed at its end has left shards, and its work files.
    let killed = ["plan.json", "scratch"].iter().any(|name| out.join("work").join(name).exists());
    let ours =
        killed || names.iter().any(|name| name == report::FILE) || names.iter().all(|name| name == "work");
    if ours {
        return Ok(());
    }
    Err(format!("{} holds something else than an import's facts; give a new folder", out.display()).into())
}

/// A name among those that differ from it at most by case.
#[derive(Serialize, Deserialize)]
struct Cased {
    /// Kind, country and the name in lower case.
    key: (EntityKind, Option<String>, String),
    pop: u8,
    id: String,
    order: u64,
    name: String,
}

/// Takes records in order of id and writes them.
pub(crate) struct FactsWriter {
    folder: PathBuf,
    /// All records in order, not yet as shards.
    ordered: RunWriter,
    path: PathBuf,
    names: Sorter,
    count: u64,
}

impl FactsWriter {
    /// By way of a folder that is this one's own.
    pub(crate) fn new(folder: &Path) -> io::Result<Self> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        let path = folder.join("ordered.run");
        let names = Sorter::new(folder, "names");
        Ok(Self { folder: folder.to_owned(), ordered: RunWriter::create(&path)?, path, names, count: 0 })
    }

    /// Takes the next record.
    pub(crate) fn push(&mut self, fact: &Fact) -> Result<(), Failure> {
        let key = (fact.kind, fact.country.clone(), fact.name.to_lowercase());
        let mut hash = DefaultHasher::new();
        key.hash(&mut hash);
        let (pop, id, name) = (fact.pop, fact.id.clone(), fact.name.clone());
        let cased = Cased { key, pop, id, order: self.count, name };
        self.names.push((hash.finish(), serde_json::to_string(&cased)?))?;
        self.ordered.push(&(self.count, serde_json::to_string(fact)?))?;
        self.count += 1;
        Ok(())
    }

    /// Writes the shards and the sources into a folder.
    pub(crate) fn finish(self, out: &Path, sources: &[Source]) -> Result<Outcome, Failure> {
        self.ordered.finish()?;
        let renamed = renamed(self.names.sorted()?, &self.folder)?;
        let mut renamed = renamed.peekable();
        let mut outcome = Outcome::default();
        let mut people = Shards::new(self.folder.join("people"))?;
        let mut organizations = Shards::new(self.folder.join("organizations"))?;
        for row in RunReader::open(&self.path)? {
            let (order, text) = row?;
            let text = match new_name(&mut renamed, order)? {
                Some(name) => {
                    outcome.names_recased += 1;
                    recased(&text, name)?
                }
                None => text,
            };
            // The kind is the second key of every record.
            if text.split(',').nth(1) == Some("\"kind\":\"person\"") {
                outcome.people_written += 1;
                people.push(&text)?;
            } else {
                outcome.organizations_written += 1;
                organizations.push(&text)?;
            }
        }
        people.finish(&out.join("people"))?;
        organizations.finish(&out.join("organizations"))?;
        let mut lines = Vec::new();
        for source in sources {
            serde_json::to_writer(&mut lines, source)?;
            lines.push(b'\n');
        }
        write_whole(&out.join("sources.jsonl"), &lines)?;
        fs::remove_dir_all(&self.folder)?;
        Ok(outcome)
    }
}

/// New names by the order of records: of names that differ only by case the most prominent bearer's, the first id's at last.
fn renamed(names: Merged, folder: &Path) -> Result<Merged, Failure> {
    let mut renamed = Sorter::new(folder, "renamed");
    let mut group: Vec<Cased> = Vec::new();
    let mut before = None;
    let mut settle = |group: &mut Vec<Cased>| -> Result<(), Failure> {
        // A hash may be that of two keys.
        group.sort_by(|one, other| {
            one.key.cmp(&other.key).then(other.pop.cmp(&one.pop)).then(one.order.cmp(&other.order))
        });
        for same in group.chunk_by(|one, other| one.key == other.key) {
            let Some(first) = same.first() else { continue };
            for other in same.iter().filter(|other| other.name != first.name) {
                renamed.push((other.order, first.name.clone()))?;
            }
        }
        group.clear();
        Ok(())
    };
    for row in names {
        let (hash, text) = row?;
        if before.is_some_and(|before| before != hash) {
            settle(&mut group)?;
        }
        before = Some(hash);
        group.push(serde_json::from_str(&text)?);
    }
    settle(&mut group)?;
    Ok(renamed.sorted()?)
}

fn new_name(renamed: &mut Peekable<Merged>, order: u64) -> Result<Option<String>, Failure> {
    let here = renamed.next_if(|row| row.as_ref().map_or(true, |(at, _)| *at == order));
    Ok(here.transpose()?.map(|(_, name)| name))
}

fn recased(text: &str, name: String) -> Result<String, Failure> {
    let mut fact: Fact = serde_json::from_str(text)?;
    fact.aliases.retain(|alias| *alias != name);
    fact.aliases.insert(0, std::mem::replace(&mut fact.name, name));
    Ok(serde_json::to_string(&fact)?)
}

/// Shards of one kind.
struct Shards {
    folder: PathBuf,
    shard: Option<BufWriter<File>>,
    bytes: usize,
    count: usize,
}

impl Shards {
    fn new(folder: PathBuf) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self { folder, shard: None, bytes: 0, count: 0 })
    }

    fn push(&mut self, line: &str) -> io::Result<()> {
        if self.bytes + line.len() + 1 > LARGEST_SHARD {
            self.close()?;
        }
        let shard = match &mut self.shard {
            Some(shard) => shard,
            None => {
                self.count += 1;
                let path = self.folder.join(format!("{}.jsonl", self.count));
                self.shard.insert(BufWriter::new(File::create(path)?))
            }
        };
        self.bytes += line.len() + 1;
        writeln!(shard, "{line}")
    }

    fn close(&mut self) -> io::Result<()> {
        self.bytes = 0;
        match self.shard.take() {
            Some(shard) => shard.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all(),
            None => Ok(()),
        }
    }

    /// Gives the shards names that are as wide as the last one's, two digits at least, and puts them into place.
    fn finish(mut self, place: &Path) -> io::Result<()> {
        self.close()?;
        let width = self.count.to_string().len().max(2);
        for number in 1..=self.count {
            let name = self.folder.join(format!("{number:0width$}.jsonl"));
            fs::rename(self.folder.join(format!("{number}.jsonl")), name)?;
        }
        if place.exists() {
            fs::remove_dir_all(place)?;
        }
        if self.count > 0 { fs::rename(&self.folder, place) } else { Ok(()) }
    }
}
