//! People: full names first, then the short ones that can mean only one of them.
//!
//! In: the mentions of people. Out: groups of mention indices.

use std::collections::{BTreeSet, HashMap};

use crate::knowledge::are_nicknames;

use super::{Named, Sex};

/// A group under construction.
#[derive(Debug, Default)]
struct Person<'n> {
    /// Its full names.
    full: Vec<&'n Named<'n>>,
    /// The surname of somebody who needs no other name ("Yeltsin visits his wife Naina").
    bare: Option<&'n str>,
    /// All its mentions.
    mentions: Vec<usize>,
    /// The sentences of all its mentions, each with the mention.
    sentences: BTreeSet<(usize, usize)>,
    /// Whether the article tells of it as somebody's relative.
    relative: bool,
    /// What titles and words of kinship tell.
    sex: Option<Sex>,
}

impl<'n> Person<'n> {
    fn add(&mut self, named: &'n Named<'n>) {
        self.mentions.push(named.index);
        self.sentences.insert((named.sentence, named.index));
        self.relative |= named.relative;
        self.sex = self.sex.or(named.sex);
    }

    /// How a short name fits this person's names.
    fn fits(&self, short: &Named<'_>) -> Option<Fit> {
        if matches!((self.sex, short.sex), (Some(own), Some(said)) if own != said) {
            return None;
        }
        let by_surname = self.bare.filter(|surname| core(short) == [*surname]).map(|_| Fit::Surname);
        by_surname.or_else(|| self.full.iter().filter_map(|full| fit(full, short)).max())
    }

    /// Whether it is named before a mention, in its sentence or the one before that.
    fn is_just_named(&self, before: &Named<'_>) -> bool {
        let from = (before.sentence.saturating_sub(1), 0);
        self.sentences.range(from..(before.sentence, before.index)).next().is_some()
    }
}

/// How a short name fits a full one, the closest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Its given name.
    Given,
    /// A part that is neither the first nor the last ("García" of "Gabriel García Márquez").
    Middle,
    /// Its surname.
    Surname,
}

/// Groups the mentions of people.
pub(super) fn group(named: &[&Named<'_>]) -> Vec<Vec<usize>> {
    let mut people: Vec<Person<'_>> = Vec::new();
    let mut by_surname: HashMap<&str, Vec<usize>> = HashMap::new();
    for full in named.iter().filter(|named| is_full(named)) {
        let Some(surname) = surname_of(full) else { continue };
        let bearers = by_surname.entry(surname).or_default();
        let is_same = |at: &&usize| {
            people.get(**at).is_some_and(|person| person.full.iter().any(|other| are_one(other, full)))
        };
        let at = match bearers.iter().find(is_same) {
            Some(at) => *at,
            None => {
                bearers.push(people.len());
                people.push(Person::default());
                people.len() - 1
            }
        };
        if let Some(person) = people.get_mut(at) {
            // Names that were met before tell nothing new.
            if !person.full.iter().any(|other| other.words == full.words) {
                person.full.push(full);
            }
            person.add(full);
        }
    }
    heads_of_families(named, &mut people, &by_surname);
    let by_word = index(&people);
    let mut alone: HashMap<(&str, &[String]), usize> = HashMap::new();
    for short in named.iter().filter(|named| !is_full(named)) {
        let Some(surname) = surname_of(short) else { continue };
        let bearers = by_word.get(surname).map(Vec::as_slice).unwrap_or_default();
        let at = choose(&people, bearers, short).unwrap_or_else(|| {
            *alone.entry((surname, &short.longer_by)).or_insert_with(|| {
                people.push(Person::default());
                people.len() - 1
            })
        });
        if let Some(person) = people.get_mut(at) {
            person.add(short);
        }
    }
    people.into_iter().map(|person| person.mentions).filter(|mentions| !mentions.is_empty()).collect()
}

/// Somebody whom the article calls by the surname before it names only relatives in full is none of these relatives.
fn heads_of_families<'n>(
    named: &[&'n Named<'n>],
    people: &mut Vec<Person<'n>>,
    by_surname: &HashMap<&'n str, Vec<usize>>,
) {
    let mut families: Vec<(usize, &'n str)> = by_surname
        .iter()
        .filter_map(|(surname, bearers)| {
            let members = || bearers.iter().filter_map(|at| people.get(*at));
            let first = members().filter_map(|person| person.mentions.first()).min()?;
            members().all(|person| person.relative).then_some((*first, *surname))
        })
        .collect();
    families.sort_unstable();
    for (first, surname) in families {
        let before = |named: &&&Named<'_>| core(named) == [surname] && named.index < first && !named.relative;
        if named.iter().any(|named| before(&named)) {
            people.push(Person { bare: Some(surname), ..Person::default() });
        }
    }
}

/// The people who have a word in one of their names.
fn index<'n>(people: &[Person<'n>]) -> HashMap<&'n str, Vec<usize>> {
    let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, person) in people.iter().enumerate() {
        let words = person.full.iter().flat_map(|full| core(full)).map(String::as_str).chain(person.bare);
        for word in words {
            let bearers = by_word.entry(word).or_default();
            if bearers.last() != Some(&at) {
                bearers.push(at);
            }
        }
    }
    by_word
}

/// The one person with a full name whom a short name can mean.
fn choose(people: &[Person<'_>], bearers: &[usize], short: &Named<'_>) -> Option<usize> {
    let fits: Vec<(Fit, usize)> =
        bearers.iter().filter_map(|at| people.get(*at)?.fits(short).map(|fit| (fit, *at))).collect();
    let best = fits.iter().map(|(fit, _)| *fit).max()?;
    let mut fitting = fits.iter().filter(|(fit, _)| *fit == best).map(|(_, at)| *at);
    let (first, others) = (fitting.next()?, fitting.collect::<Vec<_>>());
    if others.is_empty() {
        return Some(first);
    }
    let all = || std::iter::once(first).chain(others.iter().copied());
    if let Some(head) = all().find(|at| people.get(*at).is_some_and(|person| person.bare.is_some())) {
        return Some(head);
    }
    // Two of one surname: only whoever was named a moment ago, and the other was not.
    let just_named = |at: &usize| people.get(*at).is_some_and(|person| person.is_just_named(short));
    let mut recent = all().filter(just_named);
    match (recent.next(), recent.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Whether a name has more than a surname: two words that are neither particles nor the
/// second half of a double name ("Jean-Luc", "al-Assad").
fn is_full(named: &Named<'_>) -> bool {
    let (mut parts, mut is_counted) = (0, false);
    for (small, glued) in named.small.iter().zip(&named.glued) {
        is_counted &= glued;
        if !is_counted && !small {
            parts += 1;
            is_counted = true;
        }
    }
    parts >= 2 && !is_initial(named.words.last())
}

fn is_initial(word: Option<&String>) -> bool {
    word.is_some_and(|word| word.chars().count() == 1)
}

/// Whether a word only marks a generation ("Jr.").
fn is_generation(word: &str) -> bool {
    matches!(word, "jr" | "sr" | "ii" | "iii" | "iv")
}

/// Whether it marks a father or a son of one name, not one ruler of many.
fn is_junior(word: &str) -> bool {
    matches!(word, "jr" | "sr")
}

/// The words of a name without "Jr." and its like.
fn core<'n>(named: &'n Named<'_>) -> &'n [String] {
    match named.words.split_last() {
        Some((last, rest)) if is_generation(last) && !rest.is_empty() => rest,
        _ => &named.words,
    }
}

/// The last word of a name: the surname without its particles.
fn surname_of<'n>(named: &'n Named<'_>) -> Option<&'n str> {
    core(named).last().map(String::as_str)
}

/// Whether two full names can be one person's: one surname, and first names that do not contradict each other.
fn are_one(one: &Named<'_>, other: &Named<'_>) -> bool {
    let (one_words, other_words) = (core(one), core(other));
    if one.longer_by != other.longer_by {
        return false;
    }
    if one_words == other_words {
        return generations_agree(one, other);
    }
    if surname_of(one) != surname_of(other) {
        return false;
    }
    let (Some(first), Some(second)) = (one_words.first(), other_words.first()) else { return false };
    let abbreviates = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    // A nickname may also stand in the middle: Robert "Bob" Jones.
    let is_called = |words: &[String], name: &String| words.iter().rev().skip(1).any(|word| word == name);
    let firsts_agree = first == second
        || abbreviates(first, second)
        || abbreviates(second, first)
        || are_nicknames(first, second)
        || is_called(one_words, second)
        || is_called(other_words, first);
    firsts_agree && middles_agree(one_words, other_words) && generations_agree(one, other)
}

/// Middle names agree where one is missing, equal or the other's initial.
fn middles_agree(one: &[String], other: &[String]) -> bool {
    let middles = |words: &[String]| -> Vec<String> {
        words.get(1..words.len().saturating_sub(1)).unwrap_or_default().to_vec()
    };
    let (one, other) = (middles(one), middles(other));
    one.iter()
        .zip(&other)
        .all(|(one, other)| one.starts_with(other.as_str()) || other.starts_with(one.as_str()))
}

/// A father and a son are two people: "Jr." agrees with itself, and with a shorter name that the article uses once it has
/// introduced him whole. Who is named without it first, with a middle name or an office that the son lacks, or as his
/// relative, is the father.
fn generations_agree(one: &Named<'_>, other: &Named<'_>) -> bool {
    let generation = |named: &Named<'_>| named.words.last().filter(|word| is_generation(word)).cloned();
    let (junior, plain) = match (generation(one), generation(other)) {
        (Some(one), Some(other)) => return one == other,
        (None, None) => return true,
        (Some(said), None) if is_junior(&said) => (one, other),
        (None, Some(said)) if is_junior(&said) => (other, one),
        _ => return true,
    };
    let shortened = junior.index < plain.index
        && core(plain).len() <= core(junior).len()
        && (junior.in_office || !plain.in_office)
        && !plain.relative;
    shortened || plain.in_headline
}

fn fit(full: &Named<'_>, short: &Named<'_>) -> Option<Fit> {
    if full.longer_by != short.longer_by {
        return None;
    }
    let thing = short.thing;
    let (full, short) = (core(full), core(short));
    if full.ends_with(short) {
        return Some(Fit::Surname);
    }
    // "al-Assad" of "Bashar Assad", and the other way round: the last word decides.
    if short.len() > 1 && full.last() == short.last() && full.first() != short.first() {
        return Some(Fit::Surname);
    }
    let [word] = short else { return None };
    if full.first() == Some(word) {
        return (!thing).then_some(Fit::Given);
    }
    full.get(1..).is_some_and(|rest| rest.contains(word)).then_some(Fit::Middle)
}
