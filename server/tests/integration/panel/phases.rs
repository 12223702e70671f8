//! What the time of a request is spent on, step by step.

use app::model::performance::{RequestTrace, SpanKind};
use cache::BreakerState;
use http::{Request, header::AUTHORIZATION};

use crate::support::{
    redis_server::RedisServer,
    site::{Answer, Site},
};

fn trace(site: &Site, answer: &Answer) -> RequestTrace {
    let id = answer.header("x-request-id");
    site.state.panel.request(id).expect("the request")
}

/// Steps of this kind: what exactly, and what came of it.
fn steps(trace: &RequestTrace, kind: SpanKind) -> Vec<(&str, &str)> {
    let own = trace.spans.iter().filter(|span| span.kind == kind);
    own.map(|span| (&*span.name, &*span.outcome)).collect()
}

#[tokio::test]
async fn reading_redis_is_the_time_of_the_cache_and_loading_is_not() {
    let redis = RedisServer::start();
    let site = Site::start(300, &redis.url()).await;
    let made = trace(&site, &site.get("/search?q=black").await);
    let cache = steps(&made, SpanKind::Cache);
    // Nothing is there, so it is asked who loads, and once more under the lock.
    let page = [
        ("page", "nothing there"),
        ("lock", ""),
        ("page", "nothing there"),
    ];
    assert_eq!(cache[..3], page, "{cache:?}");
    assert!(cache.contains(&("card", "nothing there")), "{cache:?}");
    let of = |kind| made.spans.iter().filter(move |span| span.kind == kind);
    assert!(of(SpanKind::Sql).count() > 0);
    for cache in of(SpanKind::Cache) {
        for sql in of(SpanKind::Sql) {
            let apart = cache.begin + cache.took <= sql.begin + 0.1
                || sql.begin + sql.took <= cache.begin + 0.1;
            assert!(apart, "{cache:?} and {sql:?}");
        }
    }

    site.state.cache.flush_pending().await;
    let twin = site.twin().await;
    let found = trace(&twin, &twin.get("/search?q=black").await);
    assert_eq!(steps(&found, SpanKind::Cache), [("page", "1 there")]);
    assert_eq!(found.summary.from.as_deref(), Some("redis"));
    let kept = trace(&twin, &twin.get("/search?q=black").await);
    assert_eq!(kept.spans.len(), 0, "{kept:?}");
}

#[tokio::test]
async fn a_redis_that_is_spared_takes_no_time() {
    let site = Site::without_redis(50).await;
    let mut others = 0..100;
    while site.state.redis.state() != BreakerState::Open {
        let other = others.next().expect("calls that fail open the breaker");
        site.get(&format!("/search?q=black&page={other}")).await;
    }
    let made = trace(&site, &site.get("/search?q=black").await);
    assert_eq!(steps(&made, SpanKind::Cache), []);
}

#[tokio::test]
async fn a_body_that_is_made_on_the_way_is_sent_and_one_that_is_kept_is_not() {
    let site = Site::without_redis(50).await;
    let personal = Request::get("/search?q=black").header(AUTHORIZATION, "Basic Og==");
    let personal = trace(&site, &site.ask(personal).await);
    assert_eq!(steps(&personal, SpanKind::Send), [("body", "")]);
    let send = personal.spans.last().expect("steps");
    assert_eq!(send.kind, SpanKind::Send);
    assert!(send.begin + 0.1 >= personal.summary.millis, "{personal:?}");
    for _ in 0..2 {
        let kept = trace(&site, &site.get("/search?q=black").await);
        assert_eq!(steps(&kept, SpanKind::Send), []);
    }
}
