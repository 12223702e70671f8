//! The panel as it happens.

use std::{collections::HashMap, time::Duration};

use app::model::performance::PanelQuery;
use axum::body::BodyDataStream;
use futures::StreamExt as _;
use http::{Request, StatusCode};
use server::insight::performance::Health;

use crate::log_in::site::Site;

const LIVE: &str = "/admin/performance/live";

/// A stream of events, as a browser reads it.
struct Events {
    body: BodyDataStream,
    text: String,
}

/// One event.
#[derive(Debug, PartialEq, Eq)]
struct Event {
    kind: String,
    id: Option<u64>,
    data: String,
}

impl Event {
    fn regions(&self) -> HashMap<String, String> {
        assert_eq!(self.kind, "regions");
        serde_json::from_str(&self.data).unwrap()
    }
}

impl Events {
    async fn open(site: &Site, cookie: &str, last: Option<u64>) -> Self {
        Self::open_at(site, LIVE, cookie, last).await
    }

    async fn open_at(site: &Site, address: &str, cookie: &str, last: Option<u64>) -> Self {
        let mut request = Request::get(address).header("cookie", cookie);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let answer = site.answer(request).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        assert!(!answer.headers().contains_key("content-encoding"));
        Self {
            body: answer.into_body().into_data_stream(),
            text: String::new(),
        }
    }

    /// The next event; nothing at the end of the stream.
    async fn next(&mut self) -> Option<Event> {
        let next = async {
            loop {
                if let Some((event, rest)) = self.text.split_once("\n\n") {
                    let (event, rest) = (event.to_owned(), rest.to_owned());
                    self.text = rest;
                    let field = |name: &str| {
                        let lines = event.lines().filter_map(|line| line.split_once(": "));
                        let mut values = lines.filter(|(field, _)| *field == name);
                        values.next().map(|(_, value)| value.to_owned())
                    };
                    // Without a type it is a sign of life.
                    let Some(kind) = field("event") else { continue };
                    return Some(Event {
                        kind,
                        id: field("id").map(|id| id.parse().unwrap()),
                        data: field("data").unwrap(),
                    });
                }
                let bytes = self.body.next().await?.unwrap();
                self.text.push_str(std::str::from_utf8(&bytes).unwrap());
            }
        };
        let patience = Duration::from_secs(20);
        tokio::time::timeout(patience, next)
            .await
            .expect("an event in time")
    }
}

fn tick(site: &Site, second: u64) {
    let health = Health::FULL;
    site.state
        .panel
        .tick(second, &site.state.cache.stats(), health);
}

#[tokio::test]
async fn first_comes_everything_and_then_what_changed() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    tick(&site, 1_000);
    let mut events = Events::open(&site, &cookie, None).await;
    let first = events.next().await.unwrap();
    assert_eq!(first.id, Some(1_000));
    let all = first.regions();
    for region in ["status", "latency", "cache", "statements", "latest"] {
        assert!(all.contains_key(region), "{region}");
    }

    site.get("/forgot", "").await;
    tick(&site, 1_001);
    let second = events.next().await.unwrap();
    assert_eq!(second.id, Some(1_001));
    let changed = second.regions();
    assert!(changed["latest"].contains("/forgot"), "{changed:?}");
    assert!(changed.len() < all.len(), "{:?}", changed.keys());

    // Whoever was away gets what changed since, and no more than that.
    let mut again = Events::open(&site, &cookie, Some(1_000)).await;
    assert_eq!(again.next().await.unwrap().id, Some(1_001));
}

#[tokio::test]
async fn a_tab_that_is_hidden_gets_one_event_in_so_many_seconds() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    tick(&site, 1_000);
    let mut fast = Events::open(&site, &cookie, None).await;
    let hidden = format!("{LIVE}?every=30");
    let mut slow = Events::open_at(&site, &hidden, &cookie, None).await;
    for events in [&mut fast, &mut slow] {
        assert_eq!(events.next().await.unwrap().id, Some(1_000));
    }
    for second in [1_001, 1_029, 1_030, 1_059] {
        tick(&site, second);
        assert_eq!(fast.next().await.unwrap().id, Some(second));
        if second == 1_030 {
            assert_eq!(slow.next().await.unwrap().id, Some(second));
        }
    }
    // Whoever comes back is told at once, and from then on each second.
    let mut shown = Events::open(&site, &cookie, Some(1_030)).await;
    assert_eq!(shown.next().await.unwrap().id, Some(1_059));
    tick(&site, 1_100);
    for events in [&mut fast, &mut slow, &mut shown] {
        assert_eq!(events.next().await.unwrap().id, Some(1_100));
    }
}

#[tokio::test]
async fn it_ends_with_the_session() {
    let site = Site::start().await;
    for end in ["log out", "everywhere", "Redis"] {
        let cookie = site.cookie().await;
        tick(&site, 1_000);
        let mut events = Events::open(&site, &cookie, None).await;
        assert_eq!(events.next().await.unwrap().kind, "regions");
        match end {
            "log out" => drop(site.post("/log-out", &cookie, &[]).await),
            "everywhere" => {
                let sql = "UPDATE users SET session_epoch = session_epoch + 1";
                site.execute(sql).await;
            }
            _ => site.redis.command(&["FLUSHALL"]),
        }
        assert_eq!(events.next().await.unwrap().kind, "end", "{end}");
        assert_eq!(events.next().await, None, "{end}");
        let again = site.get(LIVE, &cookie).await;
        assert_eq!(again.status, StatusCode::UNAUTHORIZED, "{end}");
    }
}

#[tokio::test]
async fn it_ends_when_the_server_stops() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    tick(&site, 1_000);
    let mut events = Events::open(&site, &cookie, None).await;
    events.next().await.unwrap();
    site.state.shutdown.cancel();
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn a_hundred_who_look_cost_the_database_what_one_does() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    tick(&site, 1_000);
    let statements = async |many: usize| {
        let mut open = Vec::new();
        for _ in 0..many {
            open.push(Events::open(&site, &cookie, None).await);
        }
        for events in &mut open {
            events.next().await.unwrap();
        }
        server::telemetry::take();
        for second in 1_001..1_011 {
            site.get("/forgot", "").await;
            tick(&site, second);
            for events in &mut open {
                events.next().await.unwrap();
            }
        }
        let shown = site.state.performance(&PanelQuery::default(), 1_010).await;
        let panel = |name: &str| name.starts_with("searches.") || name.starts_with("session.");
        let own = shown.statements.iter().filter(|one| panel(&one.name));
        own.map(|one| one.times.count).sum::<u64>()
    };
    assert!(statements(100).await <= statements(1).await + 6);
}
