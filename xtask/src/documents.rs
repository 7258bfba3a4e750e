//! Documents: every command that they show is run as a reader would run it, or stands in a short list with the reason why not; every
//! link between them leads somewhere.
//!
//! In: the `console` blocks of the documents, a line `$ command` each. Each document has a folder of its own with what its commands
//! speak of: the command, the default pack, an article, JSON lines; they run there in the order of the text.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::command::program;
use crate::{extension, workspace};

/// Where commands stand, beside `docs/*.md`.
const DOCUMENTS: &[&str] =
    &["README.md", "CONTRIBUTING.md", "cli/README.md", "facts/README.md", "pkg/README.md"];

/// What is not run: a part of the command, and the reason.
const NOT_RUN: &[(&str, &str)] = &[
    ("cargo xtask ", "a task; `cargo xtask test` is what runs this test"),
    ("cargo build ", "it is built by then; with Parquet by the stage of that name"),
    ("latest-all.json", "needs a dump of over 100 GB; cli/tests/import.rs imports a small one"),
    ("pack check wikidata", "needs that dump"),
    ("pack build --facts wikidata", "needs that dump"),
    ("--pack wikidata.pack", "needs that dump"),
    ("pack merge part-*", "needs that dump; cli/tests/import.rs merges parts of a small one"),
    ("--wikidata split-aa", "needs that dump"),
    (".parquet", "needs that build; the stage of Parquet runs it"),
    ("pip install", "downloads 400 MB"),
    ("python examples/spark", "needs pyspark; the stage of Spark runs it where that is installed"),
];

/// The way to the command in a checkout, which is built by then.
const THROUGH_CARGO: &str = "cargo run -q --release -p dramatis-cli -- ";

/// A command of a document.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    line: usize,
    command: String,
}

/// Runs the commands of all documents.
///
/// # Errors
/// At the first that fails, and where a reason in the list is of no command any more.
pub(crate) fn run() -> Result<()> {
    let pack = extension::pack()?;
    let mut unused: Vec<&str> = NOT_RUN.iter().map(|(part, _)| *part).collect();
    let mut count = 0;
    for document in documents()? {
        let text = fs::read_to_string(workspace::root().join(&document))?;
        for to in links(&text) {
            let beside = workspace::root().join(&document);
            let found = beside.parent().is_some_and(|folder| folder.join(to).exists());
            ensure!(found, "{} links to {to}, which is not there", document.display());
        }
        let shown = shown(&text);
        let folder = workspace::target().join("documents").join(document.to_string_lossy().replace('/', "-"));
        if !shown.is_empty() {
            furnish(&folder, &pack)?;
        }
        for Shown { line, command } in shown {
            if let Some((part, _)) = NOT_RUN.iter().find(|(part, _)| command.contains(part)) {
                unused.retain(|unused| unused != part);
                continue;
            }
            let command = command.replace(THROUGH_CARGO, "dramatis ");
            program("bash", &["-euo", "pipefail", "-c", &command])
                .folder(&folder)
                .env("PATH", search_path(&folder)?)
                .output()
                .with_context(|| format!("{}, line {line}: $ {command}", document.display()))?;
            count += 1;
        }
    }
    ensure!(
        unused.is_empty(),
        "no document shows these any more, take them off the list: {}",
        unused.join(", ")
    );
    println!("{count} commands of the documents: each ends well");
    Ok(())
}

fn documents() -> Result<Vec<PathBuf>> {
    let mut documents: Vec<PathBuf> = DOCUMENTS.iter().map(PathBuf::from).collect();
    for entry in fs::read_dir(workspace::root().join("docs"))? {
        let name = entry?.file_name();
        if Path::new(&name).extension().is_some_and(|extension| extension == "md") {
            documents.push(Path::new("docs").join(name));
        }
    }
    documents.sort();
    Ok(documents)
}

/// The commands in the `console` blocks of a document.
fn shown(text: &str) -> Vec<Shown> {
    let (mut inside, mut shown) = (false, Vec::new());
    for (line, text) in (1..).zip(text.lines().map(str::trim)) {
        if let Some(language) = text.strip_prefix("```") {
            inside = language == "console";
        } else if let (true, Some(command)) = (inside, text.strip_prefix("$ ")) {
            shown.push(Shown { line, command: command.to_owned() });
        }
    }
    shown
}

/// The files that a document links to.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let files = targets.filter_map(|target| target.split('#').next());
    files.filter(|file| !file.is_empty() && !file.contains("://") && !file.contains(char::is_whitespace))
}

/// Makes a folder anew with what commands speak of.
fn furnish(folder: &Path, pack: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder.join("target"))?;
    let root = workspace::root();
    for (name, from) in [
        ("facts", root.join("facts")),
        ("docs", root.join("docs")),
        ("examples", root.join("examples")),
        ("target/dramatis.pack", pack.to_owned()),
        ("dramatis.pack", pack.to_owned()),
        ("target/release", root_of(&extension::cli())?),
        ("dramatis", extension::cli()),
    ] {
        link(&from, &folder.join(name))?;
    }
    for (name, from) in [
        ("article.html", "tests/articles/demo.html"),
        ("article.txt", "tests/articles/family.txt"),
        ("our.csv", "docs/examples/newsroom.csv"),
        ("in.jsonl", "examples/archive/articles.jsonl"),
    ] {
        fs::copy(root.join(from), folder.join(name)).with_context(|| from.to_owned())?;
    }
    Ok(())
}

fn root_of(file: &Path) -> Result<PathBuf> {
    Ok(file.parent().context("the command lies in no folder")?.to_owned())
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> Result<()> {
    std::os::unix::fs::symlink(from, to).with_context(|| to.display().to_string())
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> Result<()> {
    anyhow::bail!("the documents' commands are run on Unix only")
}

/// The search path with the document's folder in front, where `dramatis` lies.
fn search_path(folder: &Path) -> Result<std::ffi::OsString> {
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(folder.to_owned()).chain(std::env::split_paths(&rest));
    std::env::join_paths(all).map_err(anyhow::Error::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_taken_from_console_blocks_alone_also_in_lists() {
        let text = "```console\n$ one   # and why\nits output\n```\n- so:\n  ```console\n  $ two\n  ```\n```rust\n$ three\n```\n$ four";
        let shown: Vec<String> = shown(text).into_iter().map(|shown| shown.command).collect();
        assert_eq!(shown, ["one   # and why", "two"]);
    }

    #[test]
    fn links_to_files_are_told_from_those_to_sites_and_places() {
        let text = "[a](docs/A.md), [b](https://b.example/), [c](#here), [d](../D.md#there)";
        assert_eq!(links(text).collect::<Vec<_>>(), ["docs/A.md", "../D.md"]);
    }
}
