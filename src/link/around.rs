//! Around: what stands beside the mentions of one member.
//!
//! In: the article's [`Context`], a member. Out: [`Around`]: what it is called, which countries and words stand in
//! its sentences, whether its name is only a piece of a longer one.

use std::collections::HashSet;
use std::ops::Range;

use foldhash::fast::FixedState;

use crate::cast::Member;
use crate::knowledge::EntityKind;
use crate::names::{Mention, Traits, traits_of};
use crate::text::{Sentence, SentenceCase, TokenKind};

use super::context::{Context, country_of};

/// Words that begin a description.
const DETERMINERS: &[&str] = &["a", "an", "the", "his", "her", "its", "their", "our", "my"];

/// When somebody is said to hold a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// "President Obama": at the time that the article speaks of.
    Plain,
    /// "former president", "then-senator": before.
    Former,
    /// "president-elect", "incoming": soon.
    Elect,
}

/// A title or description beside the name.
#[derive(Debug)]
pub(super) struct Called<'c> {
    /// Where it stands.
    pub(super) tokens: Range<usize>,
    /// Its folded words, without those that only say when.
    pub(super) words: Vec<&'c str>,
    pub(super) when: When,
    /// The countries that it names ("Russian foreign minister").
    pub(super) countries: Vec<&'static str>,
    /// Whether it is not called so, but heads what is ("the Reagan administration").
    pub(super) governs: bool,
}

/// What stands around one member's mentions.
#[derive(Debug, Default)]
pub(super) struct Around<'c> {
    /// What it is called.
    pub(super) called: Vec<Called<'c>>,
    /// Countries named in its sentences.
    pub(super) countries: HashSet<&'static str, FixedState>,
    /// Countries whose adjective or name stands right before its name ("the Israeli Labour Party").
    pub(super) attributed: Vec<&'static str>,
    /// Its name with that adjective ("israeli labour party"), folded.
    pub(super) attributed_names: Vec<String>,
    /// Its name with the title of a ruler or a pope, which many are known by whole ("Pope Francis"), folded.
    pub(super) titled_names: Vec<String>,
    /// Whether it stands where a report's place does ("MADRID (Reuters) -").
    pub(super) dateline: bool,
    /// Words of its sentences, folded.
    pub(super) words: HashSet<&'c str, FixedState>,
    /// Whether it says something.
    pub(super) speaks: bool,
    /// Whether it is called "the late".
    pub(super) late: bool,
    /// Whether its sentences speak of death, memory or history.
    pub(super) of_the_past: bool,
    /// The folded words for which the article itself says that its acronym stands ("artificial pancreas (AP)").
    pub(super) written_out: Option<String>,
    /// Whether it stands as a river or a rocket does, behind "the" and before no noun ("myths of the Amazon").
    pub(super) thing: bool,
    /// Whether a picture is credited to it ("Credit: EPA").
    pub(super) credited: bool,
    /// Whether it is cited as learned papers are ("Biggs et al., 2011").
    pub(super) cited: bool,
    /// Whether an address of mail stands beside it, as in the head of a letter.
    pub(super) mailed: bool,
    /// Whether its sentence tells how a game ended ("defeated Hurricane 1-0").
    pub(super) plays: bool,
    /// Whether a score stands behind it in a list of results ("Lotte 5 Haitai 2").
    pub(super) scored: bool,
}

/// Titles that are part of the names by which their bearers are known.
const RULERS: &[&str] =
    &["pope", "patriarch", "king", "queen", "prince", "princess", "emperor", "empress", "sultan", "emir"];

/// Words that credit a picture to whoever stands behind them.
const CREDITS: &[&str] = &["credit", "photo", "photograph", "picture", "image", "pictures", "photos"];

/// So many numbers in one sentence make a list of results.
const RESULTS: usize = 4;

impl<'t> Context<'t> {
    /// What stands around a member's mentions.
    pub(super) fn around(&self, member: &Member) -> Around<'_> {
        let mut around = Around::default();
        let mut sentences = Vec::new();
        for mention in member.mentions.iter().filter_map(|index| self.mentions.get(*index)) {
            let Some(sentence) = self.sentence_at(mention.tokens.start) else { continue };
            sentences.push(sentence.tokens.clone());
            let whole_title = self.whole_title(mention, sentence);
            // "said MU coach Jane Doe": the verb stands before the title.
            let before_title = whole_title.start.checked_sub(1);
            if !mention.title.is_empty() {
                around.late |= mention.title.clone().any(|at| self.word(at) == "late");
                around.called.push(self.called(whole_title));
            }
            let title = mention.title.end.checked_sub(1).filter(|at| mention.title.contains(at));
            if let Some(title) =
                title.filter(|at| self.is_capitalized(*at) && RULERS.contains(&self.word(*at)))
            {
                around.titled_names.push(self.phrase(title..mention.tokens.end));
            }
            if mention.title.start.checked_sub(1).is_some_and(|at| self.word(at) == "late") {
                around.late = true;
            }
            let before = self.described_before(mention, sentence.tokens.start);
            let after = self.described_after(mention, sentence.tokens.end);
            around.called.extend([before, after].into_iter().flatten().map(|tokens| self.called(tokens)));
            around.called.extend(self.governing(mention));
            let verb_at = |at: usize| {
                self.traits(at).any(Traits::SPEECH)
                    && self.text.token(at).is_some_and(|token| !token.is_capitalized())
            };
            around.speaks |= verb_at(mention.tokens.end) || before_title.is_some_and(verb_at);
            around.dateline |= self.is_dateline(mention, sentence);
            around.thing |= self.is_thing(mention, sentence);
            around.credited |= self.is_credited(mention, sentence);
            around.cited |=
                self.word(mention.tokens.end) == "et" && self.word(mention.tokens.end + 1) == "al";
            around.mailed |= self.is_mailed(mention);
            around.scored |= self.is_scored(mention, sentence);
            let before = mention.tokens.start.checked_sub(1).filter(|at| *at >= sentence.tokens.start);
            if mention.kind == EntityKind::Organization
                && let Some((code, from)) =
                    before.and_then(|before| self.country_ending_at(before, sentence.tokens.start))
            {
                around.attributed.push(code);
                around.attributed_names.push(self.phrase(from..mention.tokens.end));
            }
            if let Some(long) = self.written_out(mention, sentence.tokens.start) {
                around.written_out = Some(long);
            }
        }
        sentences.dedup();
        for sentence in &sentences {
            around.plays |= sentence.clone().any(|at| self.is_score(at));
            around.countries.extend(self.countries_in(sentence.clone()).into_iter().map(|(code, _)| code));
            around.words.extend(sentence.clone().map(|at| self.word(at)).filter(|word| word.len() > 2));
        }
        around.of_the_past = PAST.iter().any(|word| around.words.contains(word));
        around
    }

    /// The title before a name with the words in capitals and the owner that belong to it: "Navy Secretary", "Russia's
    /// Foreign Minister".
    fn whole_title(&self, mention: &Mention, sentence: &Sentence) -> Range<usize> {
        const MOST_BEFORE: usize = 5;
        let mut start = mention.title.start;
        for _ in 0..MOST_BEFORE {
            let Some(before) = start.checked_sub(1).filter(|at| *at >= sentence.tokens.start) else { break };
            let word = if self.is_possessive(before) { before.saturating_sub(1) } else { before };
            let belongs = self.is_capitalized(word)
                && word >= sentence.tokens.start
                && !self.traits(word).any(Traits::FUNCTION | Traits::SPEECH | Traits::CONNECTOR);
            if !belongs {
                break;
            }
            start = word;
        }
        start..mention.title.end
    }

    fn called(&self, mut tokens: Range<usize>) -> Called<'_> {
        // "NATO's secretary general" is called so where NATO is a name of its own.
        if self.is_possessive(tokens.start) {
            tokens.start += 1;
        }
        let mut when = When::Plain;
        let mut words = Vec::new();
        for at in tokens.clone() {
            match self.word(at) {
                "former" | "ex" | "then" | "onetime" | "previous" | "erstwhile" => when = When::Former,
                "elect" | "incoming" | "designate" => when = When::Elect,
                "" => {}
                word => words.push(word),
            }
        }
        if tokens.start.checked_sub(1).is_some_and(|at| matches!(self.word(at), "former" | "then" | "ex")) {
            when = When::Former;
        }
        let countries = self.countries_in(tokens.clone()).into_iter().map(|(code, _)| code).collect();
        Called { tokens, words, when, countries, governs: false }
    }

    /// "The Reagan administration", "Cuomo's government": who has an administration presides over it, a government may be a
    /// prime minister's too.
    fn governing(&self, mention: &Mention) -> Vec<Called<'_>> {
        let next = mention.tokens.end;
        let at = if self.is_possessive(next) { next + 1 } else { next };
        let offices: &[&[&str]] = match self.word(at) {
            _ if mention.kind == EntityKind::Organization => &[],
            "administration" | "presidency" => &[&["president"]],
            "government" | "cabinet" => &[&["president"], &["prime", "minister"], &["chancellor"]],
            _ => &[],
        };
        let called = |words: &&[&'static str]| Called {
            tokens: mention.tokens.start..at + 1,
            words: words.to_vec(),
            when: When::Plain,
            countries: Vec::new(),
            governs: true,
        };
        offices.iter().map(called).collect()
    }

    /// "Barack Obama, the president of the United States," → the words between the commas.
    fn described_after(&self, mention: &Mention, end: usize) -> Option<Range<usize>> {
        const LONGEST: usize = 14;
        if self.text.word(mention.tokens.end) != "," {
            return None;
        }
        let mut start = mention.tokens.end + 1;
        if matches!(self.word(start), "who" | "whose") {
            // "who played the student" names another one's role.
            if !matches!(self.word(start + 1), "is" | "was") {
                return None;
            }
            start += 2;
        }
        let stop = (start..end.min(start + LONGEST))
            .find(|at| {
                matches!(self.text.word(*at), "," | "." | ";" | "—" | "–" | ":" | "(") || self.speech(*at)
            })
            .unwrap_or(end.min(start + LONGEST));
        let described = start..stop;
        // "Smith, Treasury Secretary Janet Yellen and …" is a list: the description is another one's title.
        let first_name = described.clone().find(|at| self.starts_person(*at));
        if first_name.is_some_and(|at| at > start && self.traits(at - 1).any(Traits::TITLE)) {
            return None;
        }
        described.clone().any(|at| self.traits(at).any(Traits::OFFICE)).then_some(described)
    }

    fn starts_person(&self, token: usize) -> bool {
        let at = self.mentions.partition_point(|mention| mention.tokens.start < token);
        self.mentions
            .get(at)
            .is_some_and(|mention| mention.tokens.start == token && mention.kind == EntityKind::Person)
    }

    /// "The former president, Barack Obama," → the words before the comma.
    fn described_before(&self, mention: &Mention, start: usize) -> Option<Range<usize>> {
        const LONGEST: usize = 10;
        let comma = mention.tokens.start.checked_sub(1).filter(|at| *at >= start)?;
        if self.text.word(comma) != "," || !matches!(self.text.word(mention.tokens.end), "," | ".") {
            return None;
        }
        let from = (start.max(comma.saturating_sub(LONGEST))..comma)
            .rev()
            .find(|at| matches!(self.text.word(*at), "," | ";" | ":" | "—" | "–") || self.speech(*at))
            .map_or(start.max(comma.saturating_sub(LONGEST)), |at| at + 1);
        // Another name's title is not this one's.
        let earlier = self.mentions.partition_point(|other| other.tokens.end <= comma);
        let other = earlier.checked_sub(1).and_then(|at| self.mentions.get(at)).map(|other| other.tokens.end);
        let from = from.max(other.unwrap_or(0));
        // The description begins with its article: "dispatched | his top adviser, NAME,"; "the" may stand inside it
        // ("minister of the environment").
        let tells = |from: usize| (from..comma).any(|at| self.traits(at).any(Traits::OFFICE));
        let article = (from..comma).rev().find(|at| DETERMINERS.contains(&self.word(*at)) && tells(at + 1));
        let from = article.map_or(from, |at| at + 1);
        let described = from..comma;
        described.clone().any(|at| self.traits(at).any(Traits::OFFICE)).then_some(described)
    }

    fn is_possessive(&self, at: usize) -> bool {
        self.text.token(at).is_some_and(|token| token.kind == TokenKind::Possessive)
    }

    fn speech(&self, at: usize) -> bool {
        self.traits(at).any(Traits::SPEECH)
    }

    /// The words that an acronym in brackets stands for, where the words before the bracket begin with its letters.
    fn written_out(&self, mention: &Mention, start: usize) -> Option<String> {
        const SHORTEST: usize = 2;
        let open = mention.tokens.start.checked_sub(1).filter(|at| self.text.word(*at) == "(")?;
        let closed = self.text.word(mention.tokens.end) == ")";
        let letters: Vec<char> = mention
            .span
            .of(self.text.source)
            .chars()
            .filter(|c| c.is_alphabetic())
            .flat_map(char::to_lowercase)
            .collect();
        if !closed || letters.len() < SHORTEST {
            return None;
        }
        let mut left = letters.len();
        let mut at = open;
        while left > 0 {
            at = at.checked_sub(1).filter(|at| *at >= start)?;
            let word = self.word(at);
            match word.chars().next() {
                Some(first) if left.checked_sub(1).and_then(|at| letters.get(at)) == Some(&first) => {
                    left -= 1
                }
                _ if matches!(word, "of" | "the" | "and" | "for" | "in" | "") => {}
                _ => return None,
            }
        }
        Some(self.phrase(at..open))
    }

    /// The country whose name or adjective ends at a token.
    fn country_ending_at(&self, end: usize, start: usize) -> Option<(&'static str, usize)> {
        const LONGEST: usize = 3;
        // "MOSCOW, Russia (AP)" does not say whose the agency is.
        if self.word(end).is_empty() {
            return None;
        }
        (start.max((end + 1).saturating_sub(LONGEST))..=end)
            .find_map(|from| country_of(&self.phrase(from..end + 1)).map(|code| (code, from)))
    }

    /// "MADRID 1996-08-30", "PARIS (Reuters) -", "LA CORUNA, Spain -".
    fn is_dateline(&self, mention: &Mention, sentence: &Sentence) -> bool {
        let next = mention.tokens.end;
        let is_number = self.text.token(next).is_some_and(|token| token.kind == TokenKind::Number);
        let closes = is_number || matches!(self.text.word(next), "-" | "--" | "–" | "—" | "(" | ",");
        sentence.case != SentenceCase::Upper
            && mention.tokens.start == sentence.tokens.start
            && closes
            && !mention.span.of(self.text.source).chars().any(char::is_lowercase)
            && self.traits_of_phrase(mention.tokens.clone()).any(Traits::PLACE)
    }

    /// "throughout the Amazon that", "was in the Amazon,".
    fn is_thing(&self, mention: &Mention, sentence: &Sentence) -> bool {
        let the = mention.tokens.start.checked_sub(1).filter(|at| *at >= sentence.tokens.start);
        let next = mention.tokens.end;
        let ends = matches!(self.text.word(next), "," | "." | ";" | ")")
            || self.traits(next).any(Traits::FUNCTION | Traits::CONNECTOR) && self.word(next) != "can";
        the.is_some_and(|at| self.word(at) == "the") && sentence.tokens.contains(&next) && ends
    }

    /// "Credit: EPA", "Photograph: Jane Doe/EPA".
    fn is_credited(&self, mention: &Mention, sentence: &Sentence) -> bool {
        const FARTHEST: usize = 5;
        let start = sentence.tokens.start.max(mention.tokens.start.saturating_sub(FARTHEST));
        (start..mention.tokens.start).any(|at| {
            let glued = self.word(at).strip_suffix("credit").is_some();
            (glued || CREDITS.contains(&self.word(at))) && self.text.word(at + 1) == ":"
        })
    }

    /// `"Jane Doe" <jane@example.org>`.
    fn is_mailed(&self, mention: &Mention) -> bool {
        let beside = self.text.source.get(mention.span.end..).unwrap_or_default();
        let beside = beside.trim_start_matches(['"', '”', ' ', '<', '(', '[']);
        beside.split_whitespace().next().is_some_and(|word| word.contains('@') && !word.starts_with('@'))
    }

    /// "Lotte 5 Haitai 2", "1. Jane Doe (Germany) Motorola 4 hours".
    fn is_scored(&self, mention: &Mention, sentence: &Sentence) -> bool {
        let number = |at: usize| self.text.token(at).is_some_and(|token| token.kind == TokenKind::Number);
        if !number(mention.tokens.end) {
            return false;
        }
        let numbers = sentence.tokens.clone().filter(|at| number(*at)).count();
        let small =
            |at: &usize| self.text.token(*at).is_some_and(|token| token.is_word() && !token.is_capitalized());
        numbers >= RESULTS && sentence.tokens.clone().filter(small).count() < numbers
    }

    /// "1-0", whether it is one token or three.
    fn is_score(&self, at: usize) -> bool {
        let is_goals =
            |goals: &str| (1..=2).contains(&goals.len()) && goals.bytes().all(|byte| byte.is_ascii_digit());
        let dashes = ['-', '–'];
        match self.text.word(at).split_once(dashes) {
            Some(("", "")) => at
                .checked_sub(1)
                .is_some_and(|before| is_goals(self.text.word(before)) && is_goals(self.text.word(at + 1))),
            Some((one, other)) => is_goals(one) && is_goals(other),
            None => false,
        }
    }

    fn traits_of_phrase(&self, tokens: Range<usize>) -> Traits {
        traits_of(&self.phrase(tokens))
    }
}

/// Words that speak of the dead, of memory and of history.
const PAST: &[&str] = &[
    "late",
    "died",
    "dies",
    "death",
    "dead",
    "killed",
    "assassinated",
    "assassination",
    "murdered",
    "buried",
    "funeral",
    "obituary",
    "posthumous",
    "posthumously",
    "legacy",
    "memory",
    "memorial",
    "anniversary",
    "biography",
    "biopic",
    "history",
    "historic",
    "historical",
    "historian",
    "century",
    "era",
    "tribute",
    "widow",
    "estate",
    "founder",
    "founded",
    "named after",
    "statue",
    "grave",
    "tomb",
    "classic",
    "portrait",
    "inspired",
    "remembered",
    "born",
    "ancient",
    "revolution",
    "war",
    "ago",
    "once",
    "famous",
    "famously",
];
