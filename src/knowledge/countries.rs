//! Countries: the names, peoples and capitals behind the two-letter codes that facts use.

use std::sync::LazyLock;

/// A country, a territory or a body that facts give like one (EU, UN, the Soviet Union).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Country {
    /// ISO 3166 alpha-2 code, or `EU`, `UN`, `XK`, `SU`, `YU`.
    pub(crate) code: &'static str,
    /// Its usual English name.
    pub(crate) name: &'static str,
    others: &'static str,
    peoples: &'static str,
    /// Its capital, empty where it is the country itself or has none.
    pub(crate) capital: &'static str,
}

impl Country {
    /// All its names, the usual one first, and its capital last.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.name].into_iter().chain(listed(self.others)).chain(listed(self.capital))
    }

    /// Its adjectives and what its people are called ("Russian", "Russians"), the plain adjective first.
    pub(crate) fn peoples(&self) -> impl Iterator<Item = &'static str> {
        listed(self.peoples)
    }
}

fn listed(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(',').filter(|name| !name.is_empty())
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let lines = include_str!("countries.tsv").lines().filter(|line| !line.starts_with('#'));
    let mut countries: Vec<_> = lines
        .map(|line| {
            let mut fields = line.split('\t');
            let mut field = || fields.next().unwrap_or_default();
            Country { code: field(), name: field(), others: field(), peoples: field(), capital: field() }
        })
        .collect();
    countries.sort_unstable_by_key(|country| country.code);
    countries
});

/// All countries, in order of their codes.
pub(crate) fn countries() -> &'static [Country] {
    &COUNTRIES
}

/// The country of a code.
pub(crate) fn country(code: &str) -> Option<&'static Country> {
    let at = COUNTRIES.binary_search_by_key(&code, |country| country.code).ok()?;
    COUNTRIES.get(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_gives_names_and_peoples() {
        let russia = country("RU").unwrap();
        assert_eq!(russia.name, "Russia");
        assert!(russia.peoples().any(|people| people == "Russian"));
        assert_eq!(russia.capital, "Moscow");
        assert!(country("XX").is_none());
    }

    #[test]
    fn every_line_has_a_code_and_a_name() {
        assert!(countries().iter().all(|country| country.code.len() == 2 && !country.name.is_empty()));
    }
}
