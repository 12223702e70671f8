//! What the index should answer, worked out in the plainest way.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::{Order, Product, Question};

/// Products by id.
pub(super) type Catalogue = BTreeMap<i64, Product>;

/// A catalogue after some changes.
pub(super) fn changed(mut catalogue: Catalogue, changes: &[(i64, Option<Product>)]) -> Catalogue {
    for (id, product) in changes {
        match product {
            Some(product) => catalogue.insert(*id, product.clone()),
            None => catalogue.remove(id),
        };
    }
    catalogue
}

/// Whether a product passes all filters of a question.
pub(super) fn passes(product: &Product, question: &Question) -> bool {
    let within = |categories: &Vec<i32>| {
        product
            .category
            .is_some_and(|category| categories.contains(&category))
    };
    let has = |(key, values): &(String, Vec<String>)| {
        product
            .attributes
            .iter()
            .any(|(own, value)| own == key && values.contains(value))
    };
    // Values of the same property are alternatives, however they are written.
    let mut asked: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, values) in &question.attributes {
        asked
            .entry(key.clone())
            .or_default()
            .extend(values.iter().cloned());
    }
    question.categories.as_ref().is_none_or(within)
        && (question.brands.is_empty()
            || product
                .brand
                .as_ref()
                .is_some_and(|brand| question.brands.contains(&brand.slug)))
        && asked.into_iter().all(|property| has(&property))
        && question
            .min_price
            .is_none_or(|least| product.price.is_some_and(|price| price >= least))
        && question
            .max_price
            .is_none_or(|most| product.price.is_some_and(|price| price <= most))
        && question.min_rating.is_none_or(|least| {
            product
                .rating
                .is_some_and(|rating| rating >= f32::from(least))
        })
        && (!question.in_stock || product.in_stock)
}

/// Whether a product has this word anywhere.
pub(super) fn has_word(product: &Product, word: &str) -> bool {
    let brand = product.brand.iter().map(|brand| brand.name.as_str());
    let texts = [product.name.as_str(), &product.description, &product.sku]
        .into_iter()
        .chain(brand);
    let texts = texts.chain(product.category_names.iter().map(String::as_str));
    let texts = texts.chain(
        product
            .attributes
            .iter()
            .flat_map(|(key, value)| [key.as_str(), value]),
    );
    texts
        .flat_map(|text| text.split(' '))
        .any(|own| own.to_lowercase() == word)
}

/// Which of two products comes first, where the words have no say.
pub(super) fn compare(one: &Product, other: &Product, order: Order) -> Ordering {
    let popular = |one: &Product, other: &Product| other.popularity.total_cmp(&one.popularity);
    let newer = other.id.cmp(&one.id);
    match order {
        Order::Relevance | Order::Rating => popular(one, other).then(newer),
        Order::PriceAscending => match (one.price, other.price) {
            (Some(one), Some(other)) => one.cmp(&other),
            (one, other) => other.is_some().cmp(&one.is_some()),
        }
        .then(one.id.cmp(&other.id)),
        Order::PriceDescending => other.price.cmp(&one.price).then(newer),
        Order::Newest => other.created_at.cmp(&one.created_at).then(newer),
    }
}
