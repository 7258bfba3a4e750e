//! Roles: what a role word says about the kind of person, and whether an office in the facts is the one meant.
//!
//! In: role words near a name, positions of an entity. Out: a [`Verdict`].

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::date::Date;
use crate::knowledge::{Entity, EntityKind, InForce, Knowledge, Position, country, fold};

use super::around::{Around, Called, When};
use super::context::{Context, Subject, country_of};
use super::discipline::Disciplines;
use super::offices;
use super::reason::{HeldOffice, Reason};

/// The walks of life that facts tell apart (`type` of a person), as far as role words tell them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Walk {
    Politics,
    Sport,
    Film,
    Music,
    Letters,
    Law,
    Science,
    Press,
    Business,
    Activism,
    /// Whose relative somebody is, which people of every walk are.
    Kin,
    /// A role that facts about public people hardly ever hold: spokesmen, officers, witnesses.
    Private,
}

/// Role words and the walks of life that they name; a word may name two.
static WALKS: LazyLock<Vec<(&'static str, Walk)>> = LazyLock::new(|| {
    let lines = include_str!("walks.tsv").lines().filter_map(|line| line.split_once('\t'));
    lines
        .filter_map(|(name, words)| {
            let walk = match name {
                "politics" => Walk::Politics,
                "sport" => Walk::Sport,
                "film" => Walk::Film,
                "music" => Walk::Music,
                "letters" => Walk::Letters,
                "law" => Walk::Law,
                "science" => Walk::Science,
                "press" => Walk::Press,
                "business" => Walk::Business,
                "activism" => Walk::Activism,
                "kin" => Walk::Kin,
                "private" => Walk::Private,
                _ => return None,
            };
            Some(words.split(' ').map(move |word| (word, walk)))
        })
        .flatten()
        .collect()
});

/// The walks of life that a role word names.
pub(super) fn walks_of(word: &str) -> impl Iterator<Item = Walk> {
    WALKS.iter().filter(move |(known, _)| *known == word).map(|(_, walk)| *walk)
}

/// Whether a person of this class (the facts' `type`) is in this walk of life; `None` where the facts name no
/// class that could tell, or the walk is open to everybody.
pub(super) fn class_fits(class: Option<&str>, walk: Walk) -> Option<bool> {
    let fits = match class? {
        // Poets, singers and players campaign, and all are somebody's relatives.
        "politician" | "activist" if walk == Walk::Activism => true,
        _ if matches!(walk, Walk::Activism | Walk::Kin) => return None,
        "politician" => matches!(walk, Walk::Politics | Walk::Law),
        "athlete" | "coach" => walk == Walk::Sport,
        "actor" => matches!(walk, Walk::Film | Walk::Music),
        // Many who write for the screen are listed so; a novelist of a director's name is somebody else.
        "director" if walk == Walk::Letters => return None,
        "director" => walk == Walk::Film,
        "musician" => matches!(walk, Walk::Music | Walk::Film),
        "author" => matches!(walk, Walk::Letters | Walk::Press | Walk::Science | Walk::Film),
        "journalist" => matches!(walk, Walk::Press | Walk::Letters),
        "executive" => walk == Walk::Business,
        "judge" => matches!(walk, Walk::Law | Walk::Politics),
        "scientist" => matches!(walk, Walk::Science | Walk::Letters),
        "activist" => walk == Walk::Politics,
        _ => return None,
    };
    Some(fits)
}

/// One spelling for words that are written in two ways, and short forms written out.
fn canonical(word: &str) -> &str {
    match word {
        "adviser" => "advisor",
        "defense" => "defence",
        "sen" | "sens" | "senate" | "senators" => "senator",
        "rep" | "reps" | "congressman" | "congresswoman" | "congressmember" | "representatives" => {
            "representative"
        }
        "gov" => "governor",
        "amb" => "ambassador",
        "premier" => "prime",
        "labor" => "labour",
        "chairwoman" | "chairperson" | "chair" => "chairman",
        "ceo" => "executive",
        "foreign" | "external" => "foreign",
        "mp" | "mps" | "lawmaker" | "legislator" | "mep" | "msp" | "mla" | "td" | "teachta"
        | "assemblyman" | "assemblywoman" => "member",
        "home" | "interior" => "interior",
        "treasury" | "finance" => "finance",
        "king" | "queen" => "monarch",
        other => other,
    }
}

/// Words of an office's name that say nothing alone.
const EMPTY: &[&str] = &["of", "the", "for", "to", "and", "affairs", "in", "at", "a", "us", "u s"];

/// How well an office's name agrees with the words called out beside a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OfficeMatch {
    /// The head word agrees ("minister"), the rest is not said.
    Head,
    /// All that is said agrees ("foreign minister" for "Minister of Foreign Affairs").
    Full,
}

/// Words that are the head of an office's name.
const HEADS: &[&str] = &[
    "president",
    "minister",
    "secretary",
    "senator",
    "representative",
    "governor",
    "mayor",
    "ambassador",
    "chancellor",
    "prime",
    "advisor",
    "chairman",
    "speaker",
    "commissioner",
    "judge",
    "justice",
    "attorney",
    "member",
    "leader",
    "coach",
    "manager",
    "player",
    "driver",
    "executive",
    "director",
    "monarch",
    "general",
    "prosecutor",
    "golfer",
];

/// The words in one spelling; a bank that papers shorten, written out. A deputy is a member of a parliament where no other
/// office is named; elsewhere the word says that an office is not quite held.
fn spelled_alike<'w>(words: impl Iterator<Item = &'w str>) -> Vec<&'w str> {
    let mut words: Vec<&str> = words.map(canonical).collect();
    if words.contains(&"fed") {
        words.retain(|word| *word != "fed");
        words.extend(["federal", "reserve"]);
    }
    if !words.iter().any(|word| HEADS.contains(word)) {
        words.iter_mut().filter(|word| **word == "deputy").for_each(|word| *word = "member");
    }
    words
}

/// Compares the folded name of an office with the folded words beside a name.
pub(super) fn office_match(office: &str, said: &[&str]) -> Option<OfficeMatch> {
    // The Speaker of the House of Representatives is the House's, and no representative by that.
    let office = office
        .strip_suffix("house of representatives")
        .map_or(Cow::Borrowed(office), |rest| Cow::Owned(rest.to_owned() + "house"));
    let office = spelled_alike(office.split(' ').filter(|word| !EMPTY.contains(word)));
    let said = spelled_alike(said.iter().copied());
    let heads = || office.iter().filter(|word| HEADS.contains(word));
    if !heads().any(|head| said.contains(head)) {
        return None;
    }
    // "Prime Minister" is no "Minister", and a "Vice President" no "President".
    for qualifier in ["prime", "vice", "deputy", "state", "lieutenant", "former"] {
        let in_office = office.contains(&qualifier);
        let lone_head = said.contains(&qualifier);
        if in_office != lone_head && qualifier != "state" && qualifier != "former" {
            return None;
        }
    }
    let all = office.len() > 1 && office.iter().all(|word| said.contains(word));
    Some(if all || office.len() == 1 { OfficeMatch::Full } else { OfficeMatch::Head })
}

/// Weights in log-odds.
mod weight {
    /// The office called out beside the name is one that the candidate held then; one of that kind.
    pub(super) const OFFICE_THEN: f32 = 3.2;
    pub(super) const OFFICE_THEN_HEAD: f32 = 2.2;
    /// A surname behind the whole title of an office that one at a time holds, and held by the candidate that day; where the
    /// article speaks of the office's country, or of none.
    pub(super) const ONLY_HOLDER: f32 = 2.0;
    /// One held some time before or after.
    pub(super) const OFFICE_NEAR: f32 = 1.8;
    pub(super) const OFFICE_OTHERWISE: f32 = 1.0;
    /// The role called out is, or is not, in the candidate's walk of life.
    pub(super) const WALK: f32 = 1.5;
    pub(super) const OTHER_WALK: f32 = -3.0;
    /// An office of another country ("Russian foreign minister" for an American).
    pub(super) const OTHER_COUNTRY: f32 = -2.5;
    /// Called a spokesman, a victim, a teacher, of whom the facts do not say what they are known for.
    pub(super) const PRIVATE: f32 = -2.0;
    /// Called nothing but somebody's relative, as the many are who make news once.
    pub(super) const KIN: f32 = -1.2;
    /// Called an office-holder, of whom the facts tell neither an office nor a walk of life.
    pub(super) const NO_OFFICE_KNOWN: f32 = -1.5;
    /// Called by a post in the candidate's party, or in a party or agency of the candidate's country.
    pub(super) const BODY_POST: f32 = 1.2;
    /// Called an office-holder in the present tense, though none of the candidate's offices is near.
    pub(super) const NO_SUCH_OFFICE: f32 = -1.2;
}

/// How near an office must be to the article's date to be meant by a plain title, in days: papers call people by an
/// office that they have just left or are about to take.
const NEAR_DAYS: i64 = 400;

/// So near it is as good as held, in days.
const AT_HAND_DAYS: i64 = 45;

/// What titles and descriptions beside the name say about a candidate.
#[derive(Debug, PartialEq)]
pub(super) enum Verdict {
    /// They speak for it, so far and why.
    Because(f32, Reason),
    /// They speak against it.
    Against(f32),
    Nothing,
}

/// What titles and descriptions beside a name of so many words say about a candidate.
pub(super) fn judge(
    context: &Context<'_>,
    around: &Around<'_>,
    entity: &Entity<'_>,
    words: usize,
    knowledge: &Knowledge,
) -> Verdict {
    let mut best: Option<(f32, Reason)> = None;
    for called in &around.called {
        for position in entity.positions() {
            let office = fold(position.what);
            let matched = office_match(&office, &called.words)
                .or_else(|| ministry_match(&office, &called.words, &position));
            let Some(matched) = matched else { continue };
            if !is_of(context, called, &position, entity) {
                continue;
            }
            let mut gain = weigh(context.date(), called.when, matched, &position);
            if words == 1 && matched == OfficeMatch::Full && holds_alone(context, called, &position, entity) {
                gain += weight::ONLY_HOLDER;
            }
            if best.as_ref().is_none_or(|(known, _)| gain > *known) {
                let said = context.text.span(&called.tokens).of(context.text.source);
                let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
                let office = HeldOffice::from(&position);
                let reason = if called.governs {
                    Reason::Governs { said, office }
                } else {
                    Reason::Office { said, office }
                };
                best = Some((gain, reason));
            }
        }
    }
    if let Some((gain, reason)) = best {
        return Verdict::Because(gain, reason);
    }
    let elsewhere = around.called.iter().any(|called| {
        // A commissioner of the European Union is a citizen of some country.
        !called.countries.iter().any(|code| matches!(*code, "EU" | "UN"))
            && !called.countries.is_empty()
            && entity.country().is_some_and(|code| !called.countries.contains(&code))
            && called.words.iter().any(|word| HEADS.contains(&canonical(word)))
    });
    if elsewhere {
        return Verdict::Against(weight::OTHER_COUNTRY);
    }
    if let Some(post) =
        around.called.iter().find_map(|called| post_in_a_body(context, called, entity, knowledge))
    {
        return Verdict::Because(weight::BODY_POST, Reason::Role(post.to_owned()));
    }
    let governs = around.called.iter().any(|called| called.governs);
    if governs && is_in(entity, Walk::Politics) == Some(false) {
        return Verdict::Against(weight::OTHER_WALK);
    }
    let mut fits: Option<(bool, &str)> = None;
    let sport =
        context.subject == Some(Subject::Sport) && matches!(entity.class(), Some("athlete" | "coach"));
    let words = around.called.iter().filter(|called| !called.governs).flat_map(|called| &called.words);
    for word in words.filter(|word| !(sport && SAID_OF_PLAYERS.contains(word))) {
        for walk in walks_of(word) {
            // A goalkeeper is no baseball player.
            let other_sport =
                walk == Walk::Sport && Disciplines::told_by(&[word]).have(entity) == Some(false);
            match is_in(entity, walk).map(|is_in| is_in && !other_sport) {
                Some(true) => fits = Some((true, word)),
                Some(false) if fits.is_none() => fits = Some((false, word)),
                _ => {}
            }
        }
    }
    match fits {
        Some((true, word)) if entity.class() == Some("athlete") && leads_a_team(word) => {
            Verdict::Against(0.0)
        }
        Some((true, word)) if entity.positions().next().is_none() || !names_office(word) => {
            Verdict::Because(weight::WALK, Reason::Role((*word).to_owned()))
        }
        Some((true, _)) if may_have_risen(context, entity) => Verdict::Nothing,
        Some((true, _)) => Verdict::Against(weight::NO_SUCH_OFFICE),
        Some((false, _)) => Verdict::Against(weight::OTHER_WALK),
        None if is_private(around) && entity.positions().next().is_none() && is_little_known(entity) => {
            Verdict::Against(weight::PRIVATE)
        }
        None if is_kin(around) => Verdict::Against(weight::KIN),
        None if calls_office(around) && entity.positions().next().is_none() => {
            Verdict::Against(weight::NO_OFFICE_KNOWN)
        }
        None => Verdict::Nothing,
    }
}

/// The country of which a post is one, by the facts' own words.
pub(super) fn country_of_post(position: &Position<'_>) -> Option<&'static str> {
    position.of.and_then(|of| country_of(&fold(of)))
}

/// Whether the candidate held an office on the article's date that only one holds at a time ("Secretary of State", unlike
/// "Senator"), of a country of which the article speaks, if of any.
fn holds_alone(
    context: &Context<'_>,
    called: &Called<'_>,
    position: &Position<'_>,
    entity: &Entity<'_>,
) -> bool {
    let home = country_of_post(position).or(entity.country());
    let telling = position.what.split(' ').filter(|word| !EMPTY.contains(&fold(word).as_str())).count();
    let one_at_a_time = match offices::weight(position.what) {
        offices::HEAD => true,
        offices::GOVERNMENT => telling > 1,
        _ => telling > 1 && HOLDS_ONE.contains(&position.what.split(' ').next().unwrap_or_default()),
    };
    called.when == When::Plain
        && !called.governs
        && one_at_a_time
        && context.date().is_some_and(|date| position.in_force(date) == InForce::Yes)
        && (context.countries.is_empty() || home.is_some_and(|home| context.countries.contains_key(home)))
}

/// First words of offices outside of governments that one holds at a time.
const HOLDS_ONE: &[&str] = &["Speaker", "Attorney", "Chair", "Chairman", "Secretary-General"];

/// Roles of other walks that sports news gives to players and coaches of today ("the league's ERA leader", "Peru boss") and
/// of once ("Fox analyst").
const SAID_OF_PLAYERS: &[&str] =
    &["leader", "leaders", "star", "boss", "analyst", "commentator", "broadcaster", "pundit", "presenter"];

/// [`class_fits`], and business for those of other walks whose description tells of it ("actress and film studio
/// executive").
fn is_in(entity: &Entity<'_>, walk: Walk) -> Option<bool> {
    let fits = class_fits(entity.class(), walk);
    let in_business = || {
        let described = entity.description().map(fold).unwrap_or_default();
        described.split(' ').any(|word| walks_of(word).eq([Walk::Business]))
    };
    if fits == Some(false) && walk == Walk::Business && in_business() { Some(true) } else { fits }
}

/// Whether an office may have been taken after the facts end: they know of one that was held to their last day.
fn may_have_risen(context: &Context<'_>, entity: &Entity<'_>) -> bool {
    entity.positions().any(|position| {
        let later = |as_of: Date| context.date().is_none_or(|date| as_of.surely_before(date));
        position.to.is_none() && position.by.is_none() && position.as_of.is_some_and(later)
    })
}

/// A minister in all but name, as papers call the secretaries of Mexico, the Philippines or Britain; not those of the United
/// States.
fn ministry_match(office: &str, said: &[&str], position: &Position<'_>) -> Option<OfficeMatch> {
    let home = country_of_post(position);
    let ministry = office.strip_prefix("secretary of ").filter(|_| home.is_some_and(|home| home != "US"))?;
    office_match(&format!("minister of {ministry}"), said)
}

/// Posts at the head of a body.
const HEADING: &[&str] = &["chairman", "president", "secretary", "general", "director", "chief", "head"];

/// Other posts in parties.
const IN_PARTIES: &[&str] =
    &["leader", "spokesman", "spokeswoman", "spokesperson", "treasurer", "whip", "coordinator"];

/// The post by which a politician is called, of those that the facts do not list: in a party that can be the politician's
/// ("party chairman", "the PTI chairman" of a Pakistani), at the head of an agency of the country ("director of the CIA").
fn post_in_a_body<'c>(
    context: &Context<'_>,
    called: &Called<'c>,
    entity: &Entity<'_>,
    knowledge: &Knowledge,
) -> Option<&'c str> {
    /// Entities read under the name of a body.
    const READ: usize = 8;
    /// Tokens of an acronym in brackets, but the last bracket.
    const BRACKETED: usize = 2;
    if entity.class() != Some("politician") {
        return None;
    }
    let post_of = |posts: &[&str]| called.words.iter().find(|word| posts.contains(&canonical(word))).copied();
    let heading = post_of(HEADING);
    let in_party = heading.or_else(|| post_of(IN_PARTIES))?;
    if called.words.contains(&"party") {
        return Some(in_party);
    }
    // "NATO's secretary general": the owner ends before the words; "Tehreek-e-Insaf (PTI) chairman": so do brackets.
    let before = called.tokens.start.saturating_sub(1);
    let before = if context.text.word(before) == ")" { before.saturating_sub(BRACKETED) } else { before };
    let near = before..called.tokens.end;
    let from = context.mentions.partition_point(|mention| mention.tokens.end < near.start);
    let bodies = context.mentions.iter().skip(from).take_while(|mention| mention.tokens.start < near.end);
    let bodies = bodies.filter(|mention| mention.kind == EntityKind::Organization);
    let names = bodies.map(|mention| context.phrase(mention.tokens.clone()));
    let mut known = names.flat_map(|name| knowledge.find(&name, READ));
    let of_one_country = |body: &Entity<'_>| body.country().is_some() && body.country() == entity.country();
    known.find_map(|found| {
        let body = knowledge.entity(found.entity)?;
        match body.class() {
            Some("party") => match entity.party() {
                Some(own) => (fold(own) == fold(body.name())).then_some(in_party),
                None => of_one_country(&body).then_some(in_party),
            },
            Some("agency") => heading.filter(|_| of_one_country(&body)),
            _ => None,
        }
    })
}

/// Whether a role of a person's own walk of life stands beside the name.
pub(super) fn are_called(around: &Around<'_>, entity: &Entity<'_>) -> bool {
    let words = around.called.iter().flat_map(|called| &called.words);
    words.flat_map(|word| walks_of(word)).any(|walk| is_in(entity, walk) == Some(true))
}

/// Whether everything it is called is a role of the little known ("a forest spokesman").
fn is_private(around: &Around<'_>) -> bool {
    are_all(around, |walk| matches!(walk, Walk::Private | Walk::Kin))
}

/// Whether everything it is called says whose relative it is ("his wife").
fn is_kin(around: &Around<'_>) -> bool {
    are_all(around, |walk| walk == Walk::Kin)
}

/// Whether it is called something that names a walk of life, and all that it is called such a one.
fn are_all(around: &Around<'_>, such: impl Fn(Walk) -> bool) -> bool {
    let mut walks =
        around.called.iter().flat_map(|called| &called.words).flat_map(|word| walks_of(word)).peekable();
    walks.peek().is_some() && walks.all(such)
}

/// Whether the facts tell of somebody neither a walk of life nor a description, and hardly anybody asks for them.
fn is_little_known(entity: &Entity<'_>) -> bool {
    /// Below this prior somebody is hardly asked for, 0 to 100.
    const ASKED_FOR: u8 = 40;
    let tells = entity.class().is_some_and(|class| class != "other") || entity.description().is_some();
    !tells && entity.prior() < ASKED_FOR
}

fn calls_office(around: &Around<'_>) -> bool {
    around.called.iter().flat_map(|called| &called.words).any(|word| names_office(word))
}

/// Whether a role word names who leads players, not who plays; it says little of somebody who is known to have played.
fn leads_a_team(word: &str) -> bool {
    matches!(word, "coach" | "manager" | "trainer" | "referee" | "umpire" | "owner")
}

/// Whether a role word names a public office that facts about politicians would hold.
fn names_office(word: &str) -> bool {
    const OFFICES: &[&str] = &[
        "president",
        "minister",
        "secretary",
        "senator",
        "governor",
        "mayor",
        "chancellor",
        "prime",
        "ambassador",
        "representative",
    ];
    OFFICES.contains(&canonical(word))
}

/// Whether the office called out can be this one by its country and by what stands behind "of".
fn is_of(context: &Context<'_>, called: &Called<'_>, position: &Position<'_>, entity: &Entity<'_>) -> bool {
    let home = country_of_post(position).or(entity.country());
    if !called.countries.is_empty() && home.is_some_and(|home| !called.countries.contains(&home)) {
        return false;
    }
    // "president of the University of Chile student federation" is no president of Chile.
    let own = fold(&format!("{} {}", position.what, position.of.unwrap_or_default()));
    let of = called.tokens.clone().find(|at| context.word(*at) == "of").unwrap_or(called.tokens.end);
    (of..called.tokens.end).filter(|at| context.is_capitalized(*at)).all(|at| {
        let word = context.word(at);
        own.split(' ').any(|own| own == word)
            || home.and_then(country).is_some_and(|home| {
                home.names().chain(home.peoples()).any(|name| fold(name).split(' ').any(|part| part == word))
            })
            || country_of(word).is_some()
    })
}

fn weigh(date: Option<Date>, when: When, matched: OfficeMatch, position: &Position<'_>) -> f32 {
    let full = match matched {
        OfficeMatch::Full => weight::OFFICE_THEN,
        OfficeMatch::Head => weight::OFFICE_THEN_HEAD,
    };
    let Some(date) = date else { return full };
    let days = |from: Date, to: Date| to.days_from_epoch() - from.days_from_epoch();
    let began = position.from.map(|from| days(from, date));
    let ended = position.to.or(position.by).map(|to| days(to.last_day(), date));
    match (position.in_force(date), when) {
        (InForce::Yes | InForce::Unknown, When::Plain) => full,
        (InForce::No, When::Former) if ended.is_some_and(|days| days >= 0) => full,
        (InForce::No, When::Elect) if began.is_some_and(|days| (-NEAR_DAYS..=0).contains(&days)) => full,
        (InForce::No, When::Plain)
            if ended.is_some_and(|days| (0..=AT_HAND_DAYS).contains(&days))
                || began.is_some_and(|days| (-AT_HAND_DAYS..=0).contains(&days)) =>
        {
            full
        }
        (InForce::No, _)
            if ended.is_some_and(|days| (0..=NEAR_DAYS).contains(&days))
                || began.is_some_and(|days| (-NEAR_DAYS..=0).contains(&days)) =>
        {
            weight::OFFICE_NEAR
        }
        (InForce::Yes | InForce::Unknown, _) => weight::OFFICE_NEAR,
        (InForce::No, _) => weight::OFFICE_OTHERWISE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_are_known_by_what_papers_call_them() {
        let full = Some(OfficeMatch::Full);
        assert_eq!(office_match("minister of foreign affairs", &["russian", "foreign", "minister"]), full);
        assert_eq!(office_match("secretary of state", &["u s", "secretary", "of", "state"]), full);
        assert_eq!(
            office_match("national security advisor", &["top", "national", "security", "adviser"]),
            full
        );
        assert_eq!(office_match("president", &["russian", "president"]), full);
        assert_eq!(
            office_match("ambassador to the russian federation", &["ambassador"]),
            Some(OfficeMatch::Head)
        );
    }

    #[test]
    fn a_vice_president_is_no_president() {
        assert_eq!(office_match("vice president", &["president"]), None);
        assert_eq!(office_match("president", &["vice", "president"]), None);
        assert_eq!(office_match("minister of health", &["prime", "minister"]), None);
    }

    #[test]
    fn a_striker_is_no_politician() {
        let walk = walks_of("striker").next().unwrap();
        assert_eq!(class_fits(Some("politician"), walk), Some(false));
        assert_eq!(class_fits(Some("athlete"), walk), Some(true));
        assert_eq!(class_fits(None, walk), None);
    }
}
