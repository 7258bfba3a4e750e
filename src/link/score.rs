//! Scores: how far what the article says speaks for one candidate, in log-odds, with reasons in plain words.
//!
//! In: a member, what stands around it, a candidate entity. Out: [`Scored`], and the score of "nobody we know".
//! Weights are set by hand and read against the development sets (`docs/decisions/008-weights-by-hand.md`).

use crate::cast::Member;
use crate::knowledge::{Entity, EntityIndex, EntityKind, InForce, Knowledge, NameForm, fold};
use crate::names::{Traits, traits_of};

use super::around::Around;
use super::candidates::Found;
use super::company::Company;
use super::context::{Context, Subject, country_of};
use super::offices;
use super::reason::{HeldOffice, Reason};
use super::roles::{self, Verdict};
use super::time::{self, Life};

/// A candidate with its score.
#[derive(Debug, Clone)]
pub(super) struct Scored {
    pub(super) entity: EntityIndex,
    /// Log-odds, to be compared with "nobody we know".
    pub(super) score: f32,
    /// Why, the strongest first.
    pub(super) reasons: Vec<Reason>,
}

/// Weights in log-odds.
mod weight {
    /// A person's name of two words and more as the facts write it; without middle names; by a variant; respelled.
    pub(super) const PERSON_WHOLE: f32 = 0.6;
    pub(super) const PERSON_SHORTENED: f32 = 0.2;
    /// With a middle name or initial, which few namesakes share ("George R.R. Martin").
    pub(super) const PERSON_MIDDLE_AGREES: f32 = 1.0;
    /// Without a middle name by which everybody calls the candidate ("David Pierce" for David Hyde Pierce).
    pub(super) const PERSON_MIDDLE_LEFT_OUT: f32 = -0.8;
    pub(super) const PERSON_VARIANT: f32 = -0.4;
    pub(super) const PERSON_RESPELLED: f32 = 0.2;
    /// One word that is a person's whole name ("Neymar"); only the surname; the surname behind initials.
    pub(super) const PERSON_ONE_WORD: f32 = -2.2;
    pub(super) const PERSON_SURNAME: f32 = -3.6;
    pub(super) const PERSON_INITIALS: f32 = -2.0;
    /// A surname that stands for one person above all others ("Obama").
    pub(super) const PERSON_EMINENT: f32 = 1.6;
    /// The same where it is nobody's given name ("Maradona").
    pub(super) const PERSON_EMINENT_SURNAME: f32 = 2.1;
    /// A surname alone of who heads, or sits in, the government of a country that the article names, on its date.
    pub(super) const HEADS_COUNTRY: f32 = 1.0;
    pub(super) const GOVERNS_COUNTRY: f32 = 0.6;
    /// Prominence, 0 to 1, of people under a full name; under one word; of organizations.
    pub(super) const PRIOR_FULL: f32 = 3.0;
    pub(super) const PRIOR_ONE_WORD: f32 = 4.0;
    pub(super) const PRIOR_ORGANIZATION: f32 = 4.0;
    /// The candidate's country is named beside, elsewhere, not at all though others are (of a
    /// full name that tells less: officials travel).
    pub(super) const COUNTRY_BESIDE: f32 = 0.8;
    pub(super) const COUNTRY_NAMED: f32 = 0.5;
    pub(super) const OTHER_COUNTRIES: f32 = -0.8;
    pub(super) const OTHER_COUNTRIES_FULL_NAME: f32 = -0.4;
    /// Another country's adjective stands right before the name ("the Israeli Labour Party").
    pub(super) const ATTRIBUTED: f32 = 1.0;
    pub(super) const ATTRIBUTED_ELSEWHERE: f32 = -2.5;
    /// A team or body in which the candidate held a post is named; one that somebody sure belongs to; a government.
    pub(super) const BODY_NAMED: f32 = 1.5;
    pub(super) const BODY_SHARED: f32 = 1.2;
    pub(super) const GOVERNMENT_SHARED: f32 = 1.0;
    /// A word of the candidate's description stands beside the name, and all of them at most; elsewhere.
    pub(super) const DESCRIBED: f32 = 0.6;
    pub(super) const DESCRIBED_MOST: f32 = 1.2;
    pub(super) const SUBJECT: f32 = 0.6;
    pub(super) const OTHER_SUBJECT: f32 = -2.0;
    /// A famous full name, or a writer's, in news of another world ("faster than Usain Bolt").
    pub(super) const OTHER_SUBJECT_FULL_NAME: f32 = -0.8;
    /// The report is of a player's sport, of a name in full.
    pub(super) const DISCIPLINE: f32 = 1.0;
    /// The report is of other sports than a player's or team's: of a full name; of one word, or of a team.
    pub(super) const OTHER_DISCIPLINE: f32 = -1.8;
    pub(super) const OTHER_DISCIPLINE_ONE_WORD: f32 = -3.0;
    /// In office on the article's date; long before any office.
    pub(super) const IN_OFFICE: f32 = 0.6;
    pub(super) const NOT_YET: f32 = -1.5;
    /// Long out of the game: a player's last known season.
    pub(super) const LONG_OVER: f32 = -1.0;
    /// A life that hardly fits; one that is over while the article speaks of the past.
    pub(super) const LIFE_HARDLY: f32 = -2.5;
    pub(super) const LIFE_PAST: f32 = -0.3;
    pub(super) const LATE: f32 = 1.2;
    /// An organization's name of two words and more, its acronym, one word.
    pub(super) const ORGANIZATION_WHOLE: f32 = 1.6;
    pub(super) const ORGANIZATION_SHORTENED: f32 = 1.0;
    pub(super) const ORGANIZATION_VARIANT: f32 = 0.0;
    pub(super) const ORGANIZATION_METONYM: f32 = -0.4;
    pub(super) const ORGANIZATION_ONE_WORD: f32 = -0.6;
    pub(super) const ORGANIZATION_ONE_WORD_VARIANT: f32 = -2.6;
    pub(super) const ORGANIZATION_ACRONYM: f32 = 0.0;
    /// A name of many words, which nobody else bears ("National Capital Planning Commission").
    pub(super) const ORGANIZATION_LONG: f32 = 0.8;
    /// Letters that the pack made of a name; other bodies have the same.
    pub(super) const ORGANIZATION_MADE_ACRONYM: f32 = -1.6;
    /// The only bearer of a name, and a prominent one.
    pub(super) const ONLY_BEARER: f32 = 1.0;
    /// The name is a place's; an everyday word; says only what kind of body it is ("Supreme Court").
    pub(super) const PLACE_NAME: f32 = -3.2;
    pub(super) const COMMON_WORD: f32 = -2.0;
    pub(super) const GENERIC: f32 = -2.2;
    /// Such a body in the country that the article speaks of most; in one of which it speaks less than of another.
    pub(super) const GENERIC_AT_HOME: f32 = 2.6;
    pub(super) const GENERIC_ELSEWHERE: f32 = -2.5;
    /// A club outside sports news, by its full name and by one word; a university's short name in it means its team.
    pub(super) const CLUB_ELSEWHERE: f32 = -1.6;
    /// A club of a country that sports news does not name though it names others.
    pub(super) const CLUB_ABROAD: f32 = -0.5;
    pub(super) const CLUB_BY_PLACE_ELSEWHERE: f32 = -4.0;
    pub(super) const SCHOOL_IN_SPORT: f32 = -2.5;
    pub(super) const SCHOOL_BY_PLACE: f32 = -1.5;
    pub(super) const DISSOLVED: f32 = -1.0;
    pub(super) const FOUNDED_LATER: f32 = -3.0;
    /// Found by a short name, while the full one has words that are not its own ("Mosaic Systems Inc").
    pub(super) const OTHER_WORDS: f32 = -2.5;
    /// The legal form is one of another country.
    pub(super) const FOREIGN_FORM: f32 = -4.0;
    /// The article says for which other words, or for which of its own, an acronym stands.
    pub(super) const WRITTEN_OUT: f32 = 2.0;
    pub(super) const WRITTEN_OUT_OTHERWISE: f32 = -4.0;
    /// An acronym that the article leaves unexplained, of a body in a country that it does not name though it names
    /// others; of a company in a story of parties and parliaments.
    pub(super) const ACRONYM_ABROAD: f32 = -1.2;
    pub(super) const ACRONYM_IN_POLITICS: f32 = -1.0;
    /// A body of a state, or a society, that few know, in a story of other countries.
    pub(super) const BODY_ABROAD: f32 = -1.6;
    /// "the Amazon": no company is called so.
    pub(super) const THING: f32 = -2.4;
    /// A picture's credit names an agency of pictures.
    pub(super) const CREDITED_OTHERWISE: f32 = -4.0;
    /// A company's name in a list of results is its team's; in sports news, hardly the company's.
    pub(super) const COMPANY_IN_RESULTS: f32 = -4.0;
    /// The article names it in full elsewhere, and that is sure.
    pub(super) const NAMED_IN_FULL: f32 = 4.5;
    /// The place in front of a report ("MADRID (Reuters) -").
    pub(super) const DATELINE: f32 = -5.0;
    /// An adjective of a nation alone ("West Indian").
    pub(super) const NATIONALITY: f32 = -4.0;
    /// A birth name or other name under which nobody is known.
    pub(super) const PERSON_OTHER_SURNAME: f32 = -1.2;
    /// The facts tell nothing but the name, so that nothing in the article could speak against it.
    pub(super) const PERSON_BARE: f32 = -1.0;
    /// The article's fullest name has a word that is none of the candidate's.
    pub(super) const PERSON_OTHER_WORDS: f32 = -2.5;
    /// A respelled name for which nothing else speaks.
    pub(super) const PERSON_RESPELLED_ALONE: f32 = -1.2;
    /// A politician whom few know, in a story of other countries and not called by an office.
    pub(super) const PERSON_ABROAD: f32 = -1.2;
    /// Cited like a learned paper's author; named in the head of a letter; an everyday word in capitals.
    pub(super) const PERSON_CITED: f32 = -4.0;
    pub(super) const PERSON_MAILED: f32 = -4.0;
    pub(super) const PERSON_COMMON_WORD: f32 = -3.0;
    /// The mentions are pieces of a longer name.
    pub(super) const PART_OF_LONGER: f32 = -4.5;
    /// "Nobody we know": a person with a full name; with one word; an organization; its acronym of two or three letters.
    pub(super) const NOBODY_FULL: f32 = -0.7;
    pub(super) const NOBODY_ONE_WORD: f32 = 0.0;
    pub(super) const NOBODY_ORGANIZATION: f32 = 1.2;
    pub(super) const NOBODY_SHORT_ACRONYM: [f32; 2] = [1.0, 0.5];
    /// For each doubling (natural logarithm) of the people who can be expected to bear a full name; a surname; a given name.
    pub(super) const NOBODY_COMMON_NAME: f32 = 1.1;
    pub(super) const NOBODY_COMMON_SURNAME: f32 = 0.45;
    pub(super) const NOBODY_GIVEN_NAME: f32 = 0.5;
}

/// A prior from which an only bearer counts as known to readers, 0 to 100.
const PROMINENT: u8 = 45;

/// Words of a long name of an organization, those that only join the others not counted.
const LONG_NAME: usize = 3;

/// A surname's first bearer must have this prior, and lead the second by so much, to own the surname.
pub(super) const EMINENT: u8 = 60;
const EMINENT_LEAD: u8 = 18;

/// From this prior on somebody is spoken of outside of their own world, 0 to 100.
const FAMOUS: u8 = 55;

/// An office this long after the article tells against a candidate, in years.
const NOT_YET_YEARS: i64 = 4;

/// Below this prior a body or a politician is known in one country, 0 to 100; parties are named alike everywhere.
const KNOWN_ABROAD: u8 = 50;
const ACRONYM_KNOWN_ABROAD: u8 = 70;
const POLITICIAN_KNOWN_ABROAD: u8 = 30;

/// A player whose last known season lies so far back, in years, is hardly the one in a sports story.
const LONG_OVER_YEARS: i64 = 12;

/// People whose given and family names the pack's counts are drawn from; the order of magnitude matters.
const PEOPLE_COUNTED: f32 = 170_000.0;

/// For one person in the pack so many others can make news under the same name.
const UNKNOWN_PER_KNOWN: f32 = 20.0;

/// Entities read under the words for which an acronym stands.
const WRITTEN_OUT_READ: usize = 20;

/// From this share on a country is what an article is about, 0 to 1.
const HOME_SHARE: f32 = 0.5;

/// Scores one candidate; `None` where it cannot be meant at all.
pub(super) fn score(
    context: &Context<'_>,
    member: &Member,
    around: &Around<'_>,
    found: &Found,
    all: &[Found],
    company: &Company,
    knowledge: &Knowledge,
) -> Option<Scored> {
    let entity = knowledge.entity(found.candidate.entity)?;
    let mut sum = Sum::default();
    match entity.kind() {
        EntityKind::Person => {
            person(&mut sum, context, member, around, found, all, company, knowledge, &entity)?
        }
        EntityKind::Organization => {
            organization(&mut sum, context, member, around, found, all, company, knowledge, &entity)?
        }
    }
    countries(&mut sum, context, around, found, &entity);
    described(&mut sum, around, &entity);
    bodies(&mut sum, context, company, knowledge, &entity);
    if is_part_of_longer(member, &entity) {
        sum.add(weight::PART_OF_LONGER);
    }
    if found.respelled && sum.reasons.is_empty() && !roles::are_called(around, &entity) {
        sum.add(weight::PERSON_RESPELLED_ALONE);
    }
    if sum.reasons.is_empty() {
        sum.because(0.1, Reason::Name(entity.name().to_owned()));
    }
    sum.reasons.sort_by(|one, other| other.0.total_cmp(&one.0));
    Some(Scored {
        entity: found.candidate.entity,
        score: sum.score,
        reasons: sum.reasons.into_iter().map(|(_, reason)| reason).collect(),
    })
}

/// The score of "nobody we know": the more people bear such a name, the higher. `titled` is the name with its title, where
/// somebody is known by it whole.
pub(super) fn nobody(
    context: &Context<'_>,
    member: &Member,
    titled: Option<&str>,
    knowledge: &Knowledge,
) -> f32 {
    let fullest = titled.or(member.forms.first().map(String::as_str)).unwrap_or_default();
    let words: Vec<&str> = fullest.split(' ').collect();
    let ln_1p = |count: f32| libm::logf(1.0 + count);
    match (member.kind, words.as_slice()) {
        (EntityKind::Person, [first, .., last]) => {
            let family = words.iter().rev().find(|word| !traits_of(word).any(Traits::GENERATION));
            let last = family.unwrap_or(last);
            let bearers = knowledge.given_name_count(first) as f32 * knowledge.surname_count(last) as f32;
            let expected = bearers / PEOPLE_COUNTED;
            weight::NOBODY_FULL + weight::NOBODY_COMMON_NAME * ln_1p(UNKNOWN_PER_KNOWN * expected)
        }
        (EntityKind::Person, _) => {
            let surname = ln_1p(knowledge.surname_count(fullest) as f32);
            let given = ln_1p(knowledge.given_name_count(fullest) as f32);
            weight::NOBODY_ONE_WORD
                + weight::NOBODY_COMMON_SURNAME * surname
                + weight::NOBODY_GIVEN_NAME * given
        }
        (EntityKind::Organization, [_]) => {
            let length = fullest.chars().count();
            let written = member.mentions.first().and_then(|at| context.mentions.get(*at));
            let capitals = written
                .is_some_and(|mention| !mention.span.of(context.text.source).chars().any(char::is_lowercase));
            let short = length.checked_sub(2).and_then(|at| weight::NOBODY_SHORT_ACRONYM.get(at));
            weight::NOBODY_ORGANIZATION + short.filter(|_| capitals).copied().unwrap_or(0.0)
        }
        (EntityKind::Organization, _) => weight::NOBODY_ORGANIZATION,
    }
}

#[derive(Debug, Default)]
struct Sum {
    score: f32,
    reasons: Vec<(f32, Reason)>,
}

impl Sum {
    fn add(&mut self, weight: f32) {
        self.score += weight;
    }

    /// Adds a weight that a reader can be told the reason of.
    fn because(&mut self, weight: f32, reason: Reason) {
        self.score += weight;
        self.reasons.push((weight, reason));
    }

    /// Adds the weight of a country that is named, and the reason where none tells as much already.
    fn because_of_country(&mut self, weight: f32, reason: Reason) {
        if self.reasons.iter().any(|(_, known)| matches!(known, Reason::CountryGoverned { .. })) {
            self.add(weight);
        } else {
            self.because(weight, reason);
        }
    }
}

/// What a public office held on the article's date adds to a candidate's prominence, 0 to 100: a surname alone in the
/// news is the head of government's before it is a star's.
fn news_worth(entity: &Entity<'_>, context: &Context<'_>) -> u8 {
    let Some(date) = context.date() else { return 0 };
    let held = entity.positions().filter(|position| position.in_force(date) == InForce::Yes);
    match held.map(|position| offices::weight(position.what)).max() {
        Some(weight) if weight >= offices::HEAD => 25,
        Some(weight) if weight >= offices::GOVERNMENT => 12,
        _ => 0,
    }
}

/// What it adds to a surname alone that the candidate is in the government of a country that the article names, on its date.
fn governs_a_country(context: &Context<'_>, entity: &Entity<'_>) -> Option<(f32, Reason)> {
    let date = context.date()?;
    let held = entity.positions().filter(|position| position.in_force(date) == InForce::Yes);
    let governing = held.filter_map(|position| {
        let code = roles::country_of_post(&position).filter(|code| context.countries.contains_key(code))?;
        let gain = match offices::weight(position.what) {
            offices::HEAD => weight::HEADS_COUNTRY,
            offices::GOVERNMENT => weight::GOVERNS_COUNTRY,
            _ => return None,
        };
        Some((gain, Reason::CountryGoverned { code: code.to_owned(), office: HeldOffice::from(&position) }))
    });
    governing.max_by(|(one, _), (other, _)| one.total_cmp(other))
}

/// Whether this candidate bears the name far more prominently than anybody else on the article's date.
fn is_eminent(context: &Context<'_>, found: &Found, all: &[Found], knowledge: &Knowledge) -> bool {
    let worth = |found: &Found| {
        let entity = knowledge.entity(found.candidate.entity);
        found.candidate.prior.saturating_add(entity.map_or(0, |entity| news_worth(&entity, context)))
    };
    let others = all.iter().filter(|other| other.candidate.entity != found.candidate.entity);
    // Candidates come most prominent first: whoever stands far below cannot come near.
    let near = others
        .filter(|other| other.candidate.prior.saturating_add(25 + EMINENT_LEAD) > found.candidate.prior);
    let second = near.map(worth).max().unwrap_or(0);
    let own = worth(found);
    own >= EMINENT && own >= second.saturating_add(EMINENT_LEAD)
}

/// Whether the member's name goes on with words that are not the candidate's.
fn is_part_of_longer(member: &Member, entity: &Entity<'_>) -> bool {
    let own = format!("{} {}", fold(entity.name()), fold(entity.wiki().unwrap_or_default()));
    let own: Vec<&str> = own.split(' ').collect();
    member.longer_by.iter().any(|word| !own.contains(&word.as_str()))
}

#[expect(clippy::too_many_arguments)]
fn person(
    sum: &mut Sum,
    context: &Context<'_>,
    member: &Member,
    around: &Around<'_>,
    found: &Found,
    all: &[Found],
    company: &Company,
    knowledge: &Knowledge,
    entity: &Entity<'_>,
) -> Option<()> {
    let candidate = &found.candidate;
    if candidate.form == NameForm::Variant && !hyphens_agree(context, member, entity) {
        return None;
    }
    let prior = f32::from(candidate.prior) / 100.0;
    sum.add(match candidate.form {
        _ if found.respelled && found.words > 1 => weight::PERSON_RESPELLED,
        NameForm::Surname => weight::PERSON_SURNAME,
        NameForm::Initials => weight::PERSON_INITIALS,
        _ if found.words == 1 => weight::PERSON_ONE_WORD,
        NameForm::Alias if !shares_surname(entity, member) => weight::PERSON_OTHER_SURNAME,
        NameForm::Main | NameForm::Alias => weight::PERSON_WHOLE,
        NameForm::FirstLast if goes_by_middle_name(entity) => weight::PERSON_MIDDLE_LEFT_OUT,
        NameForm::FirstLast => weight::PERSON_SHORTENED,
        _ => weight::PERSON_VARIANT,
    });
    if agrees_in_the_middle(member, found, knowledge) {
        sum.add(weight::PERSON_MIDDLE_AGREES);
    }
    sum.add(prior * if found.words == 1 { weight::PRIOR_ONE_WORD } else { weight::PRIOR_FULL });
    if found.words == 1 && is_eminent(context, found, all, knowledge) {
        let word = member.forms.first().map(String::as_str).unwrap_or_default();
        let surname = candidate.form == NameForm::Surname && knowledge.given_name_count(word) == 0;
        let weight = if surname { weight::PERSON_EMINENT_SURNAME } else { weight::PERSON_EMINENT };
        sum.because(weight, Reason::BestKnown(entity.name().to_owned()));
    }
    if found.words == 1
        && let Some((weight, reason)) = governs_a_country(context, entity)
    {
        sum.because(weight, reason);
    }
    if is_bare(entity) {
        sum.add(weight::PERSON_BARE);
    }
    match time::life(context, around, entity, found.words) {
        Life::Never => return None,
        Life::Hardly => sum.add(weight::LIFE_HARDLY),
        Life::Past if around.late => sum.because(weight::LATE, Reason::Late),
        Life::Past => sum.add(weight::LIFE_PAST),
        Life::Fits if around.late => sum.because(weight::LATE, Reason::Late),
        Life::Fits => {}
    }
    match roles::judge(context, around, entity, found.words, knowledge) {
        Verdict::Because(weight, reason) => sum.because(weight, reason),
        Verdict::Against(weight) => sum.add(weight),
        Verdict::Nothing => {}
    }
    if found.words > 1 && has_foreign_word(member, found, entity) {
        sum.add(weight::PERSON_OTHER_WORDS);
    }
    if around.cited {
        sum.add(weight::PERSON_CITED);
    }
    if around.mailed {
        sum.add(weight::PERSON_MAILED);
    }
    let word = member.forms.first().map(String::as_str).unwrap_or_default();
    if found.words == 1 && traits_of(word).any(Traits::COMMON) && is_shouted(context, member) {
        sum.add(weight::PERSON_COMMON_WORD);
    }
    let is_in_sport = matches!(entity.class(), Some("athlete" | "coach"));
    match is_in_sport.then(|| company.play(context, entity)).flatten() {
        Some(true) if found.words > 1 && matches!(candidate.form, NameForm::Main | NameForm::Alias) => {
            sum.because(weight::DISCIPLINE, Reason::Sport)
        }
        Some(false) if found.words > 1 => sum.add(weight::OTHER_DISCIPLINE),
        Some(false) => sum.add(weight::OTHER_DISCIPLINE_ONE_WORD),
        _ => {}
    }
    let fits = context.subject.and_then(|subject| person_subject(entity.class(), subject));
    match fits {
        Some(true) => sum.add(weight::SUBJECT),
        // Writers are quoted on everything.
        Some(false) if found.words > 1 && (candidate.prior >= FAMOUS || entity.class() == Some("author")) => {
            sum.add(weight::OTHER_SUBJECT_FULL_NAME)
        }
        Some(false) => sum.add(weight::OTHER_SUBJECT),
        None => {}
    }
    if let Some(date) = context.date() {
        if entity.positions().any(|position| position.in_force(date) == InForce::Yes) {
            sum.add(weight::IN_OFFICE);
        }
        let first = entity.positions().filter_map(|position| position.from).min();
        if first.is_some_and(|first| time::years(date, first) > NOT_YET_YEARS) {
            sum.add(weight::NOT_YET);
        }
        let last = entity.positions().filter_map(|position| position.to.or(position.as_of)).max();
        if context.subject == Some(Subject::Sport)
            && matches!(entity.class(), Some("athlete"))
            && last.is_some_and(|last| time::years(last, date) > LONG_OVER_YEARS)
        {
            sum.add(weight::LONG_OVER);
        }
    }
    Some(())
}

/// Whether every mention is written in capitals alone ("the BIG benefit").
fn is_shouted(context: &Context<'_>, member: &Member) -> bool {
    let mut written = member.mentions.iter().filter_map(|at| context.mentions.get(*at));
    written.all(|mention| !mention.span.of(context.text.source).chars().any(char::is_lowercase))
}

/// Whether the article joins the same words by a hyphen as the candidate's name does; a turned name with another hyphen is
/// another name ("Yu Cheng-huang" is not Huang Yu-cheng). Most leave hyphens out, which says nothing.
fn hyphens_agree(context: &Context<'_>, member: &Member, entity: &Entity<'_>) -> bool {
    let own = joined_by_hyphens(entity.name());
    let written = member.mentions.iter().filter_map(|at| context.mentions.get(*at));
    let written = written.flat_map(|mention| joined_by_hyphens(mention.span.of(context.text.source)));
    own.is_empty() || written.into_iter().all(|pair| own.contains(&pair))
}

/// The folded names that hold a hyphen, as pairs of what it joins.
fn joined_by_hyphens(name: &str) -> Vec<(String, String)> {
    let parts = name.split_whitespace().filter_map(|word| word.split_once('-'));
    parts.map(|(first, second)| (fold(first), fold(second))).collect()
}

/// Whether the article's fullest name has a word, not an initial, that is none of the candidate's names ("Manuel Torres
/// Velázquez" for Manuel Velázquez, whom it also calls so).
fn has_foreign_word(member: &Member, found: &Found, entity: &Entity<'_>) -> bool {
    let fullest = member.forms.first().map(String::as_str).unwrap_or_default();
    if fullest.split(' ').count() <= found.words {
        return false;
    }
    let own = format!("{} {}", fold(entity.name()), fold(entity.wiki().unwrap_or_default()));
    fullest
        .split(' ')
        .filter(|word| {
            word.chars().count() > 1 && !traits_of(word).any(Traits::GENERATION | Traits::PARTICLE)
        })
        .any(|word| !own.split(' ').any(|own| own == word))
}

/// Whether the article's fullest name is, with a middle name or initial between a given name and a surname that many bear, a
/// whole name of the candidate.
fn agrees_in_the_middle(member: &Member, found: &Found, knowledge: &Knowledge) -> bool {
    let fullest = member.forms.first().map(String::as_str).unwrap_or_default();
    let words: Vec<&str> =
        fullest.split(' ').filter(|word| !traits_of(word).any(Traits::GENERATION)).collect();
    let [first, middle, .., last] = words.as_slice() else { return false };
    !traits_of(middle).any(Traits::FUNCTION | Traits::CONNECTOR | Traits::PARTICLE)
        && matches!(found.candidate.form, NameForm::Main | NameForm::Alias)
        && fullest.split(' ').count() == found.words
        && knowledge.given_name_count(first) > 0
        && knowledge.surname_count(last) > 0
}

/// Whether somebody is known by three names or more, none of them an initial: as their Wikipedia article is headed.
fn goes_by_middle_name(entity: &Entity<'_>) -> bool {
    let title = entity.wiki().map(|title| title.split([',', '(']).next().unwrap_or(title));
    title.is_some_and(|title| {
        let folded = fold(title);
        folded.split(' ').filter(|word| word.chars().count() > 1).count() > 2
    })
}

/// Whether the facts tell nothing of somebody but the name.
fn is_bare(entity: &Entity<'_>) -> bool {
    let has_class = entity.class().is_some_and(|class| class != "other");
    let tells = [entity.description(), entity.country()].iter().any(Option::is_some);
    let lives = [entity.born(), entity.died()].iter().any(Option::is_some);
    !(has_class || tells || lives || entity.positions().next().is_some())
}

/// Whether the member's fullest name ends as the candidate's usual one does, or as one of its words.
fn shares_surname(entity: &Entity<'_>, member: &Member) -> bool {
    let usual = fold(entity.name());
    let fullest = member.forms.first().map(String::as_str).unwrap_or_default();
    fullest.split(' ').next_back().is_some_and(|last| usual.split(' ').any(|word| word == last))
}

fn is_country(name: &str) -> bool {
    traits_of(&fold(name)).any(Traits::PLACE)
}

/// Teams and bodies in which the candidate held posts: named in the article, or shared with somebody who is sure.
fn bodies(
    sum: &mut Sum,
    context: &Context<'_>,
    company: &Company,
    knowledge: &Knowledge,
    entity: &Entity<'_>,
) {
    let bodies = entity.positions().filter_map(|position| position.of).filter(|of| !is_country(of));
    let mut named: Vec<&str> = bodies.filter(|body| context.says(&fold(body))).collect();
    named.dedup();
    if let Some(body) = named.first() {
        sum.because(weight::BODY_NAMED, Reason::BodyNamed((*body).to_owned()));
    } else if let Some((name, body)) = company.shared(entity, knowledge).filter(|(_, body)| !is_country(body))
    {
        sum.because(weight::BODY_SHARED, Reason::BodyShared { name, body: body.to_owned() });
    } else if let Some(name) = company.government(entity, knowledge) {
        sum.because(weight::GOVERNMENT_SHARED, Reason::Government(name));
    }
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

#[expect(clippy::too_many_arguments)]
fn organization(
    sum: &mut Sum,
    context: &Context<'_>,
    member: &Member,
    around: &Around<'_>,
    found: &Found,
    all: &[Found],
    company: &Company,
    knowledge: &Knowledge,
    entity: &Entity<'_>,
) -> Option<()> {
    let candidate = &found.candidate;
    sum.add(match candidate.form {
        NameForm::Variant if candidate.caps => weight::ORGANIZATION_MADE_ACRONYM,
        _ if candidate.caps => weight::ORGANIZATION_ACRONYM,
        NameForm::Metonym => weight::ORGANIZATION_METONYM,
        NameForm::Variant if found.words == 1 => weight::ORGANIZATION_ONE_WORD_VARIANT,
        NameForm::Variant => weight::ORGANIZATION_VARIANT,
        _ if found.words == 1 => weight::ORGANIZATION_ONE_WORD,
        NameForm::Main | NameForm::Alias => weight::ORGANIZATION_WHOLE,
        _ => weight::ORGANIZATION_SHORTENED,
    });
    sum.add(weight::PRIOR_ORGANIZATION * f32::from(candidate.prior) / 100.0);
    let alone =
        all.iter().filter(|other| other.candidate.prior + EMINENT_LEAD >= candidate.prior).count() == 1;
    if alone && candidate.prior >= PROMINENT {
        sum.because(weight::ONLY_BEARER, Reason::OnlyKnown(entity.name().to_owned()));
    }
    if let Some(date) = context.date() {
        if entity.founded().is_some_and(|founded| date.surely_before(founded)) {
            sum.add(weight::FOUNDED_LATER);
        }
        if entity.dissolved().is_some_and(|dissolved| dissolved.surely_before(date)) {
            sum.add(weight::DISSOLVED);
        }
    }
    let fullest = member.forms.first().map(String::as_str).unwrap_or_default();
    let words: Vec<&str> = fullest.split(' ').collect();
    let traits = traits_of(fullest);
    let abroad = entity.country().is_some_and(|code| context.is_of_other_countries_than(code));
    let of_a_state = matches!(entity.class(), Some("court" | "agency" | "party" | "other" | "armed-group"));
    // States have bodies of one name.
    let elsewhere_too = of_a_state && abroad;
    let telling = words.iter().filter(|word| !traits_of(word).any(Traits::CONNECTOR | Traits::FUNCTION));
    if all.len() == 1 && candidate.form == NameForm::Main && !elsewhere_too && telling.count() >= LONG_NAME {
        sum.add(weight::ORGANIZATION_LONG);
    }
    if around.dateline {
        sum.add(weight::DATELINE);
    }
    let sport = context.subject == Some(Subject::Sport);
    let team = is_team(entity);
    if candidate.form == NameForm::Metonym {
        // A building's name is a place's by nature.
    } else if traits.any(Traits::NATIONALITY) {
        sum.add(weight::NATIONALITY);
    } else if is_state_in_short(fullest) || traits.any(Traits::PLACE) && !(sport && team) {
        sum.add(weight::PLACE_NAME);
    } else if traits.any(Traits::COMMON) && !traits.any(Traits::INSTITUTION) && !candidate.caps {
        sum.add(weight::COMMON_WORD);
    }
    let is_ambiguous = all.len() > 1;
    if of_a_state
        && candidate.form != NameForm::Metonym
        && words.len() <= 5
        && words.iter().all(|word| is_generic(word))
        && !candidate.caps
    {
        sum.add(weight::GENERIC);
        let at_home = entity.country().is_some_and(|code| {
            around.attributed.contains(&code)
                || (around.attributed.is_empty() && context.share_of(code) >= HOME_SHARE)
        });
        let elsewhere = |code| !names_country(&words, code) && company.is_elsewhere(context, code);
        if at_home {
            sum.add(weight::GENERIC_AT_HOME);
        } else if is_ambiguous && entity.country().is_some_and(elsewhere) {
            sum.add(weight::GENERIC_ELSEWHERE);
        }
    }
    if found.words < words.len() && has_other_words(&words, entity) {
        sum.add(weight::OTHER_WORDS);
    }
    if let Some(form) = words.last().and_then(|last| legal_home(last)).filter(|_| words.len() > 1)
        && entity.country().is_some_and(|code| !form.contains(&code))
    {
        sum.add(weight::FOREIGN_FORM);
    }
    let own = match entity.class() {
        Some("company") => Some(Subject::Business),
        Some("party" | "agency" | "court" | "intergovernmental" | "armed-group") => Some(Subject::Politics),
        _ => None,
    };
    if own.is_some() && own == context.subject {
        sum.add(weight::SUBJECT);
    }
    if around.thing && found.words == 1 && entity.class() == Some("company") {
        sum.add(weight::THING);
    }
    if around.credited && entity.class() != Some("media") {
        sum.add(weight::CREDITED_OTHERWISE);
    }
    if around.scored && entity.class() == Some("company") {
        sum.add(weight::COMPANY_IN_RESULTS);
    }
    let known_everywhere = candidate.prior >= ACRONYM_KNOWN_ABROAD
        || matches!(entity.class(), Some("media" | "intergovernmental"));
    if candidate.caps && around.written_out.is_none() {
        if abroad && !known_everywhere {
            sum.add(weight::ACRONYM_ABROAD);
        }
        if entity.class() == Some("company")
            && context.subject == Some(Subject::Politics)
            && !known_everywhere
        {
            sum.add(weight::ACRONYM_IN_POLITICS);
        }
    }
    if abroad
        && (is_ambiguous || entity.class() == Some("ngo") && candidate.form != NameForm::Main)
        && (candidate.prior < KNOWN_ABROAD || entity.class() == Some("party"))
        && matches!(entity.class(), Some("agency" | "court" | "party" | "ngo"))
    {
        sum.add(weight::BODY_ABROAD);
    }
    if team && company.play(context, entity) == Some(false) {
        sum.add(weight::OTHER_DISCIPLINE_ONE_WORD);
    }
    if team && !sport {
        sum.add(if found.words == 1 { weight::CLUB_BY_PLACE_ELSEWHERE } else { weight::CLUB_ELSEWHERE });
    } else if team {
        sum.because(weight::SUBJECT, Reason::Sport);
        if abroad && found.words == 1 {
            sum.add(weight::CLUB_ABROAD);
        }
    } else if sport && entity.class() == Some("university") && !says_what_it_is(&words) {
        sum.add(weight::SCHOOL_IN_SPORT);
    } else if entity.class() == Some("university") && !says_what_it_is(&words) && !candidate.caps {
        sum.add(weight::SCHOOL_BY_PLACE);
    }
    if let Some(long) = &around.written_out {
        let names = knowledge.find(long, WRITTEN_OUT_READ);
        if names.iter().any(|named| named.entity == candidate.entity) {
            sum.because(weight::WRITTEN_OUT, Reason::WrittenOut(long.clone()));
        } else if !shares_words(long, entity) {
            sum.add(weight::WRITTEN_OUT_OTHERWISE);
        }
    }
    if company.has(candidate.entity) && !is_part_of_longer(member, entity) && shortens(fullest, entity) {
        sum.because(weight::NAMED_IN_FULL, Reason::InFull(entity.name().to_owned()));
    }
    let seat =
        entity.seat().filter(|seat| !words.contains(&fold(seat).as_str()) && context.says(&fold(seat)));
    if let Some(seat) = seat {
        sum.because(weight::DESCRIBED, Reason::BodyNamed(seat.to_owned()));
    }
    Some(())
}

/// Whether an organization's usual name has most of the words for which an acronym stands.
fn shares_words(long: &str, entity: &Entity<'_>) -> bool {
    let own = fold(entity.name());
    let words: Vec<&str> = long.split(' ').filter(|word| word.len() > 3).collect();
    let shared = words.iter().filter(|word| own.split(' ').any(|own| own == **word)).count();
    shared * 2 > words.len()
}

/// Whether the full name that the article gives has telling words that the candidate's names lack.
fn has_other_words(full: &[&str], entity: &Entity<'_>) -> bool {
    let own = format!("{} {}", fold(entity.name()), fold(entity.wiki().unwrap_or_default()));
    let initials: String = own.split(' ').filter_map(|word| word.chars().next()).collect();
    full.iter()
        .filter(|word| word.len() > 2 && !traits_of(word).any(Traits::COMPANY_SUFFIX | Traits::CONNECTOR))
        .any(|word| !own.split(' ').any(|own| own == *word) && !initials.contains(*word))
}

/// Whether a short name is made of an organization's usual one: its initials, or the beginning of a word ("Fed").
fn shortens(short: &str, entity: &Entity<'_>) -> bool {
    let usual = fold(entity.name());
    let initials: String = usual.split(' ').filter_map(|word| word.chars().next()).collect();
    let initials = initials == short.replace(' ', "");
    initials || short.split(' ').all(|word| usual.split(' ').any(|own| own.starts_with(word)))
}

/// A club, or a team that the facts list as something else.
fn is_team(entity: &Entity<'_>) -> bool {
    let says = |word| entity.description().is_some_and(|description| description.contains(word));
    entity.class() == Some("club") || says("football team") || says("basketball team") || says("hockey team")
}

fn says_what_it_is(words: &[&str]) -> bool {
    words.iter().any(|word| {
        matches!(
            *word,
            "university" | "college" | "school" | "institute" | "academy" | "polytechnic" | "univ"
        )
    })
}

/// Whether a name is a state of the United States as addresses shorten it ("Tampa, Fla."; Associated Press Stylebook, "state
/// names").
fn is_state_in_short(folded: &str) -> bool {
    const STATES: &[&str] = &[
        "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill", "ind", "kan", "ky", "la",
        "mass", "md", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "okla", "ore", "pa", "tenn", "va",
        "vt", "wash", "wis", "wyo",
    ];
    STATES.contains(&folded)
}

/// Whether an organization's name begins with a country's ("US Senate").
fn names_country(words: &[&str], code: &str) -> bool {
    (1..words.len())
        .any(|end| words.get(..end).is_some_and(|front| country_of(&front.join(" ")) == Some(code)))
}

/// Whether a word of an organization's name says what kind of body it is, not which.
fn is_generic(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "of",
        "the",
        "and",
        "for",
        "national",
        "democratic",
        "liberal",
        "conservative",
        "republican",
        "supreme",
        "high",
        "federal",
        "central",
        "foreign",
        "royal",
        "general",
        "constitutional",
        "socialist",
        "communist",
        "labour",
        "green",
    ];
    WORDS.contains(&word)
        || traits_of(word).any(Traits::COMMON | Traits::ORGANIZATION_HEAD | Traits::INSTITUTION)
}

/// The countries whose companies bear a legal form; `None` for one that is at home everywhere.
fn legal_home(form: &str) -> Option<&'static [&'static str]> {
    Some(match form {
        "inc" | "llc" | "corp" => &["US", "CA", "PH", "JP", "TW", "KR"],
        "plc" => &["GB", "IE", "NG", "KE", "LK", "TH", "MT", "GH"],
        "ag" => &["DE", "CH", "AT", "LI"],
        "gmbh" => &["DE", "AT", "CH"],
        "spa" => &["IT", "CL", "DZ"],
        "nv" => &["NL", "BE"],
        "bv" => &["NL"],
        "ab" => &["SE", "FI", "LT"],
        "oyj" => &["FI"],
        "asa" => &["NO"],
        _ => return None,
    })
}

fn countries(sum: &mut Sum, context: &Context<'_>, around: &Around<'_>, found: &Found, entity: &Entity<'_>) {
    let Some(code) = entity.country() else { return };
    if entity.kind() == EntityKind::Organization && !around.attributed.is_empty() {
        if around.attributed.contains(&code) {
            sum.because(weight::ATTRIBUTED, Reason::SaidToBeOf(code.to_owned()));
        } else if matches!(entity.class(), Some("party" | "agency" | "court" | "armed-group" | "media")) {
            sum.add(weight::ATTRIBUTED_ELSEWHERE);
        }
    }
    if around.countries.contains(code) {
        sum.because_of_country(weight::COUNTRY_BESIDE, Reason::BesideCountry(code.to_owned()));
    } else if context.countries.contains_key(code) {
        sum.because_of_country(weight::COUNTRY_NAMED, Reason::CountryNamed(code.to_owned()));
    } else if context.countries_named() >= 2 && context.subject != Some(Subject::Sport) {
        let full_name = entity.kind() == EntityKind::Person && found.words > 1;
        sum.add(if full_name { weight::OTHER_COUNTRIES_FULL_NAME } else { weight::OTHER_COUNTRIES });
        if full_name
            && !roles::are_called(around, entity)
            && entity.class() == Some("politician")
            && found.candidate.prior < POLITICIAN_KNOWN_ABROAD
        {
            sum.add(weight::PERSON_ABROAD);
        }
    }
}

/// Whether a word of a description stands beside too many names to tell anything.
fn says_nothing(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "united",
        "american",
        "british",
        "national",
        "international",
        "former",
        "public",
        "major",
        "largest",
        "world",
        "group",
        "company",
        "other",
        "first",
        "known",
        "based",
        "nations",
        "states",
        "country",
        "state",
        "general",
        "member",
    ];
    WORDS.contains(&word) || traits_of(word).any(Traits::PLACE | Traits::NATIONALITY | Traits::FUNCTION)
}

fn described(sum: &mut Sum, around: &Around<'_>, entity: &Entity<'_>) {
    let Some(description) = entity.description() else { return };
    let folded = fold(description);
    let own = fold(entity.name());
    let words = folded.split(' ').filter(|word| word.len() > 4 && around.words.contains(word));
    // A word of the name itself says nothing more than the name.
    let words: Vec<&str> =
        words.filter(|word| !says_nothing(word) && !own.split(' ').any(|own| own == *word)).collect();
    if let Some(word) = words.first() {
        let gain = (weight::DESCRIBED * words.len() as f32).min(weight::DESCRIBED_MOST);
        sum.because(
            gain,
            Reason::Described { word: (*word).to_owned(), description: description.to_owned() },
        );
    }
}
