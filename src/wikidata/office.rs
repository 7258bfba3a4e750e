//! Offices: the words for one, apart from the country or body it is of.
//!
//! In: an office's label and the names of what it is of. Out: the words as facts write them: "Secretary of State" of "United
//! States", not "United States Secretary of State".

use super::draft::Role;

/// The words for a role that a property tells.
pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::HeadOfGovernment => "Head of government",
        Role::HeadOfState => "Head of state",
        Role::ChiefExecutive => "Chief executive officer",
        Role::Chair => "Chair",
        Role::Director => "Director",
        Role::Founder => "Founder",
        Role::Member => "Member",
        Role::Employee => "Employee",
        Role::Journalist => "Journalist",
    }
}

/// An office's label without the name of what it is of, in any of its forms, where anything else remains.
pub(super) fn without(label: &str, names: &[&str]) -> String {
    let rest = names.iter().find_map(|name| cut(label, name));
    capitalized(rest.unwrap_or(label))
}

fn cut<'l>(label: &'l str, name: &str) -> Option<&'l str> {
    let bare = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    if bare.is_empty() {
        return None;
    }
    let before = || {
        let head = label.strip_suffix(bare)?;
        [" of the ", " of ", " to the ", " for the ", ", the ", ", "]
            .into_iter()
            .find_map(|joint| head.strip_suffix(joint))
    };
    let in_brackets = || label.strip_suffix(')')?.strip_suffix(bare)?.strip_suffix(" (");
    let after = || label.strip_prefix(bare)?.strip_prefix(' ');
    let rest = before().or_else(in_brackets).or_else(after)?.trim();
    // "Ambassador of X to the" or "of X" alone would be broken words.
    let last = rest.rsplit(' ').next().unwrap_or_default();
    let first = rest.split(' ').next().unwrap_or_default();
    let joint = |word: &str| matches!(word, "of" | "to" | "the" | "for" | "in" | "and" | "&");
    (!rest.is_empty() && !joint(last) && !joint(first)).then_some(rest)
}

/// With a capital at the front, as facts write offices.
fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_told_apart_from_its_country() {
        let names = &["United States", "United States of America"];
        assert_eq!(without("United States Secretary of State", names), "Secretary of State");
        assert_eq!(without("President of the United States", names), "President");
        assert_eq!(without("president of the United States of America", names), "President");
        assert_eq!(without("Minister of Finance (Norway)", &["Norway"]), "Minister of Finance");
        assert_eq!(without("mayor of Chicago", &["Chicago"]), "Mayor");
        assert_eq!(without("member of the German Bundestag", &["Germany"]), "Member of the German Bundestag");
        assert_eq!(
            without("United States Ambassador to the United Nations", &["United Nations"]),
            "United States Ambassador"
        );
    }

    #[test]
    fn what_would_leave_nothing_or_half_a_phrase_stays_whole() {
        assert_eq!(without("France", &["France"]), "France");
        assert_eq!(without("of France", &["France"]), "Of France");
        assert_eq!(without("France of the Left", &["France"]), "France of the Left");
        assert_eq!(without("", &[""]), "");
    }
}
