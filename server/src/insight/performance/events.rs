//! What happened that may explain what the charts show.

use std::{borrow::Cow, collections::VecDeque};

use serde::{Deserialize, Serialize};

use app::model::{database::QueryQuery, figures::counted, performance::Event};

use super::{changes::Sweep, reading::Reading, wall_clock};
use crate::{
    insight::plan_history::Change,
    telemetry::{Frame, Kind},
};

/// Events that are remembered.
const MOST: usize = 100;

/// Failed answers in one second that are a burst.
const BURST: u64 = 5;

/// How the parts of the server stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each answers a question of its own"
)]
pub struct Health {
    /// PostgreSQL answers.
    pub postgres: bool,
    /// Redis answers.
    pub redis: bool,
    /// The cache may be trusted.
    pub trusted: bool,
    /// The index holds all products.
    pub indexed: bool,
}

impl Health {
    /// All is there.
    pub const FULL: Self = Self {
        postgres: true,
        redis: true,
        trusted: true,
        indexed: true,
    };
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    pub(super) second: u64,
    pub(super) kind: Cow<'static, str>,
    pub(super) text: String,
}

impl Happened {
    /// Something that happens now.
    pub fn now(kind: &str, text: &str) -> Self {
        Self {
            second: wall_clock::now(),
            kind: kind.to_owned().into(),
            text: text.to_owned(),
        }
    }

    /// What happened, in a sentence.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// What happened of late.
#[derive(Debug, Default)]
pub(super) struct Events {
    all: VecDeque<Happened>,
    health: Option<Health>,
    failing: bool,
    /// The last change of very much, and the event it is.
    sweep: Option<(Sweep, Happened)>,
}

impl Events {
    /// The events, the last first.
    pub(super) fn latest(&self) -> impl Iterator<Item = &Happened> {
        self.all.iter()
    }

    pub(super) fn health(&self) -> Health {
        self.health.unwrap_or(Health::FULL)
    }

    /// Notes a change of very much. What one transaction changed is one event, however it comes.
    pub(super) fn note_sweep(&mut self, second: u64, sweep: Sweep) {
        let told = self.sweep.take();
        let told = told.filter(|(known, _)| known.xid.is_some() && known.xid == sweep.xid);
        let (sweep, second) = match told {
            Some((known, happened)) => {
                self.all.retain(|event| *event != happened);
                let sweep = Sweep {
                    products: known.products + sweep.products,
                    everything: known.everything || sweep.everything,
                    ..sweep
                };
                (sweep, happened.second)
            }
            None => (sweep, second),
        };
        let happened = swept(second, &sweep);
        self.add(happened.clone());
        self.sweep = Some((sweep, happened));
    }

    /// Notes what has changed since the frame before.
    pub(super) fn note(&mut self, frame: &Frame, health: Health) {
        let second = frame.second;
        let before = self.health.replace(health);
        let Some(before) = before else {
            return;
        };
        let parts = [
            ("PostgreSQL", before.postgres, health.postgres),
            ("Redis", before.redis, health.redis),
        ];
        for (part, was, is) in parts {
            if was && !is {
                self.note_at(second, "outage", format!("{part} does not answer."));
            } else if is && !was {
                self.note_at(second, "recovery", format!("{part} answers again."));
            }
        }
        if before.trusted && !health.trusted {
            let text = "The log of changes is out of reach: nothing is taken from the cache.";
            self.note_at(second, "distrust", text.to_owned());
        }
        if health.indexed && !before.indexed {
            self.note_at(second, "index", "The index holds all products.".to_owned());
        }
        self.note_failures(frame);
    }

    fn note_failures(&mut self, frame: &Frame) {
        let routes = frame
            .samples
            .iter()
            .filter(|(one, _)| one.kind == Kind::Route);
        let failed: u64 = routes.map(|(_, packed)| packed.failed()).sum();
        if failed >= BURST && !self.failing {
            let text = format!("{failed} requests failed in one second.");
            self.note_at(frame.second, "errors", text);
        }
        self.failing = failed > 0;
    }

    /// Adds an event at its place in time: that of another instance may come late.
    pub(super) fn add(&mut self, happened: Happened) {
        let Happened { second, kind, text } = &happened;
        tracing::debug!(target: "panel", %kind, text, at = wall_clock::time_of_day(*second));
        let place = self.all.partition_point(|known| known.second > *second);
        self.all.insert(place, happened);
        self.all.truncate(MOST);
    }

    fn note_at(&mut self, second: u64, kind: &'static str, text: String) {
        let kind = Cow::Borrowed(kind);
        self.add(Happened { second, kind, text });
    }
}

/// An import, or nothing but the end of what was kept.
fn swept(second: u64, sweep: &Sweep) -> Happened {
    let source = sweep.source.as_ref();
    let source = source.map_or_else(String::new, |source| format!(" ({source})"));
    let products = counted(sweep.products, "product was", "products were");
    let (kind, text) = match (sweep.products, sweep.everything) {
        (0, _) => (
            "flush",
            format!("All that was kept is out of date{source}."),
        ),
        (_, true) => (
            "import",
            format!("{products} changed{source}: all that was kept is out of date."),
        ),
        (_, false) => ("import", format!("{products} changed{source}.")),
    };
    Happened {
        second,
        kind: Cow::Borrowed(kind),
        text,
    }
}

/// The events within a window, the last first: those of this process, and the changes of plans.
pub(super) fn told(happened: &[Happened], plans: &[Change], reading: &Reading) -> Vec<Event> {
    let own = happened.iter().map(|event| {
        let Happened { second, kind, text } = event;
        (*second, &**kind, text.clone(), None)
    });
    let plans = plans.iter().map(|plan| {
        let Change { name, change, .. } = plan;
        let second = u64::try_from(plan.second).unwrap_or_default();
        let text = format!("{name} is run in another way: {change}.");
        (second, "plan", text, Some(QueryQuery::of(name).href()))
    });
    let mut all: Vec<_> = own.chain(plans).collect();
    all.sort_by_key(|(second, ..)| std::cmp::Reverse(*second));
    let events = all.into_iter().filter_map(|(second, kind, text, href)| {
        Some(Event {
            at: wall_clock::time_of_day(second),
            point: reading.point(second)?,
            kind: kind.to_owned(),
            text,
            href,
        })
    });
    events.collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::telemetry::{Samples, Series};

    fn frame(second: u64, failures: usize) -> Frame {
        let mut samples = Samples::new();
        let sample = samples.entry(Series::route("/search")).or_default();
        for _ in 0..failures {
            sample.add(Duration::from_millis(1), 0, true);
        }
        Frame::of(second, &samples, Vec::new())
    }

    fn kinds(events: &Events) -> Vec<&str> {
        events.latest().map(|event| &*event.kind).collect()
    }

    #[test]
    fn what_comes_late_stands_where_it_belongs() {
        let mut events = Events::default();
        for second in [3, 9, 5, 5] {
            let happened = Happened::now("action", "");
            events.add(Happened { second, ..happened });
        }
        let seconds: Vec<_> = events.latest().map(|event| event.second).collect();
        assert_eq!(seconds, [9, 5, 5, 3]);
    }

    #[test]
    fn what_goes_and_comes_back_is_told_once() {
        let mut events = Events::default();
        let away = Health {
            redis: false,
            ..Health::FULL
        };
        for (second, health) in [Health::FULL, away, away, Health::FULL]
            .into_iter()
            .enumerate()
        {
            events.note(&frame(second as u64, 0), health);
        }
        assert_eq!(kinds(&events), ["recovery", "outage"]);
    }

    #[test]
    fn an_import_is_one_event_however_it_comes() {
        let mut events = Events::default();
        let sweep = |xid, products, everything| Sweep {
            xid,
            products,
            everything,
            source: Some("psql by shop".to_owned()),
        };
        events.note_sweep(1, sweep(Some(7), 11_500, false));
        events.note_sweep(2, sweep(Some(7), 500, false));
        events.note_sweep(3, sweep(Some(8), 20_000, true));
        events.note_sweep(4, sweep(None, 0, true));
        events.note_sweep(5, sweep(None, 0, true));
        let told = events
            .latest()
            .map(|event| (event.second, &*event.kind, event.text()));
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                (
                    5,
                    "flush",
                    "All that was kept is out of date (psql by shop)."
                ),
                (
                    4,
                    "flush",
                    "All that was kept is out of date (psql by shop)."
                ),
                (
                    3,
                    "import",
                    "20,000 products were changed (psql by shop): all that was kept is out of date."
                ),
                (1, "import", "12,000 products were changed (psql by shop)."),
            ]
        );
    }

    #[test]
    fn a_burst_of_failures_is_one_event() {
        let mut events = Events::default();
        for (second, failures) in [0, 4, 0, 9, 9, 9, 0, 7].into_iter().enumerate() {
            events.note(&frame(second as u64, failures), Health::FULL);
        }
        assert_eq!(kinds(&events), ["errors", "errors"]);
    }
}
