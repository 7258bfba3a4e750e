//! Longer names: mentions whose name goes on beside them, so that they name something else than they say.
//!
//! In: a mention, its sentence, all mentions. Out: the words with which the name goes on: "CNN | Films",
//! "Victorian | Supreme Court", "Republican Party | of Kentucky", "Minister of | Foreign Affairs". A country's adjective
//! before an organization is none; it says whose it is.

use crate::knowledge::{EntityKind, countries, fold};
use crate::names::{Mention, Traits, traits_of};
use crate::page::BlockKind;
use crate::text::{Sentence, SentenceCase, Text, TokenKind};

/// Adjectives of a part of a country, which has bodies of its own.
const PARTS: &[&str] = &["scottish", "welsh", "english", "catalan", "bavarian", "flemish", "quebecois"];

/// Offices that are named by the field behind them, which is then no body of its own.
const NAMED_BY_THEIR_FIELD: &[&str] = &["minister", "ministers", "ministry", "secretary", "librarian"];

/// The folded words beside a mention with which its name goes on; none where it is whole.
pub(super) fn words(
    text: &Text<'_>,
    mentions: &[Mention],
    mention: &Mention,
    sentence: &Sentence,
) -> Vec<String> {
    // Where every word has a capital, a name does not show where it ends; a headline tells nothing.
    let tells = match sentence.case {
        SentenceCase::Normal => true,
        SentenceCase::Title => sentence.kind != BlockKind::Headline,
        SentenceCase::Upper | SentenceCase::None => false,
    };
    if !tells {
        return Vec::new();
    }
    let organization = mention.kind == EntityKind::Organization;
    let glued = |at: usize| text.token(at).is_some_and(|token| token.glued);
    let traits = |at: usize| traits_of(&fold(text.word(at)));
    let goes_on_at = |at: usize, but: Traits| {
        sentence.tokens.contains(&at)
            && is_capitalized(text, at)
            && !is_in_name(mentions, at)
            && !traits(at).any(but | Traits::TITLE | Traits::FUNCTION)
    };
    let mut beside = Vec::new();
    let next = mention.tokens.end;
    if let Some(office) = mention.tokens.start.checked_sub(2).filter(|at| *at >= sentence.tokens.start)
        && organization
        && text.word(office + 1) == "of"
        && NAMED_BY_THEIR_FIELD.contains(&fold(text.word(office)).as_str())
    {
        beside.push(office);
    }
    if organization && is_nickname(text, mention) {
        beside.push(next + 1);
    }
    if !organization && text.word(next) == "-" && glued(next) && glued(next + 1) {
        beside.push(next + 1);
    }
    // Behind "General Electric Co." a new sentence may begin.
    let ends_in_a_form = mention.span.of(text.source).ends_with('.')
        && next.checked_sub(1).is_some_and(|last| traits(last).any(Traits::COMPANY_SUFFIX));
    if goes_on_at(next, Traits::NOT_NAME) && !glued(next) && !ends_in_a_form {
        beside.push(next);
    }
    if organization && matches!(text.word(next), "of" | "for") && goes_on_at(next + 1, Traits::NOT_NAME) {
        beside.push(next + 1);
    }
    // Before a person's full name stand titles that no list has ("Legendary DJ"); before a surname, a given name.
    let seeks_before = sentence.case == SentenceCase::Normal && (organization || mention.tokens.len() == 1);
    // "Secretary of State" before "Kerry" is all title.
    let before = mention.tokens.start.checked_sub(1).filter(|at| !mention.title.contains(at));
    // A particle that begins a sentence belongs to the surname: "Da Silva thanked the voters."
    let particle = if organization { Traits::default() } else { Traits::PARTICLE };
    if let Some(before) = before.filter(|at| seeks_before && goes_on_at(*at, particle)) {
        let opens = traits(before).any(Traits::CONNECTOR) && before == sentence.tokens.start;
        let word = fold(text.word(before));
        let is_country =
            !PARTS.contains(&word.as_str()) && names_country(text, before, sentence.tokens.start);
        if !(opens || organization && is_country) {
            beside.push(before);
        }
    }
    beside.into_iter().map(|at| fold(text.word(at))).filter(|word| !word.is_empty()).collect()
}

/// "Gerardo “Tata” Martino": quoted between a given name and a surname.
fn is_nickname(text: &Text<'_>, mention: &Mention) -> bool {
    let is_quote = |at: usize| matches!(text.word(at), "“" | "”" | "\"" | "‘" | "’" | "'");
    let (start, end) = (mention.tokens.start, mention.tokens.end);
    start >= 2
        && is_quote(start - 1)
        && is_quote(end)
        && is_capitalized(text, start - 2)
        && is_capitalized(text, end + 1)
}

fn is_capitalized(text: &Text<'_>, at: usize) -> bool {
    text.token(at).is_some_and(|token| token.kind == TokenKind::Word && token.is_capitalized())
}

fn is_in_name(mentions: &[Mention], at: usize) -> bool {
    let next = mentions.partition_point(|mention| mention.tokens.end <= at);
    mentions.get(next).is_some_and(|mention| mention.tokens.contains(&at))
}

/// Whether a country's name or adjective ends at a token.
fn names_country(text: &Text<'_>, end: usize, start: usize) -> bool {
    const LONGEST: usize = 3;
    (start.max((end + 1).saturating_sub(LONGEST))..=end).any(|from| {
        let words: Vec<String> = (from..=end).map(|at| fold(text.word(at))).collect();
        let words = words.join(" ");
        let traits = traits_of(&words);
        traits.any(Traits::NATIONALITY)
            || (traits.any(Traits::PLACE)
                && countries().iter().any(|country| country.names().any(|name| fold(name) == words)))
    })
}
