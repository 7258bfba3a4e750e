//! Occupations: the walk of life that facts have a word for.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::id::ItemId;

static TYPES: LazyLock<HashMap<ItemId, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("occupations.tsv").lines().filter_map(|line| {
        let mut fields = line.split('\t');
        let id = ItemId::parse(fields.next()?)?;
        Some((id, fields.nth(1)?))
    });
    lines.collect()
});

/// The word for somebody of these occupations, in the order that Wikidata gives them: a politician is one whatever else,
/// if an office is held; otherwise the first occupation that has a word of its own; `other` at last.
pub(super) fn class(occupations: &[ItemId], holds_office: bool) -> Option<&'static str> {
    let words: Vec<&'static str> = occupations.iter().filter_map(|id| TYPES.get(id).copied()).collect();
    if holds_office && words.contains(&"politician") {
        return Some("politician");
    }
    words.iter().find(|word| **word != "other").or_else(|| words.first()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_makes_a_politician_out_of_an_actor_who_is_one_too() {
        let ids =
            |numbers: &[u32]| numbers.iter().filter_map(|n| ItemId::from_number(*n)).collect::<Vec<_>>();
        let (actor, lawyer, politician) = (33999, 40348, 82955);
        assert_eq!(class(&ids(&[actor, politician]), true), Some("politician"));
        assert_eq!(class(&ids(&[actor, politician]), false), Some("actor"));
        assert_eq!(class(&ids(&[lawyer, actor]), false), Some("actor"));
        assert_eq!(class(&ids(&[lawyer]), false), Some("other"));
        assert_eq!(class(&ids(&[1]), true), None);
    }
}
