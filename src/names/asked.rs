//! Asked: a name that a reader points at, which may be no recognized name, or stand outside of the article.
//!
//! In: an article, the words pointed at. Out: the article with the name in it, where its text says it, and [`Mention`]s there.

use std::ops::Range;

use crate::knowledge::{EntityKind, Knowledge, fold};
use crate::page::{Article, BlockKind};
use crate::text::Text;

use super::titles::Titles;
use super::words;
use super::{Mention, Traits, traits_of};

/// Words that a name has at most, marks counted; whoever points at more points at a sentence.
const MOST_WORDS: usize = 16;

/// The article, and the words of the name; where its text does not say the name, with a paragraph behind that says
/// nothing else. `None` where the words are no name: none of them has a
/// capital letter but "The" and the like, or they are too many.
pub(crate) fn with_name(article: &Article, name: &str) -> Option<(Article, Vec<String>)> {
    let mut alone = Article::default();
    alone.push(name, BlockKind::Paragraph, None);
    let text = Text::of(&alone);
    let is_word = |at: &usize| text.token(*at).is_some_and(crate::text::Token::is_word);
    // "Kerry's", "(Kerry)", "Kerry," are all Kerry.
    let first = (0..text.tokens.len()).find(is_word)?;
    let last = (0..text.tokens.len()).rev().find(is_word)?;
    let tokens = first..last + 1;
    let is_of_a_name = |at| {
        text.token(at).is_some_and(|token| token.is_word() && token.is_capitalized())
            && !traits_of(&fold(text.word(at))).any(Traits::FUNCTION)
    };
    if tokens.len() > MOST_WORDS || !tokens.clone().any(is_of_a_name) {
        return None;
    }
    let words: Vec<String> = tokens.clone().map(|at| text.word(at).to_owned()).collect();
    let mut article = article.clone();
    if places(&Text::of(&article), &words).is_empty() {
        article.push(text.span(&tokens).of(&alone.text), BlockKind::Paragraph, None);
    }
    Some((article, words))
}

/// The tokens of each place where a text says these words, none over another.
pub(crate) fn places(text: &Text<'_>, words: &[String]) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    for sentence in &text.sentences {
        let mut at = sentence.tokens.start;
        while at + words.len() <= sentence.tokens.end {
            let here = at..at + words.len();
            if here.clone().zip(words).all(|(token, word)| text.word(token) == word) {
                at = here.end;
                places.push(here);
            } else {
                at += 1;
            }
        }
    }
    places
}

/// The name at its places as mentions of a kind, each with the title before it.
pub(crate) fn mentions(
    text: &Text<'_>,
    places: &[Range<usize>],
    kind: EntityKind,
    knowledge: &Knowledge,
) -> Vec<Mention> {
    let words = words::look_up(text, knowledge);
    let mention = |tokens: &Range<usize>| {
        let sentence = text.sentences.iter().find(|sentence| sentence.tokens.contains(&tokens.start))?;
        Some(Mention {
            span: text.span(tokens),
            kind,
            // The reader says that it is a name.
            probability: 1.0,
            title: Titles { text, words: &words, sentence }.before(tokens),
            tokens: tokens.clone(),
        })
    };
    places.iter().filter_map(mention).collect()
}
