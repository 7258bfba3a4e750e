//! People: full names first, then the short ones that can mean only one of them.
//!
//! In: the mentions of people. Out: groups of mention indices.

use super::Named;

/// A group under construction.
#[derive(Debug, Default)]
struct Person<'n> {
    /// Its full names, each with the sentence it stands in.
    full: Vec<&'n Named<'n>>,
    /// All its mentions.
    mentions: Vec<usize>,
    /// The sentences of all its mentions, ascending.
    sentences: Vec<usize>,
}

impl<'n> Person<'n> {
    fn add(&mut self, named: &'n Named<'n>) {
        self.mentions.push(named.index);
        self.sentences.push(named.sentence);
    }

    /// How a short name fits this person's full names.
    fn fits(&self, short: &Named<'_>) -> Option<Fit> {
        self.full.iter().filter_map(|full| fit(full, short)).max()
    }

    fn named_in(&self, sentences: std::ops::RangeInclusive<usize>) -> bool {
        self.sentences.iter().any(|sentence| sentences.contains(sentence))
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
    for full in named.iter().filter(|named| is_full(named)) {
        let same = people.iter_mut().find(|person| person.full.iter().any(|other| are_one(other, full)));
        let person = match same {
            Some(person) => person,
            None => {
                people.push(Person::default());
                match people.last_mut() {
                    Some(person) => person,
                    None => continue,
                }
            }
        };
        person.full.push(full);
        person.add(full);
    }
    let full_people = people.len();
    for short in named.iter().filter(|named| !is_full(named)) {
        match choose(people.get(..full_people).unwrap_or_default(), short) {
            Some(at) => {
                if let Some(person) = people.get_mut(at) {
                    person.add(short);
                }
            }
            None => {
                let same = people
                    .iter_mut()
                    .skip(full_people)
                    .find(|person| person.full.iter().any(|other| surname_of(other) == surname_of(short)));
                match same {
                    Some(person) => person.add(short),
                    None => {
                        let mut person = Person { full: vec![short], ..Person::default() };
                        person.add(short);
                        people.push(person);
                    }
                }
            }
        }
    }
    people.into_iter().map(|person| person.mentions).collect()
}

/// The one person with a full name whom a short name can mean.
fn choose(people: &[Person<'_>], short: &Named<'_>) -> Option<usize> {
    let fits: Vec<(Fit, usize)> = people
        .iter()
        .enumerate()
        .filter_map(|(at, person)| person.fits(short).map(|fit| (fit, at)))
        .collect();
    let best = fits.iter().map(|(fit, _)| *fit).max()?;
    let mut fitting = fits.iter().filter(|(fit, _)| *fit == best).map(|(_, at)| *at);
    let (first, others) = (fitting.next()?, fitting.collect::<Vec<_>>());
    if others.is_empty() {
        return Some(first);
    }
    // Two of one surname: only whoever was named a moment ago, and the other was not.
    let just_named = |at: &usize| {
        people
            .get(*at)
            .is_some_and(|person| person.named_in(short.sentence.saturating_sub(1)..=short.sentence))
    };
    let mut recent = std::iter::once(first).chain(others).filter(just_named);
    match (recent.next(), recent.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Whether a name has more than a surname: two words that are neither particles nor the
/// second half of a double name.
fn is_full(named: &Named<'_>) -> bool {
    let parts = named.small.iter().zip(&named.glued).filter(|(small, glued)| !**small && !**glued);
    parts.count() >= 2 && !is_initial(named.words.last())
}

fn is_initial(word: Option<&String>) -> bool {
    word.is_some_and(|word| word.chars().count() == 1)
}

/// Whether a word only marks a generation ("Jr.").
fn is_generation(word: &str) -> bool {
    matches!(word, "jr" | "sr" | "ii" | "iii" | "iv")
}

/// The words of a name without "Jr." and its like.
fn core<'n>(named: &'n Named<'_>) -> &'n [String] {
    match named.words.split_last() {
        Some((last, rest)) if is_generation(last) && !rest.is_empty() => rest,
        _ => &named.words,
    }
}

/// The last word of a name: the surname without its particles.
fn surname_of<'n>(named: &'n Named<'_>) -> Option<&'n String> {
    core(named).last()
}

/// Whether two full names can be one person's: one surname, and first names that do not contradict each other.
fn are_one(one: &Named<'_>, other: &Named<'_>) -> bool {
    let (one_words, other_words) = (core(one), core(other));
    if one_words == other_words {
        return generations_agree(one, other);
    }
    if surname_of(one) != surname_of(other) {
        return false;
    }
    let (Some(first), Some(second)) = (one_words.first(), other_words.first()) else { return false };
    let abbreviates = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    let firsts_agree = first == second || abbreviates(first, second) || abbreviates(second, first);
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

/// A father and a son are two people: "Jr." agrees with itself or with nothing said.
fn generations_agree(one: &Named<'_>, other: &Named<'_>) -> bool {
    let generation = |named: &Named<'_>| named.words.last().filter(|word| is_generation(word)).cloned();
    match (generation(one), generation(other)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

fn fit(full: &Named<'_>, short: &Named<'_>) -> Option<Fit> {
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
        return Some(Fit::Given);
    }
    full.get(1..).is_some_and(|rest| rest.contains(word)).then_some(Fit::Middle)
}
