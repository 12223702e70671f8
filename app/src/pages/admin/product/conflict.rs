//! What is said to somebody who saves what somebody else has changed meanwhile.

use leptos::prelude::*;

use crate::{
    components::data_table::{Column, DataTable},
    model::editing::{Choice, Difference},
};

/// Characters of a text that are compared by eye.
const SHOWN: usize = 300;

/// What differs, and the ways on: to take theirs, or to look through mine below and save it over theirs.
#[component]
pub fn Conflict(
    /// What they wrote and what I did.
    differences: Vec<Difference>,
    /// Who has changed it since, and when.
    who: Vec<(String, String)>,
    /// What category numbers mean.
    categories: Vec<Choice>,
    /// The address of this page.
    own: String,
) -> impl IntoView {
    let who = match who.first() {
        Some((who, at)) => format!("Changed by {who} on {at} (UTC), while you were editing."),
        None => "Changed by somebody else while you were editing.".to_owned(),
    };
    let cell = |field: &str, text: String| match field {
        _ if text.is_empty() => "nothing".to_owned(),
        "category" => {
            let choice = categories.iter().find(|choice| choice.value == text);
            choice.map_or(text, |choice| choice.label.clone())
        }
        _ => text.chars().take(SHOWN).collect(),
    };
    let rows = differences.into_iter().map(|difference| {
        let [theirs, mine] = difference.texts;
        vec![
            difference.label.into_any(),
            cell(difference.field, theirs).into_any(),
            cell(difference.field, mine).into_any(),
        ]
    });
    let rows: Vec<Vec<AnyView>> = rows.collect();
    let columns = vec![
        Column::name("Field"),
        Column::words("Theirs, as it is now"),
        Column::words("Yours"),
    ];
    view! {
        <div class="conflict" role="alert" id="conflict">
            <h2>"Changed by someone else"</h2>
            <p>{who} " Nothing of yours is saved yet."</p>
        </div>
        <DataTable caption="What differs" columns rows />
        <p class="conflict-ways">
            <a class="button button-quiet" href=own>
                "Take theirs"
            </a>
            " or look through yours below and save it over theirs."
        </p>
    }
}
