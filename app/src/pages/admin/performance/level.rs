//! How a figure stands to its target.

use leptos::prelude::*;

use crate::{components::level::LevelShape, model::level::Level};

/// How a figure stands to its target, and where to look if it misses it.
#[component]
pub fn Judgement(
    is_met: bool,
    #[prop(into)] text: String,
    /// Where to look next: a text, and an address.
    next: (&'static str, &'static str),
) -> impl IntoView {
    let level = if is_met { Level::Good } else { Level::Watch };
    let next = (!is_met).then(|| view! { <a href=next.1>{next.0}</a> });
    view! {
        <p class="judgement">
            <LevelShape level />
            <span>{text} " " {next}</span>
        </p>
    }
}
