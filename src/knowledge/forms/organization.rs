//! Organizations: what else a body of a name is called.
//!
//! In: an organization's fact. Out: names with their form, given to [`Names`]. Each rule is a function with its test.

use super::super::countries::country;
use super::super::fact::Fact;
use super::super::fold::fold;
use super::super::name_form::NameForm;
use super::Names;

/// Legal forms and words like them that everyday speech drops at the end of an organization's name (the commonest
/// entries of the ISO 20275 list of entity legal forms, and football's).
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
    "oy",
    "asa",
    "ab",
    "as",
    "bv",
    "lp",
    "fc",
    "afc",
    "cf",
    "sc",
    "pjsc",
    "ojsc",
    "jsc",
    "ao",
    "kgaa",
    "kg",
    "sarl",
    "sas",
    "sl",
    "srl",
    "bhd",
    "pty",
    "kk",
    "cv",
    "pte",
    "tbk",
    "ev",
    "aps",
];

/// Words for a whole of several companies, dropped like a legal form where they end the usual name; an alias with one
/// may describe ("Google holding").
const WHOLES: &[&str] = &["holdings", "holding", "group"];

/// Words that are written short and long.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("Department", "Dept."),
    ("Company", "Co."),
    ("Corporation", "Corp."),
    ("University of", "Univ. of"),
    ("Saint ", "St. "),
    ("Association", "Assn."),
    ("Brothers", "Bros."),
    ("United States ", "U.S. "),
    ("United Kingdom ", "UK "),
    ("United Nations ", "UN "),
    ("European Union ", "EU "),
    ("International", "Intl."),
    ("Organisation", "Organization"),
    ("Centre", "Center"),
    ("Defence", "Defense"),
    ("Labour", "Labor"),
    (" & ", " and "),
];

/// Words that an acronym leaves out.
const UNSPOKEN: &[&str] =
    &["of", "the", "for", "and", "in", "on", "de", "du", "des", "la", "to", "a", "an", "&"];

/// Letters of an acronym made from a name: two letters mean too much, and longer ones are listed as aliases.
const ACRONYM_LETTERS: std::ops::RangeInclusive<usize> = 3..=5;

/// Acronyms are made only for organizations from this prior on; a lesser body's letters mean others more often.
const ACRONYM_PRIOR: u8 = 35;

/// How everyday speech shortens the field of a ministry.
const SHORT_FIELDS: &[(&str, &str)] = &[
    ("foreign affairs", "foreign"),
    ("external affairs", "foreign"),
    ("internal affairs", "interior"),
    ("home affairs", "home"),
    ("national defence", "defence"),
    ("national defense", "defense"),
    ("public health", "health"),
    ("economic affairs", "economy"),
];

/// Whether an organization's alias is its name without the last word: "Capitol" for "Capitol Records", "Cambridge" for
/// "University of Cambridge" means something else as often. Legal forms are dropped by everybody and do not count.
pub(super) fn drops_the_head(alias: &str, name: &str) -> bool {
    let (alias, name) = (fold(alias), fold(name));
    let mut words: Vec<&str> = name.split(' ').collect();
    while words.len() > 1
        && words.last().is_some_and(|last| LEGAL_FORMS.contains(last) || WHOLES.contains(last))
    {
        words.pop();
    }
    let alias: Vec<&str> = alias.split(' ').collect();
    let is_part = alias.len() < words.len() && words.windows(alias.len()).any(|part| part == alias);
    let university_of = words.first() == Some(&"university") && alias.last() == words.last();
    is_part && (alias.last() != words.last() || university_of)
}

/// Gives all names of an organization but the main name and the aliases as they stand.
pub(super) fn names(names: &mut Names, fact: &Fact) {
    let title = fact.wiki.as_deref().map(|wiki| wiki.split(" (").next().unwrap_or(wiki));
    // Weak, since a branch office is linked to the article on the whole body.
    if let Some(title) = title {
        names.add(title, NameForm::Variant);
    }
    let written: Vec<&str> = std::iter::once(fact.name.as_str())
        .chain(fact.aliases.iter().map(String::as_str))
        .chain(title)
        .filter(|name| !fact.metonyms.iter().any(|metonym| metonym == name))
        .collect();
    for written in written {
        let before_brackets = written.split('(').next().unwrap_or_default().trim();
        names.add(before_brackets, NameForm::Shortened);
        let without_the = without_the(before_brackets);
        names.add(without_the, NameForm::Shortened);
        let mut words: Vec<&str> = without_the.split_whitespace().collect();
        let dropped = |last: &str| {
            let is_usual = written == fact.name;
            LEGAL_FORMS.contains(&last) || is_usual && WHOLES.contains(&last)
        };
        while let [_, .., last] = words.as_slice()
            && dropped(&fold(last))
        {
            words.pop();
            names.add(words.join(" ").trim_end_matches([',', '&', ' ']), NameForm::Shortened);
        }
        for (long, short) in ABBREVIATIONS {
            for (one, other) in [(long, short), (short, long)] {
                if before_brackets.contains(one) {
                    names.add(&before_brackets.replace(one, other), NameForm::Variant);
                }
            }
        }
        ministry(names, fact, before_brackets);
        if fact.pop >= ACRONYM_PRIOR {
            acronym(names, without_the);
        }
    }
}

fn without_the(name: &str) -> &str {
    name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name)
}

/// "World Health Organization" is "WHO"; a weak form, since other bodies have the same letters.
fn acronym(names: &mut Names, name: &str) {
    let words = name.split(['(', ',']).next().unwrap_or_default().split([' ', '-']);
    let spoken: Vec<&str> =
        words.filter(|word| !word.is_empty() && !UNSPOKEN.contains(&word.to_lowercase().as_str())).collect();
    let initials: Option<String> =
        spoken.iter().map(|word| word.chars().next().filter(|initial| initial.is_uppercase())).collect();
    // What is written in capitals already is an acronym with something behind it.
    let shouted = |word: &&str| word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
    if let Some(initials) = initials
        && ACRONYM_LETTERS.contains(&spoken.len())
        && !spoken.iter().any(shouted)
    {
        names.add(&initials, NameForm::Variant);
    }
}

/// A ministry goes by its field turned around, and by its country: "Foreign Ministry", "Russian Foreign Ministry",
/// "Ministry of Foreign Affairs of Russia".
fn ministry(names: &mut Names, fact: &Fact, name: &str) {
    let folded = fold(name);
    let found = ["ministry", "department"].iter().find_map(|body| {
        let field = folded.strip_prefix(body)?.strip_prefix(" of ")?;
        Some((*body, field.strip_prefix("the ").unwrap_or(field)))
    });
    let Some((body, field)) = found else { return };
    let own = fact.country.as_deref().and_then(country);
    let mut turned = vec![format!("{field} {body}")];
    turned.extend(
        SHORT_FIELDS.iter().filter(|(long, _)| *long == field).map(|(_, short)| format!("{short} {body}")),
    );
    // Without its country a ministry's name is every country's: weak, where the facts have it.
    for turned in &turned {
        names.add_folded(turned.clone(), NameForm::Variant, false);
    }
    let Some(own) = own else { return };
    let people = own.peoples().next().map(fold);
    for name in turned.iter().chain([&folded]) {
        if let Some(people) = &people {
            names.add_folded(format!("{people} {name}"), NameForm::Alias, false);
        }
        names.add_folded(format!("{name} of {}", fold(own.name)), NameForm::Alias, false);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{has, lacks, names};
    use super::*;

    #[test]
    fn legal_forms_are_dropped_and_the_article_too() {
        let ford =
            names(r#"{"id":"Q1","kind":"organization","name":"Ford Motor Company","aliases":["FMC"]}"#);
        has(&ford, "ford motor", NameForm::Shortened);
        has(&ford, "ford motor co", NameForm::Variant);
        assert!(ford.iter().any(|name| name.folded == "fmc" && name.caps));
        let times = names(r#"{"id":"Q1","kind":"organization","name":"The New York Times"}"#);
        has(&times, "new york times", NameForm::Shortened);
        let spitz = names(r#"{"id":"Q1","kind":"organization","name":"Axel Springer SE & Co. KG"}"#);
        has(&spitz, "axel springer se", NameForm::Shortened);
    }

    #[test]
    fn acronyms_keep_their_capitals_and_are_weak_where_made() {
        let who = names(r#"{"id":"Q1","kind":"org","name":"World Health Organization","pop":60}"#);
        let made = who.iter().find(|name| name.folded == "who").unwrap();
        assert_eq!((made.form, made.caps), (NameForm::Variant, true));
        let listed = names(
            r#"{"id":"Q1","kind":"org","name":"World Health Organization","aliases":["WHO"],"pop":60}"#,
        );
        assert!(listed.iter().any(|name| name.folded == "who" && name.caps && name.form == NameForm::Alias));
        let small = names(r#"{"id":"Q1","kind":"org","name":"Wichita Hospital Office","pop":10}"#);
        lacks(&small, "who");
    }

    #[test]
    fn abbreviations_stand_for_their_words() {
        let state = names(r#"{"id":"Q1","kind":"org","name":"United States Department of State"}"#);
        has(&state, "us department of state", NameForm::Variant);
        has(&state, "united states dept of state", NameForm::Variant);
        let johnson = names(r#"{"id":"Q1","kind":"org","name":"Johnson & Johnson"}"#);
        has(&johnson, "johnson and johnson", NameForm::Variant);
    }

    #[test]
    fn a_country_in_brackets_is_dropped_and_a_ministry_goes_by_its_country() {
        let ministry = names(
            r#"{"id":"Q1","kind":"org","type":"agency","name":"Ministry of Foreign Affairs (Russia)","country":"RU"}"#,
        );
        has(&ministry, "ministry of foreign affairs", NameForm::Shortened);
        has(&ministry, "russian foreign ministry", NameForm::Alias);
        has(&ministry, "ministry of foreign affairs of russia", NameForm::Alias);
        has(&ministry, "foreign ministry", NameForm::Variant);
    }

    #[test]
    fn a_metonym_is_marked_as_one() {
        let state = names(
            r#"{"id":"Q1","kind":"org","name":"U.S. Department of State","aliases":["Foggy Bottom","State Department"],"metonyms":["Foggy Bottom"]}"#,
        );
        has(&state, "foggy bottom", NameForm::Metonym);
        has(&state, "state department", NameForm::Alias);
    }
}
