//! Checking: is every fact sane, and every shard in order?
//!
//! In: a folder of facts, or a pack. Out: [`Finding`]s, each with its place and what to do about it.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::Path;

use crate::date::Date;

use super::countries::country;
use super::entity::Entity;
use super::fact::{EntityKind, Fact, HeldPosition};
use super::fold::fold;
use super::folder::{self, Facts, FactsError};
use super::pack::{Pack, PackError};
use super::private::private_matter;

/// Whether a finding fails the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// The facts cannot be right.
    Error,
    /// The facts may be right; somebody should look.
    Warning,
}

/// Something that somebody should mend or look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether it fails the check.
    pub severity: Severity,
    /// The shard and line, or the id.
    pub place: String,
    /// What is wrong.
    pub what: String,
}

impl EntityKind {
    /// The kind that has this `type`; `None` where both have it, or none.
    pub fn of_class(class: &str) -> Option<Self> {
        match (PERSON_CLASSES.contains(&class), ORGANIZATION_CLASSES.contains(&class)) {
            (true, false) => Some(Self::Person),
            (false, true) => Some(Self::Organization),
            _ => None,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}: {}: {}", self.place, self.what)
    }
}

/// The largest shard that a person can diff and a host will show, in bytes.
const LARGEST_SHARD: u64 = 4_000_000;

/// The longest name and the longest description, in characters; longer ones are sentences or accidents.
const LONGEST_NAME: usize = 200;
const LONGEST_DESCRIPTION: usize = 300;

/// The most aliases and positions of one record; the fullest real ones have some 80.
const MOST_ALIASES: usize = 200;
const MOST_POSITIONS: usize = 500;

/// Legal forms that slip into lists of names.
pub(crate) const NO_NAMES: &[&str] = &[
    "Inc", "Inc.", "LLC", "Ltd", "Ltd.", "GmbH", "Corp", "Corp.", "Co", "Co.", "S.A.", "plc", "AG", "Group",
    "Holdings",
];

/// Words that a person's `type` may be.
const PERSON_CLASSES: &[&str] = &[
    "politician",
    "athlete",
    "coach",
    "musician",
    "actor",
    "director",
    "author",
    "journalist",
    "executive",
    "judge",
    "scientist",
    "activist",
    "other",
];

/// Words that an organization's `type` may be.
const ORGANIZATION_CLASSES: &[&str] = &[
    "party",
    "company",
    "agency",
    "university",
    "media",
    "club",
    "intergovernmental",
    "ngo",
    "court",
    "armed-group",
    "other",
];

/// The longest life on record is 122 years; beyond this a date is wrong.
const LONGEST_LIFE_YEARS: u16 = 123;

/// Two holders of one office on one day may be a handover; this many days at once are a contradiction.
const HANDOVER_DAYS: i64 = 120;

/// Checks every shard of a folder of facts, its sources and its supplement.
///
/// # Errors
/// When the folder cannot be read at all; a shard or line that cannot be read is a finding.
pub fn check_facts(folder: &Path) -> Result<Vec<Finding>, FactsError> {
    let mut findings = Findings::default();
    for path in folder::fact_shards(folder)? {
        check_shard(&mut findings, folder, &path);
    }
    if !findings.found.is_empty() {
        return Ok(findings.found);
    }
    match folder::read_facts(folder) {
        Ok(facts) => check_records(&mut findings, &facts),
        Err(error) => findings.error(&folder.display().to_string(), error.to_string()),
    }
    Ok(findings.found)
}

/// What concerns the file: its size, its order, whether each line is a fact.
fn check_shard(findings: &mut Findings, folder: &Path, path: &Path) {
    let shard = path.strip_prefix(folder).unwrap_or(path).display().to_string();
    if std::fs::metadata(path).is_ok_and(|data| data.len() > LARGEST_SHARD) {
        findings.error(&shard, format!("is over {LARGEST_SHARD} bytes; split it"));
    }
    let lines = match folder::fact_lines(path) {
        Ok(lines) => lines,
        Err(error) => return findings.error(&shard, error.to_string()),
    };
    let mut before = None;
    for line in lines {
        let fact = line.and_then(|line| Ok((line.number, line.parse::<Fact>()?)));
        let (number, fact) = match fact {
            Ok(fact) => fact,
            Err(error) => {
                findings.error(&shard, error.to_string());
                continue;
            }
        };
        let place = format!("{shard}, line {number} ({})", fact.id);
        match folder::sort_key(&fact.id) {
            None => findings.error(&place, "its id is neither Q and a number nor x: and a name"),
            Some(key) => {
                if before.as_ref().is_some_and(|before| *before >= key) {
                    findings.error(&place, "stands out of order; sort the shard by id, each once");
                }
                before = Some(key);
            }
        }
    }
}

/// What concerns the facts, as the supplement leaves them.
fn check_records(findings: &mut Findings, facts: &Facts) {
    let records = &facts.records;
    let ids: HashSet<&str> = records.iter().map(|fact| fact.id.as_str()).collect();
    let sources: HashSet<&str> = facts.sources.iter().map(|source| source.key.as_str()).collect();
    for fact in records {
        check_record(findings, &fact.id, fact);
        if let Some(parent) = fact.parent.as_deref().filter(|parent| !ids.contains(parent)) {
            findings.error(&fact.id, format!("its parent {parent} is not in the facts"));
        }
        if let Some(unknown) =
            fact.src.iter().find(|key| !sources.contains(key.as_str()) && !sources.is_empty())
        {
            findings.error(&fact.id, format!("its source {unknown} is not in {}", folder::SOURCES));
        }
    }
    for source in &facts.sources {
        if source.title.is_none() || source.licence.is_none() || source.as_of.is_none() {
            findings.error(&source.key, format!("has no title, licence or as_of in {}", folder::SOURCES));
        }
    }
    same_but_for_case(findings, records);
    listed_twice(findings, records);
    contradictions(findings, records);
}

/// Two records of one kind and country whose names differ only by case are one and the same, carried over twice.
fn same_but_for_case(findings: &mut Findings, records: &[Fact]) {
    let mut known: HashMap<(EntityKind, String, Option<&str>), &Fact> = HashMap::new();
    for fact in records {
        let key = (fact.kind, fact.name.to_lowercase(), fact.country.as_deref());
        match known.get(&key) {
            Some(other) if other.name != fact.name => {
                let what = format!(
                    "its name {:?} differs only by case from that of {}; keep one",
                    fact.name, other.id
                );
                findings.error(&fact.id, what);
            }
            Some(_) => {}
            None => drop(known.insert(key, fact)),
        }
    }
}

/// Two records of one name, at least one of them without a confirmed id, of which nothing differs and birth, foundation or
/// Wikipedia title agree, are probably one: nothing is linked to either while both are there.
fn listed_twice(findings: &mut Findings, records: &[Fact]) {
    let mut named: HashMap<(EntityKind, String), Vec<&Fact>> = HashMap::new();
    for fact in records {
        named.entry((fact.kind, fold(&fact.name))).or_default().push(fact);
    }
    let mut named: Vec<_> = named.into_values().filter(|facts| facts.len() > 1).collect();
    named.sort_by_key(|facts| facts.first().map(|fact| &fact.id));
    for facts in named {
        for (at, one) in facts.iter().enumerate() {
            let others = facts.iter().skip(at + 1);
            for other in others.filter(|other| one.id.starts_with("x:") || other.id.starts_with("x:")) {
                if may_be_one(one, other) {
                    findings.warning(
                        &other.id,
                        format!("may be {} ({}); merge them or tell them apart", one.id, one.name),
                    );
                }
            }
        }
    }
}

fn may_be_one(one: &Fact, other: &Fact) -> bool {
    fn agree<T>(one: Option<T>, other: Option<T>, same: impl Fn(T, T) -> bool) -> Option<bool> {
        one.zip(other).map(|(one, other)| same(one, other))
    }
    let dates = |one: Option<Date>, other| agree(one, other, |one, other| one.overlaps(other));
    let telling = [
        dates(one.born, other.born),
        dates(one.founded, other.founded),
        agree(one.wiki.as_deref(), other.wiki.as_deref(), |one, other| one == other),
    ];
    let against = [
        dates(one.died, other.died),
        agree(one.class.as_deref(), other.class.as_deref(), |one, other| one == other),
        agree(one.country.as_deref(), other.country.as_deref(), |one, other| one == other),
    ];
    let differs = telling.iter().chain(&against).flatten().any(|agree| !agree);
    !differs && telling.iter().flatten().any(|agree| *agree)
}

#[derive(Default)]
struct Findings {
    found: Vec<Finding>,
}

impl Findings {
    fn error(&mut self, place: &str, what: impl Into<String>) {
        self.found.push(Finding { severity: Severity::Error, place: place.to_owned(), what: what.into() });
    }

    fn warning(&mut self, place: &str, what: impl Into<String>) {
        self.found.push(Finding { severity: Severity::Warning, place: place.to_owned(), what: what.into() });
    }
}

/// Checks one record by itself: its texts, dates and fields. The place of each finding is the record's id.
pub fn check_fact(fact: &Fact) -> Vec<Finding> {
    let mut findings = Findings::default();
    check_record(&mut findings, &fact.id, fact);
    findings.found
}

fn check_record(findings: &mut Findings, place: &str, fact: &Fact) {
    check_texts(findings, place, fact);
    let classes = match fact.kind {
        EntityKind::Person => PERSON_CLASSES,
        EntityKind::Organization => ORGANIZATION_CLASSES,
    };
    if let Some(class) = fact.class.as_deref().filter(|class| !classes.contains(class)) {
        findings.error(place, format!("has the type {class:?}, which none of its kind has"));
    }
    if fact.pop > 100 {
        findings.error(place, "has a `pop` over 100");
    }
    if let Some(code) = fact.country.as_deref() {
        if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            findings.error(place, format!("its country {code:?} is no two-letter code"));
        } else if country(code).is_none() {
            findings.warning(place, format!("its country {code} has no name in countries.tsv"));
        }
    }
    let life =
        [("born", fact.born, "died", fact.died), ("founded", fact.founded, "dissolved", fact.dissolved)];
    for (begins, begin, ends, end) in life {
        if let (Some(begin), Some(end)) = (begin, end)
            && end.surely_before(begin)
        {
            findings.error(place, format!("{ends} {end} lies before {begins} {begin}"));
        }
    }
    if let (Some(born), Some(died)) = (fact.born, fact.died)
        && died.year().saturating_sub(born.year()) > LONGEST_LIFE_YEARS
    {
        findings.error(place, "lived longer than anybody on record");
    }
    for held in &fact.held {
        check_position(findings, place, fact, held);
    }
    match fact.kind {
        EntityKind::Person if fact.founded.is_some() || fact.dissolved.is_some() || fact.parent.is_some() => {
            findings.error(place, "is a person with an organization's fields");
        }
        EntityKind::Organization if fact.born.is_some() || fact.died.is_some() || fact.party.is_some() => {
            findings.error(place, "is an organization with a person's fields");
        }
        _ => {}
    }
}

fn check_texts(findings: &mut Findings, place: &str, fact: &Fact) {
    let names = || std::iter::once(&fact.name).chain(&fact.aliases);
    if names().any(|name| name.trim().is_empty() || name.trim() != name) {
        findings.error(place, "has an empty name or spaces around one");
    }
    if !fact.name.chars().any(char::is_alphanumeric) {
        findings.error(place, "has a name without a letter or digit");
    }
    if names().any(|name| name.chars().count() > LONGEST_NAME) {
        findings.error(place, format!("has a name of more than {LONGEST_NAME} characters"));
    }
    let described = fact.desc.as_deref().map_or(0, |description| description.chars().count());
    if described > LONGEST_DESCRIPTION {
        findings.error(place, format!("has a description of {described} characters"));
    }
    if let Some(matter) =
        fact.desc.as_deref().filter(|_| fact.kind == EntityKind::Person).and_then(private_matter)
    {
        findings.error(place, format!("has a description that tells of {matter}: {:?}", fact.desc));
    }
    if let Some(metonym) = fact.metonyms.iter().find(|metonym| !names().any(|name| name == *metonym)) {
        findings.error(place, format!("its metonym {metonym:?} is none of its names"));
    }
    if let Some(alias) = fact.aliases.iter().find(|alias| NO_NAMES.contains(&alias.as_str())) {
        findings.error(place, format!("has the alias {alias:?}, which names nobody"));
    }
    if fact.aliases.len() > MOST_ALIASES || fact.held.len() > MOST_POSITIONS {
        findings.error(place, "has more aliases or positions than anybody; is it several records in one?");
    }
    let others = [&fact.desc, &fact.seat, &fact.party, &fact.wiki].into_iter().flatten();
    let offices = fact.held.iter().flat_map(|held| std::iter::once(&held.what).chain(&held.of));
    // An invisible mark can make one name look like another, or turn a line around.
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffd}')
    };
    if let Some(text) = names().chain(others).chain(offices).find(|text| text.contains(hidden)) {
        findings.error(place, format!("holds a control character or an invisible mark: {text:?}"));
    }
}

fn check_position(findings: &mut Findings, place: &str, fact: &Fact, held: &HeldPosition) {
    let mut wrong = |what: &str| findings.error(place, format!("{}: {what}", held.what));
    if held.what.trim().is_empty() {
        wrong("a position without a name");
    }
    if let (Some(from), Some(end)) = (held.from, held.to.or(held.by))
        && end.surely_before(from)
    {
        wrong(&format!("ends {end} before it begins {from}"));
    }
    if held.to.is_some() && (held.asof.is_some() || held.by.is_some()) {
        wrong("has an end and an as-of date or a latest end; keep one");
    }
    if let (Some(born), Some(from)) = (fact.born, held.from)
        && from.surely_before(born)
    {
        wrong("begins before birth");
    }
    if let (Some(died), Some(from)) = (fact.died, held.from)
        && died.surely_before(from)
    {
        wrong("begins after death");
    }
    if let (Some(died), Some(asof)) = (fact.died, held.asof)
        && died.surely_before(asof)
    {
        wrong("is held as of a day after death; give it the day of death as its end");
    }
}

/// Offices that one person holds at a time.
const SINGULAR: &[&str] =
    &["President", "Prime Minister", "Secretary of State", "Minister of Foreign Affairs"];

/// One office, held by two people for longer than a handover.
fn contradictions(findings: &mut Findings, records: &[Fact]) {
    type Term<'f> = (Date, Date, &'f str);
    let mut terms: HashMap<(&str, &str), Vec<Term<'_>>> = HashMap::new();
    for fact in records {
        let place = fact.id.as_str();
        for held in fact.held.iter().filter(|held| SINGULAR.contains(&held.what.as_str())) {
            if let (Some(of), Some(from), Some(to)) = (&held.of, held.from, held.to) {
                terms.entry((&held.what, of)).or_default().push((from, to, place));
            }
        }
    }
    let mut offices: Vec<_> = terms.into_iter().collect();
    offices.sort_by_key(|(office, _)| *office);
    for ((what, of), mut terms) in offices {
        terms.sort_by_key(|(from, ..)| *from);
        for (first, second) in terms.iter().zip(terms.iter().skip(1)) {
            let overlap = first.1.first_day().days_from_epoch().min(second.1.first_day().days_from_epoch())
                - second.0.last_day().days_from_epoch();
            if overlap > HANDOVER_DAYS && first.2 != second.2 {
                let what = format!("{what}, {of}: held {overlap} days together with {}", first.2);
                findings.warning(second.2, what);
            }
        }
    }
}

/// Checks a pack: every checksum, every record, and each entity's dates.
///
/// # Errors
/// When the pack is damaged.
pub fn check_pack(pack: &Pack) -> Result<Vec<Finding>, PackError> {
    pack.verify()?;
    let mut findings = Findings::default();
    for entity in pack.entities() {
        check_entity(&mut findings, &entity);
    }
    Ok(findings.found)
}

fn check_entity(findings: &mut Findings, entity: &Entity<'_>) {
    let place = entity.id();
    if entity.name().trim().is_empty() {
        findings.error(&place, "has an empty name");
    }
    for (begin, end) in [(entity.born(), entity.died()), (entity.founded(), entity.dissolved())] {
        if let (Some(begin), Some(end)) = (begin, end)
            && end.surely_before(begin)
        {
            findings.error(&place, format!("ends {end} before it begins {begin}"));
        }
    }
    for position in entity.positions() {
        if let (Some(from), Some(to)) = (position.from, position.to)
            && to.surely_before(from)
        {
            findings.error(&place, format!("{}: ends {to} before it begins {from}", position.what));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_agrees_and_nowhere_differs_may_be_listed_twice() {
        let fact = |json: &str| serde_json::from_str::<Fact>(json).unwrap();
        let player = fact(
            r#"{"id":"Q1","kind":"person","type":"athlete","name":"Ann Lee","born":"1980-05-01","country":"GB"}"#,
        );
        let same = fact(r#"{"id":"x:ann-lee","kind":"person","name":"Ann Lee","born":"1980"}"#);
        let other =
            fact(r#"{"id":"x:ann-lee-actor","kind":"person","type":"actor","name":"Ann Lee","born":"1980"}"#);
        let silent = fact(r#"{"id":"x:ann-lee-page","kind":"person","name":"Ann Lee"}"#);
        assert!(may_be_one(&player, &same));
        assert!(!may_be_one(&player, &other), "another walk of life");
        assert!(!may_be_one(&player, &silent), "nothing agrees");
    }
}
