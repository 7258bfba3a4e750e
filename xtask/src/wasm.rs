//! Wasm: the toolchain's wasm32 target, however this machine can have one, and the core built with it.
//!
//! The toolchain's own target is used where it is installed, or where rustup may add it (`RUSTUP_AUTO_INSTALL` is
//! not 0). Else Debian's `rustc-web`, `cargo-web` and `rust-web-src` build the standard library once into a sysroot
//! in the user's cache.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::command::{Program, cargo, find, program};
use crate::debian::{self, Need};
use crate::notices::{self, Product};
use crate::stage::stage;
use crate::workspace;

const TARGET: &str = "wasm32-unknown-unknown";

const RUSTC_WEB: &[Need] = &[
    Need { what: "/usr/bin/rustc", package: "rustc-web", elsewhere: ADD_TARGET },
    Need { what: "/usr/bin/cargo", package: "cargo-web", elsewhere: ADD_TARGET },
    Need { what: "/usr/share/doc/rust-web-src/copyright", package: "rust-web-src", elsewhere: ADD_TARGET },
];

const CLIPPY_WEB: &[Need] =
    &[Need { what: "/usr/bin/cargo-clippy", package: "rust-web-clippy", elsewhere: ADD_TARGET }];

const ADD_TARGET: &str = "add the wasm32 target to your toolchain: rustup target add wasm32-unknown-unknown";

/// How large a function LLVM puts into its callers; by itself it goes to 250, and to 325 where a function asks for it. The browser
/// compiles what is called while a page waits, and for large functions that takes longer than calls cost (decision 020).
const SMALL_FUNCTIONS: [&str; 2] = ["-inline-threshold=100", "-inlinehint-threshold=200"];

/// A compiler for wasm32.
#[derive(Debug)]
pub(crate) struct Toolchain {
    /// The sysroot that Debian's compiler is to use; `None` for the toolchain's own target.
    sysroot: Option<PathBuf>,
}

/// Finds or makes a compiler for wasm32.
pub(crate) fn toolchain() -> Result<Toolchain> {
    if own_target()?.exists() {
        return Ok(Toolchain { sysroot: None });
    }
    let may_install = std::env::var("RUSTUP_AUTO_INSTALL").as_deref() != Ok("0");
    if may_install && find("rustup").is_some() {
        stage("the wasm32 target", || program("rustup", &["target", "add", TARGET]).run())?;
        return Ok(Toolchain { sysroot: None });
    }
    debian::ensure(RUSTC_WEB)?;
    Ok(Toolchain { sysroot: Some(debian_sysroot()?) })
}

/// Where the toolchain keeps the target's standard library.
fn own_target() -> Result<PathBuf> {
    let sysroot = program("rustc", &["--print", "sysroot"]).output()?;
    Ok(Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib"))
}

/// The standard library for Debian's compiler, built once. It is built beside its place and renamed, so that a build
/// that was cut off leaves nothing that looks finished; of two tasks at a time, the second waits for the first.
fn debian_sysroot() -> Result<PathBuf> {
    let version = program("/usr/bin/rustc", &["--version"]).output()?;
    let version = version.split_whitespace().nth(1).context("Debian's rustc tells no version")?.to_owned();
    if release(&version) < release(env!("CARGO_PKG_RUST_VERSION")) {
        bail!(
            "Debian's rustc-web is {version}, the project needs {}: bring it up to date (Debian's security updates \
             have it: apt-get update && apt-get install rustc-web cargo-web rust-web-src), or {ADD_TARGET}",
            env!("CARGO_PKG_RUST_VERSION")
        );
    }
    let sysroot = workspace::cache().join(format!("wasm-std-{version}"));
    if sysroot.exists() {
        return Ok(sysroot);
    }
    fs::create_dir_all(workspace::cache())?;
    let lock = fs::File::create(workspace::cache().join("wasm-sysroot.lock"))?;
    lock.lock().context("cannot lock the cache of wasm32 standard libraries")?;
    if sysroot.exists() {
        return Ok(sysroot);
    }
    stage("a standard library for wasm32 (once)", || {
        let work = workspace::cache().join("wasm-sysroot.unfinished");
        if work.exists() {
            fs::remove_dir_all(&work)?;
        }
        fs::create_dir_all(work.join("crate/src"))?;
        fs::write(work.join("crate/src/lib.rs"), "")?;
        let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n[profile.release]\npanic = \"abort\"\n";
        fs::write(work.join("crate/Cargo.toml"), manifest)?;
        program(
            "/usr/bin/cargo",
            &["build", "--release", "--target", TARGET, "-Z", "build-std=std,panic_abort,test"],
        )
        .folder(&work.join("crate"))
        .env("CARGO_TARGET_DIR", work.join("build"))
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", workspace::nameless_paths()?.join(" "))
        .run()?;
        let library = work.join("sysroot/lib/rustlib").join(TARGET).join("lib");
        fs::create_dir_all(&library)?;
        for entry in fs::read_dir(work.join("build").join(TARGET).join("release/deps"))? {
            let file = entry?.path();
            let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if name.ends_with(".rlib") && !name.starts_with("libempty-") {
                fs::copy(&file, library.join(name))?;
            }
        }
        fs::rename(work.join("sysroot"), &sysroot)
            .with_context(|| format!("cannot make {}", sysroot.display()))?;
        Ok(fs::remove_dir_all(&work)?)
    })?;
    Ok(sysroot)
}

/// A version's numbers, to compare.
fn release(version: &str) -> Vec<u32> {
    version.split(['.', '-']).map_while(|part| part.parse().ok()).collect()
}

impl Toolchain {
    /// A cargo that builds for wasm32.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Result<Program> {
        self.for_wasm(cargo(arguments))
    }

    /// A clippy that reads wasm32 code. A standard library is read only by the clippy of the compiler that built it.
    pub(crate) fn clippy(&self, arguments: &[&str]) -> Result<Program> {
        let mut clippy = vec!["clippy"];
        clippy.extend(arguments);
        if self.sysroot.is_none() {
            return self.cargo(&clippy);
        }
        debian::ensure(CLIPPY_WEB)?;
        self.for_wasm(program("/usr/bin/cargo-clippy", &clippy))
    }

    fn for_wasm(&self, cargo: Program) -> Result<Program> {
        // Every browser that the extension runs in has the vectors of WebAssembly 2.
        let mut flags = vec!["-Ctarget-feature=+simd128".to_owned()];
        flags.extend(SMALL_FUNCTIONS.map(|limit| format!("-Cllvm-args={limit}")));
        flags.extend(workspace::nameless_paths()?);
        // A folder of its own: two compilers in one would rebuild each other's build scripts.
        let mut cargo = cargo.env("CARGO_TARGET_DIR", workspace::target().join("wasm"));
        if let Some(sysroot) = &self.sysroot {
            flags.push(format!("--sysroot={}", sysroot.display()));
            cargo = cargo
                .env("RUSTC", "/usr/bin/rustc")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker()?);
        }
        if workspace::is_ci() {
            flags.push("-Dwarnings".to_owned());
        }
        Ok(cargo
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags.join(" "))
            .arg("--target")
            .arg(TARGET))
    }
}

/// A linker for wasm: rustup's toolchains bring one, else LLVM's.
fn linker() -> Result<PathBuf> {
    let sysroot = program("rustc", &["--print", "sysroot"]).output()?;
    let rustlib = Path::new(sysroot.trim()).join("lib/rustlib");
    let hosts = fs::read_dir(&rustlib).into_iter().flatten().flatten();
    let own = hosts.map(|host| host.path().join("bin/rust-lld")).find(|lld| lld.is_file());
    match own.or_else(|| find("wasm-ld")).or_else(|| find("rust-lld")) {
        Some(linker) => Ok(linker),
        None => bail!("no linker for wasm: install LLVM's (Debian package lld)"),
    }
}

/// Builds the core and its JavaScript bindings into `target/core`, for the extension: the browser reads HTML itself.
pub(crate) fn build_core() -> Result<PathBuf> {
    let out = workspace::target().join("core");
    stage("the core, for browsers", || build("wasm", &[], &out))?;
    Ok(out)
}

/// Makes the npm package whole: the core that reads HTML too, the recognizer's weights, licences and notices.
pub(crate) fn build_package() -> Result<PathBuf> {
    let package = workspace::root().join("pkg");
    stage("the npm package", || {
        let core = workspace::target().join("core-html");
        build("npm", &["--features", "html"], &core)?;
        for file in ["dramatis.js", "dramatis_bg.wasm"] {
            fs::copy(core.join(file), package.join(file))?;
        }
        fs::copy(workspace::root().join("weights/names.bin"), package.join("names.bin"))?;
        notices::put(Product::NpmPackage, &package)
    })?;
    Ok(package)
}

/// Builds the core with a profile, which keeps builds with other features apart.
fn build(profile: &str, features: &[&str], out: &Path) -> Result<()> {
    let build =
        ["build", "--quiet", "-p", "dramatis", "--lib", "--profile", profile, "--no-default-features"];
    toolchain()?.cargo(&build)?.args(features).run()?;
    let module = workspace::target().join("wasm").join(TARGET).join(profile).join("dramatis.wasm");
    let stamp = out.join("dramatis_bg.wasm");
    let time = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    if time(&stamp) < time(&module) || time(&stamp).is_none() {
        Bindgen::new().input_path(&module).out_name("dramatis").web(true)?.typescript(true).generate(out)?;
    }
    Ok(())
}

/// The version of wasm-bindgen that Cargo.lock pins.
fn bindgen_version() -> Result<String> {
    let lock = fs::read_to_string(workspace::root().join("Cargo.lock"))?;
    let after = lock.split_once("name = \"wasm-bindgen\"\nversion = \"").map(|(_, after)| after);
    let version = after.and_then(|after| after.split('"').next());
    Ok(version.context("Cargo.lock names no wasm-bindgen")?.to_owned())
}

/// The test runner of the locked wasm-bindgen, built once into the user's cache.
pub(crate) fn test_runner() -> Result<PathBuf> {
    let version = bindgen_version()?;
    let root = workspace::cache().join(format!("wasm-bindgen-{version}"));
    let runner = root.join("bin/wasm-bindgen-test-runner");
    if !runner.exists() {
        stage("the wasm test runner (once)", || {
            let wanted = format!("={version}");
            cargo(&["install", "--quiet", "wasm-bindgen-cli", "--version", &wanted, "--root"])
                .arg(&root)
                .env("CARGO_TARGET_DIR", workspace::target().join("tools"))
                .run()
        })?;
    }
    Ok(runner)
}
