//! The requests that came last.

use leptos::prelude::*;

use super::{
    requests::RequestsTable,
    section::{Empty, Section},
};
use crate::model::performance::RequestSummary;

/// The latest requests; each leads to its steps.
#[component]
pub fn LatestRegion(latest: Vec<RequestSummary>) -> impl IntoView {
    let inside = if latest.is_empty() {
        view! { <Empty text="No requests yet." /> }.into_any()
    } else {
        view! { <RequestsTable caption="Latest requests, the last first" requests=latest /> }
            .into_any()
    };
    view! {
        <Section
            id="latest"
            title="Latest requests"
            about="The last first; each leads to what it did, step by step"
        >
            {inside}
        </Section>
    }
}
