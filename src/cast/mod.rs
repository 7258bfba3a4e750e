//! The cast: which mentions name the same person or organization, and how the article introduces them.
//!
//! In: mentions and the text. Out: [`Member`]s, in order of first mention.
//!
//! People are grouped by full name first, then title and surname, surname, given name; organizations by their
//! names without legal forms, and acronyms by brackets or initials. A short name that fits two members of the
//! cast joins neither, unless one of the two has just been named.

mod introduction;
mod longer;
mod organizations;
mod people;

use std::collections::HashMap;
use std::ops::Range;

use crate::knowledge::{EntityKind, fold};
use crate::names::{Mention, Traits, traits_of};
use crate::page::BlockKind;
use crate::text::{Casing, Span, Text};

/// Somebody or something that the article names, once or often.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Member {
    /// Person or organization.
    pub(crate) kind: EntityKind,
    /// The fullest name that the article gives.
    pub(crate) name: String,
    /// Every form that the article uses, folded, the fullest first, none twice.
    pub(crate) forms: Vec<String>,
    /// Its mentions: indices into the mentions, ascending, at least one.
    pub(crate) mentions: Vec<usize>,
    /// How the article introduces it, in the article's own words.
    pub(crate) introduction: Option<Introduction>,
    /// The folded words with which its name goes on beside its mentions ("Films" for "CNN" in "CNN Films"); empty where
    /// its name is whole. Such pieces are members of their own.
    pub(crate) longer_by: Vec<String>,
}

impl Member {
    /// Takes another member's mentions and forms, which turned out to be its own.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.mentions.extend(other.mentions);
        self.mentions.sort_unstable();
        self.forms.extend(other.forms);
        self.introduction = self.introduction.or(other.introduction);
    }
}

/// The article's own words about somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Introduction {
    /// The words: bytes of the article's text.
    pub(crate) span: Span,
    /// Where the sentence that they stand in ends; only mentions behind it need them.
    pub(crate) sentence_end: usize,
}

/// Members of groups of mentions that were found otherwise.
pub(crate) fn regroup(text: &Text<'_>, mentions: &[Mention], groups: Vec<Vec<usize>>) -> Vec<Member> {
    let named = named(text, mentions);
    groups.into_iter().filter_map(|group| member(text, &named, group)).collect()
}

fn named<'m>(text: &Text<'_>, mentions: &'m [Mention]) -> Vec<Named<'m>> {
    let each = mentions.iter().enumerate();
    each.map(|(index, mention)| Named::of(text, mentions, index, mention)).collect()
}

/// Groups mentions into members.
pub(crate) fn group(text: &Text<'_>, mentions: &[Mention]) -> Vec<Member> {
    let mut named = named(text, mentions);
    // "Wife Naina" makes every Naina with a surname that relative.
    let kin = called_kin(text);
    for named in named.iter_mut().filter(|named| named.words.len() > 1) {
        let sex = named.words.first().and_then(|first| kin.get(first));
        named.relative |= sex.is_some();
        named.sex = named.sex.or(sex.copied());
    }
    let of_kind = |kind| named.iter().filter(move |named| named.mention.kind == kind).collect::<Vec<_>>();
    let mut groups = people::group(&of_kind(EntityKind::Person));
    groups.extend(organizations::group(text, &of_kind(EntityKind::Organization)));
    groups.sort_by_key(|group| group.iter().min().copied());
    groups
        .into_iter()
        .filter_map(|mut group| {
            group.sort_unstable();
            member(text, &named, group)
        })
        .collect()
}

/// The names that stand right behind a word of kinship.
fn called_kin(text: &Text<'_>) -> HashMap<String, Sex> {
    let mut called = HashMap::new();
    for at in 0..text.tokens.len() {
        let word = fold(text.word(at));
        let Some((_, sex)) = KIN.iter().find(|(known, _)| *known == word) else { continue };
        let name = if text.word(at + 1) == "," { at + 2 } else { at + 1 };
        if text.token(name).is_some_and(|token| token.is_word() && token.is_capitalized()) {
            called.insert(fold(text.word(name)), *sex);
        }
    }
    called
}

/// A mention with its words made ready to compare.
#[derive(Debug)]
struct Named<'m> {
    index: usize,
    mention: &'m Mention,
    /// The sentence it stands in.
    sentence: usize,
    /// Its words, folded, in order, marks left out.
    words: Vec<String>,
    /// Of each word, whether it is written small ("al", "van").
    small: Vec<bool>,
    /// Of each word, whether a hyphen joins it to the one before ("Ostrava-Whitlock").
    glued: Vec<bool>,
    /// The words with which its name goes on beside it.
    longer_by: Vec<String>,
    /// Whether a word of kinship stands before it ("his wife, Naina Yeltsin").
    relative: bool,
    /// Whether it bears the title of an office ("President").
    in_office: bool,
    /// Whether it stands in a headline, which shortens names.
    in_headline: bool,
    /// What its title or kinship tells.
    sex: Option<Sex>,
    /// Whether an article makes a thing of it ("a new Bill", "the Grace").
    thing: bool,
}

/// What "Mr.", "Mrs.", "his wife" tell of somebody, to keep two of one surname apart; told to nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sex {
    Woman,
    Man,
}

/// Words of kinship.
const KIN: &[(&str, Sex)] = &[
    ("wife", Sex::Woman),
    ("daughter", Sex::Woman),
    ("mother", Sex::Woman),
    ("sister", Sex::Woman),
    ("widow", Sex::Woman),
    ("niece", Sex::Woman),
    ("aunt", Sex::Woman),
    ("granddaughter", Sex::Woman),
    ("grandmother", Sex::Woman),
    ("husband", Sex::Man),
    ("son", Sex::Man),
    ("father", Sex::Man),
    ("brother", Sex::Man),
    ("widower", Sex::Man),
    ("nephew", Sex::Man),
    ("uncle", Sex::Man),
    ("grandson", Sex::Man),
    ("grandfather", Sex::Man),
];

/// Honorifics that tell a sex.
const HONORIFICS: &[(&str, Sex)] =
    &[("mr", Sex::Man), ("mrs", Sex::Woman), ("ms", Sex::Woman), ("miss", Sex::Woman)];

/// A word of kinship stands at most so many tokens before a name ("wife of 30 years" does not count).
const KIN_REACH: usize = 3;

/// Words that make a thing of the name behind them.
const ARTICLES: &[&str] = &["a", "A", "an", "An", "the", "The", "this", "This"];

/// Adjectives that may stand between; "the letter Bill wrote" has a noun there, and is somebody's.
const OF_A_THING: &[&str] = &["new", "old", "same", "proposed", "draft", "whole", "first", "second"];

impl<'m> Named<'m> {
    fn of(text: &Text<'_>, mentions: &[Mention], index: usize, mention: &'m Mention) -> Self {
        let sentence = text.sentence_index(mention.tokens.start);
        let longer_by = text
            .sentences
            .get(sentence)
            .map(|sentence| longer::words(text, mentions, mention, sentence))
            .unwrap_or_default();
        let (mut words, mut small, mut glued) = (Vec::new(), Vec::new(), Vec::new());
        for at in mention.tokens.clone() {
            let folded = fold(text.word(at));
            if !folded.is_empty() && !is_label(text, mention, at) {
                words.push(folded);
                small.push(text.token(at).is_some_and(|token| !token.is_capitalized()));
                glued.push(at > mention.tokens.start && text.token(at).is_some_and(|token| token.glued));
            }
        }
        let before = mention.title.start.min(mention.tokens.start);
        let sentence_start = text.sentences.get(sentence).map_or(before, |sentence| sentence.tokens.start);
        let told = |from: usize, list: &[(&str, Sex)]| {
            (from.max(sentence_start)..mention.tokens.start).rev().find_map(|at| {
                let word = fold(text.word(at));
                list.iter().find(|(known, _)| *known == word).map(|(_, sex)| *sex)
            })
        };
        let kin = told(before.saturating_sub(KIN_REACH), KIN);
        let sex = kin.or_else(|| told(before, HONORIFICS));
        let thing = (sentence_start..before)
            .rev()
            .map(|at| text.word(at))
            .find(|word| !OF_A_THING.contains(word))
            .is_some_and(|word| ARTICLES.contains(&word));
        let in_office = mention.title.clone().any(|at| traits_of(&fold(text.word(at))).any(Traits::OFFICE));
        let in_headline =
            text.sentences.get(sentence).is_some_and(|sentence| sentence.kind == BlockKind::Headline);
        let relative = kin.is_some();
        Self {
            index,
            mention,
            sentence,
            words,
            small,
            glued,
            longer_by,
            relative,
            in_office,
            in_headline,
            sex,
            thing,
        }
    }

    fn folded(&self) -> String {
        self.words.join(" ")
    }
}

fn member(text: &Text<'_>, named: &[Named<'_>], mentions: Vec<usize>) -> Option<Member> {
    let group: Vec<&Named<'_>> = mentions.iter().filter_map(|index| named.get(*index)).collect();
    // The fullest name: most words, then most letters, then the first.
    let fullness =
        |named: &&&Named<'_>| (named.words.len(), named.mention.span.end - named.mention.span.start);
    let fullest = group.iter().rev().max_by_key(fullness)?;
    let mut forms: Vec<String> = group.iter().map(|named| named.folded()).collect();
    forms.sort_by_key(|form| std::cmp::Reverse((form.split(' ').count(), form.len())));
    forms.dedup();
    let introduction = group.iter().find_map(|named| introduction::find(text, named.mention));
    Some(Member {
        kind: fullest.mention.kind,
        name: readable(fullest.mention.span.of(text.source)),
        forms,
        introduction,
        longer_by: fullest.longer_by.clone(),
        mentions,
    })
}

/// A name as it stands in the text, without line ends and runs of spaces.
fn readable(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether an acronym in front of somebody's name is none of it ("VMA Taylor").
fn is_label(text: &Text<'_>, mention: &Mention, at: usize) -> bool {
    /// Two capitals are somebody's initials ("JK Rowling").
    const SHORTEST: usize = 3;
    let upper = |at: usize| text.token(at).is_some_and(|token| token.casing == Casing::Upper);
    mention.kind == EntityKind::Person
        && at == mention.tokens.start
        && mention.tokens.len() > 1
        && text.word(at).chars().count() >= SHORTEST
        && text.word(at).chars().all(char::is_alphabetic)
        && upper(at)
        && !upper(at + 1)
}

/// The tokens of the sentence around a token.
fn sentence_around(text: &Text<'_>, token: usize) -> Range<usize> {
    text.sentence_at(token).map_or(0..0, |sentence| sentence.tokens.clone())
}
