//! Training: a text as the model's training is to see it.
//!
//! In: an [`Article`] and the pack. Out: [`TrainingToken`]s, with the features that the [`super::network`] would read.

use crate::knowledge::Knowledge;
use crate::page::Article;
use crate::text::{Span, Text};

use super::features::{self, HASHED};
use super::{matches, words};

/// A token of a text with all that the recognizer's model is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingToken {
    /// Where it stands: bytes of the article's text.
    pub span: Span,
    /// Whether a sentence begins with it.
    pub opens_sentence: bool,
    /// The hash of its word in small letters.
    pub word: u32,
    /// The hashes of its word's parts and shape.
    pub hashed: [u32; HASHED],
    /// The facts that hold of it, by number.
    pub signs: Vec<u16>,
    /// The hash under which the article remembers it; 0 where it does not.
    pub key: u32,
}

/// Reads an article for training: the tokens and features that [`crate::Engine`] would see.
pub fn training_tokens(article: &Article, knowledge: &Knowledge) -> Vec<TrainingToken> {
    let text = Text::of(article);
    let words = words::look_up(&text, knowledge);
    let features = features::of(&text, &words, &matches::of(&text, &words, knowledge));
    let mut openings = text.sentences.iter().map(|sentence| sentence.tokens.start).peekable();
    let mut start = 0;
    let each = features.keys.iter().zip(&features.sign_ends);
    text.tokens
        .iter()
        .zip(each)
        .enumerate()
        .map(|(at, (token, (key, end)))| {
            let end = *end as usize;
            let signs = features.signs.get(start..end).unwrap_or_default().to_vec();
            start = end;
            let spelling = features.spelling(at);
            TrainingToken {
                span: token.span,
                opens_sentence: openings.next_if_eq(&at).is_some(),
                word: spelling.word,
                hashed: spelling.hashed,
                signs,
                key: *key,
            }
        })
        .collect()
}
