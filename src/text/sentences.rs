//! Sentences: where one ends, and whether its capitals tell anything.

use std::ops::Range;

use super::SentenceCase;
use super::abbreviations::{NextIsName, abbreviation};
use super::tokens::{Casing, Token, TokenKind};

/// Words that open a sentence far more often than they follow an abbreviation inside one.
const OPENERS: &[&str] = &[
    "A",
    "After",
    "All",
    "Although",
    "An",
    "And",
    "As",
    "At",
    "Before",
    "But",
    "By",
    "During",
    "For",
    "From",
    "He",
    "Her",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "It",
    "Its",
    "Meanwhile",
    "More",
    "Most",
    "No",
    "Not",
    "Now",
    "On",
    "One",
    "Only",
    "Or",
    "Other",
    "Our",
    "She",
    "Since",
    "So",
    "Some",
    "Still",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "To",
    "Under",
    "Until",
    "We",
    "What",
    "When",
    "Where",
    "While",
    "Who",
    "Why",
    "With",
    "You",
];

/// The sentences of `tokens[first..]`, which are one block's.
pub(super) fn split(text: &str, tokens: &[Token], first: usize) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = first;
    let mut at = first;
    while at < tokens.len() {
        at += 1;
        if !ends_sentence(text, tokens, at - 1) {
            continue;
        }
        while tokens.get(at).is_some_and(|next| closes(next.span.of(text), next.glued)) {
            at += 1;
        }
        if opens_sentence(text, tokens, at) {
            sentences.push(start..at);
            start = at;
        }
    }
    if start < tokens.len() {
        sentences.push(start..tokens.len());
    }
    sentences
}

fn ends_sentence(text: &str, tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    let word = token.span.of(text);
    if token.kind == TokenKind::Punctuation {
        return matches!(word, "." | "!" | "?" | "…" | "。" | "！" | "？" | "।" | "؟");
    }
    let Some(stem) = word.strip_suffix('.') else { return false };
    let opener = tokens.get(at + 1).is_some_and(|next| OPENERS.contains(&next.span.of(text)));
    match abbreviation(stem) {
        Some(NextIsName(true)) => false,
        Some(NextIsName(false)) => opener,
        None => opener && stem.contains('.'),
    }
}

/// Marks that still belong to the sentence that ended before them.
fn closes(word: &str, glued: bool) -> bool {
    match word {
        "”" | "’" | ")" | "]" | "»" => true,
        "\"" | "'" | "." | "!" | "?" | "…" => glued,
        _ => false,
    }
}

fn opens_sentence(text: &str, tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return true };
    match token.kind {
        TokenKind::Word => !token.glued && token.casing != Casing::Lower,
        TokenKind::Number => !token.glued,
        TokenKind::Possessive => false,
        TokenKind::Punctuation => {
            matches!(
                token.span.of(text),
                "\"" | "“"
                    | "‘"
                    | "'"
                    | "("
                    | "["
                    | "«"
                    | "—"
                    | "–"
                    | "-"
                    | "•"
                    | "@"
                    | "#"
                    | "$"
                    | "£"
                    | "€"
            )
        }
    }
}

/// A sentence must have this many words of weight before its capitals are distrusted.
const CASE_EVIDENCE: usize = 3;

/// How a sentence uses capitals, by its words of four letters and more (short words stay small in Title Case).
pub(super) fn case_of(tokens: &[Token]) -> SentenceCase {
    let (mut words, mut upper, mut capitalized) = (0, 0, 0);
    let (mut long_words, mut long_capitalized) = (0, 0);
    for token in tokens.iter().filter(|token| token.is_word() && token.casing != Casing::Uncased) {
        words += 1;
        upper += usize::from(matches!(token.casing, Casing::Upper | Casing::Initial));
        capitalized += usize::from(token.is_capitalized());
        if token.span.end - token.span.start >= 4 {
            long_words += 1;
            long_capitalized += usize::from(token.is_capitalized());
        }
    }
    if capitalized == 0 {
        SentenceCase::None
    } else if words >= CASE_EVIDENCE && upper * 10 >= words * 8 {
        SentenceCase::Upper
    } else if long_words >= CASE_EVIDENCE && long_capitalized * 10 >= long_words * 9 {
        SentenceCase::Title
    } else {
        SentenceCase::Normal
    }
}
