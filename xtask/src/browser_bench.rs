//! Benchmarks in a real browser: the budgets that only a page and a background can be measured against, with a peer
//! beside them in the same run.

use anyhow::Result;

use crate::command::program;
use crate::{debian, extension, workspace};

/// Prints the table of budgets; it goes to `target/bench-browser.md` too.
pub(crate) fn run() -> Result<()> {
    debian::ensure(debian::BROWSERS)?;
    let extensions = extension::build()?;
    println!();
    program("node", &["tests/browser/bench.js", "--extension"])
        .arg(extensions.join("chromium"))
        .arg("--out")
        .arg(workspace::target().join("bench-browser.md"))
        .run()
}
