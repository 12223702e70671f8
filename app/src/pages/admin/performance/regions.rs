//! The list of regions.

use leptos::prelude::*;

use super::{
    cache::CacheRegion, cost::CostRegion, events::EventsRegion, heat::HeatRegion,
    invalidations::InvalidationsRegion, latency::LatencyRegion, latest::LatestRegion,
    namespaces::NamespacesRegion, phases::PhasesRegion, pool::PoolRegion, redis::RedisRegion,
    routes::RoutesRegion, searches::SearchesRegion, statements::StatementsRegion,
    status::StatusRegion, tiers::TiersRegion,
};
use crate::{components::chart::Time, model::performance::Performance};

/// The inside of each region, by the id of its element. The page and the live stream both draw these, and so never differ.
pub fn regions(of: &Performance) -> Vec<(&'static str, AnyView)> {
    let Performance {
        requests, cache, ..
    } = of.clone();
    let time = time(of);
    let at = || time.clone();
    let seconds = of.seconds;
    let statements = of.statements.clone();
    vec![
        ("status", view! { <StatusRegion status=of.status.clone() /> }.into_any()),
        ("latency", view! { <LatencyRegion requests=requests.clone() window=of.query.window seconds time=at() /> }.into_any()),
        ("heat", view! { <HeatRegion heat=requests.heat time=at() /> }.into_any()),
        ("phases", view! { <PhasesRegion phases=requests.phases time=at() /> }.into_any()),
        ("routes", view! { <RoutesRegion routes=requests.routes slowest=requests.slowest /> }.into_any()),
        ("cache", view! { <CacheRegion rate=cache.rate target=cache.target points=cache.points time=at() /> }.into_any()),
        ("tiers", view! { <TiersRegion tiers=cache.tiers /> }.into_any()),
        ("namespaces", view! { <NamespacesRegion namespaces=cache.namespaces seconds /> }.into_any()),
        ("redis", view! { <RedisRegion redis=cache.redis /> }.into_any()),
        ("invalidations", view! { <InvalidationsRegion invalidations=cache.invalidations /> }.into_any()),
        ("statements", view! { <StatementsRegion statements seconds time=at() /> }.into_any()),
        ("pool", view! { <PoolRegion pool=of.pool.clone() /> }.into_any()),
        ("searches", view! { <SearchesRegion searches=of.searches.clone() /> }.into_any()),
        ("events", view! { <EventsRegion events=of.events.clone() time=at() /> }.into_any()),
        ("latest", view! { <LatestRegion latest=of.latest.clone() /> }.into_any()),
        ("cost", view! { <CostRegion cost=of.cost.clone() seconds /> }.into_any()),
    ]
}

fn time(of: &Performance) -> Time {
    Time {
        labels: of.times.clone(),
        marks: of.events.iter().map(|event| event.point).collect(),
    }
}
