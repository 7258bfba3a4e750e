//! Words whose dot is their own: titles, company suffixes, months, states. Lower case, without the dot.

/// Abbreviations that a name or a number follows; a sentence does not end at them.
const BEFORE_NAMES: &[&str] = &[
    "adm", "amb", "atty", "brig", "capt", "cmdr", "col", "cpl", "del", "det", "dr", "fr", "ft", "gen", "gov",
    "hon", "insp", "lt", "maj", "messrs", "mme", "mr", "mrs", "ms", "msgr", "mt", "no", "pres", "prof",
    "pvt", "rep", "reps", "rev", "sen", "sens", "sgt", "sr", "st", "ste", "supt", "vs", "v", "mx", "mlle",
    "pfc", "approx", "dept",
];

/// Abbreviations that stand anywhere; a sentence ends at them only before a word that opens sentences.
const ANYWHERE: &[&str] = &[
    "aka", "al", "ala", "ariz", "ark", "assn", "assoc", "aug", "ave", "blvd", "bros", "calif", "co", "colo",
    "conn", "corp", "cos", "dec", "e.g", "esq", "etc", "feb", "fla", "i.e", "ill", "inc", "intl", "jan",
    "jr", "kan", "ky", "ltd", "md", "mfg", "mich", "minn", "miss", "mo", "mont", "neb", "nev", "nov", "oct",
    "okla", "ore", "pa", "ph.d", "plc", "sept", "tenn", "tex", "univ", "va", "vt", "wash", "wis", "wyo",
    "natl", "govt", "ind", "mass",
];

/// Whether a word (without its final dot) is an abbreviation, and whether a name must follow it.
pub(super) fn abbreviation(word: &str) -> Option<NextIsName> {
    let lower = word.to_lowercase();
    if BEFORE_NAMES.contains(&lower.as_str()) {
        Some(NextIsName(true))
    } else {
        ANYWHERE.contains(&lower.as_str()).then_some(NextIsName(false))
    }
}

/// Whether what follows an abbreviation belongs to it in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NextIsName(pub(super) bool);
