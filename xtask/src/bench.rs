//! Benchmarks: the rooms natively, the pack in wasm, the extension in browsers, beside peers where there are any. One run
//! fills the figures of `docs/PERFORMANCE.md`.

use std::fs;

use anyhow::{Context, Result};

use crate::command::{cargo, find, program};
use crate::stage::stage;
use crate::{browser_bench, debian, extension, wasm, workspace};

/// Between these lines stands what a run measured.
const BEGIN: &str = "<!-- measured: cargo xtask bench -->\n";
const END: &str = "<!-- end of what was measured -->\n";

/// Runs every benchmark and writes down what came out; with a number of loads, the long test of endurance too.
pub(crate) fn run(endurance: Option<u32>) -> Result<()> {
    debian::ensure(debian::BROWSERS)?;
    let pack = extension::pack()?;
    let mut sections = vec![("The machine", machine()?)];
    // One after the other, so that none is measured beside another.
    let mut native = String::new();
    stage("natively", || {
        for (package, bench) in [("dramatis", "reading"), ("dramatis-cli", "import")] {
            native += &cargo(&["bench", "--quiet", "-p", package, "--bench", bench]).output()?;
        }
        println!("{native}");
        Ok(())
    })?;
    sections.push(("Natively (`cargo bench`)", format!("```text\n{}\n```", native.trim())));
    stage("the rooms, natively", || {
        let rooms = ["bench", "--quiet", "-p", "dramatis", "--features", "rooms", "--bench", "rooms", "--"];
        let told = cargo(&rooms).arg(&pack).output()?;
        println!("{told}");
        sections.push(("Natively, room by room", told));
        Ok(())
    })?;
    stage("the pack in Chromium", || in_wasm(&pack))?;
    sections.extend(browser_bench::run(endurance)?);
    write_down(&sections)
}

/// Opening the pack and looking names up, in wasm; what it prints goes to the terminal.
fn in_wasm(pack: &std::path::Path) -> Result<()> {
    let driver = find("chromedriver").unwrap_or_else(|| "chromedriver".into());
    // Not `--quiet`: it would be handed on to the runner, which does not know it.
    let bench = ["test", "--release", "-p", "dramatis", "--no-default-features", "--test", "in_browser"];
    wasm::toolchain()?
        .cargo(&bench)?
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", wasm::test_runner()?)
        .env("CHROMEDRIVER", driver)
        .env("DRAMATIS_PACK", pack)
        // A test links the standard library's test crate, which comes without the bitcode that LTO wants.
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .args(&["--", "--nocapture"])
        .run()
}

/// What the figures were taken on, and how busy it was beside.
fn machine() -> Result<String> {
    let read = |path| fs::read_to_string(path).unwrap_or_default();
    let processor = read("/proc/cpuinfo");
    let model = processor.lines().find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("an unknown processor", |line| line.trim_start_matches(['\t', ':', ' ']));
    let cores = std::thread::available_parallelism()?;
    let memory = read("/proc/meminfo");
    let memory: u64 = memory.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).unwrap_or(0);
    let load = read("/proc/loadavg");
    let load = load.split_whitespace().next().unwrap_or("unknown");
    let version = |name, argument| program(name, &[argument]).output().map(|told| told.trim().to_owned());
    Ok(format!(
        "{model}, {cores} cores, {} GiB; {}; {}; {}. Load as the run began: {load}.",
        memory >> 20,
        version("rustc", "--version")?,
        version("chromium", "--version")?,
        version("firefox-esr", "--version")?,
    ))
}

/// Puts the sections into the document, in place of those of the last run.
fn write_down(sections: &[(&str, String)]) -> Result<()> {
    let path = workspace::root().join("docs/PERFORMANCE.md");
    let text = fs::read_to_string(&path)?;
    let (head, rest) = text.split_once(BEGIN).context("docs/PERFORMANCE.md has no place for figures")?;
    let (_, tail) = rest.split_once(END).context("docs/PERFORMANCE.md has no end of its figures")?;
    let measured: String =
        sections.iter().map(|(title, body)| format!("\n## {title}\n\n{}\n", body.trim())).collect();
    fs::write(&path, format!("{head}{BEGIN}{measured}\n{END}{tail}"))?;
    println!("\n{}", path.display());
    Ok(())
}
