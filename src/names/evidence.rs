//! Evidence: how much each sign speaks for a candidate being a person or an organization.
//!
//! In: a candidate and its surroundings. Out: a score for either kind, in log-odds (natural logarithm): 0 is
//! even odds, 2 is 88 %, -2 is 12 %; the probability is the logistic function of it. The weights are set by hand
//! and read against the development sets; a sign's weight is about how often it was right there.

use std::ops::Range;

use crate::text::{Casing, Sentence, SentenceCase, Text, TokenKind};

use super::candidates::Candidate;
use super::document::Document;
use super::lexicon::{LONGEST_PHRASE, Traits};
use super::words::Word;

/// How far a candidate is a name of either kind, in log-odds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scores {
    pub(super) person: f32,
    pub(super) organization: f32,
}

/// A candidate that cannot be of a kind.
const IMPOSSIBLE: f32 = -99.0;

/// Weights of the signs for a person, in log-odds.
mod person {
    /// By the number of name words: one alone is rarely a person, two are the usual name.
    pub(super) const WORDS: [f32; 5] = [-2.4, 0.2, -0.4, -1.6, -3.0];
    /// A known given name in front, for each e-fold of the people who bear it.
    pub(super) const GIVEN: f32 = 0.9;
    pub(super) const GIVEN_FOLD: f32 = 0.3;
    pub(super) const GIVEN_MOST: f32 = 2.4;
    /// A known surname at the end, likewise.
    pub(super) const SURNAME: f32 = 0.4;
    pub(super) const SURNAME_FOLD: f32 = 0.25;
    pub(super) const SURNAME_MOST: f32 = 1.4;
    /// "Mr." before it.
    pub(super) const HONORIFIC: f32 = 3.6;
    /// "President", "Foreign Minister" with capitals before it.
    pub(super) const OFFICE: f32 = 2.6;
    /// "spokesman", "striker" in small letters before it.
    pub(super) const ROLE: f32 = 2.0;
    /// "said" right before or after it.
    pub(super) const SPEECH: f32 = 1.4;
    /// ", 42," after it.
    pub(super) const AGE: f32 = 2.0;
    /// ", who" after it.
    pub(super) const RELATIVE: f32 = 0.9;
    /// ", a historian of" after it.
    pub(super) const APPOSITION: f32 = 1.6;
    /// The whole name stands in the pack; and what a prior of 100 adds.
    pub(super) const IN_PACK: f32 = 1.8;
    pub(super) const IN_PACK_PRIOR: f32 = 2.0;
    /// One word that is a person's whole name in the pack needs a known person behind it.
    pub(super) const ONE_WORD_IN_PACK: f32 = -0.6;
    pub(super) const ONE_WORD_PRIOR: f32 = 2.4;
    /// One word that is a well-known person's surname: what a prior of 100 adds; it falls with the prior's square,
    /// since only the few best known go by their surname unintroduced.
    pub(super) const SURNAME_PRIOR: f32 = 3.0;
    /// An everyday word that no person bears as a name.
    pub(super) const COMMON: f32 = -1.0;
    pub(super) const COMMON_FIRST: f32 = -1.6;
    /// A day, a feast, a nationality inside.
    pub(super) const NOT_NAME: f32 = -3.0;
    /// The whole is a place; a place inside.
    pub(super) const PLACE: f32 = -3.2;
    pub(super) const PLACE_INSIDE: f32 = -0.7;
    /// "University", "Inc" inside.
    pub(super) const ORGANIZATION_WORD: f32 = -2.4;
    /// A title inside the span belongs outside it.
    pub(super) const TITLE_INSIDE: f32 = -3.0;
    /// An acronym inside.
    pub(super) const ACRONYM: f32 = -2.2;
    /// "the" before it.
    pub(super) const THE: f32 = -2.4;
    /// "in", "at" before one word.
    pub(super) const PLACE_PREPOSITION: f32 = -1.2;
}

/// Weights of the signs for an organization, in log-odds.
mod organization {
    pub(super) const ONE_WORD: f32 = -2.2;
    pub(super) const WORDS: f32 = -1.3;
    /// The whole name of two words and more stands in the pack; and what a prior of 100 adds.
    pub(super) const IN_PACK: f32 = 2.2;
    pub(super) const IN_PACK_PRIOR: f32 = 2.5;
    /// An acronym in the pack.
    pub(super) const ACRONYM_IN_PACK: f32 = 1.0;
    pub(super) const ACRONYM_PRIOR: f32 = 2.4;
    /// One ordinary word that is a name in the pack.
    pub(super) const ONE_WORD_IN_PACK: f32 = -0.2;
    pub(super) const ONE_WORD_PRIOR: f32 = 4.0;
    /// "Inc" at the end.
    pub(super) const SUFFIX: f32 = 3.4;
    /// "University" at the end; "Bank of" in front; "Institutes of" inside.
    pub(super) const HEAD: f32 = 2.6;
    pub(super) const OPENER: f32 = 2.6;
    pub(super) const HEAD_INSIDE: f32 = 2.6;
    /// "National Museum" where "of African Art" follows.
    pub(super) const HEAD_CUT: f32 = -2.6;
    /// "Congress".
    pub(super) const INSTITUTION: f32 = 3.4;
    /// Two to six capitals.
    pub(super) const ACRONYM: f32 = 2.0;
    /// "Foo Bar Baz (FBB)".
    pub(super) const DEFINED: f32 = 3.0;
    pub(super) const AMPERSAND: f32 = 1.4;
    /// "YouTube", "BlackRock".
    pub(super) const MIXED: f32 = 0.8;
    pub(super) const THE: f32 = 0.6;
    /// "chairman of", "shares in", "joined" before it.
    pub(super) const MEMBERSHIP: f32 = 1.3;
    pub(super) const SPEECH: f32 = 0.8;
    /// "at", "by", "with" before it.
    pub(super) const PREPOSITION: f32 = 0.3;
    /// A title at the end ("Foreign Minister") or an honorific in front.
    pub(super) const TITLE_AT_EDGE: f32 = -3.0;
    pub(super) const NOT_NAME: f32 = -4.0;
    pub(super) const PLACE: f32 = -3.4;
    /// A person's given name and surname, and nothing else.
    pub(super) const PERSON_NAME: f32 = -1.6;
    pub(super) const COMMON_ONLY: f32 = -1.8;
    /// Each "of", "for", "and" inside that the pack does not bear out.
    pub(super) const CONNECTOR: f32 = -0.5;
    pub(super) const AND: f32 = -1.4;
    pub(super) const POSSESSIVE_END: f32 = -1.0;
    pub(super) const NUMBER_END: f32 = -1.2;
}

/// A capitalized neighbour that the name leaves out without a reason, in log-odds.
const CUT_SHORT: f32 = -4.6;

/// Capitals of a headline tell nothing: every name in it starts with this, in log-odds.
const HEADLINE: f32 = -0.9;

/// How strongly the same name, seen clearly elsewhere in the article, speaks for the same kind here; and how
/// strongly against the other, in log-odds.
const SEEN_SAME: f32 = 3.4;
const SEEN_SURNAME: f32 = 4.6;
const SEEN_OTHER: f32 = -2.0;
/// The article writes the word in small letters elsewhere.
const SEEN_LOWER: f32 = -0.8;

/// How many people of the pack must bear an everyday word as a name before it counts as one.
const BEARERS_OF_A_WORD: u32 = 12;

/// Words after which an organization's name is usual.
const MEMBERSHIP: &[&str] = &[
    "joined",
    "acquired",
    "bought",
    "chairman",
    "ceo",
    "founder",
    "member",
    "members",
    "spokesman",
    "spokeswoman",
    "president",
    "director",
    "head",
    "employees",
    "shares",
    "shareholders",
    "professor",
    "coach",
    "owner",
    "subsidiary",
    "unit",
    "founded",
    "analyst",
    "analysts",
    "economist",
    "officials",
    "leader",
    "editor",
    "partner",
    "lecturer",
    "researcher",
    "researchers",
    "manager",
    "captain",
    "branch",
    "division",
    "part",
    "sued",
];

/// Everything that is asked of the surroundings.
pub(super) struct Context<'t> {
    pub(super) text: &'t Text<'t>,
    pub(super) words: &'t [Word],
    pub(super) sentence: &'t Sentence,
    pub(super) document: &'t Document,
}

impl Context<'_> {
    fn word(&self, at: Option<usize>) -> Option<&Word> {
        let at = at?;
        if !self.sentence.tokens.contains(&at) { None } else { self.words.get(at) }
    }

    fn traits(&self, at: Option<usize>) -> Traits {
        self.word(at).map(|word| word.traits).unwrap_or_default()
    }

    fn is_capitalized(&self, at: Option<usize>) -> bool {
        at.filter(|at| self.sentence.tokens.contains(at))
            .and_then(|at| self.text.token(at))
            .is_some_and(|token| token.is_word() && token.is_capitalized())
    }

    fn plain_capitals(&self) -> bool {
        self.sentence.case == SentenceCase::Normal
    }

    /// Scores a candidate for both kinds.
    pub(super) fn score(&self, candidate: &Candidate) -> Scores {
        let mut scores =
            Scores { person: self.person(candidate), organization: self.organization(candidate) };
        if self.cuts_phrase(&candidate.tokens) || self.is_shouted_word(&candidate.tokens) {
            return Scores { person: IMPOSSIBLE, organization: IMPOSSIBLE };
        }
        let short = self.cut_short(&candidate.tokens);
        scores.person += short;
        scores.organization += short;
        if !self.plain_capitals() {
            scores.person += HEADLINE;
            scores.organization += HEADLINE;
        }
        let seen = self.document.seen(&candidate.folded);
        if seen.person {
            scores.person += SEEN_SAME;
            scores.organization += SEEN_OTHER;
        }
        if seen.organization || self.document.is_alias(candidate) {
            scores.organization += SEEN_SAME;
            scores.person += SEEN_OTHER;
        }
        if seen.surname && !self.after_the(&candidate.tokens) {
            scores.person += SEEN_SURNAME;
            scores.organization += SEEN_OTHER;
        }
        if seen.lower {
            scores.person += SEEN_LOWER;
            scores.organization += SEEN_LOWER;
        }
        scores
    }

    fn before(&self, tokens: &Range<usize>) -> Option<usize> {
        tokens.start.checked_sub(1).filter(|at| *at >= self.sentence.tokens.start)
    }

    fn after_the(&self, tokens: &Range<usize>) -> bool {
        self.word(self.before(tokens)).is_some_and(|word| word.folded == "the")
    }

    /// The cost of leaving out capitalized neighbours that nothing explains.
    fn cut_short(&self, tokens: &Range<usize>) -> f32 {
        if !self.plain_capitals() {
            return 0.0;
        }
        let mut cost = 0.0;
        if let Some(before) = self.before(tokens).filter(|at| self.is_capitalized(Some(*at))) {
            let word = self.word(Some(before));
            let explained = word.is_some_and(|word| {
                let opens = before == self.sentence.tokens.start && word.traits.any(Traits::COMMON);
                opens
                    || word.traits.any(
                        Traits::TITLE
                            | Traits::NATIONALITY
                            | Traits::CONNECTOR
                            | Traits::PLACE
                            | Traits::NOT_NAME
                            | Traits::COMPANY_SUFFIX,
                    )
            }) || self.phrase_covers(before)
                || self.title_before(tokens.start).is_some();
            cost += if explained { 0.0 } else { CUT_SHORT };
        }
        if self.is_capitalized(Some(tokens.end)) {
            let explained = self.traits(Some(tokens.end)).any(
                Traits::TITLE | Traits::CONNECTOR | Traits::NATIONALITY | Traits::NOT_NAME | Traits::PLACE,
            );
            cost += if explained { 0.0 } else { CUT_SHORT };
        }
        let joined = |at: usize| {
            matches!(self.text.word(at), "-" | "‐" | "‑" | "&" | "/")
                && self.text.token(at).is_some_and(|token| token.glued || self.text.word(at) == "&")
        };
        let apart = |at: Option<usize>| {
            let acronym =
                at.and_then(|at| self.text.token(at)).is_some_and(|token| token.casing == Casing::Upper);
            acronym
                || self
                    .word(at)
                    .is_some_and(|word| word.phrase_traits.any(Traits::PLACE | Traits::NATIONALITY))
        };
        for (mark, beyond) in [
            (self.before(tokens), self.before(tokens).and_then(|at| at.checked_sub(1))),
            (Some(tokens.end), Some(tokens.end + 1)),
        ] {
            if mark.is_some_and(joined) && self.is_capitalized(beyond) && !apart(beyond) {
                cost += CUT_SHORT;
            }
        }
        cost
    }

    /// Whether this is an everyday "who" or "us" in a headline of capitals, which the World Health Organization and the
    /// United States cannot be told from.
    fn is_shouted_word(&self, tokens: &Range<usize>) -> bool {
        self.sentence.case == SentenceCase::Upper
            && tokens.len() == 1
            && self.traits(Some(tokens.start)).any(Traits::FUNCTION | Traits::CONNECTOR)
    }

    /// Whether the span takes a part of a known phrase and leaves the rest ("United" of "United States").
    fn cuts_phrase(&self, tokens: &Range<usize>) -> bool {
        let first = tokens.start.saturating_sub(LONGEST_PHRASE).max(self.sentence.tokens.start);
        (first..tokens.end).any(|start| {
            let length = self.words.get(start).map_or(0, |word| word.phrase);
            let phrase = start..start + length;
            let overlaps = phrase.start < tokens.end && tokens.start < phrase.end;
            let inside = tokens.start <= phrase.start && phrase.end <= tokens.end;
            length > 1 && overlaps && !inside
        })
    }

    /// Whether a known place or the like ends at this token.
    fn phrase_covers(&self, at: usize) -> bool {
        (self.sentence.tokens.start..=at).rev().take(4).any(|start| {
            self.words.get(start).is_some_and(|word| word.phrase > 0 && start + word.phrase == at + 1)
        })
    }

    /// The title that ends right before a token: its kind and its first token. Looks through "Secretary of
    /// State", "Minister for Foreign Affairs".
    fn title_before(&self, start: usize) -> Option<(Title, usize)> {
        let last = start.checked_sub(1).filter(|at| *at >= self.sentence.tokens.start)?;
        let word = self.word(Some(last))?;
        let capitalized = self.is_capitalized(Some(last));
        if word.traits.any(Traits::HONORIFIC) && capitalized {
            return Some((
                if word.traits.any(Traits::OFFICE) { Title::Office } else { Title::Honorific },
                last,
            ));
        }
        if word.traits.any(Traits::OFFICE) {
            return Some((if capitalized { Title::Office } else { Title::Role }, last));
        }
        if !capitalized {
            return None;
        }
        // "Secretary of State", "Minister for Women and Equalities": an office, a connector, capitals.
        let first = last.saturating_sub(6).max(self.sentence.tokens.start);
        let mut connected = false;
        for at in (first..last).rev() {
            let traits = self.traits(Some(at));
            if traits.any(Traits::CONNECTOR) {
                connected = true;
            } else if !self.is_capitalized(Some(at)) {
                return None;
            } else if connected && traits.any(Traits::OFFICE) {
                return Some((Title::Office, at));
            }
        }
        None
    }

    /// The tokens of the title or role before a name, with the words that belong to it: "U.S. Secretary of
    /// State", "former Russian prime minister". Empty where there is none.
    pub(super) fn title_of(&self, tokens: &Range<usize>) -> Range<usize> {
        let Some((_, mut start)) = self.title_before(tokens.start) else { return tokens.start..tokens.start };
        while let Some(before) = start.checked_sub(1).filter(|at| *at >= self.sentence.tokens.start) {
            let Some(token) = self.text.token(before) else { break };
            let word = self.traits(Some(before));
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
        start..tokens.start
    }

    fn person(&self, candidate: &Candidate) -> f32 {
        let tokens = &candidate.tokens;
        let (mut names, mut particles_only, mut score) = (0_usize, true, 0.0);
        let (mut first, mut last) = (None, None);
        for at in tokens.clone() {
            let (Some(token), Some(word)) = (self.text.token(at), self.words.get(at)) else {
                return IMPOSSIBLE;
            };
            match token.kind {
                TokenKind::Possessive | TokenKind::Number => return IMPOSSIBLE,
                TokenKind::Punctuation if matches!(self.text.word(at), "-" | "‐" | "‑" | ".") => continue,
                TokenKind::Punctuation => return IMPOSSIBLE,
                TokenKind::Word => {}
            }
            if token.glued && !token.is_capitalized() && at > tokens.start {
                // "Suk-yeol": the second half of an East Asian given name.
                continue;
            }
            let particle = word.traits.any(Traits::PARTICLE) && !token.is_capitalized();
            if !particle && word.traits.any(Traits::CONNECTOR) && token.casing != Casing::Initial {
                return IMPOSSIBLE;
            }
            if particle || token.casing == Casing::Initial || word.traits.any(Traits::GENERATION) {
                continue;
            }
            particles_only = false;
            // The second half of "Jean-Claude" makes a name no longer; "al-Assad" is a word of its own.
            let half = token.glued
                && at >= tokens.start + 2
                && self.text.word(at - 1) != "."
                && self.is_capitalized(Some(at - 2));
            names += usize::from(!half);
            first.get_or_insert(at);
            last = Some(at);
        }
        let (Some(first), Some(last)) = (first, last) else { return IMPOSSIBLE };
        if particles_only
            || self.text.token(tokens.end - 1).is_some_and(|token| token.casing == Casing::Initial)
        {
            return IMPOSSIBLE;
        }
        let single = names == 1;
        score +=
            person::WORDS.get(names.saturating_sub(1)).or(person::WORDS.last()).copied().unwrap_or_default();
        let given = self.words.get(first).map_or(0, |word| word.given);
        let surname = self.words.get(last).map_or(0, |word| word.surname);
        if !single && given > 0 {
            score += (person::GIVEN + person::GIVEN_FOLD * (given as f32).ln()).min(person::GIVEN_MOST);
        }
        if surname > 0 {
            score +=
                (person::SURNAME + person::SURNAME_FOLD * (surname as f32).ln()).min(person::SURNAME_MOST);
        }
        let title = self.title_before(tokens.start).map(|(title, _)| title);
        score += match title {
            Some(Title::Honorific) => person::HONORIFIC,
            Some(Title::Office) => person::OFFICE,
            Some(Title::Role) => person::ROLE,
            None => 0.0,
        };
        score += self.person_surroundings(tokens, single);
        if let Some(prior) = candidate.person {
            let share = f32::from(prior) / 100.0;
            score += if single {
                person::ONE_WORD_IN_PACK + person::ONE_WORD_PRIOR * share
            } else {
                person::IN_PACK + person::IN_PACK_PRIOR * share
            };
        } else if let Some(prior) = candidate.surname.filter(|_| single) {
            score += person::SURNAME_PRIOR * (f32::from(prior) / 100.0).powi(2);
        }
        let known = candidate.person.is_some() && !single;
        for at in tokens.clone() {
            let Some(word) = self.words.get(at) else { continue };
            let traits = word.traits;
            // An everyday word must be a frequent name to count as one ("Mark", "Grace"; not "Red").
            let bearers = if traits.any(Traits::COMMON | Traits::NOT_NAME) { BEARERS_OF_A_WORD } else { 1 };
            let name_word =
                (at == first && word.given >= bearers && !single) || (at == last && word.surname > bearers);
            if traits.any(Traits::NOT_NAME | Traits::NATIONALITY) && !known {
                score += if name_word { person::NOT_NAME / 2.0 } else { person::NOT_NAME };
            } else if traits.any(Traits::ORGANIZATION_HEAD | Traits::COMPANY_SUFFIX) && !name_word {
                score += person::ORGANIZATION_WORD;
            } else if traits.any(Traits::TITLE) && (single || (!known && (at == first || !name_word))) {
                score += person::TITLE_INSIDE;
            } else if traits.any(Traits::COMMON) && !name_word {
                score += if at == self.sentence.tokens.start { person::COMMON_FIRST } else { person::COMMON };
            }
            if word.phrase_traits.any(Traits::PLACE) && !known {
                let whole = at == tokens.start && word.phrase == tokens.len();
                let inside = at + word.phrase <= tokens.end;
                score += if whole && title.is_none() {
                    person::PLACE
                } else if inside && !name_word {
                    person::PLACE_INSIDE
                } else {
                    0.0
                };
            }
            let token_casing = self.text.token(at).map(|token| token.casing);
            if token_casing == Some(Casing::Upper)
                && self.plain_capitals()
                && !traits.any(Traits::GENERATION)
                && !self.is_initials(at)
            {
                score += person::ACRONYM;
            }
        }
        score
    }

    /// Whether a role in small letters stands within the first words from here ("leading historian of").
    fn names_role(&self, from: usize) -> bool {
        const FIRST_WORDS: usize = 4;
        (from..from + FIRST_WORDS)
            .take_while(|at| self.text.token(*at).is_some_and(|token| token.kind != TokenKind::Punctuation))
            .any(|at| self.traits(Some(at)).any(Traits::OFFICE) && !self.is_capitalized(Some(at)))
    }

    /// "J.K.", "JJ" before a surname.
    fn is_initials(&self, at: usize) -> bool {
        let word = self.text.word(at);
        word.contains('.') || (word.len() == 2 && self.is_capitalized(Some(at + 1)))
    }

    fn person_surroundings(&self, tokens: &Range<usize>, single: bool) -> f32 {
        let mut score = 0.0;
        let before = self.before(tokens);
        let speaks = |at: Option<usize>| self.traits(at).any(Traits::SPEECH) && !self.is_capitalized(at);
        if speaks(Some(tokens.end)) || speaks(before) {
            score += person::SPEECH;
        }
        if self.text.word(tokens.end) == "," {
            let next = tokens.end + 1;
            let is_age = self.text.token(next).is_some_and(|token| token.kind == TokenKind::Number)
                && self.text.word(next).len() <= 2
                && self.text.word(next + 1) == ",";
            if is_age {
                score += person::AGE;
            } else if matches!(self.text.word(next), "who" | "whose" | "whom") {
                score += person::RELATIVE;
            } else if matches!(self.text.word(next), "a" | "an" | "the") && self.names_role(next + 1) {
                score += person::APPOSITION;
            }
        } else if self.text.word(tokens.end) == "(" && self.text.word(tokens.end + 1) == "born" {
            score += person::AGE;
        }
        if self.after_the(tokens) {
            score += person::THE;
        } else if single
            && before.is_some_and(|at| matches!(self.text.word(at), "in" | "at" | "near" | "across"))
        {
            score += person::PLACE_PREPOSITION;
        }
        score
    }

    fn organization(&self, candidate: &Candidate) -> f32 {
        let tokens = &candidate.tokens;
        let (mut name_words, mut common, mut connectors, mut ands) = (0, 0, 0, 0);
        let mut score = 0.0;
        for at in tokens.clone() {
            let (Some(token), Some(word)) = (self.text.token(at), self.words.get(at)) else {
                return IMPOSSIBLE;
            };
            match token.kind {
                TokenKind::Word if word.traits.any(Traits::CONNECTOR) && !token.is_capitalized() => {
                    connectors += 1;
                    ands += usize::from(word.folded == "and");
                }
                TokenKind::Word => {
                    name_words += 1;
                    common += usize::from(word.traits.any(Traits::COMMON));
                }
                TokenKind::Punctuation if self.text.word(at) == "&" => score += organization::AMPERSAND,
                _ => {}
            }
        }
        let (Some(first), Some(last)) = (self.words.get(tokens.start), self.words.get(tokens.end - 1)) else {
            return IMPOSSIBLE;
        };
        let single = tokens.len() == 1;
        let casing = self.text.token(tokens.start).map(|token| token.casing);
        let letters = self.text.word(tokens.start).chars().filter(|c| c.is_alphabetic()).count();
        let is_acronym = single && casing == Some(Casing::Upper) && (2..=6).contains(&letters);
        let prior = candidate.organization.map(|prior| f32::from(prior) / 100.0);
        let known = prior.is_some() && !single;
        score += if single { organization::ONE_WORD } else { organization::WORDS };
        score += match prior {
            Some(prior) if !single => organization::IN_PACK + organization::IN_PACK_PRIOR * prior,
            Some(prior) if is_acronym => organization::ACRONYM_IN_PACK + organization::ACRONYM_PRIOR * prior,
            Some(prior) => organization::ONE_WORD_IN_PACK + organization::ONE_WORD_PRIOR * prior,
            None => 0.0,
        };
        let head = Traits::ORGANIZATION_HEAD;
        if !single && last.traits.any(Traits::COMPANY_SUFFIX) && !first.traits.any(Traits::COMMON) {
            score += organization::SUFFIX;
        } else if !single && last.traits.any(head) && (self.plain_capitals() || common < name_words) {
            score += organization::HEAD;
        }
        if connectors > 0 && !known {
            let second_connects = self.traits(Some(tokens.start + 1)).any(Traits::CONNECTOR);
            let inside = |at: usize| {
                self.traits(Some(at)).any(head)
                    && self.is_capitalized(Some(at))
                    && self.traits(Some(at + 1)).any(Traits::CONNECTOR)
            };
            if first.traits.any(Traits::ORGANIZATION_OPENER) && second_connects {
                score += organization::OPENER;
            } else if (tokens.start + 1..tokens.end).any(inside) {
                score += organization::HEAD_INSIDE;
            }
            score += organization::CONNECTOR * connectors as f32 + organization::AND * ands as f32;
        }
        // "School of | Public Affairs": the end of a longer name.
        let before = self.before(tokens);
        let after_of = before.is_some_and(|at| matches!(self.text.word(at), "of" | "for"));
        let head_before = before.and_then(|at| at.checked_sub(1)).filter(|_| after_of);
        if self.is_capitalized(head_before)
            && self.traits(head_before).any(head | Traits::ORGANIZATION_OPENER)
        {
            score += organization::HEAD_CUT;
        }
        let goes_on = matches!(self.text.word(tokens.end), "of" | "for" | "on")
            && self.is_capitalized(Some(tokens.end + 1));
        if goes_on && !known && last.traits.any(head | Traits::ORGANIZATION_OPENER) {
            score += organization::HEAD_CUT;
        }
        if single
            && first.traits.any(Traits::INSTITUTION)
            && self.plain_capitals()
            && tokens.start > self.sentence.tokens.start
        {
            score += organization::INSTITUTION;
        }
        if last.traits.any(Traits::NOT_NAME) && !known && !single {
            score += organization::NOT_NAME;
        }
        if is_acronym && self.plain_capitals() {
            score += organization::ACRONYM;
        }
        if self.document.is_defined(&candidate.folded) {
            score += organization::DEFINED;
        }
        if casing == Some(Casing::Mixed) && single {
            score += organization::MIXED;
        }
        score += self.organization_surroundings(tokens, single);
        let given = first.given > 0 && last.surname > 0 && name_words > 1;
        if given && !known && !last.traits.any(head | Traits::COMPANY_SUFFIX) {
            score += organization::PERSON_NAME;
        }
        let last_title = last.traits.any(Traits::TITLE) && !last.traits.any(head) && !known;
        if last_title || (first.traits.any(Traits::HONORIFIC) && !known) {
            score += organization::TITLE_AT_EDGE;
        }
        let whole_phrase = first.phrase == tokens.len();
        if whole_phrase && first.phrase_traits.any(Traits::NOT_NAME | Traits::NATIONALITY) {
            score += organization::NOT_NAME;
        } else if whole_phrase && first.phrase_traits.any(Traits::PLACE) {
            score += organization::PLACE;
        } else if common == name_words && !known && !last.traits.any(head) {
            score += organization::COMMON_ONLY;
        }
        match self.text.token(tokens.end - 1).map(|token| token.kind) {
            Some(TokenKind::Possessive) => score += organization::POSSESSIVE_END,
            Some(TokenKind::Number) if !known => score += organization::NUMBER_END,
            _ => {}
        }
        score
    }

    fn organization_surroundings(&self, tokens: &Range<usize>, single: bool) -> f32 {
        let mut score = 0.0;
        if self.after_the(tokens) {
            score += if single { organization::THE / 2.0 } else { organization::THE };
        }
        let before =
            self.before(tokens).map(|at| if self.after_the(tokens) { at.saturating_sub(1) } else { at });
        if let Some(at) = before {
            let preposition =
                matches!(self.text.word(at), "of" | "at" | "for" | "in" | "with" | "by" | "from");
            let word = if preposition { at.checked_sub(1) } else { Some(at) };
            if word
                .and_then(|at| self.word(Some(at)))
                .is_some_and(|word| MEMBERSHIP.contains(&word.folded.as_str()))
            {
                score += organization::MEMBERSHIP;
            } else if preposition && self.text.word(at) != "in" {
                score += organization::PREPOSITION;
            }
        }
        if self.traits(Some(tokens.end)).any(Traits::SPEECH) && !self.is_capitalized(Some(tokens.end)) {
            score += organization::SPEECH;
        }
        score
    }
}

/// What stands before a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Title {
    Honorific,
    Office,
    Role,
}
