//! Building: facts in, one pack out.
//!
//! In: a folder of JSON-lines shards, or facts already read. Out: the bytes of a pack; the same facts give the
//! same bytes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::date::Date;

use super::fact::{EntityKind, Fact, HeldPosition};
use super::fold::{fold, hyphenated};
use super::folder::Facts;
use super::format::{self, flag, position_flag, posting_flag, prior_flag, put_text, put_varint};
use super::forms::{FormedName, names_of};
use super::id::Id;
use super::leaders::{Leader, leaders};
use super::pack::PackInfo;
use super::source::Source;
use super::terms;

/// Why facts make no pack.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// An id is neither `Q…` nor `x:…`.
    #[error("the id {0:?} is neither Q and a number nor x: and a name")]
    Id(String),
    /// The records are not sorted by id, or two have one.
    #[error("the record {0} is out of order; sort the records by id, each once")]
    Order(String),
    /// The parts grew over the format's 32-bit offsets.
    #[error("the facts are too many for one pack; split them into several")]
    TooLarge,
}

/// Strings that many records share, each once; those used most come first and so have the shortest numbers.
struct StringPool {
    index: HashMap<String, u32>,
    strings: Vec<Vec<u8>>,
}

impl StringPool {
    fn of(facts: &[Fact], index_of: &HashMap<&str, u32>) -> Result<Self, BuildError> {
        let mut uses: BTreeMap<String, u64> = BTreeMap::new();
        let mut count = |string: &str| match uses.get_mut(string) {
            Some(uses) => *uses += 1,
            None => drop(uses.insert(string.to_owned(), 1)),
        };
        for fact in facts {
            let fields = [&fact.class, &fact.country, &fact.desc, &fact.seat, &fact.party];
            fields.into_iter().flatten().for_each(|string| count(string));
            parent_elsewhere(fact, index_of).into_iter().for_each(&mut count);
            count(&source_keys(fact));
            for held in &fact.held {
                count(&held.what);
                held.of.iter().for_each(|string| count(string));
            }
        }
        let mut strings: Vec<(String, u64)> = uses.into_iter().collect();
        strings.sort_by_key(|(_, uses)| std::cmp::Reverse(*uses));
        u32::try_from(strings.len()).map_err(|_| BuildError::TooLarge)?;
        Ok(Self {
            strings: strings.iter().map(|(string, _)| string.as_bytes().to_vec()).collect(),
            index: strings.into_iter().map(|(string, _)| string).zip(0..).collect(),
        })
    }

    fn put(&self, out: &mut Vec<u8>, string: &str) -> Result<(), BuildError> {
        let index = self.index.get(string).ok_or(BuildError::TooLarge)?;
        put_varint(out, (*index).into());
        Ok(())
    }
}

/// A record's sources as one string.
fn source_keys(fact: &Fact) -> String {
    fact.src.join(",")
}

/// A name shared by fewer people than this is no hint that a word is a given name or a surname.
const LEAST_BEARERS: u32 = 2;

/// Builds a pack, which tells the day it was built on if that is given. The same facts and day give the same bytes.
///
/// # Errors
/// When an id is malformed or out of order, or the facts outgrow the format.
pub fn build_pack(facts: &Facts, built: Option<Date>) -> Result<Vec<u8>, BuildError> {
    let records = &facts.records;
    in_order(records)?;
    let index_of: HashMap<&str, u32> =
        (0..).zip(records).map(|(index, fact)| (fact.id.as_str(), index)).collect();
    let strings = StringPool::of(records, &index_of)?;
    let mut entries = Vec::with_capacity(records.len());
    let mut info = PackInfo { format: format::VERSION, built, ..PackInfo::default() };
    let mut as_of: Option<Date> = None;
    let held: Vec<Vec<HeldPosition>> = records.iter().map(|fact| terms::join(&fact.held)).collect();
    for ((fact, held), led) in records.iter().zip(&held).zip(leaders(records, &held)) {
        match fact.kind {
            EntityKind::Person => info.people += 1,
            EntityKind::Organization => info.organizations += 1,
        }
        info.positions += held.len() as u64;
        as_of = held.iter().filter_map(|held| held.asof).chain(as_of).max();
        entries.push(record(fact, held, &led, &index_of, &strings)?);
    }
    let names = NameTables::of(records)?;
    info.names = names.count;
    info.sources = sources(facts);
    let drawn = info.sources.iter().filter_map(|source| source.as_of).chain(as_of).max();
    info.as_of = drawn.map(|date| date.to_string()).unwrap_or_default();
    let meta = serde_json::to_vec(&info).map_err(|_| BuildError::TooLarge)?;
    let table = |entries: &[Vec<u8>]| format::table(entries).ok_or(BuildError::TooLarge);
    assemble(&[
        (format::META, meta),
        (format::STRINGS, table(&strings.strings)?),
        (format::ENTITIES, table(&entries)?),
        (format::PRIORS, records.iter().map(prior).collect()),
        (format::NAMES, names.names),
        (format::GIVEN_NAMES, names.given_names),
        (format::SURNAMES, names.surnames),
        (format::HIDDEN, hidden(&facts.hidden)?),
    ])
}

fn in_order(records: &[Fact]) -> Result<(), BuildError> {
    let mut before: Option<Id<'_>> = None;
    for fact in records {
        let id = Id::parse(&fact.id).ok_or_else(|| BuildError::Id(fact.id.clone()))?;
        if before.is_some_and(|before| before.compare(id).is_ge()) {
            return Err(BuildError::Order(fact.id.clone()));
        }
        before = Some(id);
    }
    Ok(())
}

/// The sources that the records name, with what is known of them.
fn sources(facts: &Facts) -> Vec<Source> {
    let named: BTreeSet<&str> = facts.records.iter().flat_map(|fact| &fact.src).map(String::as_str).collect();
    let known = |key: &str| facts.sources.iter().find(|source| source.key == key).cloned();
    named.into_iter().map(|key| known(key).unwrap_or_else(|| Source::unknown(key))).collect()
}

fn hidden(ids: &[String]) -> Result<Vec<u8>, BuildError> {
    let mut out = Vec::new();
    for id in ids {
        Id::parse(id).ok_or_else(|| BuildError::Id(id.clone()))?;
        put_text(&mut out, id);
    }
    Ok(out)
}

/// An entity's byte in the priors.
fn prior(fact: &Fact) -> u8 {
    let organization = fact.kind == EntityKind::Organization;
    fact.pop.min(100) | if organization { prior_flag::ORGANIZATION } else { 0 }
}

fn assemble(sections: &[([u8; 4], Vec<u8>)]) -> Result<Vec<u8>, BuildError> {
    let count = u32::try_from(sections.len()).map_err(|_| BuildError::TooLarge)?;
    let mut pack = format::MAGIC.to_vec();
    pack.extend_from_slice(&format::VERSION.to_le_bytes());
    pack.extend_from_slice(&count.to_le_bytes());
    let mut offset = (format::HEADER + sections.len() * format::TABLE_ROW + 4) as u64;
    for (tag, bytes) in sections {
        pack.extend_from_slice(tag);
        pack.extend_from_slice(&crc32fast::hash(bytes).to_le_bytes());
        pack.extend_from_slice(&offset.to_le_bytes());
        pack.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        pack.extend_from_slice(&[0; 4]);
        offset += bytes.len() as u64;
    }
    let checksum = crc32fast::hash(&pack);
    pack.extend_from_slice(&checksum.to_le_bytes());
    for (_, bytes) in sections {
        pack.extend_from_slice(bytes);
    }
    Ok(pack)
}

/// The id of a parent that is not in these facts.
fn parent_elsewhere<'f>(fact: &'f Fact, index_of: &HashMap<&str, u32>) -> Option<&'f str> {
    fact.parent.as_deref().filter(|parent| !index_of.contains_key(parent) && Id::parse(parent).is_some())
}

fn record(
    fact: &Fact,
    held: &[HeldPosition],
    led: &[Leader],
    index_of: &HashMap<&str, u32>,
    strings: &StringPool,
) -> Result<Vec<u8>, BuildError> {
    let mut out = Vec::new();
    let (number, own) = match Id::parse(&fact.id) {
        Some(Id::Wikidata(number)) => (Some(number), ""),
        Some(Id::Own(own)) => (None, own),
        Some(Id::FromName(..)) | None => return Err(BuildError::Id(fact.id.clone())),
    };
    let parent = fact.parent.as_deref().and_then(|parent| index_of.get(parent).copied());
    let parent_elsewhere = parent_elsewhere(fact, index_of);
    let wiki_is_name = fact.wiki.as_deref() == Some(fact.name.as_str());
    let given = |bit: u32, given: bool| if given { bit } else { 0 };
    let id_rest = own.strip_prefix(&hyphenated(&fact.name)).filter(|_| number.is_none());
    let flags = given(flag::OWN_ID, number.is_none())
        | given(flag::CLASS, fact.class.is_some())
        | given(flag::COUNTRY, fact.country.is_some())
        | given(flag::WIKI_IS_NAME, wiki_is_name)
        | given(flag::WIKI, fact.wiki.is_some() && !wiki_is_name)
        | given(flag::DESCRIPTION, fact.desc.is_some())
        | given(flag::SEAT, fact.seat.is_some())
        | given(flag::PARTY, fact.party.is_some())
        | given(flag::BORN, fact.born.is_some())
        | given(flag::DIED, fact.died.is_some())
        | given(flag::FOUNDED, fact.founded.is_some())
        | given(flag::DISSOLVED, fact.dissolved.is_some())
        | given(flag::PARENT, parent.is_some())
        | given(flag::PARENT_ELSEWHERE, parent_elsewhere.is_some())
        | given(flag::LEADERS, !led.is_empty())
        | given(flag::ID_FROM_NAME, id_rest.is_some());
    put_varint(&mut out, flags.into());
    put_text(&mut out, &fact.name);
    match number {
        Some(number) => put_varint(&mut out, number),
        None => put_text(&mut out, id_rest.unwrap_or(own)),
    }
    for string in [&fact.class, &fact.country].into_iter().flatten() {
        strings.put(&mut out, string)?;
    }
    if let Some(wiki) = fact.wiki.as_deref().filter(|_| !wiki_is_name) {
        put_text(&mut out, wiki);
    }
    for string in [&fact.desc, &fact.seat, &fact.party].into_iter().flatten() {
        strings.put(&mut out, string)?;
    }
    for date in [fact.born, fact.died, fact.founded, fact.dissolved].into_iter().flatten() {
        put_varint(&mut out, date.pack().into());
    }
    if let Some(parent) = parent {
        put_varint(&mut out, parent.into());
    }
    if let Some(parent) = parent_elsewhere {
        strings.put(&mut out, parent)?;
    }
    if !led.is_empty() {
        put_varint(&mut out, led.len() as u64);
        for leader in led {
            put_varint(&mut out, leader.person.into());
            put_varint(&mut out, leader.position.into());
        }
    }
    strings.put(&mut out, &source_keys(fact))?;
    put_varint(&mut out, held.len() as u64);
    for held in held {
        put_position(&mut out, held, strings)?;
    }
    Ok(out)
}

fn put_position(out: &mut Vec<u8>, held: &HeldPosition, strings: &StringPool) -> Result<(), BuildError> {
    let given = |bit: u8, given: bool| if given { bit } else { 0 };
    out.push(
        given(position_flag::OF, held.of.is_some())
            | given(position_flag::FROM, held.from.is_some())
            | given(position_flag::TO, held.to.is_some())
            | given(position_flag::AS_OF, held.asof.is_some())
            | given(position_flag::BY, held.by.is_some())
            | given(position_flag::EARLY, held.early),
    );
    strings.put(out, &held.what)?;
    if let Some(of) = &held.of {
        strings.put(out, of)?;
    }
    for date in [held.from, held.to, held.asof, held.by].into_iter().flatten() {
        put_varint(out, date.pack().into());
    }
    Ok(())
}

struct NameTables {
    count: u64,
    names: Vec<u8>,
    given_names: Vec<u8>,
    surnames: Vec<u8>,
}

impl NameTables {
    fn of(facts: &[Fact]) -> Result<Self, BuildError> {
        let mut bearers_of: BTreeMap<String, Vec<(u32, &Fact, FormedName)>> = BTreeMap::new();
        let (mut given, mut surnames) = (BTreeMap::<String, u32>::new(), BTreeMap::<String, u32>::new());
        for (index, fact) in (0..).zip(facts) {
            for name in names_of(fact).into_iter().filter(|name| name.folded.len() <= format::LONGEST_NAME) {
                bearers_of.entry(name.folded.clone()).or_default().push((index, fact, name));
            }
            if fact.kind == EntityKind::Person {
                let folded = fold(&fact.name);
                let words: Vec<&str> = folded.split(' ').collect();
                if let [first, .., last] = words.as_slice() {
                    *given.entry((*first).to_owned()).or_default() += 1;
                    *surnames.entry((*last).to_owned()).or_default() += 1;
                }
            }
        }
        let postings = |mut bearers: Vec<(u32, &Fact, FormedName)>| {
            let mut postings = Vec::new();
            bearers.sort_by_key(|(index, fact, _)| (Reverse(fact.pop), *index));
            for (index, _, name) in bearers {
                put_varint(&mut postings, index.into());
                postings.push(name.form as u8 | if name.caps { posting_flag::CAPS } else { 0 });
            }
            postings
        };
        let counts = |counts: BTreeMap<String, u32>| {
            let counted = counts.into_iter().filter(|(_, count)| *count >= LEAST_BEARERS);
            keys(counted.map(|(name, count)| {
                let mut value = Vec::new();
                put_varint(&mut value, count.into());
                (name, value)
            }))
        };
        Ok(Self {
            count: bearers_of.len() as u64,
            names: keys(bearers_of.into_iter().map(|(name, bearers)| (name, postings(bearers))))?,
            given_names: counts(given)?,
            surnames: counts(surnames)?,
        })
    }
}

/// Keys of entries in order.
fn keys(entries: impl Iterator<Item = (String, Vec<u8>)>) -> Result<Vec<u8>, BuildError> {
    let entries: Vec<(String, Vec<u8>)> = entries.collect();
    let entries: Vec<(&str, &[u8])> =
        entries.iter().map(|(key, value)| (key.as_str(), value.as_slice())).collect();
    format::keys(&entries).ok_or(BuildError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Knowledge, NameForm, Pack, PackError};

    const FACTS: &str = r#"{"id":"Q76","kind":"person","type":"politician","name":"Barack Obama","aliases":["Barack H. Obama"],"country":"US","born":"1961-08-04","party":"Democratic Party","wiki":"Barack Obama","held":[{"what":"President","of":"United States","from":"2009-01-20","to":"2017-01-20"}],"pop":100,"tier":1,"src":["eps","congress"]}
{"id":"Q7184","kind":"org","type":"intergovernmental","name":"NATO","aliases":["North Atlantic Treaty Organization"],"desc":"military alliance","founded":"1949","seat":"Brussels","wiki":"NATO","pop":69,"tier":1,"src":["ror"]}
{"id":"Q81299","kind":"org","type":"agency","name":"Allied Command Operations","parent":"Q7184","pop":20,"src":["ror"]}
{"id":"x:jane-van-der-doe-football","kind":"person","name":"Jane van der Doe","held":[{"what":"player","of":"Ajax","from":"2001","asof":"2004","early":true}],"pop":8,"src":["eps"]}"#;

    fn facts_of(lines: &str) -> Facts {
        let records = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        Facts { records, ..Facts::default() }
    }

    fn facts() -> Facts {
        facts_of(FACTS)
    }

    fn pack_of(facts: &Facts) -> Pack {
        Pack::open(build_pack(facts, None).unwrap()).unwrap()
    }

    /// Every field of every record, read out of the pack, is the fact's, with consecutive terms joined.
    fn reads_like(pack: &Pack, facts: &Facts) {
        pack.verify().unwrap();
        assert_eq!(pack.entities().count(), facts.records.len());
        for (entity, fact) in pack.entities().zip(&facts.records) {
            assert_eq!(
                (entity.id(), entity.kind(), entity.name()),
                (fact.id.clone(), fact.kind, fact.name.as_str())
            );
            assert_eq!(
                [
                    entity.class(),
                    entity.country(),
                    entity.description(),
                    entity.wiki(),
                    entity.seat(),
                    entity.party()
                ],
                [&fact.class, &fact.country, &fact.desc, &fact.wiki, &fact.seat, &fact.party]
                    .map(Option::as_deref),
                "{}",
                fact.id
            );
            assert_eq!(entity.prior(), fact.pop.min(100));
            assert_eq!(
                [entity.born(), entity.died(), entity.founded(), entity.dissolved()],
                [fact.born, fact.died, fact.founded, fact.dissolved],
                "{}",
                fact.id
            );
            let parent =
                entity.parent().and_then(|parent| pack.entity(parent.place)).map(|parent| parent.id());
            assert_eq!(parent, fact.parent);
            let held: Vec<HeldPosition> = entity
                .positions()
                .map(|position| HeldPosition {
                    what: position.what.to_owned(),
                    of: position.of.map(str::to_owned),
                    from: position.from,
                    to: position.to,
                    asof: position.as_of,
                    by: position.by,
                    early: position.early,
                })
                .collect();
            assert_eq!(held, terms::join(&fact.held));
            assert_eq!(entity.sources().collect::<Vec<_>>(), fact.src);
        }
    }

    #[test]
    fn every_fact_survives_the_way_into_the_pack_and_back() {
        let facts = facts();
        reads_like(&pack_of(&facts), &facts);
    }

    #[test]
    fn all_default_facts_read_out_of_the_pack_as_they_were_written() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("facts");
        let facts = crate::knowledge::read_facts(&folder).unwrap();
        reads_like(&pack_of(&facts), &facts);
    }

    #[test]
    fn an_organization_knows_who_led_it_even_from_an_earlier_pack() {
        let first = facts_of(
            r#"{"id":"Q1","kind":"person","name":"Ann Lee","held":[{"what":"Senator","of":"Ruritania"},{"what":"Secretary General","of":"League of Bays","from":"2014","asof":"2020"}]}
{"id":"Q2","kind":"organization","type":"intergovernmental","name":"League of Bays"}"#,
        );
        let second =
            facts_of(r#"{"id":"Q2","kind":"organization","name":"League of Bays","desc":"a league"}"#);
        for packs in [vec![pack_of(&first)], vec![pack_of(&first), pack_of(&second)]] {
            packs.iter().for_each(|pack| pack.verify().unwrap());
            let knowledge = Knowledge::new(packs).unwrap();
            let league = knowledge.by_id("Q2").unwrap();
            let led: Vec<_> = knowledge.leaders(&league).map(|(who, post)| (who.id(), post.what)).collect();
            assert_eq!(led, [("Q1".to_owned(), "Secretary General")]);
        }
    }

    #[test]
    fn names_lead_to_their_bearers() {
        let knowledge = Knowledge::from(pack_of(&facts()));
        let found = |name: &str| -> Vec<String> {
            let found = knowledge.find(name, 9);
            found.iter().map(|found| knowledge.entity(found.entity).unwrap().id()).collect()
        };
        assert_eq!(found("BARACK OBAMA"), ["Q76"]);
        assert_eq!(found("obama"), ["Q76"]);
        assert_eq!(found("North Atlantic Treaty Organization"), ["Q7184"]);
        assert_eq!(found("van der Doe"), ["x:jane-van-der-doe-football"]);
        assert!(found("nobody").is_empty());
        assert!(knowledge.find("NATO", 9)[0].caps);
        let walk = knowledge.names().push("barack").unwrap();
        assert!(walk.candidates().is_none());
        assert_eq!(walk.push("obama").unwrap().candidates().unwrap().count(), 1);
        assert!(walk.push("trump").is_none());
        assert!(knowledge.names().push(&"long ".repeat(99)).is_none());
    }

    #[test]
    fn initials_stand_for_the_given_names_they_begin() {
        let knowledge = Knowledge::from(pack_of(&facts()));
        assert_eq!(knowledge.find("B. Obama", 9)[0].form, NameForm::Initials);
        assert_eq!(knowledge.find("B.H. Obama", 9)[0].form, NameForm::Initials);
        assert_eq!(knowledge.find("J. van der Doe", 9).len(), 1);
        assert!(knowledge.find("M. Obama", 9).is_empty());
        assert!(knowledge.find("B.", 9).is_empty());
    }

    #[test]
    fn a_later_pack_adds_and_corrects_and_hides() {
        let mut newsroom = facts_of(
            r#"{"id":"Q76","kind":"person","name":"Barack Obama","aliases":["Barry"],"died":"2091"}
{"id":"x:jane-roe-editor","kind":"person","name":"Jane Roe","pop":30}
{"id":"x:the-bugle","kind":"organization","name":"The Bugle","parent":"Q7184"}"#,
        );
        newsroom.hidden = vec!["Q81299".to_owned()];
        let knowledge = Knowledge::new(vec![pack_of(&facts()), pack_of(&newsroom)]).unwrap();
        assert_eq!(knowledge.entities().count(), 5);
        let obama = knowledge.by_id("Q76").unwrap();
        assert_eq!(obama.died(), Some("2091".parse().unwrap()));
        assert_eq!(obama.born(), Some("1961-08-04".parse().unwrap()));
        assert_eq!((obama.positions().count(), obama.prior()), (1, 100));
        for name in ["Barry", "Barack H. Obama", "Barack Obama"] {
            let found = knowledge.find(name, 9);
            assert_eq!(found.len(), 1, "{name}");
            assert_eq!((found[0].entity, found[0].prior), (obama.index(), 100));
        }
        assert!(knowledge.find("Allied Command Operations", 9).is_empty());
        assert!(knowledge.by_id("Q81299").is_none());
        assert_eq!(knowledge.find("Jane Roe", 9).len(), 1);
        let bugle = knowledge.by_id("x:the-bugle").unwrap();
        assert_eq!(knowledge.entity(bugle.parent().unwrap()).unwrap().id(), "Q7184");
        let walk = knowledge.names().push("jane").unwrap();
        assert!(walk.push("roe").unwrap().candidates().is_some());
        assert!(walk.push("van").is_some());
    }

    #[test]
    fn more_packs_than_fit_are_refused() {
        let packs = (0..5).map(|_| pack_of(&facts())).collect();
        assert!(Knowledge::new(packs).unwrap_err().to_string().contains("most is 4"));
    }

    #[test]
    fn the_same_facts_give_the_same_bytes() {
        let day = Some("2026-11-24".parse().unwrap());
        assert_eq!(build_pack(&facts(), day).unwrap(), build_pack(&facts(), day).unwrap());
    }

    #[test]
    fn a_pack_tells_its_sources_and_dates() {
        let mut facts = facts();
        facts.sources = vec![Source { as_of: Some("2022-07".parse().unwrap()), ..Source::unknown("eps") }];
        let pack = Pack::open(build_pack(&facts, Some("2026-11-24".parse().unwrap())).unwrap()).unwrap();
        let info = pack.info();
        assert_eq!(info.as_of, "2022-07");
        assert_eq!(info.built.map(|date| date.to_string()).as_deref(), Some("2026-11-24"));
        let keys: Vec<&str> = info.sources.iter().map(|source| source.key.as_str()).collect();
        assert_eq!(keys, ["congress", "eps", "ror"]);
    }

    #[test]
    fn records_out_of_order_are_refused() {
        let mut facts = facts();
        facts.records.reverse();
        assert!(matches!(build_pack(&facts, None), Err(BuildError::Order(_))));
    }

    #[test]
    fn what_is_no_pack_says_so() {
        assert_eq!(Pack::open(Vec::new()).unwrap_err(), PackError::NotAPack);
        assert_eq!(Pack::open(b"{\"id\":1}".to_vec()).unwrap_err(), PackError::NotAPack);
        let mut newer = build_pack(&facts(), None).unwrap();
        newer[8] = 9;
        assert_eq!(Pack::open(newer).unwrap_err(), PackError::Version { found: 9 });
    }

    /// Changes a byte of a section and makes the checksums right again, as somebody who means harm would.
    fn forged(tag: &[u8; 4], at: usize, byte: u8) -> Vec<u8> {
        let mut bytes = build_pack(&facts(), None).unwrap();
        let row = bytes.windows(4).position(|window| window == tag).unwrap();
        let place = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap()) as usize;
        let (start, length) = (place(row + 8), place(row + 16));
        if length > 0 {
            bytes[start + at % length] = byte;
        }
        let checksum = crc32fast::hash(&bytes[start..start + length]).to_le_bytes();
        bytes[row + 4..row + 8].copy_from_slice(&checksum);
        let header = 16 + 28 * 8;
        let table = crc32fast::hash(&bytes[..header]).to_le_bytes();
        bytes[header..header + 4].copy_from_slice(&table);
        bytes
    }

    fn use_all(pack: Pack) {
        let _ = pack.verify();
        let knowledge = Knowledge::new(vec![pack, pack_of(&facts())]).unwrap();
        for entity in knowledge.entities() {
            let _ = (entity.positions().count(), entity.sources().count(), entity.id());
        }
        for name in ["obama", "nato", "barack obama", "j. doe", "doe"] {
            let _ = knowledge.find(name, 9);
            let _ = knowledge.names().push(name).and_then(|walk| walk.candidates().map(Iterator::count));
        }
        let _ = (knowledge.given_name_count("barack"), knowledge.surname_count("doe"));
    }

    #[test]
    fn damage_anywhere_in_the_file_is_found_by_opening() {
        let whole = build_pack(&facts(), None).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            assert!(Pack::open(bytes).is_err(), "byte {at}");
        }
    }

    #[test]
    fn a_posting_of_nobody_is_found_by_verifying() {
        let bytes = build_pack(&facts(), None).unwrap();
        let row = bytes.windows(4).position(|window| window == b"NAME").unwrap();
        let length = u64::from_le_bytes(bytes[row + 16..row + 24].try_into().unwrap()) as usize;
        // The last two bytes of the names are the last posting: an entity, and how the name came to be its.
        let pack = Pack::open(forged(b"NAME", length - 2, 0x7f)).unwrap();
        assert_eq!(pack.verify(), Err(PackError::Unreadable("NAME")));
    }

    proptest::proptest! {
        #[test]
        fn a_forged_pack_never_panics(tag in 0_usize..8, at in 0_usize..4000, byte: u8) {
            let tags = [b"META", b"STRS", b"ENTS", b"PRIO", b"NAME", b"GIVN", b"SURN", b"HIDE"];
            if let Ok(pack) = Pack::open(forged(tags[tag], at, byte)) {
                use_all(pack);
            }
        }

        #[test]
        fn a_damaged_pack_never_panics(at in 0_usize..4000, byte: u8, cut in 0_usize..4000) {
            let mut bytes = build_pack(&facts(), None).unwrap();
            let length = bytes.len();
            bytes[at % length] ^= byte;
            bytes.truncate(length - (cut % length) * usize::from(cut % 3 == 0));
            if let Ok(pack) = Pack::open(bytes) {
                use_all(pack);
            }
        }

        #[test]
        fn any_facts_that_are_written_are_read(facts in any_facts()) {
            reads_like(&pack_of(&facts), &facts);
        }
    }

    /// Records with any names, texts and dates in their fields.
    fn any_facts() -> impl proptest::strategy::Strategy<Value = Facts> {
        use proptest::prelude::*;
        let text = || proptest::option::of("\\PC{0,40}");
        let date = || {
            let day = (1_u16..3000, 0_u8..13, 0_u8..29);
            proptest::option::of(day.prop_map(|(year, month, day)| match (month, day) {
                (0, _) => format!("{year:04}"),
                (month, 0) => format!("{year:04}-{month:02}"),
                (month, day) => format!("{year:04}-{month:02}-{day:02}"),
            }))
        };
        let held = ("\\PC{0,20}", text(), date(), date(), date(), any::<bool>());
        let record = (
            ("\\PC{1,40}", proptest::collection::vec("\\PC{1,30}", 0..4), any::<bool>(), 0_u8..101),
            (text(), text(), text(), date(), date()),
            proptest::collection::vec(held, 0..4),
        );
        proptest::collection::btree_map(1_u64..1000, record, 0..20).prop_map(|records| Facts {
            records: records
                .into_iter()
                .map(|(id, ((name, aliases, person, pop), (desc, wiki, country, begin, end), held))| {
                    let held: Vec<_> = held
                        .into_iter()
                        .map(|(what, of, from, to, asof, early)| {
                            serde_json::json!({"what": what, "of": of, "from": from, "to": to, "asof": asof, "early": early})
                        })
                        .collect();
                    let (kind, born, died) = if person { ("person", "born", "died") } else { ("org", "founded", "dissolved") };
                    serde_json::from_value(serde_json::json!({
                        "id": format!("Q{id}"), "kind": kind, "name": name, "aliases": aliases, "pop": pop, "desc": desc,
                        "wiki": wiki, "country": country, born: begin, died: end, "held": held, "src": ["eps"],
                    }))
                    .unwrap()
                })
                .collect(),
            ..Facts::default()
        })
    }
}
