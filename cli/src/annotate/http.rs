//! HTTP: the page in a server's answer, as web archives keep it.
//!
//! In: the bytes of an answer (RFC 9112). Out: the page with its encoding, nothing where the answer is no page, or why it cannot be
//! read.

use std::io::Read;

use encoding_rs::Encoding;
use flate2::read::{MultiGzDecoder, ZlibDecoder};

use super::LARGEST_DOCUMENT;

/// The first line and the fields of a head, as HTTP and WARC write it.
pub(super) struct Head {
    pub(super) first: String,
    /// Names in small letters, and values.
    fields: Vec<(String, String)>,
}

impl Head {
    /// Reads a head; a line that begins with a space goes on with the value before it.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default().trim().to_owned();
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in lines {
            if let (true, Some((_, value))) = (line.starts_with([' ', '\t']), fields.last_mut()) {
                value.push(' ');
                value.push_str(line.trim());
            } else if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_lowercase(), value.trim().to_owned()));
            }
        }
        Self { first, fields }
    }

    /// The first value of a name in small letters.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What a `Content-Type` says.
pub(super) struct MediaType {
    essence: String,
    pub(super) charset: Option<&'static Encoding>,
}

impl MediaType {
    pub(super) fn parse(field: &str) -> Self {
        let mut parts = field.split(';');
        let essence = parts.next().unwrap_or_default().trim().to_lowercase();
        let charset = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            let value = value.trim().trim_matches(['"', '\'']);
            name.trim().eq_ignore_ascii_case("charset").then(|| Encoding::for_label(value.as_bytes()))?
        });
        Self { essence, charset }
    }

    pub(super) fn is_page(&self) -> bool {
        matches!(self.essence.as_str(), "text/html" | "application/xhtml+xml")
    }

    pub(super) fn is_text(&self) -> bool {
        self.essence == "text/plain"
    }
}

/// A page.
pub(super) struct Page {
    pub(super) charset: Option<&'static Encoding>,
    pub(super) html: Vec<u8>,
}

/// The page of an answer; nothing where it is another status or another kind of file.
pub(super) fn page(answer: Vec<u8>) -> Result<Option<Page>, String> {
    let Some(end) = end_of_head(&answer) else {
        return Err("holds no whole HTTP answer".to_owned());
    };
    let (head, body) = answer.split_at(end);
    let head = Head::parse(head);
    if head.first.split_whitespace().nth(1) != Some("200") {
        return Ok(None);
    }
    let kind = MediaType::parse(head.field("content-type").unwrap_or_default());
    if !kind.is_page() {
        return Ok(None);
    }
    let chunked =
        head.field("transfer-encoding").is_some_and(|coding| coding.to_lowercase().contains("chunked"));
    // Some archives keep the fields of the answer and the body without its chunks.
    let body = if chunked { dechunked(body).unwrap_or_else(|| body.to_owned()) } else { body.to_owned() };
    let coding = head.field("content-encoding").unwrap_or_default().to_lowercase();
    let html = match coding.as_str() {
        "" | "identity" => body,
        "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
            inflated(MultiGzDecoder::new(body.as_slice()))?
        }
        "deflate" if body.first() == Some(&0x78) => inflated(ZlibDecoder::new(body.as_slice()))?,
        // Unpacked by the archive, which kept the field.
        "gzip" | "x-gzip" | "deflate" => body,
        other => {
            return Err(format!(
                "is packed by {other:?}, which is not read; unpack the archive's pages first"
            ));
        }
    };
    Ok(Some(Page { charset: kind.charset, html }))
}

/// Behind the empty line that ends a head.
fn end_of_head(answer: &[u8]) -> Option<usize> {
    let crlf = memchr::memmem::find(answer, b"\r\n\r\n").map(|at| at + 4);
    let lf = memchr::memmem::find(answer, b"\n\n").map(|at| at + 2);
    [crlf, lf].into_iter().flatten().min()
}

fn inflated(packed: impl Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    packed
        .take(LARGEST_DOCUMENT as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("cannot be unpacked: {error}"))?;
    if bytes.len() > LARGEST_DOCUMENT {
        return Err(format!("unpacks to more than {LARGEST_DOCUMENT} bytes"));
    }
    Ok(bytes)
}

/// A body without the sizes of its chunks; `None` where it has none.
fn dechunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    loop {
        let end = memchr::memchr(b'\n', body)?;
        let (line, rest) = body.split_at(end + 1);
        let size = std::str::from_utf8(line).ok()?.trim().split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(rest.get(..size)?);
        body = rest.get(size..)?;
        body = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(answer: &[u8]) -> String {
        String::from_utf8(page(answer.to_owned()).unwrap().unwrap().html).unwrap()
    }

    #[test]
    fn a_page_in_chunks_is_put_together_and_one_without_them_left() {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"iso-8859-1\"\r\nTransfer-Encoding: chunked\r\n\r\n";
        let chunks = format!("{head}4\r\n<p>W\r\n3;x=y\r\nho?\r\n0\r\n\r\n");
        assert_eq!(html(chunks.as_bytes()), "<p>Who?");
        assert_eq!(html(format!("{head}<p>Who?").as_bytes()), "<p>Who?");
        let charset = page(chunks.into_bytes()).unwrap().unwrap().charset;
        assert_eq!(charset, Encoding::for_label(b"windows-1252"));
    }

    #[test]
    fn what_is_no_page_is_passed_over_and_what_cannot_be_read_is_told() {
        let none = |answer: &str| page(answer.as_bytes().to_owned()).unwrap().is_none();
        assert!(none("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n"));
        assert!(none("HTTP/2 200\r\ncontent-type: image/png\r\n\r\n"));
        assert!(page(b"HTTP/1.1 200 OK\r\nContent-Type: text/html".to_vec()).is_err());
        let brotli = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\nx";
        assert!(page(brotli.to_vec()).is_err_and(|error| error.contains("br")));
    }
}
