//! Sixty cards of real people and organizations on real dates, as a snapshot that a person has read line by line.
//!
//! `INSTA_UPDATE=always cargo test sixty_cards` takes changed cards over after somebody has read them.

use std::fmt::Write;
use std::path::Path;

use super::*;
use crate::knowledge::{Pack, build_pack, read_facts};

#[test]
fn sixty_cards_of_real_people_and_organizations() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let facts = read_facts(&root.join("facts")).unwrap();
    let knowledge = Knowledge::from(Pack::open(build_pack(&facts, None).unwrap()).unwrap());
    let cases = std::fs::read_to_string(root.join("tests/cards/cases.tsv")).unwrap();
    let mut shown = String::new();
    for line in cases.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (id, date) = (fields.next().unwrap(), fields.next().unwrap());
        let date: Option<Date> = (!date.is_empty()).then(|| date.parse().unwrap());
        let entity = knowledge.by_id(id).unwrap_or_else(|| panic!("{line}: not in the facts"));
        let card = of_entity(&entity, date, &knowledge);
        assert!(card.lines.len() <= MOST_LINES, "{line}");
        let on = date.map_or_else(|| "no date".to_owned(), |date| date.to_string());
        writeln!(shown, "{} ({}), {on}", card.heading, card.class.as_deref().unwrap_or("-")).unwrap();
        for line in &card.lines {
            writeln!(shown, "  | {line}").unwrap();
        }
        let sources: Vec<String> = card
            .sources
            .iter()
            .map(|source| {
                source
                    .as_of
                    .map_or_else(|| source.title.clone(), |as_of| format!("{} ({as_of})", source.title))
            })
            .collect();
        writeln!(shown, "  from: {}\n", sources.join("; ")).unwrap();
    }
    insta::with_settings!({ snapshot_path => "../../tests/cards", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("cards", shown);
    });
}
