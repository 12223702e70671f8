//! Cancelling a statement that runs.

use diesel_async::AsyncPgConnection;
use server::db;

use super::world::{admin, audit, told, until};
use crate::log_in::site::Site;

const PAGE: &str = "/admin/database";

/// The fields of the form that cancels the statement in whose row `mark` stands; nothing if there is none.
fn form(page: &str, mark: &str) -> Option<[String; 2]> {
    let row = page.split("<tr>").find(|row| row.contains(mark))?;
    let row = row.split("</tr>").next()?;
    let value = |name: &str| {
        let (_, rest) = row.split_once(&format!("name=\"{name}\" value=\""))?;
        Some(rest.split('"').next()?.to_owned())
    };
    Some([value("pid")?, value("began")?])
}

/// The page, once a statement with `mark` is on it.
async fn page_with(site: &Site, cookie: &str, mark: &str) -> String {
    let mut page = String::new();
    until(mark, async || {
        page = site.get(PAGE, cookie).await.body;
        page.contains(mark)
    })
    .await;
    page
}

/// Sends the form; what is said of it.
async fn cancel(site: &Site, cookie: &str, [pid, began]: &[String; 2]) -> String {
    let done = site
        .post(PAGE, cookie, &[("pid", pid), ("began", began)])
        .await;
    assert_eq!(done.location(), PAGE);
    let page = site.get(PAGE, cookie).await.body;
    told(&page).expect("a sentence").to_owned()
}

async fn run(mut connection: AsyncPgConnection, name: &'static str, sql: &'static str) -> bool {
    db::batch(&mut connection, name, sql).await.is_ok()
}

#[tokio::test]
async fn only_the_very_statement_is_cancelled() {
    let site = Site::start().await;
    let cookie = admin(&site).await;
    let connection = db::connect(site.database.url()).await.unwrap();
    let sql = "SELECT pg_sleep(60) AS mark_of_this_test";
    let running = tokio::spawn(run(connection, "test.slow", sql));
    let page = page_with(&site, &cookie, "mark_of_this_test").await;
    let [pid, began] = form(&page, "mark_of_this_test").expect("a button");

    let earlier = (began.parse::<i64>().unwrap() - 1).to_string();
    for other in [[pid.clone(), earlier], ["1".to_owned(), began.clone()]] {
        let said = cancel(&site, &cookie, &other).await;
        assert!(
            said.contains("does not run that statement any more"),
            "{said}"
        );
    }
    assert!(!running.is_finished());
    let same = [pid.clone(), began];
    let said = cancel(&site, &cookie, &same).await;
    assert_eq!(
        said,
        format!("Cancelled test.slow, process {pid}: it was still running.")
    );
    assert!(!running.await.unwrap(), "it ended with an error");
    let said = cancel(&site, &cookie, &same).await;
    assert!(
        said.contains("does not run that statement any more"),
        "{said}"
    );
    let noted = format!("statement cancelled: test.slow, process {pid}");
    assert_eq!(audit(&site).await, [noted]);
}

#[tokio::test]
async fn neither_the_relay_nor_what_does_not_run_can_be_cancelled() {
    let site = Site::start().await;
    let cookie = admin(&site).await;
    let mut relay = db::connect(site.database.url()).await.unwrap();
    let lock = "SELECT pg_advisory_lock(hashtext('vitrine'), hashtext('relay duty'))";
    db::batch(&mut relay, "test.duty", lock).await.unwrap();
    let running = tokio::spawn(run(
        relay,
        "test.relay",
        "SELECT pg_sleep(60) AS of_the_relay",
    ));
    let mut idle = db::connect(site.database.url()).await.unwrap();
    let idling = "BEGIN; SELECT 1 AS of_who_idles";
    db::batch(&mut idle, "test.idle", idling).await.unwrap();
    let page = page_with(&site, &cookie, "of_the_relay").await;
    for mark in ["of_the_relay", "of_who_idles"] {
        assert!(page.contains(mark), "{page}");
        assert_eq!(form(&page, mark), None, "{mark}");
    }
    for (mark, words) in [
        ("of_the_relay", "numbers changes for all instances"),
        ("of_who_idles", "does not run that statement any more"),
    ] {
        let found = format!(
            "SELECT pid || ' ' || (extract(epoch FROM query_start) * 1000000)::bigint AS name
             FROM pg_stat_activity WHERE query LIKE '%{mark}' AND pid <> pg_backend_pid()"
        );
        let found = site.names(&found).await.remove(0);
        let (pid, began) = found.split_once(' ').unwrap();
        let said = cancel(&site, &cookie, &[pid.to_owned(), began.to_owned()]).await;
        assert!(said.contains(words), "{said}");
    }
    assert!(!running.is_finished());
    assert_eq!(audit(&site).await, [""; 0]);
    running.abort();
}
