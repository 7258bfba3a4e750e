//! The supply chain: whether what the project builds upon is what it may build upon.
//!
//! `deny.toml` is the policy. cargo-deny holds the crates against it; npm's lock file, and the licences of what is bundled out
//! of it, are checked here. Offline: known advisories are asked for by `cargo deny check`, which needs a network.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::command::{cargo, program};
use crate::stage::stage;
use crate::workspace;

/// The release of cargo-deny that reads `deny.toml`.
const CARGO_DENY: &str = "0.20.2";

/// The part of `deny.toml` that holds for packages of npm too.
#[derive(Debug, Deserialize)]
struct Policy {
    licenses: Licenses,
}

#[derive(Debug, Deserialize)]
struct Licenses {
    allow: Vec<String>,
}

/// What cargo tells of one crate.
#[derive(Debug, Deserialize)]
pub(crate) struct Crate {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) manifest_path: PathBuf,
}

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Crate>,
}

/// npm's lock file.
#[derive(Debug, Deserialize)]
struct Lock {
    packages: BTreeMap<String, Locked>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Locked {
    version: String,
    license: Option<String>,
    integrity: Option<String>,
    resolved: Option<String>,
    link: bool,
    dependencies: BTreeMap<String, String>,
    dev_dependencies: BTreeMap<String, String>,
}

/// A package of npm that is bundled into the extension's scripts.
#[derive(Debug)]
pub(crate) struct Bundled {
    pub(crate) name: String,
    pub(crate) version: String,
    license: String,
}

/// Checks the crates of the workspace and of the fuzz targets, and the packages of npm.
///
/// # Errors
/// What breaks the policy, every breach in npm's part a line.
pub(crate) fn check() -> Result<()> {
    let root = workspace::cache().join(format!("cargo-deny-{CARGO_DENY}"));
    let deny = root.join("bin/cargo-deny");
    if !deny.exists() {
        stage("cargo-deny (once)", || {
            cargo(&["install", "--quiet", "--locked", "cargo-deny", "--version", CARGO_DENY, "--root"])
                .arg(&root)
                .env("CARGO_TARGET_DIR", workspace::target().join("tools"))
                .run()
        })?;
    }
    for manifest in ["Cargo.toml", "fuzz/Cargo.toml"] {
        program(&deny, &["--log-level", "error", "--locked", "--config", "deny.toml"])
            .args(&["--manifest-path", manifest, "check", "--hide-inclusion-graph"])
            .args(&["--allow", "license-not-encountered", "licenses", "bans", "sources"])
            .run()?;
    }
    let policy = fs::read_to_string(workspace::root().join("deny.toml"))?;
    let policy: Policy = toml::from_str(&policy).context("deny.toml cannot be read")?;
    let lock = npm_lock()?;
    let mut wrong = lock.breaches();
    for Bundled { name, license, .. } in bundled()? {
        if !policy.licenses.allow.contains(&license) {
            wrong.push(format!("{name} is bundled, and its licence, {license}, is not in deny.toml"));
        }
    }
    let rules = fs::read_to_string(workspace::root().join(".npmrc")).unwrap_or_default();
    if !rules.lines().any(|line| line == "ignore-scripts=true") {
        wrong.push(
            ".npmrc: packages may run scripts when they are installed (ignore-scripts=true)".to_owned(),
        );
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("{} packages of npm: in order", lock.packages.len() - 1);
    Ok(())
}

/// Every crate that a workspace's lock file names, for all platforms.
pub(crate) fn crates_of(manifest: &str) -> Result<Vec<Crate>> {
    let metadata =
        ["metadata", "--format-version", "1", "--locked", "--all-features", "--manifest-path", manifest];
    let metadata: Metadata = serde_json::from_str(&cargo(&metadata).output()?)?;
    Ok(metadata.packages)
}

fn npm_lock() -> Result<Lock> {
    let lock = fs::read_to_string(workspace::root().join("package-lock.json"))?;
    serde_json::from_str(&lock).context("package-lock.json cannot be read")
}

/// The packages of npm that end in the extension's scripts: those that package.json names as dependencies, and theirs.
pub(crate) fn bundled() -> Result<Vec<Bundled>> {
    let lock = npm_lock()?;
    let root = lock.packages.get("").context("package-lock.json has no root")?;
    let mut found = BTreeMap::new();
    let mut open: Vec<String> = root.dependencies.keys().cloned().collect();
    while let Some(name) = open.pop() {
        let Some(package) = lock.packages.get(&format!("node_modules/{name}")) else {
            bail!("package-lock.json does not lock {name}");
        };
        open.extend(package.dependencies.keys().filter(|name| !found.contains_key(*name)).cloned());
        let license = package.license.clone().unwrap_or_default();
        found.insert(name.clone(), Bundled { name, version: package.version.clone(), license });
    }
    Ok(found.into_values().collect())
}

impl Lock {
    fn breaches(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (place, package) in &self.packages {
            if place.is_empty() {
                let named = package.dependencies.iter().chain(&package.dev_dependencies);
                let loose =
                    named.filter(|(_, version)| !version.starts_with(|first: char| first.is_ascii_digit()));
                wrong.extend(loose.map(|(name, version)| {
                    format!("package.json: {name} is {version}, which is no single version")
                }));
                continue;
            }
            if !package.integrity.as_ref().is_some_and(|sum| sum.starts_with("sha512-")) {
                wrong.push(format!("package-lock.json: {place} has no SHA-512 to check it against"));
            }
            let elsewhere =
                package.resolved.as_ref().is_some_and(|from| !from.starts_with("https://registry."));
            if package.link || elsewhere {
                wrong.push(format!("package-lock.json: {place} does not come from npm's registry"));
            }
        }
        wrong
    }
}

#[cfg(test)]
mod tests {
    // A test that cannot make its own input has nothing to test.
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_lock_without_sums_or_with_loose_versions_is_told() {
        let lock: Lock = serde_json::from_str(
            r#"{"packages":{"":{"dependencies":{"a":"^1.0.0"}},"node_modules/a":{"version":"1.0.0"},
            "node_modules/b":{"version":"1.0.0","integrity":"sha512-x","resolved":"git+ssh://git.example/b"}}}"#,
        )
        .unwrap();
        assert_eq!(lock.breaches().len(), 3);
    }
}
