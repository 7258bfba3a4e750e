//! Packages: what is handed out, the same bytes every time, with checksums: the extension for each store, the npm package, the
//! command for this kind of machine.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::command::{cargo, program};
use crate::notices::{self, Product};
use crate::stage::stage;
use crate::workspace::VERSION;
use crate::{archive, extension, wasm, workspace};

/// A file to hand out: its name and bytes.
type Package = (String, Vec<u8>);

/// Leaves the packages and `SHA256SUMS` in `target/package`, and nothing else there; gives the sums.
pub(crate) fn run() -> Result<String> {
    let extensions = extension::build()?;
    let npm = wasm::build_package()?;
    let command = build_command()?;
    let out = workspace::target().join("package");
    stage("packages", || {
        let mut packages = Vec::new();
        for browser in ["chromium", "firefox"] {
            let zip = archive::zip(&extensions.join(browser))?;
            packages.push((format!("dramatis-{VERSION}-{browser}.zip"), zip));
        }
        packages.push(npm_package(&npm)?);
        packages.push(command_package(&command)?);
        packages.sort();
        if out.exists() {
            fs::remove_dir_all(&out)?;
        }
        fs::create_dir_all(&out)?;
        let mut sums = String::new();
        for (name, bytes) in packages {
            let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            sums.push_str(&format!("{sum}  {name}\n"));
            println!("{}: {} bytes", out.join(&name).display(), bytes.len());
            fs::write(out.join(name), bytes)?;
        }
        fs::write(out.join("SHA256SUMS"), &sums)?;
        Ok(sums)
    })
}

/// Builds the packages twice, the second time with a pack and scripts made afresh.
///
/// # Errors
/// Where the bytes are not the same.
pub(crate) fn twice() -> Result<()> {
    let first = run()?;
    fs::remove_file(workspace::target().join("dramatis.pack"))?;
    ensure!(first == run()?, "two builds of the same source gave other bytes:\n{first}");
    Ok(())
}

/// The command, without a name of this machine's folders in it.
fn build_command() -> Result<PathBuf> {
    stage("the command", || {
        cargo(&["build", "--quiet", "--locked", "--profile", "dist", "-p", "dramatis-cli"])
            .env("CARGO_ENCODED_RUSTFLAGS", workspace::nameless_paths()?.join("\u{1f}"))
            .run()
    })?;
    Ok(workspace::target().join("dist").join(format!("dramatis{EXE_SUFFIX}")))
}

/// An empty folder to put a package together in.
fn empty_folder(name: &str) -> Result<PathBuf> {
    let folder = workspace::target().join("packing").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// The npm package as `npm pack` makes it: only what its package.json lists, with npm's own fixed time.
fn npm_package(package: &Path) -> Result<Package> {
    let folder = empty_folder("npm")?;
    program("npm", &["pack", "--silent", "--ignore-scripts", "--pack-destination"])
        .arg(&folder)
        .folder(package)
        .output()?;
    let packed = folder.join(format!("dramatis-{VERSION}.tgz"));
    let bytes = fs::read(&packed).with_context(|| {
        format!("npm left no {}; has pkg/package.json another version?", packed.display())
    })?;
    Ok((format!("dramatis-{VERSION}-npm.tgz"), bytes))
}

/// The command with the default pack beside it, where it looks first.
fn command_package(command: &Path) -> Result<Package> {
    let program = format!("dramatis{EXE_SUFFIX}");
    let folder = empty_folder("command")?;
    fs::copy(command, folder.join(&program))?;
    fs::copy(workspace::target().join("dramatis.pack"), folder.join("dramatis.pack"))?;
    fs::copy(workspace::root().join("cli/README.md"), folder.join("README.md"))?;
    notices::put(Product::Command, &folder)?;
    let name = format!("dramatis-{VERSION}-{}", machine()?);
    let bytes = archive::tar_gz(&folder, &name, &program)?;
    Ok((format!("{name}.tar.gz"), bytes))
}

/// The kind of this machine, as Rust calls it (its target triple).
fn machine() -> Result<String> {
    let told = program("rustc", &["--version", "--verbose"]).output()?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not tell its host")?.to_owned())
}

#[cfg(test)]
mod tests {
    // A test that cannot read the files it is about has nothing to test.
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_version_is_told_in_one_place_and_the_others_follow() {
        let read = |file: &str| fs::read_to_string(workspace::root().join(file)).unwrap();
        let json = |file: &str| serde_json::from_str::<serde_json::Value>(&read(file)).unwrap();
        assert_eq!(json("pkg/package.json")["version"], VERSION, "npm wants it in pkg/package.json");
        assert!(json("package.json")["version"].is_null(), "the manifests have the workspace's");
        let newest = read("CHANGELOG.md");
        let newest = newest.lines().find_map(|line| line.strip_prefix("## ")).unwrap();
        assert_eq!(newest, VERSION, "CHANGELOG.md begins with what is new in this version");
        for member in ["cli", "train", "xtask", "."] {
            let manifest = read(&format!("{member}/Cargo.toml"));
            assert!(manifest.contains("version.workspace = true"), "{member}");
        }
    }
}
