//! The JavaScript face: the engine as a class, readings as plain objects.
//!
//! In: the recognizer's weights and a pack's bytes; page snapshots as the content script takes them. Out: readings whose mentions count UTF-16
//! code units within a block of the snapshot. Errors are thrown as `Error` with a message that tells the cure.

// What wasm-bindgen exports is reached from JavaScript, which rustc cannot see.
#![allow(unreachable_pub)]

mod document;
mod reading;

use js_sys::{Array, Uint8Array};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use crate::card::Card;
use crate::knowledge::{EntityKind, Knowledge, Pack};
use crate::names::Recognizer;
use crate::page::{Article, PageSnapshot};

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
    /// Throws what [`Recognizer::open`] and [`Pack::open`] tell of bytes that are no whole weights or pack of this version,
    /// and where there are too many packs.
    pub fn open(weights: &[u8], packs: &JsValue) -> Result<Self, JsError> {
        let recognizer = Recognizer::open(weights)?;
        let packs = if Array::is_array(packs) { Array::from(packs) } else { Array::of1(packs) };
        let bytes = |pack: JsValue| -> Result<Vec<u8>, JsError> {
            let pack: Uint8Array =
                pack.dyn_into().map_err(|_| JsError::new("a pack is given as a Uint8Array"))?;
            Ok(pack.to_vec())
        };
        let packs = packs.iter().map(|pack| Ok(Pack::open(bytes(pack)?)?)).collect::<Result<_, JsError>>()?;
        Ok(Self { engine: crate::Engine::new(recognizer, Knowledge::new(packs)?) })
    }

    /// Reads a page; the answer is a `Reading`.
    ///
    /// # Errors
    /// Throws when the value is no page snapshot.
    pub fn read(&self, snapshot: JsValue) -> Result<JsValue, JsError> {
        let snapshot: PageSnapshot = serde_wasm_bindgen::from_value(snapshot)
            .map_err(|error| JsError::new(&format!("this is no page snapshot: {error}")))?;
        let article = Article::from_snapshot(&snapshot);
        let reading = self.engine.read(&article);
        to_js(&reading::report(&article, &reading))
    }

    /// Reads a live document, as a publisher's own page would; the answer is a `Reading` whose places count in the
    /// blocks of the document in the order of `PageSnapshot`.
    ///
    /// # Errors
    /// None that a caller could meet.
    #[wasm_bindgen(js_name = readDocument)]
    pub fn read_document(&self, document: &web_sys::Document) -> Result<JsValue, JsError> {
        let article = Article::from_snapshot(&document::snapshot(document));
        let reading = self.engine.read(&article);
        to_js(&reading::report(&article, &reading))
    }

    /// The card of one entity (`Q…`, `x:…`) as of a date (`YYYY-MM-DD`, `YYYY-MM`, `YYYY` or nothing), worded as in a
    /// reading; the answer is an `EntityCard`, `null` where no pack knows the id.
    ///
    /// # Errors
    /// Throws when the date is none.
    pub fn card(&self, entity: &str, date: Option<String>) -> Result<JsValue, JsError> {
        let date = date.map(|date| date.parse()).transpose()?;
        let kind = self.engine.knowledge().by_id(entity).map(|entity| entity.kind());
        to_js(&kind.zip(self.engine.card(entity, date)).map(|(kind, card)| EntityCard { kind, card }))
    }

    /// What the first pack holds; the answer is a `PackInfo`.
    ///
    /// # Errors
    /// None that a caller could meet.
    pub fn info(&self) -> Result<JsValue, JsError> {
        to_js(&self.engine.knowledge().infos().next())
    }
}

/// A card that belongs to no article.
#[derive(Serialize)]
struct EntityCard {
    kind: EntityKind,
    card: Card,
}

fn to_js(value: &impl Serialize) -> Result<JsValue, JsError> {
    value.serialize(&Serializer::json_compatible()).map_err(|error| JsError::new(&error.to_string()))
}
