//! Notices: whose work is in the packages, and under which terms. Made from the lock files, so that nobody is forgotten.
//!
//! In: the crates that are compiled into the core, the packages of npm that are bundled. Out: one text, the same for the same
//! lock files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};

use crate::command::cargo;
use crate::{supply, workspace};

/// The files of ours that a package carries beside the notices of others.
const OURS: &[&str] = &["NOTICE", "LICENSE-MIT", "LICENSE-APACHE"];

/// The name of the generated file.
const FILE: &str = "THIRD-PARTY.txt";

const HEAD: &str = "\
Dramatis contains the works below, under the terms that follow each list. The facts and the recognizer's weights have notices of
their own, in NOTICE. Rust's standard library is part of the core: copyright (c) The Rust Project Contributors, MIT OR Apache-2.0.
";

/// Puts the notices into a package's folder.
pub(crate) fn put(folders: &[&Path]) -> Result<()> {
    let text = text()?;
    for folder in folders {
        fs::write(folder.join(FILE), &text)?;
        for name in OURS {
            fs::copy(workspace::root().join(name), folder.join(name))?;
        }
    }
    Ok(())
}

fn text() -> Result<String> {
    // Works by the terms that they come with: most crates have the same few texts.
    let mut works: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
    for (name, folder) in crates_of_the_core()? {
        works.entry(terms(&name, &folder)?).or_default().insert(name);
    }
    for package in supply::bundled()? {
        let name = format!("{} {}", package.name, package.version);
        let folder = workspace::root().join("node_modules").join(&package.name);
        works.entry(terms(&name, &folder)?).or_default().insert(name);
    }
    let mut sections: Vec<_> =
        works.into_iter().map(|(terms, names)| (names.into_iter().collect::<Vec<_>>(), terms)).collect();
    sections.sort();
    let mut text = HEAD.to_owned();
    for (names, terms) in sections {
        text.push_str(&format!("\n{}\n{}\n\n", "=".repeat(80), names.join("\n")));
        text.push_str(&terms.join("\n\n"));
        text.push('\n');
    }
    Ok(text)
}

/// Name with version, and folder, of every crate that is compiled into the core.
fn crates_of_the_core() -> Result<Vec<(String, std::path::PathBuf)>> {
    let tree = [
        "tree",
        "--locked",
        "--package=dramatis",
        "--no-default-features",
        "--target=wasm32-unknown-unknown",
        "--edges=normal,no-proc-macro",
        "--prefix=none",
        "--format={p}",
    ];
    let tree = cargo(&tree).output()?;
    let compiled: BTreeSet<String> = tree.lines().filter_map(named).collect();
    let crates = supply::crates_of("Cargo.toml")?.into_iter().filter_map(|package| {
        let name = format!("{} {}", package.name, package.version);
        let folder = package.manifest_path.parent()?.to_owned();
        (compiled.contains(&name) && package.name != "dramatis").then_some((name, folder))
    });
    Ok(crates.collect())
}

/// A line of `cargo tree`, `name v1.2.3 (more)`, as name and version.
fn named(line: &str) -> Option<String> {
    let mut words = line.split(' ');
    Some(format!("{} {}", words.next()?, words.next()?.strip_prefix('v')?))
}

/// The terms that a work comes with, the whole text of each file.
fn terms(name: &str, folder: &Path) -> Result<Vec<String>> {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let lower = entry.file_name().to_string_lossy().to_lowercase();
        let is_terms = ["license", "licence", "copying", "copyright", "notice", "unlicense"]
            .iter()
            .any(|begin| lower.starts_with(begin));
        if is_terms && entry.file_type()?.is_file() {
            files.insert(entry.path());
        }
    }
    ensure!(!files.is_empty(), "{name} comes without its terms; add them by hand where notices are made");
    let read = |path| fs::read_to_string(path).map(|text| text.replace("\r\n", "\n").trim_end().to_owned());
    Ok(files.into_iter().map(read).collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_tree_gives_name_and_version() {
        assert_eq!(named("serde v1.0.229 (*)").as_deref(), Some("serde 1.0.229"));
        assert_eq!(named(""), None);
    }
}
