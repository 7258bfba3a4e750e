//! Evaluation: `dramatis annotate` on the development sets beside the workspace, scored by their own script.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::command::program;
use crate::{extension, workspace};

/// What each folder of sets measures: names found, the right entity, names grouped.
const MEASURES: &[&str] = &["ner", "el", "cast"];

/// Prints a row for each development set, and the most frequent mistakes in the names found; the table alone goes to
/// `target/eval.md`.
pub(crate) fn run() -> Result<()> {
    let sets = workspace::root().join("../shared/eval");
    let scorer = sets.join("score.py");
    if !scorer.exists() {
        bail!("the development sets are not here: {} is missing", scorer.display());
    }
    let pack = extension::pack()?;
    let work = workspace::target().join("eval");
    fs::create_dir_all(&work)?;
    let ids = work.join("ids");
    let with_pack = |arguments: &[&str]| program(extension::cli(), arguments).arg("--pack").arg(&pack);
    fs::write(&ids, with_pack(&["pack", "ids"]).output()?)?;
    let mut table = String::from("| set | scores |\n| --- | --- |\n");
    for measure in MEASURES {
        for set in sets_in(&sets.join(measure))? {
            let name = set
                .file_name()
                .map(|name| name.to_string_lossy().replace(".jsonl.gz", ""))
                .unwrap_or_default();
            let (input, answers) =
                (work.join(format!("{name}.in.jsonl")), work.join(format!("{name}.out.jsonl")));
            let score = |verb: &str| program("python3", &[]).arg(&scorer).arg(verb).arg(&set);
            fs::write(&input, score("input").output()?)?;
            with_pack(&["annotate"]).through(&input, &answers)?;
            let mut scored = score(measure).arg(&answers);
            if *measure == "el" {
                scored = scored.arg("--ids").arg(&ids);
            }
            let row = format!("| {measure}/{name} | {} |\n", scored.output()?.trim().replace('"', ""));
            print!("{row}");
            table.push_str(&row);
            if *measure == "ner" {
                let errors = program("python3", &["train/errors.py"]).arg(&scorer).arg(&set).arg(&answers);
                print!("{}", errors.output()?);
            }
        }
    }
    let out = workspace::target().join("eval.md");
    fs::write(&out, table)?;
    println!("{}", out.display());
    Ok(())
}

fn sets_in(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut sets = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    sets.retain(|path| path.to_string_lossy().ends_with(".jsonl.gz"));
    sets.sort();
    Ok(sets)
}
