//! Candidates: the entities of the pack that a member's names can mean.
//!
//! In: a member, the pack. Out: [`Found`] candidates, each with the strongest name it was found under.

use crate::cast::Member;
use crate::knowledge::{Candidate, EntityKind, Knowledge, NameForm, fold};

use super::around::Around;
use super::context::Context;
use super::spellings;

/// Entities of one name that are weighed at most; behind them stand only less prominent ones.
const CANDIDATES_READ: usize = 40;

/// The same under one word, which only somebody prominent is known by.
const SHORT_READ: usize = 16;

/// From so many bearers on a given name is no other one's misspelling.
const GIVEN_NAME_BORNE: u32 = 3;

/// An entity of the pack under a member's name.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) candidate: Candidate,
    /// How many words the name had under which it was found.
    pub(super) words: usize,
    /// The name was found in another spelling than the article's.
    pub(super) respelled: bool,
    /// It was found under the name with a ruler's title ("Pope Francis").
    pub(super) titled: bool,
}

/// Every entity of the member's kind under one of its names. A person with a full name is not sought under a shorter
/// one; of an organization's short names only those count that its full name does not contradict.
pub(super) fn of(
    context: &Context<'_>,
    member: &Member,
    around: &Around<'_>,
    knowledge: &Knowledge,
) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let fullest = member.forms.first().map(String::as_str).unwrap_or_default();
    let fullest_words = fullest.split(' ').count();
    for form in &member.forms {
        let words = form.split(' ').count();
        // "John Kerry" is not anybody called Kerry.
        if member.kind == EntityKind::Person && words == 1 && fullest_words > 1 {
            continue;
        }
        add(&mut found, context, member, knowledge, form, form, false);
    }
    // Of an initial and a surname in another spelling nothing is left that is the article's own.
    let given = fullest.split(' ').next().unwrap_or_default();
    let spelled_out = given.chars().count() > 1;
    if found.is_empty() && member.kind == EntityKind::Person && fullest_words > 1 && spelled_out {
        for other in spellings::of(fullest) {
            add(&mut found, context, member, knowledge, &other, fullest, true);
        }
        if found.is_empty() {
            found = near(fullest, knowledge);
        }
    }
    for name in &around.attributed_names {
        add(&mut found, context, member, knowledge, name, name, false);
    }
    for name in &around.titled_names {
        add(&mut found, context, member, knowledge, name, name, false);
        let under = knowledge.find(name, CANDIDATES_READ);
        for found in found.iter_mut().filter(|found| found.words > fullest_words) {
            found.titled |= under.iter().any(|candidate| candidate.entity == found.candidate.entity);
        }
    }
    if let Some(long) = around.written_out.as_deref().filter(|_| member.kind == EntityKind::Organization) {
        add(&mut found, context, member, knowledge, long, long, false);
    }
    if member.kind == EntityKind::Organization && fullest_words > 2 {
        let under_full_name: Vec<_> =
            knowledge.find(fullest, CANDIDATES_READ).iter().map(|candidate| candidate.entity).collect();
        // "Michigan Supreme Court" is known: "Supreme Court" behind it is no other one.
        let is_left_of_it = |found: &Found| {
            !under_full_name.is_empty()
                && !found.candidate.caps
                && (2..fullest_words).contains(&found.words)
                && !under_full_name.contains(&found.candidate.entity)
        };
        found.retain(|found| !is_left_of_it(found));
        found.retain(|found| {
            under_full_name.contains(&found.candidate.entity)
                || knowledge
                    .entity(found.candidate.entity)
                    .is_some_and(|entity| share_words(entity.name(), fullest))
        });
    }
    found
}

/// People of the same surname whose given name is written almost alike ("Yitzak", "Yitzhak"), or to whose name the
/// article adds a middle initial ("Martin E. Dempsey").
fn near(fullest: &str, knowledge: &Knowledge) -> Vec<Found> {
    const SURNAMES_READ: usize = 200;
    let words: Vec<&str> = fullest.split(' ').collect();
    let [given, middle @ .., surname] = words.as_slice() else { return Vec::new() };
    if middle.iter().any(|word| word.chars().count() > 1) {
        return Vec::new();
    }
    // "Devon" is no misspelt "Devin": a given name that people bear is meant as it is written.
    let borne = knowledge.given_name_count(given) >= GIVEN_NAME_BORNE;
    let of_surname = knowledge.find(surname, SURNAMES_READ).into_iter();
    let mut found: Vec<Found> = of_surname
        .filter(|candidate| candidate.kind == EntityKind::Person && candidate.form == NameForm::Surname)
        .filter(|candidate| {
            let Some(entity) = knowledge.entity(candidate.entity) else { return false };
            let name = fold(entity.name());
            let own: Vec<&str> = name.split(' ').collect();
            let [own_given, own_middle @ .., own_surname] = own.as_slice() else { return false };
            let middles_agree = middle.iter().zip(own_middle).all(|(one, other)| other.starts_with(one));
            let same_given = given == own_given || (!borne && spellings::are_near(given, own_given));
            own_surname == surname && middles_agree && same_given
        })
        .map(|candidate| Found { candidate, words: words.len(), respelled: true, titled: false })
        .collect();
    found.truncate(CANDIDATES_READ);
    found
}

/// Whether two names of an organization share half of the shorter one's words.
fn share_words(one: &str, other: &str) -> bool {
    const EMPTY: &[&str] = &["of", "the", "for", "and", "in"];
    let words = |name: &str| -> Vec<String> {
        let folded = fold(name);
        folded.split(' ').filter(|word| !EMPTY.contains(word)).map(str::to_owned).collect()
    };
    let (one, other) = (words(one), words(other));
    let shared = one.iter().filter(|word| other.contains(word)).count();
    shared > 0 && shared * 2 >= one.len().min(other.len())
}

fn add(
    found: &mut Vec<Found>,
    context: &Context<'_>,
    member: &Member,
    knowledge: &Knowledge,
    name: &str,
    written: &str,
    respelled: bool,
) {
    let words = name.split(' ').count();
    let most = if words == 1 { SHORT_READ } else { CANDIDATES_READ };
    for candidate in knowledge.find(name, most) {
        let otherwise = candidate.caps && !is_written_in_capitals(context, member, written);
        // Another spelling of a name that somebody hardly goes by is another name ("Brian" for "Bryan Lee O'Malley").
        let of_another = respelled && !matches!(candidate.form, NameForm::Main | NameForm::Alias);
        if candidate.kind != member.kind || otherwise || of_another {
            continue;
        }
        match found.iter_mut().find(|found| found.candidate.entity == candidate.entity) {
            Some(known) if candidate.weight > known.candidate.weight => {
                *known = Found { candidate, words, respelled, titled: false }
            }
            Some(_) => {}
            None => found.push(Found { candidate, words, respelled, titled: false }),
        }
    }
}

/// Whether the article writes this form in capitals somewhere.
fn is_written_in_capitals(context: &Context<'_>, member: &Member, form: &str) -> bool {
    member.mentions.iter().filter_map(|index| context.mentions.get(*index)).any(|mention| {
        let written = mention.span.of(context.text.source);
        fold(written) == form && !written.chars().any(|c| c.is_lowercase() || c.is_whitespace())
    })
}
