//! Fuzzing: bytes that a fuzzer makes up, through every surface that takes bytes from strangers.
//!
//! Coverage is LLVM's, by flags that a stable compiler takes only with `RUSTC_BOOTSTRAP`; no sanitizer, since the code holds
//! no `unsafe` of its own and panics and hangs show without one.

use std::fs;

use anyhow::Result;

use crate::command::{cargo, program};
use crate::stage::stage;
use crate::workspace;

/// The fuzz targets, each a surface of `fuzz/surfaces.rs`.
const TARGETS: &[&str] = &["pack", "weights", "facts", "html", "snapshot", "text", "wikidata", "date"];

/// The longest that one input may take, in seconds, and the most memory it may ask for at once and in all, in MiB.
const LIMITS: &[&str] =
    &["-timeout=2", "-malloc_limit_mb=256", "-rss_limit_mb=1024", "-max_len=65536", "-print_final_stats=1"];

/// Runs one target, or all, each for some seconds. What it finds goes to `fuzz/found`, where the tests read it too.
pub(crate) fn run(target: Option<&str>, seconds: u32) -> Result<()> {
    let tool = workspace::cache().join("cargo-fuzz");
    if !tool.join("bin/cargo-fuzz").exists() {
        stage("cargo-fuzz (once)", || {
            cargo(&["install", "--quiet", "cargo-fuzz", "--root"]).arg(&tool).run()
        })?;
    }
    let targets: Vec<&str> =
        TARGETS.iter().copied().filter(|name| target.is_none_or(|target| target == *name)).collect();
    anyhow::ensure!(!targets.is_empty(), "there is no such target; the targets are {}", TARGETS.join(", "));
    for name in targets {
        let corpus = workspace::target().join("fuzz/corpus").join(name);
        let found = workspace::root().join("fuzz/found").join(name);
        fs::create_dir_all(&corpus)?;
        fs::create_dir_all(&found)?;
        stage(&format!("fuzzing {name} for {seconds} s"), || {
            program(tool.join("bin/cargo-fuzz"), &["run", "--sanitizer", "none", name])
                .arg(&corpus)
                .arg(workspace::root().join("fuzz/seeds").join(name))
                .arg("--target-dir")
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
    }
    Ok(())
}
