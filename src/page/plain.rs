//! Plain text as an article. In: a text. Out: its lines, or its paragraphs where the lines are hard-wrapped,
//! as blocks; the text itself is kept byte for byte.

use std::ops::Range;

use super::article::{Block, BlockKind};
use super::wording;

/// Columns at which texts are hard-wrapped: mails at 72, typewritten pages at 60, wide terminals at 100.
const WRAP_COLUMNS: std::ops::RangeInclusive<usize> = 40..=100;
/// Share of the column that a line fills at least if it is wrapped; shorter lines end something.
const FULL_LINE: f32 = 0.6;
/// Columns by which the second line of a list's item is indented at most.
const ITEM_INDENT: usize = 4;
/// Share of line ends that must be where a wrapping writer would break.
const WRAPPED_SHARE: f32 = 0.8;
/// Share of those that must be inside a sentence; where most lines end one, each line is a paragraph.
const INSIDE_SENTENCE: f32 = 0.4;
/// Characters of a headline at most.
const HEADLINE: usize = 150;
/// Blocks from the start among which a byline is looked for.
const BYLINE_WITHIN: usize = 4;

/// The blocks of a plain text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let paragraphs = paragraphs(text);
    let more = paragraphs.len() > 1;
    let block = |(at, range): (usize, Range<usize>)| {
        let own = text.get(range.clone()).unwrap_or_default();
        let kind = if at == 0 && more && is_headline(own) {
            BlockKind::Headline
        } else if at < BYLINE_WITHIN && wording::is_byline(own) {
            BlockKind::Byline
        } else {
            BlockKind::Paragraph
        };
        Block { range, kind, source: None }
    };
    paragraphs.into_iter().enumerate().map(block).collect()
}

fn is_headline(line: &str) -> bool {
    let sentence_goes_on = |last: char| matches!(last, '.' | ',' | ';' | ':' | '…' | '。');
    line.chars().take(HEADLINE + 1).count() <= HEADLINE
        && !line.contains('\n')
        && !line.trim_end_matches(['"', '”', '\'', '’', ')']).ends_with(sentence_goes_on)
        && !wording::is_byline(line)
}

/// Stretches of the text without the white space around, none of them empty.
fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let lines = lines(text);
    let wrap = wrap_column(text, &lines);
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut before: Option<&Line> = None;
    for line in &lines {
        let joins = wrap.is_some_and(|wrap| before.is_some_and(|before| before.is_wrapped(line, wrap)));
        match paragraphs.last_mut() {
            Some(last) if joins && !line.range.is_empty() => last.end = line.range.end,
            _ if !line.range.is_empty() => paragraphs.push(line.range.clone()),
            _ => {}
        }
        before = Some(line);
    }
    paragraphs
}

/// A line without the white space around it.
struct Line {
    range: Range<usize>,
    /// Characters, with the white space before.
    columns: usize,
    /// Characters of white space before.
    indent: usize,
    /// Characters of the first word.
    first_word: usize,
    /// Whether it begins as an item of a list does.
    is_item: bool,
}

fn lines(text: &str) -> Vec<Line> {
    let mut start = 0;
    // Texts from before 2001 end their lines with a carriage return alone.
    let lines = text.split_inclusive(if text.contains('\n') { '\n' } else { '\r' });
    let line = lines.map(|line| {
        // A byte order mark is no part of a line.
        let is_blank = |letter: char| letter.is_whitespace() || letter == '\u{feff}';
        let own = line.trim_matches(is_blank);
        let lead = line.len() - line.trim_start_matches(is_blank).len();
        let from = start + lead;
        start += line.len();
        let indent = line.chars().take_while(|letter| letter.is_whitespace()).count();
        let first_word = own.split_whitespace().next().unwrap_or_default();
        Line {
            range: from..from + own.len(),
            columns: indent + own.chars().count(),
            indent,
            first_word: first_word.chars().count(),
            is_item: first_word.starts_with(['-', '*', '•', '–', '>']) && first_word.chars().count() == 1,
        }
    });
    line.collect()
}

impl Line {
    /// Whether a writer who wraps at the column had to break here, so that the next line goes on.
    fn is_wrapped(&self, next: &Self, wrap: usize) -> bool {
        !self.range.is_empty()
            && !next.range.is_empty()
            && !next.is_item
            && next.indent <= self.indent.max(if self.is_item { ITEM_INDENT } else { 0 })
            && self.columns + 1 + next.first_word > wrap
    }
}

/// The column at which the text is hard-wrapped; `None` where it is not.
fn wrap_column(text: &str, lines: &[Line]) -> Option<usize> {
    let wrap = lines.iter().map(|line| line.columns).max().filter(|wrap| WRAP_COLUMNS.contains(wrap))?;
    let mut pairs = 0_usize;
    let mut wrapped = 0_usize;
    let mut inside = 0_usize;
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        if next.range.is_empty() || (line.columns as f32) < FULL_LINE * wrap as f32 {
            continue;
        }
        pairs += 1;
        if line.is_wrapped(next, wrap) {
            wrapped += 1;
            inside += usize::from(!wording::ends_sentence(text.get(line.range.clone()).unwrap_or_default()));
        }
    }
    let is_wrapped = wrapped as f32 >= WRAPPED_SHARE * pairs as f32
        && inside as f32 >= INSIDE_SENTENCE * wrapped as f32
        && inside > 0;
    is_wrapped.then_some(wrap)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(BlockKind, &str)> {
        blocks(text).into_iter().map(|block| (block.kind, text.get(block.range).unwrap())).collect()
    }

    #[test]
    fn each_line_of_an_unwrapped_text_is_a_block() {
        let text = "Kerry Arrives In Moscow\n\n  U.S. Secretary of State John Kerry has arrived.\r\nHe will \
            meet Lavrov, who has said that the answer of Russia depends on the outcome of this one visit.\n";
        let blocks = read(text);
        assert_eq!(blocks[0], (BlockKind::Headline, "Kerry Arrives In Moscow"));
        assert_eq!(blocks[1], (BlockKind::Paragraph, "U.S. Secretary of State John Kerry has arrived."));
        assert_eq!(blocks.len(), 3);
    }

    #[test]
    fn hard_wrapped_lines_are_joined_to_paragraphs() {
        let text = "Kerry Arrives In Moscow\nBy Jane Doe\n\n\
            WASHINGTON -- U.S. Secretary of State John Kerry has arrived in\n\
            Moscow for talks with Russian President Vladimir Putin and other\n\
            officials.\n\n\
            The visit is Kerry's first to Russia since becoming the top U.S.\n\
            diplomat in February.\n   \n\
            - one item\n- another item of a list that is so long that it has to be\n  wrapped.\n";
        let blocks = read(text);
        assert_eq!(blocks[0].0, BlockKind::Headline);
        assert_eq!(blocks[1], (BlockKind::Byline, "By Jane Doe"));
        assert!(blocks[2].1.starts_with("WASHINGTON") && blocks[2].1.ends_with("officials."));
        assert!(blocks[3].1.ends_with("February."));
        assert_eq!(blocks[4].1, "- one item");
    }

    #[test]
    fn wrapped_windows_text_is_joined_too() {
        let text = "The visit is the first of Kerry to Russia since he has become the\r\n\
            top U.S. diplomat in February, and it comes as the administration\r\n\
            looks to rekindle relations.\r\n\r\nIt ends on Wednesday.\r\n";
        assert_eq!(read(text).len(), 2);
    }

    #[test]
    fn a_sentence_a_line_is_not_joined() {
        let text = "Kerry met Putin in Moscow on Tuesday for talks about Syria.\n\
            Putin had kept him waiting for hours before the meeting began.\n\
            Lavrov said the meeting had gone better than anyone expected.\n";
        assert_eq!(read(text).len(), 3);
    }

    #[test]
    fn a_lone_line_or_a_sentence_is_no_headline() {
        assert_eq!(read("Kerry arrives in Moscow"), [(BlockKind::Paragraph, "Kerry arrives in Moscow")]);
        assert_eq!(read("Kerry arrived.\nHe left.")[0].0, BlockKind::Paragraph);
        assert_eq!(read(" \n\t\n"), []);
    }
}
