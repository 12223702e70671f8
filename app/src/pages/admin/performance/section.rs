//! What all regions have in common.

use leptos::prelude::*;

use crate::model::figures;

/// A region's heading, a line about what it shows, and the rest.
#[component]
pub fn Section(
    /// Id of the region.
    id: &'static str,
    title: &'static str,
    #[prop(into)] about: String,
    children: Children,
) -> impl IntoView {
    view! {
        <h3 id=format!("{id}-title")>{title}</h3>
        <p class="region-about">{about}</p>
        {children()}
    }
}

/// What stands where there are no figures.
#[component]
pub fn Empty(text: &'static str) -> impl IntoView {
    view! { <p class="region-empty">{text}</p> }
}

/// Figures that are to be seen first: each a name, a number and what to know about it.
#[component]
pub fn Stats(stats: Vec<(&'static str, String, String)>) -> impl IntoView {
    let stats = stats.into_iter().map(|(name, number, more)| {
        let more = (!more.is_empty()).then(|| view! { <span class="stat-more">{more}</span> });
        view! {
            <div class="stat">
                <dt>{name}</dt>
                <dd>
                    <span class="stat-number">{number}</span>
                    {more}
                </dd>
            </div>
        }
    });
    view! { <dl class="stats">{stats.collect_view()}</dl> }
}

/// How full something is.
#[component]
pub fn Meter(
    value: String,
    max: String,
    /// The same in words.
    words: String,
) -> impl IntoView {
    let label = words.clone();
    view! {
        <meter class="meter" min="0" max=max value=value aria-label=label>
            {words}
        </meter>
    }
}

/// A word that makes a figure stand out.
#[component]
pub fn Flag(
    text: &'static str,
    /// What it means.
    title: &'static str,
) -> impl IntoView {
    view! {
        <span class="flag" title=title>
            {text}
        </span>
    }
}

/// A count that should be 0.
pub(super) fn failures(count: u64) -> AnyView {
    let text = figures::count(count);
    match count {
        0 => view! { <span class="nothing">{text}</span> }.into_any(),
        _ => view! { <span class="flag">{text}</span> }.into_any(),
    }
}
