//! Organizations: one name without its legal form, its acronym, its short form.
//!
//! In: the mentions of organizations. Out: groups of mention indices.

use crate::names::{Traits, traits_of};
use crate::text::Text;

use super::Named;

/// Groups the mentions of organizations.
pub(super) fn group(text: &Text<'_>, named: &[&Named<'_>]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<&Named<'_>>> = Vec::new();
    for one in named {
        match groups.iter_mut().find(|group| group.iter().any(|other| core(other) == core(one))) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    let mut at = 0;
    while at < groups.len() {
        let longer = groups.get(at).and_then(|short| {
            let mut longer = groups.iter().enumerate().filter(|(other, group)| {
                *other != at && group.iter().any(|long| is_short_for(text, short, long))
            });
            let only = longer.next()?.0;
            longer.next().is_none().then_some(only)
        });
        match longer {
            Some(longer) => {
                let short = groups.remove(at);
                let longer = if longer > at { longer - 1 } else { longer };
                if let Some(group) = groups.get_mut(longer) {
                    group.extend(short);
                }
                // The longer group may itself be a short form that was passed already; it stays as it is.
            }
            None => at += 1,
        }
    }
    groups.into_iter().map(|group| group.iter().map(|named| named.index).collect()).collect()
}

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

fn is_short_for(text: &Text<'_>, short: &[&Named<'_>], long: &Named<'_>) -> bool {
    short.iter().any(|short| is_acronym_of(text, short, long) || is_front_of(short, long))
}

/// "Bank of Foo (BF)", or capitals that are the initials of a longer name.
fn is_acronym_of(text: &Text<'_>, short: &Named<'_>, long: &Named<'_>) -> bool {
    let written = short.mention.span.of(text.source);
    let letters: Vec<char> = written.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.len() < 2 || letters.iter().any(|c| c.is_lowercase()) || long.words.len() < 2 {
        return false;
    }
    let in_brackets = text.word(long.mention.tokens.end) == "("
        && long.mention.tokens.end + 1 == short.mention.tokens.start;
    let initials = |with_small: bool| -> Vec<char> {
        let words = core(long).iter().zip(&long.small);
        let words = words.filter(|(_, small)| with_small || !**small);
        words.filter_map(|(word, _)| word.chars().next()).flat_map(char::to_uppercase).collect()
    };
    let letters: Vec<char> = letters.into_iter().flat_map(char::to_uppercase).collect();
    let same_first = letters.first() == initials(true).first();
    letters == initials(false) || letters == initials(true) || (in_brackets && same_first)
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
