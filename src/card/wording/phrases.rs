//! Phrases: templates in a language's own file, with the language's rules for plurals and dates.
//!
//! In: `en.tsv`, one file a language. Out: [`Wording`], which fills templates in.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::date::Date;

/// The words of one language.
#[derive(Debug)]
pub(crate) struct Wording {
    phrases: HashMap<&'static str, &'static str>,
    /// The category of a count (Unicode CLDR plural rules, cardinal).
    plural: fn(u64) -> &'static str,
}

static ENGLISH: LazyLock<Wording> =
    LazyLock::new(|| Wording::of(include_str!("en.tsv"), |count| if count == 1 { "one" } else { "other" }));

impl Wording {
    /// The English wording.
    pub(crate) fn english() -> &'static Self {
        &ENGLISH
    }

    fn of(file: &'static str, plural: fn(u64) -> &'static str) -> Self {
        let lines = file.lines().filter(|line| !line.starts_with('#'));
        Self { phrases: lines.filter_map(|line| line.split_once('\t')).collect(), plural }
    }

    /// A phrase as it stands; empty where the language lacks it.
    pub(super) fn phrase(&self, key: &str) -> &'static str {
        self.phrases.get(key).copied().unwrap_or_default()
    }

    /// A phrase with values for its names.
    pub(in crate::card) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut said = String::new();
        let mut rest = self.phrase(key);
        // A value may itself hold braces: it is never looked through again.
        while let Some((before, name, behind)) = next_name(rest) {
            said.push_str(before);
            let value = values.iter().find(|(known, _)| *known == name);
            said.push_str(value.map_or("", |(_, value)| value));
            rest = behind;
        }
        said.push_str(rest);
        said
    }

    /// A phrase in the form that a count asks for; `{count}` is the count.
    pub(super) fn count(&self, key: &str, count: u64, values: &[(&str, &str)]) -> String {
        let number = count.to_string();
        let values: Vec<(&str, &str)> = values.iter().copied().chain([("count", number.as_str())]).collect();
        self.say(&format!("{key}.{}", (self.plural)(count)), &values)
    }

    /// A date as a reader writes it: "11 December 1943", "December 1943", "1943".
    pub(super) fn date(&self, date: Date) -> String {
        let months: Vec<&str> = self.phrase("months").split(',').collect();
        let month = date.month().and_then(|month| months.get(usize::from(month).checked_sub(1)?)).copied();
        let (year, day) = (date.year().to_string(), date.day().map(|day| day.to_string()));
        match (day, month) {
            (Some(day), Some(month)) => {
                self.say("date-day", &[("day", &day), ("month", month), ("year", &year)])
            }
            (None, Some(month)) => self.say("date-month", &[("month", month), ("year", &year)]),
            _ => self.say("date-year", &[("year", &year)]),
        }
    }

    /// The month of a date, or its year where no more is known: as exact as "as of" needs to be.
    pub(super) fn month(&self, date: Date) -> String {
        let month = date
            .month()
            .and_then(|month| self.phrase("months").split(',').nth(usize::from(month).checked_sub(1)?));
        let year = date.year().to_string();
        match month {
            Some(month) => self.say("date-month", &[("month", month), ("year", &year)]),
            None => self.say("date-year", &[("year", &year)]),
        }
    }
}

/// Splits a template at its first name: what stands before, the name, what stands behind.
fn next_name(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, behind) = rest.split_once('}')?;
    Some((before, name, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_filled_once() {
        let wording = Wording::english();
        assert_eq!(wording.say("tie-part-of", &[("name", "{name}")]), "Part of {name}");
    }

    #[test]
    fn counts_and_dates_follow_the_language() {
        let wording = Wording::english();
        assert_eq!(wording.count("aged", 1, &[("date", "2012")]), "Born 2012 (aged 1 year then)");
        assert_eq!(wording.count("aged", 69, &[("date", "1943")]), "Born 1943 (aged 69 then)");
        assert_eq!(wording.date("1943-12-11".parse().unwrap()), "11 December 1943");
        assert_eq!(wording.date("1943".parse().unwrap()), "1943");
        assert_eq!(wording.month("2022-08-31".parse().unwrap()), "August 2022");
    }

    #[test]
    fn every_phrase_that_the_code_says_is_there() {
        let code = [
            include_str!("mod.rs"),
            include_str!("phrases.rs"),
            include_str!("../mod.rs"),
            include_str!("../ties.rs"),
        ];
        let wording = Wording::english();
        for line in code.iter().flat_map(|code| code.split("say(\"").skip(1)) {
            let key = line.split('"').next().unwrap();
            assert!(wording.phrases.contains_key(key), "{key}");
        }
        for (key, template) in &wording.phrases {
            assert_eq!(template.matches('{').count(), template.matches('}').count(), "{key}");
        }
    }
}
