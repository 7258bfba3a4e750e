//! Bytes from strangers: every seed of the fuzz targets, and every case that a fuzzer once found, goes through its surface
//! without harm.

#![cfg(not(target_arch = "wasm32"))]
// A test file is all tests; clippy sees only functions marked so.
#![allow(clippy::unwrap_used)]

use std::path::Path;

#[path = "../fuzz/surfaces.rs"]
mod surfaces;

/// Feeds a surface with its seeds and found cases; `found` may be empty, seeds may not.
fn feed(name: &str, surface: fn(&[u8])) {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let mut fed = 0;
    for folder in ["seeds", "found"] {
        for case in std::fs::read_dir(fuzz.join(folder).join(name)).into_iter().flatten() {
            surface(&std::fs::read(case.unwrap().path()).unwrap());
            fed += 1;
        }
    }
    assert!(fed > 0, "{name} has no seeds");
}

#[test]
fn packs() {
    feed("pack", surfaces::pack);
}

#[test]
fn weights() {
    feed("weights", surfaces::weights);
}

#[test]
fn facts() {
    feed("facts", surfaces::facts);
}

#[test]
fn pages() {
    feed("html", surfaces::html);
    surfaces::html(include_bytes!("articles/demo.html"));
}

#[test]
fn snapshots() {
    feed("snapshot", surfaces::snapshot);
}

#[test]
fn texts() {
    feed("text", surfaces::text);
}

#[test]
fn items_of_wikidata() {
    feed("wikidata", surfaces::wikidata);
}

#[test]
fn dates() {
    feed("date", surfaces::date);
}
