//! What is said about searches: pins stand where they were put, what is hidden is nowhere, and all else stays as promised.

use proptest::prelude::*;
use proptest::sample::Index as Any;

use super::catalogue::{care, changes, question};
use super::naive::{Catalogue, changed, compare, passes};
use super::promises::{all, counts_hold, index, omissions_hold};
use crate::{Care, Index, Order, Product, Question};

/// A question with words.
fn worded() -> impl Strategy<Value = Question> {
    question().prop_filter("words", |question| !question.text.is_empty())
}

/// An index in which this is said about the search of the question.
fn cared(catalogue: &Catalogue, question: &Question, care: &Care) -> Index {
    let index = index(catalogue);
    index.set_care(vec![(question.text.to_uppercase(), care.clone())]);
    index
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// All that is pinned and passes is there, once and at its place; nothing else is there that would not be without pins.
    #[test]
    fn pins_and_hidden_ones_are_where_they_belong(changes in changes(), question in worded(), care in care()) {
        let catalogue = changed(Catalogue::new(), &changes);
        let question = all(&question);
        let found = cared(&catalogue, &question, &care).ask(&question);
        prop_assert_eq!(found.ids.len(), found.total);
        let mut once = found.ids.clone();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), found.total);
        let is_there = |id: i64| catalogue.get(&id).is_some_and(|product| passes(product, &question));
        for id in catalogue.keys() {
            match care.of(*id) {
                Some(crate::care::Said::Hidden) => prop_assert!(!found.ids.contains(id)),
                Some(crate::care::Said::Pinned(_)) => prop_assert_eq!(found.ids.contains(id), is_there(*id)),
                None => {}
            }
        }
        // The others are those that are found where the hidden ones alone are said, in the same order.
        let hidden_only = Care::new([], catalogue.keys().copied().filter(|id| care.of(*id) == Some(crate::care::Said::Hidden)));
        let plain = cared(&catalogue, &question, &hidden_only).ask(&question);
        let is_pinned = |id: &i64| matches!(care.of(*id), Some(crate::care::Said::Pinned(_)));
        let others = |ids: &[i64]| ids.iter().copied().filter(|id| !is_pinned(id)).collect::<Vec<_>>();
        prop_assert_eq!(others(&found.ids), others(&plain.ids));
        if question.order == Order::Relevance {
            let mut before = 0;
            for (at, id) in found.ids.iter().enumerate().filter(|(_, id)| is_pinned(id)) {
                let Some(crate::care::Said::Pinned(place)) = care.of(*id) else { continue };
                let wanted = usize::try_from(place).unwrap() - 1;
                // At its place, or behind all others.
                prop_assert!(at == wanted || at < wanted && at - before == others(&found.ids).len());
                before += 1;
            }
        } else {
            let in_order = |pair: &[i64]| compare(&catalogue[&pair[0]], &catalogue[&pair[1]], question.order).is_lt();
            prop_assert!(found.ids.windows(2).all(in_order));
        }
    }

    /// Every count is the number of results that one gets by it.
    #[test]
    fn counts_are_what_one_gets(changes in changes(), question in worded(), care in care()) {
        let index = cared(&changed(Catalogue::new(), &changes), &question, &care);
        counts_hold(&index, &question)?;
        omissions_hold(&index, &question)?;
    }

    /// No product is on two pages, and none on none.
    #[test]
    fn pages_fit_together(changes in changes(), question in worded(), care in care(), cuts in prop::collection::vec(any::<Any>(), 1..4)) {
        let index = cared(&changed(Catalogue::new(), &changes), &question, &care);
        let whole = index.ask(&all(&question));
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(whole.total + 1)).collect();
        cuts.push(0);
        cuts.sort_unstable();
        let mut together = Vec::new();
        for (at, offset) in cuts.iter().enumerate() {
            let limit = cuts.get(at + 1).map_or(usize::MAX, |next| next - offset);
            let page = index.ask(&Question { offset: *offset, limit, ..question.clone() });
            prop_assert_eq!((page.total, &page.facets), (whole.total, &whole.facets));
            together.extend_from_slice(&page.ids);
        }
        prop_assert_eq!(together, whole.ids.clone());
    }

    /// What lacks words and was not put where it is comes last, and searches about which nothing is said are as they were.
    #[test]
    fn other_searches_are_as_they_were(changes in changes(), question in worded(), other in question(), care in care()) {
        let catalogue = changed(Catalogue::new(), &changes);
        let (plain, index) = (index(&catalogue), cared(&catalogue, &question, &care));
        prop_assert_eq!(&*plain.ask(&question), &index.ask_without_care(&question));
        if other.text != question.text {
            prop_assert_eq!(plain.ask(&other), index.ask(&other));
        }
        let found = index.ask(&all(&question));
        prop_assert!(found.leading <= found.total);
        for id in &found.ids {
            let explained = index.explain(&question, *id).unwrap();
            let pinned = matches!(care.of(*id), Some(crate::care::Said::Pinned(_)));
            prop_assert_eq!(explained.pinned.is_some(), pinned);
        }
        index.set_care(Vec::new());
        prop_assert_eq!(plain.ask(&question), index.ask(&question));
    }
}

/// Lamps, the dearer the more popular, and one chair.
fn shop() -> (Index, Question) {
    let index = Index::new();
    let product = |id: i64| Product {
        id,
        name: if id == 9 { "oak chair" } else { "lamp" }.into(),
        price: Some(id * 100),
        popularity: f32::from(u8::try_from(id).unwrap()),
        ..Product::default()
    };
    index.apply((1..=9).map(|id| (id, Some(product(id)))).collect());
    let question = Question {
        text: "lamp".into(),
        limit: 24,
        ..Question::default()
    };
    (index, question)
}

#[test]
fn a_pin_that_does_not_match_is_counted_and_leads() {
    let (index, question) = shop();
    assert_eq!(index.ask(&question).ids, [8, 7, 6, 5, 4, 3, 2, 1]);
    index.set_care(vec![("Lamp".into(), Care::new([(1, 9), (3, 1)], [7]))]);
    let found = index.ask(&question);
    assert_eq!(found.ids, [9, 8, 1, 6, 5, 4, 3, 2]);
    assert_eq!((found.total, found.exact, found.leading), (8, 7, 8));
    let cheapest = index.ask(&Question {
        order: Order::PriceAscending,
        ..question.clone()
    });
    assert_eq!(cheapest.ids, [1, 2, 3, 4, 5, 6, 8, 9]);
    let cheap = index.ask(&Question {
        max_price: Some(500),
        ..question.clone()
    });
    assert_eq!(cheap.ids, [5, 4, 1, 3, 2]);
    // A pin that goes from the shop leaves its place to the others.
    index.apply(vec![(9, None)]);
    assert_eq!(index.ask(&question).ids, [8, 6, 1, 5, 4, 3, 2]);
}

#[test]
fn a_search_that_found_nothing_finds_what_is_pinned() {
    let (index, question) = shop();
    let question = Question {
        text: "zzz".into(),
        ..question
    };
    assert_eq!(index.ask(&question).total, 0);
    index.change_care(vec![("zzz".into(), Care::new([(4, 2)], []))]);
    assert_eq!(index.ask(&question).ids, [2]);
    index.change_care(vec![("zzz".into(), Care::default())]);
    assert_eq!(index.ask(&question).total, 0);
}
