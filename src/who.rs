//! Who: one name that a reader points at, whether it was found in the article, left unmarked there, or stands outside of it.
//!
//! In: the article's text with the name in it ([`asked`]), its mentions, the pack. Out: a [`CastMember`] without mentions, or
//! nobody. The rule is that of [`link`], with all that the article says; but a bare name is never sure: whom it clearly means
//! is "probably" that one, and whom it could mean are alternatives.

use std::ops::Range;

use crate::card::{self, Card};
use crate::cast::{self, Member};
use crate::date::Date;
use crate::engine::CastMember;
use crate::knowledge::{EntityIndex, EntityKind, Knowledge};
use crate::link::{self, Confidence, Link};
use crate::names::{Mention, asked};
use crate::text::Text;

/// Whom a name could mean, at most.
const MOST: usize = 3;

/// What is known for answering.
pub(crate) struct Question<'q> {
    /// The article's text with the name in it.
    pub(crate) text: &'q Text<'q>,
    /// The name, as the reader points at it.
    pub(crate) name: &'q str,
    /// Where the text says it, as tokens.
    pub(crate) places: &'q [Range<usize>],
    /// The article's date.
    pub(crate) date: Option<Date>,
    /// What the pack holds.
    pub(crate) knowledge: &'q Knowledge,
}

/// One reading of the name.
struct Guess {
    kind: EntityKind,
    name: String,
    link: Option<Link>,
    /// What a card says of it; of somebody unknown, the article's words.
    card: Option<Card>,
    introduced_by: Option<usize>,
    /// Whom it could mean, each with its share of all outcomes.
    possible: Vec<(EntityIndex, f32)>,
}

impl Question<'_> {
    /// Answers, with the mentions that were recognized; `None` is nobody.
    pub(crate) fn answer(&self, recognized: &[Mention]) -> Option<CastMember> {
        let guesses = if recognized.iter().any(|mention| self.is_meant(mention)) {
            self.guesses(recognized)
        } else {
            // Nobody took it for a name, so that its kind is open.
            let kinds = [EntityKind::Person, EntityKind::Organization].into_iter();
            kinds.flat_map(|kind| self.guesses(&self.with(recognized, kind))).collect()
        };
        let mut possible: Vec<(EntityIndex, f32)> =
            guesses.iter().flat_map(|guess| guess.possible.iter().copied()).collect();
        possible.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        let mut entities: Vec<EntityIndex> = Vec::new();
        for (entity, _) in possible {
            if !entities.contains(&entity) {
                entities.push(entity);
            }
        }
        let mut linked = guesses.iter().filter(|guess| guess.link.is_some());
        match (linked.next(), linked.next()) {
            (Some(guess), None) => Some(self.probably(guess, &entities)),
            _ => self.perhaps(&guesses, &entities),
        }
    }

    fn is_meant(&self, mention: &Mention) -> bool {
        let here = &mention.tokens;
        self.places.iter().any(|place| place.start < here.end && here.start < place.end)
    }

    /// The mentions with the name among them.
    fn with(&self, recognized: &[Mention], kind: EntityKind) -> Vec<Mention> {
        let mut mentions = asked::mentions(self.text, self.places, kind, self.knowledge);
        mentions.extend_from_slice(recognized);
        mentions.sort_by_key(|mention| mention.tokens.start);
        mentions
    }

    /// The members of the cast that the name stands for.
    fn guesses(&self, mentions: &[Mention]) -> Vec<Guess> {
        let members = cast::group(self.text, mentions);
        let members = link::divide(self.text, mentions, members, self.date, self.knowledge);
        let links = link::link(self.text, mentions, &members, self.date, self.knowledge);
        let (members, mut links) = link::unite(members, links);
        let is_meant = |member: &Member| {
            member.mentions.iter().filter_map(|at| mentions.get(*at)).any(|mention| self.is_meant(mention))
        };
        let meant: Vec<usize> =
            (0..members.len()).filter(|at| members.get(*at).is_some_and(is_meant)).collect();
        for at in &meant {
            if let Some(Some(link)) = links.get_mut(*at) {
                link.confidence = Confidence::Probable;
            }
        }
        let mut cards = card::write(self.text, &members, &links, self.date, self.knowledge);
        let guess = |at: usize| {
            let member = members.get(at)?;
            let link = links.get(at)?.clone();
            let possible = link::possible(self.text, mentions, member, &links, self.date, self.knowledge);
            Some(Guess {
                kind: member.kind,
                name: member.name.clone(),
                introduced_by: member.introduction.map(|introduction| introduction.sentence_end),
                card: cards.get_mut(at).and_then(Option::take),
                link,
                possible,
            })
        };
        meant.into_iter().filter_map(guess).collect()
    }

    /// One is clearly meant.
    fn probably(&self, guess: &Guess, entities: &[EntityIndex]) -> CastMember {
        let entity = guess.link.as_ref().and_then(|link| self.knowledge.entity(link.entity));
        let others: Vec<EntityIndex> = entities
            .iter()
            .copied()
            .filter(|other| guess.link.as_ref().is_none_or(|link| link.entity != *other))
            .take(MOST)
            .collect();
        let alternatives = card::of_several("", &others, self.knowledge).alternatives;
        CastMember {
            kind: guess.kind,
            name: entity.as_ref().map_or_else(|| guess.name.clone(), card::heading),
            entity: entity.map(|entity| entity.id()),
            confidence: Confidence::Probable,
            probability: guess.link.as_ref().map_or(0.0, |link| link.probability),
            why: guess
                .link
                .as_ref()
                .map(|link| link.why.iter().map(card::reason).collect())
                .unwrap_or_default(),
            mentions: Vec::new(),
            introduced_by: guess.introduced_by,
            card: guess.card.clone().map(|card| Card { alternatives, ..card }),
        }
    }

    /// Nobody is, but the article's own words or a few of the pack may help.
    fn perhaps(&self, guesses: &[Guess], entities: &[EntityIndex]) -> Option<CastMember> {
        let entities = entities.get(..MOST.min(entities.len())).unwrap_or_default();
        let introduced = match guesses {
            [guess] => guess.card.clone(),
            _ => None,
        };
        if introduced.is_none() && entities.is_empty() {
            return None;
        }
        let several = card::of_several(self.name, entities, self.knowledge);
        let card = match introduced {
            Some(card) => Card { alternatives: several.alternatives, ..card },
            None => several,
        };
        let first = guesses.first();
        Some(CastMember {
            kind: first.map_or(EntityKind::Person, |guess| guess.kind),
            name: card.heading.clone(),
            entity: None,
            confidence: Confidence::Unknown,
            probability: 0.0,
            why: Vec::new(),
            mentions: Vec::new(),
            introduced_by: first.and_then(|guess| guess.introduced_by),
            card: Some(card),
        })
    }
}
