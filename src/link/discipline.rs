//! Disciplines: which sport a report is of, and which one a player or a team belongs to.
//!
//! In: the folded words of an article, the facts of an entity. Out: whether the two can be of one sport; nothing where
//! either does not tell.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use crate::knowledge::{Entity, fold};

/// The columns of the list: words of a report and phrases of a description, each with the sports that it tells.
struct Lists {
    words: HashMap<&'static str, u32, FixedState>,
    phrases: Vec<(&'static str, u32)>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists { words: HashMap::default(), phrases: Vec::new() };
    let lines = include_str!("disciplines.tsv").lines().filter(|line| !line.starts_with('#'));
    for (at, line) in lines.enumerate() {
        let mut fields = line.split('\t').skip(1);
        let (words, phrases) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
        for word in words.split(' ') {
            *lists.words.entry(word).or_default() |= 1 << at;
        }
        lists.phrases.extend(phrases.split(';').map(|phrase| (phrase, 1 << at)));
    }
    lists
});

/// Sports, one bit each, in the order of the list.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Disciplines(u32);

impl Disciplines {
    /// Those that the folded words of an article tell.
    pub(super) fn told_by(words: &[impl AsRef<str>]) -> Self {
        let told = words.iter().filter_map(|word| LISTS.words.get(word.as_ref()));
        Self(told.fold(0, |all, one| all | one))
    }

    /// These and those.
    pub(super) fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Whether a player, coach or team is of one of these sports; `None` where either side tells none.
    pub(super) fn have(self, entity: &Entity<'_>) -> Option<bool> {
        if self.0 == 0 {
            return None;
        }
        let own = Self::of(entity);
        (own.0 != 0).then_some(self.0 & own.0 != 0)
    }

    /// Those of a player, coach or team, by the description in the facts, or by the teams played for.
    pub(super) fn of(entity: &Entity<'_>) -> Self {
        let described = entity.description().map(Self::described).unwrap_or_default();
        if described != Self::default() {
            return described;
        }
        let teams = entity.positions().filter_map(|position| position.of).map(Self::described);
        Self(teams.fold(0, |all, one| all | one.0))
    }

    fn described(description: &str) -> Self {
        let folded = fold(description);
        let words = folded.match_indices(' ').map(|(at, _)| at + 1);
        let rests = std::iter::once(0).chain(words).filter_map(|at| folded.get(at..));
        let told =
            rests.flat_map(|rest| LISTS.phrases.iter().filter(move |(phrase, _)| rest.starts_with(phrase)));
        Self(told.fold(0, |all, (_, one)| all | one))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Disciplines {
        Disciplines::told_by(&text.split(' ').map(fold).collect::<Vec<_>>())
    }

    #[test]
    fn football_is_of_three_kinds_until_more_is_said() {
        let report = told("the football team lost");
        assert_ne!(report.0 & Disciplines::described("English footballer").0, 0);
        assert_ne!(report.0 & Disciplines::described("American football player (NFL)").0, 0);
        assert_eq!(told("the rugby team").0 & Disciplines::described("Welsh footballer").0, 0);
    }

    #[test]
    fn a_description_tells_its_sport_by_whole_words() {
        assert_eq!(Disciplines::described("baseball player (Major League Baseball)"), told("an inning"));
        assert_eq!(Disciplines::described("member of a parliament"), Disciplines::default());
    }
}
