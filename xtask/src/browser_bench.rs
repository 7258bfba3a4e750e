//! Benchmarks in real browsers: the budgets that only a page and a background can be measured against, the growth with an
//! article's length beside peers, and what the packages weigh.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::command::program;
use crate::stage::stage;
use crate::{debian, extension, workspace};

/// The parts of a package that have a budget, and the script that every page gets.
const PARTS: &[(&str, &str)] = &[
    ("core/names.bin", "the recognizer's weights"),
    ("core/dramatis.pack", "the pack of facts"),
    ("core/dramatis_bg.wasm", "the core"),
    ("content/content.js", "the content script"),
];

/// Runs them; gives titles and tables. The times themselves go to `target/bench-lengths.json`.
pub(crate) fn run(endurance: Option<u32>) -> Result<Vec<(&'static str, String)>> {
    debian::ensure(debian::BROWSERS)?;
    let extensions = extension::build()?;
    let target = workspace::target();
    let mut sections = Vec::new();
    stage("budgets, in Chromium", || {
        let out = target.join("bench-browser.md");
        program("node", &["tests/browser/bench.js", "--extension"])
            .arg(extensions.join("chromium"))
            .arg("--out")
            .arg(&out)
            .run()?;
        sections.push(("Against the budgets", fs::read_to_string(out)?));
        Ok(())
    })?;
    stage("lengths and peers, in Chromium and Firefox", || {
        let told = program("node", &["tests/browser/bench-lengths.js", "--extension"])
            .arg(&extensions)
            .arg("--out")
            .arg(target.join("bench-lengths.json"))
            .output()?;
        println!("{told}");
        sections.push(("Growth with the length, beside peers", told));
        Ok(())
    })?;
    stage("pages out of all proportion, in Chromium", || {
        let told =
            program("node", &["tests/browser/responsive.js", "--extension"]).arg(&extensions).output()?;
        println!("{told}");
        sections.push(("The page's thread, on pages out of all proportion too", told));
        Ok(())
    })?;
    let sizes = sizes(&extensions.join("chromium"))?;
    println!("{sizes}");
    sections.push(("What the package weighs", sizes));
    if let Some(loads) = endurance {
        let told = stage("endurance", || {
            program("node", &["tests/browser/endurance.js", "--extension"])
                .arg(&extensions)
                .arg("--loads")
                .arg(loads.to_string())
                .output()
        })?;
        println!("{told}");
        sections.push(("Endurance", told));
    }
    Ok(sections)
}

/// Bytes of the parts of a package.
fn sizes(folder: &Path) -> Result<String> {
    let mut table = "| part | bytes | deflated |\n| --- | ---: | ---: |\n".to_owned();
    for (file, what) in PARTS {
        let bytes = fs::read(folder.join(file))?;
        let deflated = crate::archive::deflated(&bytes)?;
        table.push_str(&format!("| {what} | {} | {deflated} |\n", bytes.len()));
    }
    Ok(table)
}
