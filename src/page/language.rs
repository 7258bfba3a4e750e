//! Language: what the article is written in.
//!
//! In: the article's text and what the page declares. Out: a BCP 47 primary tag, or nothing where neither tells.
//! The text wins where it clearly says otherwise than the page.

/// The most frequent function words of English: about a third of running text (Francis and Kučera 1982).
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "was", "with", "on", "as", "be", "he",
    "his", "by", "at", "are", "this", "have", "from", "not", "but", "which", "had", "has", "they", "will",
    "she", "an", "said", "its",
];

/// Running English has far more of them than this share of its words; lists of names may have fewer.
const SURELY_ENGLISH: f32 = 0.12;

/// No English text of some length has fewer.
const HARDLY_ENGLISH: f32 = 0.05;

/// Words from which a text can speak against what the page declares.
const EVIDENCE: usize = 60;

/// Characters of the text that are looked at.
const SAMPLE: usize = 4000;

/// Tells the language of a text; `declared` is what the page says of itself.
pub(super) fn tell(text: &str, declared: Option<&str>) -> Option<String> {
    let sample: String = text.chars().take(SAMPLE).collect();
    let words: Vec<String> = sample
        .split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let english = words.iter().filter(|word| ENGLISH.contains(&word.as_str())).count();
    let share = english as f32 / words.len().max(1) as f32;
    let declared = declared.and_then(primary_tag);
    if share >= SURELY_ENGLISH && words.len() >= 12 {
        return Some("en".to_owned());
    }
    if share < HARDLY_ENGLISH && words.len() >= EVIDENCE {
        let told = whatlang::detect(&sample).filter(whatlang::Info::is_reliable).map(|info| info.lang());
        return match told {
            Some(whatlang::Lang::Eng) | None => declared,
            Some(lang) => Some(short_tag(lang.code()).to_owned()),
        };
    }
    declared
}

/// `en` of `en-GB`; nothing of what is no tag.
fn primary_tag(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    ((2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_lowercase()))
        .then_some(primary)
}

/// The two-letter tag that BCP 47 asks for where ISO 639 has one.
fn short_tag(code: &'static str) -> &'static str {
    const SHORT: &[(&str, &str)] = &[
        ("deu", "de"),
        ("fra", "fr"),
        ("spa", "es"),
        ("ita", "it"),
        ("por", "pt"),
        ("nld", "nl"),
        ("rus", "ru"),
        ("ukr", "uk"),
        ("pol", "pl"),
        ("swe", "sv"),
        ("dan", "da"),
        ("nob", "nb"),
        ("fin", "fi"),
        ("ces", "cs"),
        ("hun", "hu"),
        ("ron", "ro"),
        ("tur", "tr"),
        ("ell", "el"),
        ("ara", "ar"),
        ("heb", "he"),
        ("pes", "fa"),
        ("hin", "hi"),
        ("ben", "bn"),
        ("urd", "ur"),
        ("cmn", "zh"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("vie", "vi"),
        ("ind", "id"),
        ("tha", "th"),
        ("bul", "bg"),
        ("srp", "sr"),
        ("hrv", "hr"),
        ("cat", "ca"),
        ("slk", "sk"),
    ];
    SHORT.iter().find(|(long, _)| *long == code).map_or(code, |(_, short)| short)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH_TEXT: &str =
        "The two men had talked for three days in a hotel by the lake, and he said that it was good.";
    const GERMAN_TEXT: &str = "Die beiden Männer hatten drei Tage lang in einem Hotel am See gesprochen, und sie sagten danach, dass es gut gewesen sei. Die Vereinbarung lässt offen, was geschieht, wenn sich die Regierung nicht an ihr Wort hält. Der Außenminister sagte, die Angelegenheit werde dann dem Sicherheitsrat vorgelegt. Sein Kollege sagte, dass kein Einsatz von Gewalt vereinbart worden sei, und reiste am Abend ab.";

    #[test]
    fn the_text_wins_over_the_page() {
        assert_eq!(tell(ENGLISH_TEXT, Some("de")).as_deref(), Some("en"));
        assert_eq!(tell(GERMAN_TEXT, Some("en-US")).as_deref(), Some("de"));
    }

    #[test]
    fn where_the_text_is_short_the_page_is_believed() {
        assert_eq!(tell("Kerry, Lavrov", Some("en-GB")).as_deref(), Some("en"));
        assert_eq!(tell("Kerry, Lavrov", None), None);
        assert_eq!(tell("", Some("not a tag")), None);
    }
}
