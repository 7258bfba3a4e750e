//! Readings as JavaScript gets them: every place in UTF-16 code units, of a block of the snapshot or of the article's text.
//!
//! In: an article and its reading. Out: values to serialize.

use js_sys::{Array, Reflect};
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
}

impl ReadingReport<'_> {
    /// Gives each mention of a report that JavaScript has its `Range` in the live document.
    pub(super) fn put_ranges(&self, live: &Live, reported: &JsValue) -> Result<(), JsValue> {
        let get = |object: &JsValue, key: &str| Reflect::get(object, &key.into());
        let members = Array::from(&get(reported, "members")?);
        for (member, reported) in self.members.iter().zip(members.iter()) {
            let mentions = Array::from(&get(&reported, "mentions")?);
            for (mention, reported) in member.mentions.iter().zip(mentions.iter()) {
                let Some(block) = mention.block else { continue };
                if let Some(range) = live.range(block, mention.start, mention.end) {
                    Reflect::set(&reported, &"range".into(), &range)?;
                }
            }
        }
        Ok(())
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
