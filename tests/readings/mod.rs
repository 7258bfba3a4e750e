//! Readings to the last bit: short articles and the few facts they need, read the same natively and in wasm.
//!
//! `articles.jsonl` was written for this test; `facts.jsonl` are lines out of the project's own facts. The readings are
//! committed as `expected.txt`; `DRAMATIS_UPDATE=1 cargo test --test same_everywhere` writes it anew after a change.

// A test's own files are as it expects them; clippy sees only functions marked as tests.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::fmt::Write;

use dramatis::{Article, Engine, Facts, Pack, Recognizer, build_pack};

/// What the articles are expected to give.
pub(crate) const EXPECTED: &str = include_str!("expected.txt");

/// Reads every article and tells everything that links and cards say, probabilities to the last bit.
pub(crate) fn all() -> String {
    let records =
        include_str!("facts.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let facts = Facts { records, ..Facts::default() };
    let recognizer = Recognizer::open(include_bytes!("../../weights/names.bin")).unwrap();
    let engine = Engine::new(recognizer, Pack::open(build_pack(&facts, None).unwrap()).unwrap());
    let mut told = String::new();
    for (number, line) in include_str!("articles.jsonl").lines().enumerate() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let article = Article::from_text(line["text"].as_str().unwrap());
        let article = match line["date"].as_str() {
            Some(date) => article.with_date(date.parse().unwrap()),
            None => article,
        };
        writeln!(told, "article {number}").unwrap();
        for member in engine.read(&article).members {
            let (entity, bits) = (member.entity.as_deref().unwrap_or("-"), member.probability.to_bits());
            writeln!(
                told,
                "{} {entity} {:?} {bits:08x} {:?}",
                member.name, member.confidence, member.mentions
            )
            .unwrap();
            let lines = member.card.iter().flat_map(|card| &card.lines);
            for line in member.why.iter().chain(lines) {
                writeln!(told, "  {line}").unwrap();
            }
        }
    }
    told
}
