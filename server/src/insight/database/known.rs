//! The statements that this process ran.

use std::time::Instant;

use app::model::database::{RunFacts, StatementFacts};

use crate::db::{Known, Run, all_known};

/// All of them, by name.
pub(super) fn statements() -> Vec<StatementFacts> {
    all_known().iter().map(facts).collect()
}

fn facts(known: &Known) -> StatementFacts {
    let Known {
        latest, slowest, ..
    } = known;
    StatementFacts {
        name: known.name.to_owned(),
        latest_ms: millis(latest.took),
        seconds_ago: seconds_ago(latest.at),
        slowest_ms: millis(slowest.first().unwrap_or(latest).took),
        rows: latest.rows,
    }
}

/// A run as pages show it.
pub(super) fn run(run: &Run) -> RunFacts {
    RunFacts {
        took_ms: millis(run.took),
        rows: run.rows,
        failed: run.failed,
        seconds_ago: seconds_ago(run.at),
        values: run.values.clone(),
    }
}

/// A time in milliseconds.
pub(super) fn millis(took: std::time::Duration) -> f64 {
    took.as_secs_f64() * 1_000.0
}

/// How long ago something was.
pub(super) fn seconds_ago(at: Instant) -> i64 {
    i64::try_from(at.elapsed().as_secs()).unwrap_or(i64::MAX)
}
