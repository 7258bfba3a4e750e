//! `dramatis annotate`: JSON lines in, JSON lines out, in order, on all cores, in constant memory.
//!
//! A line that cannot be read is reported on standard error with its number and answered in its place with
//! `{"id":…,"error":"…"}`; the lines around it are answered as ever. Offsets count code points of the text given; where
//! HTML was given, the answer holds the `text` that they count in.

use std::io::{BufRead, Read, Write};

use dramatis::{Article, Date, Engine};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use crate::{Failure, PackOption, report};

/// Lines read before they are worked on together: enough to keep all cores busy, few enough to stay small.
const BATCH_LINES: usize = 256;

/// A batch is closed at this size even if it has few lines, in bytes.
const BATCH_BYTES: usize = 8 << 20;

/// A line over this size is answered with an error, in bytes.
const LARGEST_LINE: u64 = 64 << 20;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pack: PackOption,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    text: Option<String>,
    html: Option<String>,
    date: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let engine = arguments.pack.engine()?;
    let mut input = std::io::stdin().lock();
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let mut first = 1;
    loop {
        let batch = read_batch(&mut input)?;
        if batch.is_empty() {
            break;
        }
        let answers: Vec<Answer> = batch.par_iter().map(|line| answer(&engine, line)).collect();
        for (number, answer) in (first..).zip(&answers) {
            match answer {
                Answer::Nothing => {}
                Answer::Read(json) => writeln!(output, "{json}")?,
                Answer::Failed { id, error } => {
                    eprintln!("dramatis: line {number}: {error}");
                    writeln!(output, "{}", serde_json::json!({ "id": id, "error": error }))?;
                }
            }
        }
        first += batch.len();
    }
    output.flush()?;
    Ok(())
}

/// Lines as they came; `Err` holds the size of one that is too long to be kept.
type RawLine = Result<Vec<u8>, u64>;

fn read_batch(input: &mut impl BufRead) -> std::io::Result<Vec<RawLine>> {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while batch.len() < BATCH_LINES && bytes < BATCH_BYTES {
        let mut line = Vec::new();
        let read = input.by_ref().take(LARGEST_LINE).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        bytes += read;
        let cut = read as u64 == LARGEST_LINE && line.last() != Some(&b'\n');
        batch.push(if cut { Err(read as u64 + skip_line(input)?) } else { Ok(line) });
    }
    Ok(batch)
}

/// Passes over the rest of a line; how many bytes that was.
fn skip_line(input: &mut impl BufRead) -> std::io::Result<u64> {
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

enum Answer {
    /// An empty line asks nothing.
    Nothing,
    Read(String),
    Failed {
        id: Value,
        error: String,
    },
}

fn answer(engine: &Engine, line: &RawLine) -> Answer {
    let bytes = match line {
        Ok(bytes) => bytes,
        Err(size) => {
            let error = format!("the line has {size} bytes, more than {LARGEST_LINE}; split the document");
            return Answer::Failed { id: Value::Null, error };
        }
    };
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Answer::Nothing;
    }
    let line: Line = match serde_json::from_slice(bytes) {
        Ok(line) => line,
        Err(error) => {
            let id = serde_json::from_slice::<Value>(bytes).ok().and_then(|value| value.get("id").cloned());
            let error = format!("not an object {{\"id\",\"text\" or \"html\",\"date\"?}}: {error}");
            return Answer::Failed { id: id.unwrap_or_default(), error };
        }
    };
    match article(&line) {
        Ok(article) => {
            let reading = engine.read(&article);
            match serde_json::to_string(&report::annotate(&line.id, &article, &reading, line.html.is_some()))
            {
                Ok(json) => Answer::Read(json),
                Err(error) => Answer::Failed { id: line.id, error: error.to_string() },
            }
        }
        Err(error) => Answer::Failed { id: line.id, error },
    }
}

fn article(line: &Line) -> Result<Article, String> {
    let article = match (&line.text, &line.html) {
        (Some(text), None) => Article::from_text(text),
        (None, Some(html)) => Article::from_html(html, None),
        (Some(_), Some(_)) => return Err("has both \"text\" and \"html\"; give one".to_owned()),
        (None, None) => return Err("has neither \"text\" nor \"html\"".to_owned()),
    };
    match &line.date {
        None => Ok(article),
        Some(date) => {
            let date: Date = date.parse().map_err(|error| format!("\"date\": {error}"))?;
            Ok(article.with_date(date))
        }
    }
}
