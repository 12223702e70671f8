//! One reading of everything the panel shows.

use std::{collections::BTreeMap, sync::Arc, time::Instant};

use app::model::performance::{
    Cost, PanelQuery, Performance, RequestTrace, SearchFigure, SearchFigures, SlowSearch,
};

use super::{
    Health, Panel, cache,
    events::{self, Happened},
    reading::{Reading, quantiles},
    redis::ROUND_TRIP,
    requests, statements,
    status::status,
    store::TEN_MINUTES,
    vitals, wall_clock,
    watching::Searches,
};
use crate::{
    config::PanelConfig,
    db::Usage,
    insight::{plan_history::Change, searches::SearchRow},
    telemetry::{Frame, Kind, Purpose},
};

/// Of the latest requests, the ones that are shown.
const LATEST: usize = 30;

/// What the panel shows that it has not measured itself.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// Targets.
    pub config: PanelConfig,
    /// Connections to PostgreSQL.
    pub pool: Usage,
    /// What Redis says of itself.
    pub redis: Option<app::model::performance::RedisFigures>,
    /// Searches worth a look.
    pub searches: Searches,
    /// Statements that PostgreSQL began to run in another way.
    pub plans: Vec<Change>,
    /// What was measured further back than memory reaches.
    pub stored: Vec<Arc<Frame>>,
    /// Panels that are open.
    pub open: u64,
    /// Namespaces of the cache that are off, each with since when.
    pub off: BTreeMap<String, String>,
}

impl Panel {
    /// What there is to show at this second.
    pub fn read(&self, query: &PanelQuery, now: u64, around: &Surroundings) -> Performance {
        let started = Instant::now();
        let (reading, events, health, bytes) = self.gather(query, now, &around.stored);
        let seconds = reading.seconds(now);
        let target = around.config.target.as_secs_f64() * 1e3;
        let invalidations = self.0.changes.latest();
        let drops = self.held().drops.shown(now);
        let redis = around.redis.clone().map(|mut redis| {
            redis.round_trips = quantiles(&reading.whole(Kind::Wait, |name| name == ROUND_TRIP));
            redis
        });
        let mut figures = Performance {
            query: query.clone(),
            at: wall_clock::time_of_day(now),
            seconds,
            instances: self.instances(now),
            times: reading.times(),
            requests: requests::figures(&reading, seconds, target),
            vitals: vitals::figures(&reading),
            cache: cache::figures(&reading, around, redis, invalidations, drops),
            statements: statements::figures(&reading),
            pool: statements::pool(&reading, &around.pool),
            searches: searches(&around.searches),
            events: events::told(&events, &around.plans, &reading),
            latest: requests::latest(LATEST),
            cost: self.cost(&reading, bytes, around.open),
            ..Performance::default()
        };
        figures.status = status(&figures, health);
        self.note_spent(started.elapsed());
        figures
    }

    /// One request step by step, if it is remembered.
    pub fn request(&self, id: &str) -> Option<RequestTrace> {
        requests::trace(id)
    }

    pub(super) fn gather(
        &self,
        query: &PanelQuery,
        now: u64,
        stored: &[Arc<Frame>],
    ) -> (Reading, Vec<Happened>, Health, usize) {
        let window = query.window;
        let begin = Reading::begin(window, now);
        let before = begin.saturating_sub(window.length().as_secs());
        // What is stored ends where the last whole frame ends; memory has the rest.
        let end = stored
            .last()
            .map_or(before, |last| last.second + TEN_MINUTES.step);
        let recent = self.since(query.instance.as_deref(), end, now);
        let frames = stored.iter().cloned().chain(recent).collect();
        let held = self.held();
        (
            Reading::new(window, now, frames),
            held.events.latest().cloned().collect(),
            held.events.health(),
            held.history.bytes(),
        )
    }

    fn cost(&self, reading: &Reading, bytes: usize, open: u64) -> Cost {
        let own = |route: &str| Purpose::of(route) == Purpose::Panel;
        let requests = reading.whole(Kind::Route, own);
        Cost {
            requests: requests.count(),
            millis: requests.total.as_secs_f64() * 1e3,
            core_share: self.share(),
            bytes: bytes as u64,
            open,
        }
    }
}

fn searches(of: &Searches) -> SearchFigures {
    let shown = |rows: &Vec<SearchRow>| {
        let rows = rows.iter().map(|row| SearchFigure {
            words: row.words.clone(),
            asked: row.asked,
            without_result: row.without_result,
            clicks: row.clicks,
        });
        rows.collect()
    };
    let slow = of.slowest.iter().map(|row| SlowSearch {
        words: row.words.clone(),
        made: row.made,
        millis: row.millis,
    });
    SearchFigures {
        top: shown(&of.top),
        without_result: shown(&of.without_result),
        unopened: shown(&of.unopened),
        slowest: slow.collect(),
    }
}
