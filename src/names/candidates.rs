//! Candidates: every run of tokens that could be a name by its capitals, and what the pack holds under it.
//!
//! In: a sentence's tokens and words. Out: [`Candidate`]s, overlapping ones included.

use std::ops::Range;

use crate::knowledge::{EntityIndex, EntityKind, Knowledge, NameWalk, fold};
use crate::text::{Casing, Sentence, SentenceCase, Text, Token, TokenKind};

use super::lexicon::Traits;
use super::words::Word;

/// The longest name sought, in tokens. Longer ones in news are rare and mostly lists.
const LONGEST_NAME: usize = 10;

/// Candidates a name look-up may weigh; names shared by more say nothing anyway.
const POSTINGS_READ: usize = 12;

/// Entities remembered of a name; behind them stand only namesakes.
const ENTITIES_KEPT: usize = 3;

/// A run of tokens that may be a name.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// Its folded words with single spaces.
    pub(super) folded: String,
    /// The greatest prior (0 to 100) of the people whose name or alias this is.
    pub(super) person: Option<u8>,
    /// The greatest prior (0 to 100) of the organizations whose name or alias this is.
    pub(super) organization: Option<u8>,
    /// The greatest prior of the people whose surname alone this is.
    pub(super) surname: Option<u8>,
    /// The most prominent entities whose name or alias this is.
    pub(super) entities: Vec<EntityIndex>,
}

/// Appends the candidates of one sentence.
pub(super) fn collect(
    text: &Text<'_>,
    words: &[Word],
    sentence: &Sentence,
    knowledge: &Knowledge,
    found: &mut Vec<Candidate>,
) {
    for start in sentence.tokens.clone() {
        if may_start(text, words, sentence, start) {
            grow(text, words, sentence, knowledge, start, found);
        }
    }
}

fn may_start(text: &Text<'_>, words: &[Word], sentence: &Sentence, start: usize) -> bool {
    let (Some(token), Some(word)) = (text.token(start), words.get(start)) else { return false };
    if token.kind == TokenKind::Number {
        // "49ers", "20th Century Fox" begin so; bare numbers do not.
        return token.casing != Casing::Uncased && next_is_name(text, sentence, start);
    }
    if !token.is_word() {
        return false;
    }
    if token.is_capitalized() {
        // "A court", "I said": an article and a pronoun, no initials (those keep their dot).
        if token.casing == Casing::Initial && matches!(text.word(start), "A" | "I") {
            return false;
        }
        let opens_sentences = word.traits.any(Traits::FUNCTION) && token.casing == Casing::Title;
        return !opens_sentences
            && (!word.traits.any(Traits::CONNECTOR) || word.traits.any(Traits::PARTICLE));
    }
    word.traits.any(Traits::PARTICLE)
        && !word.traits.any(Traits::CONNECTOR)
        && next_is_name(text, sentence, start)
}

fn next_is_name(text: &Text<'_>, sentence: &Sentence, at: usize) -> bool {
    let next = if text.word(at + 1) == "-" { at + 2 } else { at + 1 };
    next < sentence.tokens.end
        && text.token(next).is_some_and(|token| token.is_word() && token.is_capitalized())
}

fn grow(
    text: &Text<'_>,
    words: &[Word],
    sentence: &Sentence,
    knowledge: &Knowledge,
    start: usize,
    found: &mut Vec<Candidate>,
) {
    let end = sentence.tokens.end.min(start + LONGEST_NAME);
    let mut folded = String::new();
    let mut walk = Some(knowledge.names());
    let mut before_word = walk;
    let mut folded_before_word = 0;
    let mut at = start;
    while at < end {
        let (Some(token), Some(word)) = (text.token(at), words.get(at)) else { return };
        if at > start && !may_continue(text, words, sentence, at) {
            return;
        }
        if token.kind == TokenKind::Possessive {
            // "Lloyd's of London", "McDonald's": one word of the name, so the walk steps back and takes both.
            let joined = fold(text.span(&(at - 1..at + 1)).of(text.source));
            folded.truncate(folded_before_word);
            push_word(&mut folded, &joined);
            walk = before_word.and_then(|walk| walk.push(&joined));
        } else if !word.folded.is_empty() {
            folded_before_word = folded.len();
            before_word = walk;
            push_word(&mut folded, &word.folded);
            walk = walk.and_then(|walk| walk.push(&word.folded));
        }
        at += 1;
        if may_end(token, word) || is_second_half(text, words, sentence, at - 1) {
            found.push(candidate(text, sentence, start..at, &folded, walk));
        }
    }
}

fn push_word(folded: &mut String, word: &str) {
    if !folded.is_empty() {
        folded.push(' ');
    }
    folded.push_str(word);
}

/// Whether the token at `at` can stand inside a name that began before it.
fn may_continue(text: &Text<'_>, words: &[Word], sentence: &Sentence, at: usize) -> bool {
    let (Some(token), Some(word)) = (text.token(at), words.get(at)) else { return false };
    let followed = next_is_name(text, sentence, at);
    match token.kind {
        TokenKind::Word if token.is_capitalized() => true,
        TokenKind::Word if word.traits.any(Traits::CONNECTOR | Traits::PARTICLE) => {
            followed || connects_two(words, text, sentence, at)
        }
        TokenKind::Word => token.casing == Casing::Uncased || is_second_half(text, words, sentence, at),
        TokenKind::Number => true,
        TokenKind::Possessive => {
            // Two apostrophes are a closing quotation mark of typewriter days.
            let quotes =
                text.token(at + 1).is_some_and(|next| next.glued && next.kind == TokenKind::Possessive);
            at > sentence.tokens.start && !quotes && text.token(at - 1).is_some_and(Token::is_word)
        }
        TokenKind::Punctuation => match text.word(at) {
            "&" | "+" => followed,
            "-" | "‐" | "‑" => {
                let glued = token.glued && text.token(at + 1).is_some_and(|next| next.glued);
                glued && (followed || is_second_half(text, words, sentence, at + 1))
            }
            "." => token.glued && followed && text.token(at + 1).is_some_and(|next| next.glued),
            _ => false,
        },
    }
}

/// "yeol" of "Yoon Suk-yeol": small letters glued to a name that are no English word ("-led", "-based").
fn is_second_half(text: &Text<'_>, words: &[Word], sentence: &Sentence, at: usize) -> bool {
    let hyphen = at > sentence.tokens.start && matches!(text.word(at - 1), "-" | "‐" | "‑");
    let (Some(token), Some(word)) = (text.token(at), words.get(at)) else { return false };
    hyphen
        && sentence.tokens.contains(&at)
        && token.is_word()
        && token.glued
        && token.casing == Casing::Lower
        && !word.traits.any(Traits::COMMON | Traits::CONNECTOR | Traits::TITLE | Traits::PARTICLE)
}

/// "of the", "for the": two connectors in a row before a name.
fn connects_two(words: &[Word], text: &Text<'_>, sentence: &Sentence, at: usize) -> bool {
    words.get(at + 1).is_some_and(|next| next.traits.any(Traits::CONNECTOR | Traits::PARTICLE))
        && next_is_name(text, sentence, at + 1)
}

fn may_end(token: &Token, word: &Word) -> bool {
    match token.kind {
        TokenKind::Word => {
            (token.is_capitalized() && (!word.traits.any(Traits::CONNECTOR) || token.casing == Casing::Upper))
                || token.casing == Casing::Uncased
        }
        TokenKind::Number | TokenKind::Possessive => true,
        TokenKind::Punctuation => false,
    }
}

fn candidate(
    text: &Text<'_>,
    sentence: &Sentence,
    tokens: Range<usize>,
    folded: &str,
    walk: Option<NameWalk<'_>>,
) -> Candidate {
    let mut candidate = Candidate {
        tokens,
        folded: folded.to_owned(),
        person: None,
        organization: None,
        surname: None,
        entities: Vec::new(),
    };
    let in_capitals =
        |token: &Token| matches!(token.casing, Casing::Upper | Casing::Initial | Casing::Uncased);
    let written_in_capitals =
        text.tokens.get(candidate.tokens.clone()).is_some_and(|tokens| tokens.iter().all(in_capitals));
    let postings = walk.and_then(|walk| walk.candidates());
    for posting in postings.into_iter().flatten().take(POSTINGS_READ) {
        // "WHO" is not "Who"; in an all-capitals headline the letters tell nothing.
        if posting.caps && !written_in_capitals && sentence.case != SentenceCase::Upper {
            continue;
        }
        if posting.form.is_whole() && candidate.entities.len() < ENTITIES_KEPT {
            candidate.entities.push(posting.entity);
        }
        let best = match (posting.kind, posting.form.is_whole()) {
            (EntityKind::Person, true) => &mut candidate.person,
            (EntityKind::Organization, true) => &mut candidate.organization,
            (EntityKind::Person, false) => &mut candidate.surname,
            (EntityKind::Organization, false) => continue,
        };
        *best = (*best).max(Some(posting.prior));
    }
    candidate
}
