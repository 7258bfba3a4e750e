//! The document: what the article as a whole says of a name, where it is clearer than one sentence.
//!
//! In: the spans that the model found, sentence by sentence. Out: the same, some of another kind, some added. The model
//! itself sees the article through its recall; these are the cases in which a rule is right more often ("one sense per
//! discourse", Gale, Church and Yarowsky 1992).

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

use foldhash::fast::FixedState;

use crate::knowledge::{EntityIndex, EntityKind, Knowledge, are_initials};
use crate::text::{Casing, Sentence, SentenceCase, Text, Token};

use super::labels::{Label, Labelled};
use super::lexicon::Traits;
use super::matches::{Match, Strength};
use super::words::Word;

/// A span teaches the rest of the article from this probability on.
const TEACHES: f32 = 0.6;

/// The probability of a span that the article's other mentions speak for, at least. About as often they are right on
/// the development sets.
const SETTLED: f32 = 0.8;

/// Entities of a name that are looked at; behind them stand only namesakes.
const ENTITIES_KEPT: usize = 3;

/// What the surest spans have shown.
#[derive(Debug, Default)]
struct Shown {
    /// The last words of people's full names.
    surnames: HashSet<Rc<str>, FixedState>,
    /// The first words of companies' full names: "Ford" of "Ford Motor Co."
    fronts: HashSet<Rc<str>, FixedState>,
    /// Organizations that are named in full.
    entities: HashSet<EntityIndex, FixedState>,
    /// Initials that the article gives in brackets behind an organization's full name: "British Airways (BA)".
    acronyms: HashSet<Rc<str>, FixedState>,
    /// Names of one word, where capitals tell something.
    single: HashMap<Rc<str>, Label, FixedState>,
    /// What storms are called: "Rita" of "Hurricane Rita".
    storms: HashSet<Rc<str>, FixedState>,
}

/// What storms are called by, before their names.
const STORMS: [&str; 5] = ["hurricane", "typhoon", "cyclone", "storm", "superstorm"];

/// Settles the spans of an article; `found` are those of each sentence, in order, counted from the article's first token.
pub(super) fn settle(
    text: &Text<'_>,
    words: &[Word],
    matches: &[Vec<Match>],
    knowledge: &Knowledge,
    found: &mut [Vec<Labelled>],
) {
    for found in found.iter_mut() {
        turn_round(text, found);
    }
    let shown = learn(text, words, knowledge, found);
    for ((sentence, matches), found) in text.sentences.iter().zip(matches).zip(found) {
        found.retain(|span| !shown.is_storm(words, span) && !is_stage_direction(text, words, span));
        for span in found.iter_mut().filter(|span| span.tokens.len() == 1) {
            shown.settle(text, words, sentence, span);
        }
        if sentence.case == SentenceCase::Normal {
            add_known(text, words, matches, found);
            shown.add(text, words, knowledge, sentence, found);
        } else {
            shown.add_to_headline(text, words, sentence, found);
        }
        found.sort_by_key(|span| span.tokens.start);
    }
}

fn learn(text: &Text<'_>, words: &[Word], knowledge: &Knowledge, found: &[Vec<Labelled>]) -> Shown {
    let mut shown = Shown::default();
    let sure = |span: &&Labelled| span.tokens.len() > 1 && span.probability >= TEACHES;
    for span in found.iter().flatten().filter(sure) {
        let mut named =
            span.tokens.clone().filter_map(|at| words.get(at)).filter(|word| !word.folded.is_empty());
        match span.label {
            Label::Person => {
                let surname = named.rfind(|word| !word.traits.any(Traits::GENERATION));
                shown.surnames.extend(surname.map(|word| word.folded.clone()));
            }
            Label::Organization => {
                let (first, last) = (named.next(), named.next_back());
                if last.is_some_and(|last| last.traits.any(Traits::COMPANY_SUFFIX)) {
                    shown.fronts.extend(first.map(|word| word.folded.clone()));
                }
                shown.entities.extend(organizations(text, words, knowledge, &span.tokens));
                shown.acronyms.extend(acronym_in_brackets(text, words, &span.tokens));
            }
            Label::Place | Label::Other => {}
        }
    }
    for (at, pair) in words.windows(2).enumerate() {
        let capitalized = text.token(at + 1).is_some_and(|token| token.is_word() && token.is_capitalized());
        if let [storm, name] = pair
            && STORMS.contains(&&*storm.folded)
            && capitalized
        {
            shown.storms.insert(name.folded.clone());
        }
    }
    for (sentence, found) in text.sentences.iter().zip(found) {
        let single = |span: &&Labelled| span.tokens.len() == 1 && span.probability >= TEACHES;
        for span in found.iter().filter(single).filter(|_| sentence.case == SentenceCase::Normal) {
            let word = words.get(span.tokens.start).map(|word| word.folded.clone()).unwrap_or_default();
            shown.single.insert(word, span.label);
        }
    }
    shown
}

/// Makes one name of a person's written with the surname in front, in quotes: "Novak, Peter". Mails and lists do so.
fn turn_round(text: &Text<'_>, found: &mut Vec<Labelled>) {
    let is_quote = |at: Option<usize>| at.is_some_and(|at| matches!(text.word(at), "\"" | "“" | "”"));
    let mut at = 0;
    while let [Some(surname), Some(given)] = [at, at + 1].map(|at| found.get(at)) {
        let (start, end, comma) = (surname.tokens.start, given.tokens.end, surname.tokens.end);
        let people = [surname, given].iter().all(|span| span.label == Label::Person);
        let apart = given.tokens.start == comma + 1 && text.word(comma) == ",";
        if people && apart && is_quote(start.checked_sub(1)) && is_quote(Some(end)) {
            let probability = surname.probability.min(given.probability);
            found.splice(at..at + 2, [Labelled { tokens: start..end, label: Label::Person, probability }]);
        }
        at += 1;
    }
}

/// Whether a span is what a transcript tells of the hearers, in brackets: "(Laughter.)".
fn is_stage_direction(text: &Text<'_>, words: &[Word], span: &Labelled) -> bool {
    let Some(before) = span.tokens.start.checked_sub(1) else { return false };
    let is_closed = |at: usize| matches!(text.word(at), ")" | "]");
    let end = span.tokens.end;
    matches!(text.word(before), "(" | "[")
        && (is_closed(end) || text.word(end) == "." && is_closed(end + 1))
        && words.get(span.tokens.start).is_some_and(|word| word.traits.any(Traits::NOT_NAME))
        && span.tokens.len() == 1
}

/// The acronym in brackets right behind a name, folded, where it is made of the initials of the name's words, of which it
/// may leave out those like "of" and "the".
fn acronym_in_brackets(text: &Text<'_>, words: &[Word], name: &Range<usize>) -> Option<Rc<str>> {
    let at = name.end + 1;
    let acronym =
        words.get(at).filter(|_| text.token(at).is_some_and(|token| token.casing == Casing::Upper))?;
    if text.token(at + 1).is_none() || text.word(name.end) != "(" || text.word(at + 1) != ")" {
        return None;
    }
    let named = words.get(name.clone()).unwrap_or_default().iter();
    let named = named.map(|word| (&*word.folded, word.traits.any(Traits::CONNECTOR)));
    are_initials(&acronym.folded, named).then(|| acronym.folded.clone())
}

/// The most prominent organizations that these tokens name in the pack.
fn organizations(
    text: &Text<'_>,
    words: &[Word],
    knowledge: &Knowledge,
    tokens: &Range<usize>,
) -> Vec<EntityIndex> {
    let capitals = text
        .tokens
        .get(tokens.clone())
        .is_some_and(|tokens| tokens.iter().all(|token| token.casing == Casing::Upper));
    let mut named =
        words.get(tokens.clone()).unwrap_or_default().iter().filter(|word| !word.folded.is_empty());
    let walk = named.try_fold(knowledge.names(), |walk, word| walk.push(&word.folded));
    walk.and_then(|walk| walk.candidates())
        .into_iter()
        .flatten()
        .filter(|candidate| candidate.kind == EntityKind::Organization && (capitals || !candidate.caps))
        .take(ENTITIES_KEPT)
        .map(|candidate| candidate.entity)
        .collect()
}

impl Shown {
    /// Whether the article names somebody in full whose surname this is, and no company.
    fn is_surname(&self, word: &Word) -> bool {
        self.surnames.contains(&word.folded) && !self.fronts.contains(&word.folded)
    }

    /// Whether a span of one word is what the article calls a storm by, and nobody in it.
    fn is_storm(&self, words: &[Word], span: &Labelled) -> bool {
        let word = words.get(span.tokens.start).filter(|_| span.tokens.len() == 1);
        word.is_some_and(|word| self.storms.contains(&word.folded) && !self.surnames.contains(&word.folded))
    }

    /// Gives a span of one word the kind that the article's full names speak for.
    fn settle(&self, text: &Text<'_>, words: &[Word], sentence: &Sentence, span: &mut Labelled) {
        let at = span.tokens.start;
        let Some(word) = words.get(at) else { return };
        let after_the = at > sentence.tokens.start && matches!(text.word(at - 1), "the" | "The");
        let label = if self.is_surname(word) && span.label != Label::Place && !after_the {
            Label::Person
        } else if span.label == Label::Person
            && self.fronts.contains(&word.folded)
            && !self.surnames.contains(&word.folded)
        {
            Label::Organization
        } else {
            return;
        };
        if label != span.label {
            span.label = label;
            span.probability = SETTLED;
        }
    }

    /// Adds what the model passed over: the surname of somebody named in full, the acronym of an organization named in
    /// full.
    fn add(
        &self,
        text: &Text<'_>,
        words: &[Word],
        knowledge: &Knowledge,
        sentence: &Sentence,
        found: &mut Vec<Labelled>,
    ) {
        for at in sentence.tokens.clone() {
            let (Some(token), Some(word)) = (text.token(at), words.get(at)) else { continue };
            if !(token.is_word() && token.is_capitalized()) {
                continue;
            }
            let introduced = token.casing == Casing::Upper && self.acronyms.contains(&word.folded);
            if introduced {
                found.retain(|span| span.tokens != (at..at + 1) || span.label == Label::Organization);
            }
            if is_taken(found, &(at..at + 1)) {
                continue;
            }
            let acronym = introduced
                || token.casing == Casing::Upper
                    && organizations(text, words, knowledge, &(at..at + 1))
                        .iter()
                        .any(|entity| self.entities.contains(entity));
            let stands_alone = !is_name_word(text, at.checked_sub(1)) && !is_name_word(text, Some(at + 1));
            let surname = self.is_surname(word)
                && token.casing != Casing::Initial
                && stands_alone
                && !word.traits.any(Traits::COMMON | Traits::PLACE | Traits::NATIONALITY);
            let label = if acronym {
                Label::Organization
            } else if surname {
                Label::Person
            } else {
                continue;
            };
            found.push(Labelled { tokens: at..at + 1, label, probability: SETTLED });
        }
    }

    /// Adds to a headline, whose capitals tell nothing, the people and organizations that go by the same word below.
    fn add_to_headline(
        &self,
        text: &Text<'_>,
        words: &[Word],
        sentence: &Sentence,
        found: &mut Vec<Labelled>,
    ) {
        for at in sentence.tokens.clone() {
            let (Some(token), Some(word)) = (text.token(at), words.get(at)) else { continue };
            let named = token.is_word()
                && token.is_capitalized()
                && !word.traits.any(Traits::FUNCTION | Traits::CONNECTOR);
            let label = self.single.get(&word.folded).copied();
            if let Some(label @ (Label::Person | Label::Organization)) = label
                && named
                && !is_taken(found, &(at..at + 1))
            {
                found.push(Labelled { tokens: at..at + 1, label, probability: SETTLED });
            }
        }
    }
}

/// Adds the full names of prominent people and organizations of the pack that the model passed over.
fn add_known(text: &Text<'_>, words: &[Word], matches: &[Match], found: &mut Vec<Labelled>) {
    for known in matches {
        let tokens = text.tokens.get(known.tokens.clone()).unwrap_or_default();
        let capitalized = tokens.iter().all(|token| token.is_word() && token.is_capitalized());
        let alone = !is_name_word(text, known.tokens.start.checked_sub(1))
            && !is_name_word(text, Some(known.tokens.end));
        let strong = matches!(known.strength, Strength::Prominent | Strength::Known) && tokens.len() >= 2;
        let place = words.get(known.tokens.start).is_some_and(|word| word.phrase_traits.any(Traits::PLACE));
        let refused = |span: &Labelled| {
            let inside = known.tokens.start <= span.tokens.start && span.tokens.end <= known.tokens.end;
            inside && matches!(span.label, Label::Place | Label::Other) && !place
        };
        if strong && capitalized && alone && known.kind == EntityKind::Person {
            let overlaps = |span: &Labelled| is_taken(std::slice::from_ref(span), &known.tokens);
            if found.iter().any(|span| overlaps(span) && !refused(span)) {
                continue;
            }
            found.retain(|span| !overlaps(span));
            found.push(Labelled { tokens: known.tokens.clone(), label: Label::Person, probability: SETTLED });
        }
    }
}

fn is_taken(found: &[Labelled], tokens: &Range<usize>) -> bool {
    found.iter().any(|span| span.tokens.start < tokens.end && tokens.start < span.tokens.end)
}

fn is_name_word(text: &Text<'_>, at: Option<usize>) -> bool {
    at.and_then(|at| text.token(at)).is_some_and(|token: &Token| token.is_word() && token.is_capitalized())
}
