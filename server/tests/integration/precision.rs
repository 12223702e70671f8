//! Precise: an edit drops the kept pages that it changes, and hardly any other.
//!
//! `PRECISION_SEARCHES` says how many pages are kept (`bin/prove` takes 10,000).

use std::collections::BTreeSet;

use app::model::search::{SearchQuery, SortOrder};
use axum::{Router, body::Body};
use http::Request;
use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use server::{
    catalog::edit::{ProductEdit, Status},
    db::{Bind, Statement},
    router,
    state::AppState,
};
use tower::ServiceExt as _;

use crate::{
    coherence::world::config,
    support::{
        catalog::{Named, seeded},
        redis_server::RedisServer,
    },
};

/// The share of pages that an edit may drop without changing them.
const MOST_IN_VAIN: f64 = 0.02;

/// Edits of each kind.
const ROUNDS: i64 = 3;

fn searches_wanted() -> usize {
    let wanted = std::env::var("PRECISION_SEARCHES").ok();
    wanted.and_then(|text| text.parse().ok()).unwrap_or(400)
}

/// Addresses of so many different searches, most of them by words.
fn searches(count: usize, words: &[String], categories: &[String]) -> Vec<String> {
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
            all.push(query.href());
        }
    }
    all
}

/// Pages that were made so far.
fn made(state: &AppState) -> u64 {
    let namespaces = state.cache.stats().into_iter();
    let pages = namespaces.filter(|namespace| namespace.name == "page");
    pages.map(|namespace| namespace.loads).sum()
}

/// The page at `path`.
async fn page(router: &Router, path: &str) -> Vec<u8> {
    let request = Request::get(path).header("accept", "text/html");
    let request = request.body(Body::empty()).expect("a request");
    let answer = router.clone().oneshot(request).await.expect("an answer");
    let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await;
    body.expect("a whole body").into()
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
async fn an_edit_drops_hardly_any_page_that_it_does_not_change() {
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
    let router = router::build(&state);
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
        known.push(page(&router, search).await);
    }

    println!("| edit | pages | changed by it | dropped | dropped in vain |");
    println!("|---|---:|---:|---:|---:|");
    let (mut dropped_in_vain, mut edits_made) = (0, 0);
    for round in 0..ROUNDS {
        for (number, (kind, edit)) in (0_i64..).zip(edits(round)) {
            let id = popular(&state, round * 40 + number * 7).await;
            state.writer().edit(id, &edit).await.expect("an edit");
            let (changed, dropped, in_vain) = look(&state, &router, &searches, &mut known).await;
            println!("| {kind} | {count} | {changed} | {dropped} | {in_vain} |");
            dropped_in_vain += in_vain;
            edits_made += 1;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let share = dropped_in_vain as f64 / (count * edits_made) as f64;
    println!(
        "dropped in vain: {:.2} % of all pages, on average",
        share * 100.0
    );
    assert!(share < MOST_IN_VAIN, "{share}");
    state.shutdown.cancel();
}

/// How many pages changed, how many were made anew, and how many of these had not changed.
async fn look(
    state: &AppState,
    router: &Router,
    searches: &[String],
    known: &mut [Vec<u8>],
) -> (usize, usize, usize) {
    let (mut changed, mut dropped, mut in_vain) = (0, 0, 0);
    for (search, known) in searches.iter().zip(known) {
        let before = made(state);
        let shown = page(router, search).await;
        let was_dropped = made(state) > before;
        let has_changed = shown != *known;
        changed += usize::from(has_changed);
        dropped += usize::from(was_dropped);
        in_vain += usize::from(was_dropped && !has_changed);
        *known = shown;
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
