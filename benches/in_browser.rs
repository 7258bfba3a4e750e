//! What the pack costs in a browser: opening it and looking names up, in wasm, beside nothing else.
//!
//! `cargo xtask bench` runs this in headless Chromium with the default pack and prints the medians.

#![cfg(target_arch = "wasm32")]
// A benchmark that cannot read its own pack has nothing to measure.
#![allow(clippy::unwrap_used)]

use std::hint::black_box;

use dramatis::{Knowledge, Pack};
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The default pack; the task that runs this says where it lies.
const PACK: &[u8] = include_bytes!(env!("DRAMATIS_PACK"));

/// Rounds of each measure; the median is told.
const ROUNDS: usize = 15;

/// Look-ups of a round: long enough for a clock that counts tenths of milliseconds.
const LOOKUPS: u32 = 20_000;

/// Milliseconds on the page's clock.
fn now() -> f64 {
    let performance = Reflect::get(&js_sys::global(), &JsValue::from_str("performance")).unwrap();
    let now: Function = Reflect::get(&performance, &JsValue::from_str("now")).unwrap().unchecked_into();
    now.call0(&performance).unwrap().as_f64().unwrap()
}

fn median(mut round: impl FnMut() -> f64) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS).map(|_| round()).collect();
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}

#[wasm_bindgen_test]
fn pack() {
    let open = median(|| {
        let bytes = PACK.to_vec();
        let start = now();
        black_box(Pack::open(bytes).unwrap());
        now() - start
    });
    console_log!("in wasm: opening the pack of {} bytes, median of {ROUNDS}: {open:.1} ms", PACK.len());
    let knowledge = Knowledge::from(Pack::open(PACK.to_vec()).unwrap());
    for name in ["Sergei Lavrov", "Smith", "Lena Ostrava-Whitlock"] {
        let round = median(|| {
            let start = now();
            for _ in 0..LOOKUPS {
                black_box(knowledge.find(black_box(name), 8));
            }
            now() - start
        });
        let each = round * 1_000.0 / f64::from(LOOKUPS);
        console_log!("in wasm: looking up {name:?}, median of {ROUNDS}: {each:.2} us");
    }
}
