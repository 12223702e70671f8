//! Tables: the one way in which pages draw them.

use leptos::prelude::*;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// What the row is about: read out with each of its cells, and in sight while the rest is scrolled.
    Name,
    /// A few words.
    Text,
    /// Sentences, which wrap.
    Words,
    /// Numbers, which stand under each other's last digit.
    Number,
}

/// A column of a [`DataTable`].
#[derive(Debug, Clone)]
pub struct Column {
    name: String,
    kind: Kind,
}

impl Column {
    /// The column that names its row; no table has two.
    pub fn name(name: impl Into<String>) -> Self {
        Self::of(name, Kind::Name)
    }

    /// A column of a few words each.
    pub fn text(name: impl Into<String>) -> Self {
        Self::of(name, Kind::Text)
    }

    /// A column of sentences or code.
    pub fn words(name: impl Into<String>) -> Self {
        Self::of(name, Kind::Words)
    }

    /// A column of numbers.
    pub fn number(name: impl Into<String>) -> Self {
        Self::of(name, Kind::Number)
    }

    fn of(name: impl Into<String>, kind: Kind) -> Self {
        Self {
            name: name.into(),
            kind,
        }
    }

    fn class(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Name | Kind::Text => None,
            Kind::Words => Some("words"),
            Kind::Number => Some("number"),
        }
    }
}

/// A table that scrolls by itself where it is too wide, and so has to be reached by the keyboard.
#[component]
pub fn DataTable(
    /// What it shows, for those who cannot see what stands above it; no other table of the page has the same.
    #[prop(into)]
    caption: String,
    /// Its columns.
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
        <div class="scrolls data-table" tabindex="0" role="region" aria-label=label>
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
    let cells = cells.into_iter().zip(columns);
    let cells = cells.map(|(cell, column)| match column.kind {
        Kind::Name => view! { <th scope="row">{cell}</th> }.into_any(),
        _ => view! { <td class=column.class()>{cell}</td> }.into_any(),
    });
    view! { <tr>{cells.collect_view()}</tr> }.into_any()
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;

    #[test]
    fn cells_are_as_their_columns() {
        let columns = vec![
            Column::text("When"),
            Column::name("Name"),
            Column::number("Rows"),
            Column::words("Why"),
        ];
        let rows = vec![vec![
            "now".into_any(),
            "one".into_any(),
            "7".into_any(),
            "so".into_any(),
        ]];
        let html =
            Owner::new().with(|| view! { <DataTable caption="Things" columns rows /> }.to_html());
        for part in [
            "tabindex=\"0\"",
            "aria-label=\"Things\"",
            "<th scope=\"row\">one",
            "<td class=\"number\">7",
            "<td class=\"words\">so",
            "<th scope=\"col\" class=\"number\">Rows",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }
}
