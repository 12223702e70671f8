//! Statements and connections, for the panel.

use app::model::performance::{PoolFigures, StatementFigures};

use super::reading::{Reading, quantiles, share};
use crate::{
    db::{Usage, is_known},
    telemetry::{Kind, Packed, Sample},
};

/// The statements of each name, those that took most time first.
pub(super) fn figures(reading: &Reading) -> Vec<StatementFigures> {
    let before = reading.by_name_before(Kind::Statement);
    let all = reading.by_name(Kind::Statement);
    let add = |count: &mut u64, packed: &Packed| *count += packed.count();
    let mut counts = reading.fold_by_name(Kind::Statement, add);
    let total: f64 = all.values().map(|sample| sample.total.as_secs_f64()).sum();
    let mut figures: Vec<_> = all
        .into_iter()
        .map(|(name, sample)| {
            StatementFigures {
                times: quantiles(&sample),
                failed: sample.failed,
                rows: sample.rows,
                share: share(sample.total.as_secs_f64(), total),
                most_in_a_request: sample.most,
                trend: before.get(&name).and_then(|before| trend(&sample, before)),
                points: counts.remove(&*name).unwrap_or_default(),
                // What ran in the last hour anywhere has its figures there.
                has_page: reading.is_of_an_hour() || is_known(&name),
                name,
            }
        })
        .collect();
    figures.sort_by(|one, other| other.share.total_cmp(&one.share));
    figures
}

/// How much longer the 95th percentile is than before.
fn trend(now: &Sample, before: &Sample) -> Option<f64> {
    let (now, before) = (now.quantile(0.95), before.quantile(0.95));
    (!before.is_zero()).then(|| now.as_secs_f64() / before.as_secs_f64() - 1.0)
}

pub(super) fn pool(reading: &Reading, usage: &Usage) -> PoolFigures {
    let waits = reading.whole(Kind::Wait, |name| name == "connection");
    PoolFigures {
        limit: usage.most as u64,
        open: usage.open as u64,
        idle: usage.idle as u64,
        waiting: usage.waiting as u64,
        waits: quantiles(&waits),
    }
}

/// The statement that takes most of the database's time, if it takes more than half of it.
pub(super) fn dominant(figures: &[StatementFigures]) -> Option<&StatementFigures> {
    figures.first().filter(|first| first.share > 0.5)
}
