//! Every statement has a name, which PostgreSQL and the timings know.

use std::panic::AssertUnwindSafe;

use diesel::{
    ExpressionMethods as _, QueryDsl as _, QueryResult, QueryableByName, result::Error::NotFound,
    sql_query, sql_types::Integer,
};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection as _};
use futures::FutureExt as _;
use server::{
    db::{self, Name as _},
    schema::users,
    telemetry::{self, Series},
};

use crate::support::{
    catalog::{Named, pool},
    database::TestDatabase,
};

/// Whether the task of such a statement is stopped.
async fn is_refused<T>(statement: impl Future<Output = QueryResult<T>>) -> bool {
    AssertUnwindSafe(statement).catch_unwind().await.is_err()
}

#[tokio::test]
#[cfg_attr(
    not(debug_assertions),
    ignore = "only builds for development refuse it"
)]
#[expect(clippy::disallowed_methods, reason = "they must not work")]
async fn a_statement_without_a_name_is_not_sent() {
    let database = TestDatabase::new().await;
    let mut pooled = pool(database.url()).get().await.unwrap();
    let mut own = db::connect(database.url()).await.unwrap();
    for connection in [&mut *pooled, &mut own] {
        assert!(is_refused(async { sql_query("SELECT 1").execute(connection).await }).await);
        let all = async { RunQueryDsl::load::<i64>(users::table.count(), connection).await };
        assert!(is_refused(all).await);
        assert!(is_refused(async { connection.batch_execute("SELECT 1").await }).await);
    }
}

#[tokio::test]
async fn postgresql_sees_the_name() {
    let database = TestDatabase::new().await;
    let mut connection = db::connect(database.url()).await.unwrap();
    let own = "SELECT query AS name FROM pg_stat_activity WHERE pid = pg_backend_pid()";
    let seen: Named = sql_query(own)
        .named("test.own")
        .get_result(&mut connection)
        .await
        .unwrap();
    assert_eq!(seen.name, format!("/* test.own */ {own}"));
}

/// One query may have two names, and each is prepared once.
#[tokio::test]
async fn prepared_statements_are_told_apart_by_name() {
    let database = TestDatabase::new().await;
    let mut connection = db::connect(database.url()).await.unwrap();
    for name in ["test.one", "test.other", "test.one", "test.other"] {
        let count = users::table.count().named(name);
        let count: i64 = count.get_result(&mut connection).await.unwrap();
        assert_eq!(count, 0);
    }
    let prepared = "SELECT split_part(statement, ' ', 2) AS name FROM pg_prepared_statements
                    WHERE statement LIKE '/* test.o%' ORDER BY name";
    let prepared: Vec<Named> = sql_query(prepared)
        .named("test.prepared")
        .load(&mut connection)
        .await
        .unwrap();
    let prepared: Vec<_> = prepared.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(prepared, ["test.one", "test.other"]);
}

/// Calls, rows and failures of a name.
fn told(name: &'static str) -> (u64, u64, u64) {
    telemetry::with_totals(|totals| {
        let sample = &totals[&Series::statement(name)];
        (sample.count(), sample.rows, sample.failed)
    })
}

#[derive(Debug, QueryableByName)]
struct Number {
    #[diesel(sql_type = Integer)]
    #[expect(dead_code, reason = "only counted")]
    number: i32,
}

#[tokio::test]
async fn rows_and_failures_are_told_by_name() {
    let database = TestDatabase::new().await;
    let mut connection = db::connect(database.url()).await.unwrap();
    let connection = &mut connection;

    let query = sql_query("SELECT n AS number FROM generate_series(1, 3) n").named("test.three");
    let rows: Vec<Number> = query.load(connection).await.unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(told("test.three"), (1, 3, 0));

    let nobody = users::table
        .filter(users::id.eq(0))
        .select(users::email)
        .named("test.nobody");
    let nobody: QueryResult<String> = nobody.first(connection).await;
    assert_eq!(nobody, Err(NotFound));
    assert_eq!(told("test.nobody"), (1, 0, 0));

    let added = "INSERT INTO users (email, password_hash) VALUES ('a@example.org', '!')";
    for _ in 0..2 {
        let _: QueryResult<usize> = sql_query(added)
            .named("test.added")
            .execute(connection)
            .await;
    }
    assert_eq!(told("test.added"), (2, 1, 1));

    db::batch(connection, "test.batch", "SELECT 1; SELECT 2")
        .await
        .unwrap();
    assert_eq!(told("test.batch"), (1, 0, 0));
}
