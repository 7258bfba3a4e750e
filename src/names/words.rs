//! Words: each token with what the lists and the pack know of it, before any name is sought.
//!
//! In: [`Text`] and the pack. Out: one [`Word`] a token.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use foldhash::fast::FixedState;

use crate::knowledge::{Knowledge, fold};
use crate::text::{Casing, Text, TokenKind};

use super::lexicon::{LONGEST_PHRASE, Traits, starts_phrase, traits_of};

/// A token and what is known of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Word {
    /// Its folded form; empty for marks.
    pub(super) folded: Rc<str>,
    /// What the lists say of the word alone, and of the phrase it stands in (see [`Word::phrase`]).
    pub(super) traits: Traits,
    /// How many people of the pack bear this given name.
    pub(super) given: u32,
    /// How many people of the pack bear this surname.
    pub(super) surname: u32,
    /// How many tokens, from this on, make a known place or other phrase; 0 where none begins here.
    pub(super) phrase: usize,
    /// What the phrase that begins here is.
    pub(super) phrase_traits: Traits,
}

/// Looks every token up; a word that comes again is not sought again.
pub(super) fn look_up(text: &Text<'_>, knowledge: &Knowledge) -> Vec<Word> {
    let mut known = HashMap::<(&str, bool), Word, FixedState>::default();
    let mut words: Vec<Word> = (0..text.tokens.len())
        .map(|at| {
            let Some(token) = text.token(at) else { return Word::default() };
            if matches!(token.kind, TokenKind::Punctuation | TokenKind::Possessive) {
                return Word::default();
            }
            let capitalized = token.is_capitalized() && token.casing != Casing::Initial;
            let look_up = || {
                let folded: Rc<str> = fold(text.word(at)).into();
                let traits = traits_of(&folded);
                let (given, surname) = if capitalized {
                    (knowledge.given_name_count(&folded), knowledge.surname_count(&folded))
                } else {
                    (0, 0)
                };
                Word { folded, traits, given, surname, ..Word::default() }
            };
            known.entry((text.word(at), capitalized)).or_insert_with(look_up).clone()
        })
        .collect();
    for sentence in &text.sentences {
        for at in sentence.tokens.clone() {
            let (length, traits) = longest_phrase(&words, at, sentence.tokens.end);
            if let Some(word) = words.get_mut(at) {
                word.phrase = length;
                word.phrase_traits = traits;
            }
        }
    }
    for (at, sentence) in text.sentences.iter().enumerate() {
        let opens_block =
            at == 0 || text.sentences.get(at - 1).is_none_or(|before| before.block != sentence.block);
        if opens_block
            && let length @ 1.. = dateline(text, sentence.tokens.clone())
            && let Some(word) = words.get_mut(sentence.tokens.start)
        {
            word.phrase = length;
            word.phrase_traits |= Traits::PLACE;
        }
    }
    words
}

/// How many tokens at the start of a block are the place of a dateline: "WASHINGTON -- ", "CAMBRIDGE, Mass. (AP) _ ".
fn dateline(text: &Text<'_>, tokens: Range<usize>) -> usize {
    const LONGEST: usize = 16;
    let is_capitals = |at: &usize| text.token(*at).is_some_and(|token| token.casing == Casing::Upper);
    let place = tokens.clone().take_while(is_capitals).count();
    let mut rest = tokens.skip(place).take(LONGEST);
    let dashed = rest.any(|at| matches!(text.word(at), "-" | "–" | "—" | "_"));
    if dashed { place } else { 0 }
}

fn longest_phrase(words: &[Word], at: usize, end: usize) -> (usize, Traits) {
    let sought = Traits::PLACE | Traits::NOT_NAME | Traits::NATIONALITY;
    let Some(first) = words.get(at) else { return (0, Traits::default()) };
    let mut longest = if first.traits.any(sought) { (1, first.traits) } else { (0, Traits::default()) };
    if first.folded.is_empty() || !starts_phrase(&first.folded) {
        return longest;
    }
    let mut phrase = first.folded.to_string();
    for (length, word) in (2..=LONGEST_PHRASE).zip(words.get(at + 1..end).unwrap_or_default()) {
        if word.folded.is_empty() {
            continue;
        }
        phrase.push(' ');
        phrase.push_str(&word.folded);
        let traits = traits_of(&phrase);
        if traits.any(sought) {
            longest = (length, traits);
        }
    }
    longest
}
