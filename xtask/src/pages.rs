//! Stored news pages: the extension as it is shipped, in a real browser, on each of them.
//!
//! In: a folder of `NAME.html.gz`, with or without an `index.jsonl` of their addresses. Out: a row for each page (gate,
//! names, marks, times, layout shift, faults) in `target/eval-pages/pages.md`, and pictures of some beside it.

use std::path::Path;

use anyhow::{Result, bail};

use crate::command::program;
use crate::{debian, extension, workspace};

/// Runs the extension on the pages of a folder.
///
/// # Errors
/// Where a page had an error of ours, or was changed by us: the list is printed before.
pub(crate) fn run(folder: &Path) -> Result<()> {
    if !folder.is_dir() {
        bail!("{} is no folder of stored pages (NAME.html.gz)", folder.display());
    }
    debian::ensure(debian::BROWSERS)?;
    let extensions = extension::build()?;
    let out = workspace::target().join("eval-pages");
    // The folder is the caller's; the program runs in the workspace's root.
    program("node", &["tests/browser/eval-pages.js", "--pages"])
        .arg(folder.canonicalize()?)
        .arg("--extension")
        .arg(extensions.join("chromium"))
        .arg("--out")
        .arg(&out)
        .run()?;
    println!("{}", out.join("pages.md").display());
    Ok(())
}
