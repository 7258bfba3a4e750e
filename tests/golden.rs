//! Whole articles, from the page to the cards, as readable snapshots.
//!
//! Every article in `tests/articles` was written for this test. `cargo insta review` (or `INSTA_UPDATE=always
//! cargo test --test golden`) takes a changed reading over after somebody has read it.

// A test file is all tests; clippy sees only functions marked so.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

mod pack;

use std::fmt::Write;
use std::path::Path;

use dramatis::{Article, Confidence, EntityKind, Reading, looks_like_html};

fn read(name: &str) -> (Article, Reading) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles").join(name);
    let content = std::fs::read_to_string(path).unwrap();
    let article = if looks_like_html(&content) {
        Article::from_html(&content, None)
    } else {
        Article::from_text(&content)
    };
    let reading = pack::engine().read(&article);
    (article, reading)
}

/// A reading as a person would check it: who, how sure, where, and every line of the card.
fn readable(article: &Article, reading: &Reading) -> String {
    let mut out = String::new();
    let date = article.date.map(|found| format!("{} ({:?})", found.date, found.source));
    writeln!(out, "{}\n{}", article.title, date.unwrap_or_else(|| "no date".to_owned())).unwrap();
    for member in &reading.members {
        let kind = match member.kind {
            EntityKind::Person => "person",
            EntityKind::Organization => "organization",
        };
        let entity = member.entity.as_deref().unwrap_or("nobody we know");
        writeln!(out, "\n{} [{kind}, {:?}, {entity}]", member.name, member.confidence).unwrap();
        let mentions: Vec<String> = member
            .mentions
            .iter()
            .map(|index| {
                let span = reading.mentions[*index].span;
                let shown = if member.is_marked_at(span) { "" } else { "·" };
                format!("{shown}{}@{}", span.of(&article.text), span.start)
            })
            .collect();
        writeln!(out, "  named: {}", mentions.join(", ")).unwrap();
        for reason in &member.why {
            writeln!(out, "  why: {reason}").unwrap();
        }
        if let Some(card) = &member.card {
            for line in &card.lines {
                writeln!(out, "  | {line}").unwrap();
            }
            for alternative in &card.alternatives {
                writeln!(out, "  or: {} ({})", alternative.heading, alternative.description).unwrap();
            }
        }
    }
    out
}

fn golden(name: &str) {
    let (article, reading) = read(name);
    insta::with_settings!({ snapshot_path => "articles", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name.replace('.', "-"), readable(&article, &reading));
    });
}

#[test]
fn politics() {
    golden("demo.html");
}

#[test]
fn business() {
    golden("business.html");
}

#[test]
fn sport() {
    golden("sport.html");
}

#[test]
fn two_namesakes_in_one_story() {
    golden("namesakes.html");
}

#[test]
fn headlines_in_capitals() {
    golden("capitals.html");
}

#[test]
fn an_expert_nobody_knows() {
    golden("unknown-expert.html");
}

#[test]
fn a_family_in_plain_text() {
    golden("family.txt");
}

/// The entity that a name of an article is linked to for sure.
fn sure(reading: &Reading, article: &Article, name: &str) -> Option<String> {
    let is_named = |index: &usize| reading.mentions[*index].span.of(&article.text) == name;
    let member = reading.members.iter().find(|member| member.mentions.iter().any(is_named))?;
    (member.confidence == Confidence::Sure).then(|| member.entity.clone()).flatten()
}

#[test]
fn the_secretary_of_the_navy_is_not_his_namesake() {
    let (article, reading) = read("namesakes.html");
    assert_eq!(sure(&reading, &article, "Richard Spencer").as_deref(), Some("Q29342932"));
}

#[test]
fn brothers_of_one_surname_stay_two() {
    let (article, reading) = read("namesakes.html");
    assert_eq!(sure(&reading, &article, "Boris Johnson").as_deref(), Some("Q180589"));
    assert_eq!(sure(&reading, &article, "Jo Johnson").as_deref(), Some("Q728063"));
}

#[test]
fn an_unknown_expert_is_introduced_by_the_articles_own_words_and_only_later() {
    let (article, reading) = read("unknown-expert.html");
    let expert = reading.members.iter().find(|member| member.name == "Lena Ostrava-Whitlock").unwrap();
    assert_eq!(expert.confidence, Confidence::Unknown);
    let introduced = expert.card.as_ref().unwrap().introduced.as_ref().unwrap();
    assert_eq!(introduced.quote, "a structural engineer who has inspected the bridge since 2009");
    assert_eq!(&article.text[introduced.start..introduced.end], introduced.quote);
    let marked: Vec<bool> =
        expert.mentions.iter().map(|index| expert.is_marked_at(reading.mentions[*index].span)).collect();
    assert_eq!(marked, [false, true, true]);
}

#[test]
fn a_shouted_who_is_not_the_world_health_organization_and_fed_is_the_federal_reserve() {
    let (article, reading) = read("capitals.html");
    let places = |entity: &str| -> Vec<&str> {
        let member = reading.members.iter().find(|member| member.entity.as_deref() == Some(entity)).unwrap();
        member.mentions.iter().map(|index| reading.mentions[*index].span.of(&article.text)).collect()
    };
    assert_eq!(places("Q7817"), ["World Health Organization", "WHO"]);
    assert_eq!(places("Q53536"), ["FED", "FED", "Federal Reserve", "Fed"]);
}

#[test]
fn places_and_companies_of_one_name_are_told_apart() {
    let (article, reading) = read("family.txt");
    assert_eq!(sure(&reading, &article, "University of Washington").as_deref(), Some("Q219563"));
    assert_eq!(sure(&reading, &article, "Washington Post").as_deref(), Some("Q166032"));
    let names = || reading.mentions.iter().map(|mention| mention.span.of(&article.text));
    assert!(!names().any(|name| name == "Washington" || name == "Houston" || name == "Texas"));
    let (article, reading) = read("business.html");
    let named = |name: &str| reading.mentions.iter().any(|mention| mention.span.of(&article.text) == name);
    assert!(!named("May") && !named("Our"));
    assert_eq!(sure(&reading, &article, "Ford").as_deref(), Some("Q44294"));
}

#[test]
fn the_same_article_gives_the_same_reading() {
    let (article, reading) = read("demo.html");
    assert_eq!(pack::engine().read(&article), reading);
}
