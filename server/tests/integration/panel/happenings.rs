//! What happened: imports, the end of all that was kept, starts, and what was last out of date in each namespace.

use std::time::{Duration, UNIX_EPOCH};

use app::model::performance::{LastDrop, PanelQuery, Performance};
use bytes::Bytes;
use cache::{Link, LinkConfig};
use futures::SinkExt as _;
use server::{
    insight::performance::{self, Drop, Fleet, Happened, Health, builds},
    state::AppState,
};
use tokio_postgres::{Client, NoTls};

use crate::{log_in::site::Site, support::redis_server::RedisServer};

/// Time that something in the background may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let waited = tokio::time::timeout(PATIENCE, waiting).await;
    waited.unwrap_or_else(|_| panic!("waited in vain: {what}"));
}

/// A connection as `psql` has one.
async fn psql(site: &Site) -> Client {
    let url = site.database.url();
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    let name = "SET application_name = 'psql'";
    client.batch_execute(name).await.unwrap();
    client
}

/// What an instance's panel shows now.
async fn shown(state: &AppState) -> Performance {
    let now = UNIX_EPOCH.elapsed().unwrap().as_secs();
    state.panel.tick(now, &state.cache.stats(), Health::FULL);
    state.performance(&PanelQuery::default(), now).await
}

/// Its events by kind and text, the last first.
async fn events(state: &AppState) -> Vec<(String, String)> {
    let events = shown(state).await.events.into_iter();
    events.map(|event| (event.kind, event.text)).collect()
}

async fn last_drop(state: &AppState, namespace: &str) -> Option<LastDrop> {
    let mut namespaces = shown(state).await.cache.namespaces.into_iter();
    namespaces.find(|one| one.name == namespace)?.dropped
}

#[tokio::test]
async fn an_import_and_a_flush_are_on_every_panel_once() {
    let site = Site::following(200).await;
    let twin = site.twin().await;
    let client = psql(&site).await;
    let role: String = client
        .query_one("SELECT session_user::text", &[])
        .await
        .unwrap()
        .get(0);
    let copy = "COPY products (sku, slug, name, price_minor) FROM STDIN";
    let rows = (0..12_000).map(|n| format!("copied-{n}\tcopied-{n}\tCopied\t100\n"));
    let rows = Bytes::from(rows.collect::<String>());
    let mut sink = Box::pin(client.copy_in::<_, Bytes>(copy).await.unwrap());
    sink.send(rows).await.unwrap();
    assert_eq!(sink.as_mut().finish().await.unwrap(), 12_000);
    // One who edits is no import.
    for (sql, is_done) in [
        (
            "UPDATE products SET price_minor = 7 WHERE sku = 'copied-1'",
            1,
        ),
        (
            "UPDATE products SET price_minor = 8 WHERE sku LIKE 'copied-11___'",
            1_000,
        ),
    ] {
        assert_eq!(client.execute(sql, &[]).await.unwrap(), is_done);
    }
    client
        .batch_execute("TRUNCATE products CASCADE")
        .await
        .unwrap();

    let by = format!("(psql by {role})");
    let expected = [
        ("flush", format!("All that was kept is out of date {by}.")),
        ("import", format!("1,000 products were changed {by}.")),
        (
            "import",
            format!("12,000 products were changed {by}: all that was kept is out of date."),
        ),
    ];
    let expected = expected.map(|(kind, text)| (kind.to_owned(), text));
    for state in [&site.state, &twin.state] {
        until("all to be told", async || events(state).await.len() >= 3).await;
        let events = events(state).await;
        assert_eq!(events, expected);
    }
}

#[tokio::test]
async fn a_redis_that_was_emptied_is_noticed_by_one_of_all() {
    let mut redis = RedisServer::start();
    let link = Link::lazy(&redis.url(), LinkConfig::default()).unwrap();
    let mut all = ["first", "second", "third"].map(|name| Fleet::new("panel", name));
    let noticed = async |all: &mut [Fleet]| {
        let mut noticed = 0;
        for fleet in all {
            noticed += usize::from(fleet.is_emptied(&link).await);
        }
        noticed
    };
    assert_eq!(noticed(&mut all).await, 0, "nothing was there before");
    assert_eq!(noticed(&mut all).await, 0);
    redis.command(&["FLUSHALL"]);
    assert_eq!(noticed(&mut all).await, 1);
    assert_eq!(noticed(&mut all).await, 0);
    redis.stop();
    assert_eq!(noticed(&mut all).await, 0, "one that is away says nothing");
}

#[tokio::test]
async fn another_build_is_a_deploy_and_the_same_is_a_start() {
    let site = Site::following(20).await;
    let (pool, state) = (&site.state.pool, &site.state);
    let note = async |build| builds::note(pool, build).await.unwrap();
    assert_eq!(note("0.0.8-a").await, None);
    assert_eq!(note("0.0.9-b").await.as_deref(), Some("0.0.8-a"));
    assert_eq!(note("0.0.9-b").await.as_deref(), Some("0.0.9-b"));

    let mut other = Fleet::new(&state.panel_stream(), "another");
    let mut told: Vec<Happened> = Vec::new();
    for starts in [1, 2] {
        let keeping = tokio::spawn(performance::keep_up(state.clone()));
        until("the other instances to be told", async || {
            told.extend(other.hear(&state.redis).await.events);
            told.len() >= starts
        })
        .await;
        keeping.abort();
    }
    let told: Vec<_> = told.iter().map(Happened::text).collect();
    let (instance, build) = (state.panel.instance(), builds::BUILD);
    assert_eq!(
        told,
        [
            format!("{instance} started with build {build}, after 0.0.9-b."),
            format!("{instance} started."),
        ]
    );
    let kinds = events(state).await.into_iter().map(|(kind, _)| kind);
    assert_eq!(kinds.collect::<Vec<_>>(), ["start", "deploy"]);
}

#[tokio::test]
async fn a_namespace_says_when_it_was_last_out_of_date_why_and_by_whom() {
    let site = Site::following(200).await;
    let twin = site.twin().await;
    let both = [&site.state, &twin.state];
    let client = psql(&site).await;
    let row = "SELECT id, '/p/' || slug, session_user::text FROM products
               WHERE status = 'published' ORDER BY id LIMIT 1";
    let row = client.query_one(row, &[]).await.unwrap();
    let (id, path, role): (i64, String, String) = (row.get(0), row.get(1), row.get(2));
    until("both to keep the page", async || {
        let answers = [site.get(&path, "").await, twin.get(&path, "").await];
        answers
            .iter()
            .all(|answer| answer.headers["cache-status"] == "vitrine; hit")
    })
    .await;
    for state in both {
        assert_eq!(last_drop(state, "page").await, None);
    }

    let edit = format!("UPDATE products SET price_minor = price_minor + 1 WHERE id = {id}");
    client.batch_execute(&edit).await.unwrap();
    let position = "SELECT position FROM cache_state";
    until("the change to have its place", async || {
        client
            .query_one(position, &[])
            .await
            .unwrap()
            .get::<_, i64>(0)
            > 0
    })
    .await;
    let position: i64 = client.query_one(position, &[]).await.unwrap().get(0);
    let position = u64::try_from(position).unwrap();
    for state in both {
        assert!(state.clock.reached(position, PATIENCE).await);
    }
    // Who is not trusted at this moment looks at nothing that is kept.
    until("both to meet the page that is out of date", async || {
        site.get(&path, "").await;
        twin.get(&path, "").await;
        last_drop(both[0], "page").await.is_some() && last_drop(both[1], "page").await.is_some()
    })
    .await;
    for state in both {
        let dropped = last_drop(state, "page").await.expect("a drop");
        assert_eq!(dropped.by, format!("product:{id}"));
        assert_eq!(dropped.source, Some(format!("psql by {role}")));
        assert!(dropped.seconds_ago < 60, "{dropped:?}");
        assert_eq!(last_drop(state, "taxonomy").await, None);
    }

    // What the others noticed counts as well, if it is later.
    let panel = &site.state.panel;
    let now = UNIX_EPOCH.elapsed().unwrap().as_secs();
    let heard = |second, by: &str| Drop {
        namespace: "page".to_owned(),
        second,
        by: by.to_owned(),
        source: None,
    };
    panel.heard_of_drop(heard(now - 600, "product:1"));
    let shown = last_drop(&site.state, "page").await;
    assert_eq!(shown.unwrap().by, format!("product:{id}"));
    panel.heard_of_drop(heard(now + 60, "namespace:page"));
    let shown = last_drop(&site.state, "page").await;
    assert_eq!(shown.unwrap().by, "namespace:page");

    let (mut first, second) = (Fleet::new("drops", "a"), Fleet::new("drops", "b"));
    let drop = heard(now, "product:1");
    second.tell_of_drop(&site.state.redis, &drop).await;
    assert_eq!(first.hear(&site.state.redis).await.drops, [drop]);
}
