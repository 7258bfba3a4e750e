//! The text: an article's sentences and tokens, with their casing.
//!
//! In: an [`Article`]'s text and blocks. Out: [`Text`], whose tokens carry exact byte offsets into
//! [`Article::text`]. Owns where words begin and end (possessives cut off, initials and abbreviations kept
//! whole), where sentences end, and how a sentence is cased, since a headline in Title Case or ALL CAPS
//! tells nothing by its capitals.
//!
//! Words follow the Universal Dependencies English tokenization (hyphens and possessives are tokens of their
//! own) with one difference: dots that belong to an initial or an abbreviation stay with it.

mod abbreviations;
mod offsets;
mod sentences;
mod tokens;

use std::ops::Range;

use crate::page::{Article, BlockKind};

pub use offsets::{Offsets, Unit};
pub(crate) use tokens::{Casing, Token, TokenKind};

/// A piece of a text: bytes of [`Article::text`], `start` included, `end` not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The words of this span; empty where it does not lie in the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// How a sentence uses capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SentenceCase {
    /// Capitals begin sentences and names.
    Normal,
    /// Every Word of Weight Begins With One.
    Title,
    /// ALL LETTERS ARE.
    Upper,
    /// none are, or the script has none.
    None,
}

/// A sentence: a run of tokens of one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// Its tokens, as indices into [`Text::tokens`].
    pub(crate) tokens: Range<usize>,
    /// How it uses capitals.
    pub(crate) case: SentenceCase,
    /// Index of its block in [`Article::blocks`].
    pub(crate) block: usize,
    /// What its block is.
    pub(crate) kind: BlockKind,
}

/// An article's tokens and sentences, in order.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    /// The article's text, which every offset counts in.
    pub(crate) source: &'a str,
    /// All tokens.
    pub(crate) tokens: Vec<Token>,
    /// All sentences; together they cover all tokens.
    pub(crate) sentences: Vec<Sentence>,
}

impl<'a> Text<'a> {
    /// Reads an article's blocks into tokens and sentences.
    pub(crate) fn of(article: &'a Article) -> Self {
        let mut text = Self { source: &article.text, tokens: Vec::new(), sentences: Vec::new() };
        for (index, block) in article.blocks.iter().enumerate() {
            let first = text.tokens.len();
            tokens::tokenize(&article.text, block.range.clone(), &mut text.tokens);
            for range in sentences::split(&article.text, &text.tokens, first) {
                let case = sentences::case_of(text.tokens.get(range.clone()).unwrap_or_default());
                text.sentences.push(Sentence { tokens: range, case, block: index, kind: block.kind });
            }
        }
        text
    }

    /// The token at an index, if there is one.
    pub(crate) fn token(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    /// The words of the token at an index; empty past the end.
    pub(crate) fn word(&self, index: usize) -> &'a str {
        self.tokens.get(index).map(|token| token.span.of(self.source)).unwrap_or_default()
    }

    /// The index of the sentence around a token; past the last sentence for a token past its end.
    pub(crate) fn sentence_index(&self, token: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.tokens.end <= token)
    }

    /// The sentence around a token.
    pub(crate) fn sentence_at(&self, token: usize) -> Option<&Sentence> {
        self.sentences.get(self.sentence_index(token))
    }

    /// The bytes from the first token's start to the last token's end.
    pub(crate) fn span(&self, tokens: &Range<usize>) -> Span {
        let start = self.tokens.get(tokens.start).map_or(0, |token| token.span.start);
        let end = self.tokens.get(tokens.end.wrapping_sub(1)).map_or(start, |token| token.span.end);
        Span { start, end: end.max(start) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<String> {
        let article = Article {
            text: text.to_owned(),
            blocks: vec![crate::page::Block {
                range: 0..text.len(),
                kind: BlockKind::Paragraph,
                source: None,
            }],
            ..Article::default()
        };
        let read = Text::of(&article);
        read.sentences.iter().map(|sentence| read.span(&sentence.tokens).of(text).to_owned()).collect()
    }

    fn words(text: &str) -> Vec<String> {
        let mut tokens = Vec::new();
        tokens::tokenize(text, 0..text.len(), &mut tokens);
        tokens.iter().map(|token| token.span.of(text).to_owned()).collect()
    }

    #[test]
    fn possessives_stand_apart_and_apostrophes_inside_names_do_not() {
        assert_eq!(words("Kerry's visit"), ["Kerry", "'s", "visit"]);
        assert_eq!(words("the Democrats’ plan"), ["the", "Democrats", "’", "plan"]);
        assert_eq!(words("Sinead O'Connor sang"), ["Sinead", "O'Connor", "sang"]);
        assert_eq!(words("They don't know"), ["They", "don't", "know"]);
    }

    #[test]
    fn initials_and_abbreviations_keep_their_dots() {
        assert_eq!(words("U.S. Sen. J. D. Vance"), ["U.S.", "Sen.", "J.", "D.", "Vance"]);
        assert_eq!(words("J.K. Rowling met St. John"), ["J.K.", "Rowling", "met", "St.", "John"]);
        assert_eq!(words("He works at Apple Inc."), ["He", "works", "at", "Apple", "Inc."]);
        assert_eq!(words("It ended."), ["It", "ended", "."]);
        assert_eq!(words("sold by Amazon.com today"), ["sold", "by", "Amazon.com", "today"]);
    }

    #[test]
    fn hyphens_slashes_and_ampersands() {
        assert_eq!(words("NATO-Russia"), ["NATO", "-", "Russia"]);
        assert_eq!(words("AT&T and S&P"), ["AT&T", "and", "S&P"]);
        assert_eq!(words("Marks & Spencer"), ["Marks", "&", "Spencer"]);
        assert_eq!(words("$4.5bn, 1,500 (or 3%)"), ["$", "4.5bn", ",", "1,500", "(", "or", "3", "%", ")"]);
    }

    #[test]
    fn sentences_end_at_full_stops_but_not_after_titles() {
        assert_eq!(
            sentences("Mr. Obama met Dr. Jane Doe of Acme Inc. on Monday. \"It went well,\" he said. Why?"),
            ["Mr. Obama met Dr. Jane Doe of Acme Inc. on Monday.", "\"It went well,\" he said.", "Why?"]
        );
        assert_eq!(
            sentences("He left the U.S. The trip was long."),
            ["He left the U.S.", "The trip was long."]
        );
        assert_eq!(sentences("The U.S. Senate voted."), ["The U.S. Senate voted."]);
        assert_eq!(sentences("He said: “Go.” She went."), ["He said: “Go.”", "She went."]);
    }

    #[test]
    fn a_block_of_nothing_is_no_sentence() {
        assert!(sentences("").is_empty());
        assert!(sentences(" \n\t ").is_empty());
    }

    #[test]
    fn sentence_case_is_told_from_the_words() {
        let case = |text: &str| {
            let mut tokens = Vec::new();
            tokens::tokenize(text, 0..text.len(), &mut tokens);
            sentences::case_of(&tokens)
        };
        assert_eq!(case("Kerry's Russia Trip To Focus On Syria"), SentenceCase::Title);
        assert_eq!(case("KERRY GOES TO MOSCOW"), SentenceCase::Upper);
        assert_eq!(case("John Kerry has arrived in Moscow for talks"), SentenceCase::Normal);
        assert_eq!(case("nothing here is a name at all"), SentenceCase::None);
    }

    proptest::proptest! {
        #[test]
        fn tokens_are_in_order_inside_the_text_and_miss_no_letter(text in "\\PC{0,200}") {
            let mut tokens = Vec::new();
            tokens::tokenize(&text, 0..text.len(), &mut tokens);
            let mut at = 0;
            for token in &tokens {
                proptest::prop_assert!(token.span.start >= at && token.span.end > token.span.start);
                proptest::prop_assert!(text.get(at..token.span.start).unwrap().chars().all(|c| !c.is_alphanumeric()));
                at = token.span.end;
            }
            proptest::prop_assert!(text.get(at..).unwrap().chars().all(|c| !c.is_alphanumeric()));
        }
    }
}
