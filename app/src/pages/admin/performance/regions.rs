//! The list of regions.

use leptos::prelude::*;

use super::{
    cache::CacheRegion, cost::CostRegion, events::EventsRegion, heat::HeatRegion,
    invalidations::InvalidationsRegion, latency::LatencyRegion, latest::LatestRegion,
    namespaces::NamespacesRegion, phases::PhasesRegion, pool::PoolRegion, redis::RedisRegion,
    routes::RoutesRegion, searches::SearchesRegion, statements::StatementsRegion,
    status::StatusRegion, tiers::TiersRegion, vitals::VitalsRegion,
};
use crate::{
    components::chart::Time,
    model::performance::{CacheFigures, Performance},
};

/// Which regions are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regions {
    /// All of them.
    All,
    /// Those that whoever looks on wants to see move. The others are large, and what they say changes slowly.
    Quick,
}

/// The inside of each region, by the id of its element. The page and the live stream both draw these, and so never differ.
pub fn regions(of: &Performance, wanted: Regions) -> Vec<(&'static str, AnyView)> {
    let mut regions = quick(of);
    if wanted == Regions::All {
        regions.extend(of_requests(of));
        regions.extend(of_cache(of));
        regions.extend(of_database(of));
    }
    regions
}

fn quick(of: &Performance) -> Vec<(&'static str, AnyView)> {
    let (requests, window) = (of.requests.clone(), of.query.window);
    let CacheFigures {
        rate,
        target,
        points,
        tiers,
        ..
    } = of.cache.clone();
    let status = view! { <StatusRegion status=of.status.clone() /> };
    let latency = view! { <LatencyRegion requests window seconds=of.seconds time=time(of) /> };
    let cache = view! { <CacheRegion rate target points time=time(of) /> };
    let tiers = view! { <TiersRegion tiers /> };
    let pool = view! { <PoolRegion pool=of.pool.clone() /> };
    let events = view! { <EventsRegion events=of.events.clone() time=time(of) /> };
    let latest = view! { <LatestRegion latest=of.latest.clone() /> };
    let cost = view! { <CostRegion cost=of.cost.clone() seconds=of.seconds /> };
    vec![
        ("status", status.into_any()),
        ("latency", latency.into_any()),
        ("cache", cache.into_any()),
        ("tiers", tiers.into_any()),
        ("pool", pool.into_any()),
        ("events", events.into_any()),
        ("latest", latest.into_any()),
        ("cost", cost.into_any()),
    ]
}

fn of_requests(of: &Performance) -> [(&'static str, AnyView); 4] {
    let requests = of.requests.clone();
    let heat = view! { <HeatRegion heat=requests.heat time=time(of) /> };
    let phases = view! { <PhasesRegion phases=requests.phases time=time(of) /> };
    let (routes, slowest) = (requests.routes, requests.slowest);
    let routes = view! { <RoutesRegion routes slowest /> };
    let vitals = view! { <VitalsRegion vitals=of.vitals.clone() /> };
    [
        ("heat", heat.into_any()),
        ("phases", phases.into_any()),
        ("routes", routes.into_any()),
        ("vitals", vitals.into_any()),
    ]
}

fn of_cache(of: &Performance) -> [(&'static str, AnyView); 3] {
    let CacheFigures {
        namespaces,
        redis,
        invalidations,
        ..
    } = of.cache.clone();
    let namespaces = view! { <NamespacesRegion namespaces seconds=of.seconds /> };
    let redis = view! { <RedisRegion redis /> };
    let invalidations = view! { <InvalidationsRegion invalidations /> };
    [
        ("namespaces", namespaces.into_any()),
        ("redis", redis.into_any()),
        ("invalidations", invalidations.into_any()),
    ]
}

fn of_database(of: &Performance) -> [(&'static str, AnyView); 2] {
    let statements = of.statements.clone();
    let statements = view! { <StatementsRegion statements seconds=of.seconds time=time(of) /> };
    let searches = view! { <SearchesRegion searches=of.searches.clone() /> };
    [
        ("statements", statements.into_any()),
        ("searches", searches.into_any()),
    ]
}

fn time(of: &Performance) -> Time {
    Time {
        labels: of.times.clone(),
        marks: of.events.iter().map(|event| event.point).collect(),
    }
}
