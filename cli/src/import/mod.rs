//! `dramatis pack import`: streams a dump of Wikidata into a folder of facts.
//!
//! The way: [`dump`] decompresses and cuts into batches of lines on one thread, [`sifting`] reads them on all others and writes
//! work files in chunks, [`resolving`] sorts those, puts labels for ids and hands records to [`facts`], which writes shards.
//! A chunk is whole or is not there, so that a killed run goes on after the last one. In: dumps. Out: a folder of facts.

mod classes;
mod dump;
mod facts;
mod folders;
mod part;
mod progress;
mod report;
mod resolving;
mod sifting;
mod sorting;
mod streams;
mod work;

use std::path::{Path, PathBuf};

use dramatis::Date;
use dramatis::wikidata::Classes;

use crate::Failure;
use part::Part;
use work::{Plan, Tally, WorkFolder};

/// The JSON, in MB, after which a chunk is written: what a killed run has to read again, and with its rows the most memory
/// that waits to be written.
const CHUNK_MB: u64 = 256;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The dump, plain, .gz or .bz2; `-` for standard input; several files are read as one dump.
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    wikidata: Vec<PathBuf>,
    /// The folder of facts to write; work files lie in its `work` folder until it is done.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The day up to which the dump tells [default: the newest change in it]
    #[arg(long, value_name = "DATE")]
    dump_date: Option<Date>,
    /// Computes the classes of organizations from the dump in a first pass.
    #[arg(long, conflicts_with = "classes")]
    classes_from_dump: bool,
    /// Takes the classes of organizations from a list that `pack classes` made [default: a list kept by hand]
    #[arg(long, value_name = "FILE")]
    classes: Option<PathBuf>,
    /// Leaves out records whose prominence (0 to 100) is less.
    #[arg(long, value_name = "POP", default_value_t = 0)]
    least_pop: u8,
    /// Reads only the k-th of n parts of a plain or .bz2 dump and leaves work files for `pack merge`.
    #[arg(long, value_name = "K/N")]
    part: Option<Part>,
    /// Leaves work files for `pack merge` instead of facts.
    #[arg(long)]
    unresolved: bool,
    /// After how much JSON, in MB, the work is saved; a killed run reads at most this much again.
    #[arg(long, value_name = "MB", default_value_t = CHUNK_MB, value_parser = clap::value_parser!(u64).range(1..))]
    checkpoint: u64,
}

/// `pack classes`: computes the classes of organizations from a dump.
#[derive(clap::Args)]
pub(crate) struct ClassesArguments {
    /// The dump, or all files that it is split into.
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    wikidata: Vec<PathBuf>,
    /// The list to write.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// `pack merge`: makes one folder of facts out of several.
#[derive(clap::Args)]
pub(crate) struct MergeArguments {
    /// The folders: all of parts that `pack import` left unresolved, or all of facts, of which later ones win key by key.
    #[arg(value_name = "DIR", required = true, num_args = 1..)]
    folders: Vec<PathBuf>,
    /// The folder of facts to write.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The day up to which the dump tells [default: the newest change in it]
    #[arg(long, value_name = "DATE")]
    dump_date: Option<Date>,
    /// Leaves out records whose prominence (0 to 100) is less.
    #[arg(long, value_name = "POP", default_value_t = 0)]
    least_pop: u8,
}

pub(crate) fn run(arguments: Arguments) -> Result<(), Failure> {
    facts::may_write(&arguments.out)?;
    let work = WorkFolder::create(&arguments.out)?;
    let classes = match &arguments.classes {
        Some(path) => read_classes(path)?,
        None if arguments.classes_from_dump => classes::from_dump_once(&arguments.wikidata, &work)?,
        None => Classes::shipped(),
    };
    let plan = Plan::new(&arguments.wikidata, arguments.part, &classes)?;
    work.begin(&plan)?;
    let tally = sifting::run(&arguments.wikidata, arguments.part, &classes, &work, arguments.checkpoint)?;
    report::tell_sifted(&tally);
    // A part may be so small that no line begins in it.
    if arguments.part.is_none() || tally.lines > 0 {
        something_was_read(&tally)?;
    }
    if arguments.unresolved || arguments.part.is_some() {
        eprintln!("{}: a part; `dramatis pack merge` makes facts of all parts", arguments.out.display());
        return Ok(());
    }
    let outcome = resolving::run(&[&work], &arguments.out, arguments.dump_date, arguments.least_pop)?;
    report::write(&arguments.out, &tally, &outcome)?;
    work.remove()?;
    Ok(())
}

/// Computes and writes a class list.
pub(crate) fn run_classes(arguments: &ClassesArguments) -> Result<(), Failure> {
    let classes = classes::from_dump(&arguments.wikidata)?;
    work::write_whole(&arguments.out, classes.to_tsv().as_bytes())?;
    eprintln!("{}: {} classes", arguments.out.display(), classes.len());
    Ok(())
}

/// Merges parts, or folders of facts.
pub(crate) fn run_merge(arguments: &MergeArguments) -> Result<(), Failure> {
    facts::may_write(&arguments.out)?;
    let parts: Vec<WorkFolder> =
        arguments.folders.iter().filter_map(|folder| WorkFolder::of_part(folder)).collect();
    if parts.is_empty() {
        if arguments.least_pop > 0 || arguments.dump_date.is_some() {
            return Err(
                "--least-pop and --dump-date are of parts of a dump; leave them out for folders of facts"
                    .into(),
            );
        }
        return folders::merge(&arguments.folders, &arguments.out);
    }
    if parts.len() < arguments.folders.len() {
        return Err(
            "some folders hold unresolved parts and some facts; merge the parts first, then the facts".into(),
        );
    }
    let parts: Vec<&WorkFolder> = parts.iter().collect();
    let tally = work::tally_of_parts(&parts)?;
    something_was_read(&tally)?;
    let outcome = resolving::run(&parts, &arguments.out, arguments.dump_date, arguments.least_pop)?;
    report::write(&arguments.out, &tally, &outcome)?;
    WorkFolder::create(&arguments.out)?.remove()
}

fn something_was_read(tally: &Tally) -> Result<(), Failure> {
    if tally.lines > tally.malformed {
        return Ok(());
    }
    let lines = tally.lines;
    Err(format!("nothing was read: {lines} lines, none an entity of Wikidata; give a JSON dump").into())
}

fn read_classes(path: &Path) -> Result<Classes, Failure> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    Classes::from_tsv(&text).map_err(|error| format!("{}: {error}", path.display()).into())
}
