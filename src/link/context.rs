//! Context: what the whole article speaks about, as far as it helps to tell namesakes apart.
//!
//! In: the text, the mentions, the article's date. Out: [`Context`]: its countries, its subject, the years it
//! names, and an index of its words. Reads the article once; every question behind that costs no more for a long
//! article than for a short one.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use crate::date::Date;
use crate::knowledge::{countries, fold};
use crate::names::{Mention, Traits, traits_of};
use crate::text::{Sentence, Text, TokenKind};

use super::discipline::Disciplines;

/// A country code by each of its folded names and peoples.
static COUNTRY_WORDS: LazyLock<HashMap<String, &'static str, FixedState>> = LazyLock::new(|| {
    let mut words = HashMap::default();
    for country in countries() {
        for name in country.names().chain(country.peoples()) {
            words.entry(fold(name)).or_insert(country.code);
        }
    }
    words
});

/// The first words of those.
static COUNTRY_STARTS: LazyLock<HashSet<&'static str, FixedState>> =
    LazyLock::new(|| COUNTRY_WORDS.keys().filter_map(|phrase| phrase.split(' ').next()).collect());

/// The subjects of news that tell namesakes apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    Sport,
    Politics,
    Business,
    Culture,
}

/// The subjects that each word of news speaks for.
static SUBJECT_WORDS: LazyLock<HashMap<&'static str, Vec<Subject>, FixedState>> = LazyLock::new(|| {
    let mut subjects: HashMap<_, Vec<Subject>, _> = HashMap::default();
    for (name, words) in include_str!("subjects.tsv").lines().filter_map(|line| line.split_once('\t')) {
        let subject = match name {
            "sport" => Subject::Sport,
            "politics" => Subject::Politics,
            "business" => Subject::Business,
            "culture" => Subject::Culture,
            _ => continue,
        };
        words.split(' ').for_each(|word| subjects.entry(word).or_default().push(subject));
    }
    subjects
});

/// A subject must reach this many of its words before it is believed.
const SUBJECT_EVIDENCE: usize = 3;

/// Years that a news text can name: nothing before is written with four digits alone, nothing after has come.
const YEARS: std::ops::RangeInclusive<u16> = 1500..=2100;

/// When the article was written, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Present {
    /// The article's date.
    Dated(Date),
    /// No date, but this is the latest year that the text names; it is hardly older.
    Named(Date),
    /// Nothing is known.
    Unknown,
}

/// What the whole article says.
#[derive(Debug)]
pub(super) struct Context<'t> {
    pub(super) text: &'t Text<'t>,
    pub(super) mentions: &'t [Mention],
    pub(super) present: Present,
    /// How often each country is named, by code.
    pub(super) countries: HashMap<&'static str, usize, FixedState>,
    /// How often any is.
    countries_named: usize,
    /// The article's main subject, where one stands out.
    pub(super) subject: Option<Subject>,
    /// The sports that it tells of.
    pub(super) disciplines: Disciplines,
    /// The years that the text names, ascending.
    years: Vec<u16>,
    phrases: Phrases,
    /// Each token's word, folded.
    folded: Vec<Rc<str>>,
}

impl<'t> Context<'t> {
    /// Reads the article once.
    pub(super) fn of(text: &'t Text<'t>, mentions: &'t [Mention], date: Option<Date>) -> Self {
        let mut known = HashMap::<&str, Rc<str>, FixedState>::default();
        let fold_once = |word| known.entry(word).or_insert_with(|| fold(word).into()).clone();
        let folded: Vec<Rc<str>> = (0..text.tokens.len()).map(|at| text.word(at)).map(fold_once).collect();
        let mut years: Vec<u16> = folded.iter().filter_map(|word| year(word)).collect();
        years.sort_unstable();
        years.dedup();
        let latest = years.last().and_then(|year| format!("{year:04}").parse().ok());
        let present = match (date, latest) {
            (Some(date), _) => Present::Dated(date),
            (None, Some(year)) => Present::Named(year),
            (None, None) => Present::Unknown,
        };
        let mut context = Self {
            text,
            mentions,
            present,
            countries: HashMap::default(),
            countries_named: 0,
            subject: subject(&folded),
            disciplines: Disciplines::told_by(&folded),
            years,
            phrases: Phrases::of(&folded),
            folded,
        };
        for (code, _) in context.countries_in(0..text.tokens.len()) {
            *context.countries.entry(code).or_default() += 1;
            context.countries_named += 1;
        }
        context
    }

    /// The article's date, where it is known for sure.
    pub(super) fn date(&self) -> Option<Date> {
        match self.present {
            Present::Dated(date) => Some(date),
            Present::Named(_) | Present::Unknown => None,
        }
    }

    /// Of all the countries that the article names, the share that this one has, 0 to 1.
    pub(super) fn share_of(&self, code: &str) -> f32 {
        let named = self.countries.get(code).copied().unwrap_or(0);
        if self.countries_named == 0 { 0.0 } else { named as f32 / self.countries_named as f32 }
    }

    /// Whether the article names countries, and this one not among them.
    pub(super) fn is_of_other_countries_than(&self, code: &str) -> bool {
        self.countries_named > 0 && !self.countries.contains_key(code)
    }

    /// How often the article names countries.
    pub(super) fn countries_named(&self) -> usize {
        self.countries_named
    }

    /// Whether the article names a year of these.
    pub(super) fn names_year_in(&self, years: std::ops::RangeInclusive<u16>) -> bool {
        let at = self.years.partition_point(|year| year < years.start());
        self.years.get(at).is_some_and(|year| years.contains(year))
    }

    /// The countries named among some tokens, each time with the token it is named at.
    pub(super) fn countries_in(&self, tokens: Range<usize>) -> Vec<(&'static str, usize)> {
        const LONGEST: usize = 4;
        let mut found = Vec::new();
        let mut at = tokens.start;
        while at < tokens.end {
            let capitalized = self.text.token(at).is_some_and(|token| token.is_capitalized());
            // A word that folds to two ("U.S.") is looked up whatever it is.
            let first = self.word(at);
            let opens = first.is_empty() || first.contains(' ') || COUNTRY_STARTS.contains(first);
            let mut length = if capitalized && opens { LONGEST.min(tokens.end - at) } else { 0 };
            while length > 0 {
                if let Some(code) = country_of(&self.phrase(at..at + length)) {
                    found.push((code, at));
                    break;
                }
                length -= 1;
            }
            at += length.max(1);
        }
        found
    }

    pub(super) fn phrase(&self, tokens: Range<usize>) -> String {
        let words = self.folded.get(tokens).unwrap_or_default();
        words.iter().filter(|word| !word.is_empty()).map(|word| &**word).collect::<Vec<_>>().join(" ")
    }

    /// The folded word of a token.
    pub(super) fn word(&self, at: usize) -> &str {
        self.folded.get(at).map(|word| &**word).unwrap_or_default()
    }

    /// What a token's word is known to be.
    pub(super) fn traits(&self, at: usize) -> Traits {
        traits_of(self.word(at))
    }

    /// Whether the article holds this folded phrase as whole words.
    pub(super) fn says(&self, folded: &str) -> bool {
        self.phrases.hold(folded)
    }

    /// The sentence around a token.
    pub(super) fn sentence_at(&self, token: usize) -> Option<&'t Sentence> {
        self.text.sentence_at(token)
    }

    /// Whether a token is a word with a capital.
    pub(super) fn is_capitalized(&self, at: usize) -> bool {
        self.text.token(at).is_some_and(|token| token.kind == TokenKind::Word && token.is_capitalized())
    }
}

/// Fills the tables.
pub(crate) fn prepare() {
    LazyLock::force(&COUNTRY_STARTS);
    LazyLock::force(&SUBJECT_WORDS);
}

/// The country that a folded name or adjective means.
pub(super) fn country_of(folded: &str) -> Option<&'static str> {
    COUNTRY_WORDS.get(folded).copied()
}

fn year(word: &str) -> Option<u16> {
    let digits = word.strip_suffix('s').unwrap_or(word);
    (digits.len() == 4).then(|| digits.parse().ok()).flatten().filter(|year| YEARS.contains(year))
}

fn subject(folded: &[Rc<str>]) -> Option<Subject> {
    let mut counts = [Subject::Sport, Subject::Politics, Subject::Business, Subject::Culture]
        .map(|subject| (0_usize, subject));
    for subject in folded.iter().filter_map(|word| SUBJECT_WORDS.get(&**word)).flatten() {
        for (count, of) in &mut counts {
            *count += usize::from(of == subject);
        }
    }
    // Of two alike the first stands; the order is that of the list above.
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    counts.first().filter(|(count, _)| *count >= SUBJECT_EVIDENCE).map(|(_, subject)| *subject)
}

/// The article's words in order, and for each word where it stands.
#[derive(Debug)]
struct Phrases {
    words: Vec<Rc<str>>,
    /// Places in `words`, ordered by the word and then by the place.
    by_word: Vec<u32>,
}

impl Phrases {
    fn of(folded: &[Rc<str>]) -> Self {
        let mut words: Vec<Rc<str>> = Vec::with_capacity(folded.len());
        for word in folded.iter().filter(|word| !word.is_empty()) {
            if word.contains(' ') {
                words.extend(word.split(' ').filter(|word| !word.is_empty()).map(Rc::from));
            } else {
                words.push(word.clone());
            }
        }
        let mut by_word: Vec<u32> = (0..u32::try_from(words.len()).unwrap_or(u32::MAX)).collect();
        by_word.sort_by(|one, other| words.get(*one as usize).cmp(&words.get(*other as usize)));
        Self { words, by_word }
    }

    fn word(&self, at: u32) -> &str {
        self.words.get(at as usize).map(|word| &**word).unwrap_or_default()
    }

    fn places(&self, word: &str) -> &[u32] {
        let first = self.by_word.partition_point(|at| self.word(*at) < word);
        let rest = self.by_word.get(first..).unwrap_or_default();
        rest.get(..rest.partition_point(|at| self.word(*at) <= word)).unwrap_or_default()
    }

    /// Whether the words of a phrase stand side by side; sought where its rarest word stands.
    fn hold(&self, phrase: &str) -> bool {
        let words: Vec<&str> = phrase.split(' ').collect();
        let rarest = words
            .iter()
            .enumerate()
            .map(|(at, word)| (self.places(word), at))
            .min_by_key(|(places, _)| places.len());
        let Some((places, offset)) = rarest.filter(|_| !phrase.is_empty()) else { return false };
        places.iter().any(|place| {
            (*place as usize).checked_sub(offset).is_some_and(|start| {
                let here = self.words.get(start..start + words.len());
                here.is_some_and(|here| here.iter().zip(&words).all(|(one, other)| **one == **other))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(text: &str) -> Phrases {
        Phrases::of(&text.split(' ').map(|word| fold(word).into()).collect::<Vec<_>>())
    }

    #[test]
    fn a_phrase_is_held_as_whole_words_in_order() {
        let said = phrases("The University of Washington lost to AT&T Park , Washington said");
        assert!(said.hold("university of washington") && said.hold("at t park washington"));
        assert!(!said.hold("washington university") && !said.hold("univers") && !said.hold(""));
    }

    #[test]
    fn only_what_can_be_a_year_is_one() {
        assert_eq!(year("1996"), Some(1996));
        assert_eq!(year("1960s"), Some(1960));
        assert_eq!((year("9999"), year("199"), year("b199")), (None, None, None));
    }
}
