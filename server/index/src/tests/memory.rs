//! Answers from memory are those one would get without it.

use proptest::prelude::*;

use super::catalogue::{care, changes, product, question};
use crate::{Brand, Builder, Care, Index, Order, Product, Question, Stats};

/// One thing after another.
#[derive(Debug, Clone)]
enum Step {
    Apply(Vec<(i64, Option<Product>)>),
    /// Something else about a product that is there, but not its words.
    Reprice(i64, Box<Product>),
    Replace(Vec<Product>),
    /// Says something about the search of the question with this number.
    Care(prop::sample::Index, Care),
    /// Asks the question with this number.
    Ask(prop::sample::Index),
}

fn step() -> impl Strategy<Value = Step> {
    let few = prop::collection::vec(
        (1..60_i64).prop_flat_map(|id| (Just(id), prop::option::weighted(0.8, product(id)))),
        1..3,
    );
    let anew = (1..60_i64).prop_flat_map(|id| (Just(id), product(id)));
    prop_oneof![
        4 => few.prop_map(Step::Apply),
        4 => anew.prop_map(|(id, product)| Step::Reprice(id, Box::new(product))),
        1 => changes().prop_map(Step::Apply),
        1 => prop::collection::vec(product(1), 0..2).prop_map(Step::Replace),
        3 => (any::<prop::sample::Index>(), care()).prop_map(|(number, care)| Step::Care(number, care)),
        20 => any::<prop::sample::Index>().prop_map(Step::Ask),
    ]
}

/// Narrow questions are those whose answers outlive most changes.
fn narrow() -> impl Strategy<Value = Question> {
    (question(), 0..5_i32, any::<bool>(), any::<bool>()).prop_map(
        |(question, category, verbatim, without_facets)| Question {
            categories: Some(vec![category]),
            verbatim,
            without_facets,
            ..question
        },
    )
}

/// The same question for other pages and in another order: they share what they count.
fn turned(question: Question) -> [Question; 4] {
    let next = Question {
        offset: question.offset + 2,
        ..question.clone()
    };
    let cheapest = Question {
        order: Order::PriceAscending,
        ..question.clone()
    };
    let none = Question {
        limit: 0,
        ..question.clone()
    };
    [question, next, cheapest, none]
}

fn take(index: &Index, known: &mut std::collections::BTreeMap<i64, Product>, step: Step) {
    match step {
        Step::Apply(changes) => {
            for (id, product) in &changes {
                match product {
                    Some(product) => known.insert(*id, product.clone()),
                    None => known.remove(id),
                };
            }
            index.apply(changes);
        }
        Step::Reprice(id, other) => {
            if let Some(own) = known.get_mut(&id) {
                own.price = other.price;
                own.rating = other.rating;
                own.in_stock = other.in_stock;
                own.popularity = other.popularity;
                index.apply(vec![(id, Some(own.clone()))]);
            }
        }
        Step::Replace(products) => {
            known.retain(|id, _| id % 2 == 0);
            known.extend(products.into_iter().map(|product| (product.id, product)));
            let mut builder = Builder::new();
            for product in known.values() {
                builder.push(product.clone());
            }
            index.replace(builder);
        }
        Step::Ask(_) | Step::Care(..) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn memory_never_shows(
        first in changes(),
        questions in prop::collection::vec(prop_oneof![question(), narrow()], 1..8),
        steps in prop::collection::vec(step(), 1..80),
    ) {
        let questions: Vec<_> = questions.into_iter().flat_map(turned).collect();
        let index = Index::new();
        let mut known = std::collections::BTreeMap::new();
        take(&index, &mut known, Step::Apply(first));
        for step in steps {
            if let Step::Ask(number) = &step {
                let question = number.get(&questions);
                prop_assert_eq!(&*index.ask(question), &index.ask_anew(question));
            }
            if let Step::Care(number, care) = &step {
                let text = number.get(&questions).text.clone();
                index.change_care(vec![(text, care.clone())]);
            }
            take(&index, &mut known, step);
        }
        for question in &questions {
            prop_assert_eq!(&*index.ask(question), &index.ask_anew(question));
        }
    }
}

fn named(id: i64, name: &str) -> (i64, Option<Product>) {
    let product = Product {
        id,
        name: name.into(),
        price: Some(id * 100),
        brand: Some(Brand {
            id: 1,
            slug: "acme".into(),
            name: "Acme".into(),
        }),
        ..Product::default()
    };
    (id, Some(product))
}

/// A shop with lamps and chairs, and a question about lamps that was asked once.
fn shop() -> (Index, Question) {
    let index = Index::new();
    index.apply(
        (0..100)
            .map(|id| named(id, if id % 2 == 0 { "lamp" } else { "chair" }))
            .collect(),
    );
    let question = Question {
        text: "lamp".into(),
        limit: 5,
        ..Question::default()
    };
    index.ask(&question);
    (index, question)
}

#[test]
fn answers_are_remembered() {
    let (index, question) = shop();
    let first = index.ask(&question);
    assert!(std::sync::Arc::ptr_eq(&first, &index.ask(&question)));
    let stats = Stats {
        memory: 0,
        ..index.stats()
    };
    let expected = Stats {
        hits: 2,
        misses: 1,
        ..Stats::default()
    };
    assert_eq!(stats, expected);
}

#[test]
fn pages_of_one_answer_share_their_counts() {
    let (index, question) = shop();
    let first = index.ask(&question);
    for order in [Order::Relevance, Order::Newest, Order::PriceAscending] {
        for offset in [5, 10] {
            let page = index.ask(&Question {
                order,
                offset,
                ..question.clone()
            });
            let is_shared = std::sync::Arc::ptr_eq(&first.facets, &page.facets);
            assert_eq!(is_shared, order == Order::Relevance, "{order:?}");
            assert_eq!(first.facets, page.facets);
        }
    }
    let whole = |order| {
        let question = Question {
            order,
            limit: 5,
            ..Question::default()
        };
        std::sync::Arc::clone(&index.ask(&question).facets)
    };
    let all = [Order::Relevance, Order::Newest].map(whole);
    assert!(std::sync::Arc::ptr_eq(&all[0], &all[1]));
}

#[test]
fn answers_outlive_changes_to_other_products() {
    let (index, question) = shop();
    index.apply(vec![
        named(1, "armchair"),
        named(3, "chair with arms"),
        (5, None),
    ]);
    index.ask(&question);
    assert_eq!((index.stats().outlived, index.stats().renewed), (1, 0));
    index.ask(&question);
    assert_eq!(index.stats().hits, 1);
    index.apply(vec![named(1, "lamp")]);
    assert_eq!(index.ask(&question).total, 51);
    assert_eq!((index.stats().outlived, index.stats().renewed), (1, 1));
}

#[test]
fn an_answer_that_comes_out_the_same_is_the_same() {
    let (index, question) = shop();
    let before = index.ask(&question);
    index.apply(vec![named(0, "chair")]);
    index.apply(vec![named(0, "lamp")]);
    assert!(std::sync::Arc::ptr_eq(&before, &index.ask(&question)));
    assert_eq!((index.stats().renewed, index.stats().renewed_equal), (0, 1));
}

/// What two filters keep out counts nowhere.
#[test]
fn answers_outlive_changes_to_what_two_filters_keep_out() {
    let (index, question) = shop();
    let question = Question {
        min_price: Some(5_000),
        in_stock: true,
        ..question
    };
    index.ask(&question);
    let (id, mut cheap) = named(2, "lamp");
    if let Some(lamp) = &mut cheap {
        lamp.price = Some(300);
    }
    index.apply(vec![(id, cheap)]);
    index.ask(&question);
    assert_eq!(
        (index.stats().outlived, index.stats().renewed_equal),
        (1, 0)
    );
}

/// How many words a result needs is found out before filters: by products elsewhere, too.
#[test]
fn a_product_that_fails_the_filters_may_decide_how_many_words_are_needed() {
    let hand = |id: i64| {
        let product = Product {
            id,
            name: "hand".into(),
            category: Some(if id == 1 { 1 } else { 2 }),
            ..Product::default()
        };
        (id, Some(product))
    };
    let index = Index::new();
    index.apply((1..24).map(hand).collect());
    let question = Question {
        text: "navy hand".into(),
        categories: Some(vec![1]),
        verbatim: true,
        limit: 24,
        ..Question::default()
    };
    index.ask(&question);
    index.apply(vec![hand(24)]);
    assert_eq!(*index.ask(&question), index.ask_anew(&question));
}
