//! Spark: the example of a map step, run on a few articles where pyspark is installed.
//!
//! It is four hundred megabytes, so nobody gets it by the way: without it the stage says so and how to get it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::command::{find, program};
use crate::{extension, workspace};

/// Who is named when in the example's articles, rows that no change of the facts should take away.
const ROWS: &[&str] = &["Q22316,John Kerry,person,2013-05,2", "Q567,Angela Merkel,person,2015-07,2"];

/// Runs the example and looks at its table, or says why not.
pub(crate) fn run() -> Result<()> {
    let Some(python) = python() else {
        println!(
            "skipped: no Python with pyspark (set DRAMATIS_PYTHON to one), or no java; docs/BATCH.md tells how to install them"
        );
        return Ok(());
    };
    let pack = extension::pack()?;
    let out = workspace::target().join("named");
    program(
        python,
        &["examples/spark/named.py", "--articles", "examples/archive/articles.jsonl", "--dramatis"],
    )
    .arg(extension::cli())
    .arg("--pack")
    .arg(&pack)
    .arg("--out")
    .arg(&out)
    // The machine's name may lead nowhere.
    .env("SPARK_LOCAL_IP", "127.0.0.1")
    .run()?;
    let files = fs::read_dir(&out)?.collect::<std::io::Result<Vec<_>>>()?;
    let table =
        files.iter().map(fs::DirEntry::path).find(|path| path.extension().is_some_and(|kind| kind == "csv"));
    let table = fs::read_to_string(table.context("Spark left no table")?)?;
    for row in ROWS {
        ensure!(table.lines().any(|line| line == *row), "`{row}` is not in the table:\n{table}");
    }
    Ok(())
}

/// A Python that has pyspark, where there is Java too.
fn python() -> Option<PathBuf> {
    find("java")?;
    let own = std::env::var_os("DRAMATIS_PYTHON").map(PathBuf::from);
    let python = own.unwrap_or_else(|| workspace::cache().join("pyspark/bin/python3"));
    let import = Command::new(&python).args(["-c", "import pyspark"]).stderr(Stdio::null()).status();
    import.is_ok_and(|status| status.success()).then_some(python)
}
