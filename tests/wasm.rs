//! The JavaScript face in a real browser: a page in, a reading out, errors that tell the cure.

#![cfg(target_arch = "wasm32")]
// A test file is all tests; clippy sees only functions marked so.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod readings;

use dramatis::{Facts, WebEngine, build_pack};
use js_sys::{JSON, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const KERRY: &str = r#"{"id":"Q22316","kind":"person","type":"politician","name":"John Kerry","country":"US","wiki":"John Kerry","held":[{"what":"Secretary of State","of":"United States","from":"2013-02-01","to":"2017-01-20"}],"pop":88,"src":["eps"]}"#;

const WEIGHTS: &[u8] = include_bytes!("../weights/names.bin");

const SNAPSHOT: &str = r#"{
  "url": "https://example.com/2013/05/07/kerry", "title": "Kerry in Moscow", "language": "en", "times": [],
  "meta": [["og:type", "article"]], "jsonLd": [],
  "containers": [{"parent": null, "tag": "body", "hint": ""}, {"parent": 0, "tag": "article", "hint": ""}],
  "blocks": [
    {"container": 0, "tag": "li", "text": "Home", "linkUnits": 4},
    {"container": 1, "tag": "p", "text": "😀 U.S. Secretary of State John Kerry has arrived in Moscow for talks with officials, and nobody knows how long he will stay there.", "linkUnits": 0},
    {"container": 1, "tag": "p", "text": "The visit is Kerry's first to Russia since he took the office in February, and much is expected of it by those who came.", "linkUnits": 0}
  ]
}"#;

fn pack(fact: &str) -> Uint8Array {
    let facts = Facts { records: vec![serde_json::from_str(fact).unwrap()], ..Facts::default() };
    Uint8Array::from(build_pack(&facts, None).unwrap().as_slice())
}

fn engine() -> WebEngine {
    WebEngine::open(WEIGHTS, &pack(KERRY).into()).expect("the pack opens")
}

fn at(value: &JsValue, path: &[&str]) -> JsValue {
    path.iter().fold(value.clone(), |value, key| match key.parse::<u32>() {
        Ok(index) => Reflect::get_u32(&value, index).unwrap(),
        Err(_) => Reflect::get(&value, &JsValue::from_str(key)).unwrap(),
    })
}

#[wasm_bindgen_test]
fn a_page_gives_its_cast_in_plain_objects() {
    let reading = engine().read(JSON::parse(SNAPSHOT).unwrap(), None).expect("the page is read");
    assert_eq!(at(&reading, &["article", "date"]), JsValue::from_str("2013-05-07"));
    assert_eq!(at(&reading, &["article", "is_article"]), JsValue::TRUE);
    let member = at(&reading, &["members", "0"]);
    assert_eq!(at(&member, &["entity"]), JsValue::from_str("Q22316"));
    assert_eq!(at(&member, &["confidence"]), JsValue::from_str("sure"));
    assert_eq!(at(&member, &["card", "then", "what"]), JsValue::from_str("Secretary of State"));
}

#[wasm_bindgen_test]
fn places_count_utf16_code_units_within_a_block() {
    let reading = engine().read(JSON::parse(SNAPSHOT).unwrap(), None).expect("the page is read");
    let mention = at(&reading, &["members", "0", "mentions", "0"]);
    // The emoji is two code units.
    assert_eq!(at(&mention, &["block"]), JsValue::from_f64(1.0));
    assert_eq!(at(&mention, &["start"]), JsValue::from_f64(27.0));
    assert_eq!(at(&mention, &["end"]), JsValue::from_f64(37.0));
    let second = at(&reading, &["members", "0", "mentions", "1"]);
    assert_eq!(at(&second, &["block"]), JsValue::from_f64(2.0));
    assert_eq!(at(&second, &["text"]), JsValue::from_str("Kerry"));
}

#[wasm_bindgen_test]
fn a_live_document_is_read_by_the_same_rules() {
    let html = r#"<html lang="en"><head><title>Kerry in Moscow</title><meta property="og:type" content="article">
        <meta name="date" content="2013-05-07"></head><body><nav><a href="/">Home</a></nav><article>
        <p>U.S. Secretary of State <b>John</b> Kerry has arrived in Moscow for talks with officials, and nobody knows how
        long he will stay there.</p><script>Kerry</script>
        <p>The visit is Kerry's first to Russia since he took the office in February, and much is expected of it by those
        who came.</p></article></body></html>"#;
    let parser = web_sys::DomParser::new().unwrap();
    let document = parser.parse_from_string(html, web_sys::SupportedType::TextHtml).unwrap();
    let reading = engine().read_document(&document, None).expect("the document is read");
    assert_eq!(at(&reading, &["article", "date"]), JsValue::from_str("2013-05-07"));
    assert_eq!(at(&reading, &["members", "0", "entity"]), JsValue::from_str("Q22316"));
    // Block 0 is the link of the navigation, 1 and 2 are the paragraphs; the script is none.
    assert_eq!(at(&reading, &["members", "0", "mentions", "0", "block"]), JsValue::from_f64(1.0));
    assert_eq!(at(&reading, &["members", "0", "mentions", "0", "text"]), JsValue::from_str("John Kerry"));
    assert_eq!(at(&reading, &["members", "0", "mentions", "1", "block"]), JsValue::from_f64(2.0));
}

#[wasm_bindgen_test]
fn a_later_pack_corrects_an_earlier_one() {
    let correction = r#"{"id":"Q22316","kind":"person","name":"John F. Kerry","src":["newsroom"]}"#;
    let packs: js_sys::Array = [pack(KERRY), pack(correction)].iter().collect();
    let engine = WebEngine::open(WEIGHTS, &packs.into()).expect("both packs open");
    let reading = engine.read(JSON::parse(SNAPSHOT).unwrap(), None).expect("the page is read");
    assert_eq!(at(&reading, &["members", "0", "name"]), JsValue::from_str("John F. Kerry"));
    assert_eq!(
        at(&reading, &["members", "0", "card", "then", "what"]),
        JsValue::from_str("Secretary of State")
    );
}

#[wasm_bindgen_test]
fn what_is_no_pack_and_no_page_says_so() {
    let error = WebEngine::open(WEIGHTS, &Uint8Array::new_with_length(3).into()).expect_err("no pack");
    assert!(String::from(error.unchecked_into::<js_sys::Error>().message()).contains("dramatis pack build"));
    let error = engine().read(JsValue::from_str("page"), None).expect_err("no page");
    assert!(String::from(error.unchecked_into::<js_sys::Error>().message()).contains("no page snapshot"));
}

#[wasm_bindgen_test]
fn one_entity_has_its_card_as_of_a_date() {
    let engine = engine();
    let found = engine.card("Q22316", Some("2013-05-07".to_owned())).expect("a card");
    assert_eq!(at(&found, &["kind"]), JsValue::from_str("person"));
    assert_eq!(at(&found, &["card", "heading"]), JsValue::from_str("John Kerry"));
    assert_eq!(at(&found, &["card", "then", "what"]), JsValue::from_str("Secretary of State"));
    let undated = engine.card("Q22316", None).expect("a card");
    assert_eq!(at(&undated, &["card", "then"]), JsValue::NULL);
    assert!(engine.card("Q1", None).expect("no error").is_null());
    assert!(engine.card("Q22316", Some("yesterday".to_owned())).is_err());
}

#[wasm_bindgen_test]
fn a_name_pointed_at_is_answered_but_never_for_sure() {
    let who = |name| engine().who(JSON::parse(SNAPSHOT).unwrap(), name).expect("an answer");
    let kerry = who("Kerry");
    assert_eq!(at(&kerry, &["entity"]), JsValue::from_str("Q22316"));
    assert_eq!(at(&kerry, &["confidence"]), JsValue::from_str("probable"));
    assert_eq!(at(&kerry, &["card", "then", "what"]), JsValue::from_str("Secretary of State"));
    assert!(who("Nobody Atall").is_null());
    assert!(engine().who(JsValue::NULL, "Kerry").is_err());
}

#[wasm_bindgen_test]
fn the_pack_tells_what_it_holds() {
    let info = engine().info().expect("info");
    assert_eq!(at(&info, &["people"]), JsValue::from_f64(1.0));
    assert_eq!(at(&info, &["format"]), JsValue::from_f64(4.0));
}

#[wasm_bindgen_test]
fn wasm_reads_as_the_native_build_does_to_the_last_bit() {
    assert_eq!(readings::all(), readings::EXPECTED);
}
