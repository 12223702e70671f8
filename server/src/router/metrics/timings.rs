//! How long requests and statements took, as histograms.

use std::{fmt, time::Duration};

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric as _, NoLabelSet},
    metrics::{MetricType, counter::ConstCounter},
};

use crate::telemetry::{Kind, Sample, Series, with_totals};

/// Upper ends of the histograms' buckets, in milliseconds: a page from memory takes less than the first ones, and what takes
/// longer than the last one has been given up.
const ENDS: [f64; 14] = [
    0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0, 500.0, 1_000.0, 2_500.0, 10_000.0,
];

/// One reading of all times.
#[derive(Debug)]
pub(super) struct Timings(Vec<(Series, Sample)>);

/// What is told of a kind of things.
struct Described {
    kind: Kind,
    label: &'static str,
    seconds: (&'static str, &'static str),
    failures: (&'static str, &'static str),
}

const DESCRIBED: [Described; 2] = [
    Described {
        kind: Kind::Route,
        label: "route",
        seconds: (
            "vitrine_request_seconds",
            "Time until the head of an answer was ready",
        ),
        failures: ("vitrine_request_failures", "Answers with a status from 500"),
    },
    Described {
        kind: Kind::Statement,
        label: "statement",
        seconds: (
            "vitrine_statement_seconds",
            "Time a statement took on its connection",
        ),
        failures: ("vitrine_statement_failures", "Statements that failed"),
    },
];

impl Timings {
    /// What was measured up to now.
    pub(super) fn read() -> Self {
        let copied = |(series, sample): (&Series, &Sample)| (series.clone(), sample.clone());
        let mut all: Vec<_> = with_totals(|totals| totals.iter().map(copied).collect());
        all.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        Self(all)
    }

    fn of(&self, kind: Kind) -> impl Iterator<Item = (&str, &Sample)> {
        let own = self.0.iter().filter(move |(series, _)| series.kind == kind);
        own.map(|(series, sample)| (&*series.name, sample))
    }
}

impl Collector for Timings {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        for described in DESCRIBED {
            let (name, help) = described.seconds;
            let mut seconds = encoder.encode_descriptor(name, help, None, MetricType::Histogram)?;
            for (series, sample) in self.of(described.kind) {
                let labels = [(described.label, series)];
                let mut family = seconds.encode_family(&labels)?;
                let sum = sample.total.as_secs_f64();
                family.encode_histogram::<NoLabelSet>(
                    sum,
                    sample.count(),
                    &buckets(sample),
                    None,
                )?;
            }
            let (name, help) = described.failures;
            let mut failures = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
            for (series, sample) in self.of(described.kind) {
                let labels = [(described.label, series)];
                ConstCounter::new(sample.failed).encode(failures.encode_family(&labels)?)?;
            }
        }
        let (name, help) = (
            "vitrine_statement_rows",
            "Rows that statements brought or changed",
        );
        let mut rows = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
        for (series, sample) in self.of(Kind::Statement) {
            let labels = [("statement", series)];
            ConstCounter::new(sample.rows).encode(rows.encode_family(&labels)?)?;
        }
        Ok(())
    }
}

/// For each bucket its upper end in seconds, and how many are in it and in none before.
fn buckets(sample: &Sample) -> Vec<(f64, u64)> {
    let mut before = 0;
    let finite = ENDS.map(|millis| {
        let within = sample.within(Duration::from_secs_f64(millis / 1e3));
        let own = within.saturating_sub(before);
        before = within;
        (millis / 1e3, own)
    });
    let last = (f64::MAX, sample.count().saturating_sub(before));
    finite.into_iter().chain([last]).collect()
}
