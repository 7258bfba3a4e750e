//! Private matters: what is told of nobody.
//!
//! In: a description of a person. Out: the matter that it touches and should not. Only public
//! roles are told: no religion, health, orientation, ethnicity, family or crime, unless the word belongs to an office or
//! a field ("archbishop of the Catholic Church", "criminal lawyer").

/// A matter that is nobody's business, the words that touch it, and the words that make of it an office or a field.
struct Matter {
    name: &'static str,
    /// Folded words and phrases; a star stands for any ending.
    words: &'static [&'static str],
    /// Folded words, anywhere in the description.
    unless: &'static [&'static str],
}

const MATTERS: &[Matter] = &[
    Matter {
        name: "religion",
        words: &[
            "jewish",
            "jew",
            "muslim",
            "islamic",
            "catholic",
            "christian",
            "protestant",
            "evangelical",
            "hindu",
            "sikh",
            "buddhist",
            "atheist",
            "mormon",
            "scientologist",
        ],
        unless: &[
            "theolog*",
            "pope",
            "priest",
            "bishop",
            "archbishop",
            "cardinal",
            "preacher",
            "apostle",
            "monk",
            "nun",
            "lama",
            "missionary",
            "church",
            "apologist",
            "translator",
            "saint",
            "rabbi",
            "imam",
            "cleric",
            "scholar",
            "reformer",
            "philosopher",
            "religious",
            "leader",
            "friar",
            "abbot",
            "mystic",
            "hymn*",
            "democrat*",
            "party",
            "union",
            "jurist",
            "studies",
            "historian",
            "caliph",
            "council",
            "university",
            "brotherhood",
            "state",
            "republic",
            "movement",
            "pastor",
            "rock",
            "gospel",
            "televangelist",
            "evangelist",
            "minister",
            "science",
            "resistance",
        ],
    },
    Matter {
        name: "health",
        words: &[
            "patient",
            "hiv",
            "autistic",
            "disabled",
            "paraplegic",
            "quadriplegic",
            "dwarf",
            "blind",
            "deaf",
        ],
        unless: &["activist", "advocate", "physician", "researcher", "educator"],
    },
    Matter {
        name: "orientation",
        words: &["gay", "lesbian", "bisexual", "transgender", "transsexual", "queer", "homosexual"],
        unless: &["rights", "activist"],
    },
    Matter {
        name: "ethnicity",
        words: &[
            "african american*",
            "asian american*",
            "afro american*",
            "of * descent",
            "of * origin",
            "ethnic",
            "gypsy",
            "first black",
            "mixed race",
        ],
        unless: &["south african american", "studies", "anthropolog*", "historian", "rights"],
    },
    Matter {
        name: "family",
        words: &[
            "wife",
            "husband",
            "widow",
            "widower",
            "son of",
            "daughter of",
            "brother of",
            "sister of",
            "brother",
            "sister",
            "mother of",
            "father of",
            "married",
            "girlfriend",
            "boyfriend",
            "mistress",
            "companion of",
            "companion",
            "half brother",
            "half sister",
            "cousin of",
            "nephew of",
            "niece of",
            "grandson of",
            "granddaughter of",
            "uncle of",
            "aunt of",
            "spouse",
            "ex wife",
            "illegitimate",
        ],
        unless: &[
            "founding father of",
            "known as",
            "father of modern",
            "father of the nation",
            "mother superior",
            "duo",
        ],
    },
    Matter {
        name: "crime",
        words: &[
            "convicted",
            "convict",
            "murderer",
            "murdered",
            "killer",
            "criminal",
            "fraudster",
            "mobster",
            "gangster",
            "robber",
            "terrorist",
            "suspect in",
            "suspected",
            "accused",
            "acquitted",
            "charged with",
            "alleged*",
            "rapist",
            "sex offender",
            "assassin",
            "assassinated",
            "drug lord",
            "drug trafficker",
            "drug dealer",
            "inmate",
            "hijacker",
            "kidnapper",
            "outlaw",
            "con man",
            "con artist",
            "spree",
            "pornographic",
            "porn",
        ],
        unless: &[
            "law",
            "lawyer",
            "court",
            "attorney",
            "magistrate",
            "prosecutor",
            "criminologist",
            "tribunal",
            "psychologist",
            "justice",
        ],
    },
];

/// What follows lists titles of works, which are no statements on a person.
const TITLES_FOLLOW: &[&str] = &["films include", "author of", "creator of", "writer of", "known for"];

/// The private matter that a description of a person touches.
pub(crate) fn private_matter(description: &str) -> Option<&'static str> {
    let statement = TITLES_FOLLOW.iter().filter_map(|mark| description.find(mark)).min();
    let statement = statement.and_then(|end| description.get(..end)).unwrap_or(description);
    let words: Vec<String> = words_of(statement);
    MATTERS
        .iter()
        .find(|matter| touches(&words, matter.words) && !touches(&words, matter.unless))
        .map(|matter| matter.name)
}

fn words_of(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Whether one of the phrases stands in the words.
fn touches(words: &[String], phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        words.windows(phrase.len()).any(|window| {
            window.iter().zip(&phrase).all(|(word, wanted)| match wanted.strip_suffix('*') {
                Some(stem) => word.starts_with(stem),
                None => word == wanted,
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_matters_are_seen() {
        for (description, matter) in [
            ("Jewish physicist", "religion"),
            ("American actor and lesbian", "orientation"),
            ("African-American painter", "ethnicity"),
            ("politician of Ruritanian descent", "ethnicity"),
            ("businesswoman, daughter of a president", "family"),
            ("younger half-brother of a president", "family"),
            ("suspect in a bombing", "crime"),
            ("film producer convicted of fraud", "crime"),
        ] {
            assert_eq!(private_matter(description), Some(matter), "{description}");
        }
    }

    #[test]
    fn offices_fields_and_titles_of_works_are_public() {
        for description in [
            "archbishop of the Catholic Church",
            "criminal lawyer",
            "LGBT rights activist",
            "Christian Democratic politician",
            "South African-American film actress",
            "founding father of the republic",
            "film actor; films include Married to It (1991)",
            "author of The Serial Killer Files (2003)",
            "First Lady of the United States",
        ] {
            assert_eq!(private_matter(description), None, "{description}");
        }
    }
}
