//! How a file is read, and what its columns are: the form before the check.

use leptos::prelude::*;

use crate::{
    components::data_table::{Column, DataTable},
    model::imports::{DELIMITERS, ENCODINGS, FIELDS, ImportColumn, ImportPage},
};

/// Begins what stands for an attribute.
const ATTRIBUTE: &str = "attr:";

/// The forms: one to read the file in another way, and one that says what each column is, and has it checked.
#[component]
pub fn Columns(page: ImportPage) -> impl IntoView {
    let action = page.href();
    let is_csv = page.is_csv;
    let columns = page.columns.clone();
    let table = (!columns.is_empty()).then(|| view! { <Table columns /> });
    let said = match (is_csv, page.columns.is_empty()) {
        (true, _) => "Say what each column is.",
        (false, false) => {
            "These names mean nothing by themselves. Say what they are, or leave them out."
        }
        (false, true) => "All names in the file are known.",
    };
    view! {
        {is_csv.then(|| view! { <ReadAs page=page.clone() /> })}
        <h2>{if is_csv { "Columns" } else { "Names" }}</h2>
        <form class="import-columns" method="post" action=action>
            <p>{said}</p>
            {table}
            <button class="button" type="submit" name="act" value="check">
                "Check the file"
            </button>
            <p class="hint">"All of it is read and compared with the catalogue; nothing is changed."</p>
        </form>
    }
}

/// Delimiter and encoding, as they were told by the file.
#[component]
fn ReadAs(page: ImportPage) -> impl IntoView {
    let action = page.href();
    view! {
        <form class="import-read" method="post" action=action>
            <Select name="delimiter" label="Parted by" chosen=page.delimiter choices=&DELIMITERS />
            <Select name="encoding" label="Encoding" chosen=page.encoding choices=&ENCODINGS />
            <button class="button button-quiet" type="submit" name="act" value="read">
                "Read it so"
            </button>
        </form>
    }
}

#[component]
fn Select(
    name: &'static str,
    label: &'static str,
    chosen: String,
    choices: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let options = choices.iter().map(|(value, label)| {
        let selected = *value == chosen;
        view! {
            <option value=*value selected=selected>
                {*label}
            </option>
        }
    });
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select id=name name=name>
                {options.collect_view()}
            </select>
        </div>
    }
}

#[component]
fn Table(columns: Vec<ImportColumn>) -> impl IntoView {
    let heads = vec![
        Column::name("Column"),
        Column::text("Is"),
        Column::words("Some of its values"),
    ];
    let rows = columns.into_iter().enumerate().map(|(number, column)| {
        let name = if column.name.is_empty() {
            format!("(column {})", number + 1)
        } else {
            column.name.clone()
        };
        let samples = column.samples.iter().map(|sample| {
            view! { <li>{sample.clone()}</li> }
        });
        let samples = view! { <ul class="import-samples">{samples.collect_view()}</ul> };
        vec![
            name.into_any(),
            view! { <Target number column /> }.into_any(),
            samples.into_any(),
        ]
    });
    let rows = rows.collect();
    view! { <DataTable caption="Columns of the file" columns=heads rows /> }
}

/// What a column is.
#[component]
fn Target(number: usize, column: ImportColumn) -> impl IntoView {
    let ImportColumn { name, target, .. } = column;
    let label = format!("What {name} is");
    let field = format!("column{number}");
    let attribute = match target.strip_prefix(ATTRIBUTE) {
        Some(_) => target.clone(),
        None => format!(
            "{ATTRIBUTE}{}",
            name.strip_prefix(ATTRIBUTE).unwrap_or(&name)
        ),
    };
    let attribute = (attribute.len() > ATTRIBUTE.len()).then(|| {
        let selected = attribute == target;
        let name = attribute.strip_prefix(ATTRIBUTE).unwrap_or_default();
        let label = format!("Attribute “{name}”");
        view! {
            <option value=attribute.clone() selected=selected>
                {label}
            </option>
        }
    });
    let options = FIELDS.map(|(value, label)| {
        let selected = value == target;
        view! {
            <option value=value selected=selected>
                {label}
            </option>
        }
    });
    let is_left_out = target.is_empty();
    view! {
        <select name=field aria-label=label>
            <option value="" selected=is_left_out>
                "Leave it out"
            </option>
            {attribute}
            {options.into_iter().collect_view()}
        </select>
    }
}
