//! Synonyms: once a change is acknowledged, every process answers by it.

use std::time::Duration;

use axum::{Router, body::Body};
use http::Request;
use server::{
    catalog::synonyms::Rule,
    command::synonyms::{add, list, remove},
    router,
    state::AppState,
};
use tower::ServiceExt as _;

use crate::{
    coherence::world::config,
    support::{
        catalog::{SeededCatalog, seeded},
        redis_server::RedisServer,
        site::{NO_REDIS, Site},
    },
};

/// Names that nothing else has.
const NAMES: &str = "UPDATE products SET name = 'Quokka' WHERE id = 1;
                     UPDATE products SET name = 'Zorilla' WHERE id = 2;
                     UPDATE products SET name = 'Wombat' WHERE id = 3";

fn rule(text: &str) -> Rule {
    text.parse().unwrap()
}

async fn shop() -> SeededCatalog {
    let catalogue = seeded(60).await;
    catalogue.execute(NAMES).await;
    catalogue
}

async fn page(router: &Router, path: &str) -> String {
    let request = Request::get(path).header("accept", "text/html");
    let request = request.body(Body::empty()).unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await;
    String::from_utf8(body.unwrap().into()).unwrap()
}

/// The products that a search shows, of the three. What was typed is in small letters.
fn shown(page: &str) -> Vec<&'static str> {
    let names = ["Quokka", "Zorilla", "Wombat"].into_iter();
    names.filter(|name| page.contains(name)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_process_goes_by_a_rule_once_it_is_acknowledged() {
    let (redis, shop) = (RedisServer::start(), shop().await);
    let mut processes = Vec::new();
    for _ in 0..2 {
        let state = AppState::new(config(shop.url(), &redis.url())).unwrap();
        state.invalidation.start();
        assert!(state.invalidation.joined(Duration::from_secs(30)).await);
        processes.push((router::build(&state), state));
    }
    let ask = async |words: &str, expected: &[&str]| {
        for (router, _) in &processes {
            let page = page(router, &format!("/search?q={words}")).await;
            assert_eq!(shown(&page), expected, "{words}");
        }
    };
    // Kept by both, and in Redis.
    for _ in 0..2 {
        ask("quokka", &["Quokka"]).await;
        ask("zorilla", &["Zorilla"]).await;
    }
    for round in 0..5 {
        let both = add(shop.url(), &rule("quokka, zorilla")).await.unwrap();
        let done = both.acknowledged.unwrap();
        assert_eq!(done.tags, Some(1), "{round}");
        ask("quokka", &["Quokka", "Zorilla"]).await;
        ask("zorilla", &["Quokka", "Zorilla"]).await;
        ask("wombat", &["Wombat"]).await;
        let one_way = add(shop.url(), &rule("wombat => zorilla")).await.unwrap();
        one_way.acknowledged.unwrap();
        ask("wombat", &["Zorilla", "Wombat"]).await;
        ask("zorilla", &["Quokka", "Zorilla"]).await;
        for id in [both.id, one_way.id] {
            remove(shop.url(), id).await.unwrap().acknowledged.unwrap();
        }
        ask("quokka", &["Quokka"]).await;
        ask("wombat", &["Wombat"]).await;
    }
    for (_, state) in &processes {
        state.shutdown.cancel();
    }
}

#[tokio::test]
async fn a_process_that_starts_or_reads_everything_anew_knows_the_rules() {
    let site = Site::start(60, NO_REDIS).await;
    site.catalogue.execute(NAMES).await;
    add(site.catalogue.url(), &rule("quokka, zorilla"))
        .await
        .unwrap();
    let twin = site.twin().await;
    assert_eq!(
        shown(&twin.get("/search?q=quokka").await.body),
        ["Quokka", "Zorilla"]
    );
    // In one look at the database: more products than are named, and a rule.
    site.catalogue
        .execute("DELETE FROM synonyms; INSERT INTO cache_outbox (tags, xid, source, at) VALUES (NULL, 0, 'test', now())")
        .await;
    for site in [&site, &twin] {
        site.touch_everything().await;
        assert_eq!(shown(&site.get("/search?q=quokka").await.body), ["Quokka"]);
    }
}

#[tokio::test]
async fn rules_are_listed_and_none_is_there_twice() {
    let shop = shop().await;
    let url = shop.url();
    assert_eq!(list(url).await.unwrap(), []);
    let id = add(url, &rule("Sofa, couch")).await.unwrap().id;
    let error = add(url, &rule("couch, sofa"))
        .await
        .unwrap_err()
        .to_string();
    assert_eq!(error, format!("rule {id} says that already"));
    add(url, &rule("couch => sofa")).await.unwrap();
    let kept = list(url).await.unwrap().into_iter();
    let kept: Vec<_> = kept.map(|kept| kept.rule().to_string()).collect();
    assert_eq!(kept, ["couch, sofa", "couch => sofa"]);
    let removed = remove(url, id).await.unwrap();
    assert_eq!(removed.rule, rule("couch, sofa"));
    let error = remove(url, id).await.unwrap_err().to_string();
    assert!(
        error.starts_with(&format!("there is no rule {id}")),
        "{error}"
    );
    shop.execute(
        "INSERT INTO synonyms (terms) SELECT ARRAY['a', 'b' || n] FROM generate_series(1, 1999) n",
    )
    .await;
    let error = add(url, &rule("sofa, divan"))
        .await
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("there are 2000 rules"), "{error}");
}

#[tokio::test]
async fn the_database_takes_no_rule_that_is_none() {
    let shop = shop().await;
    let mut connection = server::db::connect(shop.url()).await.unwrap();
    for values in [
        "NULL, '{}'",
        "NULL, '{sofa}'",
        "NULL, '{sofa,NULL}'",
        "NULL, '{{a,b},{c,d}}'",
        "'', '{sofa}'",
        "'sofa', '{}'",
        "NULL, array_fill('a'::text, ARRAY[17])",
    ] {
        let sql = format!("INSERT INTO synonyms (source, terms) VALUES ({values})");
        let added = server::db::batch(&mut connection, "test.rule", &sql).await;
        assert!(added.is_err(), "{values}");
    }
}
