//! Look-ups: whom a name can mean.
//!
//! In: names, whole or word by word. Out: [`Candidate`]s, most prominent first.

use std::cmp::Reverse;
use std::fmt;

use super::entity::{Entity, EntityIndex};
use super::fact::EntityKind;
use super::fold::fold;
use super::format::LONGEST_NAME;
use super::name_form::NameForm;
use super::pack::Postings;
use super::packs::{Knowledge, MOST_PACKS};

/// An entity that a name can mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The entity.
    pub entity: EntityIndex,
    /// Person or organization.
    pub kind: EntityKind,
    /// How the name came to be theirs.
    pub form: NameForm,
    /// How far that form speaks for them, 0 to 1; only the order matters.
    pub weight: f32,
    /// Prominence from 0 to 100.
    pub prior: u8,
    /// The name is an acronym: written otherwise than in capitals it means something else.
    pub caps: bool,
}

/// Bearers of a surname among whom one with fitting initials is sought.
const INITIALS_READ: usize = 200;

impl Knowledge {
    /// The entities that a name can mean, most prominent first, at most `limit`. A surname behind one or more initials
    /// ("J. Kerry", "J. F. Kerry") finds, beside whoever is listed so, the bearers of the surname whose names begin so.
    pub fn find(&self, name: &str, limit: usize) -> Vec<Candidate> {
        let folded = fold(name);
        let values: [Option<&[u8]>; MOST_PACKS] =
            std::array::from_fn(|at| self.layers().get(at)?.pack.names().get(&folded));
        let mut found: Vec<Candidate> = self.candidates(values).take(limit).collect();
        for candidate in self.by_initials(name) {
            if found.len() < limit && !found.iter().any(|known| known.entity == candidate.entity) {
                found.push(candidate);
            }
        }
        found
    }

    /// An entity as what its main name means.
    pub fn candidate(&self, entity: &Entity<'_>) -> Candidate {
        Candidate {
            entity: entity.index(),
            kind: entity.kind(),
            form: NameForm::Main,
            weight: NameForm::Main.weight(),
            prior: entity.prior(),
            caps: false,
        }
    }

    fn by_initials(&self, name: &str) -> Vec<Candidate> {
        let words: Vec<&str> = name.split_whitespace().collect();
        let in_front = words.iter().take_while(|word| is_initials(word)).count();
        let (front, rest) = words.split_at(in_front.min(words.len()));
        let rest: Vec<String> = rest.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect();
        let initials: Vec<char> =
            front.iter().flat_map(|word| word.chars().filter(|c| c.is_alphabetic())).collect();
        if initials.is_empty() || rest.is_empty() {
            return Vec::new();
        }
        let initials: Vec<String> = initials.into_iter().map(|initial| fold(&initial.to_string())).collect();
        let surnames = self.find(&rest.join(" "), INITIALS_READ);
        let bears_initials = |candidate: &Candidate| {
            let Some(entity) = self.entity(candidate.entity) else { return false };
            let name = fold(entity.name());
            let mut given = name.split(' ').filter(|word| !rest.iter().any(|rest| rest == word));
            let begins = |(initial, word): (&String, &str)| word.starts_with(initial.as_str());
            given.next().zip(initials.first()).is_some_and(|(first, initial)| begins((initial, first)))
                // A second initial tells more only where the facts know a second name.
                && initials.iter().skip(1).zip(given).all(begins)
        };
        surnames
            .into_iter()
            .filter(|candidate| candidate.form == NameForm::Surname && bears_initials(candidate))
            .map(|candidate| Candidate {
                form: NameForm::Initials,
                weight: NameForm::Initials.weight(),
                ..candidate
            })
            .collect()
    }

    /// A walk over the names, for recognizing them in running text word by word.
    pub fn names(&self) -> NameWalk<'_> {
        NameWalk {
            knowledge: self,
            key: [0; LONGEST_NAME],
            length: 0,
            steps: [Some(Step::default()); MOST_PACKS],
        }
    }

    fn candidates<'k>(&'k self, values: [Option<&'k [u8]>; MOST_PACKS]) -> Candidates<'k> {
        let named = values.iter().flatten().count();
        let mut one = None;
        let mut many = Vec::new();
        for (pack, (layer, value)) in (0..).zip(self.layers().iter().zip(values)) {
            let Some(value) = value else { continue };
            let postings = Listed { knowledge: self, pack, postings: Postings::of(&layer.pack, value) };
            if named == 1 {
                one = Some(postings);
            } else {
                for candidate in postings {
                    match many.iter_mut().find(|known: &&mut Candidate| known.entity == candidate.entity) {
                        Some(known) if known.weight < candidate.weight => *known = candidate,
                        Some(_) => {}
                        None => many.push(candidate),
                    }
                }
            }
        }
        many.sort_by_key(|candidate| (Reverse(candidate.prior), candidate.entity));
        Candidates { one, many: many.into_iter() }
    }
}

/// Whether a word is one initial or several with dots: "J", "J.", "J.F.".
fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let marks = word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-'));
    marks && (letters == 1 || letters >= 1 && word.ends_with('.') && word.matches('.').count() == letters)
}

/// One pack's postings of a name, each as the entity that all packs together make of it.
#[derive(Clone)]
struct Listed<'k> {
    knowledge: &'k Knowledge,
    pack: u8,
    postings: Postings<'k>,
}

impl Iterator for Listed<'_> {
    type Item = Candidate;

    fn next(&mut self) -> Option<Candidate> {
        loop {
            let posting = self.postings.next()?;
            let here = EntityIndex { pack: self.pack, place: posting.place };
            let Some(entity) = self.knowledge.current(here) else { continue };
            let (kind, prior) = if entity == here {
                self.knowledge.kind_and_prior(here).unwrap_or((posting.kind, posting.prior))
            } else {
                self.knowledge.kind_and_prior(entity)?
            };
            return Some(Candidate {
                entity,
                kind,
                form: posting.form,
                weight: posting.form.weight(),
                prior,
                caps: posting.caps,
            });
        }
    }
}

/// The candidates of one name, most prominent first.
#[derive(Clone)]
pub struct Candidates<'k> {
    one: Option<Listed<'k>>,
    many: std::vec::IntoIter<Candidate>,
}

impl fmt::Debug for Candidates<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl Iterator for Candidates<'_> {
    type Item = Candidate;

    fn next(&mut self) -> Option<Candidate> {
        self.one.as_mut().and_then(Iterator::next).or_else(|| self.many.next())
    }
}

/// A place among the names: all that begin with the words pushed so far.
#[derive(Clone, Copy)]
pub struct NameWalk<'k> {
    knowledge: &'k Knowledge,
    key: [u8; LONGEST_NAME],
    length: usize,
    /// Where each pack's search stands; `None` where none of its names begins so.
    steps: [Option<Step<'k>>; MOST_PACKS],
}

#[derive(Clone, Copy, Default)]
struct Step<'k> {
    block: u32,
    value: Option<&'k [u8]>,
}

impl fmt::Debug for NameWalk<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.key.get(..self.length).unwrap_or_default();
        f.debug_struct("NameWalk").field("key", &String::from_utf8_lossy(key)).finish_non_exhaustive()
    }
}

impl<'k> NameWalk<'k> {
    /// Goes on by a folded word; `None` where no name begins so.
    pub fn push(mut self, folded_word: &str) -> Option<Self> {
        let space = usize::from(self.length > 0);
        let end = self.length + space + folded_word.len();
        self.key.get_mut(self.length..end)?.get_mut(..space)?.fill(b' ');
        self.key.get_mut(self.length + space..end)?.copy_from_slice(folded_word.as_bytes());
        self.length = end;
        let key = self.key.get(..end)?;
        let mut goes_on = false;
        for (at, step) in self.steps.iter_mut().enumerate() {
            let (Some(layer), Some(before)) = (self.knowledge.layers().get(at), step.as_ref()) else {
                *step = None;
                continue;
            };
            let hit = layer.pack.names().seek(key, before.block);
            let any = hit.value.is_some() || hit.goes_on;
            goes_on |= any;
            *step = any.then_some(Step { block: hit.block, value: hit.value });
        }
        goes_on.then_some(self)
    }

    /// The entities whose name ends here, most prominent first; `None` where no name does.
    pub fn candidates(&self) -> Option<Candidates<'k>> {
        let values = self.steps.map(|step| step.and_then(|step| step.value));
        values.iter().any(Option::is_some).then(|| self.knowledge.candidates(values))
    }
}
