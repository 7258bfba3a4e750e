//! Prominence: the prior from 0 to 100 that links weigh and nobody sees.
//!
//! By the rule of the facts: the greater of 45 log10(n) − 15 for n Wikipedia language editions and what the weightiest office
//! gives, 10 more for an office of a much-reported country or body; then 3 for an English Wikipedia title, and at least 19.

/// What an office gives.
const HEAD: u8 = 48;
const FOREIGN_OR_DEFENCE: u8 = 34;
const SENATOR_OR_GOVERNOR: u8 = 28;
const MINISTER: u8 = 24;
const MEMBER_OF_PARLIAMENT: u8 = 16;
const OTHER_OFFICE: u8 = 8;

/// What an office of a much-reported country or body gives besides.
const MUCH_REPORTED_GIVES: u8 = 10;

/// The 27 countries and bodies that English-language news report most, by hand.
const MUCH_REPORTED: &[&str] = &[
    "AU", "BR", "CA", "CN", "DE", "ES", "EU", "FR", "GB", "IL", "IN", "IQ", "IR", "IT", "JP", "KP", "KR",
    "MX", "PL", "RU", "SA", "TR", "UA", "UN", "US", "VA", "ZA",
];

/// What an English Wikipedia title gives, and what it makes sure of.
const TITLE_GIVES: u8 = 3;
const LEAST_WITH_TITLE: u8 = 19;

/// Words for heads of state and government of a country.
const HEADS: &[&str] = &[
    "President",
    "Prime Minister",
    "Chancellor",
    "Federal Chancellor",
    "King",
    "Queen",
    "Monarch",
    "Emperor",
    "Empress",
    "Sultan",
    "Emir",
    "Pope",
    "Taoiseach",
    "Premier",
    "Supreme Leader",
    "Head of state",
    "Head of government",
];

/// An office as prominence weighs it: its words, and the code of the country or body it is of.
pub(super) fn of_office(what: &str, code: Option<&str>) -> u8 {
    let lower = what.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let acting_or_deputy =
        has(&["deputy", "vice ", "assistant", "shadow", "under-secretary", "undersecretary"]);
    let cabinet =
        lower.contains("minister") || lower.starts_with("secretary of") || lower.starts_with("secretary for");
    let base = match () {
        () if code.is_some() && HEADS.contains(&what) => HEAD,
        () if cabinet
            && !acting_or_deputy
            && (has(&["foreign", "defence", "defense", "external affairs"])
                || lower == "secretary of state") =>
        {
            FOREIGN_OR_DEFENCE
        }
        () if code == Some("US") && has(&["senator"]) && !lower.contains("state senator") => {
            SENATOR_OR_GOVERNOR
        }
        () if lower.starts_with("governor") || lower.starts_with("chief justice") => SENATOR_OR_GOVERNOR,
        () if cabinet => MINISTER,
        () if lower.starts_with("ambassador") && matches!(code, Some("US" | "UN")) => MEMBER_OF_PARLIAMENT,
        () if lower.starts_with("member of the")
            || has(&["senator", "representative", "deputy", "member of parliament"]) =>
        {
            MEMBER_OF_PARLIAMENT
        }
        () => OTHER_OFFICE,
    };
    let reported = code.is_some_and(|code| MUCH_REPORTED.contains(&code));
    base + if reported { MUCH_REPORTED_GIVES } else { 0 }
}

/// The prior of a record, from its weightiest office.
pub(super) fn prior(editions: u32, has_title: bool, office: u8) -> u8 {
    let by_editions =
        if editions == 0 { 0.0 } else { (45.0 * f64::from(editions).log10() - 15.0).clamp(0.0, 100.0) };
    // Between 0 and 100.
    let prior = (by_editions.round() as u8).max(office);
    if has_title { prior.saturating_add(TITLE_GIVES).clamp(LEAST_WITH_TITLE, 100) } else { prior.min(100) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prior_follows_the_rule_of_the_facts() {
        assert_eq!(prior(0, false, 0), 0);
        assert_eq!(prior(1, true, 0), 19);
        assert_eq!(prior(10, false, 0), 30);
        assert_eq!(prior(100, true, 0), 78);
        assert_eq!(prior(4_000_000_000, true, 200), 100);
        assert_eq!(prior(2, true, HEAD), 51);
    }

    #[test]
    fn offices_weigh_by_what_they_are_and_where() {
        assert_eq!(of_office("President", Some("US")), 58);
        assert_eq!(of_office("President", None), OTHER_OFFICE);
        assert_eq!(of_office("Secretary of State", Some("US")), 44);
        assert_eq!(of_office("Minister of Foreign Affairs", Some("EE")), 34);
        assert_eq!(of_office("Deputy Minister of Foreign Affairs", Some("EE")), 24);
        assert_eq!(of_office("United States senator", Some("US")), 38);
        assert_eq!(of_office("Member of the Riigikogu", Some("EE")), 16);
        assert_eq!(of_office("Mayor", None), OTHER_OFFICE);
    }
}
