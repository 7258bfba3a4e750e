//! Importing Wikidata as its callers know it: dumps in any wrapping, broken lines, killed runs, parts.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

const ITEMS: &str = include_str!("../../tests/wikidata/items.jsonl");

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("dramatis-import-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        fs::write(self.0.join(name), bytes).unwrap();
        self.path(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dramatis"));
    command.arg("pack").args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn pack(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn import(dump: &str, out: &str, more: &[&str]) -> Output {
    pack(&[&["import", "--wikidata", dump, "--out", out], more].concat())
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn succeeds(output: &Output) {
    assert!(output.status.success(), "{}", stderr(output));
}

/// Items as a dump has them: one list, one item a line, a comma at each line's end.
fn dump<'i>(items: impl IntoIterator<Item = &'i str>) -> String {
    let items: Vec<&str> = items.into_iter().collect();
    format!("[\n{}\n]\n", items.join(",\n"))
}

/// So many times the items, each time with ids of their own.
fn many(copies: u32) -> String {
    let copies: Vec<String> =
        (0..copies).map(|copy| ITEMS.replace("900000", &format!("9{copy:05}"))).collect();
    dump(copies.iter().flat_map(|copy| copy.lines()))
}

/// The facts of a folder: every file but the report, by its path.
fn facts(folder: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(&inner).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().unwrap() != "report.json" {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                files.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}

fn report(folder: &str) -> Value {
    serde_json::from_slice(&fs::read(Path::new(folder).join("report.json")).unwrap()).unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bzip2.write_all(bytes).unwrap();
    bzip2.finish().unwrap()
}

/// Compressed piece by piece, as pigz, pbzip2 and their like do; the pieces end in the middle of lines.
fn in_members(bytes: &[u8], piece: usize, compress: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    bytes.chunks(piece).flat_map(compress).collect()
}

#[test]
fn a_dump_gives_facts_that_check_and_build_and_find_take() {
    let folder = Folder::new("whole");
    let out = folder.path("facts");
    succeeds(&import(&folder.write("dump.json", dump(ITEMS.lines())), &out, &[]));
    let facts = facts(&out);
    assert_eq!(
        facts.keys().collect::<Vec<_>>(),
        ["organizations/01.jsonl", "people/01.jsonl", "sources.jsonl"]
    );
    let ada: Value = serde_json::from_str(facts["people/01.jsonl"].lines().next().unwrap()).unwrap();
    assert_eq!(ada["id"], "Q900000001");
    assert_eq!(ada["held"][1]["what"], "Secretary of Examples");
    assert_eq!(ada["held"][3]["asof"], "2031-03");
    let source: Value = serde_json::from_str(&facts["sources.jsonl"]).unwrap();
    assert_eq!(
        (&source["key"], &source["licence"], &source["as_of"]),
        (&"wikidata".into(), &"CC0-1.0".into(), &"2031-03-14".into())
    );
    assert_eq!((&report(&out)["people_written"], &report(&out)["nameless"]), (&8.into(), &1.into()));

    let checked = pack(&["check", &out]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    let built = folder.path("wikidata.pack");
    succeeds(&pack(&["build", "--facts", &out, "--out", &built]));
    let found = pack(&["find", "Ada Quill", "--date", "2003-01-01", "--json", "--pack", &built]);
    let found: Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(found[0]["entity"], "Q900000001");
}

#[test]
fn every_wrapping_of_a_dump_gives_the_same_facts() {
    let folder = Folder::new("wrappings");
    let text = many(4);
    let plain = folder.path("plain");
    succeeds(&import(&folder.write("dump.json", &text), &plain, &[]));
    let text = text.as_bytes();
    let wrapped = [
        ("one.gz", gzip(text)),
        ("many.gz", in_members(text, 7001, gzip)),
        ("padded.gz", [gzip(&text[..5000]), vec![0; 512], gzip(&text[5000..]), vec![0; 512]].concat()),
        ("one.bz2", bzip2(text)),
        ("many.bz2", in_members(text, 9001, bzip2)),
        ("windows.json", String::from_utf8_lossy(text).replace('\n', "\r\n").into_bytes()),
        (
            "lines.jsonl",
            String::from_utf8_lossy(text)
                .replace("[\n", "")
                .replace(",\n", "\n")
                .replace("\n]\n", "")
                .into_bytes(),
        ),
    ];
    for (name, bytes) in wrapped {
        let out = folder.path(&format!("{name}.facts"));
        succeeds(&import(&folder.write(name, bytes), &out, &[]));
        assert_eq!(facts(&out), facts(&plain), "{name}");
    }
    let out = folder.path("standard-input.facts");
    let mut child =
        command(&["import", "--wikidata", "-", "--out", &out]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&gzip(text)).unwrap();
    succeeds(&child.wait_with_output().unwrap());
    assert_eq!(facts(&out), facts(&plain));
}

#[test]
fn broken_lines_are_counted_and_named_and_the_rest_is_read() {
    let folder = Folder::new("broken");
    let mut lines: Vec<&str> = ITEMS.lines().collect();
    let half = lines[0].get(..200).unwrap();
    lines.insert(1, half);
    lines.insert(2, "{\"type\":\"item\",\"id\":\"X7\"}");
    let mut bytes = dump(lines).into_bytes();
    let end = bytes.len() - 3;
    bytes.splice(end..end, b",\n{\"type\":\"item\xff\"}".iter().copied());
    let out = folder.path("facts");
    let output = import(&folder.write("dump.json.gz", gzip(&bytes)), &out, &[]);
    succeeds(&output);
    let report = report(&out);
    assert_eq!((&report["lines"], &report["malformed"]), (&36.into(), &3.into()));
    let named = report["named"].as_array().unwrap();
    // A line's byte is where it begins in the JSON.
    let first = 2 + lines_length(&ITEMS.lines().next().unwrap());
    assert_eq!((&named[0]["line"], &named[0]["byte"]), (&3.into(), &first.into()));
    assert!(named[1]["what"].as_str().unwrap().contains("not Q and a number"));
    assert!(named[2]["what"].as_str().unwrap().contains("UTF-8"));
    assert!(stderr(&output).contains("line 3, byte"), "{}", stderr(&output));
    let whole = folder.path("whole");
    succeeds(&import(&folder.write("whole.json", dump(ITEMS.lines())), &whole, &[]));
    assert_eq!(facts(&out), facts(&whole));
}

fn lines_length(line: &&str) -> u64 {
    line.len() as u64 + 2
}

#[test]
fn what_is_no_dump_or_ends_too_early_fails_with_the_cure() {
    let folder = Folder::new("no-dump");
    for (name, bytes) in
        [("text.json", b"no\ndump\n".to_vec()), ("empty.json", Vec::new()), ("empty.gz", gzip(b"[\n]\n"))]
    {
        let output = import(&folder.write(name, bytes), &folder.path(&format!("{name}.facts")), &[]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(stderr(&output).contains("nothing was read"), "{name}: {}", stderr(&output));
    }
    let mut cut = gzip(many(3).as_bytes());
    cut.truncate(cut.len() / 2);
    let output = import(&folder.write("cut.gz", cut), &folder.path("cut.facts"), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("cut.gz"), "{}", stderr(&output));
    let output = import(&folder.path("missing.gz"), &folder.path("missing.facts"), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("missing.gz"));
    assert_eq!(pack(&["import", "--wikidata", "x"]).status.code(), Some(2));
    // A folder that holds anything else is left alone.
    let mine = folder.path("mine");
    fs::create_dir_all(Path::new(&mine).join("people")).unwrap();
    fs::write(Path::new(&mine).join("people/01.jsonl"), "").unwrap();
    let output = import(&folder.write("dump.json", dump(ITEMS.lines())), &mine, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("give a new folder"));
}

/// Runs an import and kills it (SIGKILL on Unix) as soon as something is so; says whether it was still running.
fn killed(arguments: &[&str], when: impl Fn() -> bool) -> bool {
    let mut child = command(arguments).stderr(Stdio::null()).spawn().unwrap();
    loop {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        if when() {
            child.kill().unwrap();
            return !child.wait().unwrap().success();
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// How many chunks are whole.
fn chunks(work: &Path) -> usize {
    let names = fs::read_dir(work).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    names.filter(|path| path.extension().is_some_and(|ending| ending == "done")).count()
}

#[test]
fn a_killed_run_goes_on_without_losing_or_doubling_a_line() {
    let folder = Folder::new("killed");
    let text = many(500);
    let whole = folder.path("whole");
    succeeds(&import(&folder.write("dump.json", &text), &whole, &[]));
    let text = text.as_bytes();
    for (name, bytes) in [
        ("one.json", text.to_vec()),
        ("one.json.gz", gzip(text)),
        ("many.json.gz", in_members(text, 300_007, gzip)),
        ("many.json.bz2", in_members(text, 300_007, bzip2)),
    ] {
        let dump = folder.write(name, bytes);
        let out = folder.path(&format!("{name}.facts"));
        let arguments = ["import", "--wikidata", &dump, "--out", &out, "--checkpoint", "1"];
        let work = Path::new(&out).join("work");
        let kills = [1, 3, 8].iter().filter(|count| killed(&arguments, || chunks(&work) >= **count)).count();
        assert!(kills > 0, "{name}: the run was over before it could be killed");
        // Once more while it resolves, where it is slow enough for that.
        killed(&arguments, || work.join("facts").exists());
        succeeds(&pack(&arguments));
        assert_eq!(facts(&out), facts(&whole), "{name}");
        assert_eq!(report(&out), report(&whole), "{name}");
    }
}

#[test]
fn work_on_another_dump_is_not_gone_on_with() {
    let folder = Folder::new("another");
    let out = folder.path("facts");
    let one = folder.write("one.json", many(2));
    succeeds(&import(&one, &out, &["--unresolved"]));
    let output = import(&folder.write("two.json", many(3)), &out, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("another dump"), "{}", stderr(&output));
    // What is sifted already only has to be resolved.
    succeeds(&import(&one, &out, &[]));
    assert!(!Path::new(&out).join("work").exists());
}

#[test]
fn parts_that_are_merged_are_the_single_run() {
    let folder = Folder::new("parts");
    let text = many(40);
    let whole = folder.path("whole");
    succeeds(&import(&folder.write("dump.json", &text), &whole, &[]));
    // Parts of one file: more of them than some have lines.
    for (name, bytes, parts) in [
        ("dump.json", text.clone().into_bytes(), 7),
        ("dump.json.bz2", in_members(text.as_bytes(), 100_003, bzip2), 5),
        ("small.json.bz2", in_members(text.as_bytes(), 900_000, bzip2), 9),
    ] {
        let dump = folder.write(name, bytes);
        let of_part = |part: usize| folder.path(&format!("{name}-{part}"));
        for part in 1..=parts {
            succeeds(&import(&dump, &of_part(part), &["--part", &format!("{part}/{parts}")]));
        }
        let out = folder.path(&format!("{name}-merged"));
        let folders: Vec<String> = (1..=parts).map(of_part).collect();
        let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
        succeeds(&pack(&[&["merge"], folders.as_slice(), &["--out", &out]].concat()));
        assert_eq!(facts(&out), facts(&whole), "{name}");
    }
    // Files that a dump was split into, one job each, and in one run.
    let lines: Vec<&str> = text.lines().collect();
    let files: Vec<String> = lines
        .chunks(500)
        .enumerate()
        .map(|(at, lines)| folder.write(&format!("split-{at}.gz"), gzip(lines.join("\n").as_bytes())))
        .collect();
    let outs: Vec<String> = files.iter().map(|file| format!("{file}.part")).collect();
    for (file, out) in files.iter().zip(&outs) {
        succeeds(&import(file, out, &["--unresolved"]));
    }
    let merged = folder.path("merged");
    let outs: Vec<&str> = outs.iter().map(String::as_str).collect();
    succeeds(&pack(&[&["merge"], outs.as_slice(), &["--out", &merged]].concat()));
    assert_eq!(facts(&merged), facts(&whole));
    let at_once = folder.path("at-once");
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    succeeds(&pack(&[&["import", "--out", &at_once, "--wikidata"], files.as_slice()].concat()));
    assert_eq!(facts(&at_once), facts(&whole));

    let output = import(files[0], &folder.path("no"), &["--part", "1/2"]);
    assert!(stderr(&output).contains("split it into files"), "{}", stderr(&output));
    let unfinished = folder.path("unfinished");
    fs::create_dir_all(Path::new(&unfinished).join("work")).unwrap();
    fs::copy(Path::new(outs[0]).join("work/plan.json"), Path::new(&unfinished).join("work/plan.json"))
        .unwrap();
    let output = pack(&["merge", &unfinished, outs[1], "--out", &folder.path("no")]);
    assert!(stderr(&output).contains("is not done"), "{}", stderr(&output));
}

#[test]
fn folders_of_facts_are_laid_over_each_other() {
    let folder = Folder::new("folders");
    for (name, shard, sources, supplement) in [
        (
            "one",
            r#"{"id":"Q7","kind":"person","name":"Ann Lee","born":"1950","pop":20,"src":["a"]}
{"id":"x:bo","kind":"person","name":"Bo Ek","pop":1,"src":["a"]}"#,
            r#"{"key":"a","title":"A","licence":"CC0-1.0","as_of":"2020"}
{"key":"supplement","title":"By hand","licence":"CC0-1.0","as_of":"2021"}"#,
            "{\"id\":\"Q7\",\"born\":\"1951\"}\n",
        ),
        (
            "two",
            r#"{"id":"Q7","kind":"person","name":"Ann M. Lee","pop":30,"src":["b"]}
{"id":"Q12","kind":"person","name":"Cy Oh","pop":1,"src":["b"]}"#,
            r#"{"key":"b","title":"B","licence":"CC0-1.0","as_of":"2021"}"#,
            "",
        ),
    ] {
        let path = PathBuf::from(folder.path(name));
        fs::create_dir_all(path.join("people")).unwrap();
        fs::write(path.join("people/01.jsonl"), shard).unwrap();
        fs::write(path.join("sources.jsonl"), sources).unwrap();
        fs::write(path.join("supplement.jsonl"), supplement).unwrap();
    }
    let out = folder.path("all");
    succeeds(&pack(&["merge", &folder.path("one"), &folder.path("two"), "--out", &out]));
    let facts = facts(&out);
    let people: Vec<Value> =
        facts["people/01.jsonl"].lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        people.iter().map(|one| one["id"].as_str().unwrap()).collect::<Vec<_>>(),
        ["Q7", "Q12", "x:bo"]
    );
    assert_eq!(
        (&people[0]["name"], &people[0]["born"], &people[0]["pop"]),
        (&"Ann M. Lee".into(), &"1950".into(), &30.into())
    );
    assert_eq!(people[0]["src"], serde_json::json!(["a", "b"]));
    assert_eq!(facts["sources.jsonl"].lines().count(), 3);
    assert!(facts["supplement.jsonl"].contains("1951"));
    assert!(pack(&["check", &out]).status.success());
}

#[test]
fn classes_may_come_from_the_dump_itself() {
    let folder = Folder::new("classes");
    let item = |id: u32, label: &str, property: &str, class: u32| {
        format!(
            r#"{{"type":"item","id":"Q{id}","labels":{{"en":{{"language":"en","value":"{label}"}}}},"claims":{{"{property}":[{{"mainsnak":{{"snaktype":"value","property":"{property}","datavalue":{{"value":{{"entity-type":"item","numeric-id":{class},"id":"Q{class}"}},"type":"wikibase-entityid"}}}},"type":"statement","rank":"normal"}}]}},"modified":"2031-03-14T09:26:53Z"}}"#
        )
    };
    // A lodge is a class below another below organizations; nothing else tells that this one is an organization.
    let items = [
        item(900, "Lodge of Examples", "P31", 901),
        item(901, "lodge", "P279", 902),
        item(902, "assembly", "P279", 43229),
        item(903, "Example Bridge", "P31", 904),
        item(904, "bridge", "P279", 811979),
    ];
    let dump = folder.write("dump.json", dump(items.iter().map(String::as_str)));
    let (by_hand, closed, listed) = (folder.path("by-hand"), folder.path("closed"), folder.path("listed"));
    succeeds(&import(&dump, &by_hand, &[]));
    assert_eq!(report(&by_hand)["organizations_written"], 0);
    succeeds(&import(&dump, &closed, &["--classes-from-dump"]));
    assert_eq!(report(&closed)["organizations_written"], 1);
    assert!(facts(&closed)["organizations/01.jsonl"].contains("Lodge of Examples"));
    let list = folder.path("classes.tsv");
    succeeds(&pack(&["classes", "--wikidata", &dump, "--out", &list]));
    succeeds(&import(&dump, &listed, &["--classes", &list]));
    assert_eq!(facts(&listed), facts(&closed));
}

#[test]
fn names_that_differ_by_case_and_less_prominent_records_follow_the_rules() {
    let folder = Folder::new("case");
    let out = folder.path("facts");
    let dump = folder.write("dump.json", dump(ITEMS.lines()));
    succeeds(&import(&dump, &out, &[]));
    // "HAL Mint" and "Hal Mint" are one name to `pack check`; the one with a Wikipedia article keeps it.
    let people = &facts(&out)["people/01.jsonl"];
    let hal: Value =
        serde_json::from_str(people.lines().find(|line| line.contains("Q900000009")).unwrap()).unwrap();
    assert_eq!((&hal["name"], &hal["aliases"]), (&"Hal Mint".into(), &serde_json::json!(["HAL Mint"])));
    assert_eq!(report(&out)["names_recased"], 1);
    let few = folder.path("few");
    succeeds(&import(&dump, &few, &["--least-pop", "19", "--dump-date", "2031-04-01"]));
    let few_facts = facts(&few);
    // The parent is left out, and so nobody's parent.
    assert_eq!(few_facts["organizations/01.jsonl"].lines().count(), 1);
    assert!(!few_facts["organizations/01.jsonl"].contains("parent"));
    assert!(few_facts["people/01.jsonl"].contains("\"asof\":\"2031-04\""));
    assert!(pack(&["check", &few]).status.success());
}

#[test]
fn the_real_sample_comes_through() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/wikidata/sample.json.gz");
    if !sample.exists() {
        return;
    }
    let folder = Folder::new("sample");
    let out = folder.path("facts");
    succeeds(&import(&sample.display().to_string(), &out, &[]));
    let report = report(&out);
    // 266 items, of which one is a disambiguation page.
    assert_eq!(
        (&report["lines"], &report["malformed"], &report["organizations_written"]),
        (&266.into(), &0.into(), &265.into())
    );
    let checked = pack(&["check", &out]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}
