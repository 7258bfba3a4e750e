//! Wikidata's items, as people and organizations with dated positions: invented ones, in the form of a dump.

#![cfg(all(feature = "build", not(target_arch = "wasm32")))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::{BTreeMap, HashMap};

use dramatis::wikidata::{Classes, Draft, ItemId, Label, Labels, Named, Resolver, Tie, sift};
use dramatis::{EntityKind, Fact, HeldPosition};
use proptest::prelude::*;

const ITEMS: &str = include_str!("wikidata/items.jsonl");

struct Table(HashMap<ItemId, Label>);

impl Labels for Table {
    fn named(&self, item: ItemId) -> Option<Named<'_>> {
        let label = self.0.get(&item)?;
        Some(Named { name: &label.name, foreign: label.foreign, private: label.private, of: label.of })
    }
}

/// All records of the items by the number behind 900000000.
fn facts() -> BTreeMap<u32, Fact> {
    let classes = Classes::shipped();
    let (mut drafts, mut labels, mut ties): (Vec<Draft>, HashMap<ItemId, Label>, Vec<Tie>) =
        Default::default();
    for line in ITEMS.lines() {
        let sifted = sift(line, &classes).unwrap();
        drafts.extend(sifted.draft);
        labels.extend(sifted.label.map(|label| (label.id, label)));
        ties.extend(sifted.ties);
    }
    let ids: Vec<ItemId> = drafts.iter().map(|draft| draft.id).collect();
    let table = Table(labels);
    let resolver = Resolver::new(&table, "2031-03-14".parse().unwrap());
    let facts = drafts.into_iter().map(|mut draft| {
        draft.take(ties.iter().filter(|tie| tie.person == draft.id).cloned().collect());
        (draft.id.number() - 900_000_000, resolver.resolve(draft, |parent| ids.contains(&parent)))
    });
    facts.collect()
}

/// A position in words.
fn told(held: &HeldPosition) -> String {
    let day = |mark: &str, date: Option<dramatis::Date>| {
        date.map(|date| format!(" {mark} {date}")).unwrap_or_default()
    };
    let of = held.of.as_deref().map(|of| format!(", {of}")).unwrap_or_default();
    let ends = day("to", held.to) + &day("by", held.by) + &day("as of", held.asof);
    format!("{}{of}{}{ends}", held.what, day("from", held.from))
}

fn all_told(fact: &Fact) -> Vec<String> {
    fact.held.iter().map(told).collect()
}

#[test]
fn people_and_organizations_are_kept_and_nothing_else() {
    let facts = facts();
    let kept: Vec<u32> = facts.keys().copied().collect();
    // 5 has no name in Latin script, 7 is fictional; countries, cities, offices, pages and articles are no organizations.
    assert_eq!(kept, [1, 2, 3, 4, 6, 8, 9, 10, 121, 122, 123, 124, 125, 131, 132]);
    let kinds: Vec<_> = [121, 123, 124, 131, 122].map(|id| facts[&id].class.clone().unwrap()).into();
    assert_eq!(kinds, ["media", "ngo", "other", "party", "other"]);
    assert!(
        facts.values().all(|fact| (fact.kind == EntityKind::Person)
            == (fact.id.len() == 10 && fact.id < "Q900000100".into()))
    );
}

#[test]
fn a_person_has_names_life_party_and_prominence() {
    let facts = facts();
    let ada = &facts[&1];
    assert_eq!(ada.name, "Ada Quill");
    assert_eq!(ada.aliases, ["Ada M. Quill", "A. Quill", "Ada the Able"]);
    assert_eq!(ada.class.as_deref(), Some("politician"));
    assert_eq!(ada.country.as_deref(), Some("US"));
    assert_eq!(ada.desc.as_deref(), Some("Exampleland politician and lawyer"));
    assert_eq!(ada.born.unwrap().to_string(), "1950-03-04");
    assert_eq!(ada.party.as_deref(), Some("Example Party"));
    assert_eq!((ada.wiki.as_deref(), ada.links, ada.tier), (Some("Ada Quill"), Some(3), Some(1)));
    assert_eq!(ada.src, ["wikidata"]);
}

#[test]
fn every_office_that_is_not_deprecated_is_kept_with_its_dates() {
    assert_eq!(
        all_told(&facts()[&1]),
        [
            "Chair, Example Holdings",
            "Secretary of Examples, Exampleland from 2001-01-20 to 2005-01-20",
            "Spokesperson, Example Times from 2006-02 by 2031-03",
            "Mayor, Exampleton from 2010-05-01 as of 2031-03",
            "Prime Minister, Exampleland from 2020-06-01 as of 2031-03",
        ]
    );
}

#[test]
fn a_successor_ends_a_term_and_other_items_tell_of_offices_too() {
    let bo = &facts()[&2];
    assert_eq!(
        all_told(bo),
        [
            "Mayor, Exampleton from 2005-05 by 2010-05-01",
            "Head of state, Exampleland from 2021 to 2022",
            "Chief executive officer, Example Times from 2023-02-01 as of 2031-03",
        ]
    );
    // "husband of a president" is nobody's business.
    assert_eq!(bo.desc, None);
}

#[test]
fn the_dead_hold_no_office() {
    let facts = facts();
    let cyr = &facts[&3];
    assert_eq!(
        (cyr.born.unwrap().to_string(), cyr.died.unwrap().to_string()),
        ("1732-02-22".into(), "1799-12-14".into())
    );
    assert_eq!(all_told(cyr), ["Founder, Example Times", "Mayor, Exampleton from 1780 by 1799-12-14"]);
    // A death without a date ends a term too; an office with a German label only has no English words; a term that ends
    // before it begins is none; a decade is no date.
    let eve = &facts[&6];
    assert_eq!((eve.born, eve.died, eve.held.len()), (None, None, 0));
    assert_eq!((facts[&8].born, facts[&8].died), (None, None));
}

#[test]
fn employers_and_memberships_are_told_but_not_those_of_faith() {
    let facts = facts();
    let dmitri = &facts[&4];
    assert_eq!(dmitri.name, "Dmitri Primerov");
    assert_eq!(
        all_told(dmitri),
        [
            "Editor-in-chief, Example Holdings from 2009-01 as of 2031-03",
            "Journalist, Example Times from 2015 as of 2031-03",
            "Member, Guild of Example Writers from 2016 as of 2031-03",
        ]
    );
    assert_eq!(dmitri.party, None);
}

#[test]
fn an_organization_has_its_seat_parent_and_official_name() {
    let facts = facts();
    let times = &facts[&121];
    assert_eq!((times.seat.as_deref(), times.parent.as_deref()), (Some("Exampleton"), Some("Q900000122")));
    assert_eq!(times.founded.unwrap().to_string(), "1890");
    let holdings = &facts[&122];
    assert_eq!(holdings.aliases, ["Example Holdings Limited"]);
    assert_eq!(
        (holdings.parent.as_deref(), holdings.dissolved.unwrap().to_string()),
        (None, "2030-01-31".to_owned())
    );
}

#[test]
fn what_is_private_is_in_no_record() {
    let all = serde_json::to_string(&facts()).unwrap();
    for word in ["FORBIDDEN", "900000901", "900000902", "husband", "deprecated"] {
        assert!(!all.contains(word), "{word}");
    }
}

/// Bytes put into a line of a dump at some place.
fn broken_lines() -> impl Strategy<Value = String> {
    let lines: Vec<&'static str> = ITEMS.lines().collect();
    (
        prop::sample::select(lines),
        any::<prop::sample::Index>(),
        "[\\PC\"\\\\{}\\[\\]:,0-9-]{0,6}",
        0_usize..40,
    )
        .prop_map(|(line, at, put, cut)| {
            let mut text: Vec<char> = line.chars().collect();
            let at = at.index(text.len());
            let end = (at + cut).min(text.len());
            text.splice(at..end, put.chars());
            text.into_iter().collect()
        })
}

/// Any JSON.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        "[QP+0-9T:Z-]{0,12}".prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    let key = prop::sample::select(vec![
        "id",
        "type",
        "labels",
        "en",
        "value",
        "claims",
        "P31",
        "P39",
        "P569",
        "mainsnak",
        "snaktype",
        "datavalue",
        "rank",
        "qualifiers",
        "P580",
        "sitelinks",
        "enwiki",
        "title",
        "time",
        "precision",
        "numeric-id",
        "aliases",
        "lastrevid",
    ]);
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::hash_map(key.clone().prop_map(str::to_owned), inner, 0..6)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn a_broken_line_gives_an_item_or_an_error(line in broken_lines()) {
        let _ = sift(&line, &Classes::shipped());
    }

    #[test]
    fn any_text_gives_an_error_or_nothing(line in any::<String>()) {
        let _ = sift(&line, &Classes::shipped());
    }

    #[test]
    fn any_json_gives_an_item_or_an_error(json in json()) {
        let _ = sift(&json.to_string(), &Classes::shipped());
    }
}
