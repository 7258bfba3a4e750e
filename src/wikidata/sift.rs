//! Sifting: what a line of a dump gives, before other items' labels are known.
//!
//! Ranks: deprecated statements are never read. Of a life, a seat, a parent and a party the preferred statement holds; of
//! offices, employers and memberships every one is kept, since a preferred office does not unmake the former ones.

use crate::date::Date;
use crate::knowledge::{EntityKind, NO_NAMES, private_matter};

use super::classes::{Classes, Verdict};
use super::country;
use super::draft::{Draft, End, Label, Office, Role, Term, Tie, TieKind};
use super::id::ItemId;
use super::item::{Item, ItemError, Snak, Statement, Value};
use super::names;
use super::occupation;
use super::property::Property;

/// The most aliases that are kept of one item; beyond, they are spellings of catalogues.
const MOST_ALIASES: usize = 40;

/// The most terms that are kept of one item, half of what `pack check` takes, since ties add others.
const MOST_TERMS: usize = 250;

/// What a line gives.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sifted {
    /// The record to be, of a person or organization.
    pub draft: Option<Draft>,
    /// What the item is called, where another's record may name it.
    pub label: Option<Label>,
    /// What it tells of people.
    pub ties: Vec<Tie>,
    /// It is a person or organization without a name in Latin script.
    pub nameless: bool,
    /// The day of its last change.
    pub changed: Option<Date>,
}

/// Reads a line of a dump, without the comma at its end.
///
/// # Errors
/// When it is no JSON of an entity.
pub fn sift(line: &str, classes: &Classes) -> Result<Sifted, ItemError> {
    let Some((id, item)) = Item::read(line)? else { return Ok(Sifted::default()) };
    let mut sifted = Sifted { changed: item.day(), ..Sifted::default() };
    let verdict = match classes.judge(item.claims.items(Property::InstanceOf)) {
        Verdict::Unknown if looks_like_an_organization(&item) => Verdict::Organization("other", false),
        verdict => verdict,
    };
    let name =
        item.labels.best.as_ref().and_then(|(preference, label)| Some((*preference, names::name(label)?)));
    let name = name.or_else(|| Some((u8::MAX, fallback_name(&item)?)));
    match verdict {
        Verdict::Unread => return Ok(sifted),
        Verdict::Person => {
            sifted.nameless = name.is_none();
            sifted.draft = name.map(|(_, name)| person(id, &item, name));
            sifted
                .ties
                .extend(item.claims.of(Property::PositionHeld).filter_map(|held| followed(id, &item, held)));
            return Ok(sifted);
        }
        Verdict::Organization(kind, _) => {
            sifted.nameless = name.is_none();
            sifted.draft = name.as_ref().map(|(_, name)| organization(id, &item, name.clone(), kind));
            roles(id, &item, &mut sifted.ties);
        }
        Verdict::Thing | Verdict::Unknown => {}
    }
    heads(id, &item, &mut sifted.ties);
    sifted.label = name.map(|(preference, name)| Label {
        id,
        revision: item.revision,
        name,
        foreign: !names::is_english(preference),
        private: matches!(verdict, Verdict::Organization(_, true)),
        of: [Property::Jurisdiction, Property::Directs, Property::Country]
            .into_iter()
            .find_map(|property| item.claims.best(property).find_map(Statement::item))
            .filter(|of| *of != id),
    });
    Ok(sifted)
}

/// A class and its superclasses.
pub type Superclasses = (ItemId, Vec<ItemId>);

/// What classes a line's item is a subclass of; `None` where of none.
///
/// # Errors
/// When it is no JSON of an entity.
pub fn superclasses(line: &str) -> Result<Option<Superclasses>, ItemError> {
    let Some((id, item)) = Item::read(line)? else { return Ok(None) };
    let above: Vec<ItemId> = item.claims.items(Property::SubclassOf).collect();
    Ok((!above.is_empty()).then_some((id, above)))
}

/// Words that end the name of an organization and of little else.
const HEADS: &[&str] = &[
    "Agency",
    "Association",
    "Authority",
    "Board",
    "Bureau",
    "Commission",
    "Committee",
    "Company",
    "Corporation",
    "Council",
    "Department",
    "Directorate",
    "Foundation",
    "Institute",
    "Ministry",
    "Office",
    "Organisation",
    "Organization",
    "Service",
    "Society",
    "Trust",
    "Union",
    "Unit",
    "University",
];

/// Whether an item of which no class is known has what only organizations have: somebody who leads it, a headquarters, a
/// parent organization; or, where Wikidata gives no class at all, a country, a website and a telling name.
fn looks_like_an_organization(item: &Item<'_>) -> bool {
    let leads =
        [Property::ChiefExecutive, Property::Chair, Property::Director, Property::Seat, Property::Parent];
    if leads.into_iter().any(|property| item.claims.has(property)) {
        return true;
    }
    let names_one = || {
        let last =
            item.labels.best.as_ref().and_then(|(_, label)| label.rsplit(' ').next().map(str::to_owned));
        last.is_some_and(|last| HEADS.contains(&last.as_str()))
    };
    !item.claims.has(Property::InstanceOf)
        && !item.claims.has(Property::SubclassOf)
        && item.claims.has(Property::Country)
        && item.claims.has(Property::Website)
        && names_one()
}

/// A name where no label is in Latin script: the official name, the English Wikipedia's title without its bracket.
fn fallback_name(item: &Item<'_>) -> Option<String> {
    let official = item.claims.best(Property::OfficialName).find_map(|name| names::name(name.value.text()?));
    let title = || item.sitelinks.english.as_deref().and_then(|title| names::name(without_bracket(title)));
    official.or_else(title)
}

fn without_bracket(title: &str) -> &str {
    title.split_once(" (").map_or(title, |(name, _)| name)
}

/// Aliases as facts take them: clean, in Latin script, none twice, none the name.
fn aliases<'t>(name: &str, given: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut aliases: Vec<String> = Vec::new();
    for alias in given.filter_map(names::name) {
        if aliases.len() == MOST_ALIASES {
            break;
        }
        if alias != name && !aliases.contains(&alias) && !NO_NAMES.contains(&alias.as_str()) {
            aliases.push(alias);
        }
    }
    aliases
}

fn person(id: ItemId, item: &Item<'_>, name: String) -> Draft {
    let offices: Vec<Term> = item.claims.of(Property::PositionHeld).filter_map(office).collect();
    let occupations: Vec<ItemId> = item
        .claims
        .best(Property::Occupation)
        .chain(item.claims.of(Property::Occupation))
        .filter_map(Statement::item)
        .collect();
    let class = occupation::class(&occupations, !offices.is_empty());
    let employed = |statement: &Statement<'_>| {
        let role = [Property::PositionHeld, Property::InTheRoleOf]
            .into_iter()
            .find_map(|p| statement.qualified_by(p));
        let otherwise = if class == Some("journalist") { Role::Journalist } else { Role::Employee };
        let office = role.map_or(Office::Role(otherwise), Office::Item);
        Some(Term { office, of: Some(statement.item()?), from: start(statement), end: end(statement) })
    };
    let member = |statement: &Statement<'_>| {
        let office = Office::Role(Role::Member);
        Some(Term { office, of: Some(statement.item()?), from: start(statement), end: end(statement) })
    };
    let mut held = offices;
    held.extend(item.claims.of(Property::Employer).filter_map(employed));
    held.extend(item.claims.of(Property::MemberOf).filter_map(member));
    held.truncate(MOST_TERMS);
    let description = item.descriptions.english.as_ref().and_then(|(_, text)| names::description(text));
    let given = item.labels.every.iter().chain(&item.aliases.english).map(AsRef::as_ref);
    Draft {
        aliases: aliases(&name, given),
        id,
        revision: item.revision,
        kind: EntityKind::Person,
        class: class.map(str::to_owned),
        name,
        country: country_of(item, Property::Citizenship),
        description: description.filter(|text| private_matter(text).is_none()),
        begin: day(item, Property::Birth),
        end: day(item, Property::Death),
        over: item.claims.has(Property::Death),
        in_office: item.claims.has(Property::PositionHeld),
        seat: None,
        party: latest(item, Property::Party),
        parent: None,
        led: None,
        wiki: wiki(item),
        editions: item.sitelinks.editions,
        held,
    }
}

fn organization(id: ItemId, item: &Item<'_>, name: String, kind: &str) -> Draft {
    let official = item.claims.of(Property::OfficialName).filter_map(|name| name.value.text());
    let given = item.labels.every.iter().chain(&item.aliases.english).map(AsRef::as_ref).chain(official);
    Draft {
        aliases: aliases(&name, given),
        id,
        revision: item.revision,
        kind: EntityKind::Organization,
        class: Some(kind.to_owned()),
        name,
        country: country_of(item, Property::Country),
        description: item.descriptions.english.as_ref().and_then(|(_, text)| names::description(text)),
        begin: day(item, Property::Inception),
        end: day(item, Property::Dissolution),
        over: item.claims.has(Property::Dissolution),
        in_office: false,
        seat: latest(item, Property::Seat),
        party: None,
        parent: latest(item, Property::Parent).filter(|parent| *parent != id),
        led: latest(item, Property::OfficeOfHead),
        wiki: wiki(item),
        editions: item.sitelinks.editions,
        held: Vec::new(),
    }
}

fn wiki(item: &Item<'_>) -> Option<String> {
    item.sitelinks.english.as_deref().map(names::clean).filter(|title| !title.is_empty())
}

/// The day of the best statement that has one.
fn day(item: &Item<'_>, property: Property) -> Option<Date> {
    item.claims.best(property).find_map(|statement| statement.value.date())
}

fn start(statement: &Statement<'_>) -> Option<Date> {
    statement.qualifier(Property::Start).and_then(Snak::date)
}

/// How a statement ends. An end that is unknown or coarser than a year is an end; so is a successor without one.
fn end(statement: &Statement<'_>) -> End {
    match statement.qualifier(Property::End) {
        Some(Snak::Known(Value::Time(Some(day)))) => End::On(*day),
        Some(Snak::Known(_) | Snak::Unknown) => End::Unknown,
        Some(Snak::None) => End::Open,
        None => match statement.qualifier(Property::ReplacedBy) {
            Some(Snak::Known(_) | Snak::Unknown) => End::Unknown,
            Some(Snak::None) | None => End::Open,
        },
    }
}

/// What an office is of, as the statement tells it.
fn of(statement: &Statement<'_>) -> Option<ItemId> {
    [Property::Of, Property::Jurisdiction, Property::Directs]
        .into_iter()
        .find_map(|p| statement.qualified_by(p))
}

fn office(statement: &Statement<'_>) -> Option<Term> {
    let office = Office::Item(statement.item()?);
    Some(Term { office, of: of(statement), from: start(statement), end: end(statement) })
}

/// Whom a person followed in an office, and when: the predecessor's term has ended by then.
fn followed(id: ItemId, item: &Item<'_>, statement: &Statement<'_>) -> Option<Tie> {
    let person = statement.qualified_by(Property::Replaces).filter(|person| *person != id)?;
    let kind = TieKind::Followed(statement.item()?, start(statement)?);
    Some(Tie { person, source: id, revision: item.revision, kind })
}

/// The latest item of a property: of the best rank, one that has not ended before one that has, then the later begun or
/// ended.
fn latest(item: &Item<'_>, property: Property) -> Option<ItemId> {
    let when = |statement: &Statement<'_>| match end(statement) {
        End::Open => (true, start(statement)),
        End::On(day) | End::By(day) => (false, Some(day)),
        End::Unknown => (false, start(statement)),
    };
    let mut best: Option<((bool, Option<Date>), ItemId)> = None;
    for statement in item.claims.best(property) {
        let Some(value) = statement.item() else { continue };
        if best.is_none_or(|(known, _)| when(statement) > known) {
            best = Some((when(statement), value));
        }
    }
    best.map(|(_, value)| value)
}

/// The code of the first country that still holds, or of the first at all.
fn country_of(item: &Item<'_>, property: Property) -> Option<String> {
    let code = |statement: &Statement<'_>| statement.item().and_then(country::code);
    let holds = |statement: &&Statement<'_>| end(statement) == End::Open;
    let now = item.claims.best(property).filter(holds).find_map(code);
    now.or_else(|| item.claims.best(property).find_map(code)).map(str::to_owned)
}

/// Who leads or founded an organization.
fn roles(id: ItemId, item: &Item<'_>, ties: &mut Vec<Tie>) {
    let roles = [
        (Property::ChiefExecutive, Role::ChiefExecutive),
        (Property::Chair, Role::Chair),
        (Property::Director, Role::Director),
        (Property::FoundedBy, Role::Founder),
    ];
    for (property, role) in roles {
        let held = item.claims.of(property).take(MOST_TERMS);
        ties.extend(held.filter_map(|statement| tie(id, item, statement, Office::Role(role))));
    }
}

/// Who is or was head of a country's or city's government or state.
fn heads(id: ItemId, item: &Item<'_>, ties: &mut Vec<Tie>) {
    let heads = [
        (Property::HeadOfGovernment, Property::OfficeOfHeadOfGovernment, Role::HeadOfGovernment),
        (Property::HeadOfState, Property::OfficeOfHeadOfState, Role::HeadOfState),
    ];
    for (property, office, role) in heads {
        let office = item.claims.best(office).find_map(Statement::item);
        let office = office.map_or(Office::Role(role), Office::Item);
        let held = item.claims.of(property).take(MOST_TERMS);
        ties.extend(held.filter_map(|statement| tie(id, item, statement, office)));
    }
}

fn tie(id: ItemId, item: &Item<'_>, statement: &Statement<'_>, office: Office) -> Option<Tie> {
    let term = Term { office, of: Some(id), from: start(statement), end: end(statement) };
    Some(Tie { person: statement.item()?, source: id, revision: item.revision, kind: TieKind::Holds(term) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wikidata::property::DENIED;

    /// The value that must be nowhere: an item, a text and a time.
    const ITEM: u32 = 777_777_777;
    const TEXT: &str = "Forbiddenia";
    const YEAR: &str = "1777";

    fn forbidden(property: &str, kind: usize) -> String {
        let value = match kind {
            0 => format!(r#"{{"entity-type":"item","numeric-id":{ITEM},"id":"Q{ITEM}"}}"#),
            1 => format!(r#""{TEXT}""#),
            2 => format!(r#"{{"text":"{TEXT}","language":"en"}}"#),
            _ => format!(r#"{{"time":"+{YEAR}-01-01T00:00:00Z","precision":11,"calendarmodel":"Q1985727"}}"#),
        };
        format!(r#"{{"snaktype":"value","property":"{property}","datavalue":{{"value":{value}}}}}"#)
    }

    #[test]
    fn no_value_of_a_denied_property_reaches_a_row() {
        let classes = Classes::shipped();
        for (denied, label) in DENIED {
            for kind in 0..4 {
                let snak = forbidden(denied, kind);
                let qualified = |property: &str| {
                    format!(
                        r#""{property}":[{{"mainsnak":{{"snaktype":"value","datavalue":{{"value":{{"id":"Q30"}}}}}},"rank":"preferred","qualifiers":{{"{denied}":[{snak}]}},"references":[{{"snaks":{{"{denied}":[{snak}]}}}}]}}]"#
                    )
                };
                for class in [5, 43_229, 515] {
                    let all =
                        ["P39", "P108", "P463", "P102", "P27", "P17", "P159", "P749", "P169", "P6", "P1001"]
                            .map(qualified)
                            .join(",");
                    let line = format!(
                        r#"{{"type":"item","id":"Q1","labels":{{"en":{{"value":"Somebody"}}}},"claims":{{"P31":[{{"mainsnak":{{"snaktype":"value","datavalue":{{"value":{{"id":"Q{class}"}}}}}}}}],"{denied}":[{{"mainsnak":{snak},"rank":"preferred"}}],{all}}}}}"#
                    );
                    let rows = format!("{:?}", sift(&line, &classes).unwrap());
                    assert!(rows.contains("Somebody"));
                    for trace in [ITEM.to_string().as_str(), TEXT, YEAR] {
                        assert!(!rows.contains(trace), "{denied} {label}: {rows}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_term_ends_by_its_end_its_unknown_end_or_its_successor() {
        let held = |qualifiers: &str| {
            let line = format!(
                r#"{{"type":"item","id":"Q9","labels":{{"en":{{"value":"Somebody"}}}},"claims":{{"P31":[{{"mainsnak":{{"snaktype":"value","datavalue":{{"value":{{"id":"Q5"}}}}}}}}],"P39":[{{"mainsnak":{{"snaktype":"value","datavalue":{{"value":{{"id":"Q11"}}}}}},"qualifiers":{{{qualifiers}}}}}]}}}}"#
            );
            sift(&line, &Classes::shipped()).unwrap().draft.unwrap().held[0].end
        };
        let time = |precision: u8| {
            format!(
                r#"[{{"snaktype":"value","datavalue":{{"value":{{"time":"+2001-02-03T00:00:00Z","precision":{precision}}}}}}}]"#
            )
        };
        assert_eq!(held(""), End::Open);
        assert_eq!(held(r#""P582":[{"snaktype":"novalue"}]"#), End::Open);
        assert_eq!(held(&format!(r#""P582":{}"#, time(11))), End::On("2001-02-03".parse().unwrap()));
        assert_eq!(held(&format!(r#""P582":{}"#, time(10))), End::On("2001-02".parse().unwrap()));
        assert_eq!(held(&format!(r#""P582":{}"#, time(8))), End::Unknown);
        assert_eq!(held(r#""P582":[{"snaktype":"somevalue"}]"#), End::Unknown);
        let successor = r#""P1366":[{"snaktype":"value","datavalue":{"value":{"id":"Q12"}}}]"#;
        assert_eq!(held(successor), End::Unknown);
        assert_eq!(held(&format!(r#"{successor},"P582":[{{"snaktype":"novalue"}}]"#)), End::Open);
    }

    #[test]
    fn a_real_dump_may_write_empty_maps_as_lists_and_old_ones_ids_as_numbers() {
        let line = r#"{"type":"item","id":"Q9","labels":{"en":{"language":"en","value":"Nobody"}},"descriptions":[],"aliases":[],"claims":{"P31":[{"mainsnak":{"snaktype":"value","property":"P31","datavalue":{"value":{"entity-type":"item","numeric-id":5},"type":"wikibase-entityid"}},"type":"statement","rank":"normal","qualifiers":[]}]},"sitelinks":[]}"#;
        let draft = sift(line, &Classes::shipped()).unwrap().draft.unwrap();
        assert_eq!((draft.kind, draft.name.as_str()), (EntityKind::Person, "Nobody"));
        assert!(sift(r#"{"type":"item","id":"Q9","claims":[1]}"#, &Classes::shipped()).is_err());
        assert_eq!(
            sift(r#"{"type":"property","id":"P31"}"#, &Classes::shipped()).unwrap(),
            Sifted::default()
        );
    }
}
