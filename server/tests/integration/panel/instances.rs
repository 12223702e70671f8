//! Several instances, and what outlives them.

use std::time::Duration;

use app::model::performance::{PanelQuery, Window};
use cache::{Link, LinkConfig};
use server::{
    insight::performance::{
        Fleet, Happened, Health,
        store::{self, MINUTES, TEN_MINUTES},
    },
    telemetry::{self, Frame, Samples, Series},
};

use crate::{log_in::site::Site, support::redis_server::RedisServer};

/// The second of the test.
const NOW: u64 = 1_795_309_450;

/// A frame with so many requests to a route that is known.
fn frame(second: u64, requests: u64) -> Frame {
    let mut samples = Samples::new();
    let sample = samples.entry(Series::route("/known")).or_default();
    for n in 0..requests {
        sample.add(Duration::from_millis(n + 1), 0, n % 10 == 0);
    }
    Frame::of(second, &samples, Vec::new())
}

/// How many requests to the known route the panel shows, and how many of them failed.
async fn shown(site: &Site, query: PanelQuery) -> (u64, u64) {
    let shown = site.state.performance(&query, NOW).await;
    let routes = shown.requests.routes;
    let known = routes.iter().find(|one| one.route == "/known");
    known.map_or((0, 0), |known| (known.times.count, known.failed))
}

/// Of one instance, or of all if it has no name.
fn of(instance: &str, window: Window) -> PanelQuery {
    let instance = Some(instance.to_owned()).filter(|name| !name.is_empty());
    PanelQuery { window, instance }
}

#[tokio::test]
async fn the_figures_of_two_instances_are_their_sum() {
    let site = Site::start().await;
    let panel = &site.state.panel;
    for n in 0..100 {
        let took = Duration::from_millis(n + 1);
        telemetry::record(Series::route("/known"), took, 0, n % 10 == 0);
    }
    panel.tick(NOW, &[], Health::FULL);
    panel.hear("other:7".to_owned(), frame(NOW, 50));
    for window in [Window::FiveMinutes, Window::Hour] {
        assert_eq!(shown(&site, of("", window)).await, (150, 15));
        assert_eq!(shown(&site, of("other:7", window)).await, (50, 5));
        let own = panel.instance();
        assert_eq!(shown(&site, of(own, window)).await, (100, 10));
        assert_eq!(shown(&site, of("nobody", window)).await, (0, 0));
    }
    let at = async |second| site.state.performance(&PanelQuery::default(), second).await;
    assert_eq!(at(NOW).await.instances.len(), 2);
    let later = at(NOW + 60).await;
    assert_eq!(later.instances, [panel.instance()], "the other has gone");
}

#[tokio::test]
async fn instances_hear_each_other_and_not_themselves() {
    let redis = RedisServer::start();
    let link = || Link::lazy(&redis.url(), LinkConfig::default()).unwrap();
    let (one, other) = (link(), link());
    let mut first = Fleet::new("panel", "first");
    let mut second = Fleet::new("panel", "second");
    for n in 1..=3 {
        first.tell(&one, &frame(NOW + n, n)).await;
        second.tell(&other, &frame(NOW + n, 10 * n)).await;
    }
    let heard = first.hear(&one).await.frames;
    let expected = [1, 2, 3].map(|n| ("second".to_owned(), frame(NOW + n, 10 * n)));
    assert_eq!(heard, expected);
    assert_eq!(first.hear(&one).await.frames, []);
    assert_eq!(second.hear(&other).await.frames.len(), 3);
    // One that comes later has what was told before, and what is no frame is left out.
    redis.command(&["XADD", "panel", "*", "instance", "third", "frame", "x"]);
    let mut late = Fleet::new("panel", "late");
    assert_eq!(late.hear(&one).await.frames.len(), 6);
    // What happened comes the same way.
    let dropped = Happened::now("action", "Dropped product:42, by Ada.");
    second.tell_of(&other, &dropped).await;
    let heard = first.hear(&one).await;
    assert_eq!((heard.frames.len(), heard.events), (0, vec![dropped]));
    assert_eq!(second.hear(&other).await.events, []);
}

#[tokio::test]
async fn what_was_measured_outlives_the_process() {
    let site = Site::start().await;
    let pool = &site.state.pool;
    let before = NOW - NOW % 600 - 6_000;
    for (instance, requests) in [("gone:1", 30), ("gone:2", 12)] {
        let frame = frame(before, requests);
        let saved = store::save(pool, TEN_MINUTES, instance, &frame);
        saved.await.unwrap();
    }
    for window in [Window::Day, Window::Week] {
        assert_eq!(shown(&site, of("", window)).await.0, 42, "{window:?}");
        assert_eq!(shown(&site, of("gone:2", window)).await.0, 12, "{window:?}");
    }

    // A minute that is written again is not counted twice, and what is too old goes.
    let old = frame(NOW - 2 * 24 * 3_600, 5);
    for frame in [old, frame(NOW, 1), frame(NOW, 7)] {
        let saved = store::save(pool, MINUTES, "gone:1", &frame);
        saved.await.unwrap();
    }
    let kept = store::load(pool, MINUTES, None, 0).await.unwrap();
    assert_eq!(kept, [frame(NOW, 7)]);
}
