//! Scores: how far what the article says speaks for one candidate, in log-odds, with reasons in plain words.
//!
//! In: a member, what stands around it, a candidate entity. Out: [`Scored`]. Weights are set by hand and read
//! against the development sets.

use crate::cast::Member;
use crate::knowledge::{
    Entity, EntityIndex, EntityKind, InForce, Knowledge, NameForm, Position, country, fold,
};
use crate::names::{Traits, traits_of};

use super::Found;
use super::context::{Around, Context, Subject};
use super::roles::{OfficeMatch, class_fits, office_match, walks_of};

/// A candidate with its score.
#[derive(Debug, Clone)]
pub(super) struct Scored {
    pub(super) entity: EntityIndex,
    /// Log-odds, to be compared with "nobody we know".
    pub(super) score: f32,
    /// Why, the strongest first.
    pub(super) reasons: Vec<String>,
}

/// Weights in log-odds. "Prior" is the pack's prominence from 0 to 100 as a share of 1.
mod weight {
    /// A person's name of two words and more as the facts write it; without middle names; by a variant.
    pub(super) const PERSON_WHOLE: f32 = 1.3;
    pub(super) const PERSON_SHORTENED: f32 = 0.7;
    pub(super) const PERSON_VARIANT: f32 = -0.2;
    /// One word that is a person's whole name ("Neymar"), or only the surname.
    pub(super) const PERSON_ONE_WORD: f32 = -2.2;
    pub(super) const PERSON_SURNAME: f32 = -3.2;
    /// A surname that stands for one person above all others ("Obama").
    pub(super) const PERSON_EMINENT: f32 = 2.8;
    pub(super) const PRIOR: f32 = 4.0;
    pub(super) const PRIOR_ZERO: f32 = -1.5;
    /// The office called out beside the name is one that the candidate held then; held at another time.
    pub(super) const OFFICE_THEN: f32 = 3.0;
    pub(super) const OFFICE_THEN_HEAD: f32 = 2.2;
    pub(super) const OFFICE_OTHERWISE: f32 = 1.4;
    /// The role called out is, or is not, in the candidate's walk of life.
    pub(super) const WALK: f32 = 1.3;
    pub(super) const OTHER_WALK: f32 = -3.0;
    /// The candidate's country is named beside, elsewhere, not at all though others are.
    pub(super) const COUNTRY_BESIDE: f32 = 0.9;
    pub(super) const COUNTRY_NAMED: f32 = 0.4;
    pub(super) const OTHER_COUNTRIES: f32 = -0.7;
    /// A team or body in which the candidate held a post is named.
    pub(super) const BODY_NAMED: f32 = 1.6;
    /// A word of the candidate's description stands beside the name.
    pub(super) const DESCRIBED: f32 = 0.5;
    pub(super) const DESCRIBED_MOST: f32 = 1.0;
    pub(super) const SUBJECT: f32 = 0.6;
    pub(super) const OTHER_SUBJECT: f32 = -0.9;
    /// In office on the article's date; long before any office; speaking after death.
    pub(super) const IN_OFFICE: f32 = 0.5;
    pub(super) const NOT_YET: f32 = -1.5;
    pub(super) const CHILD: f32 = -2.5;
    pub(super) const DEAD: f32 = -0.6;
    pub(super) const DEAD_SPEAKS: f32 = -2.5;
    /// An organization's name of two words and more, its acronym, one word.
    pub(super) const ORGANIZATION_WHOLE: f32 = 1.9;
    pub(super) const ORGANIZATION_SHORTENED: f32 = 1.2;
    pub(super) const ORGANIZATION_VARIANT: f32 = 0.2;
    pub(super) const ORGANIZATION_ACRONYM: f32 = 0.6;
    pub(super) const ORGANIZATION_ONE_WORD: f32 = -0.3;
    pub(super) const ORGANIZATION_ONE_WORD_VARIANT: f32 = -2.6;
    /// The only bearer of a name, and a prominent one.
    pub(super) const ONLY_BEARER: f32 = 1.4;
    /// The name is a place's; an everyday word.
    pub(super) const PLACE_NAME: f32 = -2.4;
    pub(super) const COMMON_WORD: f32 = -2.2;
    /// A club outside sports news.
    pub(super) const CLUB_ELSEWHERE: f32 = -1.6;
    pub(super) const DISSOLVED: f32 = -1.5;
}

/// A prior from which an only bearer counts as known to readers, 0 to 100.
const PROMINENT: u8 = 45;

/// A surname's first bearer must have this prior, and lead the second by so much, to own the surname.
const EMINENT: u8 = 60;
const EMINENT_LEAD: u8 = 18;

/// Nobody makes news under this age, in years.
const YOUNGEST: i64 = 14;

/// An office this long after the article tells against a candidate, in years.
const NOT_YET_YEARS: i64 = 4;

const DAYS_A_YEAR: f64 = 365.25;

/// Scores one candidate; `None` where it cannot be meant at all.
pub(super) fn score(
    context: &Context<'_>,
    member: &Member,
    around: &Around<'_>,
    found: &Found,
    all: &[Found],
    knowledge: &Knowledge,
) -> Option<Scored> {
    let entity = knowledge.entity(found.candidate.entity)?;
    let mut sum = Sum::default();
    let began = entity.born().or(entity.founded());
    if let (Some(began), Some(date)) = (began, context.date)
        && date.surely_before(began)
    {
        return None;
    }
    sum.add(weight::PRIOR_ZERO + weight::PRIOR * f32::from(found.candidate.prior) / 100.0);
    match entity.kind() {
        EntityKind::Person => person(&mut sum, context, around, found, all, &entity),
        EntityKind::Organization => organization(&mut sum, context, member, around, found, all, &entity),
    }
    countries(&mut sum, context, around, &entity);
    described(&mut sum, around, &entity);
    if sum.reasons.is_empty() {
        sum.because(0.1, format!("the name fits {}", entity.name()));
    }
    sum.reasons.sort_by(|one, other| other.0.total_cmp(&one.0));
    Some(Scored {
        entity: found.candidate.entity,
        score: sum.score,
        reasons: sum.reasons.into_iter().map(|(_, reason)| reason).collect(),
    })
}

#[derive(Debug, Default)]
struct Sum {
    score: f32,
    reasons: Vec<(f32, String)>,
}

impl Sum {
    fn add(&mut self, weight: f32) {
        self.score += weight;
    }

    /// Adds a weight that a reader can be told the reason of.
    fn because(&mut self, weight: f32, reason: String) {
        self.score += weight;
        self.reasons.push((weight, reason));
    }
}

/// Whether this candidate bears the name far more prominently than anybody else.
fn is_eminent(found: &Found, all: &[Found]) -> bool {
    let second = all
        .iter()
        .filter(|other| other.candidate.entity != found.candidate.entity)
        .map(|other| other.candidate.prior)
        .max()
        .unwrap_or(0);
    found.candidate.prior >= EMINENT && found.candidate.prior >= second.saturating_add(EMINENT_LEAD)
}

fn person(
    sum: &mut Sum,
    context: &Context<'_>,
    around: &Around<'_>,
    found: &Found,
    all: &[Found],
    entity: &Entity<'_>,
) {
    let candidate = &found.candidate;
    sum.add(match candidate.form {
        form if !form.is_whole() => weight::PERSON_SURNAME,
        _ if found.words == 1 => weight::PERSON_ONE_WORD,
        NameForm::Main | NameForm::Alias => weight::PERSON_WHOLE,
        NameForm::FirstLast => weight::PERSON_SHORTENED,
        _ => weight::PERSON_VARIANT,
    });
    if found.words == 1 && is_eminent(found, all) {
        sum.because(
            weight::PERSON_EMINENT,
            format!("{} is by far the best known of this name", entity.name()),
        );
    }
    roles(sum, context, around, entity);
    let fits = context.subject.and_then(|subject| person_subject(entity.class(), subject));
    match fits {
        Some(true) => sum.add(weight::SUBJECT),
        Some(false) => sum.add(weight::OTHER_SUBJECT),
        None => {}
    }
    if let Some(date) = context.date {
        let years =
            |from: crate::date::Date| (date.days_from_epoch() - from.days_from_epoch()) as f64 / DAYS_A_YEAR;
        if entity.born().is_some_and(|born| years(born) < YOUNGEST as f64) {
            sum.add(weight::CHILD);
        }
        if entity.died().is_some_and(|died| years(died) > 1.0) {
            sum.add(if around.speaks { weight::DEAD_SPEAKS } else { weight::DEAD });
        }
        if entity.positions().any(|position| position.in_force(date) == InForce::Yes) {
            sum.add(weight::IN_OFFICE);
        }
        let first = entity.positions().filter_map(|position| position.from).min();
        if first.is_some_and(|first| years(first) < -(NOT_YET_YEARS as f64)) {
            sum.add(weight::NOT_YET);
        }
    }
    let teams = entity.positions().filter_map(|position| position.of).filter(|of| !is_country(of));
    let mut named: Vec<&str> = teams.filter(|team| context.says(&fold(team))).collect();
    named.dedup();
    if let Some(team) = named.first() {
        sum.because(weight::BODY_NAMED, format!("{team} is named too"));
    }
}

fn is_country(name: &str) -> bool {
    traits_of(&fold(name)).any(Traits::PLACE)
}

/// What titles and descriptions beside the name say.
fn roles(sum: &mut Sum, context: &Context<'_>, around: &Around<'_>, entity: &Entity<'_>) {
    let mut best: Option<(f32, String)> = None;
    for (tokens, said) in &around.titles {
        for position in entity.positions() {
            let Some(matched) = office_match(&fold(position.what), said) else { continue };
            let in_force = context.date.map(|date| position.in_force(date));
            let gain = match (in_force, matched) {
                (Some(InForce::No), _) => weight::OFFICE_OTHERWISE,
                (_, OfficeMatch::Full) => weight::OFFICE_THEN,
                (_, OfficeMatch::Head) => weight::OFFICE_THEN_HEAD,
            };
            if best.as_ref().is_none_or(|(known, _)| gain > *known) {
                let called = context.text.span(tokens).of(context.text.source);
                let called = called.split_whitespace().collect::<Vec<_>>().join(" ");
                best = Some((gain, format!("called “{called}” here; {}", term(&position))));
            }
        }
    }
    if let Some((gain, reason)) = best {
        sum.because(gain, reason);
        return;
    }
    let mut fits: Option<(bool, &str)> = None;
    for word in around.titles.iter().flat_map(|(_, said)| said) {
        for walk in walks_of(word) {
            match class_fits(entity.class(), walk) {
                Some(true) => fits = Some((true, word)),
                Some(false) if fits.is_none() => fits = Some((false, word)),
                _ => {}
            }
        }
    }
    match fits {
        Some((true, word)) => sum.because(weight::WALK, format!("called “{word}” here")),
        Some((false, _)) => sum.add(weight::OTHER_WALK),
        None => {}
    }
}

/// An office with its years: "Minister of Foreign Affairs of Russia from 2004".
fn term(position: &Position<'_>) -> String {
    let of = position.of.map(|of| format!(" ({of})")).unwrap_or_default();
    let years = match (position.from, position.to) {
        (Some(from), Some(to)) if from.year() == to.year() => format!(", {}", from.year()),
        (Some(from), Some(to)) => format!(", {}–{}", from.year(), to.year()),
        (Some(from), None) => format!(", from {}", from.year()),
        (None, Some(to)) => format!(", until {}", to.year()),
        (None, None) => String::new(),
    };
    format!("{}{of}{years}", position.what)
}

fn person_subject(class: Option<&str>, subject: Subject) -> Option<bool> {
    let own = match class? {
        "politician" | "judge" | "activist" => Subject::Politics,
        "athlete" | "coach" => Subject::Sport,
        "actor" | "director" | "musician" | "author" => Subject::Culture,
        "executive" => Subject::Business,
        _ => return None,
    };
    // Politics and business share their stories; sport and culture are worlds of their own.
    let worlds = [Subject::Sport, Subject::Culture];
    Some(own == subject || !(worlds.contains(&own) || worlds.contains(&subject)))
}

fn organization(
    sum: &mut Sum,
    context: &Context<'_>,
    member: &Member,
    around: &Around<'_>,
    found: &Found,
    all: &[Found],
    entity: &Entity<'_>,
) {
    let candidate = &found.candidate;
    sum.add(match candidate.form {
        _ if candidate.caps => weight::ORGANIZATION_ACRONYM,
        NameForm::Variant if found.words == 1 => weight::ORGANIZATION_ONE_WORD_VARIANT,
        NameForm::Variant => weight::ORGANIZATION_VARIANT,
        _ if found.words == 1 => weight::ORGANIZATION_ONE_WORD,
        NameForm::Main | NameForm::Alias => weight::ORGANIZATION_WHOLE,
        _ => weight::ORGANIZATION_SHORTENED,
    });
    let alone =
        all.iter().filter(|other| other.candidate.prior + EMINENT_LEAD >= candidate.prior).count() == 1;
    if alone && candidate.prior >= PROMINENT {
        sum.because(
            weight::ONLY_BEARER,
            format!("{} is the only well-known one of this name", entity.name()),
        );
    }
    let form = member.forms.first().map(String::as_str).unwrap_or_default();
    let traits = traits_of(form);
    let sport = context.subject == Some(Subject::Sport);
    let club = entity.class() == Some("club");
    if traits.any(Traits::PLACE) && !(sport && club) {
        sum.add(weight::PLACE_NAME);
    } else if traits.any(Traits::COMMON) && !candidate.caps {
        sum.add(weight::COMMON_WORD);
    }
    let own = match entity.class() {
        Some("company") => Some(Subject::Business),
        Some("party" | "agency" | "court" | "intergovernmental" | "armed-group") => Some(Subject::Politics),
        _ => None,
    };
    if own.is_some() && own == context.subject {
        sum.add(weight::SUBJECT);
    }
    if club && !sport {
        sum.add(weight::CLUB_ELSEWHERE);
    } else if club {
        sum.because(weight::SUBJECT, "a sports story".to_owned());
    }
    if let (Some(dissolved), Some(date)) = (entity.dissolved(), context.date)
        && dissolved.surely_before(date)
    {
        sum.add(weight::DISSOLVED);
    }
    if let Some(seat) =
        entity.seat().filter(|seat| around.sentences.iter().any(|_| context.says(&fold(seat))))
    {
        sum.because(weight::DESCRIBED, format!("{seat} is named too"));
    }
}

fn countries(sum: &mut Sum, context: &Context<'_>, around: &Around<'_>, entity: &Entity<'_>) {
    let Some(code) = entity.country() else { return };
    let name = country(code).map_or(code, |country| country.name);
    if around.countries.contains(code) {
        sum.because(weight::COUNTRY_BESIDE, format!("named beside {name}"));
    } else if context.countries.contains_key(code) {
        sum.because(weight::COUNTRY_NAMED, format!("the article speaks of {name}"));
    } else if context.countries.values().sum::<usize>() >= 2 && context.subject != Some(Subject::Sport) {
        sum.add(weight::OTHER_COUNTRIES);
    }
}

fn described(sum: &mut Sum, around: &Around<'_>, entity: &Entity<'_>) {
    let Some(description) = entity.description() else { return };
    let folded = fold(description);
    let words = folded.split(' ').filter(|word| word.len() > 4 && around.words.contains(word));
    let words: Vec<&str> = words.filter(|word| !is_country(word)).collect();
    if let Some(word) = words.first() {
        let gain = (weight::DESCRIBED * words.len() as f32).min(weight::DESCRIBED_MOST);
        sum.because(gain, format!("“{word}” stands beside the name"));
    }
}
