//! The same article and facts give the same reading, to the last bit: here, again, on any number of threads, and in wasm
//! (`tests/wasm.rs` compares with the same file).

// A test file is all tests; clippy sees only functions marked so.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg(not(target_arch = "wasm32"))]

mod readings;

#[test]
fn readings_are_the_committed_ones_to_the_last_bit() {
    let read = readings::all();
    if std::env::var_os("DRAMATIS_UPDATE").is_some() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readings/expected.txt");
        std::fs::write(path, &read).unwrap();
    }
    assert!(read == readings::EXPECTED, "the readings changed; see tests/readings/mod.rs:\n{read}");
}

#[test]
fn any_number_of_threads_reads_alike() {
    let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(readings::all)).collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), readings::EXPECTED);
    }
}
