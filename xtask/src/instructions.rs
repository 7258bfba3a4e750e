//! Instructions: how many the processor carries out to open the packs and to read the sample article, counted by callgrind.
//!
//! Noise cannot touch such a count, so it is the gate against what makes reading dearer: counts are kept in
//! `benches/instructions.txt` and each must stay within [`SLACK`]. They hold for one compiler and one kind of processor, which
//! the file names; elsewhere nothing is compared, and that is said.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::command::{cargo, program};
use crate::{debian, extension, workspace};

/// How far a count may be from the one kept, as a part of it. Facts and words change by the day and move it by less.
const SLACK: f64 = 0.05;

/// The parts that are counted, functions of `benches/instructions.rs`.
const PARTS: [&str; 3] = ["opening", "page", "reading"];

/// Counts and compares, or keeps the counts.
pub(crate) fn run(renew: bool) -> Result<()> {
    debian::ensure(debian::VALGRIND)?;
    let pack = extension::pack()?;
    let measured = measured()?;
    let compiler = program("rustc", &["--version"]).output()?;
    let machine = program(&measured, &[]).arg(&pack).output()?;
    let here = format!("# {}, {}", compiler.trim(), machine.trim());
    let kept = workspace::root().join("benches/instructions.txt");
    if !renew {
        let text = fs::read_to_string(&kept).unwrap_or_default();
        let there = text.lines().next().unwrap_or_default();
        if there != here {
            println!("not compared: the counts are of [{there}], this is [{here}]");
            return Ok(());
        }
    }
    let counts: Vec<(&str, u64)> =
        PARTS.into_iter().map(|part| Ok((part, count(&measured, &pack, part)?))).collect::<Result<_>>()?;
    if renew {
        let lines: Vec<String> = counts.iter().map(|(part, count)| format!("{part} {count}")).collect();
        fs::write(&kept, format!("{here}\n{}\n", lines.join("\n")))?;
        println!("{here}\n{}", lines.join("\n"));
        return Ok(());
    }
    let before = read(&fs::read_to_string(&kept)?)?;
    let mut wrong = Vec::new();
    for (part, count) in counts {
        let before = *before.get(part).with_context(|| format!("{} has no {part}", kept.display()))?;
        let change = count as f64 / before as f64 - 1.0;
        println!("{part}: {count} instructions, {:+.1} %", 100.0 * change);
        if change.abs() > SLACK {
            wrong.push(format!("{part}: {:+.1} %", 100.0 * change));
        }
    }
    ensure!(
        wrong.is_empty(),
        "reading costs another number of instructions than it did: {}. Where that is meant, keep the new counts \
         (cargo xtask instructions --renew) and say why in the commit",
        wrong.join(", ")
    );
    Ok(())
}

/// The counts kept.
fn read(text: &str) -> Result<BTreeMap<String, u64>> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (part, count) = line.split_once(' ').with_context(|| format!("no count: {line}"))?;
            Ok((part.to_owned(), count.parse().with_context(|| format!("no count: {line}"))?))
        })
        .collect()
}

/// Builds the program that is measured.
fn measured() -> Result<PathBuf> {
    let build = ["bench", "--quiet", "-p", "dramatis", "--bench", "instructions", "--no-run"];
    let told = cargo(&build).arg("--message-format=json").output()?;
    let mut executables = told.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        let is_ours = message.pointer("/target/name").is_some_and(|name| name == "instructions");
        message.get("executable")?.as_str().filter(|_| is_ours).map(PathBuf::from)
    });
    executables.next_back().context("cargo built no benchmark of instructions")
}

/// Instructions of one part, as callgrind counts them.
fn count(measured: &Path, pack: &Path, part: &str) -> Result<u64> {
    let log = workspace::target().join("callgrind.log");
    program("valgrind", &["--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no"])
        .arg(format!("--toggle-collect=instructions::{part}"))
        .arg(format!("--log-file={}", log.display()))
        .arg(measured)
        .arg(pack)
        .output()?;
    let told = fs::read_to_string(&log)?;
    let collected = told.lines().find_map(|line| line.split_once("Collected :"));
    match collected.and_then(|(_, count)| count.trim().parse().ok()) {
        Some(0) | None => bail!("callgrind counted nothing of {part}:\n{told}"),
        Some(count) => Ok(count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_and_a_line_without_one_is_told() {
        let counts = read("# rustc 1.95.0, x86_64\nopening 12\nreading 345\n").unwrap_or_default();
        assert_eq!(counts.get("reading"), Some(&345));
        assert!(read("opening\n").is_err());
    }
}
