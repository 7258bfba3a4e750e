//! Readings as JavaScript gets them: every place as a block of the snapshot and UTF-16 code units in its text.
//!
//! In: an article and its reading. Out: values to serialize.

use serde::Serialize;

use crate::card::{Card, Introduced};
use crate::engine::{CastMember, Reading};
use crate::knowledge::EntityKind;
use crate::link::Confidence;
use crate::page::{Article, ArticleSummary};
use crate::text::{Offsets, Span, Unit};

/// A reading.
#[derive(Serialize)]
pub(super) struct ReadingReport<'r> {
    article: ArticleSummary<'r>,
    members: Vec<MemberReport<'r>>,
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
    #[serde(flatten)]
    place: Place,
    text: &'r str,
    /// Whether it is marked for the reader.
    mark: bool,
}

/// A stretch of a block of the snapshot.
#[derive(Debug, Clone, Copy, Serialize)]
struct Place {
    /// Index of the block in the snapshot.
    block: u32,
    /// UTF-16 code units in the block's text.
    start: usize,
    end: usize,
}

/// Turns bytes of the article into places in the snapshot.
struct Places<'a> {
    article: &'a Article,
    offsets: Offsets<'a>,
}

impl Places<'_> {
    /// The place of a span; `None` where it is in no block of the snapshot.
    fn of(&self, span: Span) -> Option<Place> {
        let blocks = &self.article.blocks;
        let at = blocks.partition_point(|block| block.range.end < span.end);
        let block = blocks.get(at).filter(|block| block.range.start <= span.start)?;
        let from = self.offsets.at(block.range.start);
        Some(Place {
            block: block.source?,
            start: self.offsets.at(span.start) - from,
            end: self.offsets.at(span.end) - from,
        })
    }
}

/// The reading of a page.
pub(super) fn report<'r>(article: &'r Article, reading: &'r Reading) -> ReadingReport<'r> {
    let places = Places { article, offsets: Offsets::new(&article.text, Unit::Utf16) };
    let members = reading.members.iter().enumerate();
    ReadingReport {
        article: article.summary(),
        members: members.map(|(id, member)| member_report(&places, reading, id, member)).collect(),
    }
}

fn member_report<'r>(
    places: &Places<'r>,
    reading: &Reading,
    id: usize,
    member: &'r CastMember,
) -> MemberReport<'r> {
    let mentions = member.mentions.iter().filter_map(|index| reading.mentions.get(*index));
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
                Some(MentionReport {
                    place: places.of(mention.span)?,
                    text: mention.span.of(&places.article.text),
                    mark: member.is_marked_at(mention.span),
                })
            })
            .collect(),
        card: member.card.clone().map(|card| placed(places, card)),
    }
}

/// The same card, its introduction placed in a block.
fn placed(places: &Places<'_>, mut card: Card) -> Card {
    card.introduced = card.introduced.take().and_then(|introduced| {
        let place = places.of(Span { start: introduced.start, end: introduced.end })?;
        let Place { block, start, end } = place;
        Some(Introduced { start, end, block: Some(block), ..introduced })
    });
    card
}
