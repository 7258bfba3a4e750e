//! The extension: the pack, the core and the shell, put together for each browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Result;

use crate::command::{cargo, program};
use crate::notices::Product;
use crate::stage::stage;
use crate::{node, notices, wasm, workspace};

/// Builds the pack, unless it is newer than every fact and the program that builds it.
pub(crate) fn pack() -> Result<PathBuf> {
    let pack = workspace::target().join("dramatis.pack");
    stage("the pack of facts", || {
        cargo(&["build", "--quiet", "--release", "-p", "dramatis-cli"]).run()?;
        let program = cli();
        let built = modified(&pack);
        let newest = newest(&workspace::root().join("facts"))?.max(modified(&program));
        if built.is_none() || built < newest {
            let facts = workspace::root().join("facts");
            let mut build = crate::command::program(&program, &["pack", "build", "--facts"])
                .arg(facts)
                .arg("--out")
                .arg(&pack);
            if let Some(day) = day_of_the_facts() {
                build = build.arg("--built").arg(day);
            }
            build.run()?;
        }
        Ok(())
    })?;
    Ok(pack)
}

/// The day of the last change to the facts: a pack tells it as its own, so that it has the same bytes whenever it is built.
/// `None` outside of a checkout and where `SOURCE_DATE_EPOCH` says it, which the command heeds by itself.
fn day_of_the_facts() -> Option<String> {
    if std::env::var_os("SOURCE_DATE_EPOCH").is_some() || !workspace::root().join(".git").exists() {
        return None;
    }
    let log = ["log", "-1", "--date=format-local:%Y-%m-%d", "--format=%cd", "--", "facts"];
    let day = crate::command::program("git", &log).env("TZ", "UTC").output().ok()?;
    Some(day.trim().to_owned()).filter(|day| !day.is_empty())
}

/// The built command.
pub(crate) fn cli() -> PathBuf {
    workspace::target().join("release/dramatis")
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

fn newest(folder: &Path) -> Result<Option<SystemTime>> {
    let mut newest = None;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            newest = newest.max(modified(&path));
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    Ok(newest)
}

/// Builds both extensions; gives the folder that holds them.
pub(crate) fn build() -> Result<PathBuf> {
    let pack = pack()?;
    let core = wasm::build_core()?;
    node::ensure()?;
    let out = workspace::target().join("extension");
    stage("the extensions", || {
        program("node", &["extension/build.mjs", "--version", workspace::VERSION])
            .arg("--core")
            .arg(&core)
            .arg("--weights")
            .arg(workspace::root().join("weights/names.bin"))
            .arg("--pack")
            .arg(&pack)
            .arg("--out")
            .arg(&out)
            .run()?;
        for browser in ["chromium", "firefox"] {
            notices::put(Product::Extension, &out.join(browser))?;
        }
        Ok(())
    })?;
    println!("{}\n{}", out.join("chromium").display(), out.join("firefox").display());
    Ok(out)
}
