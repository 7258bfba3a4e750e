//! Whether a text is HTML, for files that come without a type.

/// Bytes looked at: doctype, comments and head of a page begin well before.
const LOOKED_AT: usize = 64 << 10;

/// Elements that a page or a piece of one begins with.
const FIRST_TAGS: &[&str] = &[
    "html",
    "head",
    "body",
    "meta",
    "title",
    "link",
    "script",
    "style",
    "base",
    "div",
    "p",
    "article",
    "main",
    "section",
    "header",
    "nav",
    "table",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "figure",
    "span",
    "blockquote",
];

/// Whether a text is a page (or a piece of one) and not a text that merely mentions `<b>`: it begins with a
/// doctype or with an element that pages begin with, and closes some element.
pub fn looks_like_html(text: &str) -> bool {
    let head = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or(text);
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        let behind = if let Some(comment) = rest.strip_prefix("<!--") {
            comment.split_once("-->").map(|(_, behind)| behind)
        } else if rest.starts_with("<?xml") {
            rest.split_once("?>").map(|(_, behind)| behind)
        } else {
            break;
        };
        match behind {
            Some(behind) => rest = behind.trim_start(),
            None => return false,
        }
    }
    let Some(tag) = rest.strip_prefix('<') else { return false };
    if tag.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("!doctype")) {
        return true;
    }
    let end = tag.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(tag.len());
    let (name, behind) = tag.split_at_checked(end).unwrap_or((tag, ""));
    let begins = FIRST_TAGS.iter().any(|first| first.eq_ignore_ascii_case(name));
    begins
        && behind.starts_with(|next: char| next == '>' || next == '/' || next.is_ascii_whitespace())
        && behind.contains("</")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_pieces_of_pages_are_html() {
        for page in [
            "<!DOCTYPE html><p>Hi",
            "\u{feff}\n<HTML><body>Hi</body></HTML>",
            "<?xml version=\"1.0\"?>\n<!-- saved from url -->\n<html lang=\"en\"><head></head></html>",
            "<p class=\"lead\">Kerry arrived.</p>",
        ] {
            assert!(looks_like_html(page), "{page}");
        }
    }

    #[test]
    fn a_text_that_mentions_elements_is_text() {
        for text in [
            "",
            "Kerry arrived.",
            "Write <b>bold</b> or <!doctype html> to begin.",
            "<b>Bold</b> is a tag.",
            "<p",
            "<p> begins a paragraph.",
            "<Kerry> hello </Kerry>",
            "<!-- never closed",
            "5 < 6 and </p>",
        ] {
            assert!(!looks_like_html(text), "{text}");
        }
    }
}
