//! Wording: offices, dates, lives and reasons in the few words that a small card has room for.
//!
//! In: facts and reasons. Out: lines, in the words of a language's file ([`phrases`]). Never a "now": open ends say "as
//! of".

mod phrases;

use crate::date::Date;
use crate::knowledge::{Entity, EntityKind, Position, country, fold};
use crate::link::{HeldOffice, Reason};

use super::Office;
use super::career::Career;
use super::heading;

pub(crate) use phrases::Wording;

/// Later offices told in words.
const LATER_TOLD: usize = 2;

/// What the first lines of a card are made from.
#[derive(Debug)]
pub(super) struct Told<'e> {
    pub(super) entity: &'e Entity<'e>,
    pub(super) career: &'e Career,
    pub(super) date: Option<Date>,
    /// Who led an organization on the date, and in which post.
    pub(super) leader: Option<&'e (Entity<'e>, Position<'e>)>,
}

impl Wording {
    /// The lines of a card, the most telling first.
    pub(super) fn lines(&self, told: &Told<'_>) -> Vec<String> {
        let Told { entity, career, date, leader } = told;
        let mut lines = Vec::new();
        match (&career.then, date) {
            (Some(then), _) => lines.push(self.office(then)),
            (None, Some(_)) => {
                // What somebody is known for: a prime minister, not the seat in a house of lords that came after.
                let earlier = super::career::weightiest(&career.earlier, 1);
                lines.extend(
                    earlier.iter().map(|earlier| self.say("earlier", &[("office", &self.office(earlier))])),
                );
            }
            (None, None) => {
                let highest = super::career::highest(&career.earlier, LATER_TOLD);
                lines.extend(highest.iter().map(|office| self.office(office)));
            }
        }
        let later = super::career::weightiest(&career.later, LATER_TOLD);
        lines.extend(later.iter().map(|later| self.say("later", &[("office", &self.office(later))])));
        let said = lines.join(" ");
        let (party, country) = match entity.kind() {
            EntityKind::Person => self.party_and_country(entity, career, &said),
            EntityKind::Organization => (None, self.seat(entity)),
        };
        let described = entity.description().map(str::to_owned);
        // A country alone says nothing of somebody; "politician" beside an office nothing more.
        let bare = lines.is_empty() || party.is_none() && country.is_some();
        let class = bare.then(|| self.class(entity)).flatten();
        let described = described.or(class).map(|words| sentence_case(&words));
        let origin = self.join([party, country]);
        lines.extend(self.join([described, origin]));
        lines.extend(match entity.kind() {
            EntityKind::Person => self.life(entity, *date),
            EntityKind::Organization => self.existence(entity, *date),
        });
        lines.extend(leader.map(|(person, post)| {
            self.say("led-by", &[("name", person.name()), ("post", &self.post(post.what))])
        }));
        lines
    }

    fn join<const N: usize>(&self, parts: [Option<String>; N]) -> Option<String> {
        parts
            .into_iter()
            .flatten()
            .reduce(|one, other| self.say("joined", &[("one", &one), ("other", &other)]))
    }

    /// The walk of life or kind of organization, in words.
    pub(super) fn class(&self, entity: &Entity<'_>) -> Option<String> {
        let words = self.phrase(&format!("class-{}", entity.class()?));
        (!words.is_empty()).then(|| words.to_owned())
    }

    /// Party, where a public office is held, and country, where no line has said it.
    fn party_and_country(
        &self,
        entity: &Entity<'_>,
        career: &Career,
        said: &str,
    ) -> (Option<String>, Option<String>) {
        let party = entity.party().filter(|_| career.public).map(str::to_owned);
        let is_said = |name: &String| names_country(said, name) || is_described(entity, name);
        (party, entity.country().map(country_name).filter(|name| !is_said(name)))
    }

    fn seat(&self, entity: &Entity<'_>) -> Option<String> {
        // A body of many nations has a seat in one country, which its record does not tell.
        let bodies = ["UN", "EU"];
        let country = entity.country().filter(|code| !bodies.contains(code)).map(country_name);
        let country = country.filter(|name| !is_described(entity, name));
        match (entity.seat(), country) {
            (Some(seat), Some(country)) if seat != country => Some(format!("{seat}, {country}")),
            (Some(seat), _) => Some(seat.to_owned()),
            (None, country) => country,
        }
    }

    fn existence(&self, entity: &Entity<'_>, date: Option<Date>) -> Option<String> {
        let (founded, dissolved) = (entity.founded(), entity.dissolved());
        match (founded, dissolved) {
            (Some(founded), Some(dissolved)) => Some(self.say(
                "founded-dissolved",
                &[("founded", &self.date(founded)), ("dissolved", &self.date(dissolved))],
            )),
            (Some(founded), None) if date.is_some_and(|date| date.surely_before(founded)) => {
                Some(self.say("founded-later", &[("date", &self.date(founded))]))
            }
            (Some(founded), None) => Some(self.say("founded", &[("date", &self.date(founded))])),
            (None, Some(dissolved)) => Some(self.say("dissolved", &[("date", &self.date(dissolved))])),
            (None, None) => None,
        }
    }

    /// "Born 11 December 1943 (aged 69 then)", "Born 13 October 1925, died 8 April 2013 aged 87".
    fn life(&self, entity: &Entity<'_>, date: Option<Date>) -> Option<String> {
        match (entity.born(), entity.died()) {
            (Some(born), Some(died)) => {
                let (said_born, said_died) = (self.date(born), self.date(died));
                let values = [("born", said_born.as_str()), ("died", said_died.as_str())];
                // An age at the article's date tells more while somebody lived.
                let alive = date.filter(|date| !died.surely_before(*date));
                Some(
                    match (alive.and_then(|date| born.whole_years_until(date)), born.whole_years_until(died))
                    {
                        (Some(age), _) => {
                            let aged = self.count("aged", age.into(), &[("date", &said_born)]);
                            let died = self.say("died", &[("date", &said_died)]);
                            self.say("joined", &[("one", &aged), ("other", &died)])
                        }
                        (None, Some(age)) => self.count("died-aged", age.into(), &values),
                        (None, None) => self.say("born-died", &values),
                    },
                )
            }
            (Some(born), None) => Some(match date.and_then(|date| born.whole_years_until(date)) {
                Some(age) => self.count("aged", age.into(), &[("date", &self.date(born))]),
                None => self.say("born", &[("date", &self.date(born))]),
            }),
            (None, Some(died)) => Some(self.say("died", &[("date", &self.date(died))])),
            (None, None) => None,
        }
    }

    /// An office with its place and years: "Secretary of State, United States (2013–2017)".
    pub(super) fn office(&self, office: &Office) -> String {
        let what = self.post(&office.what);
        let named = match office.of.as_ref().filter(|of| !names_country(&office.what, of)) {
            Some(of) => {
                let of = of.strip_prefix("the ").unwrap_or(of);
                self.say("office-of", &[("what", &what), ("of", of)])
            }
            None => what,
        };
        match self.years(office) {
            Some(years) => self.say("office-dated", &[("office", &named), ("years", &years)]),
            None => named,
        }
    }

    /// A post's name as it stands in a line of its own.
    pub(super) fn post(&self, what: &str) -> String {
        sentence_case(what)
    }

    fn years(&self, office: &Office) -> Option<String> {
        let year = |date: Date| date.year().to_string();
        Some(match (office.from, office.to, office.as_of) {
            (Some(from), Some(to), _) if from.year() == to.year() => {
                self.say("years-one", &[("from", &year(from))])
            }
            (Some(from), Some(to), _) => {
                self.say("years-closed", &[("from", &year(from)), ("to", &year(to))])
            }
            (Some(from), None, Some(as_of)) => {
                self.say("years-since", &[("from", &year(from)), ("asof", &self.month(as_of))])
            }
            (Some(from), None, None) => self.say("years-from", &[("from", &year(from))]),
            (None, Some(to), _) => self.say("years-until", &[("to", &year(to))]),
            (None, None, Some(as_of)) => self.say("years-asof", &[("asof", &self.month(as_of))]),
            (None, None, None) => return None,
        })
    }

    /// Who somebody is, in the fewest words that tell namesakes apart.
    pub(super) fn in_short(&self, entity: &Entity<'_>) -> String {
        let last = entity.positions().last().map(|position| self.office(&super::career::office(&position)));
        let born = entity.born().map(|born| self.say("born", &[("date", &born.year().to_string())]));
        let said = entity.description().map(str::to_owned).or(last).or_else(|| self.class(entity));
        self.join([said, entity.country().map(country_name), born]).unwrap_or_default()
    }

    /// Marks the article's own words as such.
    pub(super) fn in_the_articles_words(&self, quote: &str) -> String {
        let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
        self.say("in-the-articles-words", &[("quote", &quote)])
    }

    /// What the article says, and the office of which it says so.
    fn held(&self, key: &str, said: &str, office: &HeldOffice) -> String {
        let office = self.office(&super::career::as_told(office));
        self.say(key, &[("said", said), ("office", &office)])
    }

    /// A reason for a link.
    pub(super) fn reason(&self, reason: &Reason) -> String {
        match reason {
            Reason::Office { said, office } => self.held("why-called", said, office),
            Reason::Governs { said, office } => self.held("why-governs", said, office),
            Reason::CountryGoverned { code, office } => {
                self.held("why-country-governed", &country_name(code), office)
            }
            Reason::Role(said) => self.say("why-role", &[("said", said)]),
            Reason::Late => self.say("why-late", &[]),
            Reason::BestKnown(name) => self.say("why-best-known", &[("name", name)]),
            Reason::OnlyKnown(name) => self.say("why-only-known", &[("name", name)]),
            Reason::SaidToBeOf(code) => self.say("why-country-of", &[("name", &country_name(code))]),
            Reason::BesideCountry(code) => self.say("why-country-beside", &[("name", &country_name(code))]),
            Reason::CountryNamed(code) => self.say("why-country", &[("name", &country_name(code))]),
            Reason::BodyNamed(name) => self.say("why-body-named", &[("name", name)]),
            Reason::BodyShared { name, body } => {
                self.say("why-body-shared", &[("name", name), ("body", body)])
            }
            Reason::Government(name) => self.say("why-government", &[("name", name)]),
            Reason::Described { word, description } => {
                self.say("why-described", &[("word", word), ("description", description)])
            }
            Reason::Sport => self.say("why-sport", &[]),
            Reason::WrittenOut(name) => self.say("why-written-out", &[("name", name)]),
            Reason::InFull(name) => self.say("why-in-full", &[("name", name)]),
            Reason::Name(name) => self.say("why-name", &[("name", name)]),
        }
    }

    /// The label of a fact.
    pub(super) fn label(&self, fact: &str) -> &'static str {
        self.phrase(&format!("label-{fact}"))
    }

    /// Who led an organization, for the list of facts.
    pub(super) fn leader(&self, person: &Entity<'_>, post: &Position<'_>) -> String {
        let office = Office { of: None, ..super::career::office(post) };
        self.say("office-of", &[("what", &heading(person)), ("of", &self.office(&office))])
    }
}

/// Whether the description says the country already ("American actor", "political party in the United Kingdom").
fn is_described(entity: &Entity<'_>, country_name: &str) -> bool {
    entity.description().is_some_and(|description| {
        let adjectives = || entity.country().and_then(country).into_iter().flat_map(|country| country.peoples());
        names_country(description, country_name)
            || adjectives().any(|people| names_country(description, people))
            // "US company", "UK newspaper".
            || entity.country().is_some_and(|code| names_country(description, if code == "GB" { "UK" } else { code }))
    })
}

/// Whether words hold a name as whole words ("United States senator" and "United States").
fn names_country(words: &str, name: &str) -> bool {
    format!(" {} ", fold(words)).contains(&format!(" {} ", fold(name)))
}

/// The English name of a country's code.
pub(super) fn country_name(code: &str) -> String {
    country(code).map_or_else(|| code.to_owned(), |country| country.name.to_owned())
}

/// A text with a capital in front, unless a brand writes it small ("iPhone maker").
pub(super) fn sentence_case(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next();
    if letters.clone().next().is_some_and(char::is_uppercase) {
        return words.to_owned();
    }
    first.map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
