//! Nicknames: given names and their everyday short forms.
//!
//! In: `nicknames.tsv`. Out: the pairs, for the names that packs hold and for grouping the names of an article.

use std::sync::LazyLock;

static NICKNAMES: LazyLock<Vec<(&'static str, Vec<&'static str>)>> = LazyLock::new(|| {
    let lines = include_str!("nicknames.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('\t'))
        .map(|(full, short)| (full, short.split(',').collect()))
        .collect()
});

/// Folded given names, each with its short forms.
#[cfg(feature = "build")]
pub(super) fn nicknames() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    NICKNAMES.iter().map(|(full, short)| (*full, short.as_slice()))
}

/// Whether two folded given names can be one: a name and its short form, or two short forms of one name.
pub(crate) fn are_nicknames(one: &str, other: &str) -> bool {
    let has = |full: &str, short: &[&str], name: &str| full == name || short.contains(&name);
    NICKNAMES.iter().any(|(full, short)| has(full, short, one) && has(full, short, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_its_short_forms_are_one() {
        assert!(are_nicknames("william", "bill") && are_nicknames("bill", "will"));
        assert!(!are_nicknames("william", "bob"));
    }
}
