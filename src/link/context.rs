//! Context: what the article speaks about, as far as it helps to tell namesakes apart.
//!
//! In: the text, the article's date, members. Out: countries, subject, and the words around each member.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use crate::cast::Member;
use crate::date::Date;
use crate::knowledge::{countries, fold};
use crate::names::{Mention, Traits, traits_of};
use crate::text::Text;

/// A country code by each of its folded names and peoples.
static COUNTRY_WORDS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for country in countries() {
        for name in country.names().chain(country.peoples()) {
            words.entry(fold(name)).or_insert(country.code);
        }
    }
    words
});

/// The subjects of news that tell namesakes apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Sport,
    Politics,
    Business,
    Culture,
}

const SUBJECT_WORDS: &[(Subject, &[&str])] = &[
    (
        Subject::Sport,
        &[
            "match",
            "season",
            "goal",
            "goals",
            "coach",
            "league",
            "striker",
            "midfielder",
            "tournament",
            "playoff",
            "playoffs",
            "innings",
            "wicket",
            "championship",
            "championships",
            "cup",
            "stadium",
            "semifinal",
            "semifinals",
            "quarterfinal",
            "teammate",
            "quarterback",
            "points",
            "scored",
            "squad",
            "halftime",
            "rugby",
            "football",
            "soccer",
            "basketball",
            "baseball",
            "cricket",
            "tennis",
            "golf",
            "olympic",
            "medal",
            "race",
            "penalty",
            "defender",
            "goalkeeper",
            "fixture",
            "injury",
            "touchdown",
            "inning",
            "homer",
            "nba",
            "nfl",
            "mlb",
            "nhl",
            "fifa",
            "uefa",
            "referee",
            "podium",
            "lap",
            "sprint",
            "derby",
            "relegation",
            "players",
            "player",
            "team",
            "teams",
            "fans",
            "win",
            "wins",
            "defeat",
            "club",
        ],
    ),
    (
        Subject::Politics,
        &[
            "minister",
            "government",
            "president",
            "election",
            "parliament",
            "senate",
            "vote",
            "voters",
            "party",
            "policy",
            "treaty",
            "sanctions",
            "lawmakers",
            "congress",
            "republican",
            "democrat",
            "campaign",
            "administration",
            "troops",
            "military",
            "diplomatic",
            "opposition",
            "referendum",
            "legislation",
            "coalition",
            "ministry",
            "summit",
            "constitution",
            "senator",
            "governor",
            "bill",
            "political",
            "war",
            "security",
        ],
    ),
    (
        Subject::Business,
        &[
            "shares",
            "company",
            "profit",
            "revenue",
            "investors",
            "stock",
            "market",
            "markets",
            "bank",
            "ceo",
            "quarter",
            "earnings",
            "sales",
            "billion",
            "shareholders",
            "merger",
            "acquisition",
            "firm",
            "analysts",
            "customers",
            "startup",
            "product",
            "products",
            "brand",
            "dividend",
            "trading",
            "bonds",
        ],
    ),
    (
        Subject::Culture,
        &[
            "film",
            "movie",
            "album",
            "song",
            "songs",
            "band",
            "actor",
            "actress",
            "director",
            "novel",
            "book",
            "theatre",
            "theater",
            "premiere",
            "concert",
            "singer",
            "oscar",
            "award",
            "awards",
            "show",
            "television",
            "series",
            "character",
            "fans",
            "tour",
            "music",
            "festival",
            "exhibition",
            "museum",
            "artist",
            "starring",
        ],
    ),
];

/// Words that begin a description.
const DETERMINERS: &[&str] = &["a", "an", "the", "his", "her", "its", "their", "our", "my"];

/// A subject must reach this many of its words before it is believed.
const SUBJECT_EVIDENCE: usize = 3;

/// What the whole article says.
#[derive(Debug)]
pub(super) struct Context<'t> {
    pub(super) text: &'t Text<'t>,
    pub(super) mentions: &'t [Mention],
    /// The article's date, where known.
    pub(super) date: Option<Date>,
    /// How often each country is named, by code.
    pub(super) countries: HashMap<&'static str, usize>,
    /// The article's main subject, where one stands out.
    pub(super) subject: Option<Subject>,
    /// The article's words in order, folded, with a space around each; for phrases.
    pub(super) running: String,
    folded: Vec<String>,
}

impl<'t> Context<'t> {
    /// Reads the article once.
    pub(super) fn of(text: &'t Text<'t>, mentions: &'t [Mention], date: Option<Date>) -> Self {
        let folded: Vec<String> = (0..text.tokens.len()).map(|at| fold(text.word(at))).collect();
        let mut running = String::from(" ");
        for word in folded.iter().filter(|word| !word.is_empty()) {
            running.push_str(word);
            running.push(' ');
        }
        let mut counts: Vec<(usize, Subject)> = SUBJECT_WORDS
            .iter()
            .map(|(subject, list)| {
                (folded.iter().filter(|word| list.contains(&word.as_str())).count(), *subject)
            })
            .collect();
        counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let subject =
            counts.first().filter(|(count, _)| *count >= SUBJECT_EVIDENCE).map(|(_, subject)| *subject);
        let mut context = Self { text, mentions, date, countries: HashMap::new(), subject, running, folded };
        for (code, _) in context.countries_in(0..text.tokens.len()) {
            *context.countries.entry(code).or_default() += 1;
        }
        context
    }

    /// The countries named among some tokens, each time with the token it is named at.
    pub(super) fn countries_in(&self, tokens: Range<usize>) -> Vec<(&'static str, usize)> {
        const LONGEST: usize = 4;
        let mut found = Vec::new();
        let mut at = tokens.start;
        while at < tokens.end {
            let capitalized = self.text.token(at).is_some_and(|token| token.is_capitalized());
            let mut length = if capitalized { LONGEST.min(tokens.end - at) } else { 0 };
            while length > 0 {
                let phrase = self.phrase(at..at + length);
                if let Some(code) = COUNTRY_WORDS.get(&phrase) {
                    found.push((*code, at));
                    break;
                }
                length -= 1;
            }
            at += length.max(1);
        }
        found
    }

    fn phrase(&self, tokens: Range<usize>) -> String {
        let words = self.folded.get(tokens).unwrap_or_default();
        words.iter().filter(|word| !word.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// The folded word of a token.
    pub(super) fn word(&self, at: usize) -> &str {
        self.folded.get(at).map(String::as_str).unwrap_or_default()
    }

    /// Whether the article holds this folded phrase as whole words.
    pub(super) fn says(&self, folded: &str) -> bool {
        !folded.is_empty() && self.running.contains(&format!(" {folded} "))
    }

    /// What stands around a member's mentions.
    pub(super) fn around(&self, member: &Member) -> Around<'_> {
        let mut around = Around::default();
        for mention in member.mentions.iter().filter_map(|index| self.mentions.get(*index)) {
            let sentence = self.text.sentences.get(
                self.text.sentences.partition_point(|sentence| sentence.tokens.end <= mention.tokens.start),
            );
            let Some(sentence) = sentence else { continue };
            around.sentences.push(sentence.tokens.clone());
            if !mention.title.is_empty() {
                let said: Vec<&str> = mention.title.clone().map(|at| self.word(at)).collect();
                around.titles.push((mention.title.clone(), said));
            }
            let before = self.described_before(mention, sentence.tokens.start);
            let after = self.described_after(mention, sentence.tokens.end);
            for tokens in [before, after].into_iter().flatten() {
                let said: Vec<&str> = tokens.clone().map(|at| self.word(at)).collect();
                around.titles.push((tokens, said));
            }
            let verb_at = |at: usize| {
                traits_of(self.word(at)).any(Traits::SPEECH)
                    && self.text.token(at).is_some_and(|token| !token.is_capitalized())
            };
            around.speaks |=
                verb_at(mention.tokens.end) || mention.tokens.start.checked_sub(1).is_some_and(verb_at);
        }
        around.sentences.dedup();
        for sentence in &around.sentences {
            around.countries.extend(self.countries_in(sentence.clone()).into_iter().map(|(code, _)| code));
            around.words.extend(sentence.clone().map(|at| self.word(at)).filter(|word| word.len() > 2));
        }
        around
    }

    /// "Barack Obama, the president of the United States," → the words between the commas.
    fn described_after(&self, mention: &Mention, end: usize) -> Option<Range<usize>> {
        const LONGEST: usize = 14;
        if self.text.word(mention.tokens.end) != "," {
            return None;
        }
        let start = mention.tokens.end + 1;
        let stop = (start..end.min(start + LONGEST))
            .find(|at| matches!(self.text.word(*at), "," | "." | ";" | "—" | "–" | ":") || self.speech(*at))
            .unwrap_or(end.min(start + LONGEST));
        let described = start..stop;
        described.clone().any(|at| traits_of(self.word(at)).any(Traits::OFFICE)).then_some(described)
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
        let other = self.mentions.iter().map(|other| other.tokens.end).filter(|end| *end <= comma).max();
        let from = from.max(other.unwrap_or(0));
        // The description begins with its article: "dispatched | his top adviser, NAME,".
        let article = (from..comma).rev().find(|at| DETERMINERS.contains(&self.word(*at)));
        let from = article.map_or(from, |at| at + 1);
        let described = from..comma;
        described.clone().any(|at| traits_of(self.word(at)).any(Traits::OFFICE)).then_some(described)
    }

    fn speech(&self, at: usize) -> bool {
        traits_of(self.word(at)).any(Traits::SPEECH)
    }
}

/// What stands around one member's mentions.
#[derive(Debug, Default)]
pub(super) struct Around<'c> {
    /// The sentences it is named in.
    pub(super) sentences: Vec<Range<usize>>,
    /// Titles and descriptions beside its name: their tokens and folded words.
    pub(super) titles: Vec<(Range<usize>, Vec<&'c str>)>,
    /// Countries named in its sentences.
    pub(super) countries: HashSet<&'static str>,
    /// Words of its sentences, folded.
    pub(super) words: HashSet<&'c str>,
    /// Whether it says something.
    pub(super) speaks: bool,
}
