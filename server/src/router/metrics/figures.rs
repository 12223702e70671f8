//! The figures: read when they are asked for, kept nowhere.

use std::fmt;

use cache::{BreakerState, NamespaceStats};
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric as _},
    metrics::{MetricType, counter::ConstCounter, gauge::ConstGauge},
};

use crate::{accounts::HashStats, rate_limit::PolicyStats, state::AppState};

/// One reading of everything the server counts.
#[derive(Debug)]
pub(super) struct Figures {
    namespaces: Vec<NamespaceStats>,
    /// By how they were answered.
    questions: Labelled,
    limits: Vec<PolicyStats>,
    hashes: HashStats,
    gauges: Vec<(&'static str, &'static str, u64)>,
}

/// A value by its label.
type Labelled = Vec<(&'static str, f64)>;

/// A counter of the cache: name, help, the label beside the namespace, and its values. A counter without such a label has
/// one value with an empty one.
struct Counter {
    name: &'static str,
    help: &'static str,
    label: &'static str,
    values: fn(&NamespaceStats) -> Labelled,
}

/// Each with its meaning; the names get `_total` behind them.
const COUNTERS: &[Counter] = &[
    Counter {
        name: "vitrine_cache_hits",
        help: "Values answered from a tier",
        label: "tier",
        values: |stats| {
            let hits = stats.hits;
            labelled([("local", hits.local), ("remote", hits.remote)])
        },
    },
    Counter {
        name: "vitrine_cache_expired_hits",
        help: "Hits past their time but unchanged, being refreshed; also among the hits",
        label: "",
        values: |stats| one(stats.hits.expired),
    },
    Counter {
        name: "vitrine_cache_outdated",
        help: "Values served although they may lack changes, since PostgreSQL was away",
        label: "",
        values: |stats| one(stats.hits.outdated),
    },
    Counter {
        name: "vitrine_cache_misses",
        help: "Values that had to be loaded",
        label: "cause",
        values: |stats| labelled(stats.misses.by_cause()),
    },
    Counter {
        name: "vitrine_cache_coalesced",
        help: "Values shared with somebody who was getting them already",
        label: "",
        values: |stats| one(stats.coalesced),
    },
    Counter {
        name: "vitrine_cache_stores",
        help: "What became of values to be stored in Redis",
        label: "outcome",
        values: |stats| {
            let stores = stats.stores;
            labelled([
                ("stored", stores.stored),
                ("error", stores.errors),
                ("oversized", stores.oversized),
                ("dropped", stores.dropped),
                ("bypassed", stores.bypassed),
            ])
        },
    },
    Counter {
        name: "vitrine_cache_loads",
        help: "Loads from the source; one brings one value or many",
        label: "",
        values: |stats| one(stats.loads),
    },
    Counter {
        name: "vitrine_cache_load_errors",
        help: "Loads that failed",
        label: "",
        values: |stats| one(stats.load_errors),
    },
    Counter {
        name: "vitrine_cache_load_seconds",
        help: "Time the loads took",
        label: "",
        values: |stats| vec![("", stats.load_time.as_secs_f64())],
    },
    Counter {
        name: "vitrine_cache_saved_seconds",
        help: "Time that loading the hits would have taken",
        label: "",
        values: |stats| vec![("", stats.saved.as_secs_f64())],
    },
    Counter {
        name: "vitrine_cache_refreshes",
        help: "Refreshes in the background",
        label: "",
        values: |stats| one(stats.refreshes),
    },
    Counter {
        name: "vitrine_cache_redis_bytes",
        help: "Bytes of entries that went from or to Redis",
        label: "direction",
        values: |stats| labelled([("read", stats.bytes_read), ("stored", stats.bytes_stored)]),
    },
    Counter {
        name: "vitrine_cache_audits",
        help: "Hits compared with what their source says",
        label: "verdict",
        values: |stats| {
            let right = stats.audited.saturating_sub(stats.wrong);
            labelled([("right", right), ("wrong", stats.wrong)])
        },
    },
];

impl Figures {
    /// Reads them.
    pub(super) fn of(state: &AppState) -> Self {
        let (entries, bytes) = state.cache.local_extent();
        let clock = state.cache.clock();
        let (tags, floor) = clock.extent();
        let index = state.replica.index();
        let (extent, asked) = (index.extent(), index.stats());
        let gauges = vec![
            (
                "vitrine_index_products",
                "Products in the index",
                extent.products as u64,
            ),
            (
                "vitrine_index_bytes",
                "Bytes of this process' memory that the index takes, about",
                extent.memory as u64 + asked.memory,
            ),
            (
                "vitrine_cache_local_entries",
                "Entries in this process' memory",
                entries,
            ),
            (
                "vitrine_cache_local_bytes",
                "Bytes of this process' memory that they take, about",
                bytes,
            ),
            (
                "vitrine_clock_applied",
                "Position of the last change that is known here",
                clock.applied(),
            ),
            (
                "vitrine_clock_floor",
                "Position below which no entry can be judged",
                floor,
            ),
            (
                "vitrine_clock_tags",
                "Tags whose last change is remembered",
                tags as u64,
            ),
            (
                "vitrine_clock_trusted",
                "Whether entries may be taken: 1 or 0",
                clock.is_trusted().into(),
            ),
            (
                "vitrine_redis_up",
                "Whether calls to Redis are made: 1, or 0 after failures",
                (state.redis.state() == BreakerState::Closed).into(),
            ),
            (
                "vitrine_postgres_up",
                "Whether PostgreSQL is asked: 1, or 0 while it is known to be away",
                (!state.pool.is_away()).into(),
            ),
        ];
        Self {
            namespaces: state.cache.stats(),
            questions: labelled([
                ("kept", asked.hits),
                ("outlived", asked.outlived),
                ("new", asked.misses),
                ("changed", asked.renewed),
                ("unchanged", asked.renewed_equal),
            ]),
            limits: state.limits.stats(),
            hashes: state.hasher.stats(),
            gauges,
        }
    }
}

impl Collector for Figures {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut questions = encoder.encode_descriptor(
            "vitrine_index_questions",
            "Questions to the index: kept or outlived answers cost next to nothing, the others were worked out",
            None,
            MetricType::Counter,
        )?;
        for (answer, count) in &self.questions {
            let labels = [("answer", *answer)];
            let sample = questions.encode_family(&labels)?;
            ConstCounter::new(*count).encode(sample)?;
        }
        encode_limits(&self.limits, &mut encoder)?;
        encode_hashes(self.hashes, &mut encoder)?;
        for (name, help, value) in &self.gauges {
            let gauge = ConstGauge::new(*value);
            let descriptor = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
            gauge.encode(descriptor)?;
        }
        for counter in COUNTERS {
            let mut family =
                encoder.encode_descriptor(counter.name, counter.help, None, MetricType::Counter)?;
            for stats in &self.namespaces {
                for (value_label, value) in (counter.values)(stats) {
                    let mut labels = vec![("namespace", &*stats.name)];
                    if !counter.label.is_empty() {
                        labels.push((counter.label, value_label));
                    }
                    let sample = family.encode_family(&labels)?;
                    ConstCounter::new(value).encode(sample)?;
                }
            }
        }
        Ok(())
    }
}

fn encode_limits(limits: &[PolicyStats], encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
    let mut calls = encoder.encode_descriptor(
        "vitrine_rate_limit_calls",
        "Calls that are limited, by policy: let through or refused",
        None,
        MetricType::Counter,
    )?;
    for stats in limits {
        for (verdict, count) in [("admitted", stats.admitted), ("refused", stats.refused)] {
            let labels = [("policy", stats.policy.name()), ("verdict", verdict)];
            let sample = calls.encode_family(&labels)?;
            ConstCounter::new(count).encode(sample)?;
        }
    }
    let mut alone = encoder.encode_descriptor(
        "vitrine_rate_limit_alone",
        "Those that this process judged alone, though all processes should count them together",
        None,
        MetricType::Counter,
    )?;
    for stats in limits.iter().filter(|stats| stats.policy.is_shared()) {
        let labels = [("policy", stats.policy.name())];
        let sample = alone.encode_family(&labels)?;
        ConstCounter::new(stats.alone).encode(sample)?;
    }
    Ok(())
}

fn encode_hashes(hashes: HashStats, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
    let mut outcomes = encoder.encode_descriptor(
        "vitrine_password_hashes",
        "Password hashes that were wanted: computed, or turned away since too many were waiting",
        None,
        MetricType::Counter,
    )?;
    for (outcome, count) in [
        ("computed", hashes.computed),
        ("turned_away", hashes.turned_away),
    ] {
        let labels = [("outcome", outcome)];
        let sample = outcomes.encode_family(&labels)?;
        ConstCounter::new(count).encode(sample)?;
    }
    Ok(())
}

fn one(value: u64) -> Labelled {
    labelled([("", value)])
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn labelled<const N: usize>(values: [(&'static str, u64); N]) -> Labelled {
    values.map(|(label, value)| (label, value as f64)).to_vec()
}
