//! What reading costs: opening a pack, looking names up, reading an article, natively.
//!
//! `cargo bench` prints medians; compare figures of one run only, these are no absolute numbers.

// A benchmark that cannot read its own fixture has nothing to measure.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::OnceLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use dramatis::{Article, Engine, Facts, Knowledge, Pack, PageSnapshot, Recognizer, build_pack, read_facts};

fn main() {
    divan::main();
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn pack_bytes() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| build_pack(&read_facts(&root().join("facts")).unwrap(), None).unwrap())
}

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let recognizer = Recognizer::open(include_bytes!("../weights/names.bin")).unwrap();
        Engine::new(recognizer, Pack::open(pack_bytes().to_vec()).unwrap())
    })
}

fn demo() -> String {
    std::fs::read_to_string(root().join("tests/articles/demo.html")).unwrap()
}

#[divan::bench]
fn open_pack(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| pack_bytes().to_vec()).bench_values(|bytes| Pack::open(bytes).unwrap());
}

/// A name that one entity bears, one that hundreds do, one that nobody does.
#[divan::bench(args = ["Sergei Lavrov", "Smith", "Lena Ostrava-Whitlock"])]
fn find_name(bencher: Bencher<'_, '_>, name: &str) {
    let knowledge = engine().knowledge();
    bencher.bench(|| knowledge.find(black_box(name), 8));
}

/// A name in packs of a sixteenth, a quarter and all of the facts: the cost must not grow with the pack.
#[divan::bench(args = [16, 4, 1])]
fn find_name_in_part_of_the_facts(bencher: Bencher<'_, '_>, part: usize) {
    let facts = read_facts(&root().join("facts")).unwrap();
    let records = facts.records.into_iter().step_by(part).collect();
    let pack = Pack::open(build_pack(&Facts { records, ..Facts::default() }, None).unwrap()).unwrap();
    let knowledge = Knowledge::from(pack);
    bencher.bench(|| knowledge.find(black_box("Lena Ostrava-Whitlock"), 8));
}

#[divan::bench]
fn snapshot_of_html(bencher: Bencher<'_, '_>) {
    let html = demo();
    bencher.counter(BytesCount::of_str(&html)).bench(|| PageSnapshot::from_html(black_box(&html), None));
}

/// The article some times over: the cost must grow as the length does.
#[divan::bench(args = [1, 4, 16, 64])]
fn read_article(bencher: Bencher<'_, '_>, times: usize) {
    let one = Article::from_html(&demo(), None);
    let article = Article::from_text(&vec![one.text; times].join("\n\n"));
    bencher.counter(BytesCount::of_str(&article.text)).bench(|| engine().read(black_box(&article)));
}
