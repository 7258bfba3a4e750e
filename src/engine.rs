//! The engine: the whole way of an article, from its text to its cast.

use crate::card::{self, Card};
use crate::cast;
use crate::date::Date;
use crate::knowledge::{EntityKind, Knowledge};
use crate::link::{self, Confidence};
use crate::names::{self, Mention, Recognizer, asked, known_names};
use crate::page::Article;
use crate::text::{Span, Text};
use crate::who::Question;

/// The language that the recognizer was trained for (BCP 47 primary tag).
const READS: &str = "en";

/// Reads articles with what packs know. The same article, weights and packs give the same reading, byte for byte.
#[derive(Debug)]
pub struct Engine {
    recognizer: Recognizer,
    knowledge: Knowledge,
}

/// Who's who in one article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// Every recognized name, in order, none overlapping.
    pub mentions: Vec<Mention>,
    /// Who they are, in order of first mention.
    pub members: Vec<CastMember>,
}

/// A person or organization of the article.
#[derive(Debug, Clone, PartialEq)]
pub struct CastMember {
    /// Person or organization.
    pub kind: EntityKind,
    /// The entity's full name once linked, else the fullest name that the article gives.
    pub name: String,
    /// The entity's id (`Q…` of Wikidata, `x:…` of the facts' own), `None` for somebody we do not know.
    pub entity: Option<String>,
    /// How sure the link is.
    pub confidence: Confidence,
    /// The probability of the link, 0 to 1; 0 without one.
    pub probability: f32,
    /// One to three reasons for the link, in plain words.
    pub why: Vec<String>,
    /// Its mentions: indices into [`Reading::mentions`], ascending.
    pub mentions: Vec<usize>,
    /// Where the article has introduced somebody we do not know: only mentions behind this byte get the card.
    pub introduced_by: Option<usize>,
    /// What there is to say; `None` is silence.
    pub card: Option<Card>,
}

impl CastMember {
    /// Whether a mention at this place is marked for the reader: known members everywhere, unknown ones only
    /// behind their introduction.
    pub fn is_marked_at(&self, span: Span) -> bool {
        self.card.is_some()
            && match self.confidence {
                Confidence::Sure | Confidence::Probable => true,
                Confidence::Unknown => self.introduced_by.is_some_and(|end| span.start >= end),
            }
    }
}

/// Fills the tables of known words, which the first reading would else do: for whoever waits for files meanwhile.
#[cfg_attr(not(target_arch = "wasm32"), expect(dead_code))]
pub(crate) fn prepare() {
    names::prepare();
    link::prepare();
}

/// Reads a few made-up sentences about nobody. Browsers compile what is called, and compile well what is called often: after
/// this the first real reading runs on code that is there.
#[cfg_attr(not(any(target_arch = "wasm32", test)), expect(dead_code))]
pub(crate) fn practise(recognizer: &Recognizer) -> Reading {
    Engine::new(recognizer.clone(), Knowledge::nothing()).read(&Article::from_text(PRACTICE))
}

/// What is practised on: one of each thing that the rooms look for.
const PRACTICE: &str = "Foreign Minister Anna Korvel met Thomas Brandt, the head of the National Bank of Orvania, in Lisburg on \
    Tuesday, May 7, 2013. \"We have agreed on nothing,\" said Mr. Brandt, a former deputy prime minister who now leads the \
    Orvanian Development Fund (ODF). Korvel's spokeswoman, Mary-Jane O'Hara, told the Daily Courier that the talks with the \
    ODF would go on.\n\nU.S. Senator John Q. Whitfield Jr. and Lisburg United's coach Paulo van der Berg, both 54, were not \
    there. The University of Lisburg and Northern Energy Inc. said they knew of no such plan, and Whitfield did not answer.";

/// A room that an article has been through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "rooms"), expect(unreachable_pub))]
pub enum Room {
    /// Split into sentences and tokens.
    Text {
        /// How many tokens.
        tokens: usize,
    },
    /// Its names are found.
    Names,
    /// Its names are members of a cast.
    Cast,
    /// Its members are linked to whom they mean.
    Link,
    /// Its cards are written.
    Card,
}

impl Engine {
    /// An engine that finds names with a recognizer and knows them from one pack, or from several as one knowledge.
    pub fn new(recognizer: Recognizer, knowledge: impl Into<Knowledge>) -> Self {
        Self { recognizer, knowledge: knowledge.into() }
    }

    /// What it reads with.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// The card of one entity (`Q…`, `x:…`) as of a date, worded as in a reading: for a reader who says that it is this one.
    /// It has no words of an article, no ties and no alternatives; `None` where no pack knows the id.
    pub fn card(&self, entity: &str, date: Option<Date>) -> Option<Card> {
        let entity = self.knowledge.by_id(entity)?;
        Some(card::of_entity(&entity, date, &self.knowledge))
    }

    /// Reads an article. What is no article gives an empty cast; in a language that the recognizer was not trained for,
    /// only names that the pack vouches for are found.
    pub fn read(&self, article: &Article) -> Reading {
        self.read_through(article, |_| ())
    }

    /// Reads an article and tells when it leaves each room: what the benchmarks measure.
    #[cfg(feature = "rooms")]
    pub fn read_by_rooms(&self, article: &Article, left: impl FnMut(Room)) -> Reading {
        self.read_through(article, left)
    }

    fn read_through(&self, article: &Article, mut left: impl FnMut(Room)) -> Reading {
        if !article.is_article {
            return Reading::default();
        }
        let text = Text::of(article);
        left(Room::Text { tokens: text.tokens.len() });
        let date = article.date.map(|found| found.date);
        let mentions = self.mentions(article, &text);
        left(Room::Names);
        let members = cast::group(&text, &mentions);
        let members = link::divide(&text, &mentions, members, date, &self.knowledge);
        left(Room::Cast);
        let links = link::link(&text, &mentions, &members, date, &self.knowledge);
        let (members, links) = link::unite(members, links);
        left(Room::Link);
        let cards = card::write(&text, &members, &links, date, &self.knowledge);
        left(Room::Card);
        let members = members
            .into_iter()
            .zip(links)
            .zip(cards)
            .map(|((member, link), card)| {
                let entity = link.as_ref().and_then(|link| self.knowledge.entity(link.entity));
                CastMember {
                    kind: member.kind,
                    name: entity.as_ref().map_or(member.name, card::heading),
                    entity: entity.map(|entity| entity.id()),
                    confidence: link.as_ref().map_or(Confidence::Unknown, |link| link.confidence),
                    probability: link.as_ref().map_or(0.0, |link| link.probability),
                    why: link.map(|link| link.why.iter().map(card::reason).collect()).unwrap_or_default(),
                    mentions: member.mentions,
                    introduced_by: member.introduction.map(|introduction| introduction.sentence_end),
                    card,
                }
            })
            .collect();
        Reading { mentions, members }
    }

    /// Whom a name means that a reader points at, by all that the article says; what is no article serves too. Never
    /// [`Confidence::Sure`]: a card says "probably" whom the name clearly means in this article, or lists the few whom it
    /// could mean as alternatives (with [`CastMember::entity`] `None`). `None` for a name of nobody we know, and for words that are no
    /// name. The answer has no [`CastMember::mentions`].
    pub fn who(&self, article: &Article, name: &str) -> Option<CastMember> {
        let (article, words) = asked::with_name(article, name)?;
        let text = Text::of(&article);
        let places = asked::places(&text, &words);
        let date = article.date.map(|found| found.date);
        let question =
            Question { text: &text, name: name.trim(), places: &places, date, knowledge: &self.knowledge };
        question.answer(&self.mentions(&article, &text))
    }

    fn mentions(&self, article: &Article, text: &Text<'_>) -> Vec<Mention> {
        if article.language.as_deref().is_some_and(|language| language != READS) {
            known_names(text, &self.knowledge)
        } else {
            self.recognizer.recognize(text, &self.knowledge)
        }
    }
}

#[cfg(test)]
#[cfg(feature = "build")]
mod tests {
    use super::*;
    use crate::{Facts, Pack, build_pack};

    fn engine() -> Engine {
        let facts = r#"{"id":"Q64","kind":"organization","type":"company","name":"Bahn","country":"DE","pop":60}
            {"id":"Q567","kind":"person","type":"politician","name":"Angela Merkel","country":"DE","pop":90,"held":[{"what":"Chancellor","of":"Germany","from":"2005-11-22","to":"2021-12-08"}]}"#;
        let records = facts.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let pack = Pack::open(build_pack(&Facts { records, ..Facts::default() }, None).unwrap()).unwrap();
        let recognizer = Recognizer::open(include_bytes!("../weights/names.bin")).unwrap();
        Engine::new(recognizer, pack)
    }

    #[test]
    fn the_card_of_one_entity_is_that_of_a_reading_of_the_same_day() {
        let engine = engine();
        let day: Date = "2013-05-07".parse().unwrap();
        let text = "Chancellor Angela Merkel of Germany spoke in Berlin on Tuesday.";
        let reading = engine.read(&Article::from_text(text).with_date(day));
        let card = engine.card("Q567", Some(day)).unwrap();
        assert_eq!(card.lines, reading.members[0].card.as_ref().unwrap().lines);
        assert_eq!(card.then.unwrap().what, "Chancellor");
        let early = engine.card("Q567", "1999-01-01".parse().ok()).unwrap();
        assert_eq!(early.then, None, "an office that had not begun");
    }

    #[test]
    fn practice_goes_through_every_room() {
        let reading = practise(&engine().recognizer);
        for kind in [EntityKind::Person, EntityKind::Organization] {
            assert!(reading.members.iter().filter(|member| member.kind == kind).count() >= 4, "{kind:?}");
        }
        assert!(reading.members.iter().any(|member| member.card.is_some()), "somebody is introduced");
        assert!(reading.members.iter().all(|member| member.entity.is_none()));
    }

    #[test]
    fn an_id_that_nobody_knows_has_no_card() {
        for id in ["Q1", "x:nobody", "", "Q", "567", "Q99999999999999999999999"] {
            assert_eq!(engine().card(id, None), None, "{id}");
        }
    }

    #[test]
    fn in_another_language_only_whole_names_of_the_pack_and_their_surnames_are_found() {
        let text = "Die Kanzlerin Angela Merkel ist am Montag mit der Bahn nach Moskau gefahren, um mit dem Präsidenten \
            und den anderen Gästen über die Lage zu sprechen. Danach sagte Merkel, das Gespräch mit Jens Unbekannt sei \
            nicht leicht gewesen, aber es habe sich für alle gelohnt.";
        let reading = engine().read(&Article::from_text(text));
        let names: Vec<&str> = reading.mentions.iter().map(|mention| mention.span.of(text)).collect();
        assert_eq!(names, ["Angela Merkel", "Merkel"]);
        assert_eq!(reading.members.len(), 1);
    }
}
