//! The JavaScript face: the engine as a class, readings as plain objects.
//!
//! In: the recognizer's weights and packs' bytes; page snapshots as the content script takes them, live documents, and
//! (feature `html`, the npm package) strings of HTML or plain text. Out: readings whose places count UTF-16 code units.
//! Errors are thrown as `Error` with a message that tells the cure, and a `code` that tells a program what kind it is:
//! `weights`, `pack` (with its index as `pack`), `packs`, `page` or `date`.

// What wasm-bindgen exports is reached from JavaScript, which rustc cannot see.
#![allow(unreachable_pub)]

mod document;
mod reading;

use std::fmt::Display;

use js_sys::{Array, Reflect, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use self::document::Live;
use self::reading::Within;
use crate::card::Card;
use crate::knowledge::{EntityKind, Knowledge, Pack};
use crate::names::Recognizer;
use crate::page::{Article, PageSnapshot};

/// Finds names; the part of an engine that needs no pack, for whoever waits for the packs meanwhile.
#[wasm_bindgen(js_name = Recognizer)]
#[derive(Debug)]
pub struct WebRecognizer {
    recognizer: Recognizer,
}

#[wasm_bindgen(js_class = Recognizer)]
impl WebRecognizer {
    /// Opens the recognizer's weights, a `Uint8Array`.
    ///
    /// # Errors
    /// Throws what [`Recognizer::open`] tells of bytes that are no whole weights of this version.
    pub fn open(weights: &[u8]) -> Result<Self, JsValue> {
        let recognizer = Recognizer::open(weights).map_err(|error| thrown("weights", error))?;
        Ok(Self { recognizer })
    }

    /// Reads a few sentences of its own, so that the browser has compiled the core, and compiled it well, before it is needed.
    pub fn practise(&self) {
        crate::engine::practise(&self.recognizer);
    }

    /// The engine that knows names from a pack (a `Uint8Array`), or from an array of packs of which the later add to and
    /// correct the earlier.
    ///
    /// # Errors
    /// Throws what [`Pack::open`] tells of bytes that are no whole pack of this version, and where there are too many packs.
    pub fn with(self, packs: &JsValue) -> Result<WebEngine, JsValue> {
        let packs = if Array::is_array(packs) { Array::from(packs) } else { Array::of1(packs) };
        let open = |(index, pack): (u32, JsValue)| {
            let bytes =
                pack.dyn_into::<Uint8Array>().map_err(|_| "a pack is given as a Uint8Array".to_owned());
            let pack = bytes.and_then(|bytes| Pack::open(bytes.to_vec()).map_err(|error| error.to_string()));
            pack.map_err(|error| with(thrown("pack", error), "pack", &index.into()))
        };
        let packs = (0..).zip(packs.iter()).map(open).collect::<Result<_, _>>()?;
        let knowledge = Knowledge::new(packs).map_err(|error| thrown("packs", error))?;
        Ok(WebEngine { engine: crate::Engine::new(self.recognizer, knowledge) })
    }
}

/// Reads articles with one pack of facts, or several over each other.
#[wasm_bindgen(js_name = Engine)]
#[derive(Debug)]
pub struct WebEngine {
    engine: crate::Engine,
}

#[wasm_bindgen(js_class = Engine)]
impl WebEngine {
    /// Opens the recognizer's weights (a `Uint8Array`) and a pack (another), or an array of packs of which the later add
    /// to and correct the earlier.
    ///
    /// # Errors
    /// As [`WebRecognizer::open`] and [`WebRecognizer::with`].
    pub fn open(weights: &[u8], packs: &JsValue) -> Result<Self, JsValue> {
        WebRecognizer::open(weights)?.with(packs)
    }

    /// Reads a page; the answer is a `Reading`. A date is the article's, where the caller knows it better than the page.
    ///
    /// # Errors
    /// Throws when the value is no page snapshot, or the date none.
    pub fn read(&self, snapshot: JsValue, date: Option<String>) -> Result<JsValue, JsValue> {
        let snapshot: PageSnapshot = serde_wasm_bindgen::from_value(snapshot)
            .map_err(|error| thrown("page", format!("this is no page snapshot: {error}")))?;
        self.report(Article::from_snapshot(&snapshot), date, Within::Blocks)
    }

    /// Reads a live document, as a publisher's own page would; the answer is a `Reading` whose places count in the
    /// blocks of the document in the order of `PageSnapshot`, each with its `Range`.
    ///
    /// # Errors
    /// Throws when the date is none.
    #[wasm_bindgen(js_name = readDocument)]
    pub fn read_document(
        &self,
        document: &web_sys::Document,
        date: Option<String>,
    ) -> Result<JsValue, JsValue> {
        let live = Live::of(document);
        self.report(Article::from_snapshot(&live.snapshot), date, Within::Document(&live))
    }

    /// Reads HTML; the answer is a `Reading` whose places count in its `text`.
    ///
    /// # Errors
    /// Throws when the date is none.
    #[cfg(feature = "html")]
    #[wasm_bindgen(js_name = readHtml)]
    pub fn read_html(
        &self,
        html: &str,
        url: Option<String>,
        date: Option<String>,
    ) -> Result<JsValue, JsValue> {
        self.report(Article::from_html(html, url.as_deref()), date, Within::Text)
    }

    /// Reads plain text; the answer is a `Reading` whose places count in the text as it was given.
    ///
    /// # Errors
    /// Throws when the date is none.
    #[cfg(feature = "html")]
    #[wasm_bindgen(js_name = readText)]
    pub fn read_text(&self, text: &str, date: Option<String>) -> Result<JsValue, JsValue> {
        self.report(Article::from_text(text), date, Within::Text)
    }

    /// The card of one entity (`Q…`, `x:…`) as of a date (`YYYY-MM-DD`, `YYYY-MM`, `YYYY` or nothing), worded as in a
    /// reading; the answer is an `EntityCard`, `null` where no pack knows the id.
    ///
    /// # Errors
    /// Throws when the date is none.
    pub fn card(&self, entity: &str, date: Option<String>) -> Result<JsValue, JsValue> {
        let date = date.map(|date| date.parse()).transpose().map_err(|error| thrown("date", error))?;
        let kind = self.engine.knowledge().by_id(entity).map(|entity| entity.kind());
        to_js(&kind.zip(self.engine.card(entity, date)).map(|(kind, card)| EntityCard { kind, card }))
    }

    /// Whom a name means that a reader points at on a page: a `Member` without mentions, never sure, or `null` for
    /// nobody we know. Where several are possible, its entity is `null` and they are its card's alternatives.
    ///
    /// # Errors
    /// Throws when the value is no page snapshot.
    pub fn who(&self, snapshot: JsValue, name: &str) -> Result<JsValue, JsValue> {
        let snapshot: PageSnapshot = serde_wasm_bindgen::from_value(snapshot)
            .map_err(|error| thrown("page", format!("this is no page snapshot: {error}")))?;
        let article = Article::from_snapshot(&snapshot);
        let member = self.engine.who(&article, name);
        to_js(&member.as_ref().map(|member| reading::answer(&article, member, Within::Blocks)))
    }

    /// What the first pack holds; the answer is a `PackInfo`.
    ///
    /// # Errors
    /// None that a caller could meet.
    pub fn info(&self) -> Result<JsValue, JsValue> {
        to_js(&self.engine.knowledge().infos().next())
    }

    /// What each pack holds; the answer is an array of `PackInfo`.
    ///
    /// # Errors
    /// None that a caller could meet.
    pub fn infos(&self) -> Result<JsValue, JsValue> {
        to_js(&self.engine.knowledge().infos().collect::<Vec<_>>())
    }
}

/// A card that belongs to no article.
#[derive(Serialize)]
struct EntityCard {
    kind: EntityKind,
    card: Card,
}

impl WebEngine {
    fn report(
        &self,
        mut article: Article,
        date: Option<String>,
        within: Within<'_>,
    ) -> Result<JsValue, JsValue> {
        if let Some(date) = date {
            article = article.with_date(date.parse().map_err(|error| thrown("date", error))?);
        }
        let reading = self.engine.read(&article);
        let report = reading::report(&article, &reading, within);
        let reported = to_js(&report)?;
        if let Within::Document(live) = within {
            report.put_ranges(live, &reported)?;
        }
        Ok(reported)
    }
}

/// Fills the tables of known words, which the first reading would else do: for whoever waits for the packs meanwhile.
#[wasm_bindgen]
pub fn prepare() {
    crate::engine::prepare();
}

/// Whether a text is HTML; what is not is plain text.
#[cfg(feature = "html")]
#[wasm_bindgen(js_name = looksLikeHtml)]
pub fn looks_like_html(text: &str) -> bool {
    crate::page::looks_like_html(text)
}

/// By way of JSON: browsers make objects of a text faster than through a call for each of their properties.
fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let json = serde_json::to_string(value).map_err(|error| JsError::new(&error.to_string()))?;
    js_sys::JSON::parse(&json)
}

/// An `Error` with a `code`.
fn thrown(code: &str, error: impl Display) -> JsValue {
    with(js_sys::Error::new(&error.to_string()).into(), "code", &code.into())
}

/// An object with one more property.
fn with(object: JsValue, key: &str, value: &JsValue) -> JsValue {
    // Only a frozen object refuses a property, and these are our own.
    let _ = Reflect::set(&object, &key.into(), value);
    object
}
