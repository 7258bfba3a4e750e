//! How fast a dump is imported, beside what bounds it: decompressing the same file, and parsing its JSON.
//!
//! `cargo bench -p dramatis-cli --bench import` repeats the sample of real items beside the workspace to 400 MB of JSON in
//! the form of a dump (compact, letters beyond ASCII escaped, ids of their own), then times, each five times, the best
//! counting: `gzip -dc | wc -l`, decompressing alone, parsing alone, reading without resolving, and the whole import.

#![allow(clippy::unwrap_used)]

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde::de::IgnoredAny;
use serde_json::Value;

/// The JSON of the dump that is made, in bytes.
const BYTES: usize = 400_000_000;

/// Runs of each.
const RUNS: usize = 5;

/// JSON of all of Wikidata, in bytes, and its items, by which hours are projected.
const FULL_BYTES: f64 = 1.5e12;
const FULL_ITEMS: f64 = 110e6;

fn main() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/wikidata/sample.json.gz");
    if !sample.exists() {
        println!("no sample of real items at {}; nothing to measure", sample.display());
        return;
    }
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-import");
    fs::create_dir_all(&folder).unwrap();
    let dump = folder.join("dump.json.gz");
    let items = make_dump(&sample, &dump);
    let text = decompressed(&dump);
    let row = |what: &str, seconds: f64| {
        let hours = seconds / text.len() as f64 * FULL_BYTES / 3600.0;
        println!(
            "| {what} | {seconds:.2} | {:.0} | {:.0} | {hours:.2} |",
            text.len() as f64 / seconds / 1e6,
            items as f64 / seconds
        );
        seconds
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!(
        "{items} items, {} MB of JSON, {} MB of gzip, {cores} cores",
        text.len() / 1_000_000,
        fs::metadata(&dump).unwrap().len() / 1_000_000
    );
    println!(
        "| what | seconds | MB/s of JSON | items/s | hours for 1.5 TB |\n| --- | --- | --- | --- | --- |"
    );
    let count = format!("gzip -dc {} | wc -l", dump.display());
    row("`gzip -dc \\| wc -l`", best(|| succeeds(Command::new("sh").args(["-c", &count]))));
    let decompressing = row("decompressing, one thread", best(|| drop(decompressed(&dump))));
    let parsing = row(
        "parsing the JSON, one thread",
        best(|| {
            for line in text.split(|byte| *byte == b'\n').filter(|line| line.len() > 1) {
                let line = line.strip_suffix(b",").unwrap_or(line);
                let _: IgnoredAny = serde_json::from_str(std::str::from_utf8(line).unwrap()).unwrap();
            }
        }),
    );
    let import = |more: &[&str]| {
        best(|| {
            let out = folder.join("facts");
            let _ = fs::remove_dir_all(&out);
            let mut command = Command::new(env!("CARGO_BIN_EXE_dramatis"));
            succeeds(
                command.args(["pack", "import", "--wikidata"]).arg(&dump).arg("--out").arg(&out).args(more),
            );
        })
    };
    row("`pack import --unresolved`", import(&["--unresolved"]));
    let whole = row("`pack import`", import(&[]));
    // With a core to spare for parsing, decompressing bounds it; with one core in all, both.
    println!("import / decompressing: {:.2}", whole / decompressing);
    println!("import / (decompressing + parsing): {:.2}", whole / (decompressing + parsing));
    println!(
        "a dump of {FULL_ITEMS:.0} items: {:.2} hours at this rate",
        whole / items as f64 * FULL_ITEMS / 3600.0
    );
    fs::remove_dir_all(&folder).unwrap();
}

fn best(mut run: impl FnMut()) -> f64 {
    let runs = (0..RUNS).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64()
    });
    runs.fold(f64::INFINITY, f64::min)
}

fn succeeds(command: &mut Command) {
    let output = command.stdout(Stdio::null()).stderr(Stdio::piped()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn decompressed(dump: &Path) -> Vec<u8> {
    let mut text = Vec::with_capacity(BYTES + (16 << 20));
    flate2::read::MultiGzDecoder::new(File::open(dump).unwrap()).read_to_end(&mut text).unwrap();
    text
}

/// Writes the sample so often that there is enough; gives the number of items.
fn make_dump(sample: &Path, dump: &Path) -> u64 {
    let lines = BufReader::new(flate2::read::MultiGzDecoder::new(File::open(sample).unwrap())).lines();
    let lines =
        lines.map(|line| line.unwrap().trim_end_matches(',').to_owned()).filter(|line| line.len() > 1);
    let mut items: Vec<Value> = lines.map(|line| serde_json::from_str(&line).unwrap()).collect();
    let file = BufWriter::new(File::create(dump).unwrap());
    // The level that gzip(1) takes by itself.
    let mut out = flate2::write::GzEncoder::new(file, flate2::Compression::new(6));
    out.write_all(b"[").unwrap();
    let (mut bytes, mut count) = (0, 0_u64);
    while bytes < BYTES {
        for item in &mut items {
            item["id"] = format!("Q{}", 1_000_000_000 + count).into();
            let line = escaped(&item.to_string());
            out.write_all(if count > 0 { b",\n" } else { b"\n" }).unwrap();
            out.write_all(line.as_bytes()).unwrap();
            bytes += line.len();
            count += 1;
        }
    }
    out.write_all(b"\n]\n").unwrap();
    out.finish().unwrap().flush().unwrap();
    count
}

/// Letters beyond ASCII as `\uXXXX`, as PHP writes them.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    for c in json.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}
