//! Folders: several folders of facts as one.
//!
//! Records of one id become one: a later folder's keys win, what it does not tell is taken from the earlier, and both stand in
//! `src`; so do packs that lie over each other. Sources are merged by key, supplements put behind each other.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use dramatis::{Fact, Source};
use serde_json::{Map, Value};

use super::facts::FactsWriter;
use super::report;
use super::sorting::Sorter;
use super::work::{Tally, WorkFolder, write_whole};
use crate::Failure;

/// The longest line of facts, in bytes, as `pack check` takes it.
const LONGEST_LINE: u64 = 1 << 20;

/// The number in a row of an id that is not Wikidata's: behind all that are.
const OWN: u64 = u64::MAX;

/// Merges folders of facts.
pub(super) fn merge(folders: &[PathBuf], out: &Path) -> Result<(), Failure> {
    let work = WorkFolder::create(out)?;
    let scratch = work.file("scratch");
    fs::create_dir_all(&scratch)?;
    let mut rows = Sorter::new(&scratch, "facts");
    let mut sources: BTreeMap<String, Source> = BTreeMap::new();
    let mut supplement = Vec::new();
    let mut tally = Tally::default();
    for (at, folder) in folders.iter().enumerate() {
        for path in shards(folder)? {
            let name = path.file_name().unwrap_or_default();
            if name == "supplement.jsonl" {
                supplement.append(&mut fs::read(&path).map_err(|error| unreadable(&path, &error))?);
            } else if name == "sources.jsonl" {
                for line in lines(&path)? {
                    let source: Source = parse(&line?)?;
                    sources.insert(source.key.clone(), source);
                }
            } else {
                for line in lines(&path)? {
                    let line = line?;
                    let record: Fact = parse(&line)?;
                    let number =
                        record.id.strip_prefix('Q').and_then(|number| number.parse().ok()).unwrap_or(OWN);
                    tally.lines += 1;
                    rows.push((number, format!("{}\t{at:06}\t{}", record.id, line.text)))?;
                }
            }
        }
    }
    let mut writer = FactsWriter::new(&work.file("facts"))?;
    let mut known: Option<(String, Map<String, Value>)> = None;
    let mut put = |record: Option<(String, Map<String, Value>)>| -> Result<(), Failure> {
        if let Some((_, record)) = record {
            writer.push(&serde_json::from_value(Value::Object(record))?)?;
        }
        Ok(())
    };
    for row in rows.sorted()? {
        let (_, text) = row?;
        let mut parts = text.splitn(3, '\t');
        let (id, json) = (parts.next().unwrap_or_default(), parts.nth(1).unwrap_or_default());
        let given: Map<String, Value> = serde_json::from_str(json)?;
        match &mut known {
            Some((same, record)) if same == id => lay_over(record, given),
            _ => put(known.replace((id.to_owned(), given)))?,
        }
    }
    put(known)?;
    let sources: Vec<Source> = sources.into_values().collect();
    let outcome = writer.finish(out, &sources)?;
    if !supplement.is_empty() {
        write_whole(&out.join("supplement.jsonl"), &supplement)?;
    }
    report::write(out, &tally, &outcome)?;
    work.remove()
}

/// What a later record tells holds; `src` has both.
fn lay_over(record: &mut Map<String, Value>, later: Map<String, Value>) {
    for (key, value) in later {
        match (record.get_mut(&key), value) {
            (Some(Value::Array(known)), Value::Array(added)) if key == "src" => {
                let new: Vec<Value> = added.into_iter().filter(|source| !known.contains(source)).collect();
                known.extend(new);
            }
            (_, value) => drop(record.insert(key, value)),
        }
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    format!("cannot read {}: {error}; give a folder of facts", path.display()).into()
}

/// Every `.jsonl` of a folder, in order.
fn shards(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))? {
            let path = entry.map_err(|error| unreadable(&folder, &error))?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "jsonl") {
                found.push(path);
            }
        }
    }
    found.sort();
    if found.is_empty() {
        Err(format!("{} holds no .jsonl file; give a folder of facts", folder.display()).into())
    } else {
        Ok(found)
    }
}

struct Line<'p> {
    path: &'p Path,
    number: u64,
    text: String,
}

fn parse<T: serde::de::DeserializeOwned>(line: &Line<'_>) -> Result<T, Failure> {
    serde_json::from_str(&line.text).map_err(|error| {
        format!("{}, line {}: {error}; see facts/README.md", line.path.display(), line.number).into()
    })
}

fn lines(path: &Path) -> Result<impl Iterator<Item = Result<Line<'_>, Failure>>, Failure> {
    let mut reader = BufReader::new(File::open(path).map_err(|error| unreadable(path, &error))?);
    let mut number = 0;
    Ok(std::iter::from_fn(move || {
        loop {
            number += 1;
            let mut text = String::new();
            match reader.by_ref().take(LONGEST_LINE).read_line(&mut text) {
                Ok(0) => return None,
                Ok(_) if text.trim().is_empty() => {}
                Ok(_) => return Some(Ok(Line { path, number, text: text.trim().to_owned() })),
                Err(error) => return Some(Err(unreadable(path, &error))),
            }
        }
    }))
}
