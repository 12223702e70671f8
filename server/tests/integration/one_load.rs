//! However many ask for the same page at once, in however many processes, PostgreSQL is asked once.

use diesel::{QueryableByName, sql_types::BigInt};
use diesel_async::AsyncPgConnection;
use futures::future::join_all;
use server::{db, db::Statement};

use crate::support::{catalog::seeded, instance::Instance, redis_server::RedisServer};

/// Callers of each of the two processes.
const CALLERS: usize = 500;

/// A page that nobody has asked for.
const PAGE: &str = "/search?q=oak&sort=price";

/// An audit would be another load. And five hundred requests that come at once keep an unoptimised server from looking at
/// what Redis answered; one that gives Redis up loads by itself.
const SETTINGS: &[(&str, &str)] = &[
    ("VITRINE_AUDIT_ONE_IN", "4000000000"),
    ("VITRINE_REDIS_DEADLINE_MS", "2000"),
];

#[derive(QueryableByName)]
struct Calls {
    #[diesel(sql_type = BigInt)]
    calls: i64,
}

/// How often this database has been asked for cards. All else on a page of results is in memory.
async fn calls(connection: &mut AsyncPgConnection) -> i64 {
    let statement = Statement::new(
        "test.calls",
        "SELECT coalesce(sum(calls), 0)::bigint AS calls
         FROM pg_stat_statements
         WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
           AND query LIKE '/* catalog.cards */ %'",
        vec![],
    );
    let rows: Vec<Calls> = statement.load_on(connection).await.expect("counts");
    rows.first().map_or(0, |row| row.calls)
}

/// Statements after all callers of both processes have asked at once.
async fn asked_at_once(redis: &str) -> i64 {
    let shop = seeded(300).await;
    let mut connection = db::connect(shop.url()).await.expect("a connection");
    let counting = "CREATE EXTENSION IF NOT EXISTS pg_stat_statements";
    db::batch(&mut connection, "test.counting", counting)
        .await
        .expect("a server with shared_preload_libraries = 'pg_stat_statements'");
    let instances = [(); 2].map(|()| Instance::start_with(shop.url(), redis, SETTINGS));
    let mut browsers = Vec::new();
    for instance in &instances {
        let mut opened = join_all((0..CALLERS).map(|_| instance.browser())).await;
        // A server that starts makes its front page; that must be over.
        opened[0].get("/").await;
        browsers.extend(opened);
    }
    let before = calls(&mut connection).await;
    let answers = join_all(browsers.iter_mut().map(|browser| browser.get(PAGE))).await;
    for answer in &answers {
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body, answers[0].body);
    }
    calls(&mut connection).await - before
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_callers_of_two_processes_cost_one_statement() {
    let redis = RedisServer::start();
    assert_eq!(asked_at_once(&redis.url()).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_redis_each_process_asks_once() {
    assert_eq!(asked_at_once("redis://127.0.0.1:9/").await, 2);
}
