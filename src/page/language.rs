//! Which language a text is in. In: what the page declares, and the text. Out: a primary language tag.
//!
//! The text is judged by its script and by its function words, the few dozen words that make up a third of any
//! running text. Trigram models (as the crate `whatlang` carries) tell more languages apart, at 300 KB of
//! tables in every reader's browser; here only a declaration that is plainly wrong has to be noticed.

use std::collections::HashMap;

use foldhash::fast::FixedState;

/// Words of the text that are counted; the first screens tell the language.
const MOST_WORDS: usize = 1_000;
/// Words below which a text says nothing of its language against what is declared.
const LEAST_WORDS: usize = 12;
/// Share of function words from which a text is in the language. English and Spanish news have 0.25 to 0.4,
/// German 0.2; another language's list hits 0.05 by chance.
const CLEAR_SHARE: f32 = 0.12;
/// How many times more the text's language must hit than the declared one to overrule it.
const OVERRULING: f32 = 2.0;

/// The most frequent words of languages in which news is often read, as corpora count them; words shared by
/// neighbours (`de`, `la`, `en`) stand with each.
const FUNCTION_WORDS: &[(&str, &str)] = &[
    ("en", "the of and to in a is that for was with on as by at from it his be has have are an he not said"),
    (
        "de",
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden",
    ),
    (
        "fr",
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se il ce sont avec",
    ),
    ("es", "de la que el en y a los se del las un por con no una su para es al lo como más pero fue ha"),
    ("pt", "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao das"),
    ("it", "di e il la che in un a per è una del con non le si da i dei della nel alla sono al gli ha più"),
    ("nl", "de van het een en in is dat op te zijn met voor niet aan er die om ook als bij maar dan uit"),
    ("sv", "och i att det som en på är av för med den till inte har de ett om var men sig från så"),
    ("da", "og i at det er en til af på for med den der som ikke de har et om var han fra men sig blev"),
    ("no", "og i det er en til av på for med den som ikke at de har et om var han fra men seg ble også"),
    ("fi", "ja on ei se että oli hän ovat joka mutta myös kun kuin niin sen ole mukaan hänen tai jos"),
    ("pl", "w i na z do się nie to że jest o od po przez za jak ale dla są jego tym oraz był tak"),
    ("cs", "a se v na je že s z do o i to k ve pro za by ale jako po jsem který jeho byl jsou"),
    ("ro", "de și în a la cu pe o să că nu un din care mai pentru este au fi ce s-a prin sau"),
    ("hu", "a az és hogy nem is egy ez meg de csak volt már el mint még vagy szerint azt kell"),
    ("tr", "ve bir bu da de için ile olarak çok daha gibi olan en sonra kadar ne ise değil var ama"),
    (
        "id",
        "yang di dan dari untuk dengan pada ini itu dalam tidak akan ke oleh adalah juga telah bisa kepada",
    ),
    ("vi", "và của là có cho không được các trong một với những người đã này khi để từ đến về"),
    ("ru", "и в не на что он с как это по но из у за от о же к бы для было так его она"),
    ("uk", "і в не на що він з як це та до за від у про його але для є було також які"),
    ("bg", "на и да се в от за е не с по са че като той но до това са беше през към"),
    ("sr", "и у је да се на за од са су не што који као о то али из био по"),
];

/// A language, others written in its script, and whether a letter is of the script.
type Script = (&'static str, &'static [&'static str], fn(char) -> bool);

/// Scripts that tell a language.
const SCRIPTS: &[Script] = &[
    (
        "ko",
        &[],
        |letter| matches!(letter, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}'),
    ),
    ("ja", &[], |letter| matches!(letter, '\u{3040}'..='\u{30ff}')),
    ("zh", &["ja", "yue"], |letter| matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')),
    (
        "ar",
        &["fa", "ur", "ps", "ckb", "ug", "sd"],
        |letter| matches!(letter, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}'),
    ),
    ("he", &["yi"], |letter| matches!(letter, '\u{590}'..='\u{5ff}')),
    ("el", &[], |letter| matches!(letter, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')),
    ("hi", &["mr", "ne", "sa"], |letter| matches!(letter, '\u{900}'..='\u{97f}')),
    ("bn", &["as"], |letter| matches!(letter, '\u{980}'..='\u{9ff}')),
    ("ta", &[], |letter| matches!(letter, '\u{b80}'..='\u{bff}')),
    ("th", &[], |letter| matches!(letter, '\u{e00}'..='\u{e7f}')),
    ("ka", &[], |letter| matches!(letter, '\u{10a0}'..='\u{10ff}')),
    ("hy", &[], |letter| matches!(letter, '\u{530}'..='\u{58f}')),
];
/// Share of a text's letters from which its script tells. Japanese mixes two, and news in Korean or Arabic
/// quotes names in Latin letters.
const SCRIPT_SHARE: f32 = 0.25;

/// The language of a text: as declared (the first declaration that is a language tag), unless the text plainly
/// says otherwise.
pub(super) fn language<'a>(declared: impl IntoIterator<Item = &'a str>, text: &str) -> Option<String> {
    let declared = declared.into_iter().find_map(primary_tag);
    let counts = Counts::of(text);
    if let Some((script, others)) = counts.script() {
        return Some(match declared {
            Some(tag) if others.contains(&tag.as_str()) => tag,
            _ => script.to_owned(),
        });
    }
    let (best, share) = counts.best();
    let is_clear = counts.words >= LEAST_WORDS && share >= CLEAR_SHARE;
    match declared {
        Some(tag) if !is_clear || counts.share(&tag) * OVERRULING > share => Some(tag),
        declared => {
            if is_clear {
                Some(best.to_owned())
            } else {
                declared
            }
        }
    }
}

/// `en` of `en-US`, `en_GB.utf8` or `EN`; `None` where the text is no language tag.
fn primary_tag(declared: &str) -> Option<String> {
    let tag = declared.trim().split(['-', '_', '.', ',', ';']).next()?.to_ascii_lowercase();
    let is_tag = (2..=3).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_lowercase());
    // Some pages write the language's name, and templates leave `und` and `xx` behind.
    let named = match tag.as_str() {
        "english" => Some("en"),
        "und" | "mul" | "zxx" | "xx" => None,
        _ => is_tag.then_some(tag.as_str()),
    };
    named.map(str::to_owned)
}

/// How often each list and each script is hit.
struct Counts {
    words: usize,
    letters: usize,
    hits: [usize; FUNCTION_WORDS.len()],
    scripts: [usize; SCRIPTS.len()],
}

impl Counts {
    fn of(text: &str) -> Self {
        // Which lists hold a word: one bit a list.
        let mut lists: HashMap<&str, u32, FixedState> = HashMap::default();
        for (at, (_, list)) in FUNCTION_WORDS.iter().enumerate() {
            for word in list.split(' ') {
                *lists.entry(word).or_default() |= 1 << at;
            }
        }
        let mut counts =
            Self { words: 0, letters: 0, hits: [0; FUNCTION_WORDS.len()], scripts: [0; SCRIPTS.len()] };
        let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
        for word in words.filter(|word| word.contains(char::is_alphabetic)).take(MOST_WORDS) {
            counts.words += 1;
            for letter in word.chars() {
                counts.letters += 1;
                if !letter.is_ascii() {
                    let hit = SCRIPTS.iter().zip(&mut counts.scripts).find(|((_, _, has), _)| has(letter));
                    hit.into_iter().for_each(|(_, count)| *count += 1);
                }
            }
            let holding = lists.get(word.to_lowercase().as_str()).copied().unwrap_or(0);
            for (at, hits) in counts.hits.iter_mut().enumerate() {
                *hits += (holding >> at & 1) as usize;
            }
        }
        counts
    }

    fn script(&self) -> Option<(&'static str, &'static [&'static str])> {
        // In the order of the list: Japanese has kana and Han.
        let enough = SCRIPT_SHARE * self.letters.max(1) as f32;
        let told = SCRIPTS.iter().zip(&self.scripts).find(|(_, count)| **count as f32 >= enough);
        told.map(|((tag, others, _), _)| (*tag, *others))
    }

    fn share(&self, tag: &str) -> f32 {
        let at = FUNCTION_WORDS.iter().position(|(own, _)| *own == tag);
        let hits = at.and_then(|at| self.hits.get(at)).copied().unwrap_or(0);
        hits as f32 / self.words.max(1) as f32
    }

    fn best(&self) -> (&'static str, f32) {
        let shares = FUNCTION_WORDS.iter().map(|&(tag, _)| (tag, self.share(tag)));
        shares.max_by(|one, other| one.1.total_cmp(&other.1)).unwrap_or(("en", 0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "U.S. Secretary of State John Kerry has arrived in Moscow for talks with the \
        president and other officials that are expected to focus on Syria.";
    const GERMAN: &str = "Der Außenminister ist in Moskau eingetroffen, um mit dem Präsidenten und den anderen \
        Beamten über die Lage in Syrien zu sprechen, das teilte die Regierung mit.";

    fn told(declared: &[&str], text: &str) -> Option<String> {
        language(declared.iter().copied(), text)
    }

    #[test]
    fn the_declaration_holds_where_the_text_does_not_plainly_disagree() {
        assert_eq!(told(&["en-US"], ENGLISH).as_deref(), Some("en"));
        assert_eq!(told(&["sw_KE"], "Habari za asubuhi").as_deref(), Some("sw"));
        assert_eq!(told(&["", "${lang}", "de_DE"], "Moskau").as_deref(), Some("de"));
        assert_eq!(told(&["fa"], "این خبر امروز منتشر شد").as_deref(), Some("fa"));
    }

    #[test]
    fn the_text_wins_where_it_plainly_disagrees() {
        assert_eq!(told(&["en"], GERMAN).as_deref(), Some("de"));
        assert_eq!(told(&["de"], ENGLISH).as_deref(), Some("en"));
        assert_eq!(told(&["en"], "엘제이의 리벤지인가, 류화영의 코스프레인가").as_deref(), Some("ko"));
        assert_eq!(told(&["en"], "東京の天気は晴れです。明日も晴れるでしょう。").as_deref(), Some("ja"));
    }

    #[test]
    fn without_a_declaration_the_text_tells_if_it_can() {
        assert_eq!(told(&[], ENGLISH).as_deref(), Some("en"));
        assert_eq!(told(&[], "Kerry Moscow Lavrov"), None);
        assert_eq!(told(&[], ""), None);
    }
}
