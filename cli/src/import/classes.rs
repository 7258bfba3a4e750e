//! The first pass: which of a dump's classes are organizations.

use std::path::PathBuf;

use dramatis::wikidata::{Classes, SubclassEdges, superclasses};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::dump::Dump;
use super::progress::Progress;
use super::sifting::lines;
use super::work::{WorkFolder, write_whole};
use crate::Failure;

/// Batches that are searched at once.
const AT_ONCE: usize = 16;

/// The classes of a dump, kept in the work folder so that a killed run does not compute them again.
pub(crate) fn from_dump_once(dumps: &[PathBuf], work: &WorkFolder) -> Result<Classes, Failure> {
    let path = work.file("classes.tsv");
    if let Ok(known) = std::fs::read_to_string(&path) {
        return Classes::from_tsv(&known).map_err(|error| format!("{}: {error}", path.display()).into());
    }
    let classes = from_dump(dumps)?;
    write_whole(&path, classes.to_tsv().as_bytes())?;
    Ok(classes)
}

/// The subclass closure of the shipped list over a dump.
pub(crate) fn from_dump(dumps: &[PathBuf]) -> Result<Classes, Failure> {
    let mut edges = SubclassEdges::default();
    for path in dumps {
        let progress = Progress::of_dump(path);
        let unreadable = |error| format!("cannot read {}: {error}", path.display());
        let mut dump = Dump::open(path, None, None, progress.seen()).map_err(unreadable)?;
        loop {
            let mut batches = Vec::with_capacity(AT_ONCE);
            while batches.len() < AT_ONCE
                && let Some(batch) = dump.batch(Vec::new()).map_err(unreadable)?
            {
                batches.push(batch);
            }
            if batches.is_empty() {
                break;
            }
            let found: Vec<_> = batches
                .into_par_iter()
                .flat_map_iter(|batch| {
                    // Few items are classes; only their lines, and few texts, hold the property's code. A malformed line
                    // is counted in the second pass.
                    let subclass = memchr::memmem::Finder::new("\"P279\"");
                    let of_line = |(_, _, line): (u64, u64, &[u8])| {
                        subclass.find(line)?;
                        superclasses(std::str::from_utf8(line).ok()?).ok()?
                    };
                    lines(&batch).filter_map(of_line).collect::<Vec<_>>()
                })
                .collect();
            for (class, above) in found {
                edges.add(class, &above)?;
            }
            progress.show(0, 0);
        }
    }
    eprintln!("{} subclass statements", edges.len());
    Ok(edges.closure(&Classes::shipped()))
}
