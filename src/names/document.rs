//! The document: what the article as a whole has shown of a name, for the second look at each of its mentions.
//!
//! In: the mentions that a first look was sure of, and the words in small letters. Out: [`Seen`].

use std::collections::{HashMap, HashSet};

use crate::text::{Casing, SentenceCase, Text, TokenKind};

use super::Mention;
use super::candidates::Candidate;
use super::lexicon::Traits;
use super::words::Word;
use crate::knowledge::{EntityIndex, EntityKind};

/// What the rest of the article says of a name.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// It is a person's, in full, somewhere.
    pub(super) person: bool,
    /// It is an organization's, in full, somewhere.
    pub(super) organization: bool,
    /// It is the surname or the given name of a person who is named in full.
    pub(super) surname: bool,
    /// It stands in small letters somewhere.
    pub(super) lower: bool,
}

/// What the article has shown so far.
#[derive(Debug, Default)]
pub(super) struct Document {
    seen: HashMap<String, Seen>,
    defined: HashSet<String>,
    /// Organizations that are named in full.
    entities: HashSet<EntityIndex>,
}

/// A mention teaches the rest of the article from this probability on.
const TEACHES: f32 = 0.8;

impl Document {
    /// What can be told before any name is found: small letters, and acronyms in brackets.
    pub(super) fn of(text: &Text<'_>, words: &[Word]) -> Self {
        let mut document = Self::default();
        for sentence in text.sentences.iter().filter(|sentence| sentence.case == SentenceCase::Normal) {
            for at in sentence.tokens.clone() {
                let (Some(token), Some(word)) = (text.token(at), words.get(at)) else { continue };
                if token.kind == TokenKind::Word && token.casing == Casing::Lower {
                    document.seen.entry(word.folded.clone()).or_default().lower = true;
                } else if token.casing == Casing::Upper && defines(text, sentence.tokens.start, at) {
                    document.defined.insert(word.folded.clone());
                }
            }
        }
        document
    }

    /// Learns the mentions of a first look: full names first; a single word teaches only where they are silent.
    pub(super) fn learn(
        &mut self,
        mentions: &[Mention],
        names: &[&Candidate],
        text: &Text<'_>,
        words: &[Word],
    ) {
        let sure = || mentions.iter().zip(names).filter(|(mention, _)| mention.probability >= TEACHES);
        for (mention, name) in sure().filter(|(mention, _)| mention.tokens.len() > 1) {
            self.see(&name.folded, mention.kind);
            match mention.kind {
                EntityKind::Person => {
                    for part in parts_of_person(text, words, mention) {
                        self.seen.entry(part).or_default().surname = true;
                    }
                }
                EntityKind::Organization => {
                    self.entities.extend(&name.entities);
                    if let Some(front) = front_of_company(words, mention) {
                        self.see(&front, EntityKind::Organization);
                    }
                }
            }
        }
        for (mention, name) in sure().filter(|(mention, _)| mention.tokens.len() == 1) {
            let seen = self.seen(&name.folded);
            if !(seen.person || seen.organization || seen.surname) {
                self.see(&name.folded, mention.kind);
            }
        }
    }

    fn see(&mut self, folded: &str, kind: EntityKind) {
        let seen = self.seen.entry(folded.to_owned()).or_default();
        match kind {
            EntityKind::Person => seen.person = true,
            EntityKind::Organization => seen.organization = true,
        }
    }

    /// What is known of a folded name.
    pub(super) fn seen(&self, folded: &str) -> Seen {
        self.seen.get(folded).copied().unwrap_or_default()
    }

    /// Whether this is another name of an organization that the article names in full ("Fed", "Federal Reserve").
    pub(super) fn is_alias(&self, name: &Candidate) -> bool {
        name.organization.is_some() && name.entities.iter().any(|entity| self.entities.contains(entity))
    }

    /// Whether the article explains this acronym ("Foo Bar Baz (FBB)").
    pub(super) fn is_defined(&self, folded: &str) -> bool {
        self.defined.contains(folded)
    }
}

/// The first word of a company's full name, by which it goes later: "Ford" of "Ford Motor Co."
fn front_of_company(words: &[Word], mention: &Mention) -> Option<String> {
    let (first, last) = (words.get(mention.tokens.start)?, words.get(mention.tokens.end.checked_sub(1)?)?);
    let telling =
        !first.traits.any(Traits::COMMON | Traits::PLACE | Traits::NATIONALITY) && mention.tokens.len() > 1;
    (telling && last.traits.any(Traits::COMPANY_SUFFIX)).then(|| first.folded.clone())
}

/// The surname (with and without its particles) and the given name of a person named in full.
fn parts_of_person(text: &Text<'_>, words: &[Word], mention: &Mention) -> Vec<String> {
    let name_words: Vec<usize> = mention
        .tokens
        .clone()
        .filter(|at| words.get(*at).is_some_and(|word| !word.folded.is_empty()))
        .filter(|at| text.token(*at).is_some_and(|token| token.casing != Casing::Initial))
        .collect();
    let (Some(first), Some(last)) = (name_words.first(), name_words.last()) else { return Vec::new() };
    if first == last {
        return Vec::new();
    }
    let word = |at: usize| words.get(at).map(|word| word.folded.clone()).unwrap_or_default();
    let mut parts = vec![word(*first), word(*last)];
    let surname_start = name_words
        .iter()
        .rev()
        .skip(1)
        .take_while(|at| text.token(**at).is_some_and(|token| !token.is_capitalized()))
        .last();
    for from in surname_start.into_iter().chain(name_words.get(1)) {
        let surname: Vec<String> = (*from..=*last).map(word).filter(|word| !word.is_empty()).collect();
        parts.push(surname.join(" "));
    }
    parts
}

/// Whether the capitals at `at` stand in brackets after words that begin with those letters.
fn defines(text: &Text<'_>, sentence_start: usize, at: usize) -> bool {
    if at < sentence_start + 3 || text.word(at - 1) != "(" || !matches!(text.word(at + 1), ")" | "," | ";") {
        return false;
    }
    let mut letters = text.word(at).chars().filter(|c| c.is_alphabetic()).rev().peekable();
    for before in (sentence_start..at - 1).rev().take(12) {
        let Some(letter) = letters.peek().copied() else { return true };
        let initial = text.word(before).chars().next();
        if initial.is_some_and(|initial| initial.is_uppercase() && initial == letter) {
            letters.next();
        } else if initial.is_some_and(char::is_uppercase) {
            return false;
        }
    }
    letters.peek().is_none()
}
