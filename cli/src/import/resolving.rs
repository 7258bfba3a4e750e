//! Resolving: work files of one dump or all its parts become records.
//!
//! 1. Drafts, sorted by id, take the ties of their people; which ids they name and which organizations there are is noted in
//!    two sets of bits.
//! 2. The labels of those ids are read out of the sorted label rows; offices name a country or body in turn, so the rows are
//!    read a second time for those. Memory: some 60 bytes for each id that any record names, about a million of them.
//! 3. Drafts become facts on all cores, in order.

use std::io;
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use dramatis::wikidata::{Draft, ItemId, Label, Labels, Named, Resolver, Tie, source};
use dramatis::{Date, EntityKind};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use roaring::RoaringBitmap;

use super::facts::{FactsWriter, Outcome};
use super::progress::Progress;
use super::sorting::{Merged, Row, RunReader, RunWriter, merge};
use super::work::{RowKind, WorkFolder, tally_of_parts};
use crate::Failure;

/// Drafts that are resolved at once.
const AT_ONCE: usize = 20_000;

/// Resolves the work of all parts and writes the facts.
pub(crate) fn run(
    parts: &[&WorkFolder],
    out: &Path,
    dump_date: Option<Date>,
    least_pop: u8,
) -> Result<Outcome, Failure> {
    let tally = tally_of_parts(parts)?;
    let day = dump_date.or(tally.newest).ok_or("no item tells when it was changed; give --dump-date")?;
    let scratch = WorkFolder::create(out)?;
    let runs = |kind| -> Result<Vec<PathBuf>, Failure> {
        let runs = parts.iter().map(|part| part.runs(kind)).collect::<Result<Vec<_>, _>>()?;
        Ok(runs.into_iter().flatten().collect())
    };
    let folder = scratch.file("scratch");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;

    let drafts = merge(&runs(RowKind::Drafts)?, &folder, "drafts")?;
    let ties = merge(&runs(RowKind::Ties)?, &folder, "ties")?;
    let ordered = folder.join("drafts.run");
    let noted = order(drafts, ties, &ordered, least_pop)?;

    let label_runs = runs(RowKind::Labels)?;
    let labels = || merge(&label_runs, &folder, "labels");
    let mut table = LabelTable::default();
    let offices_of = table.read(labels()?, &noted.named)?;
    let missing = &offices_of - &noted.named;
    let mut bodies = LabelTable::default();
    bodies.read(labels()?, &missing)?;
    let tables = Tables([table, bodies]);

    let mut writer = FactsWriter::new(&scratch.file("facts"))?;
    let resolver = Resolver::new(&tables, day);
    let progress = Progress::of_step("resolving", noted.drafts);
    let is_kept = |item: ItemId| noted.organizations.contains(item.number());
    let mut rows = RunReader::open(&ordered)?;
    loop {
        let batch: Vec<Row> = rows.by_ref().take(AT_ONCE).collect::<io::Result<_>>()?;
        if batch.is_empty() {
            break;
        }
        progress.add(batch.len() as u64);
        let facts: Vec<_> = batch
            .into_par_iter()
            .map(|(_, text)| Ok(resolver.resolve(serde_json::from_str(&text)?, is_kept)))
            .collect::<serde_json::Result<_>>()?;
        for fact in facts.iter().filter(|fact| fact.pop >= least_pop) {
            writer.push(fact)?;
        }
    }
    writer.finish(out, &[source(day)])
}

/// What the drafts are about.
#[derive(Default)]
struct Noted {
    /// Every id that one names.
    named: RoaringBitmap,
    /// Organizations of which there will be a record.
    organizations: RoaringBitmap,
    drafts: u64,
}

/// Writes each item's latest draft with its ties, in order.
fn order(drafts: Merged, ties: Merged, path: &Path, least_pop: u8) -> Result<Noted, Failure> {
    let mut noted = Noted::default();
    let mut out = RunWriter::create(path)?;
    let mut drafts = drafts.peekable();
    let mut ties = ties.peekable();
    while let Some(row) = drafts.next() {
        let (id, text) = row?;
        let mut draft: Draft = serde_json::from_str(&text)?;
        while let Some(again) = of_number(&mut drafts, id) {
            let again: Draft = serde_json::from_str(&again?.1)?;
            if again.revision > draft.revision {
                draft = again;
            }
        }
        let mut of_person: Vec<Tie> = Vec::new();
        while let Some(tie) = ties.next_if(|row| row.as_ref().map_or(true, |(person, _)| *person <= id)) {
            let (person, text) = tie?;
            // Ties of people of whom there is no draft lead nowhere.
            if person == id {
                of_person.push(serde_json::from_str(&text)?);
            }
        }
        of_person.dedup();
        draft.take(of_person);
        noted.named.extend(draft.named().map(ItemId::number));
        // An organization's prior depends on nothing but its draft.
        if draft.kind == EntityKind::Organization && draft.prior_without_offices() >= least_pop {
            noted.organizations.insert(draft.id.number());
        }
        noted.drafts += 1;
        out.push(&(id, serde_json::to_string(&draft)?))?;
    }
    out.finish()?;
    Ok(noted)
}

/// The next row, if it has this number.
fn of_number(rows: &mut Peekable<Merged>, number: u64) -> Option<io::Result<Row>> {
    rows.next_if(|row| row.as_ref().map_or(true, |(next, _)| *next == number))
}

/// Labels in order of id.
#[derive(Default)]
struct LabelTable {
    ids: Vec<u32>,
    /// Where each label ends in the text.
    ends: Vec<usize>,
    text: String,
    /// What each is of, 0 for nothing, and its marks.
    of: Vec<u32>,
    marks: Vec<u8>,
}

const FOREIGN: u8 = 1;
const PRIVATE: u8 = 2;

impl LabelTable {
    /// Keeps the labels of these ids; gives what those are of.
    fn read(&mut self, labels: Merged, wanted: &RoaringBitmap) -> Result<RoaringBitmap, Failure> {
        let mut of = RoaringBitmap::new();
        let mut labels = labels.peekable();
        while let Some(row) = labels.next() {
            let (id, text) = row?;
            if !u32::try_from(id).is_ok_and(|id| wanted.contains(id)) {
                continue;
            }
            let mut label: Label = serde_json::from_str(&text)?;
            while let Some(again) = of_number(&mut labels, id) {
                let again: Label = serde_json::from_str(&again?.1)?;
                if again.revision > label.revision {
                    label = again;
                }
            }
            of.extend(label.of.map(ItemId::number));
            self.ids.push(label.id.number());
            self.text.push_str(&label.name);
            self.ends.push(self.text.len());
            self.of.push(label.of.map_or(0, ItemId::number));
            self.marks
                .push(if label.foreign { FOREIGN } else { 0 } | if label.private { PRIVATE } else { 0 });
        }
        Ok(of)
    }

    fn get(&self, item: ItemId) -> Option<Named<'_>> {
        let at = self.ids.binary_search(&item.number()).ok()?;
        let begin = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        let marks = self.marks.get(at)?;
        Some(Named {
            name: self.text.get(begin..*self.ends.get(at)?)?,
            foreign: marks & FOREIGN != 0,
            private: marks & PRIVATE != 0,
            of: ItemId::from_number(*self.of.get(at)?),
        })
    }
}

/// The labels that records name, and those that their offices name.
struct Tables([LabelTable; 2]);

impl Labels for Tables {
    fn named(&self, item: ItemId) -> Option<Named<'_>> {
        self.0.iter().find_map(|table| table.get(item))
    }
}
