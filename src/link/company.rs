//! Company: the teams, governments and bodies that those who are sure belong to.
//!
//! In: sure links. Out: [`Company`], which tells whether a candidate keeps it.

use std::collections::HashMap;

use crate::date::Date;
use crate::knowledge::{Entity, EntityIndex, InForce, Knowledge, Position};

use super::Link;
use super::context::Context;
use super::discipline::Disciplines;
use super::offices::{self, GOVERNMENT};

/// What the sure members of a cast belong to.
#[derive(Debug, Default)]
pub(super) struct Company {
    /// The article's date, where it is known.
    date: Option<Date>,
    /// Who was in a country's government on that date, by its name.
    governments: HashMap<String, Vec<EntityIndex>>,
    /// Who holds posts in a team or body, and when, by its name.
    bodies: HashMap<String, Vec<(EntityIndex, Term)>>,
    /// The bodies that are members themselves, and the parents of members.
    organizations: HashMap<String, EntityIndex>,
    /// The sports of the teams among them.
    disciplines: Disciplines,
    /// How many of them are politicians of each country.
    homes: HashMap<String, usize>,
}

/// For each politician who is sure, an article speaks as much of a country as by naming it so often.
const NAMED_BY_A_POLITICIAN: usize = 2;

/// From when to when somebody held a post; open ends reach to the last day it was seen.
type Term = (Option<Date>, Option<Date>);

impl Company {
    /// What the sure members belong to.
    pub(super) fn of(sure: &[Link], date: Option<Date>, knowledge: &Knowledge) -> Self {
        let mut company = Self { date, ..Self::default() };
        for entity in sure.iter().filter_map(|link| knowledge.entity(link.entity)) {
            for position in entity.positions() {
                let Some(of) = position.of else { continue };
                company.bodies.entry(of.to_owned()).or_default().push((entity.index(), term(&position)));
                if is_in_government(&position, date) {
                    company.governments.entry(of.to_owned()).or_default().push(entity.index());
                }
            }
            if let Some(code) = entity.country().filter(|_| entity.class() == Some("politician")) {
                *company.homes.entry(code.to_owned()).or_default() += 1;
            }
            if entity.class() == Some("club") {
                company.disciplines = company.disciplines.and(Disciplines::of(&entity));
            }
            company.organizations.insert(entity.name().to_owned(), entity.index());
        }
        company
    }

    /// Whether this entity is one of the sure members itself.
    pub(super) fn has(&self, entity: EntityIndex) -> bool {
        self.organizations.values().any(|known| *known == entity)
    }

    /// Whether the article speaks of another country more than of this one, by the countries that it names and the
    /// politicians who are sure.
    pub(super) fn is_elsewhere(&self, context: &Context<'_>, code: &str) -> bool {
        let spoken = |code: &str| {
            let named = context.countries.get(code).copied().unwrap_or(0);
            named + NAMED_BY_A_POLITICIAN * self.homes.get(code).copied().unwrap_or(0)
        };
        let others = context.countries.keys().copied().chain(self.homes.keys().map(String::as_str));
        others.map(spoken).max().unwrap_or(0) > spoken(code)
    }

    /// Whether a player, coach or team is of a sport that the article tells of, by its words or by the teams that are sure;
    /// `None` where either side tells none.
    pub(super) fn play(&self, context: &Context<'_>, entity: &Entity<'_>) -> Option<bool> {
        context.disciplines.and(self.disciplines).have(entity)
    }

    /// Somebody sure with whom a candidate shares a team or body at one time, and that body.
    pub(super) fn shared<'e>(&self, entity: &Entity<'e>, knowledge: &Knowledge) -> Option<(String, &'e str)> {
        entity.positions().find_map(|position| {
            let of = position.of?;
            let at_one_time = |(other, theirs): &(EntityIndex, Term)| {
                *other != entity.index() && overlap(term(&position), *theirs)
            };
            let holder = self.bodies.get(of).and_then(|held| held.iter().find(|held| at_one_time(held)));
            let body = self.organizations.get(of).filter(|other| **other != entity.index());
            let other = holder.map(|(other, _)| other).or(body)?;
            Some((knowledge.entity(*other)?.name().to_owned(), of))
        })
    }

    /// Somebody sure beside whom a candidate served in a government on the article's date.
    pub(super) fn government(&self, entity: &Entity<'_>, knowledge: &Knowledge) -> Option<String> {
        entity.positions().filter(|position| is_in_government(position, self.date)).find_map(|position| {
            let others = self.governments.get(position.of?)?;
            let other = others.iter().find(|other| **other != entity.index())?;
            Some(knowledge.entity(*other)?.name().to_owned())
        })
    }
}

/// Whether a post is one in a government, held on a date.
fn is_in_government(position: &Position<'_>, date: Option<Date>) -> bool {
    offices::weight(position.what) >= GOVERNMENT
        && date.is_some_and(|date| position.in_force(date) == InForce::Yes)
}

fn term(position: &Position<'_>) -> Term {
    (position.from, position.to.or(position.by).or(position.as_of))
}

fn overlap(one: Term, other: Term) -> bool {
    let before = |one: Term, other: Term| matches!((one.1, other.0), (Some(end), Some(start)) if end.surely_before(start));
    !before(one, other) && !before(other, one)
}
