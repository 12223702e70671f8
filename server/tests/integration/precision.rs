//! Precise: an edit drops the cached searches that it changes, and hardly any other.
//!
//! `PRECISION_SEARCHES` says how many searches are kept (`bin/prove` takes 10,000).

use std::collections::BTreeSet;

use app::{
    backend::Catalog as _,
    model::search::{SearchQuery, SearchResults, SortOrder},
};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use server::{
    catalog::edit::{ProductEdit, Status},
    db::{Bind, Statement},
    state::AppState,
};

use crate::{
    coherence::world::config,
    support::{
        catalog::{Named, seeded},
        redis_server::RedisServer,
    },
};

/// The share of searches that an edit may drop without changing them.
const MOST_IN_VAIN: f64 = 0.02;

/// Edits of each kind.
const ROUNDS: i64 = 3;

fn searches_wanted() -> usize {
    let wanted = std::env::var("PRECISION_SEARCHES").ok();
    wanted.and_then(|text| text.parse().ok()).unwrap_or(400)
}

/// So many different searches, most of them by words.
fn searches(count: usize, words: &[String], categories: &[String]) -> Vec<SearchQuery> {
    let mut dice = StdRng::seed_from_u64(7);
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    while all.len() < count {
        let mut query = SearchQuery::default();
        let number = dice.random_range(1..=3);
        let chosen: Vec<_> = words.choose_multiple(&mut dice, number).cloned().collect();
        query.text = chosen.join(" ");
        if dice.random_ratio(1, 5) {
            query.category = categories.choose(&mut dice).cloned();
            if dice.random() {
                query.text.clear();
            }
        }
        if dice.random_ratio(1, 5) {
            query.max_price = Some(dice.random_range(1..10) * 5_000);
        }
        query.in_stock = dice.random_ratio(1, 6);
        query.sort = *SortOrder::ALL.choose(&mut dice).expect("orders");
        if seen.insert(query.href()) {
            all.push(query);
        }
    }
    all
}

/// Lists and counts that were loaded so far.
fn loads(state: &AppState) -> u64 {
    let namespaces = state.cache.stats().into_iter();
    let lists = namespaces.filter(|namespace| ["listing", "facets"].contains(&namespace.name));
    lists.map(|namespace| namespace.loads).sum()
}

async fn names(state: &AppState, sql: &'static str) -> Vec<String> {
    let rows: Vec<Named> = Statement::new("test.names", sql, vec![])
        .load(&state.pool)
        .await
        .expect("names");
    rows.into_iter().map(|row| row.name).collect()
}

fn edits(round: i64) -> [(&'static str, ProductEdit); 5] {
    let price = Some(Some(1_234 + round));
    [
        (
            "price",
            ProductEdit {
                price_minor: price,
                ..ProductEdit::default()
            },
        ),
        (
            "sold out",
            ProductEdit {
                stock: Some(Some(0)),
                ..ProductEdit::default()
            },
        ),
        (
            "rating",
            ProductEdit {
                rating: Some(Some(2.5)),
                ..ProductEdit::default()
            },
        ),
        (
            "name",
            ProductEdit {
                name: Some(format!("Quiet lamp {round}")),
                ..ProductEdit::default()
            },
        ),
        (
            "archived",
            ProductEdit {
                status: Some(Status::Archived),
                ..ProductEdit::default()
            },
        ),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_drops_hardly_any_search_that_it_does_not_change() {
    let count = searches_wanted();
    let products = u64::try_from(count).expect("a number") * 2;
    let redis = RedisServer::start();
    let shop = seeded(products).await;
    let state = AppState::new(config(shop.url(), &redis.url())).expect("a server");
    state.invalidation.start();
    assert!(
        state
            .invalidation
            .joined(std::time::Duration::from_secs(10))
            .await
    );
    state
        .frequencies
        .refresh(&state.pool)
        .await
        .expect("statistics");
    let words = names(
        &state,
        "SELECT word AS name FROM products, regexp_split_to_table(lower(name), '[^a-z]+') AS word
         WHERE length(word) > 2 GROUP BY word ORDER BY count(*) DESC, word LIMIT 400",
    )
    .await;
    let categories = names(&state, "SELECT path AS name FROM categories ORDER BY path").await;
    let searches = searches(count, &words, &categories);
    let mut known = Vec::new();
    for search in &searches {
        known.push(state.catalog().search(search).await.expect("results"));
    }

    println!("| edit | searches | changed by it | dropped | dropped in vain |");
    println!("|---|---:|---:|---:|---:|");
    let (mut dropped_in_vain, mut edits_made) = (0, 0);
    for round in 0..ROUNDS {
        for (number, (kind, edit)) in (0_i64..).zip(edits(round)) {
            let id = popular(&state, round * 40 + number * 7).await;
            state.writer().edit(id, &edit).await.expect("an edit");
            let (changed, dropped, in_vain) = look(&state, &searches, &mut known).await;
            println!("| {kind} | {count} | {changed} | {dropped} | {in_vain} |");
            dropped_in_vain += in_vain;
            edits_made += 1;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let share = dropped_in_vain as f64 / (count * edits_made) as f64;
    println!(
        "dropped in vain: {:.2} % of all searches, on average",
        share * 100.0
    );
    assert!(share < MOST_IN_VAIN, "{share}");
    state.shutdown.cancel();
}

/// How many searches changed, how many were dropped, and how many of these had not changed.
async fn look(
    state: &AppState,
    searches: &[SearchQuery],
    known: &mut [SearchResults],
) -> (usize, usize, usize) {
    let (mut changed, mut dropped, mut in_vain) = (0, 0, 0);
    for (search, known) in searches.iter().zip(known) {
        let before = loads(state);
        let results = state.catalog().search(search).await.expect("results");
        let was_dropped = loads(state) > before;
        let has_changed = results != *known;
        changed += usize::from(has_changed);
        dropped += usize::from(was_dropped);
        in_vain += usize::from(was_dropped && !has_changed);
        *known = results;
    }
    (changed, dropped, in_vain)
}

/// The product at this place among the best rated.
async fn popular(state: &AppState, place: i64) -> i64 {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        id: i64,
    }
    let statement = Statement::new(
        "test.popular",
        "SELECT id FROM products WHERE status = 'published'
         ORDER BY popularity DESC, id OFFSET $1 LIMIT 1",
        vec![Bind::BigInt(Some(place))],
    );
    let rows: Vec<Row> = statement.load(&state.pool).await.expect("a row");
    rows.first().expect("a product").id
}
