//! The workspace: where its folders are.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The version of everything here, told once: in the workspace's Cargo.toml.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The workspace's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The folder that everything is built into.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |target| root().join(target))
}

/// What outlives the target folder: the wasm sysroot and the test runner, both slow to build.
pub(crate) fn cache() -> PathBuf {
    let home = || std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache"));
    let base = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(home);
    base.unwrap_or_else(target).join("dramatis")
}

/// Whether this runs in CI, where warnings are errors.
pub(crate) fn is_ci() -> bool {
    std::env::var_os("CI").is_some()
}

/// Flags that keep this machine's folders out of what panics tell: the same source gives the same bytes wherever it lies.
pub(crate) fn nameless_paths() -> Result<Vec<String>> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let home = home.context("neither CARGO_HOME nor a home folder is known")?;
    let folders = [(root(), "dramatis"), (home.as_path(), "cargo")];
    Ok(folders.map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display())).into())
}
