//! Which encoding a page's bytes are in, by the order of the HTML standard (section 13.2.3.2): byte order
//! mark, then a `<meta>` among the first bytes; else UTF-8 where the bytes are valid, else windows-1252.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

/// Bytes searched for a `<meta>` that names the encoding (HTML standard, "prescan a byte stream").
const PRESCAN: usize = 1024;

/// The text of an HTML page, or of any text, given as bytes. Bytes that are wrong in the encoding found become
/// U+FFFD.
pub fn decode_html(bytes: &[u8]) -> String {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        // Most pages without a valid declaration are UTF-8 today, and hardly any other text is valid UTF-8.
        None => match declared(bytes.get(..PRESCAN).unwrap_or(bytes)) {
            Some(encoding) => encoding,
            None if std::str::from_utf8(bytes).is_ok() => UTF_8,
            None => WINDOWS_1252,
        },
    };
    encoding.decode_with_bom_removal(bytes).0.into_owned()
}

/// The encoding that a `<meta>` names.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let mut rest = head;
    while let Some(start) = rest.iter().position(|&byte| byte == b'<') {
        rest = rest.get(start..)?;
        if let Some(comment) = rest.strip_prefix(b"<!--") {
            rest = comment.get(comment.windows(3).position(|each| each == b"-->")?..)?;
            continue;
        }
        let end = rest.iter().position(|&byte| byte == b'>').unwrap_or(rest.len());
        let (tag, behind) = rest.split_at_checked(end)?;
        rest = behind;
        let tag = tag.to_ascii_lowercase();
        if tag.starts_with(b"<meta")
            && let Some(label) = charset(&tag)
        {
            return Encoding::for_label(label).map(|encoding| {
                // A `<meta>` that could be read as ASCII is not in UTF-16, whatever it says.
                if encoding == UTF_16LE || encoding == UTF_16BE {
                    UTF_8
                } else if encoding == X_USER_DEFINED {
                    WINDOWS_1252
                } else {
                    encoding
                }
            });
        }
    }
    None
}

/// The value behind `charset=`, in an attribute of its own or inside `content`.
fn charset(tag: &[u8]) -> Option<&[u8]> {
    let mut rest = tag;
    loop {
        let start = rest.windows(7).position(|each| each == b"charset")?;
        rest = rest.get(start + 7..)?;
        if let Some(value) = rest.trim_ascii_start().strip_prefix(b"=") {
            let value = value.trim_ascii_start();
            let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
            let is_end = |byte: &u8| matches!(byte, b'"' | b'\'' | b';' | b'/') || byte.is_ascii_whitespace();
            return value.get(..value.iter().position(is_end).unwrap_or(value.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_decides() {
        assert_eq!(decode_html(b"\xEF\xBB\xBF<meta charset=latin1>\xC3\xA9"), "<meta charset=latin1>é");
        assert_eq!(decode_html(b"\xFF\xFEh\0i\0"), "hi");
    }

    #[test]
    fn a_meta_element_names_the_encoding_in_either_way() {
        assert_eq!(decode_html(b"<meta charset='koi8-r'>\xC1"), "<meta charset='koi8-r'>а");
        let long = b"<META http-equiv=content-type content='text/html; CHARSET=euc-kr'>\xB0\xA1";
        assert!(decode_html(long).ends_with('가'));
    }

    #[test]
    fn a_declaration_in_a_comment_or_of_utf_16_does_not_count() {
        assert!(decode_html("<!-- <meta charset=koi8-r> -->é".as_bytes()).ends_with('é'));
        assert!(decode_html("<meta charset=utf-16>é".as_bytes()).ends_with('é'));
    }

    #[test]
    fn undeclared_bytes_are_utf_8_where_valid_and_windows_1252_else() {
        assert_eq!(decode_html("caf\u{e9} “ok”".as_bytes()), "café “ok”");
        assert_eq!(decode_html(b"caf\xE9 \x93ok\x94"), "café “ok”");
    }
}
