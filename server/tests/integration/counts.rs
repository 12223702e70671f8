//! Counts in PostgreSQL: each batch once, whoever brings it.

use std::collections::HashMap;

use cache::{Batch, Counts, Link, LinkConfig, Sink as _};
use futures::future::try_join_all;
use proptest::{
    prelude::*,
    test_runner::{Config as ProptestConfig, TestRunner},
};
use server::{
    db::{self, Name as _, Pool},
    insight::{
        counts::{CountSink, Visit, forget_batches},
        views::hottest,
    },
};

use crate::support::{
    catalog::{Named, pool},
    database::TestDatabase,
    redis_server::RedisServer,
};

fn batch(id: &str, amounts: &[(&str, u64)]) -> Batch {
    let amounts = amounts.iter().map(|(key, n)| ((*key).to_owned(), *n));
    Batch {
        id: id.to_owned(),
        amounts: amounts.collect(),
    }
}

/// Slug and views of each product, the one viewed most lately first.
async fn viewed(pool: &Pool) -> Vec<(String, i64)> {
    let rows = hottest(pool, 1000).await.unwrap();
    rows.into_iter().map(|row| (row.slug, row.views)).collect()
}

/// The texts that a statement gives.
async fn texts(pool: &Pool, sql: &str) -> Vec<String> {
    let sql = format!("SELECT name::text FROM ({sql}) AS rows (name) ORDER BY name");
    let mut connection = pool.get().await.unwrap();
    let rows: Vec<Named> = diesel::sql_query(sql)
        .named("test.texts")
        .load(&mut connection)
        .await
        .unwrap();
    rows.into_iter().map(|row| row.name).collect()
}

async fn execute(pool: &Pool, sql: &str) {
    let mut connection = pool.get().await.unwrap();
    db::batch(&mut connection, "test.sql", sql).await.unwrap();
}

#[tokio::test]
async fn a_batch_that_comes_again_is_left_out() {
    let database = TestDatabase::new().await;
    let pool = pool(database.url());
    let sink = CountSink::new(pool.clone());
    let one = batch("p-1", &[("product:a", 2), ("search:2026-11-21:3:x", 1)]);
    let two = batch(
        "p-2",
        &[("product:a", 3), ("product:b", 9), ("basket:z", 4)],
    );
    sink.commit(std::slice::from_ref(&one)).await.unwrap();
    sink.commit(&[one.clone(), two.clone()]).await.unwrap();
    sink.commit(&[two, one]).await.unwrap();
    sink.commit(&[]).await.unwrap();
    assert_eq!(
        viewed(&pool).await,
        [("b".to_owned(), 9), ("a".to_owned(), 5)]
    );
    assert_eq!(hottest(&pool, 1).await.unwrap().len(), 1);
    assert_eq!(
        texts(
            &pool,
            "SELECT concat_ws(' ', day, words, asked, results) FROM searches"
        )
        .await,
        ["2026-11-21 x 1 3"]
    );
}

#[tokio::test]
async fn a_statement_that_fails_counts_nothing() {
    let database = TestDatabase::new().await;
    let pool = pool(database.url());
    let sink = CountSink::new(pool.clone());
    let one = batch("p-1", &[("product:a", 1), ("product:b", 1)]);
    let refuse = "ALTER TABLE product_views ADD CONSTRAINT no_b CHECK (slug <> 'b')";
    execute(&pool, refuse).await;
    assert!(sink.commit(std::slice::from_ref(&one)).await.is_err());
    assert_eq!(viewed(&pool).await, []);
    execute(&pool, "ALTER TABLE product_views DROP CONSTRAINT no_b").await;
    sink.commit(&[one]).await.unwrap();
    assert_eq!(viewed(&pool).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn processes_that_bring_the_same_batches_at_once_count_them_once() {
    const ROUNDS: usize = 8;
    const PROCESSES: usize = 6;
    const BATCHES: usize = 300;
    let database = TestDatabase::new().await;
    let pool = pool(database.url());
    execute(
        &pool,
        "INSERT INTO products (sku, slug, name) SELECT n, 'lamp-' || n, 'Lamp' FROM generate_series(0, 3) n",
    )
    .await;
    let sink = CountSink::new(pool.clone());
    for round in 0..ROUNDS {
        // Each page is in many batches, so that transactions meet on pages as well as on ids.
        let common: Vec<Batch> = (0..BATCHES)
            .map(|number| {
                let page = format!("product:page-{}", number % 40);
                let search = format!("search:2026-11-21:{}:words {}", number % 3, number % 30);
                let click = format!("click:2026-11-21:lamp-{}:words {}", number % 4, number % 30);
                batch(
                    &format!("{round}-{number}"),
                    &[("product:all", 1), (&page, 1), (&search, 2), (&click, 1)],
                )
            })
            .collect();
        let commits = (0..PROCESSES).map(|process| {
            let mut batches = common.clone();
            batches.push(batch(
                &format!("{round}-own-{process}"),
                &[("product:all", 1)],
            ));
            if process % 2 == 1 {
                batches.reverse();
            }
            let sink = sink.clone();
            tokio::spawn(async move { sink.commit(&batches).await.unwrap() })
        });
        try_join_all(commits).await.unwrap();
    }
    let counted: HashMap<_, _> = viewed(&pool).await.into_iter().collect();
    let count = |times: usize| i64::try_from(times).unwrap();
    assert_eq!(counted["all"], count(ROUNDS * (BATCHES + PROCESSES)));
    let pages: i64 = (0..40).map(|page| counted[&format!("page-{page}")]).sum();
    assert_eq!(pages, count(ROUNDS * BATCHES));
    let all = ROUNDS * BATCHES;
    assert_eq!(
        texts(
            &pool,
            "SELECT concat_ws(' ', count(*), sum(asked), sum(without_result), sum(clicks),
                              (SELECT sum(clicks) FROM search_clicks))
             FROM searches"
        )
        .await,
        [format!("30 {} {} {all} {all}", 2 * all, 2 * all / 3)]
    );
}

#[tokio::test]
async fn old_ids_are_forgotten() {
    let database = TestDatabase::new().await;
    let pool = pool(database.url());
    execute(
        &pool,
        "INSERT INTO count_batches VALUES ('old', now() - interval '25 hours'),
                                          ('new', now() - interval '23 hours')",
    )
    .await;
    assert_eq!(forget_batches(&pool).await.unwrap(), 1);
    assert_eq!(texts(&pool, "SELECT id FROM count_batches").await, ["new"]);
}

#[tokio::test]
async fn what_is_viewed_lately_counts_more() {
    let database = TestDatabase::new().await;
    let pool = pool(database.url());
    let sink = CountSink::new(pool.clone());
    sink.commit(&[batch("1", &[("product:of-old", 100)])])
        .await
        .unwrap();
    // A month goes by.
    execute(&pool, "UPDATE product_views SET heat = heat - 3").await;
    sink.commit(&[batch("2", &[("product:new", 6)])])
        .await
        .unwrap();
    assert_eq!(viewed(&pool).await[0].0, "new");
    // Another two views, and both sums count: 100 / e^3 + 2 is more than 6.
    sink.commit(&[batch("3", &[("product:of-old", 2)])])
        .await
        .unwrap();
    assert_eq!(
        viewed(&pool).await,
        [("of-old".to_owned(), 102), ("new".to_owned(), 6)]
    );
    // However long ago: what is nothing by now is no error.
    execute(&pool, "UPDATE product_views SET heat = -1e6").await;
    sink.commit(&[batch("4", &[("product:new", 1)])])
        .await
        .unwrap();
    assert_eq!(viewed(&pool).await[0], ("new".to_owned(), 7));
}

#[derive(Debug, Clone)]
enum Step {
    View(usize),
    Push(usize),
    Drain(usize),
    RedisRestart,
    /// A drain is given up wherever it is.
    GiveUp(usize, u64),
}

fn step() -> impl Strategy<Value = Step> {
    let process = || 0..2_usize;
    prop_oneof![
        10 => process().prop_map(Step::View),
        4 => process().prop_map(Step::Push),
        2 => process().prop_map(Step::Drain),
        1 => Just(Step::RedisRestart),
        2 => (process(), 0..4_000_u64).prop_map(|(process, after)| Step::GiveUp(process, after)),
    ]
}

/// Two processes, one Redis, one PostgreSQL; gives how often the page was viewed and counted.
async fn live(steps: Vec<Step>) -> (i64, i64) {
    let database = TestDatabase::new().await;
    let pool = pool(database.url());
    let sink = CountSink::new(pool.clone());
    let mut redis = RedisServer::start();
    let processes = [0, 1].map(|_| {
        let link = Link::lazy(&redis.url(), LinkConfig::default()).unwrap();
        Counts::new(link, "test")
    });
    let page = http::Request::get("/p/lamp").body(()).unwrap();
    let mut views = 0;
    for step in steps {
        match step {
            Step::View(process) => {
                let visit = Visit::of(&page).unwrap();
                visit.served(&processes[process], http::StatusCode::OK, None, None);
                views += 1;
            }
            // Redis may be away for them: then they keep what they have.
            Step::Push(process) => drop(processes[process].push().await),
            Step::Drain(process) => drop(processes[process].drain(&sink).await.unwrap()),
            Step::RedisRestart => {
                redis.stop();
                redis.start_again();
            }
            Step::GiveUp(process, after) => {
                let after = std::time::Duration::from_micros(after);
                let _ = tokio::time::timeout(after, processes[process].drain(&sink)).await;
            }
        }
    }
    for process in &processes {
        process.drain(&sink).await.unwrap();
    }
    let viewed = viewed(&pool).await;
    (views, viewed.first().map_or(0, |(_, count)| *count))
}

#[test]
fn whatever_happens_on_the_way_every_view_is_in_postgresql_once() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = ProptestConfig {
        cases: 8,
        max_shrink_iters: 50,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    TestRunner::new(config)
        .run(&prop::collection::vec(step(), 1..80), |steps| {
            let (views, counted) = runtime.block_on(live(steps));
            prop_assert_eq!(views, counted);
            Ok(())
        })
        .unwrap();
}
