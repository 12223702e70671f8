//! The statements of which this process keeps an example.

use app::model::database::ExampleFacts;

use crate::db::{Example, Examples, all_examples};

/// All of them, by name.
pub(super) fn examples() -> Vec<ExampleFacts> {
    all_examples().iter().map(facts).collect()
}

fn facts(examples: &Examples) -> ExampleFacts {
    let Examples { latest, slowest } = examples;
    ExampleFacts {
        name: latest.statement.name().to_owned(),
        latest_ms: millis(latest),
        seconds_ago: seconds_ago(latest),
        slowest_ms: millis(slowest),
        rows: latest.rows,
    }
}

/// How long a run took.
pub(super) fn millis(example: &Example) -> f64 {
    example.took.as_secs_f64() * 1_000.0
}

/// How long ago a run ended.
pub(super) fn seconds_ago(example: &Example) -> i64 {
    i64::try_from(example.at.elapsed().as_secs()).unwrap_or(i64::MAX)
}
