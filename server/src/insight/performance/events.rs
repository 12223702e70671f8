//! What happened that may explain what the charts show.

use std::collections::VecDeque;

use app::model::{database::QueryQuery, performance::Event};

use super::{reading::Reading, wall_clock};
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Happened {
    pub(super) second: u64,
    pub(super) kind: &'static str,
    pub(super) text: String,
}

/// What happened of late.
#[derive(Debug, Default)]
pub(super) struct Events {
    all: VecDeque<Happened>,
    health: Option<Health>,
    failing: bool,
}

impl Events {
    /// The events, the last first.
    pub(super) fn latest(&self) -> impl Iterator<Item = &Happened> {
        self.all.iter()
    }

    pub(super) fn health(&self) -> Health {
        self.health.unwrap_or(Health::FULL)
    }

    /// Notes what has changed since the frame before.
    pub(super) fn note(&mut self, frame: &Frame, health: Health) {
        let second = frame.second;
        let before = self.health.replace(health);
        let Some(before) = before else {
            self.add(second, "start", "This server started.".to_owned());
            return;
        };
        let parts = [
            ("PostgreSQL", before.postgres, health.postgres),
            ("Redis", before.redis, health.redis),
        ];
        for (part, was, is) in parts {
            if was && !is {
                self.add(second, "outage", format!("{part} does not answer."));
            } else if is && !was {
                self.add(second, "recovery", format!("{part} answers again."));
            }
        }
        if before.trusted && !health.trusted {
            let text = "The log of changes is out of reach: nothing is taken from the cache.";
            self.add(second, "distrust", text.to_owned());
        }
        if health.indexed && !before.indexed {
            self.add(second, "index", "The index holds all products.".to_owned());
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
            self.add(frame.second, "errors", text);
        }
        self.failing = failed > 0;
    }

    fn add(&mut self, second: u64, kind: &'static str, text: String) {
        tracing::debug!(target: "panel", kind, text, at = wall_clock::time_of_day(second));
        self.all.push_front(Happened { second, kind, text });
        self.all.truncate(MOST);
    }
}

/// The events within a window, the last first: those of this process, and the changes of plans.
pub(super) fn told(happened: &[Happened], plans: &[Change], reading: &Reading) -> Vec<Event> {
    let own = happened.iter().map(|event| {
        let Happened { second, kind, text } = event;
        (*second, *kind, text.clone(), None)
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

    fn kinds(events: &Events) -> Vec<&'static str> {
        events.latest().map(|event| event.kind).collect()
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
        assert_eq!(kinds(&events), ["recovery", "outage", "start"]);
    }

    #[test]
    fn a_burst_of_failures_is_one_event() {
        let mut events = Events::default();
        for (second, failures) in [0, 4, 0, 9, 9, 9, 0, 7].into_iter().enumerate() {
            events.note(&frame(second as u64, failures), Health::FULL);
        }
        assert_eq!(kinds(&events), ["errors", "errors", "start"]);
    }
}
