//! Reports: what an import counted, on standard error and in `report.json` of the folder.

use std::path::Path;

use serde::Serialize;

use super::facts::Outcome;
use super::work::{Tally, write_whole};
use crate::Failure;

/// Broken lines that are told on standard error; `report.json` has more.
const MOST_TOLD: usize = 20;

/// The file that says that a folder was written by an import.
pub(super) const FILE: &str = "report.json";

#[derive(Serialize)]
struct Report<'r> {
    #[serde(flatten)]
    read: &'r Tally,
    #[serde(flatten)]
    written: &'r Outcome,
}

/// Tells what was read.
pub(crate) fn tell_sifted(tally: &Tally) {
    eprintln!(
        "{} lines read: {} people, {} organizations; {} without a name in Latin script, {} malformed",
        tally.lines, tally.people, tally.organizations, tally.nameless, tally.malformed
    );
    for named in tally.named.iter().take(MOST_TOLD) {
        eprintln!("file {}, line {}, byte {}: {}", named.dump + 1, named.line, named.byte, named.what);
    }
    let untold = tally.malformed.saturating_sub(MOST_TOLD as u64);
    if untold > 0 {
        eprintln!("and {untold} more; {FILE} names the first {}", super::work::MOST_NAMED);
    }
}

/// Writes the report, and tells what was written.
pub(crate) fn write(out: &Path, read: &Tally, written: &Outcome) -> Result<(), Failure> {
    let mut text = serde_json::to_vec_pretty(&Report { read, written })?;
    text.push(b'\n');
    write_whole(&out.join(FILE), &text)?;
    eprintln!(
        "{}: {} people, {} organizations",
        out.display(),
        written.people_written,
        written.organizations_written
    );
    Ok(())
}
