//! How it stands, in one sentence.

use leptos::prelude::*;

use crate::{components::level::LevelShape, model::performance::Status};

/// The level as a shape and a word, the sentence, and what to do next.
#[component]
pub fn StatusRegion(status: Status) -> impl IntoView {
    let Status {
        level,
        sentence,
        next,
    } = status;
    let next = next.map(|(text, address)| {
        let text = match address {
            Some(address) => view! { <a href=address>{text}</a> }.into_any(),
            None => text.into_any(),
        };
        view! { <span class="status-next">"Next: " {text}</span> }
    });
    view! {
        // The script tells by the level whether a screen reader is to read the rest.
        <p class="status" data-level=level.label()>
            <LevelShape level />
            <strong class="status-level">{level.label()}</strong>
            <span class="status-sentence">{sentence}</span>
            {next}
        </p>
    }
}
