//! Spelling: one name, written differently in Latin letters.
//!
//! In: a folded name and its bearer's country. Out: its other usual spellings. What is one name stands in
//! `spellings.tsv`; endings and clusters follow rules, each with its test. Nothing is respelled where the country's own
//! alphabet is Latin.

use std::collections::HashMap;
use std::sync::LazyLock;

/// An alphabet that reaches the news through several transliterations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Alphabet {
    Cyrillic,
    Arabic,
    Hebrew,
}

/// Spellings made of one name at most; the product over its words would grow without end.
const MOST_SPELLINGS: usize = 24;

/// Countries by the alphabet of their people's names.
const ALPHABETS: &[(Alphabet, &[&str])] = &[
    (
        Alphabet::Cyrillic,
        &[
            "RU", "UA", "BY", "BG", "KZ", "KG", "SU", "RS", "MK", "ME", "MN", "TJ", "UZ", "TM", "AM", "AZ",
            "GE",
        ],
    ),
    (
        Alphabet::Arabic,
        &[
            "AE", "AF", "BH", "DJ", "DZ", "EG", "EH", "IQ", "IR", "JO", "KM", "KW", "LB", "LY", "MA", "MR",
            "OM", "PK", "PS", "QA", "SA", "SD", "SO", "SY", "TN", "YE",
        ],
    ),
    (Alphabet::Hebrew, &["IL"]),
];

fn alphabet(country: &str) -> Option<Alphabet> {
    ALPHABETS.iter().find(|(_, countries)| countries.contains(&country)).map(|(alphabet, _)| *alphabet)
}

/// The spellings of each name of the table, by any of them.
static TABLE: LazyLock<HashMap<(Alphabet, &'static str), Vec<&'static str>>> = LazyLock::new(|| {
    let mut table = HashMap::new();
    for line in include_str!("spellings.tsv").lines().filter(|line| !line.starts_with('#')) {
        let Some((alphabet, names)) = line.split_once('\t') else { continue };
        let alphabet = match alphabet {
            "cyrillic" => Alphabet::Cyrillic,
            "arabic" => Alphabet::Arabic,
            _ => Alphabet::Hebrew,
        };
        let names: Vec<&str> = names.split(',').collect();
        for name in &names {
            table.insert((alphabet, *name), names.clone());
        }
    }
    table
});

/// Other spellings of a folded name, without itself.
pub(super) fn spellings(name: &str, country: &str) -> Vec<String> {
    let Some(alphabet) = alphabet(country) else { return Vec::new() };
    let mut found = vec![String::new()];
    for word in name.split(' ') {
        let ways = word_spellings(word, alphabet);
        let mut longer = Vec::new();
        // The first way is the word itself, so that what the bound cuts off is the unlikeliest.
        for way in &ways {
            for start in &found {
                let space = if start.is_empty() { "" } else { " " };
                longer.push(format!("{start}{space}{way}"));
            }
        }
        longer.truncate(MOST_SPELLINGS);
        found = longer;
    }
    found.retain(|spelling| spelling != name);
    found
}

fn word_spellings(word: &str, alphabet: Alphabet) -> Vec<String> {
    let mut ways = vec![word.to_owned()];
    let mut add = |way: String| {
        if !ways.contains(&way) {
            ways.push(way);
        }
    };
    if let Some(names) = TABLE.get(&(alphabet, word)) {
        names.iter().for_each(|name| add((*name).to_owned()));
        return ways;
    }
    match alphabet {
        Alphabet::Cyrillic => cyrillic(word, &mut add),
        Alphabet::Arabic => arabic(word, &mut add),
        Alphabet::Hebrew => {}
    }
    ways
}

/// Endings that one Cyrillic ending becomes; the first group that fits is taken.
const CYRILLIC_ENDINGS: &[&[&str]] = &[
    &["sky", "skiy", "skyy", "skyi", "skii", "ski", "skyj", "skij"],
    &["skaya", "skaia", "skaja", "ska"],
    &["ey", "ei", "ej"],
    &["ay", "ai", "aj"],
    &["oy", "oi", "oj"],
    &["iy", "ii", "yi", "yy", "y", "i"],
    &["yov", "iov", "ev"],
    &["yova", "iova", "eva"],
    &["iya", "ia", "ya"],
];

/// Endings too short or too common to be taken for one another unless the name shows the longer form.
const UNSURE_ENDINGS: &[&str] = &["y", "i", "ev", "eva", "ska", "ya", "ia"];

/// Beginnings of a Cyrillic name.
const CYRILLIC_BEGINNINGS: &[(&str, &str)] =
    &[("ye", "e"), ("yu", "iu"), ("ya", "ia"), ("kh", "h"), ("x", "ks")];

fn cyrillic(word: &str, add: &mut impl FnMut(String)) {
    for endings in CYRILLIC_ENDINGS {
        let mut by_length: Vec<&&str> = endings.iter().collect();
        by_length.sort_by_key(|ending| std::cmp::Reverse(ending.len()));
        let found =
            by_length.into_iter().find(|ending| word.ends_with(**ending) && word.len() > ending.len() + 2);
        let Some(ending) = found.filter(|ending| !UNSURE_ENDINGS.contains(ending)) else { continue };
        let stem = word.strip_suffix(ending).unwrap_or(word);
        endings.iter().for_each(|other| add(format!("{stem}{other}")));
        break;
    }
    for (one, other) in CYRILLIC_BEGINNINGS {
        if let Some(rest) = word.strip_prefix(one) {
            add(format!("{other}{rest}"));
        }
    }
    // "kh" is written "h" within a word too: Mikhalkov, Mihalkov.
    if word.get(1..).is_some_and(|rest| rest.contains("kh")) {
        add(word.replace("kh", "h"));
    }
}

/// Letters that Arabic vowels and doubled consonants become (BGN/PCGN against French and Gulf usage).
const ARABIC_CLUSTERS: &[(&str, &str)] = &[
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("ss", "s"),
    ("ff", "f"),
    ("mm", "m"),
    ("ch", "sh"),
    ("dj", "j"),
    ("gh", "g"),
];

fn arabic(word: &str, add: &mut impl FnMut(String)) {
    match word {
        "al" => add("el".to_owned()),
        "el" => add("al".to_owned()),
        _ => {}
    }
    for (one, other) in ARABIC_CLUSTERS {
        if word.contains(one) && word.len() > one.len() + 1 {
            add(word.replace(one, other));
        }
    }
    for (one, other) in [("eh", "ah"), ("ah", "a"), ("awi", "aoui"), ("y", "i")] {
        if let Some(stem) = word.strip_suffix(one).filter(|stem| stem.len() > 2) {
            add(format!("{stem}{other}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, country: &str, other: &str) {
        let found = spellings(name, country);
        assert!(found.iter().any(|spelling| spelling == other), "{name}: {other} is not in {found:?}");
    }

    #[test]
    fn russian_and_ukrainian_names_have_several_spellings() {
        written("sergey lavrov", "RU", "sergei lavrov");
        written("sergei lavrov", "RU", "sergey lavrov");
        written("volodymyr zelenskyy", "UA", "volodymyr zelensky");
        written("volodymyr zelenskyy", "UA", "volodymyr zelenskiy");
        written("dmitry peskov", "RU", "dmitri peskov");
        written("yevgeny prigozhin", "RU", "evgeny prigozhin");
        written("mikhail khodorkovsky", "RU", "mikhail khodorkovskiy");
        written("maria zakharova", "RU", "maria zaharova");
        written("dmitry kiselyov", "RU", "dmitry kiselev");
        written("olena zelenska", "UA", "elena zelenska");
    }

    #[test]
    fn arabic_and_persian_names_have_several_spellings() {
        written("muammar gaddafi", "LY", "muammar qaddafi");
        written("mohamed morsi", "EG", "mohammed morsi");
        written("abdel fattah el sisi", "EG", "abdel fattah al sisi");
        written("mohammad javad zarif", "IR", "mohammad jawad zarif");
        written("nouri maliki", "IQ", "nuri maliki");
    }

    #[test]
    fn nothing_is_respelled_where_the_alphabet_is_latin() {
        assert!(spellings("sergey brin", "US").is_empty());
        assert!(spellings("john kerry", "").is_empty());
    }

    #[test]
    fn a_short_ending_alone_is_no_reason() {
        assert!(!spellings("boris yeltsin", "RU").iter().any(|name| name.contains("yeltsyn")));
        assert!(!spellings("anna ivanova", "RU").iter().any(|name| name.contains("ivanyova")));
        assert!(spellings(&"mohammed ".repeat(40), "EG").len() <= MOST_SPELLINGS);
    }
}
