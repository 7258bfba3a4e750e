//! Names: which spans of the text name a person or an organization.
//!
//! In: [`Text`] and the pack. Out: [`Mention`]s in order, none overlapping, each with its kind and probability.
//!
//! [`words`] and [`mod@matches`] look every token up in the word lists and the pack, [`features`] turn that and the spelling
//! into numbers, a trained [`network`] (its numbers: [`weights`]) scores the labels of each token, [`labels`] finds the
//! best spans, [`document`] lets the article's mentions settle each other, [`edges`] sets their edges right where a rule knows better. Trained by `train/`. Texts in a language that
//! the model was not trained for are read by [`foreign`] instead; a name that a reader points at is found by [`asked`].

pub(crate) mod asked;
mod document;
mod edges;
mod features;
mod foreign;
mod labels;
mod lanes;
mod lexicon;
mod matches;
mod network;
mod titles;
#[cfg(feature = "training")]
mod training;
mod weights;
mod words;

use std::ops::Range;
use std::sync::Arc;

use crate::knowledge::{EntityKind, Knowledge};
use crate::text::{Span, Text};

pub(crate) use foreign::known_names;
pub(crate) use lexicon::{Traits, prepare, traits_of};
pub use weights::WeightsError;

#[cfg(feature = "training")]
pub use training::{TrainingToken, training_tokens};

use labels::{LABELS, Label};
use titles::Titles;
use weights::Weights;

/// A span of the text that names a person or an organization.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Where it stands: bytes of the article's text.
    pub span: Span,
    /// Person or organization.
    pub kind: EntityKind,
    /// How likely this span with these edges is a name of this kind, 0 to 1.
    pub probability: f32,
    /// Its tokens.
    pub(crate) tokens: Range<usize>,
    /// The tokens of the title or role right before it; empty where there is none.
    pub(crate) title: Range<usize>,
}

/// The probability from which a span is taken as a name, 0 to 1. Below it three of four are wrong, and F1 falls with every
/// span that is less likely right than half of F1.
const LEAST: f32 = 0.35;

/// Finds the names of a text with a trained model. Clones share one copy of it.
#[derive(Debug, Clone)]
pub struct Recognizer {
    weights: Arc<Weights>,
}

impl Recognizer {
    /// Opens the model's weights, the bytes of `weights/names.bin`.
    ///
    /// # Errors
    /// Where the bytes are no weights, of another version, or damaged.
    pub fn open(weights: &[u8]) -> Result<Self, WeightsError> {
        Ok(Self { weights: Arc::new(Weights::read(weights, LABELS)?) })
    }

    /// Finds the names of a text.
    pub(crate) fn recognize(&self, text: &Text<'_>, knowledge: &Knowledge) -> Vec<Mention> {
        let words = words::look_up(text, knowledge);
        let matches = matches::of(text, &words, knowledge);
        let features = features::of(text, &words, &matches);
        let scores = network::scores(&self.weights, &features);
        let mut found: Vec<_> = text
            .sentences
            .iter()
            .map(|sentence| {
                let mut found = labels::decode(scores.get(sentence.tokens.clone()).unwrap_or_default());
                for labelled in &mut found {
                    labelled.tokens.start += sentence.tokens.start;
                    labelled.tokens.end += sentence.tokens.start;
                }
                found
            })
            .collect();
        document::settle(text, &words, &matches, knowledge, &mut found);
        let mut mentions = Vec::new();
        for (sentence, found) in text.sentences.iter().zip(found) {
            let titles = Titles { text, words: &words, sentence };
            for labelled in found {
                let kind = match labelled.label {
                    Label::Person => EntityKind::Person,
                    Label::Organization => EntityKind::Organization,
                    Label::Place | Label::Other => continue,
                };
                if labelled.probability < LEAST {
                    continue;
                }
                let Some(tokens) = edges::set(text, &words, sentence, kind, labelled.tokens) else {
                    continue;
                };
                mentions.push(Mention {
                    span: text.span(&tokens),
                    kind,
                    probability: labelled.probability,
                    title: titles.before(&tokens),
                    tokens,
                });
            }
        }
        mentions
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;
    use crate::{Article, Facts, Pack, build_pack};

    /// The names of a text as the shipped weights find them, with a pack that knows one organization.
    fn names(text: &str) -> Vec<(EntityKind, String)> {
        let fact =
            r#"{"id":"Q219563","kind":"organization","type":"university","name":"University of Washington"}"#;
        let facts = Facts { records: vec![serde_json::from_str(fact).unwrap()], ..Facts::default() };
        let knowledge = Pack::open(build_pack(&facts, None).unwrap()).unwrap().into();
        let recognizer = Recognizer::open(include_bytes!("../../weights/names.bin")).unwrap();
        let article = Article::from_text(text);
        let mentions = recognizer.recognize(&Text::of(&article), &knowledge);
        mentions.iter().map(|mention| (mention.kind, mention.span.of(text).to_owned())).collect()
    }

    fn people(text: &str) -> Vec<String> {
        let people = names(text).into_iter().filter(|(kind, _)| *kind == EntityKind::Person);
        people.map(|(_, name)| name).collect()
    }

    fn organizations(text: &str) -> Vec<String> {
        let found = names(text).into_iter().filter(|(kind, _)| *kind == EntityKind::Organization);
        found.map(|(_, name)| name).collect()
    }

    #[test]
    fn titles_possessives_and_quotes_are_no_part_of_a_name() {
        assert_eq!(
            people("Mr. Obama's adviser met Foreign Minister Helga Brandt and Dr. Ruth Okafor on Monday."),
            ["Obama", "Helga Brandt", "Ruth Okafor"]
        );
        assert_eq!(people("“Peter Novak” was what the witness called him in court."), ["Peter Novak"]);
    }

    #[test]
    fn conjunctions_are_split() {
        assert_eq!(
            people("On Sunday Jane Miller and Robert Hughes left the party after a long dispute."),
            ["Jane Miller", "Robert Hughes"]
        );
        assert_eq!(
            organizations("Microsoft and Google said on Monday that they would appeal against the ruling."),
            ["Microsoft", "Google"]
        );
    }

    #[test]
    fn a_place_in_an_organizations_name_belongs_to_it() {
        let text = "She teaches law at the University of Washington and lives in Seattle.";
        assert_eq!(organizations(text), ["University of Washington"]);
        assert!(people(text).is_empty());
    }

    #[test]
    fn initials_particles_and_hyphens_stay_inside() {
        assert_eq!(
            people("The novelist J. R. Hartley wrote to Ursula von der Leyen and to Jean-Luc O'Neill."),
            ["J. R. Hartley", "Ursula von der Leyen", "Jean-Luc O'Neill"]
        );
    }

    #[test]
    fn letters_of_any_script_are_safe() {
        assert_eq!(
            people("The minister Jiří Šťastný met Zoë Åkesson in Prague on Friday."),
            ["Jiří Šťastný", "Zoë Åkesson"]
        );
        let _ = names("Президент 習近平 met שלום 🙂 e\u{301}\u{200d} and Ａｎｎ.");
    }

    #[test]
    fn the_second_mention_is_what_the_first_was() {
        let text = "Ford Motor Co. will close a plant in Ohio, it said on Monday. The news had been expected. Ford said \
            last month that it would cut costs.";
        assert_eq!(organizations(text), ["Ford Motor Co.", "Ford"]);
    }

    #[test]
    fn nationalities_days_and_places_are_refused() {
        let text =
            "French and German officials met on Tuesday in Brussels to talk about the Christmas holidays.";
        assert_eq!(names(text), []);
    }

    #[test]
    fn a_party_and_a_state_are_no_name() {
        let text = "Rep. Ilhan Omar, D-Minn., spoke at the Capitol. Sen. Ted Cruz, R-Texas, and Sen. Bernie Sanders, I-Vt., did \
            not.";
        assert_eq!(
            names(text).into_iter().map(|(_, name)| name).collect::<Vec<_>>(),
            ["Ilhan Omar", "Ted Cruz", "Bernie Sanders"]
        );
    }

    #[test]
    fn several_of_a_kind_are_no_name() {
        let text = "The minister met NGOs and MPs in Warsaw on Monday. The NGOs said that two ATMs of PKO had been robbed.";
        assert!(names(text).iter().all(|(_, name)| name == "PKO"), "{:?}", names(text));
    }

    #[test]
    fn what_the_text_calls_a_place_is_no_organization() {
        let text = "The report says the province of Los Santos has the highest rate. The mayor of the district of Tierras Altas \
            spoke to Reuters.";
        assert_eq!(organizations(text), ["Reuters"]);
    }

    #[test]
    fn a_storm_and_what_a_transcript_tells_of_its_hearers_are_no_people() {
        let text = "Hurricane Irma reached the coast on Sunday. By Monday Irma had weakened, the governor said. (Laughter.) \
            He thanked Mary Cole.";
        assert_eq!(people(text), ["Mary Cole"]);
    }

    #[test]
    fn a_name_with_the_surname_in_front_is_one() {
        assert_eq!(people("The letter was signed \"Novak, Peter\" and dated in May."), ["Novak, Peter"]);
    }

    #[test]
    fn the_same_text_gives_the_same_names_and_probabilities() {
        let text = "Ann Lee of Acme Corp. met Bo Ek in Paris.";
        assert_eq!(names(text), names(text));
    }
}
