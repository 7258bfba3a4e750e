//! People: what else somebody of a name is called.
//!
//! In: a person's fact. Out: names with their form, given to [`Names`]. Each rule is a function with its test.

use super::super::fact::Fact;
use super::super::fold::{fold, join_initials};
use super::super::name_form::NameForm;
use super::super::nicknames::nicknames;
use super::Names;
use super::spelling::spellings;

/// Particles that belong to the surname behind them.
const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "das", "do", "dos", "du", "la", "le", "al",
    "el", "bin", "ibn", "ben", "abu", "bint", "ter", "ten", "zu", "ap", "st", "san", "dal", "degli", "dei",
];

/// Marks of a generation.
const GENERATIONS: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// First parts of a given name that is one only with the word behind: "Abdel Fattah".
const SERVANTS: &[&str] = &["abdel", "abdul", "abd", "abdal"];

/// What is said before a name without being part of it (Debrett's Correct Form; The Economist Style Guide, "Titles").
const HONORIFICS: &[&str] = &[
    "sir",
    "dame",
    "lord",
    "lady",
    "baron",
    "baroness",
    "dr",
    "prof",
    "professor",
    "rev",
    "reverend",
    "pope",
    "king",
    "queen",
    "prince",
    "princess",
    "sheikh",
    "shaikh",
    "sheikha",
    "sultan",
    "emir",
    "emperor",
    "saint",
    "cardinal",
    "archbishop",
    "bishop",
    "ayatollah",
    "imam",
    "rabbi",
    "general",
    "gen",
    "admiral",
    "colonel",
    "col",
    "maj",
    "capt",
];

/// Ranks of the British peerage and what a bearer is called by (Debrett's Correct Form).
const PEERAGES: &[(&str, &[&str])] = &[
    ("baron", &["lord"]),
    ("baroness", &["lady", "baroness"]),
    ("viscount", &["lord", "viscount"]),
    ("viscountess", &["lady", "viscountess"]),
    ("earl", &["lord", "earl"]),
    ("countess", &["lady", "countess"]),
    ("marquess", &["lord", "marquess"]),
];

/// Offices whose holders are called by it and their given name.
const THRONES: &[(&str, &[&str])] = &[
    ("Monarch", &["king", "queen"]),
    ("King", &["king"]),
    ("Queen", &["queen"]),
    ("Emir", &["emir", "sheikh"]),
    ("Sultan", &["sultan"]),
    ("Emperor", &["emperor"]),
    ("Pope", &["pope"]),
    ("Grand Duke", &["grand duke"]),
    ("Sovereign Prince", &["prince"]),
];

/// Countries whose people put the surname first at home and in English.
const SURNAME_FIRST: &[&str] = &["CN", "KR", "KP", "TW", "VN", "HK", "MO", "KH", "SG"];

/// Countries whose people put the surname first at home, but behind in English.
const SURNAME_FIRST_AT_HOME: &[&str] = &["JP", "HU"];

/// Countries whose people are called by their given name: what follows is the father's name.
const GIVEN_NAME_STANDS: &[&str] = &["IS", "ET", "ER", "MY", "TH"];

/// Countries whose people bear a father's and a mother's surname and mostly go by the father's, or by both.
const TWO_SURNAMES: &[&str] = &[
    "ES", "MX", "AR", "CO", "CL", "PE", "VE", "EC", "BO", "PY", "UY", "GT", "HN", "SV", "NI", "CR", "PA",
    "CU", "DO", "PR", "PH", "GQ",
];

/// Spanish given names that often stand second and are no surname then ("Juan Carlos", "José Antonio").
const SECOND_GIVEN_NAMES: &[&str] = &[
    "alberto",
    "alejandro",
    "alfonso",
    "alfredo",
    "andres",
    "angel",
    "antonio",
    "arturo",
    "carlos",
    "daniel",
    "david",
    "eduardo",
    "elena",
    "enrique",
    "ernesto",
    "esteban",
    "felipe",
    "fernando",
    "francisco",
    "gabriel",
    "guillermo",
    "gustavo",
    "ignacio",
    "isabel",
    "javier",
    "jesus",
    "jorge",
    "jose",
    "juan",
    "julio",
    "luis",
    "luisa",
    "manuel",
    "maria",
    "mario",
    "miguel",
    "pablo",
    "pedro",
    "pilar",
    "rafael",
    "ramon",
    "raul",
    "ricardo",
    "roberto",
    "teresa",
];

/// Countries where English nicknames are in use.
const ENGLISH_NICKNAMES: &[&str] = &["US", "GB", "CA", "AU", "IE", "NZ", "ZA"];

/// The commonest surnames of China, Korea and Vietnam, in their usual spellings: which end of a name the surname is.
const EAST_ASIAN_SURNAMES: &[&str] = &[
    "an", "bai", "ban", "bui", "bae", "baek", "cai", "cao", "chan", "chang", "chau", "che", "chen", "cheng",
    "cheung", "chiang", "chin", "cho", "choe", "choi", "chow", "chu", "chua", "chun", "chung", "cui", "dai",
    "dang", "deng", "ding", "dinh", "do", "dong", "doan", "du", "duan", "duong", "fan", "fang", "feng",
    "fong", "fu", "gao", "geng", "goh", "gong", "gu", "guo", "ha", "hahn", "han", "hao", "he", "heng", "ho",
    "hoang", "hong", "hou", "hsieh", "hsu", "hu", "huang", "hui", "hun", "huynh", "hwang", "im", "jang",
    "jeon", "jeong", "ji", "jia", "jiang", "jin", "jo", "ju", "jung", "kang", "kim", "ko", "koh", "kong",
    "koo", "ku", "kuo", "kwak", "kwan", "kwon", "lai", "lam", "lau", "law", "le", "lee", "lei", "leung",
    "li", "liang", "liao", "lim", "lin", "ling", "liu", "lo", "long", "lu", "luo", "luong", "ly", "lyu",
    "ma", "mai", "mao", "meng", "min", "mo", "moon", "na", "nam", "ng", "ngo", "nguyen", "nie", "niu", "no",
    "noh", "oh", "ong", "pan", "pang", "park", "peng", "pham", "phan", "phung", "qi", "qian", "qin", "qiu",
    "qu", "ren", "rhee", "roh", "ryu", "seo", "shao", "shen", "shi", "shim", "shin", "sim", "sin", "so",
    "soh", "son", "song", "su", "suh", "sun", "sung", "sze", "tai", "tam", "tan", "tang", "tao", "teo",
    "tian", "to", "tong", "tran", "trinh", "tsai", "tsang", "tse", "tung", "vo", "vu", "wan", "wang", "wei",
    "wen", "won", "wong", "woo", "wu", "xi", "xia", "xiao", "xie", "xiong", "xu", "xue", "yan", "yang",
    "yao", "ye", "yeh", "yeo", "yeung", "yi", "yim", "yin", "yip", "yoo", "yoon", "you", "yu", "yuan", "yue",
    "yun", "zeng", "zhai", "zhang", "zhao", "zheng", "zhong", "zhou", "zhu", "zou", "zuo",
];

/// Variants are made only for people from this prior on: nobody else is written about under many spellings.
const VARIANT_PRIOR: u8 = 20;

/// Gives all names of a person but the main name and the aliases as they stand.
pub(super) fn names(names: &mut Names, fact: &Fact) {
    let country = fact.country.as_deref().unwrap_or_default();
    let title = fact.wiki.as_deref().map(|wiki| wiki.split(" (").next().unwrap_or(wiki));
    if let Some(title) = title {
        names.add(title.split(',').next().unwrap_or(title), NameForm::Alias);
    }
    let written =
        std::iter::once(fact.name.as_str()).chain(fact.aliases.iter().map(String::as_str)).chain(title);
    for (at, written) in written.enumerate() {
        let is_main = at == 0;
        peerage(names, written);
        on_a_throne(names, fact, written);
        nickname_in_quotes(names, written);
        spaced_initials(names, written);
        let units = units(written.split(['(', ',']).next().unwrap_or_default());
        let mut words: Vec<&str> = units.iter().map(String::as_str).collect();
        if honorific(names, &words) {
            words.remove(0);
        }
        let core_end = words.len() - words.iter().rev().take_while(|word| GENERATIONS.contains(word)).count();
        let Some((core, generation)) = words.split_at_checked(core_end) else { continue };
        let joined = join_initials(core.iter().copied());
        if joined != core.join(" ") {
            names.add_folded(joined, if is_main { NameForm::Main } else { NameForm::Alias }, false);
        }
        let Some(parts) = Parts::of(core, country) else { continue };
        for short in parts.shorter() {
            let mut short = short;
            for mark in generation {
                short.push(' ');
                short.push_str(mark);
            }
            names.add_folded(short, NameForm::FirstLast, false);
        }
        if fact.pop >= VARIANT_PRIOR {
            for variant in variants(&parts, core, country) {
                names.add_folded(variant, NameForm::Variant, false);
            }
        }
        if is_main {
            for surname in parts.surnames() {
                if fact.pop >= VARIANT_PRIOR {
                    for spelling in spellings(&surname, country) {
                        names.add_folded(spelling, NameForm::Surname, false);
                    }
                }
                names.add_folded(surname, NameForm::Surname, false);
            }
        }
    }
}

/// The folded words of a name; what a hyphen joins is one ("Jean-Marc"), unless it begins with a particle ("al-Assad").
fn units(written: &str) -> Vec<String> {
    let mut units = Vec::new();
    for word in written.split_whitespace() {
        let folded = fold(word);
        let mut rest = folded.as_str();
        while let Some((first, behind)) = rest.split_once(' ')
            && PARTICLES.contains(&first)
        {
            units.push(first.to_owned());
            rest = behind;
        }
        if !rest.is_empty() {
            units.push(rest.to_owned());
        }
    }
    units
}

/// A name's words, told apart.
struct Parts<'n> {
    country: &'n str,
    /// "Barack", "Abdel Fattah", "Jinping".
    given: &'n [&'n str],
    /// What stands between the given name and the surname.
    middle: &'n [&'n str],
    /// "Obama", "el Sisi", "Xi"; the last word alone is one too.
    surname: &'n [&'n str],
    surname_first: bool,
}

impl<'n> Parts<'n> {
    fn of(core: &'n [&'n str], country: &'n str) -> Option<Self> {
        if core.len() < 2 {
            return None;
        }
        if surname_comes_first(core, country) {
            let (surname, given) = core.split_at_checked(1)?;
            return Some(Self { country, given, middle: &[], surname, surname_first: true });
        }
        let servant = core.first().is_some_and(|first| SERVANTS.contains(first)) && core.len() > 2;
        let given_words = match core.get(1) {
            Some(second) if servant && PARTICLES.contains(second) && core.len() > 3 => 3,
            _ if servant => 2,
            _ => 1,
        };
        let (given, rest) = core.split_at_checked(given_words)?;
        let particles = rest.iter().rev().skip(1).take_while(|word| PARTICLES.contains(word)).count();
        let (middle, surname) = rest.split_at_checked(rest.len().checked_sub(1 + particles)?)?;
        Some(Self { country, given, middle, surname, surname_first: false })
    }

    fn has_initial(&self) -> bool {
        self.given.first().is_some_and(|first| first.chars().count() == 1)
    }

    /// The name without its middle names; with two surnames, by the first of them too.
    fn shorter(&self) -> Vec<String> {
        let mut found = Vec::new();
        if self.has_initial() || self.middle.is_empty() {
            return found;
        }
        let (given, surname) = (self.given.join(" "), self.surname.join(" "));
        found.push(format!("{given} {surname}"));
        if let Some(father) = self.fathers_surname() {
            found.push(format!("{given} {father}"));
            found.push(format!("{given} {father} {surname}"));
        }
        found
    }

    /// The first of two surnames.
    fn fathers_surname(&self) -> Option<String> {
        let (last, before) = self.middle.split_last()?;
        let no_surname = last.chars().count() == 1 || SECOND_GIVEN_NAMES.contains(last);
        if !TWO_SURNAMES.contains(&self.country) || no_surname || self.surname.len() > 1 {
            return None;
        }
        let particles = before.iter().rev().take_while(|word| PARTICLES.contains(word)).count();
        Some(self.middle.get(self.middle.len() - 1 - particles..)?.join(" "))
    }

    /// What somebody is called by alone.
    fn surnames(&self) -> Vec<String> {
        let surname = self.surname.join(" ");
        let mut found = Vec::new();
        if let Some(father) = self.fathers_surname() {
            found.push(format!("{father} {surname}"));
            found.push(father);
        }
        let last = self.surname.last().map(|last| (*last).to_owned());
        found.push(surname);
        found.extend(last);
        if GIVEN_NAME_STANDS.contains(&self.country) {
            found.extend(self.given.first().map(|given| (*given).to_owned()));
        }
        // Vietnamese are called by the last of their given names.
        if self.country == "VN" && self.surname_first {
            found.extend(self.given.last().map(|given| (*given).to_owned()));
        }
        found.retain(|name| name.chars().count() > 1);
        found
    }
}

/// Whether the surname stands in front: where the country has it so, unless only the last word is a known surname.
fn surname_comes_first(core: &[&str], country: &str) -> bool {
    let known = |word: Option<&&str>| word.is_some_and(|word| EAST_ASIAN_SURNAMES.contains(word));
    SURNAME_FIRST.contains(&country) && (known(core.first()) || !known(core.last()))
}

/// Other spellings, nicknames and orders of a name.
fn variants(parts: &Parts<'_>, core: &[&str], country: &str) -> Vec<String> {
    let mut found = Vec::new();
    if parts.has_initial() {
        return found;
    }
    let (given, surname) = (parts.given.join(" "), parts.surname.join(" "));
    if ENGLISH_NICKNAMES.contains(&country) {
        for (full, short) in nicknames() {
            if given == full {
                found.extend(short.iter().map(|short| format!("{short} {surname}")));
            } else if short.contains(&given.as_str()) {
                found.push(format!("{full} {surname}"));
            }
        }
    }
    if parts.surname_first {
        found.push(format!("{given} {surname}"));
        found.push(format!("{surname} {}", given.replace(' ', "")));
    } else if SURNAME_FIRST_AT_HOME.contains(&country) && parts.middle.is_empty() {
        found.push(format!("{surname} {given}"));
    }
    found.extend(spellings(&core.join(" "), country));
    if !parts.middle.is_empty() {
        found.extend(spellings(&format!("{given} {surname}"), country));
    }
    found
}

/// "Sir Keir Starmer" is "Keir Starmer" too, and "Pope Francis" is "Francis". Whether the first word is an honorific.
fn honorific(names: &mut Names, words: &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    if !HONORIFICS.contains(first) || rest.is_empty() {
        return false;
    }
    let form = if rest.len() > 1 { NameForm::Alias } else { NameForm::Surname };
    names.add_folded(rest.join(" "), form, false);
    rest.len() > 1
}

/// "Bill Rodgers, Baron Rodgers of Quarry Bank" is "Lord Rodgers" and "Lord Rodgers of Quarry Bank".
fn peerage(names: &mut Names, written: &str) {
    let Some((_, title)) = written.split_once(", ") else { return };
    let title = fold(title);
    let Some((rank, name)) = title.split_once(' ') else { return };
    let called = PEERAGES.iter().find(|(known, _)| *known == rank).map(|(_, called)| *called);
    for called in called.unwrap_or_default() {
        names.add_folded(format!("{called} {name}"), NameForm::Alias, false);
        if let Some((short, _)) = name.split_once(" of ") {
            names.add_folded(format!("{called} {short}"), NameForm::Variant, false);
        }
    }
}

/// "Juan Carlos I of Spain", who held a throne, is "Juan Carlos I" and "King Juan Carlos".
fn on_a_throne(names: &mut Names, fact: &Fact, written: &str) {
    let thrones = THRONES.iter().filter(|(what, _)| fact.held.iter().any(|held| held.what == *what));
    let called: Vec<&str> = thrones.flat_map(|(_, called)| called.iter().copied()).collect();
    if called.is_empty() {
        return;
    }
    let without_realm = written.split(" of ").next().unwrap_or(written);
    let folded = fold(without_realm);
    let is_number = |word: &str| word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let given = folded
        .rsplit_once(' ')
        .filter(|(_, last)| is_number(last))
        .map_or(folded.as_str(), |(given, _)| given);
    for title in called {
        names.add_folded(format!("{title} {folded}"), NameForm::Alias, false);
        names.add_folded(format!("{title} {given}"), NameForm::Variant, false);
    }
    let whole = folded.contains(' ') && folded != given;
    names.add_folded(folded.clone(), if whole { NameForm::Alias } else { NameForm::Surname }, false);
    names.add_folded(given.to_owned(), NameForm::Surname, false);
}

/// 'Robin "ropz" Kool' is "ropz" too.
fn nickname_in_quotes(names: &mut Names, written: &str) {
    let mut parts = written.split(['"', '“', '”']);
    if let (Some(before), Some(nickname), Some(after)) = (parts.next(), parts.next(), parts.next())
        && !before.trim().is_empty()
    {
        names.add(nickname, NameForm::Variant);
        names.add(&format!("{before} {after}"), NameForm::Alias);
    }
}

/// "J.K. Rowling" is also written "J. K. Rowling", which folds to three words.
fn spaced_initials(names: &mut Names, written: &str) {
    if written.contains('.') {
        names.add_folded(fold(&written.replace('.', ". ")), NameForm::Alias, false);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{has, lacks, names};
    use super::*;

    #[test]
    fn people_go_by_first_and_last_name_and_by_surname() {
        let kerry =
            names(r#"{"id":"Q22316","kind":"person","name":"John Kerry","aliases":["John Forbes Kerry"]}"#);
        has(&kerry, "john kerry", NameForm::Main);
        has(&kerry, "john forbes kerry", NameForm::Alias);
        has(&kerry, "kerry", NameForm::Surname);
        let donilon = names(r#"{"id":"Q1","kind":"person","name":"Thomas E. Donilon"}"#);
        has(&donilon, "thomas donilon", NameForm::FirstLast);
    }

    #[test]
    fn particles_stay_with_the_surname() {
        let assad = names(r#"{"id":"Q1","kind":"person","name":"Bashar al-Assad"}"#);
        has(&assad, "al assad", NameForm::Surname);
        has(&assad, "assad", NameForm::Surname);
        let leyen = names(r#"{"id":"Q1","kind":"person","name":"Ursula von der Leyen"}"#);
        has(&leyen, "von der leyen", NameForm::Surname);
        let salman =
            names(r#"{"id":"Q1","kind":"person","name":"Mohammed bin Salman","country":"SA","pop":60}"#);
        has(&salman, "bin salman", NameForm::Surname);
        has(&salman, "muhammad bin salman", NameForm::Variant);
        let klerk = names(r#"{"id":"Q1","kind":"person","name":"F. W. de Klerk"}"#);
        has(&klerk, "fw de klerk", NameForm::Main);
        has(&klerk, "de klerk", NameForm::Surname);
    }

    #[test]
    fn a_junior_keeps_his_mark() {
        let kennedy = names(r#"{"id":"Q1","kind":"person","name":"Robert F. Kennedy Jr."}"#);
        has(&kennedy, "robert kennedy jr", NameForm::FirstLast);
        lacks(&kennedy, "robert kennedy");
    }

    #[test]
    fn initials_are_written_with_and_without_space() {
        let bush = names(r#"{"id":"Q1","kind":"person","name":"George H. W. Bush"}"#);
        has(&bush, "george hw bush", NameForm::Main);
        let rowling = names(r#"{"id":"Q1","kind":"person","name":"J.K. Rowling"}"#);
        has(&rowling, "j k rowling", NameForm::Alias);
    }

    #[test]
    fn the_surname_comes_first_in_east_asia_and_the_order_may_turn() {
        let xi = names(r#"{"id":"Q1","kind":"person","name":"Xi Jinping","country":"CN","pop":60}"#);
        has(&xi, "xi", NameForm::Surname);
        has(&xi, "jinping xi", NameForm::Variant);
        lacks(&xi, "jinping");
        let kim = names(r#"{"id":"Q1","kind":"person","name":"Kim Jong-un","country":"KP","pop":60}"#);
        has(&kim, "kim jongun", NameForm::Variant);
        has(&kim, "jong un kim", NameForm::Variant);
        let lam = names(r#"{"id":"Q1","kind":"person","name":"Carrie Lam","country":"HK","pop":40}"#);
        has(&lam, "lam", NameForm::Surname);
        lacks(&lam, "carrie");
        let abe = names(r#"{"id":"Q1","kind":"person","name":"Shinzo Abe","country":"JP","pop":60}"#);
        has(&abe, "abe", NameForm::Surname);
        has(&abe, "abe shinzo", NameForm::Variant);
        let trong = names(r#"{"id":"Q1","kind":"person","name":"Nguyen Phu Trong","country":"VN","pop":50}"#);
        has(&trong, "trong", NameForm::Surname);
    }

    #[test]
    fn spanish_names_go_by_the_first_of_two_surnames() {
        let sanchez = names(
            r#"{"id":"Q1","kind":"person","name":"Pedro Sánchez Pérez-Castejón","country":"ES","pop":50}"#,
        );
        has(&sanchez, "pedro sanchez", NameForm::FirstLast);
        has(&sanchez, "sanchez", NameForm::Surname);
        let lopez =
            names(r#"{"id":"Q1","kind":"person","name":"Andrés Manuel López Obrador","country":"MX"}"#);
        has(&lopez, "lopez obrador", NameForm::Surname);
        has(&lopez, "andres lopez", NameForm::FirstLast);
    }

    #[test]
    fn some_peoples_go_by_the_given_name() {
        let katrin = names(r#"{"id":"Q1","kind":"person","name":"Katrín Jakobsdóttir","country":"IS"}"#);
        has(&katrin, "katrin", NameForm::Surname);
        let mahathir = names(r#"{"id":"Q1","kind":"person","name":"Mahathir Mohamad","country":"MY"}"#);
        has(&mahathir, "mahathir", NameForm::Surname);
    }

    #[test]
    fn nicknames_and_transliterations_are_weak_forms() {
        let biden = names(r#"{"id":"Q1","kind":"person","name":"Joe Biden","country":"US","pop":90}"#);
        has(&biden, "joseph biden", NameForm::Variant);
        let lavrov = names(r#"{"id":"Q1","kind":"person","name":"Sergey Lavrov","country":"RU","pop":47}"#);
        has(&lavrov, "sergei lavrov", NameForm::Variant);
        let zelensky =
            names(r#"{"id":"Q1","kind":"person","name":"Volodymyr Zelenskyy","country":"UA","pop":90}"#);
        has(&zelensky, "volodymyr zelensky", NameForm::Variant);
        has(&zelensky, "zelensky", NameForm::Surname);
    }

    #[test]
    fn a_nickname_in_quotes_is_a_name() {
        let ropz = names(r#"{"id":"Q1","kind":"person","name":"Robin \"ropz\" Kool"}"#);
        has(&ropz, "ropz", NameForm::Variant);
        has(&ropz, "robin kool", NameForm::Alias);
    }

    #[test]
    fn honorifics_and_peerages_come_and_go() {
        let rodgers = names(
            r#"{"id":"Q1","kind":"person","name":"William Rodgers","wiki":"Bill Rodgers, Baron Rodgers of Quarry Bank"}"#,
        );
        has(&rodgers, "bill rodgers", NameForm::Alias);
        has(&rodgers, "lord rodgers", NameForm::Variant);
        let starmer = names(r#"{"id":"Q1","kind":"person","name":"Sir Keir Starmer"}"#);
        has(&starmer, "keir starmer", NameForm::Alias);
        has(&starmer, "starmer", NameForm::Surname);
        let francis = names(r#"{"id":"Q1","kind":"person","name":"Pope Francis"}"#);
        has(&francis, "francis", NameForm::Surname);
    }

    #[test]
    fn who_held_a_throne_goes_by_it() {
        let king = names(
            r#"{"id":"Q1","kind":"person","name":"Juan Carlos I of Spain","held":[{"what":"Monarch","of":"Spain"}]}"#,
        );
        has(&king, "king juan carlos", NameForm::Variant);
        has(&king, "king juan carlos i", NameForm::Alias);
        has(&king, "juan carlos i", NameForm::Alias);
    }
}
