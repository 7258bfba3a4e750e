//! Benchmarks: the rooms natively, then the pack in a browser.

use anyhow::Result;

use crate::command::{cargo, find};
use crate::stage::stage;
use crate::{debian, extension, wasm};

/// Runs every benchmark.
pub(crate) fn run() -> Result<()> {
    debian::ensure(debian::BROWSERS)?;
    let pack = extension::pack()?;
    stage("natively", || cargo(&["bench", "--quiet", "--workspace"]).run())?;
    let toolchain = wasm::toolchain()?;
    stage("the pack in Chromium", || {
        let driver = find("chromedriver").unwrap_or_else(|| "chromedriver".into());
        let bench = [
            "test",
            "--quiet",
            "--release",
            "-p",
            "dramatis",
            "--no-default-features",
            "--test",
            "in_browser",
        ];
        toolchain
            .cargo(&bench)?
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", wasm::test_runner()?)
            .env("CHROMEDRIVER", driver)
            .env("DRAMATIS_PACK", &pack)
            // A test links the standard library's test crate, which comes without the bitcode that LTO wants.
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .args(&["--", "--nocapture"])
            .run()
    })
}
