//! Names: which language's label is taken, and what a text of a dump must be to become one.
//!
//! In: labels and aliases as a dump gives them. Out: clean Latin-script texts.

/// The languages whose words are taken as English: English itself, then what holds for every language, then its kinds.
const ENGLISH: &[&str] = &["en", "mul", "en-gb", "en-us", "en-ca", "simple"];

/// Where no English name is known, the first of these: languages in Latin script, by the size of their Wikipedias.
const LATIN: &[&str] = &[
    "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "vi", "id", "tr", "cs", "ca", "no", "nb", "nn", "fi",
    "ro", "hu", "da", "ms", "sk", "hr", "sl", "lt", "et", "lv", "eu", "gl", "eo", "sq", "az", "bs", "is",
    "ga", "cy", "af", "sw", "la",
];

/// The longest name and description that facts take, in characters (as `pack check` holds it).
const LONGEST_NAME: usize = 200;
const LONGEST_DESCRIPTION: usize = 300;

/// How good a language's label is, 0 the best.
pub(super) fn preference(language: &str) -> u8 {
    let place = |list: &[&str]| list.iter().position(|known| *known == language);
    let place = place(ENGLISH).or_else(|| place(LATIN).map(|at| ENGLISH.len() + at));
    place.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

/// Whether a preference is one of the English ones.
pub(super) fn is_english(preference: u8) -> bool {
    usize::from(preference) < ENGLISH.len()
}

/// Whether every letter is Latin, and there is one, or there are digits only ("1860 München", "50 Cent", "112").
pub(super) fn is_latin(text: &str) -> bool {
    let latin = |c: char| {
        matches!(c, 'a'..='z' | 'A'..='Z' | '\u{aa}' | '\u{ba}' | '\u{c0}'..='\u{24f}' | '\u{250}'..='\u{2bf}'
            | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}')
    };
    // Letters that modify others (ʻ in Hawaiʻi) count neither way.
    let modifier = |c: char| matches!(c, '\u{2b0}'..='\u{2ff}' | '\u{300}'..='\u{36f}');
    let mut any = false;
    for c in text.chars().filter(|c| c.is_alphanumeric() && !modifier(*c)) {
        if c.is_alphabetic() && !latin(c) {
            return false;
        }
        any = true;
    }
    any
}

/// A text without control characters and invisible marks, with single spaces and none around.
pub(super) fn clean(text: &str) -> String {
    let hidden = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffd}');
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !hidden(*c)) {
        if c.is_whitespace() || c.is_control() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// A text as a name: clean, Latin, with a letter or digit, not longer than a name is; `None` for another.
pub(super) fn name(text: &str) -> Option<String> {
    let name = clean(text);
    (is_latin(&name) && name.chars().count() <= LONGEST_NAME).then_some(name)
}

/// A text as a description.
pub(super) fn description(text: &str) -> Option<String> {
    let description = clean(text);
    let length = description.chars().count();
    (length > 0 && length <= LONGEST_DESCRIPTION).then_some(description)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn english_comes_first_and_then_what_holds_for_all_languages() {
        assert!(preference("en") < preference("mul"));
        assert!(preference("mul") < preference("en-gb"));
        assert!(preference("en-ca") < preference("de"));
        assert!(preference("de") < preference("zh"));
        assert!(is_english(preference("simple")) && !is_english(preference("de")));
    }

    #[test]
    fn latin_script_is_told_from_others() {
        for latin in ["Łódź", "Nguyễn Văn Thiệu", "50 Cent", "112", "O’Neill", "Hawaiʻi", "AT&T"] {
            assert!(is_latin(latin), "{latin}");
        }
        for other in ["Владимир", "北京", "", "…", "Sony ソニー"] {
            assert!(!is_latin(other), "{other}");
        }
    }

    #[test]
    fn invisible_marks_and_line_breaks_leave_a_name() {
        assert_eq!(name(" Ann\u{200b}\t\u{202e} Lee \n").as_deref(), Some("Ann Lee"));
        assert_eq!(name(&"a".repeat(201)), None);
        assert_eq!(name("\u{fffd}"), None);
    }

    proptest! {
        #[test]
        fn a_clean_text_is_clean_whatever_it_was(text in any::<String>()) {
            let clean = clean(&text);
            prop_assert_eq!(clean.trim(), clean.as_str());
            prop_assert!(!clean.chars().any(char::is_control));
            prop_assert_eq!(super::clean(&clean), clean);
        }
    }
}
