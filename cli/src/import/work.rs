//! Work files: what is sifted but not yet resolved, in chunks that are whole or not there.
//!
//! `work/plan.json` says of which dump they are, `work/NNNNNN.{drafts,labels,ties}` hold the rows of a chunk sorted by id, and
//! `work/NNNNNN.done`, written last, says that they are whole, where the chunk ended and what was counted. A run that was
//! killed goes on behind the last chunk without a gap; whatever lies behind it is deleted.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use dramatis::Date;
use dramatis::wikidata::Classes;
use serde::{Deserialize, Serialize};

use super::dump::Place;
use super::part::Part;
use super::sorting::{Rows, write_lasting_run};
use crate::Failure;

/// The form of the work files; raised whenever rows change.
const VERSION: u32 = 1;

/// Broken lines that are named; more are only counted.
pub(crate) const MOST_NAMED: usize = 1000;

/// What work files are of: everything that decides what is in them.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Plan {
    version: u32,
    dumps: Vec<(String, Option<u64>)>,
    part: Option<Part>,
    /// CRC-32 of the class list.
    classes: u32,
}

impl Plan {
    pub(crate) fn new(dumps: &[PathBuf], part: Option<Part>, classes: &Classes) -> Result<Self, Failure> {
        let described = dumps.iter().map(|path| {
            // Standard input has no size.
            let bytes = match path.to_str() {
                Some("-") => None,
                _ => Some(fs::metadata(path).map_err(|error| unreadable(path, &error))?.len()),
            };
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
            Ok((name, bytes))
        });
        let mut sum = flate2::Crc::new();
        sum.update(classes.to_tsv().as_bytes());
        Ok(Self {
            version: VERSION,
            dumps: described.collect::<Result<_, Failure>>()?,
            part,
            classes: sum.sum(),
        })
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    format!("cannot read {}: {error}", path.display()).into()
}

/// A line that is no entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Malformed {
    /// The file, by its place among those given.
    pub(crate) dump: usize,
    /// Bytes of JSON before it, from the begin of the file or the part.
    pub(crate) byte: u64,
    /// The line, from 1.
    pub(crate) line: u64,
    /// What is wrong.
    pub(crate) what: String,
}

/// What was counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tally {
    /// Lines that hold something but a bracket.
    pub(crate) lines: u64,
    /// Lines that are no entity.
    pub(crate) malformed: u64,
    /// The first of them.
    pub(crate) named: Vec<Malformed>,
    /// People kept.
    pub(crate) people: u64,
    /// Organizations kept.
    pub(crate) organizations: u64,
    /// People and organizations without a name in Latin script.
    pub(crate) nameless: u64,
    /// The newest change.
    pub(crate) newest: Option<Date>,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.lines += other.lines;
        self.malformed += other.malformed;
        self.people += other.people;
        self.organizations += other.organizations;
        self.nameless += other.nameless;
        self.newest = self.newest.max(other.newest);
        self.named.extend(other.named);
        self.named.sort_by_key(|named| (named.dump, named.byte));
        self.named.truncate(MOST_NAMED);
    }
}

/// That a chunk is whole, and where the next begins.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Done {
    /// The file in which it ended, by its place among those given.
    pub(crate) dump: usize,
    /// Where it ended.
    pub(crate) place: Place,
    /// The dump ended with it.
    pub(crate) last: bool,
    /// What was counted in it.
    pub(crate) tally: Tally,
}

/// The rows of a chunk.
#[derive(Debug, Default)]
pub(crate) struct ChunkRows {
    pub(crate) drafts: Rows,
    pub(crate) labels: Rows,
    pub(crate) ties: Rows,
}

/// Kinds of rows, as the work files' endings.
#[derive(Debug, Clone, Copy)]
pub(crate) enum RowKind {
    Drafts,
    Labels,
    Ties,
}

impl RowKind {
    fn ending(self) -> &'static str {
        match self {
            Self::Drafts => "drafts",
            Self::Labels => "labels",
            Self::Ties => "ties",
        }
    }
}

/// A folder of work files.
#[derive(Debug)]
pub(crate) struct WorkFolder(PathBuf);

impl WorkFolder {
    /// That of a folder to be written.
    pub(crate) fn create(out: &Path) -> Result<Self, Failure> {
        let folder = out.join("work");
        fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        Ok(Self(folder))
    }

    /// That of a part, if it is one.
    pub(crate) fn of_part(folder: &Path) -> Option<Self> {
        let work = folder.join("work");
        work.join("plan.json").exists().then_some(Self(work))
    }

    /// A file of the folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Begins with a plan, or goes on with it.
    pub(crate) fn begin(&self, plan: &Plan) -> Result<(), Failure> {
        let path = self.file("plan.json");
        match fs::read(&path) {
            Ok(known) => {
                let known: Option<Plan> = serde_json::from_slice(&known).ok();
                if known.as_ref() == Some(plan) {
                    return Ok(());
                }
                Err(format!(
                    "{} holds work on another dump, part or class list, or of another version; delete it, or give another --out",
                    self.0.display()
                )
                .into())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                write_whole(&path, &serde_json::to_vec(plan)?)
            }
            Err(error) => Err(unreadable(&path, &error)),
        }
    }

    /// The chunks that are whole, from the first on without a gap; others are deleted.
    pub(crate) fn done(&self) -> Result<Vec<Done>, Failure> {
        let mut whole: Vec<Done> = Vec::new();
        while let Some(done) = self.read_done(whole.len())? {
            let last = done.last;
            whole.push(done);
            if last {
                break;
            }
        }
        for entry in fs::read_dir(&self.0).map_err(|error| unreadable(&self.0, &error))? {
            let path = entry.map_err(|error| unreadable(&self.0, &error))?.path();
            let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            let chunk = stem.parse::<usize>().ok().filter(|_| stem.len() == 6);
            if chunk.is_some_and(|chunk| chunk >= whole.len()) {
                fs::remove_file(&path)
                    .map_err(|error| format!("cannot delete {}: {error}", path.display()))?;
            }
        }
        Ok(whole)
    }

    fn read_done(&self, chunk: usize) -> Result<Option<Done>, Failure> {
        let path = self.file(&format!("{chunk:06}.done"));
        match fs::read(&path) {
            Ok(text) => Ok(Some(serde_json::from_slice(&text).map_err(|error| {
                format!("{} is broken ({error}); delete {} and begin again", path.display(), self.0.display())
            })?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unreadable(&path, &error)),
        }
    }

    /// Writes a chunk: the rows, and then that they are whole.
    pub(crate) fn write(&self, chunk: usize, rows: ChunkRows, done: &Done) -> Result<(), Failure> {
        for (kind, rows) in
            [(RowKind::Drafts, rows.drafts), (RowKind::Labels, rows.labels), (RowKind::Ties, rows.ties)]
        {
            let path = self.file(&format!("{chunk:06}.{}", kind.ending()));
            write_lasting_run(&path, rows)
                .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        }
        write_whole(&self.file(&format!("{chunk:06}.done")), &serde_json::to_vec(done)?)
    }

    /// The files of rows of a kind, if the work is done.
    pub(crate) fn runs(&self, kind: RowKind) -> Result<Vec<PathBuf>, Failure> {
        let done = self.done()?;
        if done.last().is_none_or(|last| !last.last) {
            return Err(format!(
                "{} is not done; run its `pack import` again, it goes on where it stopped",
                self.0.display()
            )
            .into());
        }
        Ok((0..done.len()).map(|chunk| self.file(&format!("{chunk:06}.{}", kind.ending()))).collect())
    }

    /// Deletes it: under another name first, so that a killed deletion leaves no half work behind.
    pub(crate) fn remove(&self) -> Result<(), Failure> {
        let going = self.0.with_file_name("work-done");
        let cleared = if going.exists() { fs::remove_dir_all(&going) } else { Ok(()) };
        let gone =
            cleared.and_then(|()| fs::rename(&self.0, &going)).and_then(|()| fs::remove_dir_all(&going));
        gone.map_err(|error| format!("cannot delete {}: {error}", self.0.display()).into())
    }
}

/// What was counted in all parts.
pub(crate) fn tally_of_parts(parts: &[&WorkFolder]) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    for part in parts {
        for done in part.done()? {
            tally.add(done.tally);
        }
    }
    Ok(tally)
}

/// Writes a file beside and renames it, so that it is whole or not there, even after a loss of power.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let unfinished = path.with_extension("unfinished");
    let written = fs::File::create(&unfinished)
        .and_then(|mut file| {
            io::Write::write_all(&mut file, bytes)?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&unfinished, path));
    written.map_err(|error| format!("cannot write {}: {error}", path.display()).into())
}
