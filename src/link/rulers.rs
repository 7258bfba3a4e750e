//! Rulers: heads of state and government whom an article calls by their surname alone, apart from somebody else of that
//! surname whom it names in full ("President Bush" and "Gov. Jeb Bush").
//!
//! In: members as the cast has them, the text, the article's date, the pack. Out: the same members, those divided that are
//! two people. The cast itself cannot tell: it knows nobody.

use std::ops::Range;

use crate::cast::{self, Member};
use crate::date::Date;
use crate::knowledge::{Candidate, EntityKind, InForce, Knowledge, Position, fold};
use crate::names::Mention;
use crate::page::BlockKind;
use crate::text::Text;

use super::context::country_of;
use super::roles::{OfficeMatch, country_of_post, office_match};
use super::score::EMINENT;
use super::{offices, time};

/// Bearers of a surname that are looked at; behind them stand only less prominent ones.
const BEARERS_READ: usize = 40;

/// A ruler whom the article calls by the title on a known date needs this prior at least, 0 to 100; others must be eminent.
const KNOWN: u8 = 40;

/// For so long after leaving office somebody is still called by it, in years.
const CALLED_AFTER: i64 = 1;

/// Titles of heads of state and government.
const TITLES: &[&str] = &["president", "prime", "minister", "premier", "chancellor"];

/// Words beside them that say when, or nothing.
const BESIDE: &[&str] = &["former", "then", "the", "late", "ex", "us", "u s"];

/// Honorifics of women; who rules is more often called by the office.
const OF_WOMEN: &[&str] = &["mrs", "ms", "miss", "lady"];

/// How a mention calls somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// By a full name.
    Full,
    /// By the surname behind a ruler's title.
    Titled,
    /// By the surname, alone or behind "Mr.".
    Bare,
    /// Otherwise.
    Other,
}

/// Divides the members whose mentions are a ruler's and another one's of the same surname.
pub(crate) fn divide(
    text: &Text<'_>,
    mentions: &[Mention],
    members: Vec<Member>,
    date: Option<Date>,
    knowledge: &Knowledge,
) -> Vec<Member> {
    let mut divided = Vec::with_capacity(members.len());
    for member in members {
        match groups(text, mentions, &member, date, knowledge) {
            Some(groups) => divided.extend(cast::regroup(text, mentions, groups)),
            None => divided.push(member),
        }
    }
    divided.sort_by_key(|member| member.mentions.first().copied());
    divided
}

/// The mentions of each of the people whom a member mixes; `None` where it is one.
fn groups(
    text: &Text<'_>,
    mentions: &[Mention],
    member: &Member,
    date: Option<Date>,
    knowledge: &Knowledge,
) -> Option<Vec<Vec<usize>>> {
    let fullest = member.forms.first().filter(|_| member.kind == EntityKind::Person)?;
    let (_, surname) = fullest.rsplit_once(' ')?;
    let named: Vec<(usize, &Mention, Form)> = member
        .mentions
        .iter()
        .filter_map(|at| mentions.get(*at).map(|mention| (*at, mention, form(text, mention, surname))))
        .collect();
    let first = |form: Form| named.iter().position(|(_, _, other)| *other == form);
    let first_full = first(Form::Full)?;
    let titled = first(Form::Titled);
    // A surname alone before any full one is somebody's whom readers know; not in a headline, which shortens names.
    let in_headline = |mention: &Mention| {
        text.sentence_at(mention.tokens.start).is_some_and(|sentence| sentence.kind == BlockKind::Headline)
    };
    let bare = named
        .iter()
        .position(|(_, mention, form)| *form == Form::Bare && !in_headline(mention))
        .filter(|at| *at < first_full && date.is_some());
    let (_, called, _) = named.get(titled.or(bare)?)?;
    let ruler = ruler(text, called, titled.is_some(), surname, date, knowledge)?;
    let is_ruler = |name: &String| {
        name.contains(' ')
            && knowledge.find(name, BEARERS_READ).iter().any(|other| other.entity == ruler.entity)
    };
    if member.forms.iter().any(is_ruler) {
        return None;
    }
    let (mut rulers, mut others, mut loose) = (Vec::new(), Vec::new(), Vec::new());
    let rules_first = titled.into_iter().chain(bare).min()? < first_full;
    let mut last: Option<(Form, usize)> = None;
    for (at, mention, form) in &named {
        let sentence = text.sentence_index(mention.tokens.start);
        let group = match (form, last) {
            (Form::Titled, _) => &mut rulers,
            (Form::Full | Form::Other, _) => &mut others,
            // Right behind the other one's name it may be either's.
            (Form::Bare, Some((Form::Full, full))) if rules_first && full + 1 >= sentence => &mut loose,
            (Form::Bare, _) if rules_first => &mut rulers,
            (Form::Bare, Some((Form::Titled, _))) => &mut rulers,
            (Form::Bare, _) => &mut others,
        };
        group.push(*at);
        if matches!(form, Form::Titled | Form::Full) {
            last = Some((*form, sentence));
        }
    }
    Some([rulers, others, loose].into_iter().filter(|group| !group.is_empty()).collect())
}

fn form(text: &Text<'_>, mention: &Mention, surname: &str) -> Form {
    let (name, title) = (folded(text, &mention.tokens), folded(text, &mention.title));
    if name.len() > 1 {
        return Form::Full;
    }
    let says = |list: &[&str]| title.iter().any(|word| list.contains(&word.as_str()));
    let is_known = |word: &String| {
        TITLES.contains(&word.as_str()) || BESIDE.contains(&word.as_str()) || country_of(word).is_some()
    };
    match name.as_slice() {
        [name] if name != surname => Form::Other,
        _ if title.is_empty() || title == ["mr"] => Form::Bare,
        _ if says(OF_WOMEN) => Form::Other,
        _ if says(&["president", "prime", "premier", "chancellor"]) && title.iter().all(is_known) => {
            Form::Titled
        }
        _ => Form::Other,
    }
}

/// The words of these tokens, folded, without marks.
fn folded(text: &Text<'_>, tokens: &Range<usize>) -> Vec<String> {
    tokens.clone().map(|at| fold(text.word(at))).filter(|word| !word.is_empty()).collect()
}

/// Who of this surname ruled a country on the article's date, as the title says; on a date that nobody knows, ever.
fn ruler(
    text: &Text<'_>,
    called: &Mention,
    titled: bool,
    surname: &str,
    date: Option<Date>,
    knowledge: &Knowledge,
) -> Option<Candidate> {
    let title = folded(text, &called.title);
    let said: Vec<&str> = title.iter().map(String::as_str).filter(|word| TITLES.contains(word)).collect();
    let countries: Vec<&str> = title.iter().filter_map(|word| country_of(word)).collect();
    let former = title.iter().any(|word| matches!(word.as_str(), "former" | "then" | "ex" | "late"));
    let rules = |position: &Position<'_>| {
        let matches = !titled || office_match(&fold(position.what), &said) == Some(OfficeMatch::Full);
        let in_time = date.is_none_or(|date| match position.in_force(date) {
            InForce::Yes => true,
            InForce::Unknown => false,
            InForce::No => position.to.is_some_and(|to| {
                titled && to.surely_before(date) && (former || time::years(to, date) < CALLED_AFTER)
            }),
        });
        offices::weight(position.what) == offices::HEAD
            && matches
            && in_time
            && country_of_post(position)
                .is_some_and(|country| countries.is_empty() || countries.contains(&country))
    };
    let least = if titled && date.is_some() { KNOWN } else { EMINENT };
    let bearers = knowledge.find(surname, BEARERS_READ).into_iter();
    bearers.filter(|bearer| bearer.kind == EntityKind::Person && bearer.prior >= least).find(|bearer| {
        knowledge
            .entity(bearer.entity)
            .is_some_and(|entity| entity.positions().any(|position| rules(&position)))
    })
}
