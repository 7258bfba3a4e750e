//! One article, one time: what `cargo xtask instructions` counts the processor's instructions of, under callgrind.
//!
//! In: a pack by its path. Out: the kind of processor that it found. Each part is a function of its own that is never inlined, since callgrind is told by its name when
//! to count. Instructions do not depend on what else the machine does, so a few per cent more are a few per cent more.

// A measurement that cannot read its own fixture has nothing to measure.
#![allow(clippy::unwrap_used)]

use std::hint::black_box;
use std::path::Path;

use dramatis::{Article, Engine, Pack, Reading, Recognizer};

#[inline(never)]
fn opening(weights: &[u8], pack: Vec<u8>) -> Engine {
    Engine::new(Recognizer::open(weights).unwrap(), Pack::open(pack).unwrap())
}

#[inline(never)]
fn page(html: &str) -> Article {
    Article::from_html(html, None)
}

#[inline(never)]
fn reading(engine: &Engine, article: &Article) -> Reading {
    engine.read(article)
}

/// The vectors that the recognizer finds here; other ones are other instructions.
fn vectors() -> &'static str {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
        return "x86_64, AVX2";
    }
    std::env::consts::ARCH
}

fn main() {
    // `cargo test --benches` runs it without a pack: then there is nothing to do.
    let Some(pack) = std::env::args().nth(1).filter(|argument| !argument.starts_with('-')) else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let html = std::fs::read_to_string(root.join("tests/articles/demo.html")).unwrap();
    let engine = opening(include_bytes!("../weights/names.bin"), std::fs::read(pack).unwrap());
    let article = page(black_box(&html));
    // The first reading sets up what the second finds ready; both are counted.
    for _ in 0..2 {
        assert!(!reading(&engine, black_box(&article)).members.is_empty());
    }
    println!("{}", vectors());
}
