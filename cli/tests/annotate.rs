//! `annotate` on files: what is read, in which order, and what becomes of a record that cannot be read.

// A test file is all tests; clippy sees only functions marked so.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const FACTS: &str = r#"{"id":"Q22316","kind":"person","type":"politician","name":"John Kerry","country":"US","born":"1943-12-11","held":[{"what":"Secretary of State","of":"United States","from":"2013-02-01","to":"2017-01-20"}],"pop":88,"src":["eps"]}
"#;

const TEXT: &str = "U.S. Secretary of State John Kerry has arrived in Moscow for talks, and nobody knows how long he will stay there.";

fn page(head: &str) -> String {
    format!(
        "<html lang=\"en\"><head>{head}<meta property=\"og:type\" content=\"article\"></head><body><article><h1>Kerry in \
         Moscow</h1><p>{TEXT}</p><p>The visit is Kerry's first to Russia since he took the office, and much is expected of \
         it by all who came.</p></article></body></html>"
    )
}

/// A record of a web archive.
fn record(kind: &str, number: u32, url: &str, body: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Target-URI: {url}\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    record.extend_from_slice(body);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

fn response(number: u32, kind: &str, html: &[u8]) -> Vec<u8> {
    let mut answer = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n").into_bytes();
    answer.extend_from_slice(html);
    record("response", number, "https://news.example/kerry", &answer)
}

/// A text of the first 256 characters, a byte each.
fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect()
}

fn gzipped(members: &[Vec<u8>]) -> Vec<u8> {
    let member = |bytes: &Vec<u8>| {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(bytes).unwrap();
        gzip.finish().unwrap()
    };
    members.iter().flat_map(member).collect()
}

struct Archive {
    folder: tempfile::TempDir,
    pack: PathBuf,
}

impl Archive {
    fn new(files: &[(&str, Vec<u8>)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = folder.path().join("in").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let facts = folder.path().join("facts");
        std::fs::create_dir(&facts).unwrap();
        std::fs::write(facts.join("01.jsonl"), FACTS).unwrap();
        let pack = folder.path().join("small.pack");
        let built = dramatis(&["pack", "build", "--facts"], &[&facts, Path::new("--out"), &pack]);
        assert!(built.status.success());
        Self { folder, pack }
    }

    fn annotate(&self, arguments: &[&Path]) -> Output {
        dramatis(&["annotate", "--pack"], &[&[self.pack.as_path()], arguments].concat())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn dramatis(words: &[&str], paths: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dramatis")).args(words).args(paths).output().unwrap()
}

fn answers(lines: &[u8]) -> Vec<Value> {
    String::from_utf8(lines.to_owned())
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_folder_is_read_in_order_of_name_and_a_bad_record_is_answered_in_its_place() {
    let line = serde_json::json!({ "id": 7, "date": "2013-05-07", "text": TEXT }).to_string();
    let archive = Archive::new(&[
        (
            "a/kerry.html",
            page("<meta property=\"article:published_time\" content=\"2013-05-07\">").into_bytes(),
        ),
        (
            "b.warc.gz",
            gzipped(&[
                record("warcinfo", 1, "", b"software: none"),
                record("request", 2, "https://news.example/kerry", b"GET / HTTP/1.1\r\n\r\n"),
                response(
                    3,
                    "text/html; charset=iso-8859-1",
                    &latin1(&page("").replace("all who came", "all in the caf\u{e9}")),
                ),
                response(4, "image/png", b"no page"),
                record("response", 5, "https://news.example/", b"HTTP/1.1 200 OK"),
                record(
                    "response",
                    6,
                    "https://news.example/",
                    b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nx",
                ),
            ]),
        ),
        ("c.jsonl", format!("{line}\nbroken\n").into_bytes()),
        ("d.html.gz", gzipped(&[page("").into_bytes()])),
        ("notes.txt", b"not read".to_vec()),
    ]);
    let output = archive.annotate(&[&archive.path("in")]);
    assert!(output.status.success());
    let answers = answers(&output.stdout);
    let ids: Vec<String> = answers.iter().map(|answer| answer["id"].to_string()).collect();
    assert_eq!(ids, ["\"a/kerry.html\"", "\"urn:uuid:3\"", "\"urn:uuid:5\"", "7", "null", "\"d.html.gz\""]);
    let page = &answers[0];
    assert_eq!(
        (&page["article"]["date"], &page["article"]["is_article"]),
        (&"2013-05-07".into(), &true.into())
    );
    assert_eq!(page["members"][0]["entity"], "Q22316");
    let mention = &page["mentions"][0];
    let letters: Vec<char> = page["text"].as_str().unwrap().chars().collect();
    let at = |key: &str| usize::try_from(mention[key].as_u64().unwrap()).unwrap();
    assert_eq!(mention["text"], letters[at("start")..at("end")].iter().collect::<String>());
    assert!(answers[1]["text"].as_str().unwrap().contains("in the caf\u{e9}"));
    assert_eq!(answers[1]["url"], "https://news.example/kerry");
    assert!(answers[2]["error"].as_str().unwrap().contains("HTTP") && answers[4]["error"].is_string());
    // A line is answered as on standard input, whichever way it came.
    assert!(answers[3]["article"].is_null() && answers[3]["text"].is_null());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("b.warc.gz, record 5") && told.contains("c.jsonl, line 2"), "{told}");
    assert!(told.contains("6 documents, 2 of them with an error"), "{told}");
}

#[test]
fn an_archive_that_breaks_off_or_boasts_of_its_size_ends_with_an_error_and_the_next_file_is_read() {
    let whole = response(1, "text/html", page("").as_bytes());
    let boast = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: 900000000000\r\n\r\nx";
    let archive = Archive::new(&[
        ("a.warc", whole[..whole.len() / 2].to_vec()),
        ("b.warc", boast.to_vec()),
        ("c.warc", [whole.clone(), b"no record\n".to_vec(), whole.clone()].concat()),
        ("d.warc.gz", gzipped(std::slice::from_ref(&whole))[..60].to_vec()),
        ("e.warc", b"WARC/1.0\r\nWARC-Type: conversion\r\n\r\n".to_vec()),
        ("f.warc", whole),
    ]);
    let output = archive.annotate(&[&archive.path("in")]);
    assert!(output.status.success());
    let errors: Vec<bool> =
        answers(&output.stdout).iter().map(|answer| answer["error"].is_string()).collect();
    assert_eq!(errors, [true, true, false, true, true, true, false]);
}

#[test]
fn texts_that_an_archive_took_out_of_pages_are_read() {
    let mut text = record("conversion", 1, "https://news.example/kerry", TEXT.as_bytes());
    let head = b"WARC/1.1\r\n";
    text.splice(..head.len(), b"WARC/1.1\r\nContent-Type: text/plain\r\n".to_vec());
    let archive = Archive::new(&[("a.warc", text)]);
    let answers = answers(&archive.annotate(&[&archive.path("in/a.warc")]).stdout);
    assert_eq!(answers[0]["members"][0]["name"], "John Kerry");
    assert_eq!(answers[0]["text"], TEXT);
}

#[test]
fn answers_go_to_a_file_that_is_whole_or_not_there() {
    let archive = Archive::new(&[("kerry.html", page("").into_bytes())]);
    let out = archive.path("out.jsonl");
    let output = archive.annotate(&[&archive.path("in"), Path::new("--out"), &out]);
    assert!(output.status.success() && output.stdout.is_empty());
    assert_eq!(answers(&std::fs::read(&out).unwrap()).len(), 1);
    assert!(!archive.path("out.jsonl.unfinished").exists());
}

#[test]
fn what_no_reader_is_for_is_told_before_anything_is_read() {
    let archive = Archive::new(&[("kerry.doc", Vec::new())]);
    let unknown = archive.annotate(&[&archive.path("in/kerry.doc")]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(String::from_utf8(unknown.stderr).unwrap().contains("JSON lines"));
    let missing = archive.annotate(&[&archive.path("nowhere")]);
    assert_eq!(missing.status.code(), Some(1));
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_table_is_refused_with_how_to_read_it() {
    let archive = Archive::new(&[("articles.parquet", b"PAR1".to_vec())]);
    let output = archive.annotate(&[&archive.path("in")]);
    assert!(answers(&output.stdout)[0]["error"].as_str().unwrap().contains("--features parquet"));
    let out = archive.annotate(&[Path::new("--out"), &archive.path("out.parquet")]);
    assert_eq!(out.status.code(), Some(1));
    assert!(!archive.path("out.parquet.unfinished").exists());
}

#[cfg(feature = "parquet")]
mod tables {
    use std::fs::File;
    use std::sync::Arc;

    use arrow_array::cast::AsArray;
    use arrow_array::types::Int32Type;
    use arrow_array::{Array, ArrayRef, Date32Array, Int64Array, RecordBatch, StringArray, StructArray};
    use parquet::arrow::ArrowWriter;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    use super::*;

    /// 15832 days after the epoch is 2013-05-07.
    fn table() -> Vec<u8> {
        let texts = StringArray::from(vec![Some(TEXT), None, Some(TEXT)]);
        let columns: [(&str, ArrayRef); 4] = [
            ("id", Arc::new(Int64Array::from(vec![1, 2, 3]))),
            ("text", Arc::new(texts)),
            ("date", Arc::new(Date32Array::from(vec![Some(15_832), None, None]))),
            ("section", Arc::new(StringArray::from(vec!["world"; 3]))),
        ];
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.into_inner().unwrap()
    }

    #[test]
    fn a_table_is_read_row_by_row_and_answered_as_lines_or_as_a_table() {
        let archive = Archive::new(&[("articles.parquet", table())]);
        let lines = answers(&archive.annotate(&[&archive.path("in")]).stdout);
        assert_eq!((&lines[0]["id"], &lines[0]["article"]["date"]), (&1.into(), &"2013-05-07".into()));
        assert_eq!(lines[0]["members"][0]["entity"], "Q22316");
        assert!(lines[1]["error"].as_str().unwrap().contains("neither"));
        let out = archive.path("named.parquet");
        let output = archive.annotate(&[&archive.path("in"), Path::new("--out"), &out]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let reader =
            ParquetRecordBatchReaderBuilder::try_new(File::open(&out).unwrap()).unwrap().build().unwrap();
        let batches: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
        assert_eq!(batches[0].num_rows(), 3);
        let column = |name: &str| batches[0].column_by_name(name).unwrap().clone();
        assert_eq!(column("id").as_string::<i32>().value(0), "1");
        assert!(column("error").is_null(0) && !column("error").is_null(1));
        let members = column("members").as_list::<i32>().value(0);
        let members: &StructArray = members.as_struct();
        let entities = members.column_by_name("entity").unwrap().clone();
        assert_eq!(entities.as_string::<i32>().value(0), "Q22316");
        let mentions = column("mentions").as_list::<i32>().value(0);
        assert!(
            mentions.as_struct().column_by_name("start").unwrap().as_primitive_opt::<Int32Type>().is_none()
        );
    }

    #[test]
    fn a_table_without_articles_and_a_broken_one_are_told() {
        let ids: ArrayRef = Arc::new(Int64Array::from(vec![1]));
        let batch = RecordBatch::try_from_iter([("id", ids)]).unwrap();
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        let archive =
            Archive::new(&[("a.parquet", writer.into_inner().unwrap()), ("b.parquet", b"PAR1".to_vec())]);
        let answers = answers(&archive.annotate(&[&archive.path("in")]).stdout);
        assert!(answers[0]["error"].as_str().unwrap().contains("no column `text`"));
        assert!(answers[1]["error"].is_string());
    }
}
