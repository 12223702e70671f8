//! The statements of one name, in the last hour.

use std::collections::BTreeMap;

use app::model::{
    database::{Bucket, Caller, StatementTimes},
    performance::{PanelQuery, Window},
};

use super::{
    Panel,
    reading::{Reading, count_up_to},
    statements, wall_clock,
};
use crate::telemetry::{self, Finished, Kind, Sample};

/// Upper ends of the buckets that runs are counted in, in milliseconds.
const ENDS: [f64; 13] = [
    0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0,
];

impl Panel {
    /// What the statements of this name cost in the last hour, in all processes.
    pub fn statement(&self, name: &str) -> StatementTimes {
        let query = PanelQuery {
            window: Window::Hour,
            ..PanelQuery::default()
        };
        let now = wall_clock::now();
        let (reading, ..) = self.gather(&query, now, &[]);
        let mut all = statements::figures(&reading).into_iter();
        let own = |other: &str| other == name;
        let p95 = |point: &Sample| point.quantile(0.95).as_micros();
        let micros = reading.by_point(Kind::Statement, own, p95).into_iter();
        StatementTimes {
            figures: all.find(|one| one.name == name).unwrap_or_default(),
            seconds: reading.seconds(now),
            times: reading.times(),
            p95: micros
                .map(|micros| u64::try_from(micros).unwrap_or(u64::MAX))
                .collect(),
            spread: spread(&reading, own),
        }
    }
}

fn spread(reading: &Reading, own: impl Fn(&str) -> bool) -> Vec<Bucket> {
    let points = reading.fold(Kind::Statement, own, count_up_to(&ENDS));
    let ends = ENDS.into_iter().map(Some).chain([None]);
    let buckets = ends.enumerate().map(|(index, end)| Bucket {
        end,
        count: points.iter().filter_map(|counts| counts.get(index)).sum(),
    });
    without_edges(buckets.collect())
}

/// Without the buckets before the first and behind the last run.
fn without_edges(buckets: Vec<Bucket>) -> Vec<Bucket> {
    let is_used = |bucket: &Bucket| bucket.count > 0;
    let first = buckets.iter().position(is_used).unwrap_or(buckets.len());
    let last = buckets.iter().rposition(is_used).map_or(0, |last| last + 1);
    buckets
        .get(first..last)
        .map(<[_]>::to_vec)
        .unwrap_or_default()
}

/// The requests that are remembered and sent statements of this name, by route: the route that sent most first.
pub fn callers(name: &str) -> Vec<Caller> {
    let mut seen = BTreeMap::new();
    for request in telemetry::latest().into_iter().chain(telemetry::slowest()) {
        seen.insert(request.id.clone(), request);
    }
    let mut routes = BTreeMap::<&str, Vec<(u64, &Finished)>>::new();
    for request in seen.values() {
        let runs = request.repeated().get(name).copied().unwrap_or_default();
        if runs > 0 {
            let runs = (u64::from(runs), &**request);
            routes.entry(request.route).or_default().push(runs);
        }
    }
    let mut callers: Vec<Caller> = routes
        .into_iter()
        .map(|(route, requests)| Caller {
            route: route.to_owned(),
            requests: requests.len() as u64,
            runs: requests.iter().map(|(runs, _)| runs).sum(),
            slowest: requests
                .iter()
                .max_by_key(|(_, request)| request.took)
                .map(|(_, request)| request.id.clone())
                .unwrap_or_default(),
        })
        .collect();
    callers.sort_by_key(|caller| std::cmp::Reverse(caller.runs));
    callers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_begin_and_end_with_runs() {
        let bucket = |count| Bucket { end: None, count };
        let counts = |counts: &[u64]| {
            let buckets = counts.iter().copied().map(bucket).collect();
            let left = without_edges(buckets).into_iter();
            left.map(|bucket| bucket.count).collect::<Vec<_>>()
        };
        assert_eq!(counts(&[0, 0, 3, 0, 1, 0]), [3, 0, 1]);
        assert_eq!(counts(&[0, 0]), [0; 0]);
        assert_eq!(counts(&[]), [0; 0]);
    }
}
