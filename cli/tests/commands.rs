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

/// A spreadsheet in the folder; gives what building a pack of it said.
fn build_sheet(folder: &Folder, sheet: &str) -> Output {
    std::fs::write(folder.0.join("our.csv"), sheet).unwrap();
    let (csv, pack) = (folder.path("our.csv"), folder.path("our.pack"));
    let day = ["--built", "2026-11-28", "--source", "The Bay Courier"];
    dramatis(&[&["pack", "build", "--csv", &csv, "--out", &pack], day.as_slice()].concat(), "")
}

#[test]
fn a_spreadsheet_becomes_a_pack_that_lies_over_another() {
    let folder = Folder::new("sheet");
    let pack = folder.pack();
    let sheet = "Name;Kind;ID;Other names;Position;At;Since;Until;position 2;of 2;from 2;Phone\n\
        Ann Lee;person;;\"Annie Lee; A. M. Lee\";Mayor;Baytown;2019-05;;Councillor;Baytown;2011;555\n\
        Ann Lee;;;;Chair;Bay Trust;2005;2010-12-31;;;;\n\
        Bay Trust;Organisation;;BT;;;;;;;;\n\
        John Kerry;person;https://www.wikidata.org/wiki/Q22316;Johnny K.;;;;;;;;\n";
    let built = build_sheet(&folder, sheet);
    assert!(built.status.success(), "{}", stderr(&built));
    assert!(stderr(&built).contains("not read: Phone"), "{}", stderr(&built));
    let our = folder.path("our.pack");
    let find = |name: &str| -> Value {
        let found = dramatis(&["pack", "find", name, "--json", "--pack", &pack, "--pack", &our], "");
        serde_json::from_str(&stdout(&found)).unwrap()
    };
    let ann = find("Annie Lee");
    assert_eq!((&ann[0]["entity"], &ann[0]["name"]), (&"x:own-ann-lee".into(), &"Ann Lee".into()));
    let held: Vec<[&str; 3]> = ann[0]["held"]
        .as_array()
        .unwrap()
        .iter()
        .map(|held| ["what", "from", "as_of"].map(|key| held[key].as_str().unwrap_or_default()))
        .collect();
    let mayor = ["Mayor", "2019-05", "2026-11-28"];
    assert!(held.contains(&mayor) && held.contains(&["Chair", "2005", ""]) && held.len() == 3, "{held:?}");
    // Who is in the pack below keeps what the row leaves empty.
    let kerry = find("Johnny K.");
    assert_eq!((&kerry[0]["entity"], &kerry[0]["born"]), (&"Q22316".into(), &"1943-12-11".into()));
    let text =
        "Mayor Ann Lee of Baytown opened the new harbour on Monday. Lee said that the Bay Trust paid for it.";
    let scan = ["scan", "-", "--json", "--date", "2022-03-01", "--pack", &pack, "--pack", &our];
    let report: Value = serde_json::from_str(&stdout(&dramatis(&scan, text))).unwrap();
    let ann = &report["members"][0];
    assert_eq!((&ann["name"], &ann["card"]["then"]["what"]), (&"Ann Lee".into(), &"Mayor".into()));
    assert_eq!(ann["card"]["sources"][0]["title"], "The Bay Courier");
}

#[test]
fn a_name_of_its_own_is_found_before_letters_made_of_anothers() {
    let folder = Folder::new("letters");
    std::fs::write(
        folder.path("facts/organizations.jsonl"),
        concat!(
            r#"{"id":"Q533415","kind":"organization","type":"company","name":"Best Buy Company","country":"US","pop":70}"#,
            "\n",
            r#"{"id":"Q9531","kind":"organization","type":"media","name":"BBC","country":"GB","pop":60}"#,
            "\n"
        ),
    )
    .unwrap();
    let find = dramatis(&["pack", "find", "BBC", "--json", "--pack", &folder.pack()], "");
    let found: Value = serde_json::from_str(&stdout(&find)).unwrap();
    assert_eq!((&found[0]["entity"], &found[1]["entity"]), (&"Q9531".into(), &"Q533415".into()));
}

#[test]
fn a_wrong_spreadsheet_is_told_line_by_line_with_the_cure_and_no_pack_is_written() {
    let folder = Folder::new("wrong-sheet");
    let refused = |sheet: &str| {
        let refused = build_sheet(&folder, sheet);
        assert_eq!(refused.status.code(), Some(1), "{sheet}");
        assert!(!Path::new(&folder.path("our.pack")).exists());
        stderr(&refused)
    };
    let told = refused(
        "name,kind,id,born,country,position,from\n\
        Ann Lee,person,,7/5/1968,,,\n\
        ,person,,,,,\n\
        Bo Ek,,,,,,\n\
        Cy Ott,woman,,,,,\n\
        Di Roe,person,7,,,,\n\
        Ed Fox,person,,,England,,\n\
        Flo Day,person,,,,,2011\n\
        Gus Orr,person,,1960,,,\n\
        \"Gus Orr\",,,1961,,,\n\
        Hal Fry,person,x:hal-one,,,,\n\
        Hal Fry,person,x:hal-two,,,,\n\
        Hal Fry,,,,,Mayor,\n",
    );
    for (line, cure) in [
        (2, "YYYY-MM-DD"),
        (3, "no name"),
        (4, "neither a person nor an organization"),
        (5, "person or organization"),
        (6, "Q22316"),
        (7, "two-letter code"),
        (8, "write the position"),
        (10, "but \"1960\" on line 9"),
        (13, "the name of several"),
    ] {
        let found = told.lines().any(|told| told.contains(&format!("line {line}: ")) && told.contains(cure));
        assert!(found, "line {line}, {cure}: {told}");
    }
    assert!(refused("who,kind\nAnn Lee,person\n").contains("column `name`"));
    assert!(refused("name,Full name\nAnn Lee,x\n").contains("keep one"));
    assert!(refused("name,kind\n").contains("no rows"));
    std::fs::write(folder.0.join("latin.csv"), b"name,kind\nJ\xfcrgen M\xfcller,person\n").unwrap();
    let latin = ["pack", "build", "--csv", &folder.path("latin.csv"), "--out", &folder.path("our.pack")];
    assert!(stderr(&dramatis(&latin, "")).contains("UTF-8"));
    let private = refused("name,kind,description\nAnn Lee,person,Jewish businesswoman\n");
    assert!(private.contains("line 2") && private.contains("religion"), "{private}");
}

#[test]
fn a_line_of_facts_that_is_too_long_is_told_and_not_cut_in_two() {
    let folder = Folder::new("long-line");
    let long = format!("{{\"id\":\"Q1\",\"kind\":\"person\",\"name\":\"{}\"}}\n", "a".repeat(1 << 20));
    std::fs::write(folder.0.join("facts/02.jsonl"), long).unwrap();
    let merged = dramatis(&["pack", "merge", &folder.path("facts"), "--out", &folder.path("all")], "");
    assert_eq!(merged.status.code(), Some(1));
    assert!(
        stderr(&merged).contains("02.jsonl") && stderr(&merged).contains("longer than"),
        "{}",
        stderr(&merged)
    );
}
