//! Small random catalogues, changes to them and questions about them, with values that often meet.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::{Brand, Care, Order, Product, Question};

const WORDS: [&str; 12] = [
    "red", "blue", "lamp", "desk", "chair", "oak", "garden", "cable", "mouse", "steel", "walnut",
    "shelf",
];
const KEYS: [&str; 3] = ["Colour", "Material", "Size"];
const VALUES: [&str; 4] = ["red", "oak", "steel", "12"];
const SLUGS: [&str; 4] = ["acme", "globex", "initech", "umbrella"];

fn words(most: usize) -> impl Strategy<Value = String> {
    vec(select(&WORDS[..]), 0..=most).prop_map(|words| words.join(" "))
}

fn brand() -> impl Strategy<Value = Brand> {
    // A brand may be in the middle of being renamed.
    (select(&SLUGS[..]), prop::bool::weighted(0.1)).prop_map(|(slug, renamed)| Brand {
        id: i32::try_from(slug.len()).unwrap(),
        slug: slug.to_owned(),
        name: format!("{slug}{}", if renamed { " inc" } else { "" }),
    })
}

fn key() -> impl Strategy<Value = String> {
    select(&KEYS[..]).prop_map(str::to_owned)
}

fn value() -> impl Strategy<Value = String> {
    select(&VALUES[..]).prop_map(str::to_owned)
}

pub(super) fn product(id: i64) -> impl Strategy<Value = Product> {
    let text = (
        words(4),
        words(6),
        option::weighted(0.8, brand()),
        option::weighted(0.8, 1..5_i32),
    );
    let more = (
        vec((key(), value()), 0..4),
        option::weighted(0.8, 0..60_i64),
        option::weighted(0.7, 2..11_u8),
    );
    (text, more, 0..5_u8, any::<bool>(), 0..20_i64).prop_map(
        move |(text, more, popularity, in_stock, created_at)| {
            let (name, description, brand, category) = text;
            let (attributes, price, half_stars) = more;
            Product {
                id,
                name,
                sku: format!("sku{id}"),
                description,
                brand,
                category,
                category_names: category
                    .map(|category| WORDS[usize::try_from(category).unwrap()].to_owned())
                    .into_iter()
                    .collect(),
                attributes,
                price: price.map(|price| price * 100),
                rating: half_stars.map(|half| f32::from(half) / 2.0),
                popularity: f32::from(popularity),
                in_stock,
                created_at,
            }
        },
    )
}

/// A product, or none, for one of a few ids; now and then only what needs no new words.
pub(super) fn change() -> impl Strategy<Value = (i64, Option<Product>)> {
    (1..60_i64).prop_flat_map(|id| (Just(id), option::weighted(0.7, product(id))))
}

pub(super) fn changes() -> impl Strategy<Value = Vec<(i64, Option<Product>)>> {
    vec(change(), 0..40)
}

/// A few products pinned and a few hidden, of which some are not there.
pub(super) fn care() -> impl Strategy<Value = Care> {
    let pins = vec((1..8_u32, 1..60_i64), 0..5);
    (pins, vec(1..60_i64, 0..8)).prop_map(|(pins, hidden)| Care::new(pins, hidden))
}

pub(super) fn question() -> impl Strategy<Value = Question> {
    let orders = [
        Order::Relevance,
        Order::PriceAscending,
        Order::PriceDescending,
        Order::Rating,
        Order::Newest,
    ];
    let text = prop_oneof![Just(String::new()), words(1), words(3)];
    let categories = option::weighted(0.3, subsequence((0..6).collect::<Vec<i32>>(), 0..4));
    let slugs = subsequence(SLUGS.to_vec(), 0..2)
        .prop_map(|slugs| slugs.into_iter().map(str::to_owned).collect());
    let brands = prop_oneof![3 => Just(Vec::new()), 1 => slugs];
    let property = (key(), vec(value(), 1..3));
    let attributes = prop_oneof![2 => Just(Vec::new()), 1 => vec(property, 1..3)];
    let prices = (
        option::weighted(0.2, 0..4000_i64),
        option::weighted(0.2, 1000..6000_i64),
    );
    let rest = (
        option::weighted(0.2, 1..5_u8),
        prop::bool::weighted(0.2),
        select(orders.to_vec()),
        0..6_usize,
        0..30_usize,
    );
    (text, categories, brands, attributes, prices, rest).prop_map(
        |(text, categories, brands, attributes, prices, rest)| {
            let (min_price, max_price) = prices;
            let (min_rating, in_stock, order, offset, limit) = rest;
            Question {
                text,
                categories,
                brands,
                attributes,
                min_price,
                max_price,
                min_rating,
                in_stock,
                order,
                offset,
                limit,
                verbatim: true,
                without_facets: false,
            }
        },
    )
}
