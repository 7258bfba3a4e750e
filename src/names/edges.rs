//! Edges: where a name begins and ends, where a rule knows better than the model.
//!
//! In: a span of tokens that the model names. Out: the same without what no name has at its edges, or nothing.

use std::ops::Range;

use crate::knowledge::EntityKind;
use crate::text::{Casing, Sentence, Text, Token, TokenKind};

use super::lexicon::Traits;
use super::words::Word;

/// Sets a span's edges right; `None` where no name is left.
pub(super) fn set(
    text: &Text<'_>,
    words: &[Word],
    sentence: &Sentence,
    kind: EntityKind,
    mut tokens: Range<usize>,
) -> Option<Range<usize>> {
    let traits = |at: usize| words.get(at).map(|word| word.traits).unwrap_or_default();
    loop {
        let (first, last) = (text.token(tokens.start)?, text.token(tokens.end.checked_sub(1)?)?);
        if tokens.is_empty() {
            return None;
        }
        let alone = tokens.len() == 1;
        let small_the = traits(tokens.start).any(Traits::CONNECTOR)
            && matches!(text.word(tokens.start), "the" | "The" | "THE");
        let honorific =
            kind == EntityKind::Person && first.is_capitalized() && is_title_only(words, tokens.start);
        let mark = matches!(first.kind, TokenKind::Punctuation | TokenKind::Possessive);
        if mark || (!alone && (small_the || honorific)) {
            tokens.start += 1;
        } else if last.kind == TokenKind::Possessive
            || (last.kind == TokenKind::Punctuation
                && !matches!(text.word(tokens.end - 1), "!" | "+" | ")" | "."))
        {
            tokens.end -= 1;
        } else {
            break;
        }
    }
    // "General Electric Co. Combined billings": where a legal form's dot ends a sentence too, an everyday word begins the next.
    if kind == EntityKind::Organization
        && let Some(end) = tokens.clone().skip(1).find(|at| begins_a_sentence(text, words, *at))
    {
        tokens.end = end;
    }
    // "Secretary of State": a part of the office, not the Department.
    if tokens.len() == 1 && text.word(tokens.start) == "State" && of_an_office(text, words, tokens.start) {
        return None;
    }
    if kind == EntityKind::Organization && is_said_to_be_a_place(text, tokens.start) {
        return None;
    }
    // "in The Hague" and a Mr. Hague elsewhere.
    let before = tokens.start.checked_sub(1).map_or("", |before| text.word(before));
    let opens = sentence.tokens.start + 1 >= tokens.start;
    if kind == EntityKind::Person && tokens.len() == 1 && before == "The" && !opens {
        return None;
    }
    let span = text.span(&tokens).of(text.source);
    if is_party_and_state(span) || is_several_of_a_kind(span) {
        return None;
    }
    let inside = text.tokens.get(tokens.clone()).unwrap_or_default();
    let names = |token: &Token| matches!(token.kind, TokenKind::Word) && token.casing != Casing::Lower;
    let function = tokens.len() == 1 && traits(tokens.start).any(Traits::FUNCTION);
    (inside.iter().any(names) && !(function && inside.iter().all(|token| token.casing == Casing::Title)))
        .then_some(tokens)
}

/// Whether a token is an everyday word behind a legal form with a dot, and none with which an organization's name ends.
fn begins_a_sentence(text: &Text<'_>, words: &[Word], at: usize) -> bool {
    let is = |at: usize, traits: Traits| words.get(at).is_some_and(|word| word.traits.any(traits));
    at > 0
        && text.word(at - 1).ends_with('.')
        && is(at - 1, Traits::COMPANY_SUFFIX)
        && is(at, Traits::COMMON | Traits::FUNCTION)
        && !is(at, Traits::ORGANIZATION_HEAD | Traits::COMPANY_SUFFIX | Traits::CONNECTOR)
}

/// The token before an "of" that stands before a token.
fn before_of(text: &Text<'_>, at: usize) -> Option<usize> {
    at.checked_sub(2).filter(|before| text.word(before + 1) == "of")
}

/// Whether "of" and an office stand before a token.
fn of_an_office(text: &Text<'_>, words: &[Word], at: usize) -> bool {
    let office = before_of(text, at).and_then(|before| words.get(before));
    office.is_some_and(|word| word.traits.any(Traits::OFFICE))
}

/// Kinds of places, as they stand before a place's name ("the province of Los Santos").
const PLACES: &[&str] = &[
    "borough",
    "capital",
    "city",
    "county",
    "district",
    "island",
    "municipality",
    "peninsula",
    "port",
    "prefecture",
    "province",
    "region",
    "suburb",
    "town",
    "village",
];

/// Whether the text itself calls what begins at a token a place.
fn is_said_to_be_a_place(text: &Text<'_>, at: usize) -> bool {
    before_of(text, at).is_some_and(|before| PLACES.contains(&text.word(before)))
}

/// States as news writes them behind a legislator's party: the Associated Press's abbreviations, and the names too short
/// to have one.
const STATES: &[&str] = &[
    "Ala", "Alaska", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Hawaii", "Idaho", "Ill",
    "Ind", "Iowa", "Kan", "Ky", "La", "Maine", "Mass", "Md", "Mich", "Minn", "Miss", "Mo", "Mont", "N.C",
    "N.D", "N.H", "N.J", "N.M", "N.Y", "Neb", "Nev", "Ohio", "Okla", "Ore", "Pa", "R.I", "S.C", "S.D",
    "Tenn", "Texas", "Utah", "Va", "Vt", "W.Va", "Wash", "Wis", "Wyo",
];

/// Whether a span is the party and state behind a legislator's name ("D-Minn.", "R-Texas", "I-Vt."), which reads like a
/// name with an initial.
fn is_party_and_state(span: &str) -> bool {
    let state = span
        .split_once(['-', '\u{2010}', '\u{2011}', '\u{2013}'])
        .filter(|(party, _)| matches!(*party, "D" | "R" | "I"));
    state.is_some_and(|(_, state)| STATES.contains(&state.strip_suffix('.').unwrap_or(state)))
}

/// Whether a span is the plural of letters that stand for a kind of thing ("NGOs", "ATMs"): who has letters for a name is one.
fn is_several_of_a_kind(span: &str) -> bool {
    let letters = span.strip_suffix('s').filter(|letters| letters.len() >= 2);
    letters.is_some_and(|letters| letters.bytes().all(|letter| letter.is_ascii_uppercase()))
}

/// Whether a word is an honorific that nobody bears as a name ("Mr.", not "Don" or "Shah").
fn is_title_only(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| {
        word.traits.any(Traits::HONORIFIC)
            && !word.traits.any(Traits::PARTICLE)
            && word.given == 0
            && word.surname == 0
    })
}
