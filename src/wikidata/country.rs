//! Countries: the codes that facts use for Wikidata's items.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::id::ItemId;

/// The rows of the table: items and their codes.
fn rows() -> impl Iterator<Item = (ItemId, &'static str)> {
    let lines = include_str!("countries.tsv").lines();
    lines.filter_map(|line| line.split_once('\t')).filter_map(|(id, code)| Some((ItemId::parse(id)?, code)))
}

static CODES: LazyLock<HashMap<ItemId, &'static str>> = LazyLock::new(|| rows().collect());

/// The code of a country.
pub(super) fn code(country: ItemId) -> Option<&'static str> {
    CODES.get(&country).copied()
}

/// The name that facts use for a country ("United States").
pub(super) fn name(country: ItemId) -> Option<&'static str> {
    // A former state has its heir's code, and its own name.
    let code = code(country)?;
    let first = NAMED.get(code)?;
    (*first == country).then(|| crate::knowledge::country(code)).flatten().map(|country| country.name)
}

/// The item that stands first for a code, which is the country as it is today.
static NAMED: LazyLock<HashMap<&'static str, ItemId>> = LazyLock::new(|| {
    let mut first = HashMap::new();
    for (id, code) in rows() {
        first.entry(code).or_insert(id);
    }
    first
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_former_state_has_the_code_of_its_heir_and_no_other_name() {
        let item = |number| ItemId::from_number(number).unwrap();
        assert_eq!((code(item(30)), name(item(30))), (Some("US"), Some("United States")));
        assert_eq!((code(item(43287)), name(item(43287))), (Some("DE"), None));
        assert_eq!(name(item(145)), Some("United Kingdom"));
        assert_eq!(code(item(1)), None);
    }
}
