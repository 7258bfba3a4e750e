//! Checking: is every fact sane, and every shard in order?
//!
//! In: a folder of facts, or a pack. Out: [`Finding`]s, each with its place and what to do about it.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::Path;

use crate::date::Date;

use super::build::{BuildError, SUPPLEMENT, read_shard, shards, sort_key};
use super::countries::country;
use super::entity::Entity;
use super::fact::{EntityKind, Fact};
use super::pack::{Pack, PackError};

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

/// Words that a fact's `type` may be.
const CLASSES: &[&str] = &[
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
];

/// The longest life on record is 122 years; beyond this a date is wrong.
const LONGEST_LIFE_YEARS: u16 = 123;

/// Two holders of one office on one day may be a handover; this many days at once are a contradiction.
const HANDOVER_DAYS: i64 = 120;

/// Checks every shard of a folder of facts.
///
/// # Errors
/// When the folder cannot be read at all; a shard or line that cannot be read is a finding.
pub fn check_facts(folder: &Path) -> Result<Vec<Finding>, BuildError> {
    let mut findings = Findings::default();
    let mut facts: Vec<(String, Fact)> = Vec::new();
    let mut by_hand: HashSet<String> = HashSet::new();
    for path in shards(folder)? {
        let shard = path.strip_prefix(folder).unwrap_or(&path).display().to_string();
        let supplement = path.file_name().is_some_and(|name| name == SUPPLEMENT);
        if std::fs::metadata(&path).is_ok_and(|data| data.len() > LARGEST_SHARD) {
            findings.error(&shard, format!("is over {LARGEST_SHARD} bytes; split it"));
        }
        let lines = match read_shard(&path) {
            Ok(lines) => lines,
            Err(error) => {
                findings.error(&shard, error.to_string());
                continue;
            }
        };
        let mut before = None;
        for (line, fact) in lines {
            let place = format!("{shard}, line {line} ({})", fact.id);
            match sort_key(&fact.id) {
                Err(error) => findings.error(&place, error.to_string()),
                Ok(key) => {
                    if before.as_ref().is_some_and(|before| *before >= key) {
                        findings.error(&place, "stands out of order; sort the shard by id");
                    }
                    before = Some(key);
                }
            }
            if supplement {
                by_hand.insert(fact.id.clone());
            }
            facts.push((place, fact));
        }
    }
    let mut ids: HashMap<&str, &str> = HashMap::new();
    for (place, fact) in &facts {
        if let Some(other) = ids.insert(&fact.id, place)
            && !by_hand.contains(&fact.id)
        {
            findings.error(place, format!("has the id of {other}"));
        }
    }
    for (place, fact) in &facts {
        check_fact(&mut findings, place, fact);
        if let Some(parent) = fact.parent.as_deref().filter(|parent| !ids.contains_key(parent)) {
            findings.error(place, format!("its parent {parent} is not in the facts"));
        }
    }
    contradictions(&mut findings, &facts);
    Ok(findings.found)
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

fn check_fact(findings: &mut Findings, place: &str, fact: &Fact) {
    if fact.name.trim().is_empty() || fact.name.trim() != fact.name {
        findings.error(place, "has an empty name or spaces around it");
    }
    if !fact.name.chars().any(char::is_alphanumeric) {
        findings.error(place, "has a name without a letter or digit");
    }
    if fact.pop > 100 {
        findings.error(place, "has a `pop` over 100");
    }
    if let Some(class) = fact.class.as_deref().filter(|class| !CLASSES.contains(class)) {
        findings.error(place, format!("has the unknown type {class:?}"));
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
        if held.what.trim().is_empty() {
            findings.error(place, "holds a position without a name");
        }
        let end = held.to.or(held.by);
        if let (Some(from), Some(end)) = (held.from, end)
            && end.surely_before(from)
        {
            findings.error(place, format!("{}: ends {end} before it begins {from}", held.what));
        }
        if held.to.is_some() && held.asof.is_some() {
            findings.error(place, format!("{}: has an end and an as-of date; keep one", held.what));
        }
        if let (Some(born), Some(from)) = (fact.born, held.from)
            && from.surely_before(born)
        {
            findings.error(place, format!("{}: begins before birth", held.what));
        }
    }
    match fact.kind {
        EntityKind::Person if fact.founded.is_some() || fact.dissolved.is_some() || fact.parent.is_some() => {
            findings.error(place, "is a person with an organization's fields");
        }
        EntityKind::Organization if fact.born.is_some() || fact.died.is_some() => {
            findings.error(place, "is an organization with a person's dates");
        }
        _ => {}
    }
}

/// Offices that one person holds at a time.
const SINGULAR: &[&str] =
    &["President", "Prime Minister", "Secretary of State", "Minister of Foreign Affairs"];

/// One office, held by two people for longer than a handover.
fn contradictions(findings: &mut Findings, facts: &[(String, Fact)]) {
    type Term<'f> = (Date, Date, &'f str);
    let mut terms: HashMap<(&str, &str), Vec<Term<'_>>> = HashMap::new();
    for (place, fact) in facts {
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
