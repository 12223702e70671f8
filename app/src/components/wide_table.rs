//! A table that may be wider than the page.

use leptos::prelude::*;

/// Scrolls by itself where it is too wide, and so can be reached by the keyboard.
#[component]
pub fn WideTable(
    /// What is in it; no other table of the page says the same.
    label: &'static str,
    /// Heads of the columns.
    columns: &'static [&'static str],
    /// The rows.
    children: Children,
) -> impl IntoView {
    let heads = columns
        .iter()
        .map(|column| view! { <th scope="col">{*column}</th> });
    let heads = heads.collect_view();
    view! {
        <div class="wide-table" tabindex="0" role="region" aria-label=label>
            <table>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}
