//! Offices: how much a post weighs beside others.
//!
//! In: a post as the facts name it. Out: its weight, which orders posts held on one day, tells heads of governments from
//! their members, and public posts from others.

/// From this weight on an office heads a state or its government.
pub(crate) const HEAD: u8 = 9;

/// From this weight on an office is one of a government.
pub(crate) const GOVERNMENT: u8 = 7;

/// Posts of heads of state and government, as the facts name them in full.
const HEADS: &[&str] = &[
    "President",
    "Prime Minister",
    "Premier",
    "Chairman of the Council of Ministers",
    "Chancellor",
    "Federal Chancellor",
    "King",
    "Queen",
    "Pope",
    "Emperor",
    "Taoiseach",
    "Emir",
    "Sultan",
    "Supreme Leader",
];

/// How much a post weighs; the numbers only order.
pub(crate) fn weight(what: &str) -> u8 {
    let first = what.split([' ', ',']).next().unwrap_or_default();
    if HEADS.contains(&what) {
        HEAD
    } else if what.starts_with("Acting ")
        || what.starts_with("Vice President")
        || what.starts_with("Deputy Prime")
    {
        8
    } else if what.contains("Minister")
        || what.starts_with("Secretary")
        || what.starts_with("Chancellor")
        || what.contains("Advisor")
    {
        GOVERNMENT
    } else if matches!(
        first,
        "Governor" | "Mayor" | "Ambassador" | "Permanent" | "Speaker" | "Attorney" | "Chief"
    ) {
        6
    } else if what.contains("enator") || what == "head coach" || what == "player" {
        5
    } else if matches!(first, "Member" | "Representative" | "Substitute" | "Deputy" | "Alternate") {
        3
    } else {
        4
    }
}

/// Whether a post is a public one, beside which a party may be told.
pub(crate) fn is_public(what: &str) -> bool {
    !(what == "player" || what == "head coach" || what.ends_with(" player") || what.ends_with(" driver"))
}
