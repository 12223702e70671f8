//! What is answered when few products have all words.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::catalogue::{changes, question};
use super::naive::{Catalogue, changed, has_word, passes};
use crate::ranking::{MINIMUM, RELAXED};
use crate::{Index, Order, Product, Question};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// No product is left out that has all that another one has which is found, nor placed after it; the words that are
    /// told to be missing are; and no word is left out where that is not needed.
    #[test]
    fn those_with_most_of_it_are_found(changes in changes(), question in question(), words in prop::collection::vec(
        prop::sample::select(vec!["red", "lamp", "desk", "oak", "garden", "cable", "acme", "nowhere"]), 2..6,
    )) {
        let catalogue = changed(Catalogue::new(), &changes);
        let index = Index::new();
        index.apply(changes);
        let words: BTreeSet<&str> = words.into_iter().collect();
        let text = words.iter().copied().collect::<Vec<_>>().join(" ");
        let question = Question { text, offset: 0, limit: usize::MAX, ..question };
        let answer = index.ask(&question);
        let own = |product: &Product| -> BTreeSet<&str> {
            words.iter().copied().filter(|word| has_word(product, word)).collect()
        };
        let passing: Vec<&Product> = catalogue.values().filter(|product| passes(product, &question)).collect();
        for product in &passing {
            for (rank, id) in answer.ids.iter().enumerate() {
                let found = own(&catalogue[id]);
                if own(product).is_superset(&found) {
                    let at = answer.ids.iter().position(|id| *id == product.id);
                    prop_assert!(at.is_some());
                    if question.order == Order::Relevance && own(product) != found {
                        prop_assert!(at.unwrap() < rank);
                    }
                }
            }
        }
        let lacking = words.iter().filter(|word| answer.ids.iter().any(|id| !has_word(&catalogue[id], word)));
        let mut left_out = answer.reading.left_out.clone();
        left_out.sort();
        prop_assert_eq!(left_out, lacking.map(|word| (*word).to_owned()).collect::<Vec<_>>());

        let full = catalogue.values().filter(|product| own(product).len() == words.len()).count();
        let some = catalogue.values().filter(|product| !own(product).is_empty()).count();
        let found = index.ask(&Question { text: question.text.clone(), order: question.order, verbatim: true, ..Question::default() });
        if question.order != Order::Relevance {
            prop_assert!(full == 0 || found.total == full);
            prop_assert_eq!(found.total > 0, some > 0);
        } else if full >= MINIMUM {
            prop_assert_eq!(found.total, full);
        } else {
            prop_assert!(found.total >= some.min(RELAXED));
        }
    }
}

fn named(id: i64, name: &str) -> (i64, Option<Product>) {
    let product = Product {
        id,
        name: name.into(),
        price: Some(100 - id),
        ..Product::default()
    };
    (id, Some(product))
}

/// Two words are more of a query than a rarer one; of as many, the rarer.
#[test]
fn two_common_words_are_more_than_a_rare_one() {
    let mut changes: Vec<_> = (10..290).map(|id| named(id, "lamp desk")).collect();
    changes.extend([
        named(1, "walnut oak"),
        named(2, "walnut"),
        named(3, "lamp desk oak"),
    ]);
    let index = Index::new();
    index.apply(changes);
    let ask = |text: &str, order| {
        let question = Question {
            text: text.into(),
            order,
            limit: 4,
            verbatim: true,
            ..Question::default()
        };
        index.ask(&question)
    };
    let answer = ask("walnut lamp desk", Order::Relevance);
    assert_eq!((answer.total, answer.exact), (281, 0));
    assert_eq!(answer.reading.left_out, ["walnut"]);
    let answer = ask("oak lamp desk", Order::Relevance);
    assert_eq!((answer.total, answer.exact, answer.ids[0]), (281, 1, 3));
    assert_eq!(answer.reading.left_out, ["oak"]);
    // By price, the cheapest lamp would be no answer to that.
    let answer = ask("oak lamp desk", Order::PriceAscending);
    assert_eq!((&answer.ids[..], answer.exact), (&[3][..], 1));
    assert!(answer.reading.left_out.is_empty());
    let answer = ask("walnut oak desk", Order::PriceAscending);
    assert_eq!((&answer.ids[..], answer.exact), (&[1][..], 0));
}
