//! Links: which entity of the pack a member is, how sure, and why; or nobody we know.
//!
//! In: members, their mentions, the text, the article's date, the pack. Out: one [`Link`] a member, or silence.
//! Before that [`divide`] parts members of whom only the facts tell that they are two, after it [`unite`] makes one of
//! those that turned out to be the same.
//!
//! Every candidate that the pack holds under one of the member's names is scored in log-odds by what the article
//! says: name form, prominence, offices called out beside the name, walk of life, countries, teams and bodies it
//! names, subject, and whether the life and the offices fit the article's date. "Nobody we know" is a candidate
//! of its own, the stronger the more people bear such a name. A softmax over all of them gives a share
//! (multinomial logit with a NIL outcome; the features follow Bunescu and Pasca 2006, Cucerzan 2007 and Ratinov et
//! al. 2011), which [`calibration`] turns into a probability.

mod around;
mod calibration;
mod candidates;
mod company;
mod context;
mod discipline;
pub(crate) mod offices;
mod reason;
mod roles;
mod rulers;
mod score;
mod spellings;
mod time;

use crate::cast::Member;
use crate::date::Date;
use crate::knowledge::{Entity, EntityIndex, Knowledge, fold};
use crate::names::Mention;
use crate::text::Text;

use around::Around;
use calibration::calibrated;
use candidates::Found;
use company::Company;
use context::Context;
use discipline::Disciplines;
use score::{Scored, nobody, score};

pub use calibration::Confidence;
pub(crate) use context::prepare;
pub(crate) use reason::{HeldOffice, Reason};
pub(crate) use rulers::divide;

/// What a member is linked to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Link {
    /// The entity.
    pub(crate) entity: EntityIndex,
    /// How sure; never [`Confidence::Unknown`].
    pub(crate) confidence: Confidence,
    /// The probability that this is the entity, 0 to 1.
    pub(crate) probability: f32,
    /// One to three reasons, the strongest first.
    pub(crate) why: Vec<Reason>,
    /// Other entities it could be, the likeliest first.
    pub(crate) alternatives: Vec<EntityIndex>,
}

/// An alternative is worth telling from this share on.
const ALTERNATIVE: f32 = 0.03;

/// Alternatives shown at most.
const MOST_ALTERNATIVES: usize = 3;

/// Reasons told at most.
const MOST_REASONS: usize = 3;

/// Links each member; `None` is silence.
pub(crate) fn link(
    text: &Text<'_>,
    mentions: &[Mention],
    members: &[Member],
    date: Option<Date>,
    knowledge: &Knowledge,
) -> Vec<Option<Link>> {
    let context = Context::of(text, mentions, date);
    let arounds: Vec<Around<'_>> = members.iter().map(|member| context.around(member)).collect();
    let candidates: Vec<Vec<Found>> = members
        .iter()
        .zip(&arounds)
        .map(|(member, around)| candidates::of(&context, member, around, knowledge))
        .collect();
    let alone = Company::default();
    let mut links: Vec<Option<Link>> = members
        .iter()
        .zip(arounds.iter().zip(&candidates))
        .map(|(member, (around, found))| link_member(&context, member, around, found, &alone, knowledge))
        .collect();
    let company = company(&links, date, knowledge);
    for ((member, link), (around, found)) in
        members.iter().zip(&mut links).zip(arounds.iter().zip(&candidates))
    {
        if link.as_ref().is_some_and(|link| link.confidence == Confidence::Sure) {
            continue;
        }
        *link = link_member(&context, member, around, found, &company, knowledge);
    }
    links
}

/// Everybody whom a member could be by the same rule, the likeliest first and each with its share of all outcomes, also where
/// none is likely enough to be shown; at most three. `links` are those of all members.
pub(crate) fn possible(
    text: &Text<'_>,
    mentions: &[Mention],
    member: &Member,
    links: &[Option<Link>],
    date: Option<Date>,
    knowledge: &Knowledge,
) -> Vec<(EntityIndex, f32)> {
    let context = Context::of(text, mentions, date);
    let around = context.around(member);
    let found = candidates::of(&context, member, &around, knowledge);
    let company = company(links, date, knowledge);
    let mut likely: Vec<(EntityIndex, f32)> = Vec::new();
    for (scored, share) in weigh(&context, member, &around, &found, &company, knowledge) {
        let entity = knowledge.entity(scored.entity);
        let is_known = likely
            .iter()
            .any(|(other, _)| is_listed_twice(knowledge.entity(*other).as_ref(), entity.as_ref()));
        if share >= ALTERNATIVE && !is_known && likely.len() < MOST_ALTERNATIVES {
            likely.push((scored.entity, share));
        }
    }
    likely
}

/// Who is sure speaks for those who belong to the same teams, governments and organizations.
fn company(links: &[Option<Link>], date: Option<Date>, knowledge: &Knowledge) -> Company {
    let sure: Vec<Link> =
        links.iter().flatten().filter(|link| link.confidence == Confidence::Sure).cloned().collect();
    Company::of(&sure, date, knowledge)
}

/// The candidates, the best first, each with its share of all outcomes, of which "nobody we know" is one.
fn weigh(
    context: &Context<'_>,
    member: &Member,
    around: &Around<'_>,
    candidates: &[Found],
    company: &Company,
    knowledge: &Knowledge,
) -> Vec<(Scored, f32)> {
    let mut scored: Vec<Scored> = candidates
        .iter()
        .filter_map(|found| score(context, member, around, found, candidates, company, knowledge))
        .collect();
    scored.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.entity.cmp(&other.entity)));
    let Some(best) = scored.first() else { return Vec::new() };
    let titled = around.titled_names.first().filter(|_| candidates.iter().any(|found| found.titled));
    let nobody = nobody(context, member, titled.map(String::as_str), knowledge);
    let highest = best.score.max(nobody);
    // `libm` gives the same bits natively and in wasm; the platforms' own exponentials do not.
    let odds = |score: f32| libm::expf(score - highest);
    let total: f32 = scored.iter().map(|scored| odds(scored.score)).sum::<f32>() + odds(nobody);
    scored
        .into_iter()
        .map(|scored| {
            let share = odds(scored.score) / total;
            (scored, share)
        })
        .collect()
}

fn link_member(
    context: &Context<'_>,
    member: &Member,
    around: &Around<'_>,
    candidates: &[Found],
    company: &Company,
    knowledge: &Knowledge,
) -> Option<Link> {
    let weighed = weigh(context, member, around, candidates, company, knowledge);
    let (best, _) = weighed.first()?;
    let is_best = |other: &Scored| {
        other.entity == best.entity
            || is_listed_twice(
                knowledge.entity(best.entity).as_ref(),
                knowledge.entity(other.entity).as_ref(),
            )
    };
    let best_share = weighed.iter().filter(|(scored, _)| is_best(scored)).map(|(_, share)| share).sum();
    let (confidence, probability) = calibrated(member.kind, best_share);
    if confidence == Confidence::Unknown {
        return None;
    }
    Some(Link {
        entity: best.entity,
        confidence,
        probability,
        why: best.reasons.iter().take(MOST_REASONS).cloned().collect(),
        alternatives: weighed
            .iter()
            .filter(|(scored, share)| !is_best(scored) && *share >= ALTERNATIVE)
            .take(MOST_ALTERNATIVES)
            .map(|(scored, _)| scored.entity)
            .collect(),
    })
}

/// Whether the facts list one person or organization twice, out of two sources: the same name, nothing that differs
/// and something that agrees.
fn is_listed_twice(one: Option<&Entity<'_>>, other: Option<&Entity<'_>>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    if one.kind() != other.kind() || fold(one.name()) != fold(other.name()) {
        return false;
    }
    let agree = [
        one.country().zip(other.country()).map(|(one, other)| one == other),
        known_class(one).zip(known_class(other)).map(|(one, other)| one == other),
        one.born().zip(other.born()).map(|(one, other)| one.overlaps(other)),
        one.founded().zip(other.founded()).map(|(one, other)| one.overlaps(other)),
        Disciplines::of(one).have(other),
    ];
    agree.iter().flatten().all(|agree| *agree) && agree.iter().flatten().any(|agree| *agree)
}

fn known_class<'e>(entity: &Entity<'e>) -> Option<&'e str> {
    entity.class().filter(|class| *class != "other")
}

/// Makes one member of those that turned out to be the same entity ("UN", "United Nations"); the surer link, of
/// two alike the later, and the first place are kept.
pub(crate) fn unite(members: Vec<Member>, links: Vec<Option<Link>>) -> (Vec<Member>, Vec<Option<Link>>) {
    let mut places = std::collections::HashMap::<EntityIndex, usize>::new();
    let (mut united, mut united_links): (Vec<Member>, Vec<Option<Link>>) = (Vec::new(), Vec::new());
    for (member, link) in members.into_iter().zip(links) {
        let same = link.as_ref().and_then(|link| places.get(&link.entity).copied());
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
                if let Some(link) = &link {
                    places.insert(link.entity, united.len());
                }
                united.push(member);
                united_links.push(link);
            }
        }
    }
    (united, united_links)
}
