//! Which changes of the catalogue reached the caches.

use leptos::prelude::*;

use super::section::{Empty, Section};
use crate::{
    components::data_table::{Column, DataTable},
    model::figures::count,
    model::performance::Invalidation,
};

/// The latest changes, and what they touched.
#[component]
pub fn InvalidationsRegion(invalidations: Vec<Invalidation>) -> impl IntoView {
    let inside = if invalidations.is_empty() {
        view! { <Empty text="Nothing was changed." /> }.into_any()
    } else {
        let columns = vec![
            Column::name("Time (UTC)"),
            Column::number("Position"),
            Column::text("What it touched"),
            Column::text("Written by"),
        ];
        let rows = invalidations.into_iter().map(row).collect();
        view! { <DataTable caption="Changes of the catalogue, the last first" columns rows /> }
            .into_any()
    };
    view! {
        <Section
            id="invalidations"
            title="Changes of the catalogue"
            about="As they reached this instance, the last first"
        >
            {inside}
        </Section>
    }
}

fn row(of: Invalidation) -> Vec<AnyView> {
    let tags = of
        .tags
        .into_iter()
        .map(|tag| view! { <code class="tag">{tag}</code> });
    let more = u64::try_from(of.more).ok().filter(|more| *more > 0);
    let more = more.map(|more| format!("and {} more", count(more)));
    vec![
        of.at.into_any(),
        of.position.to_string().into_any(),
        view! { <span class="tags">{tags.collect_view()} {more}</span> }.into_any(),
        of.source.into_any(),
    ]
}
