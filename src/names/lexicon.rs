//! Word lists: what a word is before any context is looked at.
//!
//! In: folded words. Out: [`Traits`]. The lists are files beside this one, one entry a line, `#` a comment;
//! those that are counted from texts are made by `train/lexicons.py`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::{BitOr, BitOrAssign};
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use crate::knowledge::{countries, fold};

/// What a word (or a phrase) is known to be. Several at once are common ("general", "may").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Traits(u32);

impl Traits {
    /// "Mr.", "Dr.", "Prince": a name follows at once.
    pub(crate) const HONORIFIC: Self = Self(1);
    /// "president", "striker", "spokesman": a name may follow.
    pub(crate) const OFFICE: Self = Self(1 << 1);
    /// "ministry", "university": ends an organization's name.
    pub(crate) const ORGANIZATION_HEAD: Self = Self(1 << 2);
    /// "bank" in "Bank of England": opens one.
    pub(crate) const ORGANIZATION_OPENER: Self = Self(1 << 3);
    /// "Inc", "plc".
    pub(crate) const COMPANY_SUFFIX: Self = Self(1 << 4);
    /// "said", "warned".
    pub(crate) const SPEECH: Self = Self(1 << 5);
    /// Capitalized, yet neither a person nor an organization: days, feasts, units.
    pub(crate) const NOT_NAME: Self = Self(1 << 6);
    /// An everyday English word.
    pub(crate) const COMMON: Self = Self(1 << 7);
    /// A place, as a whole phrase.
    pub(crate) const PLACE: Self = Self(1 << 8);
    /// "Russian", "Russians".
    pub(crate) const NATIONALITY: Self = Self(1 << 9);
    /// "of", "and", "the": stands inside names, never at their edges.
    pub(crate) const CONNECTOR: Self = Self(1 << 10);
    /// "van", "al", "bin": small, and part of a surname.
    pub(crate) const PARTICLE: Self = Self(1 << 11);
    /// "Jr", "III".
    pub(crate) const GENERATION: Self = Self(1 << 12);
    /// "this", "with": opens sentences and never names.
    pub(crate) const FUNCTION: Self = Self(1 << 13);
    /// "Congress", "Senate": an institution that goes by one word.
    pub(crate) const INSTITUTION: Self = Self(1 << 14);
    /// "spokesman", "minister": [`Self::OFFICE`] or [`Self::HONORIFIC`].
    pub(crate) const TITLE: Self = Self(1 | 1 << 1);

    /// Whether any of the given traits is among these.
    pub(crate) fn any(self, traits: Self) -> bool {
        self.0 & traits.0 != 0
    }

    /// The number of each of these traits, from 0.
    pub(super) fn bits(self) -> impl Iterator<Item = u16> {
        (0..16).filter(move |bit| self.0 & 1 << bit != 0)
    }
}

impl BitOr for Traits {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Traits {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

const LISTS: &[(&str, Traits)] = &[
    (include_str!("lexicon/honorifics.txt"), Traits::HONORIFIC),
    (include_str!("lexicon/offices.txt"), Traits::OFFICE),
    (include_str!("lexicon/organization_heads.txt"), Traits::ORGANIZATION_HEAD),
    (include_str!("lexicon/organization_openers.txt"), Traits::ORGANIZATION_OPENER),
    (include_str!("lexicon/company_suffixes.txt"), Traits::COMPANY_SUFFIX),
    (include_str!("lexicon/speech_verbs.txt"), Traits::SPEECH),
    (include_str!("lexicon/not_names.txt"), Traits::NOT_NAME),
    (include_str!("lexicon/common_words.txt"), Traits::COMMON),
    (include_str!("lexicon/places.txt"), Traits::PLACE),
    ("of\nfor\nand\nthe\non\nin\nto\nat\nagainst\nwithout", Traits::CONNECTOR),
    (
        "van\nvon\nder\nden\nde\ndel\ndella\ndi\nda\ndas\ndo\ndos\ndu\nla\nle\nlos\nal\nel\nbin\nibn\nben\nbint\nabu\nul\nud\nter\nten\nzu\nzur\nap\nof",
        Traits::PARTICLE,
    ),
    (include_str!("lexicon/function_words.txt"), Traits::FUNCTION),
    (
        "congress\nsenate\nparliament\nknesset\nduma\nbundestag\npentagon\ninterpol\ntreasury\nvatican\ncommons\nlords",
        Traits::INSTITUTION,
    ),
    ("jr\nsr\nii\niii\niv\njunior\nsenior", Traits::GENERATION),
];

/// The longest phrase of the lists, in words.
pub(super) const LONGEST_PHRASE: usize = 5;

static WORDS: LazyLock<HashMap<Cow<'static, str>, Traits, FixedState>> = LazyLock::new(|| {
    let mut words = HashMap::with_capacity_and_hasher(12_000, FixedState::default());
    let mut add = |phrase: &'static str, traits: Traits| {
        let folded = if is_folded(phrase) { Cow::Borrowed(phrase) } else { fold(phrase).into() };
        if !folded.is_empty() {
            *words.entry(folded).or_insert(Traits::default()) |= traits;
        }
    };
    for (list, traits) in LISTS {
        list.lines().filter(|line| !line.starts_with('#')).for_each(|line| add(line, *traits));
    }
    for country in countries() {
        // The European Union and the United Nations act like countries and are organizations.
        let names = if matches!(country.code, "EU" | "UN") { 0 } else { usize::MAX };
        country.names().take(names).for_each(|name| add(name, Traits::PLACE));
        country.peoples().for_each(|people| add(people, Traits::NATIONALITY));
    }
    words
});

/// First words of phrases of two words and more, so that most words need no phrase look-up.
static PHRASE_STARTS: LazyLock<HashSet<&'static str, FixedState>> =
    LazyLock::new(|| WORDS.keys().filter_map(|phrase| Some(phrase.split_once(' ')?.0)).collect());

/// Whether an entry stands in its list as [`fold`] would leave it, as most do.
fn is_folded(phrase: &str) -> bool {
    let words = phrase.split(' ');
    words.into_iter().all(|word| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

/// Fills the tables.
pub(crate) fn prepare() {
    LazyLock::force(&PHRASE_STARTS);
}

/// What a folded word or phrase is known to be.
pub(crate) fn traits_of(folded: &str) -> Traits {
    WORDS.get(folded).copied().unwrap_or_default()
}

/// Whether a phrase of the lists begins with this folded word.
pub(super) fn starts_phrase(folded: &str) -> bool {
    PHRASE_STARTS.contains(folded)
}
