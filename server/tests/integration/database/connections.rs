//! What a pooled connection is like, and what its failures are taken for.

use std::time::{Duration, Instant};

use diesel::{QueryResult, QueryableByName, sql_query, sql_types::Text};
use diesel_async::AsyncPgConnection;
use server::{
    config::{Config, DatabaseConfig},
    db::{self, DbError, Name as _, Pool, Statement},
};
use url::Url;

use crate::support::{catalog::Named, database::TestDatabase, proxy::Proxy};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    value: String,
}

fn pool(url: &str, variables: &[(&str, &str)]) -> Pool {
    db::pool(&config(url, variables)).unwrap()
}

fn config(url: &str, variables: &[(&str, &str)]) -> DatabaseConfig {
    let lookup = |name: &str| match name {
        "DATABASE_URL" => Some(url.to_owned()),
        _ => variables
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| (*value).to_owned()),
    };
    Config::from_lookup(&lookup).unwrap().database
}

async fn value(connection: &mut AsyncPgConnection, expression: &str) -> QueryResult<String> {
    sql_query(format!("SELECT ({expression})::text AS value"))
        .named("test.value")
        .get_result::<Row>(connection)
        .await
        .map(|row| row.value)
}

#[tokio::test]
async fn connections_are_set_up_for_requests() {
    let database = TestDatabase::new().await;
    let pool = pool(database.url(), &[("VITRINE_STATEMENT_TIMEOUT_MS", "1500")]);
    let mut connection = pool.get().await.unwrap();
    for (setting, expected) in [
        ("application_name", "vitrine"),
        ("statement_timeout", "1500ms"),
        ("idle_in_transaction_session_timeout", "10s"),
        ("plan_cache_mode", "force_custom_plan"),
        ("jit", "off"),
        ("TimeZone", "UTC"),
        ("lc_messages", "C"),
    ] {
        let found = value(&mut connection, &format!("current_setting('{setting}')")).await;
        assert_eq!(found.unwrap(), expected, "{setting}");
    }
}

#[tokio::test]
async fn a_slow_statement_is_given_up() {
    let database = TestDatabase::new().await;
    let pool = pool(database.url(), &[("VITRINE_STATEMENT_TIMEOUT_MS", "50")]);
    let mut connection = pool.get().await.unwrap();
    let error = value(&mut connection, "pg_sleep(30)").await.unwrap_err();
    assert!(matches!(DbError::from(error), DbError::Cancelled(_)));
    assert_eq!(value(&mut connection, "1").await.unwrap(), "1");
}

#[tokio::test]
async fn a_fault_of_ours_is_no_outage() {
    let database = TestDatabase::new().await;
    let pool = pool(database.url(), &[]);
    let mut connection = pool.get().await.unwrap();
    let error = value(&mut connection, "no_such_column").await.unwrap_err();
    assert!(matches!(DbError::from(error), DbError::Other(_)));
}

#[tokio::test]
async fn a_connection_ended_by_postgresql_is_replaced() {
    let database = TestDatabase::new().await;
    let pool = pool(database.url(), &[("VITRINE_DATABASE_POOL", "1")]);
    let mut killer = db::connect(database.url()).await.unwrap();
    {
        let mut victim = pool.get().await.unwrap();
        let pid = value(&mut victim, "pg_backend_pid()").await.unwrap();
        let kill = format!("pg_terminate_backend({pid}, 5000)");
        let (sleep, termination) = tokio::join!(
            value(&mut victim, "pg_sleep(30)"),
            value(&mut killer, &kill),
        );
        assert_eq!(termination.unwrap(), "true");
        let error = DbError::from(sleep.unwrap_err());
        assert!(matches!(error, DbError::Unavailable(_)), "{error:?}");
    }
    let mut connection = pool.get().await.unwrap();
    assert_eq!(value(&mut connection, "1").await.unwrap(), "1");
}

/// As after a restart of PostgreSQL: the idle connections are dead, and no request notices.
#[tokio::test]
async fn an_idle_connection_that_died_is_not_handed_out() {
    let database = TestDatabase::new().await;
    let pool = pool(database.url(), &[("VITRINE_DATABASE_POOL", "1")]);
    let pid = value(&mut pool.get().await.unwrap(), "pg_backend_pid()")
        .await
        .unwrap();
    let mut killer = db::connect(database.url()).await.unwrap();
    let kill = format!("pg_terminate_backend({pid}, 5000)");
    assert_eq!(value(&mut killer, &kill).await.unwrap(), "true");
    // While this is waited for, the runtime comes to read the end of the other connection.
    value(&mut killer, "1").await.unwrap();
    let mut connection = pool.get().await.unwrap();
    assert_ne!(
        value(&mut connection, "pg_backend_pid()").await.unwrap(),
        pid
    );
}

#[tokio::test]
async fn an_exhausted_pool_says_so_in_time() {
    let database = TestDatabase::new().await;
    let pool = pool(database.url(), &[("VITRINE_DATABASE_POOL", "1")]);
    let _taken = pool.get().await.unwrap();
    let begun = Instant::now();
    let error = pool.get().await.err().unwrap();
    assert!(matches!(error, DbError::Unavailable(_)), "{error:?}");
    assert!(begun.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn a_server_that_is_away_is_named_at_once_without_the_password() {
    let pool = pool("postgres://shop:s3cret@127.0.0.1:1/vitrine", &[]);
    let begun = Instant::now();
    let error = pool.get().await.err().unwrap();
    assert!(matches!(error, DbError::Unavailable(_)), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("refused"), "{text}");
    assert!(!text.contains("s3cret"), "{text}");
    assert!(begun.elapsed() < Duration::from_secs(1));
}

/// A pool whose server can hang.
async fn behind_a_proxy(database: &TestDatabase) -> (Pool, Proxy) {
    let mut url = Url::parse(database.url()).unwrap();
    let port = url.port().unwrap_or(5432);
    let proxy = Proxy::before(format!("{}:{port}", url.host_str().unwrap())).await;
    url.set_host(Some("127.0.0.1")).unwrap();
    url.set_port(Some(proxy.addr().port())).unwrap();
    let timeout = [("VITRINE_STATEMENT_TIMEOUT_MS", "200")];
    (pool(url.as_str(), &timeout), proxy)
}

async fn becomes(pool: &Pool, away: bool) {
    let begun = Instant::now();
    while pool.is_away() != away {
        assert!(begun.elapsed() < Duration::from_secs(10), "away: {}", !away);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn fails_at_once(pool: &Pool) {
    let begun = Instant::now();
    for _ in 0..1000 {
        let error = pool.get().await.err().unwrap();
        assert!(matches!(error, DbError::Unavailable(_)), "{error:?}");
    }
    assert!(begun.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn a_server_that_takes_no_connection_is_waited_for_once() {
    let database = TestDatabase::new().await;
    let (pool, proxy) = behind_a_proxy(&database).await;
    proxy.freeze();
    let error = pool.get().await.err().unwrap();
    assert!(matches!(error, DbError::Unavailable(_)), "{error:?}");
    becomes(&pool, true).await;
    fails_at_once(&pool).await;
    proxy.thaw();
    becomes(&pool, false).await;
    let mut connection = pool.get().await.unwrap();
    assert_eq!(value(&mut connection, "1").await.unwrap(), "1");
}

#[tokio::test]
async fn a_statement_that_is_never_answered_is_given_up_with_its_connection() {
    let database = TestDatabase::new().await;
    let (pool, proxy) = behind_a_proxy(&database).await;
    let pid = value(&mut pool.get().await.unwrap(), "pg_backend_pid()")
        .await
        .unwrap();
    proxy.freeze();
    let begun = Instant::now();
    let names = Statement::new("test.name", "SELECT 'a' AS name", vec![]);
    let error = Statement::load::<Named>(&names, &pool).await.err().unwrap();
    assert!(matches!(error, DbError::Unavailable(_)), "{error:?}");
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "{:?}",
        begun.elapsed()
    );
    assert!(pool.is_away());
    fails_at_once(&pool).await;
    proxy.thaw();
    becomes(&pool, false).await;
    let mut connection = pool.get().await.unwrap();
    let other = value(&mut connection, "pg_backend_pid()").await.unwrap();
    assert_ne!(other, pid);
}

/// Those who hold a connection can go on, so the others wait for theirs.
#[tokio::test]
async fn a_server_without_a_free_connection_is_not_away() {
    let database = TestDatabase::new().await;
    let mut url = Url::parse(database.url()).unwrap();
    let name = format!("only_one_of_{}", url.path().trim_start_matches('/'));
    let mut owner = db::connect(database.url()).await.unwrap();
    let role = format!("CREATE ROLE {name} LOGIN PASSWORD 'secret' CONNECTION LIMIT 1");
    db::batch(&mut owner, "test.role", &role).await.unwrap();
    url.set_username(&name).unwrap();
    url.set_password(Some("secret")).unwrap();
    let pool = pool(url.as_str(), &[]);
    {
        let mut only = pool.get().await.unwrap();
        let error = pool.get().await.err().unwrap().to_string();
        assert!(error.contains("too many connections"), "{error}");
        assert!(!pool.is_away());
        assert_eq!(value(&mut only, "1").await.unwrap(), "1");
    }
    assert!(pool.get().await.is_ok());
    drop(pool);
    let gone = format!("DROP ROLE {name}");
    db::batch(&mut owner, "test.role", &gone).await.unwrap();
}

/// The test's server, reached by the folder of its socket in place of its host.
#[tokio::test]
async fn sockets_are_as_good_as_hosts() {
    let database = TestDatabase::new().await;
    let by_host = pool(database.url(), &[]);
    let mut connection = by_host.get().await.unwrap();
    let folders = value(
        &mut connection,
        "current_setting('unix_socket_directories')",
    )
    .await
    .unwrap();
    let folder = folders.split(',').next().unwrap().trim();
    assert_ne!(folder, "", "the server at TEST_DATABASE_URL has no socket");

    let (before_host, after_host) = database.url().rsplit_once('@').unwrap();
    let (_, port_and_name) = after_host.split_once(':').unwrap();
    let folder = folder.replace('/', "%2F");
    let by_socket = pool(&format!("{before_host}@{folder}:{port_and_name}"), &[]);
    let mut connection = by_socket.get().await.unwrap();
    let found = value(&mut connection, "inet_client_addr() IS NULL").await;
    assert_eq!(found.unwrap(), "true");
}
