//! Building: facts in, one pack out.
//!
//! In: a folder of JSON-lines shards, or facts already read. Out: the bytes of a pack; the same facts give the
//! same bytes.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use fst::MapBuilder;

use crate::date::Date;

use super::fact::{EntityKind, Fact, HeldPosition};
use super::fold::{fold, hyphenated};
use super::format::{self, flag, position_flag, posting_flag, prior_flag, put_text, put_varint};
use super::forms::{FormedName, names_of};
use super::pack::PackInfo;

/// Why facts make no pack.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A file or folder cannot be read.
    #[error("cannot read {path}: {error}; give a folder of facts, like `facts` of this project")]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// No shard is in the folder.
    #[error("{0} holds no .jsonl file; give a folder of facts, like `facts` of this project")]
    Empty(PathBuf),
    /// A line is no fact.
    #[error("{path}, line {line}: {error}; see the schema in facts/README.md")]
    Line {
        /// The shard.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        error: serde_json::Error,
    },
    /// Two records have one id.
    #[error("{path}, line {line}: the id {id} stands on another line too; keep one of the two")]
    Twice {
        /// The shard.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The id.
        id: String,
    },
    /// An id is neither `Q…` nor `x:…`.
    #[error("the id {0:?} is neither Q and a number nor x: and a name")]
    Id(String),
    /// The parts grew over the format's 32-bit offsets.
    #[error("the facts are too many for one pack; split them into several")]
    TooLarge,
}

/// The shards of a facts folder: every `.jsonl` below it, in order of path.
///
/// # Errors
/// When the folder cannot be read or holds none.
pub(super) fn shards(folder: &Path) -> Result<Vec<PathBuf>, BuildError> {
    let mut shards = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let unreadable = |error| BuildError::Unreadable { path: folder.clone(), error };
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "jsonl") {
                shards.push(path);
            }
        }
    }
    shards.sort();
    if shards.is_empty() { Err(BuildError::Empty(folder.to_owned())) } else { Ok(shards) }
}

/// Reads one shard: each fact with its line, from 1.
///
/// # Errors
/// When the file cannot be read or a line is no fact.
pub(super) fn read_shard(path: &Path) -> Result<Vec<(usize, Fact)>, BuildError> {
    let text =
        fs::read_to_string(path).map_err(|error| BuildError::Unreadable { path: path.to_owned(), error })?;
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            let fact = serde_json::from_str(line);
            let fact =
                fact.map_err(|error| BuildError::Line { path: path.to_owned(), line: number, error })?;
            Ok((number, fact))
        })
        .collect()
}

/// The file whose records take the place of others of the same id: what people add and correct by hand.
pub(super) const SUPPLEMENT: &str = "supplement.jsonl";

/// Reads a folder of facts, sorted by id; the records of `supplement.jsonl` replace those of the same id.
///
/// # Errors
/// When a shard cannot be read, a line is no fact, or two shards give one id.
pub fn read_facts(folder: &Path) -> Result<Vec<Fact>, BuildError> {
    let mut facts: BTreeMap<(bool, u64, String), (bool, Fact)> = BTreeMap::new();
    for path in shards(folder)? {
        let by_hand = path.file_name().is_some_and(|name| name == SUPPLEMENT);
        for (line, fact) in read_shard(&path)? {
            let key = sort_key(&fact.id)?;
            match facts.get(&key) {
                Some((known_by_hand, _)) if *known_by_hand == by_hand => {
                    return Err(BuildError::Twice { path, line, id: fact.id });
                }
                Some((true, _)) => {}
                _ => {
                    facts.insert(key, (by_hand, fact));
                }
            }
        }
    }
    Ok(facts.into_values().map(|(_, fact)| fact).collect())
}

/// The order of ids: Wikidata's by number, then the facts' own by name.
pub(super) fn sort_key(id: &str) -> Result<(bool, u64, String), BuildError> {
    let wrong = || BuildError::Id(id.to_owned());
    if let Some(own) = id.strip_prefix("x:") {
        return if own.is_empty() { Err(wrong()) } else { Ok((true, 0, own.to_owned())) };
    }
    let number = id.strip_prefix('Q').filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    let number =
        number.and_then(|number| number.parse().ok()).filter(|number| *number > 0).ok_or_else(wrong)?;
    Ok((false, number, String::new()))
}

/// Strings that many records share, each once; those used most come first and so have the shortest numbers.
struct StringPool {
    index: HashMap<String, u32>,
    strings: Vec<Vec<u8>>,
}

impl StringPool {
    fn of(facts: &[Fact]) -> Result<Self, BuildError> {
        let mut uses: BTreeMap<String, u64> = BTreeMap::new();
        let mut count = |string: &str| match uses.get_mut(string) {
            Some(uses) => *uses += 1,
            None => drop(uses.insert(string.to_owned(), 1)),
        };
        for fact in facts {
            let fields = [&fact.class, &fact.country, &fact.desc, &fact.seat, &fact.party];
            fields.into_iter().flatten().for_each(|string| count(string));
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

/// A table of entries.
fn table(entries: &[Vec<u8>]) -> Result<Vec<u8>, BuildError> {
    let count = u32::try_from(entries.len()).map_err(|_| BuildError::TooLarge)?;
    let (mut offsets, mut bytes) = (Vec::new(), Vec::new());
    for (index, entry) in (0..).zip(entries) {
        if index % format::BLOCK == 0 {
            offsets.push(u32::try_from(bytes.len()).map_err(|_| BuildError::TooLarge)?);
        }
        put_varint(&mut bytes, entry.len() as u64);
        bytes.extend_from_slice(entry);
    }
    let mut out = count.to_le_bytes().to_vec();
    out.extend(offsets.iter().flat_map(|offset| offset.to_le_bytes()));
    out.extend_from_slice(&bytes);
    Ok(out)
}

/// A name shared by fewer people than this is no hint that a word is a given name or a surname.
const LEAST_BEARERS: u32 = 2;

/// Builds a pack out of facts that are sorted by id, none twice (see [`read_facts`]).
///
/// # Errors
/// When an id is malformed or the facts outgrow the format.
pub fn build_pack(facts: &[Fact]) -> Result<Vec<u8>, BuildError> {
    let sources: BTreeSet<&str> = facts.iter().flat_map(|fact| &fact.src).map(String::as_str).collect();
    let index_of: HashMap<&str, u32> =
        (0..).zip(facts).map(|(index, fact)| (fact.id.as_str(), index)).collect();
    let strings = StringPool::of(facts)?;
    let mut records = Vec::with_capacity(facts.len());
    let mut info = PackInfo { format: format::VERSION, ..PackInfo::default() };
    let mut as_of: Option<Date> = None;
    for fact in facts {
        let parent = fact.parent.as_deref().and_then(|parent| index_of.get(parent).copied());
        records.push(record(fact, parent, &strings)?);
        match fact.kind {
            EntityKind::Person => info.people += 1,
            EntityKind::Organization => info.organizations += 1,
        }
        info.positions += fact.held.len() as u64;
        as_of = fact.held.iter().filter_map(|held| held.asof).chain(as_of).max();
    }
    let names = NameTables::of(facts)?;
    info.names = names.count;
    info.as_of = as_of.map(|date| date.to_string()).unwrap_or_default();
    info.sources = sources.into_iter().map(str::to_owned).collect();
    let meta = serde_json::to_vec(&info).map_err(|_| BuildError::TooLarge)?;
    assemble(&[
        (format::META, meta),
        (format::STRINGS, table(&strings.strings)?),
        (format::ENTITIES, table(&records)?),
        (format::PRIORS, facts.iter().map(prior).collect()),
        (format::NAMES, names.names),
        (format::POSTINGS, names.postings),
        (format::GIVEN_NAMES, names.given_names),
        (format::SURNAMES, names.surnames),
    ])
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

fn record(fact: &Fact, parent: Option<u32>, strings: &StringPool) -> Result<Vec<u8>, BuildError> {
    let mut out = Vec::new();
    let (own_id, number, own) = sort_key(&fact.id)?;
    let wiki_is_name = fact.wiki.as_deref() == Some(fact.name.as_str());
    let given = |bit: u32, given: bool| if given { bit } else { 0 };
    let id_rest = own.strip_prefix(&hyphenated(&fact.name));
    let flags = given(flag::OWN_ID, own_id)
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
        | given(flag::ID_FROM_NAME, own_id && id_rest.is_some());
    put_varint(&mut out, flags.into());
    put_text(&mut out, &fact.name);
    if own_id {
        put_text(&mut out, id_rest.unwrap_or(&own));
    } else {
        put_varint(&mut out, number);
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
    strings.put(&mut out, &source_keys(fact))?;
    put_varint(&mut out, fact.held.len() as u64);
    for held in &fact.held {
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
    postings: Vec<u8>,
    given_names: Vec<u8>,
    surnames: Vec<u8>,
}

impl NameTables {
    fn of(facts: &[Fact]) -> Result<Self, BuildError> {
        let mut postings_of: BTreeMap<String, Vec<(u32, &Fact, FormedName)>> = BTreeMap::new();
        let (mut given, mut surnames) = (BTreeMap::<String, u32>::new(), BTreeMap::<String, u32>::new());
        for (index, fact) in (0..).zip(facts) {
            for name in names_of(fact) {
                postings_of.entry(name.folded.clone()).or_default().push((index, fact, name));
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
        let mut postings = Vec::new();
        let mut offsets = Vec::with_capacity(postings_of.len());
        for (name, mut bearers) in postings_of {
            offsets.push((name, postings.len() as u64));
            bearers.sort_by_key(|(index, fact, _)| (std::cmp::Reverse(fact.pop), *index));
            put_varint(&mut postings, bearers.len() as u64);
            for (index, _, name) in bearers {
                put_varint(&mut postings, index.into());
                postings.push(name.form as u8 | if name.caps { posting_flag::CAPS } else { 0 });
            }
        }
        let counts = |counts: BTreeMap<String, u32>| {
            map(counts
                .into_iter()
                .filter(|(_, count)| *count >= LEAST_BEARERS)
                .map(|(name, count)| (name, count.into())))
        };
        Ok(Self {
            count: offsets.len() as u64,
            names: map(offsets)?,
            postings,
            given_names: counts(given)?,
            surnames: counts(surnames)?,
        })
    }
}

/// An `fst` map of entries in order.
fn map(entries: impl IntoIterator<Item = (String, u64)>) -> Result<Vec<u8>, BuildError> {
    let mut builder = MapBuilder::memory();
    for (name, value) in entries {
        // The entries come out of an ordered map into memory: neither order nor writing can fail.
        builder.insert(name, value).map_err(|_| BuildError::TooLarge)?;
    }
    builder.into_inner().map_err(|_| BuildError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Pack, PackError};

    const FACTS: &str = r#"{"id":"Q76","kind":"person","type":"politician","name":"Barack Obama","aliases":["Barack H. Obama"],"country":"US","born":"1961-08-04","party":"Democratic Party","wiki":"Barack Obama","held":[{"what":"President","of":"United States","from":"2009-01-20","to":"2017-01-20"}],"pop":100,"tier":1,"src":["eps","congress"]}
{"id":"Q7184","kind":"org","type":"intergovernmental","name":"NATO","aliases":["North Atlantic Treaty Organization"],"desc":"military alliance","founded":"1949","seat":"Brussels","wiki":"NATO","pop":69,"tier":1,"src":["ror"]}
{"id":"Q81299","kind":"org","type":"agency","name":"Allied Command Operations","parent":"Q7184","pop":20,"src":["ror"]}
{"id":"x:jane-van-der-doe-football","kind":"person","name":"Jane van der Doe","held":[{"what":"player","of":"Ajax","from":"2001","asof":"2004","early":true}],"pop":8,"src":["eps"]}"#;

    fn facts() -> Vec<Fact> {
        FACTS.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn every_fact_survives_the_way_into_the_pack_and_back() {
        let facts = facts();
        let pack = Pack::open(build_pack(&facts).unwrap()).unwrap();
        pack.verify().unwrap();
        assert_eq!(pack.entities().count(), facts.len());
        for (entity, fact) in pack.entities().zip(&facts) {
            assert_eq!(entity.id(), fact.id);
            assert_eq!(entity.kind(), fact.kind);
            assert_eq!(entity.name(), fact.name);
            assert_eq!(entity.class(), fact.class.as_deref());
            assert_eq!(entity.country(), fact.country.as_deref());
            assert_eq!(entity.description(), fact.desc.as_deref());
            assert_eq!(entity.wiki(), fact.wiki.as_deref());
            assert_eq!(entity.seat(), fact.seat.as_deref());
            assert_eq!(entity.party(), fact.party.as_deref());
            assert_eq!(entity.prior(), fact.pop);
            assert_eq!(
                [entity.born(), entity.died(), entity.founded(), entity.dissolved()],
                [fact.born, fact.died, fact.founded, fact.dissolved]
            );
            let parent = entity.parent().and_then(|parent| pack.entity(parent)).map(|parent| parent.id());
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
            assert_eq!(held, fact.held);
            assert_eq!(entity.sources().collect::<Vec<_>>(), fact.src);
        }
    }

    #[test]
    fn names_lead_to_their_bearers() {
        let pack = Pack::open(build_pack(&facts()).unwrap()).unwrap();
        let found = |name: &str| -> Vec<String> {
            pack.find(name, 9).iter().map(|found| pack.entity(found.entity).unwrap().id()).collect()
        };
        assert_eq!(found("BARACK OBAMA"), ["Q76"]);
        assert_eq!(found("obama"), ["Q76"]);
        assert_eq!(found("North Atlantic Treaty Organization"), ["Q7184"]);
        assert_eq!(found("van der Doe"), ["x:jane-van-der-doe-football"]);
        assert!(found("nobody").is_empty());
        assert!(pack.find("NATO", 9)[0].caps);
        let walk = pack.names().push("barack").unwrap();
        assert!(walk.candidates().is_none());
        assert_eq!(walk.push("obama").unwrap().candidates().unwrap().count(), 1);
        assert!(walk.push("trump").is_none());
    }

    #[test]
    fn the_same_facts_give_the_same_bytes() {
        assert_eq!(build_pack(&facts()).unwrap(), build_pack(&facts()).unwrap());
    }

    #[test]
    fn what_is_no_pack_says_so() {
        assert_eq!(Pack::open(Vec::new()).unwrap_err(), PackError::NotAPack);
        assert_eq!(Pack::open(b"{\"id\":1}".to_vec()).unwrap_err(), PackError::NotAPack);
        let mut newer = build_pack(&facts()).unwrap();
        newer[8] = 9;
        assert_eq!(Pack::open(newer).unwrap_err(), PackError::Version { found: 9 });
    }

    #[test]
    fn damage_anywhere_in_the_file_is_found_by_verifying() {
        let whole = build_pack(&facts()).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            assert!(Pack::open(bytes).and_then(|pack| pack.verify()).is_err(), "byte {at}");
        }
    }

    #[test]
    fn a_posting_of_nobody_is_found_by_verifying() {
        let mut bytes = build_pack(&facts()).unwrap();
        let row = |tag: &[u8; 4]| bytes.windows(4).position(|window| window == tag).unwrap();
        let (row, header) = (row(b"POST"), 16 + 28 * 8);
        let place = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap()) as usize;
        let (start, length) = (place(row + 8), place(row + 16));
        bytes[start + 1] = 0x7f;
        let checksum = crc32fast::hash(&bytes[start..start + length]).to_le_bytes();
        bytes[row + 4..row + 8].copy_from_slice(&checksum);
        let table = crc32fast::hash(&bytes[..header]).to_le_bytes();
        bytes[header..header + 4].copy_from_slice(&table);
        assert_eq!(Pack::open(bytes).unwrap().verify(), Err(PackError::Unreadable("POST")));
    }

    proptest::proptest! {
        #[test]
        fn a_damaged_pack_never_panics(at in 0_usize..4000, byte: u8, cut in 0_usize..4000) {
            let mut bytes = build_pack(&facts()).unwrap();
            let length = bytes.len();
            bytes[at % length] ^= byte;
            bytes.truncate(length - (cut % length) * usize::from(cut % 3 == 0));
            if let Ok(pack) = Pack::open(bytes) {
                let _ = pack.verify();
                for entity in pack.entities() {
                    let _ = (entity.positions().count(), entity.sources().count());
                }
                for name in ["obama", "nato", "barack obama", "doe"] {
                    let _ = pack.find(name, 9);
                }
            }
        }
    }
}
