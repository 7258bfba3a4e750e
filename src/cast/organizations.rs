//! Organizations: one name without its legal form, its acronym, its short form.
//!
//! In: the mentions of organizations. Out: groups of mention indices.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use crate::knowledge::are_initials;
use crate::names::{Traits, traits_of};
use crate::text::Text;

use super::Named;

/// Groups the mentions of organizations.
pub(super) fn group(text: &Text<'_>, named: &[&Named<'_>]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<&Named<'_>>> = Vec::new();
    let mut places: HashMap<(&[String], &[String]), usize, FixedState> = HashMap::default();
    // "Bank of Foo (BF)": the long and the short group.
    let mut brackets: HashSet<(usize, usize), FixedState> = HashSet::default();
    let mut before: Option<(&Named<'_>, usize)> = None;
    for one in named {
        let at = *places.entry((core(one), &one.longer_by)).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.push(one);
        }
        if let Some((long, long_at)) = before {
            let tokens = &long.mention.tokens;
            if text.word(tokens.end) == "(" && tokens.end + 1 == one.mention.tokens.start {
                brackets.insert((long_at, at));
            }
        }
        before = Some((one, at));
    }
    // All mentions of a group have the same words: one of them stands for all, with a legal form where any has it.
    let stands = |at: usize| {
        groups.get(at).and_then(|group| group.iter().max_by_key(|named| named.words.len())).copied()
    };
    let longer: Vec<Option<usize>> = (0..groups.len())
        .map(|at| {
            let short = stands(at)?;
            let is_long = |other: &usize| {
                stands(*other).is_some_and(|long| {
                    *other != at && is_short_for(text, short, long, brackets.contains(&(*other, at)))
                })
            };
            let mut long = (0..groups.len()).filter(is_long);
            let only = long.next()?;
            long.next().is_none().then_some(only)
        })
        .collect();
    let mut joined: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    for (at, group) in groups.iter().enumerate() {
        // A short form of a short form belongs to the longest; a ring of them, which cannot be, stays apart.
        let mut home = at;
        for _ in 0..LONGEST_CHAIN {
            match longer.get(home).copied().flatten() {
                Some(next) => home = next,
                None => break,
            }
        }
        if let Some(members) = joined.get_mut(home) {
            members.extend(group.iter().map(|named| named.index));
        }
    }
    joined.retain(|members| !members.is_empty());
    joined
}

/// Short forms of short forms that are followed: "FMC", "Ford", "Ford Motor", "Ford Motor Company".
const LONGEST_CHAIN: usize = 3;

/// An organization's words without "the" and its legal form.
fn core<'n>(named: &'n Named<'_>) -> &'n [String] {
    let mut words = named.words.as_slice();
    if let [first, rest @ ..] = words
        && first == "the"
        && !rest.is_empty()
    {
        words = rest;
    }
    while let [rest @ .., last] = words {
        if rest.is_empty() || !traits_of(last).any(Traits::COMPANY_SUFFIX) {
            break;
        }
        words = rest;
    }
    words
}

fn is_short_for(text: &Text<'_>, short: &Named<'_>, long: &Named<'_>, in_brackets: bool) -> bool {
    let whole = short.longer_by.is_empty() && long.longer_by.is_empty();
    whole
        && (is_acronym_of(text, short, long, in_brackets)
            || is_front_of(short, long)
            || is_tail_of(short, long))
}

/// "Bank of Foo (BF)", or capitals that are the initials of a longer name.
fn is_acronym_of(text: &Text<'_>, short: &Named<'_>, long: &Named<'_>, in_brackets: bool) -> bool {
    let written = short.mention.span.of(text.source);
    let letters: Vec<char> = written.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.len() < 2 || letters.iter().any(|c| c.is_lowercase()) || long.words.len() < 2 {
        return false;
    }
    let letters: String = letters.into_iter().flat_map(char::to_lowercase).collect();
    let words = core(long).iter().map(String::as_str).zip(long.small.iter().copied());
    let same_first = letters.chars().next() == core(long).first().and_then(|word| word.chars().next());
    are_initials(&letters, words) || (in_brackets && same_first)
}

/// The front of a longer name whose rest only says what kind of thing it is ("Barclays" of "Barclays Bank"), or of a
/// company's full name ("Ford" of "Ford Motor Co.").
fn is_front_of(short: &Named<'_>, long_named: &Named<'_>) -> bool {
    let (short, long) = (core(short), core(long_named));
    let Some(rest) = long.strip_prefix(short).filter(|rest| !rest.is_empty()) else { return false };
    let has_legal_form =
        long_named.words.last().is_some_and(|last| traits_of(last).any(Traits::COMPANY_SUFFIX));
    let distinct = !short.iter().all(|word| traits_of(word).any(Traits::COMMON | Traits::PLACE));
    let only_says_what =
        rest.iter().all(|word| traits_of(word).any(Traits::ORGANIZATION_HEAD | Traits::COMPANY_SUFFIX));
    distinct && (only_says_what || has_legal_form)
}

/// Adjectives that say of a body only where it stands among others.
const RANKS: &[&str] = &[
    "supreme",
    "high",
    "national",
    "federal",
    "central",
    "public",
    "royal",
    "constitutional",
    "metropolitan",
];

/// What is left of a name when its place or nation goes unsaid, and only says what kind of body it is ("Supreme Court" of
/// "Ruritania Supreme Court").
fn is_tail_of(short: &Named<'_>, long: &Named<'_>) -> bool {
    let (short, long) = (core(short), core(long));
    let Some(front) = long.strip_suffix(short).filter(|front| !front.is_empty() && short.len() > 1) else {
        return false;
    };
    let says_what = |word: &String| {
        let traits = Traits::COMMON | Traits::ORGANIZATION_HEAD | Traits::INSTITUTION | Traits::CONNECTOR;
        RANKS.contains(&word.as_str()) || traits_of(word).any(traits)
    };
    traits_of(&front.join(" ")).any(Traits::PLACE | Traits::NATIONALITY) && short.iter().all(says_what)
}
