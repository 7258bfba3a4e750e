//! `dramatis annotate`: articles in, JSON lines (or Parquet) out, in order, on all cores, in constant memory.
//!
//! Articles come as JSON lines on standard input, or from files and folders of pages, web archives, JSON lines and Parquet. A
//! document that cannot be read is reported on standard error with its place and answered in its place with
//! `{"id":…,"error":"…"}`; those around it are answered as ever. Offsets count code points of the text given; where HTML was
//! given, the answer holds the `text` that they count in.

mod document;
mod files;
mod http;
mod lines;
mod output;
#[cfg(feature = "parquet")]
mod parquet;
mod warc;

use std::path::PathBuf;

use dramatis::Engine;
use rayon::prelude::*;
use serde_json::Value;

use self::document::{Content, Document, Waiting};
use self::files::Files;
use self::lines::Lines;
use self::output::Output;
use crate::{Failure, PackOption, report};

/// Documents read before they are worked on together: enough to keep all cores busy, few enough to stay small.
const BATCH_DOCUMENTS: usize = 256;

/// A batch is closed at this size even if it has few documents, in bytes.
const BATCH_BYTES: usize = 8 << 20;

/// A document over this size is answered with an error, in bytes.
const LARGEST_DOCUMENT: usize = 64 << 20;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Files, or folders of them: pages (.html, .htm), web archives (.warc, .warc.gz), JSON lines (.jsonl, .jsonl.gz) and, where
    /// this was built with the feature, .parquet [default: JSON lines on standard input]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The file to write, JSON lines or .parquet [default: JSON lines on standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    pack: PackOption,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let engine = arguments.pack.engine()?;
    let mut output = Output::open(arguments.out.as_deref())?;
    if arguments.paths.is_empty() {
        answer_all(&engine, Lines::of_standard_input(), &mut output)?;
    } else {
        let tally = answer_all(&engine, Files::new(&arguments.paths)?, &mut output)?;
        eprintln!("{} documents, {} of them with an error", tally.documents, tally.errors);
    }
    output.finish()
}

/// What was answered.
#[derive(Default)]
struct Tally {
    documents: u64,
    errors: u64,
}

fn answer_all(
    engine: &Engine,
    mut documents: impl Iterator<Item = Result<Waiting, Failure>>,
    output: &mut Output,
) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    loop {
        let batch = next_batch(&mut documents)?;
        if batch.is_empty() {
            return Ok(tally);
        }
        let answers: Vec<Answer> = batch.par_iter().map(|waiting| answer(engine, waiting)).collect();
        for (waiting, answer) in batch.iter().zip(answers) {
            let line = match answer {
                Answer::Nothing => continue,
                Answer::Read(json) => json,
                Answer::Failed { id, error } => {
                    eprintln!("dramatis: {}: {error}", waiting.place);
                    tally.errors += 1;
                    serde_json::json!({ "id": id, "error": error }).to_string()
                }
            };
            tally.documents += 1;
            output.line(&line)?;
        }
    }
}

fn next_batch(
    documents: &mut impl Iterator<Item = Result<Waiting, Failure>>,
) -> Result<Vec<Waiting>, Failure> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while batch.len() < BATCH_DOCUMENTS && bytes < BATCH_BYTES {
        let Some(waiting) = documents.next() else { break };
        let waiting = waiting?;
        bytes += waiting.bytes();
        batch.push(waiting);
    }
    Ok(batch)
}

enum Answer {
    /// An empty line asks nothing.
    Nothing,
    Read(String),
    Failed {
        id: Value,
        error: String,
    },
}

fn answer(engine: &Engine, waiting: &Waiting) -> Answer {
    let document = match &waiting.content {
        Content::Refused { id, error } => {
            return Answer::Failed { id: id.clone(), error: error.clone() };
        }
        Content::Line(line) if line.iter().all(u8::is_ascii_whitespace) => return Answer::Nothing,
        Content::Line(line) => Document::of_line(line),
        Content::Page { id, url, charset, html } => Ok(Document::of_page(id, url.as_deref(), *charset, html)),
        Content::Text { id, url, text } => Ok(Document::of_text(id, url.as_deref(), text)),
        #[cfg(feature = "parquet")]
        Content::Row(row) => Document::of_row(row),
    };
    let Document { id, url, article, has_text, in_full } = match document {
        Ok(document) => document,
        Err((id, error)) => return Answer::Failed { id, error },
    };
    let reading = engine.read(&article);
    let mut answer = report::annotate(&id, &article, &reading);
    if !has_text {
        answer = answer.with_text(&article);
    }
    if in_full {
        answer = answer.with_article(&article, url);
    }
    match serde_json::to_string(&answer) {
        Ok(json) => Answer::Read(json),
        Err(error) => Answer::Failed { id, error: error.to_string() },
    }
}
