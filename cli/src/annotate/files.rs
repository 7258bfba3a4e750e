//! Files: paths into documents, folder by folder in order of name.
//!
//! In: files and folders. Out: the documents in them. A file's kind is told by its ending; in folders those of other endings are
//! passed over, and links to folders are not followed.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde_json::Value;

use super::LARGEST_DOCUMENT;
use super::document::{Content, Place, Waiting};
use super::lines::Lines;
use super::warc::Records;
use crate::Failure;

/// What is read of a file at a time, in bytes.
const READ_AHEAD: usize = 256 << 10;

/// The documents of one file.
type Documents = Box<dyn Iterator<Item = Result<Waiting, Failure>>>;

/// How a file is read.
#[derive(Clone, Copy)]
enum Kind {
    Page,
    Archive,
    Lines,
    Table,
}

/// What a file's name says about how it is read, and whether it is gzipped.
fn kind(path: &Path) -> Option<(Kind, bool)> {
    let name = path.file_name()?.to_str()?.to_lowercase();
    let (name, zipped) = match name.strip_suffix(".gz") {
        Some(name) => (name, true),
        None => (name.as_str(), false),
    };
    let kind = match name.rsplit_once('.')?.1 {
        "html" | "htm" => Kind::Page,
        "warc" | "wet" => Kind::Archive,
        "jsonl" | "ndjson" => Kind::Lines,
        "parquet" if !zipped => Kind::Table,
        _ => return None,
    };
    Some((kind, zipped))
}

/// The documents of files and folders.
pub(super) struct Files {
    /// What is still to be read, the next last, and the folder that each was found below.
    paths: Vec<(PathBuf, Option<PathBuf>)>,
    open: Option<Documents>,
}

impl Files {
    /// Of files and folders, one after the other.
    ///
    /// # Errors
    /// When one is not there, or its name does not tell what it is.
    pub(super) fn new(given: &[PathBuf]) -> Result<Self, Failure> {
        for path in given {
            let found = fs::metadata(path)
                .map_err(|error| format!("cannot read {}: {error}; give files or folders", path.display()))?;
            if found.is_file() && kind(path).is_none() {
                return Err(format!(
                    "{} is none of .html, .htm, .warc, .jsonl (each with .gz too) and .parquet; give one of these, or pipe \
                     JSON lines in",
                    path.display()
                )
                .into());
            }
        }
        let paths = given.iter().rev().map(|path| (path.clone(), path.is_dir().then(|| path.clone())));
        Ok(Self { paths: paths.collect(), open: None })
    }

    fn begin(&mut self, path: PathBuf, below: Option<PathBuf>) -> io::Result<()> {
        if path.is_dir() {
            let mut inside = Vec::new();
            for entry in fs::read_dir(&path)? {
                let entry = entry?;
                let is_folder = entry.file_type()?.is_dir();
                if is_folder || (entry.path().is_file() && kind(&entry.path()).is_some()) {
                    inside.push((entry.path(), below.clone()));
                }
            }
            inside.sort();
            self.paths.extend(inside.into_iter().rev());
            return Ok(());
        }
        let Some((kind, zipped)) = kind(&path) else { return Ok(()) };
        self.open = Some(match kind {
            Kind::Page => Box::new(std::iter::once(Ok(page(&path, below.as_deref(), zipped)?))),
            Kind::Archive => Box::new(Records::new(open(&path, zipped)?, path)),
            Kind::Lines => Box::new(Lines::of_file(open(&path, zipped)?, path)),
            Kind::Table => table(path)?,
        });
        Ok(())
    }
}

impl Iterator for Files {
    type Item = Result<Waiting, Failure>;

    fn next(&mut self) -> Option<Result<Waiting, Failure>> {
        loop {
            if let Some(next) = self.open.as_mut().and_then(Iterator::next) {
                return Some(next);
            }
            self.open = None;
            let (path, below) = self.paths.pop()?;
            if let Err(error) = self.begin(path.clone(), below) {
                return Some(Ok(refused(path, format!("cannot be read: {error}"))));
            }
        }
    }
}

fn refused(path: PathBuf, error: String) -> Waiting {
    let id = Value::from(path.display().to_string());
    Waiting { place: Place::File(path), content: Content::Refused { id, error } }
}

fn open(path: &Path, zipped: bool) -> io::Result<Box<dyn BufRead>> {
    let file = BufReader::with_capacity(READ_AHEAD, File::open(path)?);
    if zipped {
        Ok(Box::new(BufReader::with_capacity(READ_AHEAD, MultiGzDecoder::new(file))))
    } else {
        Ok(Box::new(file))
    }
}

/// A page: a whole file, whose id is its path below the folder given.
fn page(path: &Path, below: Option<&Path>, zipped: bool) -> io::Result<Waiting> {
    let mut html = Vec::new();
    open(path, zipped)?.take(LARGEST_DOCUMENT as u64 + 1).read_to_end(&mut html)?;
    if html.len() > LARGEST_DOCUMENT {
        return Ok(refused(
            path.to_owned(),
            format!("has more than {LARGEST_DOCUMENT} bytes; split the document"),
        ));
    }
    let id = below.and_then(|folder| path.strip_prefix(folder).ok()).unwrap_or(path).display().to_string();
    let content = Content::Page { id, url: None, charset: None, html };
    Ok(Waiting { place: Place::File(path.to_owned()), content })
}

#[cfg(feature = "parquet")]
fn table(path: PathBuf) -> io::Result<Documents> {
    Ok(Box::new(super::parquet::Rows::open(path)?))
}

#[cfg(not(feature = "parquet"))]
fn table(path: PathBuf) -> io::Result<Documents> {
    let error = "this command was built without Parquet; build it with `--features parquet`";
    Ok(Box::new(std::iter::once(Ok(refused(path, error.to_owned())))))
}
