//! The cache, for the panel.

use std::collections::BTreeMap;

use ::cache::NamespaceStats;
use app::model::performance::{
    CacheFigures, Invalidation, LastDrop, NamespaceFigures, Rate, RedisFigures, TierFigures,
};

use super::{
    Surroundings,
    reading::{Reading, quantiles, share},
    requests::as_f64,
};
use crate::telemetry::{Kind, Sample};

/// Where pages may come from, the nearest first.
const TIERS: [&str; 5] = ["browser", "memory", "redis", "shared", "made"];

/// What the cache did.
pub(super) fn figures(
    reading: &Reading,
    around: &Surroundings,
    redis: Option<RedisFigures>,
    invalidations: Vec<Invalidation>,
    mut drops: BTreeMap<String, LastDrop>,
) -> CacheFigures {
    let mut namespaces: Vec<_> = reading.cache().into_iter().map(namespace).collect();
    mark_off(&mut namespaces, &around.off);
    for namespace in &mut namespaces {
        namespace.dropped = drops.remove(&namespace.name);
    }
    let sum = |part: fn(&Rate) -> u64| namespaces.iter().map(|one| part(&one.rate)).sum();
    CacheFigures {
        rate: Rate {
            hits: sum(|rate| rate.hits),
            misses: sum(|rate| rate.misses),
        },
        target: around.config.hit_rate,
        points: reading.rates(),
        tiers: tiers(reading),
        namespaces,
        redis,
        invalidations,
    }
}

/// Says of those that are off since when.
fn mark_off(namespaces: &mut Vec<NamespaceFigures>, off: &BTreeMap<String, String>) {
    for (name, since) in off {
        let place = namespaces.binary_search_by(|one| one.name.cmp(name));
        let place = place.unwrap_or_else(|place| {
            let name = name.clone();
            let nothing = NamespaceFigures::default();
            namespaces.insert(place, NamespaceFigures { name, ..nothing });
            place
        });
        namespaces[place].off_since = Some(since.clone());
    }
}

fn tiers(reading: &Reading) -> Vec<TierFigures> {
    let mut tiers = reading.by_name(Kind::Tier);
    let all: u64 = tiers.values().map(Sample::count).sum();
    let tier = |name: &str| {
        let sample = tiers.remove(name).unwrap_or_default();
        TierFigures {
            name: name.to_owned(),
            share: share(as_f64(sample.count()), as_f64(all)),
            times: quantiles(&sample),
        }
    };
    TIERS.map(tier).into()
}

fn namespace(stats: NamespaceStats) -> NamespaceFigures {
    let causes = stats.misses.by_cause().into_iter();
    NamespaceFigures {
        rate: Rate {
            hits: stats.hits.total(),
            misses: stats.misses.total(),
        },
        causes: causes
            .map(|(cause, many)| (cause.to_owned(), many))
            .collect(),
        coalesced: stats.coalesced,
        refreshes: stats.refreshes,
        loads: stats.loads,
        load_millis: stats.load_time.as_secs_f64() * 1e3,
        saved_millis: stats.saved.as_secs_f64() * 1e3,
        bytes_read: stats.bytes_read,
        bytes_stored: stats.bytes_stored,
        audited: stats.audited,
        wrong: stats.wrong,
        name: stats.name.into_owned(),
        off_since: None,
        dropped: None,
    }
}
