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

/// The inside of each region, by the id of its element. The page and the live stream both draw these, and so never differ.
pub fn regions(of: &Performance) -> Vec<(&'static str, AnyView)> {
    let mut regions = vec![(
        "status",
        view! { <StatusRegion status=of.status.clone() /> }.into_any(),
    )];
    regions.extend(of_requests(of));
    regions.extend(of_cache(of));
    regions.extend(of_statements(of));
    regions.extend(of_the_rest(of));
    regions
}

fn of_requests(of: &Performance) -> [(&'static str, AnyView); 5] {
    let (requests, window) = (of.requests.clone(), of.query.window);
    let (heat, phases) = (requests.heat.clone(), requests.phases.clone());
    let (routes, slowest) = (requests.routes.clone(), requests.slowest.clone());
    let latency = view! { <LatencyRegion requests window seconds=of.seconds time=time(of) /> };
    let heat = view! { <HeatRegion heat time=time(of) /> };
    let phases = view! { <PhasesRegion phases time=time(of) /> };
    let routes = view! { <RoutesRegion routes slowest /> };
    let vitals = view! { <VitalsRegion vitals=of.vitals.clone() /> };
    [
        ("latency", latency.into_any()),
        ("heat", heat.into_any()),
        ("phases", phases.into_any()),
        ("routes", routes.into_any()),
        ("vitals", vitals.into_any()),
    ]
}

fn of_cache(of: &Performance) -> [(&'static str, AnyView); 5] {
    let CacheFigures {
        rate,
        target,
        points,
        tiers,
        namespaces,
        redis,
        invalidations,
    } = of.cache.clone();
    let cache = view! { <CacheRegion rate target points time=time(of) /> };
    let tiers = view! { <TiersRegion tiers /> };
    let namespaces = view! { <NamespacesRegion namespaces seconds=of.seconds /> };
    let redis = view! { <RedisRegion redis /> };
    let invalidations = view! { <InvalidationsRegion invalidations /> };
    [
        ("cache", cache.into_any()),
        ("tiers", tiers.into_any()),
        ("namespaces", namespaces.into_any()),
        ("redis", redis.into_any()),
        ("invalidations", invalidations.into_any()),
    ]
}

fn of_statements(of: &Performance) -> [(&'static str, AnyView); 2] {
    let (statements, pool) = (of.statements.clone(), of.pool.clone());
    let statements = view! { <StatementsRegion statements seconds=of.seconds time=time(of) /> };
    let pool = view! { <PoolRegion pool /> };
    [
        ("statements", statements.into_any()),
        ("pool", pool.into_any()),
    ]
}

fn of_the_rest(of: &Performance) -> [(&'static str, AnyView); 4] {
    let searches = view! { <SearchesRegion searches=of.searches.clone() /> };
    let events = view! { <EventsRegion events=of.events.clone() time=time(of) /> };
    let latest = view! { <LatestRegion latest=of.latest.clone() /> };
    let cost = view! { <CostRegion cost=of.cost.clone() seconds=of.seconds /> };
    [
        ("searches", searches.into_any()),
        ("events", events.into_any()),
        ("latest", latest.into_any()),
        ("cost", cost.into_any()),
    ]
}

fn time(of: &Performance) -> Time {
    Time {
        labels: of.times.clone(),
        marks: of.events.iter().map(|event| event.point).collect(),
    }
}
