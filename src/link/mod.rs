//! Links: which entity of the pack a member is, how sure, and why; or nobody we know.
//!
//! In: members, their mentions, the text, the article's date, the pack. Out: one [`Link`] a member, or silence.
//!
//! Every candidate that the pack holds under one of the member's names is scored in log-odds by what the article
//! says: name form, prominence, offices called out beside the name, walk of life, countries, teams and bodies it
//! names, subject, and whether the life and the offices fit the article's date. "Nobody we know" is a candidate
//! of its own. A softmax over all of them gives the probability (multinomial logit with a NIL outcome; the
//! features follow Bunescu and Pasca 2006, Cucerzan 2007 and Ratinov et al. 2011).

mod context;
mod roles;
mod score;

use crate::cast::Member;
use crate::date::Date;
use crate::knowledge::{Candidate, EntityIndex, EntityKind, Knowledge};
use crate::names::Mention;
use crate::text::Text;

use context::Context;
use score::{Scored, score};

/// How sure a link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Nobody we know, or not sure enough to say.
    Unknown,
    /// Shown as "probably", with reasons and alternatives.
    Probable,
    /// Shown.
    Sure,
}

/// What a member is linked to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Link {
    /// The entity.
    pub(crate) entity: EntityIndex,
    /// How sure, by the thresholds below; never [`Confidence::Unknown`].
    pub(crate) confidence: Confidence,
    /// The probability that this is the entity, 0 to 1.
    pub(crate) probability: f32,
    /// One to three reasons in plain words, the strongest first.
    pub(crate) why: Vec<String>,
    /// Other entities it could be, the likeliest first.
    pub(crate) alternatives: Vec<EntityIndex>,
}

/// From this probability on a link is sure.
const SURE: f32 = 0.86;

/// From this probability on a link is shown as probable.
const PROBABLE: f32 = 0.62;

/// An alternative is worth telling from this probability on.
const ALTERNATIVE: f32 = 0.03;

/// Alternatives shown at most.
const MOST_ALTERNATIVES: usize = 3;

/// Reasons told at most.
const MOST_REASONS: usize = 3;

/// Entities of one name that are weighed at most; behind them stand only less prominent ones.
const CANDIDATES_READ: usize = 40;

/// The log-odds of "nobody we know", which every candidate has to beat.
const NOBODY: f32 = 1.0;

/// Links each member; `None` is silence.
pub(crate) fn link(
    text: &Text<'_>,
    mentions: &[Mention],
    members: &[Member],
    date: Option<Date>,
    knowledge: &Knowledge,
) -> Vec<Option<Link>> {
    let context = Context::of(text, mentions, date);
    let mut links: Vec<Option<Link>> =
        members.iter().map(|member| link_member(&context, member, knowledge)).collect();
    let sure: Vec<Link> =
        links.iter().flatten().filter(|link| link.confidence == Confidence::Sure).cloned().collect();
    for (member, link) in members.iter().zip(&mut links) {
        let is_sure = link.as_ref().is_some_and(|link| link.confidence == Confidence::Sure);
        if member.kind == EntityKind::Organization && !is_sure {
            *link = by_full_name(&context, member, &sure, knowledge).or(link.take());
        }
    }
    links
}

/// An organization's short name ("Fed") where the article names the same one in full ("Federal Reserve") and that is
/// sure.
fn by_full_name(
    context: &Context<'_>,
    member: &Member,
    sure: &[Link],
    knowledge: &Knowledge,
) -> Option<Link> {
    let found = candidates(context, member, knowledge);
    let named = |found: &Found| sure.iter().find(|link| link.entity == found.candidate.entity);
    let link = found.iter().find_map(named)?;
    let name = knowledge.entity(link.entity)?.name();
    Some(Link { why: vec![format!("another name of {name}, which is named in full here")], ..link.clone() })
}

fn link_member(context: &Context<'_>, member: &Member, knowledge: &Knowledge) -> Option<Link> {
    let around = context.around(member);
    let mut candidates = candidates(context, member, knowledge);
    candidates.retain(|found| {
        found.candidate.kind == EntityKind::Organization || is_of_the_time(context, found, knowledge)
    });
    let mut scored: Vec<Scored> = candidates
        .iter()
        .filter_map(|found| score(context, member, &around, found, &candidates, knowledge))
        .collect();
    scored.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.entity.cmp(&other.entity)));
    let best = scored.first()?;
    let highest = best.score.max(NOBODY);
    let total: f32 =
        scored.iter().map(|scored| (scored.score - highest).exp()).sum::<f32>() + (NOBODY - highest).exp();
    let probability = |scored: &Scored| (scored.score - highest).exp() / total;
    let confidence = match probability(best) {
        p if p >= SURE => Confidence::Sure,
        p if p >= PROBABLE => Confidence::Probable,
        _ => return None,
    };
    Some(Link {
        entity: best.entity,
        confidence,
        probability: probability(best),
        why: best.reasons.iter().take(MOST_REASONS).cloned().collect(),
        alternatives: scored
            .iter()
            .skip(1)
            .filter(|scored| probability(scored) >= ALTERNATIVE)
            .take(MOST_ALTERNATIVES)
            .map(|scored| scored.entity)
            .collect(),
    })
}

/// An entity of the pack under a member's name.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) candidate: Candidate,
    /// How many words the name had under which it was found.
    pub(crate) words: usize,
}

/// Every entity of the member's kind under the fullest of its names that the pack knows; under a shorter one
/// only where no full name is given.
fn candidates(context: &Context<'_>, member: &Member, knowledge: &Knowledge) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let fullest_words = member.forms.first().map_or(0, |form| form.split(' ').count());
    for form in &member.forms {
        let words = form.split(' ').count();
        // "John Kerry" is not anybody called Kerry.
        if member.kind == EntityKind::Person && words == 1 && fullest_words > 1 {
            continue;
        }
        for candidate in knowledge.find(form, CANDIDATES_READ) {
            let written = candidate.caps && !is_written_in_capitals(context, member, form);
            if candidate.kind != member.kind || written {
                continue;
            }
            match found.iter_mut().find(|found| found.candidate.entity == candidate.entity) {
                Some(known) if candidate.weight > known.candidate.weight => {
                    *known = Found { candidate, words }
                }
                Some(_) => {}
                None => found.push(Found { candidate, words }),
            }
        }
    }
    found
}

/// Somebody who died so long before the article is named in full and with reasons, never by a surname alone.
const LONG_DEAD_YEARS: u16 = 3;

/// Whether a person found by one word can be in the news on the article's date.
fn is_of_the_time(context: &Context<'_>, found: &Found, knowledge: &Knowledge) -> bool {
    let Some(entity) = knowledge.entity(found.candidate.entity) else { return false };
    let (Some(died), Some(date)) = (entity.died(), context.date) else { return true };
    found.words > 1 || date.year().saturating_sub(died.year()) < LONG_DEAD_YEARS
}

/// Whether the article writes this form in capitals somewhere.
fn is_written_in_capitals(context: &Context<'_>, member: &Member, form: &str) -> bool {
    member.mentions.iter().filter_map(|index| context.mentions.get(*index)).any(|mention| {
        let written = mention.span.of(context.text.source);
        crate::knowledge::fold(written) == form && !written.chars().any(char::is_lowercase)
    })
}

/// Makes one member of those that turned out to be the same entity ("UN", "United Nations"); the surer link, of
/// two alike the later, and the first place are kept.
pub(crate) fn unite(members: Vec<Member>, links: Vec<Option<Link>>) -> (Vec<Member>, Vec<Option<Link>>) {
    let (mut united, mut united_links): (Vec<Member>, Vec<Option<Link>>) = (Vec::new(), Vec::new());
    for (member, link) in members.into_iter().zip(links) {
        let same = link.as_ref().and_then(|link| {
            united_links
                .iter()
                .position(|other| other.as_ref().is_some_and(|other| other.entity == link.entity))
        });
        match same.and_then(|at| united.get_mut(at).zip(united_links.get_mut(at))) {
            Some((first, first_link)) => {
                first.absorb(member);
                if link.as_ref().map(|link| link.probability)
                    >= first_link.as_ref().map(|link| link.probability)
                {
                    *first_link = link;
                }
            }
            None => {
                united.push(member);
                united_links.push(link);
            }
        }
    }
    (united, united_links)
}
