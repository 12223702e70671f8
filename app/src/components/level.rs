//! How something stands, and what to do about it.

use leptos::prelude::*;

use crate::model::database::{Level, Next};

/// The level as a word, which its colour repeats.
#[component]
pub fn LevelMark(level: Level) -> impl IntoView {
    view! { <strong class=level.class()>{level.label()}</strong> }
}

/// What to do: in words, and the SQL to copy.
#[component]
pub fn NextStep(next: Next) -> impl IntoView {
    view! {
        {next.words}
        {next.sql.map(|sql| view! { <code class="sql">{sql}</code> })}
    }
}
