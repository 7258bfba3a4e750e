//! Every surface that takes bytes from strangers, each a function over any bytes at all.
//!
//! The fuzz targets call these with bytes that a fuzzer makes up; `tests/untrusted.rs` calls them with the seeds and with
//! whatever a fuzzer once found. A surface does its work and gives nothing back: it must not panic, hang, or ask for
//! memory out of proportion to the bytes.

// Each target uses one surface; a harness that cannot build its own pack has nothing to feed.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::sync::OnceLock;

use dramatis::wikidata::{Classes, Draft, sift, superclasses};
use dramatis::{
    Article, Date, Engine, Fact, Facts, Knowledge, Pack, PageSnapshot, Recognizer, build_pack, check_pack,
};

/// Bytes read of one input; more of the same would only be slower.
const MOST_BYTES: usize = 1 << 20;

const FACTS: &str = include_str!("seeds/facts/few.jsonl");

fn small_pack() -> Vec<u8> {
    let records = FACTS.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    build_pack(&Facts { records, ..Facts::default() }, None).unwrap()
}

const WEIGHTS: &[u8] = include_bytes!("../weights/names.bin");

fn recognizer() -> Recognizer {
    Recognizer::open(WEIGHTS).unwrap()
}

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::new(recognizer(), Pack::open(small_pack()).unwrap()))
}

/// A pack: as it stands, and with its checksums mended so that what lies behind them is read. An input that begins like no
/// pack changes the bytes of a good one instead: two bytes of place and one of value at a time.
pub(crate) fn pack(bytes: &[u8]) {
    read_pack(bytes.to_vec());
    let mut changed = if bytes.starts_with(b"DRAMATIS") { bytes.to_vec() } else { small_pack() };
    if !bytes.starts_with(b"DRAMATIS") {
        for change in bytes.chunks_exact(3) {
            let place = usize::from(u16::from_le_bytes([change[0], change[1]])) % changed.len();
            changed[place] = change[2];
        }
    }
    mend_checksums(&mut changed);
    read_pack(changed);
}

fn mend_checksums(pack: &mut [u8]) {
    let word = |pack: &[u8], at: usize| {
        pack.get(at..at + 4).map(|word| u32::from_le_bytes(word.try_into().unwrap()))
    };
    let long = |pack: &[u8], at: usize| {
        pack.get(at..at + 8).map(|long| u64::from_le_bytes(long.try_into().unwrap()))
    };
    let Some(sections) = word(pack, 12).filter(|sections| *sections <= 64) else { return };
    let table_end = 16 + 28 * sections as usize;
    for row in (16..table_end).step_by(28) {
        let (Some(start), Some(length)) = (long(pack, row + 8), long(pack, row + 16)) else { return };
        let range = usize::try_from(start).ok().zip(usize::try_from(length).ok());
        let section = range.and_then(|(start, length)| pack.get(start..start.checked_add(length)?));
        if let Some(checksum) = section.map(crc32fast::hash) {
            pack[row + 4..row + 8].copy_from_slice(&checksum.to_le_bytes());
        }
    }
    if let Some(checksum) = pack.get(..table_end).map(crc32fast::hash)
        && let Some(place) = pack.get_mut(table_end..table_end + 4)
    {
        place.copy_from_slice(&checksum.to_le_bytes());
    }
}

fn read_pack(bytes: Vec<u8>) {
    let Ok(pack) = Pack::open(bytes) else { return };
    let _ = check_pack(&pack);
    let Ok(knowledge) = Knowledge::new(vec![Pack::open(small_pack()).unwrap(), pack]) else { return };
    for entity in knowledge.entities().take(1_000) {
        let _ = (entity.id(), entity.name(), entity.positions().count(), entity.sources().count());
        let _ = knowledge.leaders(&entity).count();
        let _ = knowledge.find(entity.name(), 10).len();
    }
    let _ = knowledge
        .names()
        .push("ann")
        .and_then(|walk| walk.push("lee"))
        .map(|walk| walk.candidates().map(Iterator::count));
    let article =
        Article::from_text("Ann Lee of the League of Bays met B. Ek in Ruritania on Monday, said Ms. Lee.");
    static RECOGNIZER: OnceLock<Recognizer> = OnceLock::new();
    let recognizer = RECOGNIZER.get_or_init(recognizer).clone();
    let _ = Engine::new(recognizer, knowledge).read(&article);
}

/// The recognizer's weights: as the bytes stand, behind a right header and checksum, and good ones with bytes changed behind a mended
/// checksum: four bytes of place and one of value at a time.
pub(crate) fn weights(bytes: &[u8]) {
    let _ = Recognizer::open(bytes);
    let (header, _) = WEIGHTS.split_at(12);
    let _ = Recognizer::open(&[header, &crc32fast::hash(bytes).to_le_bytes(), bytes].concat());
    let mut changed = WEIGHTS.to_vec();
    for change in bytes.chunks_exact(5) {
        let place = u32::from_le_bytes([change[0], change[1], change[2], change[3]]) as usize;
        // The head decides how the rest is read, so every second change is there.
        let behind = changed.len() - 16;
        let place = 16 + if change[4] % 2 == 0 { place % 64 } else { place % behind };
        changed[place] = change[4];
    }
    let checksum = crc32fast::hash(&changed[16..]);
    changed[12..16].copy_from_slice(&checksum.to_le_bytes());
    if let Ok(recognizer) = Recognizer::open(&changed) {
        let knowledge = Knowledge::from(Pack::open(small_pack()).unwrap());
        let _ = Engine::new(recognizer, knowledge)
            .read(&Article::from_text("Ann Lee met B. Ek of the League of Bays."));
    }
}

/// Lines of facts, built into a pack where they can be.
pub(crate) fn facts(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut records: Vec<Fact> =
        text.lines().take(50).filter_map(|line| serde_json::from_str(line).ok()).collect();
    records.sort_by(|one, other| one.id.cmp(&other.id));
    if let Ok(bytes) = build_pack(&Facts { records, ..Facts::default() }, None) {
        let pack = Pack::open(bytes).expect("what is built opens");
        pack.verify().expect("what is built is whole");
    }
}

/// A page's bytes, in any encoding.
pub(crate) fn html(bytes: &[u8]) {
    let html = dramatis::decode_html(&bytes[..bytes.len().min(MOST_BYTES)]);
    let _ = engine().read(&Article::from_html(&html, Some("https://news.example/2013/05/07/story")));
}

/// A snapshot as the extension sends it.
pub(crate) fn snapshot(bytes: &[u8]) {
    if let Ok(snapshot) = serde_json::from_slice::<PageSnapshot>(&bytes[..bytes.len().min(MOST_BYTES)]) {
        let article = Article::from_snapshot(&snapshot);
        let _ = engine().read(&article);
        let _ = engine().who(&article, &snapshot.title);
    }
}

/// Plain text in any script.
pub(crate) fn text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MOST_BYTES)]);
    let article = Article::from_text(&text);
    for mention in engine().read(&article).mentions {
        assert!(article.text.get(mention.span.start..mention.span.end).is_some_and(|name| !name.is_empty()));
    }
    // What stands first as a name to be asked for, in the text and beside it.
    let name = text.lines().next().unwrap_or_default();
    let beside = Article::from_text("Ann Lee of the League of Bays met B. Ek in Ruritania on Monday.");
    for article in [&article, &beside] {
        let answer = engine().who(article, name);
        assert!(answer.is_none_or(|answer| answer.confidence != dramatis::Confidence::Sure));
    }
}

/// A line of a Wikidata dump; the rows that it gives are read back.
pub(crate) fn wikidata(bytes: &[u8]) {
    static CLASSES: OnceLock<Classes> = OnceLock::new();
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let classes = CLASSES.get_or_init(Classes::shipped);
    for line in text.lines().take(50) {
        let _ = superclasses(line);
        if let Ok(sifted) = sift(line, classes)
            && let Some(draft) = sifted.draft
        {
            let row = serde_json::to_string(&draft).expect("a draft is written");
            assert_eq!(serde_json::from_str::<Draft>(&row).expect("what is written is read"), draft);
        }
    }
}

/// A date as facts or pages write it.
pub(crate) fn date(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(date) = text.parse::<Date>() {
        assert_eq!(date.to_string().parse::<Date>().as_ref(), Ok(&date));
        let _ = (date.first_day(), date.last_day(), date.days_from_epoch(), date.whole_years_until(date));
    }
}
