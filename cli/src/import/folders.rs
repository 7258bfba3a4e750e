//! Folders: several folders of facts as one.
//!
//! Records of one id become one: a later folder's keys win, what it does not tell is taken from the earlier, and both stand in
//! `src`; so do packs that lie over each other. Sources are merged by key, supplements put behind each other.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dramatis::{Fact, SOURCES, SUPPLEMENT, Source, fact_lines, fact_shards};
use serde_json::{Map, Value};

use super::facts::FactsWriter;
use super::report;
use super::sorting::Sorter;
use super::work::{Tally, WorkFolder, write_whole};
use crate::Failure;

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
        for path in fact_shards(folder)? {
            for line in fact_lines(&path)? {
                let line = line?;
                let record: Fact = line.parse()?;
                let number =
                    record.id.strip_prefix('Q').and_then(|number| number.parse().ok()).unwrap_or(OWN);
                tally.lines += 1;
                rows.push((number, format!("{}\t{at:06}\t{}", record.id, line.text())))?;
            }
        }
        let path = folder.join(SOURCES);
        if path.exists() {
            for line in fact_lines(&path)? {
                let source: Source = line?.parse()?;
                sources.insert(source.key.clone(), source);
            }
        }
        let path = folder.join(SUPPLEMENT);
        if path.exists() {
            for line in fact_lines(&path)? {
                supplement.extend_from_slice(line?.text().as_bytes());
                supplement.push(b'\n');
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
        write_whole(&out.join(SUPPLEMENT), &supplement)?;
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
