//! Foreign texts: names in a language that the model was not trained for.
//!
//! In: [`Text`] and the pack. Out: [`Mention`]s of what the pack vouches for alone: whole names of two words and more
//! of entities of some prominence, and the surnames of people so named before.

use std::collections::HashSet;
use std::rc::Rc;

use crate::knowledge::{EntityKind, Knowledge};
use crate::text::{Text, Token};

use super::Mention;
use super::matches::{self, Match, Strength};
use super::words::{self, Word};

/// The probability of such a name. No development set measures it; a whole name of the pack in an English text is a
/// name of that kind about as often.
const WHOLE_NAME: f32 = 0.9;

/// The probability of a surname whose bearer was named in full before.
const SURNAME: f32 = 0.8;

/// Finds the names of a text by the pack alone.
pub(crate) fn known_names(text: &Text<'_>, knowledge: &Knowledge) -> Vec<Mention> {
    let words = words::look_up(text, knowledge);
    let mut mentions: Vec<Mention> = Vec::new();
    let mut surnames = HashSet::new();
    for (sentence, mut found) in text.sentences.iter().zip(matches::of(text, &words, knowledge)) {
        found.retain(|found| is_strong(text, found));
        found.sort_by_key(|found| {
            (found.tokens.start, std::cmp::Reverse(found.tokens.end), found.strength as u8)
        });
        let mut found = found.iter().peekable();
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            while found.next_if(|found| found.tokens.start < at).is_some() {}
            let mut mention = |kind, tokens: std::ops::Range<usize>, probability| {
                mentions.push(Mention {
                    span: text.span(&tokens),
                    kind,
                    probability,
                    title: tokens.start..tokens.start,
                    tokens,
                });
            };
            if let Some(whole) = found.next_if(|found| found.tokens.start == at) {
                if whole.kind == EntityKind::Person {
                    surnames.extend(words.get(whole.tokens.end - 1).map(folded));
                }
                mention(whole.kind, whole.tokens.clone(), WHOLE_NAME);
                at = whole.tokens.end;
                continue;
            }
            let capitalized = text.token(at).is_some_and(|token| token.is_word() && token.is_capitalized());
            if capitalized && words.get(at).is_some_and(|word| surnames.contains(&folded(word))) {
                mention(EntityKind::Person, at..at + 1, SURNAME);
            }
            at += 1;
        }
    }
    mentions
}

fn folded(word: &Word) -> Rc<str> {
    word.folded.clone()
}

/// Whether the pack alone vouches for this: an entity of some prominence by its own name, two capitalized words at least.
fn is_strong(text: &Text<'_>, found: &Match) -> bool {
    let tokens = text.tokens.get(found.tokens.clone()).unwrap_or_default();
    let capitalized = |token: &&Token| token.is_word() && token.is_capitalized();
    matches!(found.strength, Strength::Prominent | Strength::Known)
        && tokens.iter().filter(capitalized).count() >= 2
}
