//! Tables of figures.

use leptos::prelude::*;

/// A column of a [`DataTable`].
#[derive(Debug, Clone)]
pub struct Column {
    name: String,
    is_number: bool,
}

impl Column {
    /// A column of words.
    pub fn text(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            is_number: false,
        }
    }

    /// A column of numbers, which stand under each other's last digit.
    pub fn number(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            is_number: true,
        }
    }

    fn class(&self) -> Option<&'static str> {
        self.is_number.then_some("number")
    }
}

/// A table that scrolls by itself where it is too wide, and so has to be reached by the keyboard.
#[component]
pub fn DataTable(
    /// What it shows, for those who cannot see what stands above it; no other table of the page has the same.
    #[prop(into)]
    caption: String,
    /// Its columns; the first names the row.
    columns: Vec<Column>,
    /// Its rows, with a cell for each column.
    rows: Vec<Vec<AnyView>>,
) -> impl IntoView {
    let heads = columns.iter().map(|column| {
        view! {
            <th scope="col" class=column.class()>
                {column.name.clone()}
            </th>
        }
    });
    let heads = heads.collect_view();
    let rows = rows.into_iter().map(|cells| row(&columns, cells));
    let label = caption.clone();
    view! {
        <div class="wide-table figures" tabindex="0" role="region" aria-label=label>
            <table>
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

fn row(columns: &[Column], cells: Vec<AnyView>) -> AnyView {
    let cells = cells.into_iter().zip(columns).enumerate();
    let cells = cells.map(|(index, (cell, column))| match index {
        0 => view! {
            <th scope="row" class=column.class()>
                {cell}
            </th>
        }
        .into_any(),
        _ => view! { <td class=column.class()>{cell}</td> }.into_any(),
    });
    view! { <tr>{cells.collect_view()}</tr> }.into_any()
}
