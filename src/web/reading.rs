//! Readings as JavaScript gets them: every place in UTF-16 code units, of a block of the snapshot or of the article's text.
//!
//! In: an article and its reading. Out: values to serialize.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::document::Live;
use crate::card::{Card, Introduced};
use crate::engine::{CastMember, Reading};
use crate::knowledge::EntityKind;
use crate::link::Confidence;
use crate::names::Mention;
use crate::page::{Article, ArticleSummary};
use crate::text::{Offsets, Span, Unit};

/// A reading.
#[derive(Serialize)]
pub(super) struct ReadingReport<'r> {
    article: ArticleSummary<'r>,
    members: Vec<MemberReport<'r>>,
    /// The text that places count in, where they count in no block.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'r str>,
}

#[derive(Serialize)]
struct MemberReport<'r> {
    id: usize,
    kind: EntityKind,
    name: &'r str,
    entity: Option<&'r str>,
    confidence: Confidence,
    probability: f32,
    why: &'r [String],
    mentions: Vec<MentionReport<'r>>,
    card: Option<Card>,
}

#[derive(Serialize)]
struct MentionReport<'r> {
    /// Index of the block in the snapshot.
    #[serde(skip_serializing_if = "Option::is_none")]
    block: Option<u32>,
    /// UTF-16 code units.
    start: usize,
    end: usize,
    text: &'r str,
    /// Whether it is marked for the reader.
    mark: bool,
    /// The live document's `Range`.
    #[serde(skip_serializing_if = "JsValue::is_undefined", with = "serde_wasm_bindgen::preserve")]
    range: JsValue,
}

/// A stretch of what was read, in UTF-16 code units.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Index of the block in the snapshot, where it counts in one.
    block: Option<u32>,
    start: usize,
    end: usize,
}

/// What places count in.
#[derive(Clone, Copy)]
pub(super) enum Within<'r> {
    /// The blocks of a snapshot.
    Blocks,
    /// The blocks of a live document, with the ranges there.
    Document(&'r Live),
    /// The article's text, which the report holds.
    #[cfg(feature = "html")]
    Text,
}

/// Turns bytes of the article into places.
struct Places<'a> {
    article: &'a Article,
    offsets: Offsets<'a>,
    within: Within<'a>,
}

impl Places<'_> {
    /// The place of a span; `None` where it is in no block of the snapshot.
    fn of(&self, span: Span) -> Option<Place> {
        let (block, from) = match self.within {
            Within::Blocks | Within::Document(_) => {
                let blocks = &self.article.blocks;
                let at = blocks.partition_point(|block| block.range.end < span.end);
                let block = blocks.get(at).filter(|block| block.range.start <= span.start)?;
                (Some(block.source?), self.offsets.at(block.range.start))
            }
            #[cfg(feature = "html")]
            Within::Text => (None, 0),
        };
        Some(Place {
            block,
            start: self.offsets.at(span.start) - from,
            end: self.offsets.at(span.end) - from,
        })
    }

    fn range(&self, place: Place) -> JsValue {
        match (self.within, place.block) {
            (Within::Document(live), Some(block)) => live.range(block, place.start, place.end),
            _ => JsValue::UNDEFINED,
        }
    }
}

/// The reading of an article.
pub(super) fn report<'r>(
    article: &'r Article,
    reading: &'r Reading,
    within: Within<'r>,
) -> ReadingReport<'r> {
    let places = Places { article, offsets: Offsets::new(&article.text, Unit::Utf16), within };
    let members = reading.members.iter().enumerate();
    ReadingReport {
        article: article.summary(),
        members: members.map(|(id, member)| member_report(&places, &reading.mentions, id, member)).collect(),
        text: match within {
            Within::Blocks | Within::Document(_) => None,
            #[cfg(feature = "html")]
            Within::Text => Some(&article.text),
        },
    }
}

/// Somebody whom a reader points at: a member of no cast.
pub(super) fn answer<'r>(
    article: &'r Article,
    member: &'r CastMember,
    within: Within<'r>,
) -> impl Serialize + use<'r> {
    let places = Places { article, offsets: Offsets::new(&article.text, Unit::Utf16), within };
    member_report(&places, &[], 0, member)
}

fn member_report<'r>(
    places: &Places<'r>,
    mentions: &[Mention],
    id: usize,
    member: &'r CastMember,
) -> MemberReport<'r> {
    let mentions = member.mentions.iter().filter_map(|index| mentions.get(*index));
    MemberReport {
        id,
        kind: member.kind,
        name: &member.name,
        entity: member.entity.as_deref(),
        confidence: member.confidence,
        probability: member.probability,
        why: &member.why,
        mentions: mentions
            .filter_map(|mention| {
                let place = places.of(mention.span)?;
                Some(MentionReport {
                    block: place.block,
                    start: place.start,
                    end: place.end,
                    text: mention.span.of(&places.article.text),
                    mark: member.is_marked_at(mention.span),
                    range: places.range(place),
                })
            })
            .collect(),
        card: member.card.clone().map(|card| placed(places, card)),
    }
}

/// The same card, its introduction placed as mentions are.
fn placed(places: &Places<'_>, mut card: Card) -> Card {
    card.introduced = card.introduced.take().and_then(|introduced| {
        let place = places.of(Span { start: introduced.start, end: introduced.end })?;
        let Place { block, start, end } = place;
        Some(Introduced { start, end, block, ..introduced })
    });
    card
}
