//! What is explained is what decided.

use std::cmp::Reverse;

use proptest::prelude::*;

use super::catalogue::{changes, question};
use super::naive::{Catalogue, changed};
use crate::asking::understood;
use crate::matching::{Least, matches};
use crate::number::place;
use crate::{Brand, Explanation, Index, Order, Place, Product, Question, Way};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Results are explained and nothing else; the totals are the scores they were ranked by, and in their order.
    #[test]
    fn explanations_are_the_ranking(
        rounds in prop::collection::vec(changes(), 1..4),
        question in question(),
        verbatim in any::<bool>(),
    ) {
        let index = Index::new();
        let mut catalogue = Catalogue::new();
        for changes in rounds {
            catalogue = changed(catalogue, &changes);
            index.apply(changes);
        }
        let question = Question { offset: 0, limit: usize::MAX, order: Order::Relevance, verbatim, ..question };
        let answer = index.ask(&question);
        let searched = !answer.reading.words.is_empty();
        for id in catalogue.keys() {
            let expected = searched && answer.ids.contains(id);
            prop_assert_eq!(index.explain(&question, *id).is_some(), expected);
        }
        if !searched {
            return Ok(());
        }
        let explained: Vec<Explanation> =
            answer.ids.iter().map(|id| index.explain(&question, *id).unwrap()).collect();
        let places = answer.ids.iter().zip(&explained).map(|(id, why)| {
            let popularity = catalogue[id].popularity.to_bits();
            (Reverse(why.coverage), Reverse(why.total), Reverse(popularity), Reverse(*id))
        });
        prop_assert!(places.collect::<Vec<_>>().is_sorted());

        let core = index.read();
        let plan = understood(&core, &question).plan;
        let ranked = matches(&core, &plan, Least::of(Order::Relevance), &[]).ranked(&core, &plan);
        for (id, why) in answer.ids.iter().zip(&explained) {
            let slot = core.slot(*id).unwrap();
            let at = ranked.slots.binary_search(&slot).unwrap();
            prop_assert_eq!(why.total, ranked.scores[at]);
            if let Some(coverage) = ranked.coverages.get(at) {
                prop_assert_eq!(why.coverage, *coverage);
            }
            let shares = why.words.iter().filter_map(|word| word.found.as_ref());
            let sum: u32 = shares.clone().map(|found| found.share).sum();
            prop_assert_eq!(sum + why.bonuses.total(), why.total);
            prop_assert!(shares.clone().all(|found| found.share > 0 && !found.places.is_empty()));
            prop_assert_eq!(shares.count() > 0, place(why.coverage) > 0);
        }
    }
}

fn headphones() -> Index {
    let product = Product {
        id: 7,
        name: "Sony WH1000XM4 wireless headphones".into(),
        sku: "4905524".into(),
        description: "Made for gaming nights with a smart telephone".into(),
        brand: Some(Brand {
            id: 1,
            slug: "sony".into(),
            name: "Sony".into(),
        }),
        category: Some(1),
        category_names: vec!["Audio".into(), "Headphones".into()],
        attributes: vec![("Colour".into(), "Midnight Blue".into())],
        popularity: 2.0,
        ..Product::default()
    };
    let index = Index::new();
    index.apply(vec![(7, Some(product))]);
    index.set_synonyms(&[("cellphone".to_owned(), "telephone".to_owned())]);
    index
}

/// What the only product has of the words, in the order typed.
fn found(text: &str) -> Vec<(String, String, Way, Vec<Place>)> {
    let question = Question {
        text: text.into(),
        limit: 1,
        ..Question::default()
    };
    let words = headphones().explain(&question, 7).unwrap().words;
    let told = words.into_iter().filter_map(|word| {
        let found = word.found?;
        Some((word.typed, found.word, found.way, found.places))
    });
    told.collect()
}

fn one(text: &str) -> (String, String, Way, Vec<Place>) {
    let mut all = found(text);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn told(typed: &str, word: &str, way: Way, places: &[Place]) -> (String, String, Way, Vec<Place>) {
    (typed.into(), word.into(), way, places.to_vec())
}

#[test]
fn ways_and_places_are_told() {
    use Place::{Brand, Category, Description, Name, Property, StockNumber, Value};
    let cases = [
        ("sony", "sony", Way::Exact, &[Name, Brand][..]),
        ("Headphone", "headphones", Way::Exact, &[Name, Category]),
        ("wh1000xm4", "wh1000xm4", Way::Exact, &[Name]),
        ("audio", "audio", Way::Exact, &[Category]),
        ("4905524", "4905524", Way::Exact, &[StockNumber]),
        ("blue", "blue", Way::Exact, &[Value]),
        ("color", "color", Way::Exact, &[Property]),
        ("game", "gaming", Way::Stem, &[Description]),
        ("cellphone", "telephone", Way::Synonym, &[Description]),
        ("hedphones", "headphones", Way::Corrected, &[Name, Category]),
        ("headph", "headphones", Way::Prefix, &[Name, Category]),
    ];
    for (text, word, way, places) in cases {
        assert_eq!(one(text), told(&text.to_lowercase(), word, way, places));
    }
    for joined in found("head phones") {
        assert_eq!((joined.1.as_str(), joined.2), ("headphones", Way::Compound));
    }
    let parts = found("sonywireless");
    assert_eq!(
        parts,
        [
            told("sonywireless", "sony", Way::Compound, &[Name, Brand]),
            told("sonywireless", "wireless", Way::Compound, &[Name])
        ]
    );
}

#[test]
fn bonuses_are_told() {
    let index = headphones();
    let why = |text: &str| {
        let question = Question {
            text: text.into(),
            limit: 1,
            ..Question::default()
        };
        index.explain(&question, 7).unwrap()
    };
    let gained = |text: &str| {
        let bonuses = why(text).bonuses;
        let all = [
            bonuses.name,
            bonuses.phrase,
            bonuses.beginning,
            bonuses.equal,
        ];
        all.map(|bonus| bonus > 0)
    };
    assert_eq!(gained("blue audio"), [false; 4]);
    assert_eq!(gained("headphones sony"), [true, false, false, false]);
    assert_eq!(gained("wireless headphones"), [true, true, false, false]);
    assert_eq!(gained("sony"), [true, false, true, false]);
    assert_eq!(gained("sony wh1000xm4 wireless headphones"), [true; 4]);
    assert!(why("sony").bonuses.popularity > 0);

    let lacking = why("sony toaster");
    assert_eq!(lacking.words[1].found, None);
    assert!(lacking.coverage < why("sony").coverage + why("toaster sony").coverage);
    assert_eq!(lacking.coverage, why("toaster sony").coverage);
}
