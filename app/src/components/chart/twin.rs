//! What a chart shows, as a table: for those who cannot see it, and for copying.

use leptos::prelude::*;

use crate::components::data_table::{Column, DataTable};

/// A table that opens below its chart.
#[component]
pub fn TableTwin(
    /// As that of a [`DataTable`].
    #[prop(into)]
    caption: String,
    /// Names of the columns; all but the first are of numbers.
    columns: Vec<String>,
    /// Cells of text.
    rows: Vec<Vec<String>>,
) -> impl IntoView {
    let columns = columns
        .into_iter()
        .enumerate()
        .map(|(index, name)| match index {
            0 => Column::name(name),
            _ => Column::number(name),
        });
    let columns = columns.collect();
    let rows = rows
        .into_iter()
        .map(|row| row.into_iter().map(IntoAny::into_any));
    let rows = rows.map(Iterator::collect).collect();
    view! {
        <details class="twin">
            <summary>"Show as a table"</summary>
            <DataTable caption columns rows />
        </details>
    }
}
