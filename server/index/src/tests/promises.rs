//! What the index promises.

use proptest::prelude::*;
use proptest::sample::Index as Any;
use proptest::test_runner::TestCaseResult;

use super::catalogue::{changes, question};
use super::naive::{Catalogue, changed, compare, has_word, passes};
use crate::{Builder, Index, Order, Question, Similar};

pub(super) fn index(catalogue: &Catalogue) -> Index {
    let mut builder = Builder::new();
    for product in catalogue.values() {
        builder.push(product.clone());
    }
    let index = Index::new();
    index.replace(builder);
    index
}

/// The same question about everything, so that nothing is left to chance.
pub(super) fn all(question: &Question) -> Question {
    Question {
        offset: 0,
        limit: usize::MAX,
        ..question.clone()
    }
}

/// Each count must be the total of the question with that value alone chosen in its facet.
pub(super) fn counts_hold(index: &Index, question: &Question) -> TestCaseResult {
    let facets = &index.ask(question).facets;
    let total = |narrowed: Question| index.ask(&narrowed).total;
    for (category, count) in &facets.categories {
        prop_assert_eq!(
            *count,
            total(Question {
                categories: Some(vec![*category]),
                ..question.clone()
            })
        );
    }
    for brand in &facets.brands {
        prop_assert_eq!(
            brand.count,
            total(Question {
                brands: vec![brand.slug.clone()],
                ..question.clone()
            })
        );
    }
    for (count, least) in facets.ratings.iter().zip(1..) {
        prop_assert_eq!(
            *count,
            total(Question {
                min_rating: Some(least),
                ..question.clone()
            })
        );
    }
    prop_assert_eq!(
        facets.in_stock,
        total(Question {
            in_stock: true,
            ..question.clone()
        })
    );
    let between = |from, to| Question {
        min_price: Some(from),
        max_price: Some(to),
        ..question.clone()
    };
    for bar in &facets.histogram {
        prop_assert_eq!(bar.count, total(between(bar.from, bar.to)));
    }
    if let Some((least, most)) = facets.prices {
        prop_assert_eq!(
            facets.histogram.iter().map(|bar| bar.count).sum::<usize>(),
            total(between(least, most))
        );
        prop_assert!(total(between(least, least)) > 0 && total(between(most, most)) > 0);
    }
    for facet in &facets.attributes {
        for value in &facet.values {
            let mut attributes = question.attributes.clone();
            attributes.retain(|(key, _)| *key != facet.key);
            attributes.push((facet.key.clone(), vec![value.value.clone()]));
            prop_assert_eq!(
                value.count,
                total(Question {
                    attributes,
                    ..question.clone()
                })
            );
        }
    }
    Ok(())
}

/// What is told of a facet's own filter must be the total of the question without it.
pub(super) fn omissions_hold(index: &Index, question: &Question) -> TestCaseResult {
    let without = &index.ask(question).facets.without;
    let total = |wider: Question| index.ask(&wider).total;
    let question = || question.clone();
    let brands = Vec::new();
    prop_assert_eq!(
        without.brands,
        total(Question {
            brands,
            ..question()
        })
    );
    let (min_price, max_price) = (None, None);
    prop_assert_eq!(
        without.prices,
        total(Question {
            min_price,
            max_price,
            ..question()
        })
    );
    let min_rating = None;
    prop_assert_eq!(
        without.ratings,
        total(Question {
            min_rating,
            ..question()
        })
    );
    let in_stock = false;
    prop_assert_eq!(
        without.stock,
        total(Question {
            in_stock,
            ..question()
        })
    );
    for (key, count) in &without.attributes {
        let mut attributes = question().attributes;
        attributes.retain(|(name, _)| name != key);
        prop_assert_eq!(
            *count,
            total(Question {
                attributes,
                ..question()
            })
        );
    }
    Ok(())
}

/// What was chosen must be told, even at 0.
fn choices_are_told(index: &Index, question: &Question) -> TestCaseResult {
    let facets = &index.ask(question).facets;
    for slug in &question.brands {
        prop_assert!(facets.brands.iter().any(|brand| brand.slug == *slug));
    }
    for (key, values) in &question.attributes {
        let facet = facets.attributes.iter().find(|facet| facet.key == *key);
        let told = |value: &String| {
            facet.is_some_and(|facet| facet.values.iter().any(|told| told.value == *value))
        };
        prop_assert!(values.iter().all(told));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Without words: exactly the products that pass, in exactly the order that was asked for.
    #[test]
    fn filters_and_orders_are_exact(changes in changes(), question in question()) {
        let catalogue = changed(Catalogue::new(), &changes);
        let question = Question { text: String::new(), ..question };
        let mut expected: Vec<_> = catalogue.values().filter(|product| passes(product, &question)).collect();
        expected.sort_by(|one, other| compare(one, other, question.order));
        let answer = index(&catalogue).ask(&question);
        prop_assert_eq!(answer.total, expected.len());
        let page: Vec<i64> =
            expected.iter().map(|product| product.id).skip(question.offset).take(question.limit).collect();
        prop_assert_eq!(&answer.ids, &page);
    }

    /// With words: every product that has them all and passes, in the order asked for, and before any other.
    #[test]
    fn all_that_match_are_found(changes in changes(), question in question()) {
        let catalogue = changed(Catalogue::new(), &changes);
        let index = index(&catalogue);
        let question = all(&question);
        let found = index.ask(&question);
        let words: Vec<&str> = question.text.split_whitespace().collect();
        let full: Vec<i64> = catalogue
            .values()
            .filter(|product| passes(product, &question) && words.iter().all(|word| has_word(product, word)))
            .map(|product| product.id)
            .collect();
        prop_assert!(full.iter().all(|id| found.ids.contains(id)));
        prop_assert_eq!(found.ids.len(), found.total);
        prop_assert_eq!(found.exact, full.len());
        for id in &found.ids {
            let product = &catalogue[id];
            prop_assert!(passes(product, &question));
            prop_assert!(words.is_empty() || words.iter().any(|word| has_word(product, word)));
        }
        if question.order == Order::Relevance {
            prop_assert!(words.is_empty() || found.ids[..full.len()].iter().all(|id| full.contains(id)));
        } else {
            let in_order = |pair: &[i64]| compare(&catalogue[&pair[0]], &catalogue[&pair[1]], question.order).is_lt();
            prop_assert!(found.ids.windows(2).all(in_order));
        }
        if found.reading.left_out.is_empty() && !words.is_empty() {
            prop_assert_eq!(full.len(), found.total);
        }
    }

    /// Pages are cut from one list.
    #[test]
    fn pages_fit_together(changes in changes(), question in question(), cut in any::<Any>()) {
        let index = index(&changed(Catalogue::new(), &changes));
        let whole = index.ask(&all(&question));
        let cut = cut.index(whole.total + 1);
        let first = index.ask(&Question { limit: cut, ..all(&question) });
        let second = index.ask(&Question { offset: cut, ..all(&question) });
        prop_assert_eq!([&first.ids[..], &second.ids].concat(), whole.ids.clone());
        prop_assert_eq!(&first.facets, &second.facets);
    }

    #[test]
    fn counts_are_what_one_gets(changes in changes(), question in question()) {
        let index = index(&changed(Catalogue::new(), &changes));
        counts_hold(&index, &question)?;
        omissions_hold(&index, &question)?;
        choices_are_told(&index, &question)?;
    }

    /// However the products came, the answers are the same.
    #[test]
    fn contents_decide_not_history(
        rounds in prop::collection::vec(changes(), 1..12),
        questions in prop::collection::vec(question(), 1..6),
    ) {
        let lived = Index::new();
        let mut catalogue = Catalogue::new();
        for changes in rounds {
            catalogue = changed(catalogue, &changes);
            lived.apply(changes);
        }
        let fresh = index(&catalogue);
        prop_assert_eq!(lived.len(), catalogue.len());
        for question in questions {
            let everything = lived.ask(&Question::default());
            prop_assert_eq!(&lived.sizes().categories, &everything.facets.categories);
            prop_assert_eq!(lived.sizes().total, everything.total);
            for question in [Question { verbatim: false, ..question.clone() }, question] {
                let (one, other) = (lived.ask(&question), fresh.ask(&question));
                prop_assert_eq!(&one, &other);
                prop_assert_eq!(one.fingerprint(), other.fingerprint());
            }
        }
    }

    #[test]
    fn similar_ones_are_the_closest(changes in changes(), id in 1..60_i64, category in 1..5, price in prop::option::of(0..60_i64)) {
        let catalogue = changed(Catalogue::new(), &changes);
        let to = Similar { id, category, price: price.map(|price| price * 100), limit: 10 };
        let mut expected: Vec<_> = catalogue
            .values()
            .filter(|product| product.category == Some(category) && product.id != id)
            .map(|product| {
                let distance = product.price.zip(to.price).map(|(own, wanted)| own.abs_diff(wanted));
                (distance.is_none(), distance, std::cmp::Reverse(product.popularity.to_bits()), product.id)
            })
            .collect();
        expected.sort_unstable();
        let expected: Vec<i64> = expected.into_iter().map(|(_, _, _, id)| id).take(10).collect();
        prop_assert_eq!(index(&catalogue).similar(&to), expected);
    }
}

/// Rewriting products over and over leaves no more behind than a quarter.
#[test]
fn dead_places_are_given_back() {
    let product = |id: i64, turn: i64| crate::Product {
        id,
        name: format!("lamp number {turn}"),
        ..Default::default()
    };
    let index = Index::new();
    for turn in 0..50 {
        index.apply((0..300).map(|id| (id, Some(product(id, turn)))).collect());
        let extent = index.extent();
        assert_eq!(extent.products, 300);
        assert!(
            extent.dead * 4 <= extent.products + extent.dead,
            "{extent:?}"
        );
    }
    let question = Question {
        text: "lamp 49".into(),
        limit: 1,
        ..Question::default()
    };
    assert_eq!(index.ask(&question).total, 300);
    assert_eq!(index.extent().terms, 3);
}

/// A brand that nobody sells any more keeps the name its products have now, not one they had.
#[test]
fn old_names_are_forgotten() {
    let product = |id: i64, name: &str| crate::Product {
        id,
        brand: Some(crate::Brand {
            id: 1,
            slug: "acme".into(),
            name: name.into(),
        }),
        ..Default::default()
    };
    let index = Index::new();
    index.apply(vec![(1, Some(product(1, "Acme")))]);
    index.apply(vec![(1, Some(product(1, "Best of Acme")))]);
    let question = Question {
        brands: vec!["acme".into()],
        in_stock: true,
        ..Question::default()
    };
    assert_eq!(index.ask(&question).facets.brands[0].name, "Best of Acme");
}

/// Whatever a product with only the most telling word has going for it, one with all words comes first.
#[test]
fn full_matches_come_first() {
    let named = |id: i64, name: &str, popularity: f32| crate::Product {
        id,
        name: name.into(),
        popularity,
        ..Default::default()
    };
    let told = crate::Product {
        id: 1,
        name: "thing".into(),
        description: "a walnut among many other things that are told here with a shelf".into(),
        ..Default::default()
    };
    let mut changes = vec![(1, Some(told)), (2, Some(named(2, "walnut", 9.0)))];
    changes.extend((3..40).map(|id| (id, Some(named(id, "shelf", 0.0)))));
    let index = Index::new();
    index.apply(changes);
    let question = Question {
        text: "shelf walnut".into(),
        limit: 2,
        ..Question::default()
    };
    assert_eq!(index.ask(&question).ids, [1, 2]);
}

/// The closer a name is to what was typed, the earlier it comes.
#[test]
fn names_that_read_as_typed_come_first() {
    let names = [
        "oak desk",
        "oak desk grey",
        "big oak desk",
        "desk of oak",
        "grey chair",
    ];
    let product = |(id, name): (i64, &&str)| crate::Product {
        id,
        name: (*name).into(),
        // The same words in all of them, so that nothing else tells them apart.
        description: "oak desk big grey of chair".into(),
        popularity: 0.0,
        ..Default::default()
    };
    let index = Index::new();
    let products = (1..).zip(&names).map(product);
    index.apply(
        products
            .map(|product| (product.id, Some(product)))
            .collect(),
    );
    let question = Question {
        text: "oak desk".into(),
        limit: 5,
        ..Question::default()
    };
    assert_eq!(index.ask(&question).ids, [1, 2, 3, 4, 5]);
}
