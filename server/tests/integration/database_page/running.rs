//! What runs now, and what cost most.

use std::time::Duration;

use diesel_async::AsyncPgConnection;
use server::db;
use tokio::task::JoinHandle;

use super::{PAGE, site_of_admin};
use crate::log_in::site::Site;

/// A connection beside the site's own.
async fn beside(site: &Site) -> AsyncPgConnection {
    db::connect(site.database.url()).await.unwrap()
}

/// Runs SQL beside the site for as long as it takes.
async fn run(site: &Site, name: &'static str, sql: &'static str) -> JoinHandle<()> {
    let mut connection = beside(site).await;
    tokio::spawn(async move {
        // It is ended with its database.
        let _ = db::batch(&mut connection, name, sql).await;
    })
}

/// The page, once it has this text.
async fn page_with(site: &Site, admin: &str, text: &str) -> String {
    for _ in 0..100 {
        let page = site.get(PAGE, admin).await.body;
        if page.contains(text) {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("no {text}");
}

#[tokio::test]
async fn a_running_statement_is_shown_by_its_name_without_values() {
    let (site, admin) = site_of_admin().await;
    let sql = "SELECT pg_sleep(60), 'a secret' AS mark_of_this_test";
    let running = run(&site, "test.slow", sql).await;
    let page = page_with(&site, &admin, "mark_of_this_test").await;
    assert!(page.contains("<strong>test.slow<"), "{page}");
    assert!(!page.contains("a secret"), "{page}");
    assert!(page.contains("Timeout: PgSleep"), "{page}");
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'
               AND datname = current_database()";
    site.execute(end).await;
    running.await.unwrap();
}

#[tokio::test]
async fn who_waits_for_whom_is_shown_with_a_way_out() {
    let (site, admin) = site_of_admin().await;
    let mut holder = beside(&site).await;
    let locks = "BEGIN; LOCK TABLE synonyms";
    db::batch(&mut holder, "test.hold", locks).await.unwrap();
    let pids = "SELECT pid::text AS name FROM pg_stat_activity WHERE query LIKE '/* test.hold */%'";
    let pid = site.names(pids).await.remove(0);
    let waiting = run(&site, "test.wait", "SELECT count(*) FROM synonyms").await;
    let page = page_with(&site, &admin, "Lock: relation").await;
    for text in [
        format!("process {pid}"),
        format!("SELECT pg_terminate_backend({pid});"),
        format!("waits for process {pid}."),
    ] {
        assert!(page.contains(&text), "{text} in {page}");
    }
    db::batch(&mut holder, "test.release", "ROLLBACK")
        .await
        .unwrap();
    waiting.await.unwrap();
}

#[tokio::test]
async fn the_dearest_statements_come_from_postgresql_if_it_counts_them() {
    let (site, admin) = site_of_admin().await;
    let page = site.get(PAGE, &admin).await.body;
    assert!(
        page.contains("CREATE EXTENSION pg_stat_statements;"),
        "{page}"
    );
    assert!(page.contains("connections in use"), "{page}");
    site.execute("CREATE EXTENSION pg_stat_statements").await;
    let mark = "SELECT 'a secret' AS mark, pg_sleep(0.2)";
    let connection = &mut beside(&site).await;
    db::batch(connection, "test.dear", mark).await.unwrap();
    let page = site.get(PAGE, &admin).await.body;
    let link = "<strong><a href=\"/admin/database/query?name=test.dear\">test.dear<";
    assert!(page.contains(link), "{page}");
    assert!(!page.contains("a secret"), "{page}");
}
