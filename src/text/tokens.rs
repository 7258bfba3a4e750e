//! Tokens: where each word begins and ends, and how it is cased.

use std::ops::Range;

use super::Span;
use super::abbreviations::abbreviation;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters, with or without digits.
    Word,
    /// Begins with a digit.
    Number,
    /// `'s`, `’s` or the bare apostrophe of a plural possessive.
    Possessive,
    /// One character that is neither letter nor digit.
    Punctuation,
}

/// How a word uses capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Casing {
    /// No letter is a capital.
    Lower,
    /// The first letter alone is, or the first of each part (`O'Connor`).
    Title,
    /// All letters are, and there are at least two (`NATO`, `U.S.`).
    Upper,
    /// One capital letter, with or without its dot (`J.`).
    Initial,
    /// Some inside (`iPhone`, `McFaul`, `YouTube`).
    Mixed,
    /// The word has no letters, or its script has no capitals.
    Uncased,
}

/// A word, number or mark with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Where it stands: bytes of the article's text.
    pub(crate) span: Span,
    /// What it is made of.
    pub(crate) kind: TokenKind,
    /// How it uses capitals.
    pub(crate) casing: Casing,
    /// Whether nothing stands between it and the token before.
    pub(crate) glued: bool,
}

impl Token {
    /// Whether this is a word that begins with a capital letter.
    pub(crate) fn is_capitalized(&self) -> bool {
        match self.casing {
            Casing::Title | Casing::Upper | Casing::Initial => true,
            Casing::Mixed => true,
            Casing::Lower | Casing::Uncased => false,
        }
    }

    /// Whether this is a word.
    pub(crate) fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }
}

/// Characters that may stand inside a word between two letters or digits.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '`')
}

/// Letters, digits, and the marks that modify them (combining accents, joiners of Indic scripts).
fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{ad}')
}

/// Appends the tokens of `text[range]` to `tokens`.
pub(super) fn tokenize(text: &str, range: Range<usize>, tokens: &mut Vec<Token>) {
    let offset = range.start;
    let Some(block) = text.get(range) else { return };
    let mut at = 0;
    let mut end_before = usize::MAX;
    while let Some(c) = block.get(at..).and_then(|rest| rest.chars().next()) {
        if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' {
            at += c.len_utf8();
            continue;
        }
        let (end, kind) = if is_word_char(c) {
            word_end(block, at)
        } else if is_apostrophe(c) && at == end_before {
            (possessive_end(block, at, c), TokenKind::Possessive)
        } else {
            (at + c.len_utf8(), TokenKind::Punctuation)
        };
        let word = block.get(at..end).unwrap_or_default();
        let casing = if kind == TokenKind::Word { casing_of(word) } else { Casing::Uncased };
        let span = Span { start: offset + at, end: offset + end };
        tokens.push(Token { span, kind, casing, glued: at == end_before });
        at = end;
        end_before = end;
    }
}

/// Where the word that begins at `start` ends, and what it is.
fn word_end(block: &str, start: usize) -> (usize, TokenKind) {
    let rest = block.get(start..).unwrap_or_default();
    let kind = if rest.starts_with(|c: char| c.is_numeric()) { TokenKind::Number } else { TokenKind::Word };
    let mut chars = rest.char_indices().peekable();
    let mut end = 0;
    let mut letters_since_dot = 0;
    let mut dotted_letters = true;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let joins = |next: Option<char>| next.is_some_and(is_word_char);
        if is_word_char(c) {
            letters_since_dot += 1;
        } else if c == '.' {
            dotted_letters &= letters_since_dot == 1;
            letters_since_dot = 0;
            let number = kind == TokenKind::Number && next.is_some_and(char::is_numeric);
            let domain = next.is_some_and(char::is_lowercase) && kind == TokenKind::Word;
            let initials = dotted_letters && next.is_some_and(char::is_uppercase);
            if !(number || domain || initials) {
                let word = rest.get(..at).unwrap_or_default();
                if kind == TokenKind::Word && dot_belongs_to(word, dotted_letters) {
                    end = at + 1;
                }
                break;
            }
        } else if is_apostrophe(c) {
            let after = rest.get(at + c.len_utf8()..).unwrap_or_default();
            if !joins(next) || is_possessive(after) {
                break;
            }
        } else if matches!(c, '&' | '@') || (c == ',' && kind == TokenKind::Number) {
            let number = c != ',' || next.is_some_and(char::is_numeric);
            if !(joins(next) && number) {
                break;
            }
        } else {
            break;
        }
        end = at + c.len_utf8();
    }
    (start + end.max(1), kind)
}

/// Whether what stands after an apostrophe is the `s` of a possessive and no more.
fn is_possessive(after: &str) -> bool {
    let mut chars = after.chars();
    matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(is_word_char)
}

fn possessive_end(block: &str, at: usize, apostrophe: char) -> usize {
    let after = at + apostrophe.len_utf8();
    let rest = block.get(after..).unwrap_or_default();
    if is_possessive(rest) { after + 1 } else { after }
}

/// Whether the dot after a word is the word's own. A lone capital (`J.`) owns it unless it is the pronoun `I`.
fn dot_belongs_to(word: &str, dotted_letters: bool) -> bool {
    let mut letters = word.chars();
    let lone = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    (lone && word != "I") || (dotted_letters && word.contains('.')) || abbreviation(word).is_some()
}

fn casing_of(word: &str) -> Casing {
    let (mut upper, mut lower, mut first_upper, mut inside) = (0, 0, None, 0);
    let mut part_start = true;
    for c in word.chars() {
        if c.is_uppercase() {
            upper += 1;
            inside += usize::from(!part_start);
            first_upper.get_or_insert(true);
        } else if c.is_lowercase() {
            lower += 1;
            first_upper.get_or_insert(false);
        }
        part_start = is_apostrophe(c) || c == '&' || c == '.';
    }
    match (first_upper, upper, lower) {
        (None, ..) => Casing::Uncased,
        (_, 0, _) => Casing::Lower,
        (_, 1, 0) => Casing::Initial,
        (_, _, 0) => Casing::Upper,
        (Some(true), ..) if inside == 0 => Casing::Title,
        _ => Casing::Mixed,
    }
}
