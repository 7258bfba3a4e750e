//! Leaders: who headed an organization, found in the offices of people.
//!
//! In: facts with their positions. Out: for each organization the people and positions that led it, the earliest first.
//! Three ways lead there: the office that the organization's record names ([`Fact::led`]), an office of that name in
//! the organization itself ("President" of "European Commission"), and for a ministry its country's minister of the same
//! field ("Minister of Finance" of "France").

use std::collections::HashMap;

use super::countries::{countries, country};
use super::fact::{EntityKind, Fact, HeldPosition};
use super::fold::fold;

/// A position of a person, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Leader {
    /// The person's place among the facts.
    pub(super) person: u32,
    /// The position's place among the person's.
    pub(super) position: u32,
}

/// The most leaders that are kept of one organization, the latest ones; a ministry since 1800 has had some hundred.
const MOST_LEADERS: usize = 200;

/// Offices that head an organization of a type, folded.
const HEADS: &[(&str, &[&str])] = &[
    (
        "company",
        &[
            "chief executive",
            "chief executive officer",
            "ceo",
            "chairman",
            "chairwoman",
            "chairperson",
            "chair",
            "president",
            "managing director",
            "team principal",
        ],
    ),
    (
        "intergovernmental",
        &[
            "secretary general",
            "director general",
            "president",
            "chair",
            "chairman",
            "chairperson",
            "managing director",
            "high commissioner",
            "executive director",
        ],
    ),
    (
        "agency",
        &[
            "director",
            "director general",
            "administrator",
            "commissioner",
            "chair",
            "chairman",
            "governor",
            "president",
            "head",
            "chief",
        ],
    ),
    (
        "party",
        &[
            "leader",
            "party leader",
            "president",
            "chairman",
            "chairwoman",
            "chairperson",
            "chair",
            "general secretary",
            "secretary general",
            "first secretary",
        ],
    ),
    ("club", &["head coach", "manager", "coach"]),
    ("court", &["chief justice", "president"]),
    ("university", &["president", "rector", "chancellor", "vice chancellor"]),
    ("media", &["editor", "editor in chief", "director general", "chief executive"]),
    (
        "ngo",
        &[
            "president",
            "secretary general",
            "executive director",
            "chair",
            "chairman",
            "director general",
            "director",
        ],
    ),
    ("armed-group", &["leader", "commander"]),
    ("other", &["president", "director", "secretary general", "chair", "chairman", "speaker"]),
];

/// Offices by title and body, both folded.
type Offices = HashMap<(String, String), Vec<Leader>>;

/// For each fact in turn who led it; `held` holds the positions of each fact as the pack has them.
pub(super) fn leaders(facts: &[Fact], held: &[Vec<HeldPosition>]) -> Vec<Vec<Leader>> {
    let mut offices: Offices = HashMap::new();
    for (person, held) in (0..).zip(held) {
        for (position, held) in (0..).zip(held) {
            if let Some(of) = &held.of {
                let key = (fold(&held.what), body(of));
                offices.entry(key).or_default().push(Leader { person, position });
            }
        }
    }
    let bearers = bearers(facts);
    facts.iter().map(|fact| led(fact, &offices, &bearers, held)).collect()
}

/// A body's name, folded, without its article.
fn body(name: &str) -> String {
    let folded = fold(name);
    folded.strip_prefix("the ").map(str::to_owned).unwrap_or(folded)
}

/// How many organizations and countries bear a name.
fn bearers(facts: &[Fact]) -> HashMap<String, u32> {
    let mut bearers: HashMap<String, u32> = HashMap::new();
    let organizations = facts.iter().filter(|fact| fact.kind == EntityKind::Organization);
    for fact in organizations {
        let mut names: Vec<String> =
            std::iter::once(&fact.name).chain(&fact.aliases).map(|name| body(name)).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().for_each(|name| *bearers.entry(name).or_default() += 1);
    }
    for name in countries().iter().flat_map(|country| country.names()) {
        *bearers.entry(body(name)).or_default() += 1;
    }
    bearers
}

fn led(
    fact: &Fact,
    offices: &Offices,
    bearers: &HashMap<String, u32>,
    held: &[Vec<HeldPosition>],
) -> Vec<Leader> {
    if fact.kind != EntityKind::Organization {
        return Vec::new();
    }
    let mut found: Vec<Leader> = Vec::new();
    let mut take =
        |what: String, of: &str| found.extend(offices.get(&(what, of.to_owned())).into_iter().flatten());
    if let Some(office) = &fact.led {
        take(fold(&office.what), &body(office.of.as_deref().unwrap_or_default()));
    }
    let names = std::iter::once(&fact.name).chain(&fact.aliases).map(|name| body(name));
    // A name that others bear too may be theirs in the facts of people.
    for name in names.filter(|name| bearers.get(name).is_some_and(|bearers| *bearers == 1)) {
        let class = fact.class.as_deref().unwrap_or("other");
        let heads = HEADS.iter().find(|(known, _)| *known == class).map(|(_, heads)| *heads);
        for head in heads.unwrap_or_default() {
            take((*head).to_owned(), &name);
            take(format!("{head} of {name}"), &name);
            take(format!("{head} of the {name}"), &name);
        }
    }
    for (field, country) in ministries(fact) {
        for office in [
            format!("minister of {field}"),
            format!("minister of the {field}"),
            format!("minister for {field}"),
            format!("minister for the {field}"),
            format!("{field} minister"),
            format!("secretary of {field}"),
            format!("secretary of the {field}"),
            format!("secretary of state for {field}"),
        ] {
            take(office, &country);
        }
    }
    found.sort_unstable();
    found.dedup();
    let begins = |leader: &Leader| {
        held.get(leader.person as usize).and_then(|held| held.get(leader.position as usize)?.from)
    };
    found.sort_by_key(|leader| (begins(leader), *leader));
    let surplus = found.len().saturating_sub(MOST_LEADERS);
    found.drain(..surplus);
    found
}

/// The fields of a ministry, by each of its names, with each name of its country.
fn ministries(fact: &Fact) -> Vec<(String, String)> {
    let Some(country) = fact.country.as_deref().and_then(country) else { return Vec::new() };
    // A capital can share its name with a state or a city that has ministers of its own.
    let own: Vec<String> = country.names().filter(|name| *name != country.capital).map(body).collect();
    let mut found = Vec::new();
    for name in std::iter::once(&fact.name).chain(&fact.aliases) {
        let folded = body(name.split(['(', ',']).next().unwrap_or(name));
        let unprefixed = own
            .iter()
            .chain([&"us".to_owned(), &"uk".to_owned()])
            .find_map(|own| folded.strip_prefix(own.as_str()).map(|rest| rest.trim_start().to_owned()));
        let folded = unprefixed.filter(|rest| !rest.is_empty()).unwrap_or(folded);
        let field = ["ministry of ", "ministry for ", "department of ", "department for "]
            .iter()
            .find_map(|kind| folded.strip_prefix(kind));
        let Some(field) = field.map(|field| field.strip_prefix("the ").unwrap_or(field)) else { continue };
        // "… of the Russian Federation": what a country calls itself ends the name.
        let ends = [" of the ", " of "].iter().find_map(|of| {
            let (field, end) = field.split_once(of)?;
            let formal = ["republic", "federation", "kingdom", "states", "peoples"]
                .iter()
                .any(|word| end.contains(word));
            (formal || own.iter().any(|own| own == end)).then_some(field)
        });
        let field = ends.unwrap_or(field).to_owned();
        found.extend(own.iter().map(|own| (field.clone(), own.clone())));
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaders_of_last(lines: &str) -> Vec<String> {
        let facts: Vec<Fact> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let held: Vec<Vec<HeldPosition>> = facts.iter().map(|fact| fact.held.clone()).collect();
        let led = leaders(&facts, &held).pop().unwrap();
        led.into_iter().map(|leader| facts[leader.person as usize].name.clone()).collect()
    }

    #[test]
    fn a_body_is_led_by_who_heads_it_the_earliest_first() {
        let led = leaders_of_last(
            r#"{"id":"Q1","kind":"person","name":"Ann Lee","held":[{"what":"Secretary-General","of":"League of Bays","from":"2014"}]}
{"id":"Q2","kind":"person","name":"Bo Ek","held":[{"what":"Secretary General","of":"the League of Bays","from":"2009","to":"2014"}]}
{"id":"Q3","kind":"person","name":"Cy Moe","held":[{"what":"Ambassador","of":"League of Bays","from":"2010"}]}
{"id":"Q4","kind":"organization","type":"intergovernmental","name":"League of Bays"}"#,
        );
        assert_eq!(led, ["Bo Ek", "Ann Lee"]);
    }

    #[test]
    fn a_ministry_is_led_by_its_countrys_minister() {
        let people = r#"{"id":"Q1","kind":"person","name":"Ann Lee","held":[{"what":"Minister of Foreign Affairs","of":"Russia","from":"2004"}]}
{"id":"Q2","kind":"person","name":"Bo Ek","held":[{"what":"Minister of Foreign Affairs","of":"France","from":"2004"}]}
{"id":"Q3","kind":"person","name":"Cy Moe","held":[{"what":"Secretary of State","of":"United States","from":"2004"}]}
"#;
        let ministry = r#"{"id":"Q4","kind":"organization","type":"agency","name":"Ministry of Foreign Affairs of the Russian Federation","country":"RU"}"#;
        assert_eq!(leaders_of_last(&format!("{people}{ministry}")), ["Ann Lee"]);
        let state = r#"{"id":"Q5","kind":"organization","type":"agency","name":"U.S. Department of State","country":"US"}"#;
        assert_eq!(leaders_of_last(&format!("{people}{state}")), ["Cy Moe"]);
    }

    #[test]
    fn a_record_can_name_the_office_that_leads() {
        let led = leaders_of_last(
            r#"{"id":"Q1","kind":"person","name":"Ann Lee","held":[{"what":"President","of":"Ruritania","from":"2004"}]}
{"id":"Q2","kind":"organization","type":"agency","name":"Red Palace","led":{"what":"President","of":"Ruritania"}}"#,
        );
        assert_eq!(led, ["Ann Lee"]);
    }

    #[test]
    fn a_name_that_others_bear_too_leads_to_nobody() {
        let led = leaders_of_last(
            r#"{"id":"Q1","kind":"person","name":"Ann Lee","held":[{"what":"President","of":"Georgia","from":"2004"}]}
{"id":"Q2","kind":"organization","type":"university","name":"University of Georgia","aliases":["Georgia"]}"#,
        );
        assert!(led.is_empty());
    }
}
