//! Prices of many products: rounded once, to the minor unit, and never beyond what a price may be.

use app::model::editing::ProductsQuery;
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{RngSeed, TestRunner},
};
use server::catalog::{
    bulk::{self, Change, Chosen},
    rules::PRICE_BOUND,
};

use super::world::World;

/// All prices by key; on request is nothing.
async fn prices(world: &World) -> Vec<Option<i64>> {
    let sql = "SELECT coalesce(price_minor::text, '') AS name FROM products ORDER BY id";
    let texts = world.site.names(sql).await;
    texts.iter().map(|text| text.parse().ok()).collect()
}

/// So many hundredths of a percent of a price, half a unit up: in whole numbers that hold anything.
fn expected(price: i64, parts: i64) -> Option<i64> {
    let becomes = (i128::from(price) * i128::from(parts) + 5_000).div_euclid(10_000);
    i64::try_from(becomes)
        .ok()
        .filter(|becomes| *becomes < PRICE_BOUND)
}

/// Gives each product its price.
async fn set_prices(world: &World, prices: &[Option<i64>]) {
    let prices: Vec<String> = prices
        .iter()
        .map(|price| price.map_or("NULL".to_owned(), |price| price.to_string()))
        .collect();
    let set = format!(
        "UPDATE products SET price_minor = (ARRAY[{}]::bigint[])[id]",
        prices.join(",")
    );
    world.site.execute(&set).await;
}

/// Changes all prices; what was told before, and how many changed.
async fn change(world: &World, parts: i64) -> (Vec<bulk::TallyRow>, i64) {
    let chosen = Chosen {
        query: ProductsQuery::default(),
        within: None,
        ids: None,
    };
    let change = Change::Percent(parts);
    let mut connection = world.site.state.pool.get().await.unwrap();
    let rows = bulk::tally(&mut connection, &chosen, &change).await;
    let done = bulk::carry_out(&mut connection, &chosen, &change).await;
    (rows.unwrap(), done.unwrap())
}

/// What is told is right, if prices become what is beside them; nothing is a price that none may be.
fn assert_told(rows: &[bulk::TallyRow], pairs: &[(Option<i64>, Option<i64>)]) {
    let changed: Vec<(i64, i64)> = pairs
        .iter()
        .filter_map(|(before, becomes)| Some(((*before)?, (*becomes)?)))
        .filter(|(before, becomes)| before != becomes)
        .collect();
    let count = |count: usize| i64::try_from(count).unwrap();
    let unpriced = pairs.iter().filter(|(before, _)| before.is_none()).count();
    let beyond = pairs
        .iter()
        .filter(|(before, becomes)| before.is_some() && becomes.is_none())
        .count();
    // All seeded products are priced in one currency.
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!(row.chosen, count(pairs.len()));
    assert_eq!(row.will, count(changed.len()));
    assert_eq!(row.unpriced, count(unpriced));
    assert_eq!(row.beyond, count(beyond));
    let already = pairs.len() - unpriced - beyond - changed.len();
    assert_eq!(row.already, count(already));
    let ends = |of: fn(&(i64, i64)) -> i64| {
        let values: Vec<i64> = changed.iter().map(of).collect();
        (values.iter().min().copied(), values.iter().max().copied())
    };
    assert_eq!((row.lowest_before, row.highest_before), ends(|pair| pair.0));
    assert_eq!((row.lowest_after, row.highest_after), ends(|pair| pair.1));
}

#[tokio::test]
async fn percentages_are_exact_and_what_is_told_is_what_becomes() {
    let world = World::start().await;
    let config = proptest::test_runner::Config {
        rng_seed: RngSeed::Fixed(17),
        ..Default::default()
    };
    let mut runner = TestRunner::new(config);
    let price = prop_oneof![
        1 => Just(None),
        2 => (0_i64..20).prop_map(Some),
        4 => (0_i64..1_000_000).prop_map(Some),
        2 => (0..PRICE_BOUND).prop_map(Some),
        1 => (PRICE_BOUND - 10..PRICE_BOUND + 10).prop_map(Some),
    ];
    let parts = prop_oneof![
        0_i64..=110_000,
        Just(0),
        Just(9_999),
        Just(10_001),
        Just(15_000)
    ];
    let case = (prop::collection::vec(price, 60), parts);
    for _ in 0..60 {
        let (before, parts) = case.new_tree(&mut runner).unwrap().current();
        set_prices(&world, &before).await;
        let (rows, done) = change(&world, parts).await;
        let becomes = before
            .iter()
            .map(|price| price.and_then(|price| expected(price, parts)));
        let pairs: Vec<_> = before.iter().copied().zip(becomes).collect();
        let after: Vec<Option<i64>> = pairs
            .iter()
            .map(|(before, becomes)| becomes.or(*before))
            .collect();
        assert_eq!(prices(&world).await, after, "{parts}");
        assert_told(&rows, &pairs);
        assert_eq!(done, rows[0].will);
    }
}

#[tokio::test]
async fn the_page_tells_what_becomes_of_prices_and_what_cannot() {
    let world = World::start().await;
    let set = "UPDATE products SET currency = CASE WHEN id <= 40 THEN 'USD' ELSE 'JPY' END,
                 price_minor = CASE WHEN id = 1 THEN NULL WHEN id = 2 THEN 999999999999 WHEN id = 3 THEN 0 ELSE id * 10 + 5 END";
    world.site.execute(set).await;
    let query = "which=all&act=price&how=up&amount=10";
    let page = world.ask(query).await;
    assert_eq!(
        super::bulk::tally(&page),
        "60 products: 57 will change, 1 would keep its price, 2 cannot."
    );
    for part in [
        "1 cannot be changed: without a price.",
        "1 cannot be changed: more expensive than anything may be.",
        // 45 and 405 cents, 415 and 605 yen; half a unit goes up.
        "<th scope=\"row\">USD now</th><td class=\"number\">37</td><td class=\"number\">$0.45</td><td class=\"number\">$4.05</td>",
        "<th scope=\"row\">USD then</th><td class=\"number\">37</td><td class=\"number\">$0.50</td><td class=\"number\">$4.46</td>",
        "<th scope=\"row\">JPY now</th><td class=\"number\">20</td><td class=\"number\">¥415</td><td class=\"number\">¥605</td>",
        "<th scope=\"row\">JPY then</th><td class=\"number\">20</td><td class=\"number\">¥457</td><td class=\"number\">¥666</td>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let (_, told) = world.bulk(query).await;
    assert!(told.starts_with("Price of 57 products changed. "), "{told}");
    let low = "SELECT price_minor::text AS name FROM products WHERE id = 4";
    assert_eq!(world.one(low).await, "50");

    let query = "which=all&act=price&how=set&amount=500&currency=jpy";
    let (tally, told) = world.bulk(query).await;
    assert_eq!(tally, "60 products: 20 will change, 40 cannot.");
    assert!(told.starts_with("Price of 20 products changed. "), "{told}");
    let all = "SELECT string_agg(DISTINCT price_minor::text, ',') AS name FROM products WHERE currency = 'JPY'";
    assert_eq!(world.one(all).await, "500");
    let request = "id=1&act=price&how=set&amount=3.50&currency=USD";
    world.bulk(request).await;
    let was_none = "SELECT price_minor::text AS name FROM products WHERE id = 1";
    assert_eq!(world.one(was_none).await, "350", "it had no price before");
}
