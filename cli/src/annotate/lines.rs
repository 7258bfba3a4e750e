//! JSON lines: one document a line.
//!
//! In: bytes. Out: lines as they came, and in their place the size of those that are too long to be kept.

use std::io::{self, BufRead, Read};
use std::path::PathBuf;

use serde_json::Value;

use super::LARGEST_DOCUMENT;
use super::document::{Content, Place, Waiting};
use crate::Failure;

/// The lines of a file, or of standard input.
pub(super) struct Lines {
    input: Box<dyn BufRead>,
    /// The file, if it is one.
    path: Option<PathBuf>,
    number: u64,
    ended: bool,
}

impl Lines {
    pub(super) fn of_standard_input() -> Self {
        Self { input: Box::new(io::stdin().lock()), path: None, number: 0, ended: false }
    }

    pub(super) fn of_file(input: Box<dyn BufRead>, path: PathBuf) -> Self {
        Self { input, path: Some(path), number: 0, ended: false }
    }

    fn read(&mut self) -> io::Result<Option<Content>> {
        let mut line = Vec::new();
        let read = self.input.by_ref().take(LARGEST_DOCUMENT as u64).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(None);
        }
        let cut = read == LARGEST_DOCUMENT && line.last() != Some(&b'\n');
        if !cut {
            return Ok(Some(Content::Line(line)));
        }
        drop(line);
        let size = read as u64 + skip_line(&mut self.input)?;
        let error = format!("the line has {size} bytes, more than {LARGEST_DOCUMENT}; split the document");
        Ok(Some(Content::Refused { id: Value::Null, error }))
    }
}

impl Iterator for Lines {
    type Item = Result<Waiting, Failure>;

    fn next(&mut self) -> Option<Result<Waiting, Failure>> {
        if self.ended {
            return None;
        }
        self.number += 1;
        let read = self.read();
        let place = match &self.path {
            None => Place::Line(self.number),
            Some(path) => Place::Part(path.clone(), "line", self.number),
        };
        match (read, &self.path) {
            (Ok(content), _) => Some(Ok(Waiting { place, content: content? })),
            // Where one of many files ends badly, the others are still read.
            (Err(error), Some(path)) => {
                self.ended = true;
                let id = path.display().to_string().into();
                let error = format!("cannot read on: {error}");
                Some(Ok(Waiting { place, content: Content::Refused { id, error } }))
            }
            (Err(error), None) => Some(Err(error.into())),
        }
    }
}

/// Passes over the rest of a line; how many bytes that was.
fn skip_line(input: &mut impl BufRead) -> io::Result<u64> {
    let mut skipped = 0;
    loop {
        let buffer = input.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let step = end.map_or(buffer.len(), |end| end + 1);
        input.consume(step);
        skipped += step as u64;
        if end.is_some() || step == 0 {
            return Ok(skipped);
        }
    }
}
