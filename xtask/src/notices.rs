//! Notices: whose work is in the packages, and under which terms. Made from the lock files, so that nobody is forgotten.
//!
//! In: the crates that are compiled into a product, the packages of npm that are bundled into it. Out: one text, the same for the
//! same lock files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::command::cargo;
use crate::{supply, workspace};

/// The files of ours that a package carries beside the notices of others.
const OURS: &[&str] = &["NOTICE", "LICENSE-MIT", "LICENSE-APACHE"];

/// The name of the generated file.
const FILE: &str = "THIRD-PARTY.txt";

const HEAD: &str = "\
Dramatis contains the works below, under the terms that follow each list. The facts and the recognizer's weights have notices of
their own, in NOTICE. Rust's standard library is part of it: copyright (c) The Rust Project Contributors, MIT OR Apache-2.0.
";

/// Crates that come without their terms, and the crate of the same repository that comes with them.
const TERMS_BESIDE: &[(&str, &str)] = &[("pulp-wasm-simd-flag", "pulp")];

/// What is handed out, by whose work is in it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Product {
    /// The core for a browser, and libraries of npm in the scripts.
    Extension,
    /// The core that reads HTML too.
    NpmPackage,
    /// The command.
    Command,
}

/// Puts the notices and licences into a product's folder.
pub(crate) fn put(product: Product, folder: &Path) -> Result<()> {
    fs::write(folder.join(FILE), text(product)?)?;
    for name in OURS {
        fs::copy(workspace::root().join(name), folder.join(name))?;
    }
    Ok(())
}

fn text(product: Product) -> Result<String> {
    // Works by the terms that they come with: most crates have the same few texts.
    let mut works: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
    for (name, folder) in crates_of(product)? {
        works.entry(terms(&name, &folder)?).or_default().insert(name);
    }
    let bundled = if matches!(product, Product::Extension) { supply::bundled()? } else { Vec::new() };
    for package in bundled {
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

/// Name with version, and the folder with the terms, of every crate of others that is compiled into a product.
fn crates_of(product: Product) -> Result<Vec<(String, PathBuf)>> {
    const CORE: &[&str] = &["--package=dramatis", "--no-default-features", "--target=wasm32-unknown-unknown"];
    let built: &[&str] = match product {
        Product::Extension => CORE,
        Product::NpmPackage => &[CORE, &["--features=html"]].concat(),
        Product::Command => &["--package=dramatis-cli"],
    };
    let tree = ["tree", "--locked", "--edges=normal,no-proc-macro", "--prefix=none", "--format={p}"];
    let tree = cargo(&tree).args(built).output()?;
    let compiled: BTreeSet<String> = tree.lines().filter_map(named).collect();
    let all = supply::crates_of("Cargo.toml")?;
    let folder = |name: &str| {
        let found = all.iter().find(|package| package.name == name)?;
        found.manifest_path.parent().map(Path::to_owned)
    };
    let crates = all.iter().filter_map(|package| {
        let name = format!("{} {}", package.name, package.version);
        let beside = TERMS_BESIDE.iter().find(|(without, _)| package.name == *without);
        let folder = match beside {
            Some((_, with)) => folder(with)?,
            None => package.manifest_path.parent()?.to_owned(),
        };
        let of_others = !folder.starts_with(workspace::root());
        (compiled.contains(&name) && of_others).then_some((name, folder))
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
