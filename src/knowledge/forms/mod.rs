//! Name forms: what else somebody of a given name is called.
//!
//! In: a fact. Out: its names with their form. A weak form ("Smith") never stands alone as sure: the form goes
//! with every look-up, and linking weighs it. [`person`] and [`organization`] hold the rules of their kind, [`spelling`]
//! those of other alphabets.

mod organization;
mod person;
mod spelling;

use super::fact::{EntityKind, Fact};
use super::fold::fold;
use super::name_form::NameForm;

/// A name somebody is found under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FormedName {
    /// The name, folded.
    pub(super) folded: String,
    pub(super) form: NameForm,
    /// It is an acronym: only capitals mean it.
    pub(super) caps: bool,
}

/// All names of a fact, the strongest form of each name, none twice.
pub(super) fn names_of(fact: &Fact) -> Vec<FormedName> {
    let mut names = Names { names: Vec::new() };
    for metonym in &fact.metonyms {
        names.add(metonym, NameForm::Metonym);
    }
    names.add(&fact.name, NameForm::Main);
    for alias in &fact.aliases {
        let weak = fact.kind == EntityKind::Organization && organization::drops_the_head(alias, &fact.name);
        names.add(alias, if weak { NameForm::Variant } else { NameForm::Alias });
    }
    match fact.kind {
        EntityKind::Person => person::names(&mut names, fact),
        EntityKind::Organization => organization::names(&mut names, fact),
    }
    names.names
}

/// Names gathered so far, the first form of each being the one that counts.
struct Names {
    names: Vec<FormedName>,
}

impl Names {
    fn add(&mut self, written: &str, form: NameForm) {
        let folded = fold(written);
        let letters = || written.chars().filter(|c| c.is_alphabetic());
        let caps = letters().count() >= 2 && !letters().any(char::is_lowercase) && !written.contains(' ');
        self.add_folded(folded, form, caps);
    }

    fn add_folded(&mut self, folded: String, form: NameForm, caps: bool) {
        if folded.is_empty() {
            return;
        }
        match self.names.iter_mut().find(|name| name.folded == folded) {
            // Written both ways, it means its bearer both ways.
            Some(known) => known.caps &= caps,
            None => self.names.push(FormedName { folded, form, caps }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn names(json: &str) -> Vec<FormedName> {
        names_of(&serde_json::from_str(json).unwrap())
    }

    #[track_caller]
    pub(super) fn has(names: &[FormedName], folded: &str, form: NameForm) {
        let found = names.iter().find(|name| name.folded == folded);
        assert_eq!(found.map(|name| name.form), Some(form), "{folded} in {names:#?}");
    }

    #[track_caller]
    pub(super) fn lacks(names: &[FormedName], folded: &str) {
        assert!(!names.iter().any(|name| name.folded == folded), "{folded} in {names:#?}");
    }

    #[test]
    fn the_strongest_form_of_a_name_counts_and_none_stands_twice() {
        let names =
            names(r#"{"id":"Q1","kind":"person","name":"Ann Lee","aliases":["ANN LEE","Ann B. Lee"]}"#);
        has(&names, "ann lee", NameForm::Main);
        assert_eq!(names.iter().filter(|name| name.folded == "ann lee").count(), 1);
    }
}
