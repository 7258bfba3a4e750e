//! Documents: one article in whatever form it came, and what becomes of it.
//!
//! In: a line, a page, a text or a row, as [`Waiting`]; what takes time (JSON, decoding, HTML) is done here, on all cores. Out: a
//! [`Document`], or its id with what is wrong.

use std::fmt;
use std::path::PathBuf;

use dramatis::{Article, Date, decode_html};
use encoding_rs::Encoding;
use serde::Deserialize;
use serde_json::Value;

/// Where a document came from.
pub(super) enum Place {
    /// A line of standard input.
    Line(u64),
    /// A whole file.
    File(PathBuf),
    /// A line, record or row of a file, from 1.
    Part(PathBuf, &'static str, u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(number) => write!(f, "line {number}"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Part(path, what, number) => write!(f, "{}, {what} {number}", path.display()),
        }
    }
}

/// A document that waits to be read.
pub(super) struct Waiting {
    pub(super) place: Place,
    pub(super) content: Content,
}

/// A document as it came.
pub(super) enum Content {
    /// A line of JSON.
    Line(Vec<u8>),
    /// A page, with the encoding that its server told.
    Page { id: String, url: Option<String>, charset: Option<&'static Encoding>, html: Vec<u8> },
    /// A text in UTF-8.
    Text { id: String, url: Option<String>, text: Vec<u8> },
    /// A row of a table.
    #[cfg(feature = "parquet")]
    Row(Row),
    /// Known before reading to be none.
    Refused { id: Value, error: String },
}

impl Waiting {
    /// How much of memory it takes.
    pub(super) fn bytes(&self) -> usize {
        match &self.content {
            Content::Line(bytes) | Content::Page { html: bytes, .. } | Content::Text { text: bytes, .. } => {
                bytes.len()
            }
            #[cfg(feature = "parquet")]
            Content::Row(row) => [&row.text, &row.html].into_iter().flatten().map(String::len).sum(),
            Content::Refused { .. } => 0,
        }
    }
}

/// A row of a table, and a line of JSON: an article by one who knows its text or HTML.
#[derive(Deserialize)]
pub(super) struct Row {
    #[serde(default)]
    pub(super) id: Value,
    pub(super) text: Option<String>,
    pub(super) html: Option<String>,
    pub(super) date: Option<String>,
}

/// An article to read, and what its answer is to hold.
pub(super) struct Document<'w> {
    pub(super) id: Value,
    pub(super) url: Option<&'w str>,
    pub(super) article: Article,
    /// Whoever asks has the text that offsets count in.
    pub(super) has_text: bool,
    /// The answer tells of the article too.
    pub(super) in_full: bool,
}

/// An id and what is wrong.
type Wrong = (Value, String);

impl<'w> Document<'w> {
    pub(super) fn of_line(line: &[u8]) -> Result<Self, Wrong> {
        match serde_json::from_slice::<Row>(line) {
            Ok(row) => Self::of_given(&row, false),
            Err(error) => {
                let id =
                    serde_json::from_slice::<Value>(line).ok().and_then(|value| value.get("id").cloned());
                let error = format!("not an object {{\"id\",\"text\" or \"html\",\"date\"?}}: {error}");
                Err((id.unwrap_or_default(), error))
            }
        }
    }

    #[cfg(feature = "parquet")]
    pub(super) fn of_row(row: &Row) -> Result<Self, Wrong> {
        Self::of_given(row, true)
    }

    fn of_given(row: &Row, in_full: bool) -> Result<Self, Wrong> {
        match article(row) {
            Ok(article) => {
                Ok(Self { id: row.id.clone(), url: None, article, has_text: row.html.is_none(), in_full })
            }
            Err(error) => Err((row.id.clone(), error)),
        }
    }

    pub(super) fn of_page(
        id: &str,
        url: Option<&'w str>,
        charset: Option<&'static Encoding>,
        html: &[u8],
    ) -> Self {
        let html = match charset {
            Some(encoding) => encoding.decode(html).0.into_owned(),
            None => decode_html(html),
        };
        Self { id: id.into(), url, article: Article::from_html(&html, url), has_text: false, in_full: true }
    }

    pub(super) fn of_text(id: &str, url: Option<&'w str>, text: &[u8]) -> Self {
        let article = Article::from_text(&String::from_utf8_lossy(text));
        Self { id: id.into(), url, article, has_text: false, in_full: true }
    }
}

fn article(row: &Row) -> Result<Article, String> {
    let article = match (&row.text, &row.html) {
        (Some(text), None) => Article::from_text(text),
        (None, Some(html)) => Article::from_html(html, None),
        (Some(_), Some(_)) => return Err("has both \"text\" and \"html\"; give one".to_owned()),
        (None, None) => return Err("has neither \"text\" nor \"html\"".to_owned()),
    };
    match &row.date {
        None => Ok(article),
        Some(date) => {
            let date: Date = date.parse().map_err(|error| format!("\"date\": {error}"))?;
            Ok(article.with_date(date))
        }
    }
}
