//! The rooms that an article goes through, each by itself: the middle of many readings, and what share of a reading it takes.
//!
//! In: the sample pages and the default pack. Out: a table. Speeds count the tokens that the room of text finds.

// A measurement that cannot read its own fixture has nothing to measure.
#![allow(clippy::unwrap_used)]

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use dramatis::{Article, Engine, Pack, Recognizer, Room};

/// Readings of each page; the first ones fill caches and are not counted.
const RUNS: usize = 120;
const WARM_UP: usize = 20;

const ROOMS: [&str; 6] = ["page", "text", "names", "cast", "link", "card"];

fn main() {
    // `cargo test --benches` runs it without a pack: then there is nothing to do.
    let Some(pack) = std::env::args().nth(1).filter(|argument| !argument.starts_with('-')) else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let recognizer = Recognizer::open(include_bytes!("../weights/names.bin")).unwrap();
    let engine = Engine::new(recognizer, Pack::open(std::fs::read(pack).unwrap()).unwrap());
    let mut pages: Vec<String> = std::fs::read_dir(root.join("tests/articles"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "html"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    pages.sort();
    let mut middles = [Duration::ZERO; ROOMS.len()];
    let mut tokens = 0;
    for page in &pages {
        let mut times: [Vec<Duration>; ROOMS.len()] = Default::default();
        for run in 0..WARM_UP + RUNS {
            let (taken, counted) = once(&engine, page);
            if run >= WARM_UP {
                times.iter_mut().zip(taken).for_each(|(times, time)| times.push(time));
            }
            tokens += if run == 0 { counted } else { 0 };
        }
        for (middle, times) in middles.iter_mut().zip(&mut times) {
            times.sort_unstable();
            *middle += times.get(RUNS / 2).copied().unwrap_or_default();
        }
    }
    let whole: Duration = middles.iter().sum();
    println!("{} pages, {tokens} tokens, the middle of {RUNS} readings of each.\n", pages.len());
    println!("| room | µs | share | tokens/s |\n| --- | ---: | ---: | ---: |");
    let rows = ROOMS.into_iter().zip(middles).chain([("all", whole)]);
    for (room, time) in rows {
        let share = 100.0 * time.as_secs_f64() / whole.as_secs_f64();
        let speed = tokens as f64 / time.as_secs_f64();
        println!("| {room} | {} | {share:.1} % | {speed:.0} |", time.as_micros());
    }
}

/// The time in each room, and how many tokens there were.
fn once(engine: &Engine, page: &str) -> ([Duration; ROOMS.len()], usize) {
    let mut times = [Duration::ZERO; ROOMS.len()];
    let mut slots = times.iter_mut();
    let mut begun = Instant::now();
    let mut leave = || {
        let now = Instant::now();
        *slots.next().unwrap() = now - begun;
        begun = Instant::now();
    };
    let article = Article::from_html(black_box(page), None);
    leave();
    let mut counted = 0;
    let reading = engine.read_by_rooms(&article, |room| {
        if let Room::Text { tokens } = room {
            counted = tokens;
        }
        leave();
    });
    assert!(!black_box(reading).members.is_empty());
    (times, counted)
}
