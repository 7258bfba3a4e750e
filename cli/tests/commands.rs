//! The command as its callers know it: what goes in, what comes out, exit codes, words of cure.

// A test file is all tests; clippy sees only functions marked so.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const FACTS: &str = r#"{"id":"Q22316","kind":"person","type":"politician","name":"John Kerry","country":"US","born":"1943-12-11","wiki":"John Kerry","held":[{"what":"Secretary of State","of":"United States","from":"2013-02-01","to":"2017-01-20"}],"pop":88,"src":["eps"]}
{"id":"Q7184","kind":"organization","type":"intergovernmental","name":"NATO","aliases":["North Atlantic Treaty Organization"],"founded":"1949","pop":69,"src":["ror"]}
"#;

const TEXT: &str =
    "😀 U.S. Secretary of State John Kerry spoke of NATO on Tuesday. Kerry said that it would stand.";

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("dramatis-{name}-{}", std::process::id()));
        std::fs::create_dir_all(path.join("facts")).unwrap();
        std::fs::write(path.join("facts/01.jsonl"), FACTS).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    /// Builds the pack; gives its path.
    fn pack(&self) -> String {
        let pack = self.path("small.pack");
        let built = dramatis(&["pack", "build", "--facts", &self.path("facts"), "--out", &pack], "");
        assert!(built.status.success(), "{}", stderr(&built));
        pack
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn dramatis(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dramatis"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn scan_tells_who_is_who_in_code_points() {
    let folder = Folder::new("scan");
    let output = dramatis(&["scan", "-", "--json", "--date", "2013-05-07", "--pack", &folder.pack()], TEXT);
    assert!(output.status.success(), "{}", stderr(&output));
    let report: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(report["article"]["date"], "2013-05-07");
    assert_eq!(report["article"]["is_article"], true);
    let kerry = &report["members"][0];
    assert_eq!((&kerry["entity"], &kerry["confidence"]), (&"Q22316".into(), &"sure".into()));
    assert_eq!(kerry["card"]["then"]["what"], "Secretary of State");
    assert_eq!(kerry["card"]["links"]["wikidata"], "https://www.wikidata.org/wiki/Q22316");
    let letters: Vec<char> = report["text"].as_str().unwrap().chars().collect();
    for mention in kerry["mentions"].as_array().unwrap() {
        let at = |key: &str| usize::try_from(mention[key].as_u64().unwrap()).unwrap();
        let there: String = letters[at("start")..at("end")].iter().collect();
        assert_eq!(mention["text"], there);
    }
}

#[test]
fn scan_prints_a_table_for_people() {
    let folder = Folder::new("table");
    let output = dramatis(&["scan", "--date", "2013-05-07", "--pack", &folder.pack()], TEXT);
    assert!(stdout(&output).contains("John Kerry"));
    assert!(stdout(&output).contains("Secretary of State, United States (2013–2017)"));
}

#[test]
fn annotate_answers_every_line_in_order_and_a_bad_one_with_its_error() {
    let folder = Folder::new("annotate");
    let line = |id: &str, text: &str| {
        serde_json::json!({ "id": id, "text": text, "date": "2013-05-07" }).to_string()
    };
    let html =
        serde_json::json!({ "id": "c", "html": format!("<article><h1>Kerry</h1><p>{TEXT}</p></article>") });
    let input = [
        line("a", TEXT),
        "{\"id\": \"b\", broken".to_owned(),
        html.to_string(),
        "{\"id\": 7}".to_owned(),
        line("e", ""),
    ]
    .join("\n");
    let output = dramatis(&["annotate", "--pack", &folder.pack()], &input);
    assert!(output.status.success());
    let answers: Vec<Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 5);
    assert_eq!(
        (&answers[0]["id"], &answers[2]["id"], &answers[4]["id"]),
        (&"a".into(), &"c".into(), &"e".into())
    );
    assert!(answers[1]["error"].is_string() && answers[1]["id"].is_null());
    assert!(answers[3]["error"].as_str().unwrap().contains("neither"));
    assert_eq!(answers[3]["id"], 7);
    assert!(stderr(&output).contains("line 2") && stderr(&output).contains("line 4"));
    let mentions = answers[0]["mentions"].as_array().unwrap();
    let kinds: Vec<&str> = mentions.iter().map(|mention| mention["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["person", "organization", "person"]);
    let member = usize::try_from(mentions[2]["member"].as_u64().unwrap()).unwrap();
    assert_eq!(answers[0]["members"][member]["name"], "John Kerry");
    // The emoji is one code point.
    assert_eq!(mentions[0]["start"], 26);
}

#[test]
fn a_pack_is_described_searched_listed_and_checked() {
    let folder = Folder::new("pack");
    let pack = folder.pack();
    let info: Value =
        serde_json::from_str(&stdout(&dramatis(&["pack", "info", &pack, "--json"], ""))).unwrap();
    assert_eq!((&info["people"], &info["organizations"]), (&1.into(), &1.into()));
    let find = dramatis(&["pack", "find", "Kerry", "--date", "2013-05-07", "--json", "--pack", &pack], "");
    let found: Value = serde_json::from_str(&stdout(&find)).unwrap();
    assert_eq!(found[0]["entity"], "Q22316");
    assert_eq!(found[0]["held"][0]["on_date"], "yes");
    assert_eq!(stdout(&dramatis(&["pack", "ids", "--pack", &pack], "")), "Q7184\nQ22316\n");
    assert!(dramatis(&["pack", "check", &pack], "").status.success());
    assert!(
        !dramatis(&["pack", "check", &folder.path("facts")], "").status.success(),
        "the lines are out of order"
    );
}

#[test]
fn what_is_missing_or_wrong_is_told_with_the_cure() {
    let missing = dramatis(&["scan", "--pack", "nowhere.pack"], TEXT);
    assert_eq!(missing.status.code(), Some(1));
    assert!(stderr(&missing).contains("cargo xtask pack"));
    let folder = Folder::new("wrong");
    let broken = folder.path("broken.pack");
    std::fs::write(Path::new(&broken), "no pack").unwrap();
    let refused = dramatis(&["scan", "--pack", &broken], TEXT);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("dramatis pack build"));
    assert_eq!(dramatis(&["scan", "--nonsense"], "").status.code(), Some(2));
    assert_eq!(dramatis(&["scan", "--date", "yesterday"], "").status.code(), Some(2));
    let nobody = dramatis(&["pack", "build", "--facts", "nowhere", "--out", &folder.path("x.pack")], "");
    assert_eq!(nobody.status.code(), Some(1));
    assert!(stderr(&nobody).contains("folder of facts"));
}

#[test]
fn annotate_answers_alike_on_any_number_of_threads_and_every_time() {
    let folder = Folder::new("threads");
    let pack = folder.pack();
    let line = serde_json::json!({"id": 1, "date": "2013-05-07", "text": TEXT});
    let input = format!("{line}\n").repeat(40);
    let answers = |threads: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dramatis"));
        command.args(["annotate", "--pack", &pack]).env("RAYON_NUM_THREADS", threads);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap().stdout
    };
    let one = answers("1");
    assert_eq!(one.iter().filter(|byte| **byte == b'\n').count(), 40);
    assert_eq!(one, answers("4"));
    assert_eq!(one, answers("4"));
}
