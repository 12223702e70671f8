//! `/admin/performance`: whether the shop is fast, whether the cache earns its keep, and what costs most.
//!
//! The page is made of regions, each of which can be drawn alone: the live stream sends their insides, and the script only
//! puts them where they belong.

pub mod actions;
pub mod cache;
pub mod controls;
pub mod cost;
pub mod events;
pub mod heat;
pub mod invalidations;
pub mod latency;
pub mod latest;
pub mod level;
mod links;
pub mod namespaces;
pub mod phases;
pub mod pool;
pub mod redis;
mod regions;
pub mod request;
pub mod requests;
pub mod routes;
pub mod searches;
pub mod section;
pub mod statements;
pub mod status;
pub mod tiers;
pub mod vitals;

#[cfg(test)]
mod fixture;
#[cfg(all(test, feature = "ssr"))]
mod tests;

use leptos::prelude::*;
use leptos_meta::Meta;

pub use self::regions::{Regions, regions};
use self::{
    actions::ActionsPart,
    controls::{Controls, address},
};
use crate::{
    backend,
    components::{account_page::ToLogIn, failure::Failure, page_title::PageTitle},
    error::AppError,
    model::performance::{Actions, PanelQuery, Performance},
    respond::{never_keep, request_query},
};

/// Headings of the page, and the regions below each.
const ROWS: [(&str, &[&str]); 5] = [
    (
        "Is it fast for visitors?",
        &["latency", "heat", "phases", "routes", "vitals"],
    ),
    (
        "Does the cache earn its keep?",
        &["cache", "tiers", "namespaces", "redis", "invalidations"],
    ),
    ("Which statements cost most?", &["statements", "pool"]),
    (
        "What do people search for, and do they find it?",
        &["searches"],
    ),
    ("What happened?", &["events", "latest", "cost"]),
];

/// The panel, for those who may see it.
#[component]
pub fn PerformancePage() -> impl IntoView {
    never_keep();
    let query = PanelQuery::parse(&request_query());
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&query).await {
                    Ok((performance, actions)) => {
                        view! { <Panel performance actions /> }.into_any()
                    }
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// What the panel shows, and what whoever looks may do.
async fn load(query: &PanelQuery) -> Result<(Performance, Option<Actions>), AppError> {
    let insights = backend::insights()?;
    let performance = insights.performance(query).await?;
    Ok((performance, insights.actions().await?))
}

#[component]
fn Panel(performance: Performance, actions: Option<Actions>) -> impl IntoView {
    let mut regions = regions(&performance, Regions::All);
    let mut take = |wanted: &str| {
        let place = regions.iter().position(|(id, _)| *id == wanted)?;
        Some(regions.swap_remove(place).1)
    };
    let status = take("status");
    let rows = ROWS.map(|(heading, ids)| {
        let inside = ids.iter().filter_map(|id| Some(region(id, take(id)?)));
        view! {
            <h2>{heading}</h2>
            <div class="regions">{inside.collect_view()}</div>
        }
    });
    let stream = address("/admin/performance/live", &performance.query);
    let own = address("/admin/performance", &performance.query);
    // No region: what is redrawn each second would take away what is being typed.
    let actions = actions.map(|actions| view! { <ActionsPart actions own /> });
    view! {
        <PageTitle text="Performance" />
        <Meta name="robots" content="noindex" />
        <div class="performance" id="live" data-stream=stream>
            <h1>"Performance"</h1>
            <Controls
                query=performance.query
                instances=performance.instances
                at=performance.at
            />
            // The region itself is the one that speaks: what is put into it is then a change, and read.
            <div class="panel-status" id="status" role="status">
                {status}
            </div>
            {rows.into_iter().collect_view()}
            {actions}
        </div>
    }
}

fn region(id: &'static str, inside: AnyView) -> impl IntoView {
    view! {
        <section id=id class=format!("region region-{id}") aria-labelledby=format!("{id}-title")>
            {inside}
        </section>
    }
}
