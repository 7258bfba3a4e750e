//! Fuzzing: bytes that a fuzzer makes up, through every surface that takes bytes from strangers.
//!
//! Coverage is LLVM's, by flags that a stable compiler takes only with `RUSTC_BOOTSTRAP`; no sanitizer, since the code holds
//! no `unsafe` of its own and panics and hangs show without one. Messages between the parts of the extension are checked in
//! JavaScript, so values for them are made up there (`fuzz/messages.js`).

use std::fs;

use anyhow::Result;

use crate::command::{cargo, program};
use crate::stage::stage;
use crate::{extension, workspace};

/// The fuzz targets under libFuzzer, each a surface of `fuzz/surfaces.rs`.
const TARGETS: &[&str] = &["pack", "weights", "facts", "html", "snapshot", "text", "wikidata", "date"];

/// The target that is JavaScript.
const MESSAGES: &str = "messages";

/// The longest that one input may take, in seconds, and the most memory it may ask for at once and in all, in MiB.
const LIMITS: &[&str] =
    &["-timeout=2", "-malloc_limit_mb=256", "-rss_limit_mb=1024", "-max_len=65536", "-print_final_stats=1"];

/// Runs one target, or all, each for some seconds. What it finds goes to `fuzz/found`, where the tests read it too.
pub(crate) fn run(target: Option<&str>, seconds: u32) -> Result<()> {
    let known = TARGETS.iter().chain([&MESSAGES]);
    let targets: Vec<&str> =
        known.copied().filter(|name| target.is_none_or(|target| target == *name)).collect();
    anyhow::ensure!(
        !targets.is_empty(),
        "there is no such target; the targets are {}, {MESSAGES}",
        TARGETS.join(", ")
    );
    for name in targets {
        if name == MESSAGES { messages(seconds)? } else { surface(name, seconds)? }
    }
    Ok(())
}

/// Messages to the background, and the core behind it as it is shipped.
fn messages(seconds: u32) -> Result<()> {
    extension::build()?;
    stage(&format!("fuzzing {MESSAGES} for {seconds} s"), || {
        program("node", &["fuzz/messages.js", "--seconds", &seconds.to_string()]).run()
    })
}

/// One surface, under libFuzzer.
fn surface(name: &str, seconds: u32) -> Result<()> {
    let tool = workspace::cache().join("cargo-fuzz");
    if !tool.join("bin/cargo-fuzz").exists() {
        stage("cargo-fuzz (once)", || {
            cargo(&["install", "--quiet", "cargo-fuzz", "--root"]).arg(&tool).run()
        })?;
    }
    let corpus = workspace::target().join("fuzz/corpus").join(name);
    let found = workspace::root().join("fuzz/found").join(name);
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&found)?;
    let seeds = [workspace::root().join("fuzz/seeds").join(name), workspace::root().join("tests/articles")];
    stage(&format!("fuzzing {name} for {seconds} s"), || {
        let mut run =
            program(tool.join("bin/cargo-fuzz"), &["run", "--sanitizer", "none", name]).arg(&corpus);
        for folder in seeds.iter().take(if name == "html" { 2 } else { 1 }) {
            run = run.arg(folder);
        }
        run.arg("--target-dir")
            .arg(workspace::target().join("fuzz"))
            .args(&[
                "--",
                &format!("-max_total_time={seconds}"),
                &format!("-artifact_prefix={}/", found.display()),
            ])
            .args(LIMITS)
            .env("RUSTC_BOOTSTRAP", "1")
            .run()
    })?;
    // An empty folder is no finding.
    let _ = fs::remove_dir(&found);
    Ok(())
}
