//! Matches: the longest names of the pack that stand in a sentence, by kind.
//!
//! In: [`Text`], its words, and the pack. Out: the [`Match`]es of each sentence, those of one kind not overlapping.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;

use crate::knowledge::{EntityKind, Knowledge, NameForm, NameWalk, fold};
use crate::text::{Casing, Sentence, SentenceCase, Text, Token, TokenKind};

use super::words::Word;

/// The longest name sought, in tokens. Longer ones in news are rare and mostly lists.
const LONGEST_NAME: usize = 10;

/// Candidates a name look-up may weigh; names shared by more say nothing anyway.
const POSTINGS_READ: usize = 12;

/// How a name of the pack came to stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    /// A prominent entity's own name (prior of 50 and more).
    Prominent,
    /// The own name of an entity of some prominence (20 and more).
    Known,
    /// Anybody else's own name.
    Listed,
    /// Another spelling, a nickname, or a part that often means something else.
    Loose,
    /// A surname alone.
    Surname,
}

/// A name of the pack in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    pub(super) tokens: Range<usize>,
    pub(super) kind: EntityKind,
    pub(super) strength: Strength,
}

/// Finds the names of each sentence.
pub(super) fn of(text: &Text<'_>, words: &[Word], knowledge: &Knowledge) -> Vec<Vec<Match>> {
    let mut begun = Begun::default();
    text.sentences.iter().map(|sentence| find(text, words, sentence, knowledge, &mut begun)).collect()
}

/// Where the walk over the pack's names stands behind a first word: the same wherever a text has it.
#[derive(Debug, Default)]
struct Begun<'t, 'k>(HashMap<&'t str, Option<NameWalk<'k>>, FixedState>);

impl<'t, 'k> Begun<'t, 'k> {
    fn with(&mut self, word: &'t str, knowledge: &'k Knowledge) -> Option<NameWalk<'k>> {
        *self.0.entry(word).or_insert_with(|| knowledge.names().push(word))
    }
}

/// For each kind the longest name from each place on, from the left.
fn find<'t, 'k>(
    text: &Text<'_>,
    words: &'t [Word],
    sentence: &Sentence,
    knowledge: &'k Knowledge,
    begun: &mut Begun<'t, 'k>,
) -> Vec<Match> {
    let mut found = Vec::new();
    let (mut people_from, mut organizations_from) = (sentence.tokens.start, sentence.tokens.start);
    for start in sentence.tokens.clone() {
        let opens = text.token(start).is_some_and(|token| {
            (token.is_word() && (token.is_capitalized() || token.casing == Casing::Uncased))
                || token.kind == TokenKind::Number
        });
        if !opens {
            continue;
        }
        let [person, organization] = longest(text, words, sentence, knowledge, begun, start);
        if let Some((end, strength)) = person.filter(|_| start >= people_from) {
            found.push(Match { tokens: start..end, kind: EntityKind::Person, strength });
            people_from = end;
        }
        if let Some((end, strength)) = organization.filter(|_| start >= organizations_from) {
            found.push(Match { tokens: start..end, kind: EntityKind::Organization, strength });
            organizations_from = end;
        }
    }
    found
}

/// The longest name of a person and of an organization that begins at `start`: the token behind it, its strength.
fn longest<'t, 'k>(
    text: &Text<'_>,
    words: &'t [Word],
    sentence: &Sentence,
    knowledge: &'k Knowledge,
    begun: &mut Begun<'t, 'k>,
    start: usize,
) -> [Option<(usize, Strength)>; 2] {
    let mut best = [None; 2];
    let mut walk = Some(knowledge.names());
    let mut before = walk;
    for at in start..sentence.tokens.end.min(start + LONGEST_NAME) {
        let (Some(token), Some(word)) = (text.token(at), words.get(at)) else { break };
        match token.kind {
            TokenKind::Possessive if at > start => {
                // "Lloyd's of London", "McDonald's": one word of the name, so the walk steps back and takes both.
                let joined = fold(text.span(&(at - 1..at + 1)).of(text.source));
                walk = before.and_then(|walk| walk.push(&joined));
            }
            TokenKind::Word | TokenKind::Number if !word.folded.is_empty() => {
                before = walk;
                walk = if at == start {
                    begun.with(&word.folded, knowledge)
                } else {
                    walk.and_then(|walk| walk.push(&word.folded))
                };
            }
            _ if at > start
                && matches!(text.word(at), "-" | "‐" | "‑" | "." | "&" | "+" | "/" | "!" | ",") =>
            {
                continue;
            }
            _ => break,
        }
        let Some(here) = walk else {
            // A possessive may still turn a word that leads nowhere into one that does ("McDonald's").
            let joins = text.token(at + 1).is_some_and(|next| next.kind == TokenKind::Possessive);
            if joins && before.is_some() && at + 1 < sentence.tokens.end {
                continue;
            }
            break;
        };
        let capitals = written_in_capitals(text.tokens.get(start..=at).unwrap_or_default())
            || sentence.case == SentenceCase::Upper;
        let last_is_small = token.casing == Casing::Lower && token.kind == TokenKind::Word;
        if last_is_small && !token.glued {
            continue;
        }
        let single = at == start;
        for candidate in here.candidates().into_iter().flatten().take(POSTINGS_READ) {
            // "WHO" is not "Who"; in an all-capitals headline the letters tell nothing.
            if candidate.caps && !capitals {
                continue;
            }
            let strength = match (candidate.form, candidate.prior) {
                (NameForm::Surname | NameForm::Initials, _) if single => Strength::Surname,
                (NameForm::Surname | NameForm::Initials | NameForm::Variant | NameForm::Metonym, _) => {
                    Strength::Loose
                }
                (_, 50..) => Strength::Prominent,
                (_, 20..) => Strength::Known,
                _ => Strength::Listed,
            };
            let kind = usize::from(candidate.kind == EntityKind::Organization);
            if let Some(slot) = best.get_mut(kind) {
                let better =
                    slot.is_none_or(|(end, known)| end < at + 1 || (strength as usize) < (known as usize));
                if better {
                    *slot = Some((at + 1, strength));
                }
            }
        }
    }
    best
}

fn written_in_capitals(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| matches!(token.casing, Casing::Upper | Casing::Initial | Casing::Uncased))
}
