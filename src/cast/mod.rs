//! The cast: which mentions name the same person or organization, and how the article introduces them.
//!
//! In: mentions and the text. Out: [`Member`]s, in order of first mention.
//!
//! People are grouped by full name first, then title and surname, surname, given name; organizations by their
//! names without legal forms, and acronyms by brackets or initials. A short name that fits two members of the
//! cast joins neither, unless one of the two has just been named.

mod introduction;
mod organizations;
mod people;

use std::ops::Range;

use crate::knowledge::EntityKind;
use crate::names::Mention;
use crate::text::{Span, Text};

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

/// Groups mentions into members.
pub(crate) fn group(text: &Text<'_>, mentions: &[Mention]) -> Vec<Member> {
    let named: Vec<Named<'_>> =
        mentions.iter().enumerate().map(|(index, mention)| Named::of(text, index, mention)).collect();
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
}

impl<'m> Named<'m> {
    fn of(text: &Text<'_>, index: usize, mention: &'m Mention) -> Self {
        let sentence = text.sentences.partition_point(|sentence| sentence.tokens.end <= mention.tokens.start);
        let (mut words, mut small, mut glued) = (Vec::new(), Vec::new(), Vec::new());
        for at in mention.tokens.clone() {
            let folded = crate::knowledge::fold(text.word(at));
            if !folded.is_empty() {
                words.push(folded);
                small.push(text.token(at).is_some_and(|token| !token.is_capitalized()));
                glued.push(at > mention.tokens.start && text.token(at).is_some_and(|token| token.glued));
            }
        }
        Self { index, mention, sentence, words, small, glued }
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
        mentions,
    })
}

/// A name as it stands in the text, without line ends and runs of spaces.
fn readable(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The tokens of the sentence around a token.
fn sentence_around(text: &Text<'_>, token: usize) -> Range<usize> {
    let at = text.sentences.partition_point(|sentence| sentence.tokens.end <= token);
    text.sentences.get(at).map_or(0..0, |sentence| sentence.tokens.clone())
}
