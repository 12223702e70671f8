//! What is known to have happened is what the panel shows.

use std::time::Duration;

use app::model::performance::{Level, PanelQuery, Performance, SpanKind};
use cache::{Key, Namespace, Tag};
use server::{
    insight::performance::Health,
    telemetry::{self, Series},
};

use crate::support::site::Site;

/// The second of the test.
const NOW: u64 = 1_795_341_221;

const KNOWN: Namespace = Namespace::new("known", 1, Duration::from_hours(1));

/// Looks up a value that is found unless nobody has asked for it before.
async fn look_up(site: &Site, id: u64) {
    let load = || async { Ok::<_, std::convert::Infallible>(7_u64) };
    let view = site.state.cache.view();
    let Ok(_) = view
        .get(&KNOWN, Key::of(&id), |_| [Tag::named("known")], load)
        .await;
}

/// What the panel shows after one more second.
async fn after_a_second(site: &Site, second: u64, health: Health) -> Performance {
    let state = &site.state;
    state.panel.tick(second, &state.cache.stats(), health);
    state.performance(&PanelQuery::default(), second).await
}

#[tokio::test]
async fn of_a_thousand_look_ups_eight_hundred_hits_are_eighty_percent() {
    let site = Site::without_redis(10).await;
    let before = after_a_second(&site, NOW, Health::FULL).await;
    assert_eq!(before.cache.rate.hits, 0);
    for n in 0..1_000 {
        look_up(&site, n % 200).await;
    }
    let shown = after_a_second(&site, NOW + 1, Health::FULL).await;
    let known = shown
        .cache
        .namespaces
        .iter()
        .find(|one| one.name == "known");
    let known = known.expect("the namespace");
    assert_eq!((known.rate.hits, known.rate.misses), (800, 200));
    assert_eq!(known.rate.share(), Some(0.8));
    let causes: u64 = known.causes.iter().map(|(_, many)| many).sum();
    assert_eq!(causes, 200);

    // A change drops all of them; each is missed once, for that reason.
    site.touch(&["known"]).await;
    for id in 0..200 {
        look_up(&site, id).await;
    }
    let shown = after_a_second(&site, NOW + 2, Health::FULL).await;
    let known = &shown
        .cache
        .namespaces
        .iter()
        .find(|one| one.name == "known");
    let causes = &known.expect("the namespace").causes;
    assert!(
        causes.contains(&("invalidated".to_owned(), 200)),
        "{causes:?}"
    );
    let points = &shown.cache.points;
    assert_eq!(
        points.last().map(|rate| rate.hits + rate.misses),
        Some(1_200)
    );
}

#[tokio::test]
async fn known_times_have_their_quantiles() {
    let site = Site::without_redis(10).await;
    for millis in 1..=1_000 {
        let took = Duration::from_millis(millis);
        telemetry::record(Series::route("/known"), took, 0, millis > 990);
    }
    let shown = after_a_second(&site, NOW, Health::FULL).await;
    let known = shown
        .requests
        .routes
        .iter()
        .find(|one| one.route == "/known");
    let known = known.expect("the route");
    for (told, millis) in [
        (known.times.p50, 500.0),
        (known.times.p95, 950.0),
        (known.times.p99, 990.0),
        (known.times.max, 1_000.0),
    ] {
        let off = (told - millis).abs() / millis;
        assert!(off <= 0.01, "{told} for {millis}");
    }
    assert_eq!((known.times.count, known.failed), (1_000, 10));
    // The heat map has them all, and the status says what is wrong.
    let heat: u64 = shown.requests.heat.columns.iter().flatten().sum();
    assert_eq!(heat, shown.requests.all.count);
    assert_eq!(shown.status.level, Level::Bad);
    let sentence = &shown.status.sentence;
    assert!(sentence.contains("target 150 ms"), "{sentence}");
}

#[tokio::test]
async fn a_request_can_be_followed_to_its_statements() {
    let site = Site::without_redis(300).await;
    let answer = site.get("/search?q=black").await;
    let id = answer.header("x-request-id");
    let trace = site.state.panel.request(id).expect("the request");
    assert_eq!(
        (trace.summary.route.as_str(), trace.summary.status),
        ("/search", 200)
    );
    assert_eq!(trace.summary.from.as_deref(), Some("made"));
    let steps: Vec<_> = trace
        .spans
        .iter()
        .map(|span| (span.kind, &*span.name))
        .collect();
    for step in [
        (SpanKind::Render, "page"),
        (SpanKind::Index, "list"),
        (SpanKind::Sql, "catalog.cards"),
        (SpanKind::Pool, "connection"),
        (SpanKind::Compress, "page"),
    ] {
        assert!(steps.contains(&step), "{step:?} in {steps:?}");
    }
    for span in &trace.spans {
        let end = span.begin + span.took;
        assert!(end <= trace.summary.millis + 1.0, "{span:?} in {trace:?}");
    }
    assert_eq!(
        usize::try_from(trace.summary.statements).ok(),
        Some(
            trace
                .spans
                .iter()
                .filter(|span| span.kind == SpanKind::Sql)
                .count()
        )
    );

    let kept = site.get("/search?q=black").await;
    let trace = site.state.panel.request(kept.header("x-request-id"));
    let summary = trace.expect("the request").summary;
    assert_eq!(
        (summary.from.as_deref(), summary.statements),
        (Some("memory"), 0)
    );

    let shown = after_a_second(&site, NOW, Health::FULL).await;
    let statement = shown
        .statements
        .iter()
        .find(|one| one.name == "catalog.cards");
    assert_eq!(statement.expect("the statement").most_in_a_request, 1);
    let tier = |name: &str| shown.cache.tiers.iter().find(|tier| tier.name == name);
    assert_eq!(tier("memory").map(|tier| tier.times.count), Some(1));
    assert_eq!(tier("made").map(|tier| tier.times.count), Some(1));
}

#[tokio::test]
async fn without_redis_the_panel_says_so_and_the_shop_works() {
    let site = Site::without_redis(100).await;
    after_a_second(&site, NOW, Health::FULL).await;
    let away = Health {
        redis: false,
        ..Health::FULL
    };
    assert_eq!(site.get("/search?q=black").await.status, 200);
    let shown = after_a_second(&site, NOW + 1, away).await;
    assert_eq!(shown.status.level, Level::Watch);
    assert!(shown.status.sentence.contains("Redis does not answer"));
    assert!(shown.cache.redis.is_none());
    assert_eq!(shown.events[0].text, "Redis does not answer.");
}
