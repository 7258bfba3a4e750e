//! Tests: every check, the cheap ones first.

use anyhow::{Result, bail};

use crate::command::{cargo, find, program};
use crate::stage::stage;
use crate::{api, debian, documents, extension, instructions, node, package, spark, supply, wasm};

/// Runs every check and test, or those stages whose name holds some words; ends with how many passed and failed.
pub(crate) fn run(only: Option<String>) -> Result<()> {
    debian::ensure(debian::NODE)?;
    debian::ensure(debian::BROWSERS)?;
    node::ensure()?;
    let toolchain = wasm::toolchain()?;
    let mut results = Results { only, ..Results::default() };
    results.add("formatting", || cargo(&["fmt", "--all", "--check"]).run());
    results.add("lints", || {
        cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]).run()
    });
    results.add("supply chain", supply::check);
    results.add("the public API", api::check);
    results.add("documentation", || {
        let doc = cargo(&["doc", "--quiet", "--workspace", "--no-deps", "--document-private-items"]);
        doc.env("RUSTDOCFLAGS", "-D warnings").run()
    });
    results.add("unit, property and golden tests", || cargo(&["test", "--quiet", "--workspace"]).run());
    results.add("texts for the training", || {
        debian::ensure(debian::PYTHON)?;
        program("python3", &["-m", "unittest", "discover", "train"]).run()
    });
    results.add("facts", || {
        extension::pack()?;
        program(extension::cli(), &["pack", "check", "facts"]).run()
    });
    results.add("the commands in the documents", documents::run);
    results.add("Parquet", || {
        let feature = ["--quiet", "-p", "dramatis-cli", "--features", "parquet"];
        let lint: &[&str] = &["--all-targets", "--", "-D", "warnings"];
        cargo(&["clippy"]).args(&feature).args(lint).run()?;
        cargo(&["test"]).args(&feature).args(&["--test", "annotate"]).run()
    });
    results.add("the map step in Spark", spark::run);
    results.add("instructions of an article", || instructions::run(false));
    results.add("lints of the JavaScript face", || {
        let face: &[&str] = &["--lib"];
        let tests: &[&str] = &["--features", "build", "--test", "wasm"];
        for what in [face, tests] {
            let clippy = [&["--quiet", "-p", "dramatis", "--no-default-features"], what].concat();
            toolchain.clippy(&clippy)?.arg("--").arg("-D").arg("warnings").run()?;
        }
        Ok(())
    });
    results.add("the JavaScript face in Chromium", || {
        let test =
            ["test", "-p", "dramatis", "--no-default-features", "--features", "build", "--test", "wasm"];
        let driver = find("chromedriver").unwrap_or_else(|| "chromedriver".into());
        toolchain
            .cargo(&test)?
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", wasm::test_runner()?)
            .env("CHROMEDRIVER", driver)
            .run()
    });
    results
        .add("types, lints and tests of the shell", || program("npm", &["run", "--silent", "check"]).run());
    results.add("the extension in Chromium and Firefox", || {
        extension::build()?;
        program("npm", &["run", "--silent", "e2e"]).run()
    });
    results.add("what is handed out", || {
        package::twice()?;
        program("node", &["--test", "tests/packages.test.js"]).run()
    });
    results.add("the npm package in Node, in Chromium and under Vite", || {
        wasm::build_package()?;
        program("node", &["--test", "pkg/node.test.js", "pkg/browser.test.js", "pkg/vite.test.js"]).run()
    });
    results.add("made-up messages to the background", || {
        program("node", &["fuzz/messages.js", "--runs", "2000", "--seed", "7"]).run()
    });
    results.tell()
}

/// How the stages went. One that fails does not keep the others from running: all that is wrong shows in one run.
#[derive(Default)]
struct Results {
    only: Option<String>,
    passed: usize,
    failed: Vec<String>,
}

impl Results {
    fn add(&mut self, name: &str, work: impl FnOnce() -> Result<()>) {
        if self.only.as_ref().is_some_and(|words| !name.contains(words)) {
            return;
        }
        match stage(name, work) {
            Ok(()) => self.passed += 1,
            Err(error) => {
                eprintln!("{error:#}");
                self.failed.push(name.to_owned());
            }
        }
    }

    fn tell(self) -> Result<()> {
        println!("\n{} passed, {} failed", self.passed, self.failed.len());
        if self.passed == 0 && self.failed.is_empty() {
            bail!("no stage has such a name");
        }
        if !self.failed.is_empty() {
            bail!("failed: {}", self.failed.join("; "));
        }
        Ok(())
    }
}
