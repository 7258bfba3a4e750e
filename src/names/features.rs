//! Features: what the recognizer's model is told of each token.
//!
//! In: [`Text`], its [`Word`]s and [`Match`]es. Out: [`Features`]. The same code makes them for training and for
//! reading, so the model never sees a text otherwise than it was trained on it.
//!
//! A token has a *word* (looked up in the model's vocabulary), *hashed* features (parts and shape of the word, each
//! a row of one hashed table; Weinberger et al. 2009), *signs* (a short list of yes-or-no facts from the word lists,
//! the pack and the article), and a *key* under which the article remembers it.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use foldhash::fast::FixedState;

use crate::knowledge::EntityKind;
use crate::page::BlockKind;
use crate::text::{Casing, SentenceCase, Text, Token, TokenKind};

use super::lexicon::Traits;
use super::matches::{Match, Strength};
use super::words::Word;

/// Hashed features of each token.
pub(super) const HASHED: usize = 8;

/// The features of a text, token by token.
#[derive(Debug, Clone, Default)]
pub(super) struct Features {
    /// The spellings of the text, each once.
    pub(super) spellings: Vec<Spelling>,
    /// Which spelling each token has.
    pub(super) forms: Vec<u32>,
    /// The signs of all tokens, one after another.
    pub(super) signs: Vec<u16>,
    /// Where the signs of each token end in `signs`.
    pub(super) sign_ends: Vec<u32>,
    /// The hash under which the article remembers each token; 0 where it does not.
    pub(super) keys: Vec<u32>,
    /// Whether each token may stand in a name.
    pub(super) in_question: Vec<bool>,
}

impl Features {
    /// How a token is spelled.
    pub(super) fn spelling(&self, at: usize) -> Spelling {
        let form = self.forms.get(at).and_then(|form| self.spellings.get(*form as usize));
        form.copied().unwrap_or_default()
    }
}

/// What the letters of a token alone tell.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spelling {
    /// The hash of the word in small letters.
    pub(super) word: u32,
    /// The hashes of its parts and shape.
    pub(super) hashed: [u32; HASHED],
}

/// Where each family of signs begins.
mod sign {
    pub(super) const KIND: u16 = 0;
    pub(super) const CASING: u16 = 4;
    pub(super) const CASE: u16 = 10;
    pub(super) const BLOCK: u16 = 14;
    pub(super) const GLUED: u16 = 22;
    pub(super) const OPENS: u16 = 23;
    pub(super) const OPENS_BLOCK: u16 = 24;
    pub(super) const SEEN_SMALL: u16 = 25;
    pub(super) const SEEN_CAPITAL: u16 = 26;
    pub(super) const DEFINED: u16 = 27;
    pub(super) const IN_QUOTES: u16 = 28;
    pub(super) const IN_BRACKETS: u16 = 29;
    pub(super) const TRAIT: u16 = 32;
    pub(super) const PHRASE: u16 = 48;
    pub(super) const GIVEN: u16 = 60;
    pub(super) const SURNAME: u16 = 68;
    pub(super) const PERSON: u16 = 76;
    pub(super) const ORGANIZATION: u16 = 96;
    pub(super) const SURNAME_ALONE: u16 = 116;
}

/// FNV-1a (Fowler, Noll and Vo), 32 bits.
fn hash(seed: u8, bytes: impl IntoIterator<Item = u8>) -> u32 {
    const PRIME: u32 = 0x0100_0193;
    let start = (0x811c_9dc5 ^ u32::from(seed)).wrapping_mul(PRIME);
    bytes.into_iter().fold(start, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(PRIME))
}

/// The bits of an FNV hash are weak at the low end; this spreads them (the finalizer of MurmurHash3).
fn spread(mut hash: u32) -> u32 {
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85eb_ca6b);
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

/// Keys are hashes already.
#[derive(Debug, Default)]
pub(super) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// Hashing for maps from keys.
pub(super) type BuildKeyHasher = BuildHasherDefault<KeyHasher>;

/// Reads the features of a text; `matches` are those of each sentence.
pub(super) fn of(text: &Text<'_>, words: &[Word], matches: &[Vec<Match>]) -> Features {
    let count = text.tokens.len();
    let mut features = Features {
        forms: Vec::with_capacity(count),
        signs: Vec::with_capacity(count * 8),
        sign_ends: Vec::with_capacity(count),
        keys: vec![0; count],
        in_question: in_question(text, words, matches),
        ..Features::default()
    };
    let mut known = HashMap::<&str, u32, FixedState>::default();
    let mut lower = String::new();
    for (at, token) in text.tokens.iter().enumerate() {
        let form = *known.entry(text.word(at)).or_insert_with(|| {
            spell(text.word(at), &mut lower);
            let word = spread(hash(0, lower.bytes()));
            features.spellings.push(Spelling { word, hashed: hashed(text.word(at), &lower, token) });
            features.spellings.len() as u32 - 1
        });
        features.forms.push(form);
    }
    remember(text, words, &mut features);
    let seen = Seen::of(text, &features);
    let mut block = usize::MAX;
    for (sentence, found) in text.sentences.iter().zip(matches) {
        let spans = spans(sentence.tokens.start, sentence.tokens.len(), found);
        let (mut quoted, mut bracketed) = (false, false);
        let mut phrase: Option<(usize, Traits)> = None;
        for (offset, at) in sentence.tokens.clone().enumerate() {
            let (Some(token), Some(word)) = (text.token(at), words.get(at)) else { continue };
            let mark = text.word(at);
            if matches!(mark, "”" | "»") || (mark == "\"" && quoted) {
                quoted = false;
            } else if matches!(mark, "“" | "«" | "\"") {
                quoted = true;
            }
            bracketed = (bracketed || matches!(mark, "(" | "[")) && !matches!(mark, ")" | "]");
            let word_hash = features.spelling(at).word;
            let mut sign = |sign: u16| features.signs.push(sign);
            sign(sign::KIND + token.kind as u16);
            sign(sign::CASING + token.casing as u16);
            sign(sign::CASE + sentence.case as u16);
            sign(sign::BLOCK + block_sign(sentence.kind));
            if token.glued {
                sign(sign::GLUED);
            }
            if offset == 0 {
                sign(sign::OPENS);
                if sentence.block != block {
                    sign(sign::OPENS_BLOCK);
                }
            }
            if quoted {
                sign(sign::IN_QUOTES);
            }
            if bracketed {
                sign(sign::IN_BRACKETS);
            }
            if token.is_word() && token.casing != Casing::Lower {
                // "WHO" is not "who", unless all is in capitals.
                let acronym = token.casing == Casing::Upper && sentence.case != SentenceCase::Upper;
                if seen.small.contains(&word_hash) && !acronym {
                    sign(sign::SEEN_SMALL);
                }
                if seen.capital.contains(&word_hash) {
                    sign(sign::SEEN_CAPITAL);
                }
                if seen.defined.contains(&word_hash) {
                    sign(sign::DEFINED);
                }
            }
            word.traits.bits().for_each(|bit| sign(sign::TRAIT + bit));
            if word.phrase > 0 {
                phrase = Some((at + word.phrase, word.phrase_traits));
                phrase_signs(word.phrase_traits, true).for_each(&mut sign);
            } else if let Some((_, traits)) = phrase.filter(|(end, _)| at < *end) {
                phrase_signs(traits, false).for_each(&mut sign);
            }
            if let given @ 1.. = word.given {
                sign(sign::GIVEN + bucket(given));
            }
            if let surname @ 1.. = word.surname {
                sign(sign::SURNAME + bucket(surname));
            }
            spans.get(offset).into_iter().flatten().flatten().copied().for_each(&mut sign);
            features.sign_ends.push(features.signs.len() as u32);
        }
        block = sentence.block;
    }
    features
}

/// Which tokens may stand in a name: where capitals tell something, words with one, what stands between two of them that
/// are near each other ("Bank of the West"), what is glued to them or else belongs to a name ("Dae-jung", "20th Century Fox",
/// "van der Berg", "Yahoo!"), and what the pack knows. Elsewhere all.
fn in_question(text: &Text<'_>, words: &[Word], matches: &[Vec<Match>]) -> Vec<bool> {
    let mut in_question = vec![false; text.tokens.len()];
    let mut set = |tokens: Range<usize>| {
        in_question.get_mut(tokens).unwrap_or_default().fill(true);
    };
    let has = |at: usize, traits| words.get(at).is_some_and(|word| word.traits.any(traits));
    let is_number = |at: usize| text.token(at).is_some_and(|token| token.kind == TokenKind::Number);
    let is_glued = |at: usize| text.token(at).is_some_and(|token| token.glued);
    let is_hyphen = |at: usize| matches!(text.word(at), "-" | "\u{2010}" | "\u{2011}" | "\u{2013}");
    let leads = |at: &usize| {
        has(*at, Traits::PARTICLE)
            || is_number(*at)
            || is_glued(at + 1) && (is_hyphen(*at) || is_hyphen(at + 1))
    };
    let follows = |at: &usize| {
        let mark = matches!(text.word(*at), "!" | "+" | "." | ")");
        let part = is_glued(*at) && (is_hyphen(*at) || is_hyphen(at - 1));
        mark || part || is_number(*at) || has(*at, Traits::ORGANIZATION_HEAD)
    };
    for (sentence, found) in text.sentences.iter().zip(matches) {
        if sentence.case != SentenceCase::Normal {
            set(sentence.tokens.clone());
            continue;
        }
        found.iter().for_each(|found| set(found.tokens.clone()));
        let mut end_before: Option<usize> = None;
        for at in sentence.tokens.clone() {
            if !text.token(at).is_some_and(|token| token.is_word() && token.casing != Casing::Lower) {
                continue;
            }
            let near = end_before.filter(|end| at - end <= LONGEST_GAP);
            let first = at - (sentence.tokens.start..at).rev().take_while(leads).count();
            let end = at + 1 + (at + 1..sentence.tokens.end).take_while(follows).count();
            set(near.unwrap_or(first)..end);
            end_before = Some(at + 1);
        }
    }
    in_question
}

/// Small words and marks that stand together inside a name at most ("Organization for the Prohibition of ..." has two).
const LONGEST_GAP: usize = 3;

/// Gives each word that may be a name the key under which the article remembers it. "Who" at the front of a sentence
/// tells nothing of the WHO.
fn remember(text: &Text<'_>, words: &[Word], features: &mut Features) {
    for sentence in &text.sentences {
        for at in sentence.tokens.clone() {
            let (Some(token), Some(word)) = (text.token(at), words.get(at)) else { continue };
            let may_be_name = token.is_word() && (token.is_capitalized() || token.casing == Casing::Uncased);
            let acronym = token.casing == Casing::Upper && sentence.case != SentenceCase::Upper;
            if may_be_name && (acronym || !word.traits.any(Traits::FUNCTION)) {
                let hash = features.spelling(at).word;
                if let Some(key) = features.keys.get_mut(at) {
                    *key = hash.max(1);
                }
            }
        }
    }
}

/// The token in small letters, digits as `0`, straight apostrophes.
fn spell(word: &str, lower: &mut String) {
    lower.clear();
    for c in word.chars() {
        match c {
            '’' | '‘' | 'ʼ' | '`' => lower.push('\''),
            '“' | '”' | '«' | '»' => lower.push('"'),
            '–' | '—' | '‐' | '‑' => lower.push('-'),
            c if c.is_numeric() => lower.push('0'),
            c if c.is_ascii() => lower.push(c.to_ascii_lowercase()),
            c => lower.extend(c.to_lowercase()),
        }
    }
}

fn hashed(word: &str, lower: &str, token: &Token) -> [u32; HASHED] {
    let front = |letters: usize| {
        let end = lower.char_indices().nth(letters).map_or(lower.len(), |(at, _)| at);
        lower.get(..end).unwrap_or_default().bytes()
    };
    let back = |letters: usize| {
        let start = lower.char_indices().rev().nth(letters - 1).map_or(0, |(at, _)| at);
        lower.get(start..).unwrap_or_default().bytes()
    };
    [
        hash(1 + token.casing as u8, lower.bytes()),
        hash(11, front(2)),
        hash(12, front(3)),
        hash(13, front(4)),
        hash(14, back(2)),
        hash(15, back(3)),
        hash(16, back(4)),
        hash(17, shape(word)),
    ]
    .map(spread)
}

/// "Xx" of "Kerry", "XxXx" of "McFaul", "X.X." of "U.S.", "d" of "1,500": runs of one class count once, but a run of two
/// or more capitals is told from a single one.
fn shape(word: &str) -> impl Iterator<Item = u8> {
    let class = |c: char| {
        if c.is_uppercase() {
            b'X'
        } else if c.is_lowercase() {
            b'x'
        } else if c.is_numeric() {
            b'd'
        } else if c.is_alphabetic() {
            b'a'
        } else {
            u8::try_from(c).unwrap_or(b'?')
        }
    };
    let mut last = (0, 0);
    word.chars().filter_map(move |c| {
        let class = class(c);
        last = if last.0 == class { (class, last.1 + 1) } else { (class, 1) };
        let longest = if class == b'X' { 3 } else { 1 };
        (last.1 <= longest).then_some(class)
    })
}

fn block_sign(kind: BlockKind) -> u16 {
    match kind {
        BlockKind::Headline | BlockKind::Heading => 0,
        BlockKind::Byline => 1,
        BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Caption => 2,
    }
}

/// Four steps from one bearer to many.
fn bucket(bearers: u32) -> u16 {
    match bearers {
        0..=1 => 0,
        2..=4 => 1,
        5..=19 => 2,
        20..=99 => 3,
        100..=499 => 4,
        _ => 5,
    }
}

fn phrase_signs(traits: Traits, first: bool) -> impl Iterator<Item = u16> {
    let families = [Traits::PLACE, Traits::NATIONALITY, Traits::NOT_NAME];
    families
        .into_iter()
        .zip(0..)
        .filter(move |(family, _)| traits.any(*family))
        .map(move |(_, family)| sign::PHRASE + 2 * family + u16::from(!first))
}

/// For each token of a sentence the signs of the pack's names that it stands in.
fn spans(first: usize, length: usize, found: &[Match]) -> Vec<[Option<u16>; 2]> {
    let mut spans = vec![[None; 2]; if found.is_empty() { 0 } else { length }];
    for found in found {
        let (slot, base) = match (found.kind, found.strength) {
            (EntityKind::Person, Strength::Surname) => (0, sign::SURNAME_ALONE),
            (EntityKind::Person, strength) => (0, sign::PERSON + 4 * strength as u16),
            (EntityKind::Organization, strength) => (1, sign::ORGANIZATION + 4 * strength as u16),
        };
        for at in found.tokens.clone() {
            let place = match (at == found.tokens.start, at + 1 == found.tokens.end) {
                (true, true) => 0,
                (true, false) => 1,
                (false, false) => 2,
                (false, true) => 3,
            };
            if let Some(sign) = spans.get_mut(at - first).and_then(|token| token.get_mut(slot)) {
                *sign = Some(base + place);
            }
        }
    }
    spans
}

/// What the article shows of a word elsewhere.
#[derive(Debug, Default)]
struct Seen {
    /// Words in small letters.
    small: HashSet<u32, BuildKeyHasher>,
    /// Words with a capital where no sentence begins.
    capital: HashSet<u32, BuildKeyHasher>,
    /// Acronyms that the article explains ("Foo Bar Baz (FBB)").
    defined: HashSet<u32, BuildKeyHasher>,
}

impl Seen {
    fn of(text: &Text<'_>, features: &Features) -> Self {
        let mut seen = Self::default();
        for sentence in text.sentences.iter().filter(|sentence| sentence.case == SentenceCase::Normal) {
            for at in sentence.tokens.clone() {
                let Some(token) = text.token(at).filter(|token| token.is_word()) else { continue };
                let word = features.spelling(at).word;
                if token.casing == Casing::Lower {
                    seen.small.insert(word);
                } else if at > sentence.tokens.start && token.is_capitalized() {
                    seen.capital.insert(word);
                }
                if token.casing == Casing::Upper && defines(text, sentence.tokens.start, at) {
                    seen.defined.insert(word);
                }
            }
        }
        seen
    }
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
