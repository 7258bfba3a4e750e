//! Output: answers to where they were asked for.
//!
//! In: JSON lines. Out: the same on standard output or in a file, or a Parquet table. A file is written beside its place and renamed,
//! so that nobody ever reads half of it.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::Failure;

/// Where answers go.
pub(super) struct Output {
    sink: Sink,
    /// The file in the making, and its place.
    file: Option<(PathBuf, PathBuf)>,
}

enum Sink {
    Lines(Box<dyn Write>),
    #[cfg(feature = "parquet")]
    Table(Box<super::parquet::Table>),
}

impl Output {
    /// Standard output where no file is given.
    pub(super) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else {
            return Ok(Self { sink: Sink::Lines(Box::new(BufWriter::new(io::stdout().lock()))), file: None });
        };
        let is_table = path.extension().is_some_and(|extension| extension == "parquet");
        // Before the file is there: what cannot be written leaves none.
        let sink: Opened = if is_table { tables()? } else { lines };
        let mut unfinished = path.as_os_str().to_owned();
        unfinished.push(".unfinished");
        let unfinished = PathBuf::from(unfinished);
        let file = File::create(&unfinished)
            .map_err(|error| format!("cannot write {}: {error}", unfinished.display()))?;
        Ok(Self { sink: sink(file)?, file: Some((unfinished, path.to_owned())) })
    }

    /// Writes an answer.
    pub(super) fn line(&mut self, json: &str) -> Result<(), Failure> {
        match &mut self.sink {
            Sink::Lines(out) => Ok(writeln!(out, "{json}")?),
            #[cfg(feature = "parquet")]
            Sink::Table(table) => table.line(json),
        }
    }

    /// Ends the output, and puts a file in its place.
    pub(super) fn finish(self) -> Result<(), Failure> {
        match self.sink {
            Sink::Lines(mut out) => out.flush()?,
            #[cfg(feature = "parquet")]
            Sink::Table(table) => table.finish()?,
        }
        if let Some((unfinished, path)) = self.file {
            std::fs::rename(&unfinished, &path)
                .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        }
        Ok(())
    }
}

type Opened = fn(File) -> Result<Sink, Failure>;

fn lines(file: File) -> Result<Sink, Failure> {
    Ok(Sink::Lines(Box::new(BufWriter::new(file))))
}

#[cfg(feature = "parquet")]
fn tables() -> Result<Opened, Failure> {
    Ok(|file| Ok(Sink::Table(Box::new(super::parquet::Table::new(file)?))))
}

#[cfg(not(feature = "parquet"))]
fn tables() -> Result<Opened, Failure> {
    Err("this command was built without Parquet; build it with `--features parquet`, or write .jsonl".into())
}
