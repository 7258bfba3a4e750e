//! Names: which spans of the text name a person or an organization.
//!
//! In: [`Text`] and the pack. Out: [`Mention`]s in order, none overlapping, each with its kind and probability.
//!
//! The recognizer of this version is a set of rules: every run of tokens that could be a name is scored for
//! both kinds by what the word lists, the pack and its surroundings say (log-odds, see [`evidence`]); the best
//! set of spans that do not overlap is taken; then the article is looked at a second time with what the first
//! look was sure of ("one sense per discourse", Gale, Church and Yarowsky 1992).

mod candidates;
mod document;
mod evidence;
mod lexicon;
mod words;

use std::ops::Range;

use crate::knowledge::{EntityKind, Knowledge};
use crate::text::{Span, Text};

pub(crate) use lexicon::{Traits, traits_of};

use candidates::Candidate;
use document::Document;
use evidence::Context;

/// A span of the text that names a person or an organization.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Where it stands: bytes of the article's text.
    pub span: Span,
    /// Person or organization.
    pub kind: EntityKind,
    /// How likely this span with these edges is a name of this kind, 0 to 1.
    pub probability: f32,
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
    /// The tokens of the title or role right before it; empty where there is none.
    pub(crate) title: Range<usize>,
}

/// Finds the names of a text.
pub(crate) fn recognize(text: &Text<'_>, knowledge: &Knowledge) -> Vec<Mention> {
    let words = words::look_up(text, knowledge);
    let mut document = Document::of(text, &words);
    let mut candidates = Vec::with_capacity(text.sentences.len());
    for sentence in &text.sentences {
        let mut found = Vec::new();
        candidates::collect(text, &words, sentence, knowledge, &mut found);
        candidates.push(found);
    }
    let look = |document: &Document| {
        let mut mentions = Vec::new();
        let mut names = Vec::new();
        for (sentence, candidates) in text.sentences.iter().zip(&candidates) {
            let context = Context { text, words: &words, sentence, document };
            decode(&context, candidates, &mut mentions, &mut names);
        }
        (mentions, names)
    };
    let (mentions, names) = look(&document);
    document.learn(&mentions, &names, text, &words);
    look(&document).0
}

/// Takes the set of candidates of greatest total score in which none overlap, and appends it in order of the
/// text (weighted interval scheduling by dynamic programming over the sentence's tokens).
fn decode<'c>(
    context: &Context<'_>,
    candidates: &'c [Candidate],
    mentions: &mut Vec<Mention>,
    names: &mut Vec<&'c Candidate>,
) {
    let first = context.sentence.tokens.start;
    // best[i]: the greatest total of names that end before token first + i, and the last name of that set.
    let mut best: Vec<(f32, Option<Choice<'_>>)> = vec![(0.0, None); context.sentence.tokens.len() + 1];
    let mut by_end: Vec<&Candidate> = candidates.iter().collect();
    by_end.sort_by_key(|candidate| candidate.tokens.end);
    let mut by_end = by_end.into_iter().peekable();
    for end in 1..best.len() {
        let mut here = (best.get(end - 1).map_or(0.0, |(total, _)| *total), None);
        while let Some(candidate) = by_end.next_if(|candidate| candidate.tokens.end - first <= end) {
            let scores = context.score(candidate);
            let (kind, score) = if scores.person >= scores.organization {
                (EntityKind::Person, scores.person)
            } else {
                (EntityKind::Organization, scores.organization)
            };
            let before = best.get(candidate.tokens.start - first).map_or(0.0, |(total, last)| {
                let touches = last.is_some_and(|last: Choice<'_>| last.kind == kind);
                if touches { total + TOUCHING } else { *total }
            });
            if score > 0.0 && before + score > here.0 {
                here = (before + score, Some(Choice { candidate, kind, score }));
            }
        }
        if let Some(slot) = best.get_mut(end) {
            *slot = here;
        }
    }
    let from = mentions.len();
    let mut end = best.len() - 1;
    while end > 0 {
        match best.get(end).and_then(|(_, choice)| *choice) {
            None => end -= 1,
            Some(Choice { candidate, kind, score }) => {
                mentions.push(Mention {
                    span: context.text.span(&candidate.tokens),
                    kind,
                    probability: 1.0 / (1.0 + (-score).exp()),
                    tokens: candidate.tokens.clone(),
                    title: context.title_of(&candidate.tokens),
                });
                names.push(candidate);
                end = candidate.tokens.start - first;
            }
        }
    }
    if let Some(new) = mentions.get_mut(from..) {
        new.reverse();
    }
    if let Some(new) = names.get_mut(from..) {
        new.reverse();
    }
}

/// Two names of one kind that stand side by side are far more often one name, in log-odds.
const TOUCHING: f32 = -6.0;

/// A candidate taken as a name.
#[derive(Debug, Clone, Copy)]
struct Choice<'c> {
    candidate: &'c Candidate,
    kind: EntityKind,
    score: f32,
}
