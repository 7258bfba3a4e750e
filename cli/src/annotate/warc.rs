//! Web archives: the pages in a WARC file (ISO 28500), and the texts in one that was made of them (`conversion`, as Common Crawl's
//! WET has).
//!
//! In: bytes, decompressed. Out: documents; the answers that are no pages, requests, and whatever else is passed over. Read by hand
//! rather than by a library, so that no record, whatever it says of its size, takes more memory than a document may.

use std::io::{self, BufRead, Read};
use std::path::PathBuf;

use serde_json::Value;

use super::LARGEST_DOCUMENT;
use super::document::{Content, Place, Waiting};
use super::http::{self, Head, MediaType};
use crate::Failure;

/// The longest head of a record, in bytes; real ones have some 500.
const LONGEST_HEAD: usize = 64 << 10;

/// The documents of a web archive.
pub(super) struct Records {
    input: Box<dyn BufRead>,
    path: PathBuf,
    number: u64,
    ended: bool,
}

impl Records {
    pub(super) fn new(input: Box<dyn BufRead>, path: PathBuf) -> Self {
        Self { input, path, number: 0, ended: false }
    }

    /// The head of the next record; nothing at the end.
    fn head(&mut self) -> io::Result<Option<Head>> {
        let mut head = Vec::new();
        loop {
            let begin = head.len();
            let left = (LONGEST_HEAD - begin) as u64;
            let read = self.input.by_ref().take(left).read_until(b'\n', &mut head)?;
            let line = head.get(begin..).unwrap_or_default();
            let is_blank = line.iter().all(u8::is_ascii_whitespace);
            if read == 0 && begin == 0 {
                return Ok(None);
            } else if read == 0 {
                return Err(broken("the head of a record does not end; the rest of the file is not read"));
            } else if is_blank && begin == 0 {
                head.clear();
            } else if begin == 0 && !line.starts_with(b"WARC/") {
                return Err(broken("here begins no WARC record; the rest of the file is not read"));
            } else if is_blank {
                return Ok(Some(Head::parse(&head)));
            }
        }
    }

    /// The document of the next record; `Ok(None)` at the end.
    fn read(&mut self) -> io::Result<Option<Option<Content>>> {
        let Some(head) = self.head()? else { return Ok(None) };
        let size = head.field("content-length").and_then(|size| size.parse::<u64>().ok());
        let Some(size) = size else {
            return Err(broken("the record does not tell its size; the rest of the file is not read"));
        };
        let field = |name| head.field(name).map(|value: &str| value.trim_matches(['<', '>']).to_owned());
        let (id, url) = (field("warc-record-id").unwrap_or_default(), field("warc-target-uri"));
        let kind = MediaType::parse(head.field("content-type").unwrap_or_default());
        let record = head.field("warc-type").unwrap_or_default().to_lowercase();
        let wanted = match record.as_str() {
            "response" => url.as_deref().is_some_and(|url| url.starts_with("http")),
            "resource" => kind.is_page(),
            "conversion" => kind.is_text(),
            _ => false,
        };
        let mut body = self.input.by_ref().take(size);
        if !wanted || size > LARGEST_DOCUMENT as u64 {
            let passed = io::copy(&mut body, &mut io::sink())?;
            whole(passed, size)?;
            let error = format!("has {size} bytes, more than {LARGEST_DOCUMENT}; split the document");
            return Ok(Some(wanted.then(|| Content::Refused { id: id.into(), error })));
        }
        let mut bytes = Vec::new();
        let read = body.read_to_end(&mut bytes)?;
        whole(read as u64, size)?;
        Ok(Some(match record.as_str() {
            "conversion" => Some(Content::Text { id, url, text: bytes }),
            "resource" => Some(Content::Page { id, url, charset: kind.charset, html: bytes }),
            _ => match http::page(bytes) {
                Ok(page) => {
                    page.map(|page| Content::Page { id, url, charset: page.charset, html: page.html })
                }
                Err(error) => Some(Content::Refused { id: id.into(), error }),
            },
        }))
    }
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

fn whole(read: u64, size: u64) -> io::Result<()> {
    if read == size { Ok(()) } else { Err(broken("the file ends in the middle of a record")) }
}

impl Iterator for Records {
    type Item = Result<Waiting, Failure>;

    fn next(&mut self) -> Option<Result<Waiting, Failure>> {
        while !self.ended {
            self.number += 1;
            let content = match self.read() {
                Ok(None) => return None,
                Ok(Some(None)) => continue,
                Ok(Some(Some(content))) => content,
                Err(error) => {
                    self.ended = true;
                    let id = Value::from(self.path.display().to_string());
                    Content::Refused { id, error: error.to_string() }
                }
            };
            return Some(Ok(Waiting {
                place: Place::Part(self.path.clone(), "record", self.number),
                content,
            }));
        }
        None
    }
}
