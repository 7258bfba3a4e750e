//! Titles: the words right before a person's name that say what they are.
//!
//! In: a sentence's tokens and words, and where a name begins. Out: the range of the title's tokens.

use std::ops::Range;

use crate::text::{Sentence, Text, TokenKind};

use super::lexicon::Traits;
use super::words::Word;

/// A sentence to be asked about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Titles<'t> {
    pub(super) text: &'t Text<'t>,
    pub(super) words: &'t [Word],
    pub(super) sentence: &'t Sentence,
}

impl Titles<'_> {
    fn traits(&self, at: usize) -> Traits {
        let word = self.words.get(at).filter(|_| self.sentence.tokens.contains(&at));
        word.map(|word| word.traits).unwrap_or_default()
    }

    fn is_capitalized(&self, at: usize) -> bool {
        self.sentence.tokens.contains(&at)
            && self.text.token(at).is_some_and(|token| token.is_word() && token.is_capitalized())
    }

    /// The first token of the title that ends right before a token. Looks through "Secretary of State", "Minister for
    /// Foreign Affairs".
    fn ends_before(&self, start: usize) -> Option<usize> {
        let last = start.checked_sub(1).filter(|at| *at >= self.sentence.tokens.start)?;
        let traits = self.traits(last);
        let capitalized = self.is_capitalized(last);
        if traits.any(Traits::OFFICE) || (traits.any(Traits::HONORIFIC) && capitalized) {
            return Some(last);
        }
        if !capitalized {
            return None;
        }
        // "Secretary of State", "Minister for Women and Equalities": an office, a connector, capitals.
        const LONGEST: usize = 6;
        let first = last.saturating_sub(LONGEST).max(self.sentence.tokens.start);
        let mut connected = false;
        for at in (first..last).rev() {
            let traits = self.traits(at);
            if traits.any(Traits::CONNECTOR) {
                connected = true;
            } else if !self.is_capitalized(at) {
                return None;
            } else if connected && traits.any(Traits::OFFICE) {
                return Some(at);
            }
        }
        None
    }

    /// The tokens of the title or role before a name, with the words that belong to it: "U.S. Secretary of
    /// State", "former Russian prime minister". Empty where there is none.
    pub(super) fn before(&self, name: &Range<usize>) -> Range<usize> {
        let Some(mut start) = self.ends_before(name.start) else { return name.start..name.start };
        while let Some(before) = start.checked_sub(1).filter(|at| *at >= self.sentence.tokens.start) {
            let Some(token) = self.text.token(before) else { break };
            let word = self.traits(before);
            let belongs = match token.kind {
                TokenKind::Word => {
                    let qualifies = word.any(Traits::TITLE | Traits::NATIONALITY | Traits::PLACE)
                        || matches!(
                            self.text.word(before),
                            "former" | "late" | "then" | "acting" | "deputy" | "ex"
                        );
                    let names = token.is_capitalized()
                        && !(before == self.sentence.tokens.start
                            && word.any(Traits::COMMON | Traits::CONNECTOR));
                    !word.any(Traits::CONNECTOR) && (qualifies || names)
                }
                TokenKind::Punctuation => {
                    let both = token.glued && self.text.token(before + 1).is_some_and(|next| next.glued);
                    both && matches!(self.text.word(before), "-" | "‐" | "‑")
                }
                TokenKind::Possessive | TokenKind::Number => false,
            };
            if !belongs {
                break;
            }
            start = before;
        }
        start..name.start
    }
}
