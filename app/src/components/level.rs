//! How something stands, in a shape and a word, in case somebody sees no colours; and what to do about it.

use leptos::prelude::*;

use crate::model::{database::Next, level::Level};

/// The shape of a level.
#[component]
pub fn LevelShape(level: Level) -> impl IntoView {
    let (outline, sign) = match level {
        Level::Good => (
            "M12 1a11 11 0 1 0 0 22a11 11 0 1 0 0-22z",
            "M7 12.5l3.5 3.5L17 9",
        ),
        Level::Watch => ("M12 1.5L23.5 22H.5z", "M12 9v6M12 18v.5"),
        Level::Bad => (
            "M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z",
            "M8 8l8 8M16 8l-8 8",
        ),
    };
    view! {
        <svg class=class(level) viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path class="level-outline" d=outline />
            <path class="level-sign" d=sign />
        </svg>
    }
}

fn class(level: Level) -> &'static str {
    match level {
        Level::Good => "level level-good",
        Level::Watch => "level level-watch",
        Level::Bad => "level level-bad",
    }
}

/// The level as a shape and a word.
#[component]
pub fn LevelMark(level: Level) -> impl IntoView {
    view! {
        <strong class="level-mark">
            <LevelShape level />
            {level.label()}
        </strong>
    }
}

/// What to do: in words, and the SQL to copy.
#[component]
pub fn NextStep(next: Next) -> impl IntoView {
    view! {
        {next.words}
        {next.sql.map(|sql| view! { <code class="sql">{sql}</code> })}
    }
}
