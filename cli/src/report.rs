//! Reports: a reading as the JSON that the command line promises, with offsets in code points.
//!
//! In: an article and its reading. Out: values to serialize.

use dramatis::{
    Article, ArticleSummary, Card, CastMember, Confidence, EntityKind, Offsets, Reading, Span, Unit,
};
use serde::Serialize;

/// What `scan --json` prints.
#[derive(Serialize)]
pub(crate) struct ScanReport<'r> {
    article: ArticleSummary<'r>,
    members: Vec<MemberReport<'r>>,
    text: &'r str,
}

/// A member as both commands print it.
#[derive(Serialize)]
pub(crate) struct MemberReport<'r> {
    id: usize,
    kind: EntityKind,
    name: &'r str,
    entity: Option<&'r str>,
    confidence: Confidence,
    probability: f32,
    why: &'r [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    mentions: Option<Vec<MentionReport<'r>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<Option<Card>>,
}

#[derive(Serialize)]
struct MentionReport<'r> {
    start: usize,
    end: usize,
    text: &'r str,
}

/// One line of `annotate`.
#[derive(Serialize)]
pub(crate) struct AnnotateReport<'r> {
    id: &'r serde_json::Value,
    mentions: Vec<AnnotatedMention<'r>>,
    members: Vec<MemberReport<'r>>,
    /// The article's text, which the offsets count in, where whoever asked has it not.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'r str>,
    /// The page's address, where an archive tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'r str>,
    /// What the article says of itself, where it came from a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<ArticleSummary<'r>>,
}

impl<'r> AnnotateReport<'r> {
    /// With the text that offsets count in.
    pub(crate) fn with_text(self, article: &'r Article) -> Self {
        Self { text: Some(&article.text), ..self }
    }

    /// With what the article says of itself, and its address.
    pub(crate) fn with_article(self, article: &'r Article, url: Option<&'r str>) -> Self {
        Self { article: Some(article.summary()), url, ..self }
    }
}

#[derive(Serialize)]
struct AnnotatedMention<'r> {
    start: usize,
    end: usize,
    text: &'r str,
    kind: EntityKind,
    member: Option<usize>,
    entity: Option<&'r str>,
    confidence: Confidence,
    probability: f32,
}

/// Probabilities are told to a thousandth; more would only feign precision.
fn rounded(probability: f32) -> f32 {
    (probability * 1000.0).round() / 1000.0
}

fn mention_report<'r>(article: &'r Article, offsets: &Offsets<'_>, span: Span) -> MentionReport<'r> {
    MentionReport { start: offsets.at(span.start), end: offsets.at(span.end), text: span.of(&article.text) }
}

fn member_report<'r>(id: usize, member: &'r CastMember) -> MemberReport<'r> {
    MemberReport {
        id,
        kind: member.kind,
        name: &member.name,
        entity: member.entity.as_deref(),
        confidence: member.confidence,
        probability: rounded(member.probability),
        why: &member.why,
        mentions: None,
        card: None,
    }
}

/// The whole reading of one article.
pub(crate) fn scan<'r>(article: &'r Article, reading: &'r Reading) -> ScanReport<'r> {
    let offsets = Offsets::new(&article.text, Unit::CodePoint);
    let members = reading.members.iter().enumerate().map(|(id, member)| {
        let mentions = member.mentions.iter().filter_map(|index| reading.mentions.get(*index));
        MemberReport {
            mentions: Some(mentions.map(|mention| mention_report(article, &offsets, mention.span)).collect()),
            card: Some(member.card.clone().map(|card| in_code_points(card, &offsets))),
            ..member_report(id, member)
        }
    });
    ScanReport { article: article.summary(), members: members.collect(), text: &article.text }
}

fn in_code_points(mut card: Card, offsets: &Offsets<'_>) -> Card {
    if let Some(introduced) = &mut card.introduced {
        introduced.start = offsets.at(introduced.start);
        introduced.end = offsets.at(introduced.end);
    }
    card
}

/// The names of one article, every one of them, linked or not.
pub(crate) fn annotate<'r>(
    id: &'r serde_json::Value,
    article: &'r Article,
    reading: &'r Reading,
) -> AnnotateReport<'r> {
    let offsets = Offsets::new(&article.text, Unit::CodePoint);
    let mut member_of = vec![None; reading.mentions.len()];
    for (id, member) in reading.members.iter().enumerate() {
        for index in &member.mentions {
            if let Some(slot) = member_of.get_mut(*index) {
                *slot = Some((id, member));
            }
        }
    }
    let mentions = reading.mentions.iter().zip(member_of).map(|(mention, member)| AnnotatedMention {
        start: offsets.at(mention.span.start),
        end: offsets.at(mention.span.end),
        text: mention.span.of(&article.text),
        kind: mention.kind,
        member: member.map(|(id, _)| id),
        entity: member.and_then(|(_, member)| member.entity.as_deref()),
        confidence: member.map_or(Confidence::Unknown, |(_, member)| member.confidence),
        probability: rounded(mention.probability),
    });
    AnnotateReport {
        id,
        mentions: mentions.collect(),
        members: reading.members.iter().enumerate().map(|(id, member)| member_report(id, member)).collect(),
        text: None,
        url: None,
        article: None,
    }
}
