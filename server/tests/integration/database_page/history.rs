//! How statements were run before.

use std::time::Duration;

use app::model::{database::QueryQuery, performance::PanelQuery};
use server::{
    db::{self, Bind, Statement},
    insight::plan_history::round,
};

use super::{now, site_of_admin};
use crate::{log_in::site::Site, support::catalog::Named};

const NAME: &str = "test.filled";

/// How many statements are run in another way than the last time.
async fn looked(site: &Site) -> usize {
    let (url, pool) = (site.database.url(), &site.state.pool);
    round(url, pool, Duration::ZERO).await.unwrap()
}

async fn fill(site: &Site) {
    for sql in [
        "CREATE TABLE filled (number bigint, text text)",
        "INSERT INTO filled SELECT n, repeat('x', 50) FROM generate_series(1, 20000) AS n",
        "CREATE INDEX filled_number ON filled (number)",
        "ANALYZE filled",
    ] {
        site.execute(sql).await;
    }
    let sql = "SELECT text AS name FROM filled WHERE number = $1";
    let statement = Statement::new(NAME, sql, vec![Bind::BigInt(Some(7))]);
    let _: Vec<Named> = statement.load(&site.state.pool).await.unwrap();
}

async fn plans(site: &Site) -> Vec<String> {
    let sql =
        format!("SELECT change AS name FROM statement_plans WHERE name = '{NAME}' ORDER BY id");
    site.names(&sql).await
}

#[tokio::test]
async fn an_index_that_is_gone_shows_in_words() {
    let (site, admin) = site_of_admin().await;
    fill(&site).await;
    assert_eq!((looked(&site).await, looked(&site).await), (0, 0));
    assert_eq!(plans(&site).await, [""], "the same plan is kept once");

    site.execute("DROP INDEX filled_number").await;
    assert_eq!(looked(&site).await, 1);
    let words = "Seq Scan on filled instead of Index Scan by filled_number";
    assert_eq!(plans(&site).await, ["", words]);

    let link = QueryQuery::of(NAME).href();
    let page = site.get(&link, &admin).await.body;
    for text in [
        words,
        "The first that was seen",
        "held for",
        "seen until now",
    ] {
        assert!(page.contains(text), "{text} in {page}");
    }
    let now = now();
    let shown = site.state.performance(&PanelQuery::default(), now).await;
    let event = shown.events.iter().find(|event| event.kind == "plan");
    let event = event.expect("an event");
    assert!(event.text.contains(words), "{event:?}");
    assert_eq!(event.href.as_ref(), Some(&link));
}

#[tokio::test]
async fn one_instance_at_a_time_looks_at_what_no_other_has_just_seen() {
    let (site, _) = site_of_admin().await;
    fill(&site).await;
    let mut other = db::connect(site.database.url()).await.unwrap();
    let take = "SELECT pg_advisory_lock(hashtext('vitrine'), hashtext('plans'))";
    db::batch(&mut other, "test.take", take).await.unwrap();
    looked(&site).await;
    assert!(plans(&site).await.is_empty());
    drop(other);
    // Its lock ends when PostgreSQL notices.
    while plans(&site).await.is_empty() {
        looked(&site).await;
    }
    site.execute("DROP INDEX filled_number").await;
    let (url, pool) = (site.database.url(), &site.state.pool);
    let recent = Duration::from_mins(5);
    assert_eq!(round(url, pool, recent).await.unwrap(), 0);
    assert_eq!(plans(&site).await.len(), 1);
}

#[tokio::test]
async fn no_more_is_kept_than_is_of_use() {
    let (site, _) = site_of_admin().await;
    site.execute(
        "INSERT INTO statement_plans (name, shape, sql, plan, change, last_seen)
         SELECT 'test.many', n::text, '', '[]'::json, 'number ' || n, now() FROM generate_series(1, 30) AS n
         UNION ALL SELECT 'test.old', '', '', '[]', '', now() - interval '91 days'",
    )
    .await;
    looked(&site).await;
    let kept = "SELECT change AS name FROM statement_plans WHERE name IN ('test.many', 'test.old') ORDER BY id";
    let kept = site.names(kept).await;
    assert_eq!(kept.len(), 20, "{kept:?}");
    assert_eq!(kept[0], "number 11");
}
