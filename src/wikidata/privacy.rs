//! Privacy: descriptions of people that tell more than a public role.
//!
//! The properties of religion, family and so on are never read (`property`), but a description is a free text. One that
//! holds a word of the list goes as a whole: silence is the safe side.

/// Words, in lower case and whole, that no description of a person may hold.
const PRIVATE: &[&str] = &[
    // religion
    "atheist",
    "baptist",
    "buddhist",
    "catholic",
    "christian",
    "evangelical",
    "hindu",
    "islamic",
    "islamist",
    "jain",
    "jew",
    "jewish",
    "lutheran",
    "methodist",
    "mormon",
    "muslim",
    "orthodox",
    "pentecostal",
    "protestant",
    "quaker",
    "scientologist",
    "shia",
    "sikh",
    "sunni",
    "zoroastrian",
    // orientation and gender
    "bisexual",
    "gay",
    "homosexual",
    "intersex",
    "lesbian",
    "lgbt",
    "lgbtq",
    "lgbti",
    "nonbinary",
    "non-binary",
    "queer",
    "trans",
    "transgender",
    "transsexual",
    "transvestite",
    // ethnicity
    "aboriginal",
    "african-american",
    "afro-american",
    "arab",
    "black",
    "gypsy",
    "indigenous",
    "inuk",
    "kurdish",
    "maori",
    "māori",
    "mestizo",
    "roma",
    "romani",
    "tamil",
    "white",
    "yoruba",
    "igbo",
    "hausa",
    "cherokee",
    "navajo",
    // health
    "aids",
    "alcoholic",
    "autistic",
    "blind",
    "cancer",
    "deaf",
    "disabled",
    "hiv",
    "patient",
    "suicide",
    // family and private life
    "boyfriend",
    "brother",
    "children",
    "consort",
    "cousin",
    "daughter",
    "ex-wife",
    "ex-husband",
    "father",
    "fiancée",
    "girlfriend",
    "grandchild",
    "granddaughter",
    "grandson",
    "husband",
    "lover",
    "marriage",
    "married",
    "mistress",
    "mother",
    "nephew",
    "niece",
    "sibling",
    "sister",
    "socialite",
    "son",
    "spouse",
    "stepdaughter",
    "stepson",
    "uncle",
    "aunt",
    "widow",
    "widower",
    "wife",
    "heir",
    "heiress",
    "millionaire's",
    // crime
    "abuser",
    "accused",
    "arsonist",
    "assassin",
    "bandit",
    "burglar",
    "convicted",
    "criminal",
    "crime",
    "defendant",
    "drug",
    "embezzler",
    "executed",
    "felon",
    "fraud",
    "fraudster",
    "fugitive",
    "gangster",
    "hijacker",
    "imprisoned",
    "killer",
    "kidnapper",
    "mafia",
    "mafioso",
    "mobster",
    "murder",
    "murdered",
    "murderer",
    "offender",
    "paedophile",
    "pedophile",
    "perpetrator",
    "pornographic",
    "prisoner",
    "prostitute",
    "rapist",
    "robber",
    "shooter",
    "smuggler",
    "swindler",
    "terrorist",
    "thief",
    "trafficker",
    "victim",
];

/// Whether a description of a person may be told.
pub(super) fn may_describe_a_person(description: &str) -> bool {
    let lower = description.to_lowercase();
    let mut words = lower.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\''));
    !words.any(|word| {
        let whole = word.trim_matches(|c| c == '-' || c == '\'');
        let plain = whole.strip_suffix("'s").unwrap_or(whole);
        PRIVATE.contains(&plain) || whole.split('-').any(|part| PRIVATE.contains(&part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_role_is_told_and_private_matters_are_not() {
        for told in [
            "68th United States Secretary of State",
            "American politician and lawyer (born 1943)",
            "Nigerian author",
        ] {
            assert!(may_describe_a_person(told), "{told}");
        }
        for private in [
            "Jewish-American banker",
            "wife of a president",
            "convicted murderer",
            "first openly gay mayor",
            "HIV activist",
            "the king's brother",
            "Catholic priest",
        ] {
            assert!(!may_describe_a_person(private), "{private}");
        }
    }
}
