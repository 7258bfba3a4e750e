//! Introductions: the words with which the article itself says who somebody is.
//!
//! In: a mention and its sentence. Out: the span of an apposition after the name ("Mark Katz, *an expert on …*,
//! says"), of a relative clause ("Jane Doe, *who leads the unit*,"), of a description before it ("*his lawyer*,
//! Jane Doe,") or of a role in front ("*police spokeswoman* Jane Doe"). Always the article's own words, never a
//! made sentence.

use std::ops::Range;

use crate::knowledge::{EntityKind, fold};
use crate::names::{Mention, Traits, traits_of};
use crate::text::{Text, TokenKind};

use super::{Introduction, sentence_around};

/// The longest introduction worth showing on a small card, in tokens.
const LONGEST: usize = 45;

/// The shortest apposition that says anything, in words ("a baker").
const SHORTEST: usize = 2;

/// Finds how a mention's sentence introduces it.
pub(super) fn find(text: &Text<'_>, mention: &Mention) -> Option<Introduction> {
    let sentence = sentence_around(text, mention.tokens.start);
    let words = after(text, mention, &sentence)
        .or_else(|| before(text, mention, &sentence))
        .or_else(|| in_front(text, mention))?;
    let sentence_end = text.span(&sentence).end;
    Some(Introduction { span: text.span(&words), sentence_end })
}

fn traits(text: &Text<'_>, at: usize) -> Traits {
    traits_of(&fold(text.word(at)))
}

/// Verbs with which a relative clause says who somebody is, not what happened ("who owns the bakery", not "who
/// died on Friday").
const TELLING: &[&str] = &[
    "is",
    "was",
    "has",
    "had",
    "leads",
    "led",
    "heads",
    "headed",
    "runs",
    "ran",
    "works",
    "worked",
    "owns",
    "owned",
    "founded",
    "represents",
    "represented",
    "chairs",
    "chaired",
    "serves",
    "served",
    "teaches",
    "taught",
    "studies",
    "studied",
    "plays",
    "played",
    "directs",
    "directed",
    "wrote",
    "writes",
    "won",
    "edits",
    "edited",
    "manages",
    "managed",
    "coaches",
    "coached",
    "specializes",
    "specialises",
    "researches",
    "oversees",
    "oversaw",
    "became",
];

fn is_article(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "its"
            | "his"
            | "her"
            | "their"
            | "one"
            | "our"
            | "A"
            | "An"
            | "The"
            | "His"
            | "Her"
            | "Its"
            | "Their"
            | "Our"
            | "My"
    )
}

/// "NAME, an expert on …, says": from the comma to the one that closes it.
fn after(text: &Text<'_>, mention: &Mention, sentence: &Range<usize>) -> Option<Range<usize>> {
    let comma = mention.tokens.end;
    if text.word(comma) != "," || comma + 1 >= sentence.end {
        return None;
    }
    let mut start = comma + 1;
    // "Jane Doe, 42, a baker": the age is passed over.
    if text.token(start).is_some_and(|token| token.kind == TokenKind::Number) && text.word(start + 1) == "," {
        start += 2;
    }
    let opens = match text.word(start) {
        "who" | "whose" => mention.kind == EntityKind::Person && TELLING.contains(&text.word(start + 1)),
        // "NAME, the Post and others" goes on with another name; "the French president" describes.
        "the" if is_another_name(text, start + 1) => false,
        word if is_article(word) => true,
        _ => mention.kind == EntityKind::Person && names_role(text, start, sentence.end),
    };
    if !opens {
        return None;
    }
    let end = closing(text, start, sentence.end)?;
    let words = (start..end).filter(|at| text.token(*at).is_some_and(|token| token.is_word())).count();
    (words >= SHORTEST).then_some(start..end)
}

/// Whether a capitalized word that is neither a title nor a place or nation stands here.
fn is_another_name(text: &Text<'_>, at: usize) -> bool {
    let describes = traits(text, at).any(Traits::TITLE | Traits::NATIONALITY | Traits::PLACE);
    text.token(at).is_some_and(|token| token.is_word() && token.is_capitalized()) && !describes
}

/// Whether an apposition without an article begins here: a role within its first words ("chief executive of",
/// "Labour MP for").
fn names_role(text: &Text<'_>, start: usize, end: usize) -> bool {
    const FIRST_WORDS: usize = 5;
    for at in start..end.min(start + FIRST_WORDS) {
        let word = text.word(at);
        if text.token(at).is_none_or(|token| token.kind == TokenKind::Punctuation && word != "-") {
            return false;
        }
        let traits = traits(text, at);
        if traits.any(Traits::SPEECH)
            || matches!(word, "and" | "but" | "or" | "in" | "on" | "at" | "with" | "for")
        {
            return false;
        }
        if traits.any(Traits::OFFICE) {
            return true;
        }
    }
    false
}

/// Where an apposition that begins at `start` is closed: a comma after which the sentence goes on, a dash, a
/// bracket, or the sentence's end.
fn closing(text: &Text<'_>, start: usize, end: usize) -> Option<usize> {
    let mut depth = 0_i32;
    for at in start..end.min(start + LONGEST) {
        match text.word(at) {
            "(" | "[" => depth += 1,
            ")" | "]" if depth == 0 => return Some(at),
            ")" | "]" => depth -= 1,
            "," if depth == 0 && !goes_on_behind(text, at, end) => return Some(at),
            "." | "!" | "?" | ";" | ":" | "—" | "–" | "”" | "\"" if depth == 0 => return Some(at),
            _ => {}
        }
    }
    (end <= start + LONGEST).then_some(end)
}

/// Whether the comma at `at` belongs to the apposition itself ("at the University of California, Berkeley,").
fn goes_on_behind(text: &Text<'_>, at: usize, end: usize) -> bool {
    let capitalized =
        |at: usize| text.token(at).is_some_and(|token| token.is_word() && token.is_capitalized());
    let closes_soon = (at + 2..end.min(at + 5)).any(|at| text.word(at) == ",");
    capitalized(at + 1) && capitalized(at - 1) && closes_soon && !traits(text, at + 1).any(Traits::TITLE)
}

/// "His lawyer, Jane Doe, said": a description that ends at the comma before the name.
fn before(text: &Text<'_>, mention: &Mention, sentence: &Range<usize>) -> Option<Range<usize>> {
    const LONGEST_BEFORE: usize = 14;
    let comma = mention.tokens.start.checked_sub(1).filter(|at| *at > sentence.start)?;
    let closed = matches!(text.word(mention.tokens.end), "," | "." | ";" | "—");
    if text.word(comma) != "," || !closed || mention.kind != EntityKind::Person {
        return None;
    }
    let mut role = false;
    for at in (sentence.start.max(comma.saturating_sub(LONGEST_BEFORE))..comma).rev() {
        let word = text.word(at);
        let traits = traits(text, at);
        if is_article(word) {
            return role.then_some(at..comma);
        }
        if traits.any(Traits::SPEECH) || matches!(word, "," | ";" | ":" | "\"" | "“" | "”" | "(" | ")" | "—")
        {
            return None;
        }
        role |= traits.any(Traits::OFFICE);
    }
    None
}

/// "police spokeswoman Jane Doe": the title or role and the words that qualify it.
fn in_front(text: &Text<'_>, mention: &Mention) -> Option<Range<usize>> {
    if mention.title.is_empty() || mention.kind != EntityKind::Person {
        return None;
    }
    let sentence = sentence_around(text, mention.tokens.start);
    let mut start = mention.title.start;
    // Nouns in small letters that qualify the role: "police", "opposition".
    while let Some(before) = start.checked_sub(1).filter(|at| *at >= sentence.start) {
        let small_noun = text.token(before).is_some_and(|token| token.is_word() && !token.is_capitalized())
            || before == sentence.start;
        let small_noun = small_noun && QUALIFIERS.contains(&fold(text.word(before)).as_str());
        if !small_noun {
            break;
        }
        start = before;
    }
    let only_honorific = mention.title.clone().all(|at| {
        let traits = traits(text, at);
        traits.any(Traits::HONORIFIC) && !traits.any(Traits::OFFICE)
    });
    let words = mention.tokens.start - start;
    (!only_honorific && words >= SHORTEST).then_some(start..mention.tokens.start)
}

/// Nouns that stand before a role and say whose it is.
const QUALIFIERS: &[&str] = &[
    "police",
    "opposition",
    "government",
    "company",
    "party",
    "army",
    "military",
    "union",
    "government's",
    "fire",
    "foreign",
    "defense",
    "defence",
    "finance",
    "health",
    "interior",
    "justice",
    "trade",
    "security",
    "state",
    "city",
    "county",
    "district",
    "federal",
    "local",
    "national",
    "regional",
    "senior",
    "chief",
    "deputy",
    "assistant",
    "associate",
    "acting",
    "former",
    "retired",
    "veteran",
    "team",
    "club",
    "campaign",
    "human",
    "rights",
    "political",
    "economics",
    "law",
    "history",
    "science",
    "policy",
    "market",
    "research",
    "climate",
    "energy",
    "investment",
    "bank",
    "hospital",
    "school",
    "university",
    "college",
    "court",
    "defence",
    "criminal",
    "civil",
    "medical",
    "music",
    "film",
];
