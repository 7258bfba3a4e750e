//! Name forms: what else somebody of a given name is called.
//!
//! In: a fact. Out: its names with their form. A weak form ("Smith") never stands alone as sure: the form goes
//! with every look-up, and linking weighs it.

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

/// Particles that belong to the surname behind them.
const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "das", "do", "dos", "du", "la", "le", "al",
    "el", "bin", "ibn", "ben", "abu", "ter", "ten", "zu", "ap", "st",
];

/// Marks of a generation.
const GENERATIONS: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// Countries whose people put the surname first.
const SURNAME_FIRST: &[&str] = &["CN", "KR", "KP", "TW", "VN", "HK", "KH", "SG"];

/// Countries whose names come in several Latin spellings out of Cyrillic.
const CYRILLIC: &[&str] = &["RU", "UA", "BY", "BG", "KZ", "KG", "SU", "RS", "MK", "TJ", "UZ"];

/// Countries where English nicknames are in use.
const ENGLISH_NICKNAMES: &[&str] = &["US", "GB", "CA", "AU", "IE", "NZ"];

/// Given names and their usual short forms (US Social Security and UK ONS name lists give both as registered
/// names; the pairs are the everyday ones).
const NICKNAMES: &[(&str, &str)] = &[
    ("alexander", "alex"),
    ("andrew", "andy"),
    ("anthony", "tony"),
    ("benjamin", "ben"),
    ("charles", "charlie"),
    ("charles", "chuck"),
    ("christopher", "chris"),
    ("daniel", "dan"),
    ("daniel", "danny"),
    ("david", "dave"),
    ("deborah", "debbie"),
    ("donald", "don"),
    ("edward", "ed"),
    ("edward", "ted"),
    ("elizabeth", "liz"),
    ("frederick", "fred"),
    ("gerald", "jerry"),
    ("gregory", "greg"),
    ("james", "jim"),
    ("james", "jimmy"),
    ("jeffrey", "jeff"),
    ("jonathan", "jon"),
    ("john", "jack"),
    ("joseph", "joe"),
    ("joshua", "josh"),
    ("katherine", "kate"),
    ("kenneth", "ken"),
    ("lawrence", "larry"),
    ("margaret", "maggie"),
    ("matthew", "matt"),
    ("michael", "mike"),
    ("nicholas", "nick"),
    ("patrick", "pat"),
    ("peter", "pete"),
    ("philip", "phil"),
    ("raymond", "ray"),
    ("richard", "dick"),
    ("richard", "rick"),
    ("robert", "bob"),
    ("robert", "rob"),
    ("ronald", "ron"),
    ("samuel", "sam"),
    ("stephen", "steve"),
    ("steven", "steve"),
    ("susan", "sue"),
    ("thomas", "tom"),
    ("timothy", "tim"),
    ("victoria", "vicky"),
    ("walter", "walt"),
    ("william", "bill"),
    ("william", "will"),
];

/// Variants are made only for people from this prior on: nobody else is written about under many spellings.
const VARIANT_PRIOR: u8 = 20;

/// Legal forms and words like them that everyday speech drops at the end of an organization's name.
const LEGAL_FORMS: &[&str] = &[
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "co",
    "company",
    "ltd",
    "limited",
    "llc",
    "llp",
    "plc",
    "ag",
    "sa",
    "nv",
    "spa",
    "gmbh",
    "se",
    "oyj",
    "asa",
    "ab",
    "bv",
    "lp",
    "fc",
    "afc",
    "cf",
    "sc",
    "holdings",
    "group",
];

/// All names of a fact, the strongest form of each name, none twice.
pub(super) fn names_of(fact: &Fact) -> Vec<FormedName> {
    let mut names = Names { names: Vec::new() };
    names.add(&fact.name, NameForm::Main);
    for alias in &fact.aliases {
        let weak = fact.kind == EntityKind::Organization && drops_the_head(alias, &fact.name);
        names.add(alias, if weak { NameForm::Variant } else { NameForm::Alias });
    }
    match fact.kind {
        EntityKind::Person => person(&mut names, fact),
        EntityKind::Organization => organization(&mut names, fact),
    }
    names.names
}

/// Whether an organization's alias is its name without the last word: "Capitol" for "Capitol Records", "Cambridge" for
/// "University of Cambridge" means something else as often. Legal forms are dropped by everybody and do not count.
fn drops_the_head(alias: &str, name: &str) -> bool {
    let (alias, name) = (fold(alias), fold(name));
    let mut words: Vec<&str> = name.split(' ').collect();
    while words.len() > 1 && words.last().is_some_and(|last| LEGAL_FORMS.contains(last)) {
        words.pop();
    }
    let alias: Vec<&str> = alias.split(' ').collect();
    let is_part = alias.len() < words.len() && words.windows(alias.len()).any(|part| part == alias);
    let university_of = words.first() == Some(&"university") && alias.last() == words.last();
    is_part && (alias.last() != words.last() || university_of)
}

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

fn person(names: &mut Names, fact: &Fact) {
    let country = fact.country.as_deref().unwrap_or_default();
    for written in std::iter::once(&fact.name).chain(&fact.aliases) {
        let is_main = *written == fact.name;
        let without_brackets = written.split(['(', ',']).next().unwrap_or_default();
        let folded = fold(without_brackets);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let core_end = words.len() - words.iter().rev().take_while(|word| GENERATIONS.contains(word)).count();
        let Some((core, generation)) = words.split_at_checked(core_end) else { continue };
        // "George H. W. Bush" is also written "George H.W. Bush", which folds to one word.
        if let Some(joined) = join_initials(core) {
            let form = if is_main { NameForm::Main } else { NameForm::Alias };
            names.add_folded(joined, form, false);
        }
        let ([first, .., last], true) = (core, core.len() >= 2) else { continue };
        let particles = core.iter().skip(1).rev().skip(1).take_while(|word| PARTICLES.contains(word)).count();
        let surname = core.get(core.len() - 1 - particles..).unwrap_or_default().join(" ");
        let initial = first.chars().count() == 1;
        if !initial && core.len() > 2 + particles {
            let mut short = format!("{first} {surname}");
            for mark in generation {
                short.push(' ');
                short.push_str(mark);
            }
            names.add_folded(short, NameForm::FirstLast, false);
        }
        if !is_main {
            continue;
        }
        if fact.pop >= VARIANT_PRIOR && !initial {
            for variant in variants(first, &surname, country) {
                names.add_folded(variant, NameForm::Variant, false);
            }
        }
        if SURNAME_FIRST.contains(&country) {
            names.add_folded((*first).to_owned(), NameForm::Surname, false);
        }
        names.add_folded(surname, NameForm::Surname, false);
        names.add_folded((*last).to_owned(), NameForm::Surname, false);
    }
}

/// A name with its neighbouring initials written as one word; `None` where there are none.
fn join_initials(words: &[&str]) -> Option<String> {
    let mut joined = String::new();
    let (mut before_initial, mut any) = (false, false);
    for word in words {
        let initial = word.chars().count() == 1;
        if before_initial && initial {
            any = true;
        } else if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
        before_initial = initial;
    }
    any.then_some(joined)
}

/// Other spellings and nicknames of a first and a last name.
fn variants(first: &str, surname: &str, country: &str) -> Vec<String> {
    let mut found = Vec::new();
    if ENGLISH_NICKNAMES.contains(&country) {
        for (full, short) in NICKNAMES {
            if first == *full {
                found.push(format!("{short} {surname}"));
            } else if first == *short {
                found.push(format!("{full} {surname}"));
            }
        }
    }
    if CYRILLIC.contains(&country) {
        for first in spellings(first) {
            for surname in spellings(surname) {
                found.push(format!("{first} {surname}"));
            }
        }
    }
    found
}

/// A Cyrillic name's usual Latin endings: -ey/-ei, -iy/-yy/-y/-ii/-i.
fn spellings(name: &str) -> Vec<String> {
    let mut found = vec![name.to_owned()];
    if let Some(stem) = name.strip_suffix("ey").or_else(|| name.strip_suffix("ei")) {
        found.extend([format!("{stem}ey"), format!("{stem}ei")]);
    } else if let Some(stem) = ["skiy", "skyy", "skyi", "skii", "sky", "ski", "skyj"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
    {
        found.extend(["skiy", "skyy", "skyi", "skii", "sky", "ski"].map(|ending| format!("{stem}{ending}")));
    } else if let Some(stem) = name.strip_suffix("iy").or_else(|| name.strip_suffix("ii")) {
        found.extend([format!("{stem}iy"), format!("{stem}y"), format!("{stem}i"), format!("{stem}ii")]);
    }
    found.dedup();
    found
}

fn organization(names: &mut Names, fact: &Fact) {
    for written in std::iter::once(&fact.name).chain(&fact.aliases) {
        let before_brackets = written.split('(').next().unwrap_or_default().trim();
        names.add(before_brackets, NameForm::Shortened);
        let without_the =
            before_brackets.strip_prefix("The ").or_else(|| before_brackets.strip_prefix("the "));
        let mut words: Vec<&str> = without_the.unwrap_or(before_brackets).split_whitespace().collect();
        names.add(&words.join(" "), NameForm::Shortened);
        while let [_, .., last] = words.as_slice()
            && LEGAL_FORMS.contains(&fold(last).as_str())
        {
            words.pop();
            names.add(words.join(" ").trim_end_matches([',', '&', ' ']), NameForm::Shortened);
        }
        for (long, short) in [("Department", "Dept."), ("Company", "Co."), ("University of", "Univ. of")] {
            if written.contains(long) {
                names.add(&written.replace(long, short), NameForm::Variant);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(json: &str) -> Vec<(String, NameForm, bool)> {
        let fact: Fact = serde_json::from_str(json).unwrap();
        names_of(&fact).into_iter().map(|name| (name.folded, name.form, name.caps)).collect()
    }

    fn has(names: &[(String, NameForm, bool)], folded: &str, form: NameForm) -> bool {
        names.iter().any(|name| name.0 == folded && name.1 == form)
    }

    #[test]
    fn people_go_by_first_and_last_name_and_by_surname() {
        let kerry =
            names(r#"{"id":"Q22316","kind":"person","name":"John Kerry","aliases":["John Forbes Kerry"]}"#);
        assert!(has(&kerry, "john kerry", NameForm::Main));
        assert!(has(&kerry, "john forbes kerry", NameForm::Alias));
        assert!(has(&kerry, "kerry", NameForm::Surname));
        let donilon = names(r#"{"id":"Q1","kind":"person","name":"Thomas E. Donilon"}"#);
        assert!(has(&donilon, "thomas donilon", NameForm::FirstLast));
    }

    #[test]
    fn particles_stay_with_the_surname() {
        let assad = names(r#"{"id":"Q1","kind":"person","name":"Bashar al-Assad"}"#);
        assert!(has(&assad, "al assad", NameForm::Surname));
        assert!(has(&assad, "assad", NameForm::Surname));
        let leyen = names(r#"{"id":"Q1","kind":"person","name":"Ursula von der Leyen"}"#);
        assert!(has(&leyen, "von der leyen", NameForm::Surname));
    }

    #[test]
    fn a_junior_keeps_his_mark() {
        let kennedy = names(r#"{"id":"Q1","kind":"person","name":"Robert F. Kennedy Jr."}"#);
        assert!(has(&kennedy, "robert kennedy jr", NameForm::FirstLast));
        assert!(!kennedy.iter().any(|name| name.0 == "robert kennedy"));
    }

    #[test]
    fn the_surname_comes_first_in_china() {
        let xi = names(r#"{"id":"Q1","kind":"person","name":"Xi Jinping","country":"CN"}"#);
        assert!(has(&xi, "xi", NameForm::Surname));
    }

    #[test]
    fn nicknames_and_transliterations_are_weak_forms() {
        let biden = names(r#"{"id":"Q1","kind":"person","name":"Joe Biden","country":"US","pop":90}"#);
        assert!(has(&biden, "joseph biden", NameForm::Variant));
        let lavrov = names(r#"{"id":"Q1","kind":"person","name":"Sergey Lavrov","country":"RU","pop":47}"#);
        assert!(has(&lavrov, "sergei lavrov", NameForm::Variant));
        let zelensky =
            names(r#"{"id":"Q1","kind":"person","name":"Volodymyr Zelenskyy","country":"UA","pop":90}"#);
        assert!(has(&zelensky, "volodymyr zelensky", NameForm::Variant));
    }

    #[test]
    fn organizations_drop_their_legal_form_and_acronyms_keep_their_capitals() {
        let ford =
            names(r#"{"id":"Q1","kind":"organization","name":"Ford Motor Company","aliases":["FMC"]}"#);
        assert!(has(&ford, "ford motor", NameForm::Shortened));
        assert!(ford.iter().any(|name| name.0 == "fmc" && name.2));
        let who = names(r#"{"id":"Q1","kind":"org","name":"World Health Organization","aliases":["WHO"]}"#);
        assert!(who.iter().any(|name| name.0 == "who" && name.2));
        assert!(who.iter().any(|name| name.0 == "world health organization" && !name.2));
    }
}
