//! Headings: the full name under which a card speaks of an entity.
//!
//! In: an entity. Out: its usual name; for an organization without its legal form ("Varian Medical Systems, Inc."), and
//! written out where its Wikipedia title does so ("Xinhua News Agency" for "Xinhua").

use crate::knowledge::{Entity, EntityKind, are_initials, fold};

/// Legal forms that no reader says, as the last word of a name.
const LEGAL_FORMS: &[&str] = &[
    "inc",
    "incorporated",
    "plc",
    "ltd",
    "limited",
    "llc",
    "llp",
    "lp",
    "ag",
    "se",
    "sa",
    "nv",
    "bv",
    "ab",
    "asa",
    "oyj",
    "spa",
    "gmbh",
    "tbk",
    "corp",
    "aktiengesellschaft",
    "pjsc",
    "ojsc",
    "kgaa",
    "kg",
    "pty",
    "bhd",
    "co",
];

/// Kinds of organizations that never bear a legal form, though their names may end like one ("PLO AG").
const WITHOUT_FORM: &[&str] = &["university", "party", "court", "armed-group", "club"];

/// The full name of an entity.
pub(crate) fn heading(entity: &Entity<'_>) -> String {
    let name = entity.name();
    if entity.kind() == EntityKind::Person {
        return name.to_owned();
    }
    let without_form = |name: &str| match entity.class() {
        Some(class) if WITHOUT_FORM.contains(&class) => name.to_owned(),
        _ => without_legal_form(name).to_owned(),
    };
    let plain = without_form(name);
    let title = entity.wiki().map(|title| title.split(" (").next().unwrap_or(title));
    match title.map(without_form) {
        Some(title) if writes_out(&title, &plain) => title,
        _ => plain,
    }
}

fn without_legal_form(name: &str) -> &str {
    let mut rest = name;
    while let Some((front, last)) = rest.rsplit_once([' ', ',']) {
        let front = front.trim_end_matches([',', ' ', '&']);
        if front.is_empty() || !LEGAL_FORMS.contains(&fold(last).as_str()) {
            break;
        }
        rest = front;
    }
    rest
}

/// Whether a longer name says the shorter one in full: its words and more around them, or the words that its letters
/// stand for.
fn writes_out(long: &str, short: &str) -> bool {
    const UNSAID: &[&str] = &["of", "the", "and", "for", "in", "on"];
    let (long_words, short_words) = (fold(long), fold(short));
    let words: Vec<&str> = long_words.split(' ').collect();
    let parts: Vec<&str> = short_words.split(' ').collect();
    let extends = words.len() > parts.len() && words.windows(parts.len()).any(|part| part == parts);
    let is_acronym = parts.len() == 1 && short.chars().filter(|c| c.is_uppercase()).count() >= 3;
    let said = words.iter().map(|word| (*word, UNSAID.contains(word)));
    extends || (is_acronym && are_initials(&short_words, said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_says_the_legal_form() {
        assert_eq!(without_legal_form("Varian Medical Systems, Inc."), "Varian Medical Systems");
        assert_eq!(without_legal_form("Daqin Railway Co., Ltd"), "Daqin Railway");
        assert_eq!(without_legal_form("G4S plc"), "G4S");
        assert_eq!(without_legal_form("Inc"), "Inc");
        assert_eq!(without_legal_form("Deutsche Bahn AG"), "Deutsche Bahn");
    }

    #[test]
    fn a_longer_title_says_the_same_name_in_full() {
        assert!(writes_out("Xinhua News Agency", "Xinhua"));
        assert!(writes_out("The Globe and Mail", "Globe and Mail"));
        assert!(writes_out("Islamic Republic News Agency", "IRNA"));
        assert!(!writes_out("Ministry of Foreign Affairs", "Russian Foreign Ministry"));
        assert!(!writes_out("RTX Corporation", "Raytheon"));
        assert!(!writes_out("LG Corporation", "Lucky"));
    }
}
