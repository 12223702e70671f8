//! What an import would do, and what it did.

use leptos::prelude::*;

use crate::{
    components::data_table::{Column, DataTable},
    model::{
        editing::FieldChange,
        imports::{ImportCheck, ImportDone, ImportPage, RowError, RowPreview},
        money::grouped_count,
    },
};

/// What the check found, and the button that does just that.
#[component]
pub fn CheckView(page: ImportPage) -> impl IntoView {
    let check = page.check.clone().unwrap_or_default();
    let errors = check.errors.clone();
    let errors = (!errors.is_empty()).then(|| {
        let page = page.clone();
        view! { <Errors page errors rejected=check.rejected /> }
    });
    let preview = check.preview.clone();
    let preview = (!preview.is_empty()).then(|| {
        view! {
            <h2>"What would change"</h2>
            <ol class="changes import-preview">
                {preview.into_iter().map(|row| view! { <Row row /> }).collect_view()}
            </ol>
        }
    });
    let more = (check.created + check.updated).saturating_sub(check.preview.len() as u64);
    let more = (more > 0).then(|| {
        let text = format!("… and {} more.", products(more));
        view! { <p>{text}</p> }
    });
    view! {
        <h2>"What would come of it"</h2>
        <p class="import-counts">{would(&check)}</p>
        <Ask page check />
        {errors}
        {preview}
        {more}
    }
}

fn products(count: u64) -> String {
    counted(i64::try_from(count).unwrap_or(i64::MAX), "product")
}

fn counted(count: i64, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        many => format!("{} {what}s", grouped_count(many)),
    }
}

/// All that was counted, in a sentence.
fn would(check: &ImportCheck) -> String {
    let rows = match check.rejected {
        1 => "1 row cannot be imported".to_owned(),
        many => format!(
            "{} rows cannot be imported",
            grouped_count(i64::try_from(many).unwrap_or(i64::MAX))
        ),
    };
    format!(
        "{} would be made, {} changed, {} stay as they are; {rows}.",
        products(check.created),
        grouped_count(i64::try_from(check.updated).unwrap_or(i64::MAX)),
        grouped_count(i64::try_from(check.unchanged).unwrap_or(i64::MAX)),
    )
}

/// The button that does what was told.
#[component]
fn Ask(page: ImportPage, check: ImportCheck) -> impl IntoView {
    let will = check.created + check.updated;
    if will == 0 {
        let said = if check.unchanged > 0 {
            "There is nothing to do: the catalogue is so already."
        } else {
            "There is nothing that could be imported."
        };
        return view! { <p class="note">{said}</p> }.into_any();
    }
    let leave_out = (check.rejected > 0).then(|| {
        view! {
            <div class="field-tick">
                <label>
                    <input type="checkbox" name="skip" value="1" required />
                    " Leave out the rows that cannot be imported"
                </label>
            </div>
        }
    });
    let text = format!("Import {}", products(will));
    view! {
        <form class="import-ask" method="post" action=page.href()>
            <input type="hidden" name="token" value=check.token />
            {leave_out}
            <button class="button" type="submit" name="act" value="run">
                {text}
            </button>
            <p class="hint">
                "Just this is done, or nothing if somebody has changed one of these products meanwhile. It is one act in the history, and can be undone as one."
            </p>
        </form>
    }
    .into_any()
}

/// What is wrong with rows.
#[component]
fn Errors(page: ImportPage, errors: Vec<RowError>, rejected: u64) -> impl IntoView {
    let shown = errors.len() as u64;
    let heading = if shown < rejected {
        format!("The first {shown} rows that cannot be imported")
    } else {
        "Rows that cannot be imported".to_owned()
    };
    let columns = vec![
        Column::number("Line"),
        Column::text("Field"),
        Column::words("What is wrong"),
    ];
    let rows = errors.into_iter().map(|error| {
        vec![
            error.line.to_string().into_any(),
            error.field.into_any(),
            error.reason.into_any(),
        ]
    });
    let rows = rows.collect();
    view! {
        <h2>{heading.clone()}</h2>
        <Rejects page />
        <DataTable caption=heading columns rows />
    }
}

/// The ways to have the bad rows in a file.
#[component]
fn Rejects(page: ImportPage) -> impl IntoView {
    let href = format!("{}/rejects", page.href());
    let csv = page.is_csv.then(|| {
        let href = format!("{href}?format=csv");
        view! {
            <a href=href download="">
                "CSV"
            </a>
            " or "
        }
    });
    let jsonl = format!("{href}?format=jsonl");
    view! {
        <p class="import-rejects">
            "All of them with their reasons, to be corrected and sent again: " {csv}
            <a href=jsonl download="">
                "JSON lines"
            </a>
        </p>
    }
}

/// What would become of a product.
#[component]
fn Row(row: RowPreview) -> impl IntoView {
    let RowPreview {
        line,
        sku,
        title,
        product,
        changes,
    } = row;
    let name = match product {
        Some(id) => view! { <a href=format!("/admin/products/{id}")>{title}</a> }.into_any(),
        None => title.into_any(),
    };
    let becomes = if product.is_some() { "changed" } else { "made" };
    let about = format!(" ({sku}, line {line}): {becomes}");
    let is_new = product.is_none();
    let changes = changes.into_iter().map(|change| {
        view! { <Change change is_new /> }
    });
    view! {
        <li class="change">
            <p class="change-head">
                <strong>{name}</strong>
                {about}
            </p>
            <dl class="import-fields">{changes.collect_view()}</dl>
        </li>
    }
}

#[component]
fn Change(change: FieldChange, is_new: bool) -> impl IntoView {
    let FieldChange {
        field,
        before,
        after,
    } = change;
    let before = (!is_new).then(|| view! { <del>{before}</del> " → " });
    view! {
        <div>
            <dt>{field}</dt>
            <dd>{before} <ins>{after}</ins></dd>
        </div>
    }
}

/// What was done, and the way to take it back.
#[component]
pub fn Done(page: ImportPage) -> impl IntoView {
    let done = page.done.clone().unwrap_or_default();
    let ImportDone {
        created,
        updated,
        unchanged,
        rejected,
        act,
    } = done;
    let left_out = (rejected > 0).then(|| view! { <Rejects page=page.clone() /> });
    let said = format!(
        "{} made, {} changed, {} as they were, {} left out.",
        counted(created, "product"),
        grouped_count(updated),
        grouped_count(unchanged),
        counted(rejected, "row"),
    );
    let act = act.map(|act| {
        let may_undo = created == 0 || page.may_delete;
        view! { <Act act may_undo /> }
    });
    view! {
        <h2>"What it did"</h2>
        <p class="import-counts">{said}</p>
        {act}
        {left_out}
    }
}

/// The way to what was done, and back.
#[component]
fn Act(act: i64, may_undo: bool) -> impl IntoView {
    let href = format!("/admin/products/acts/{act}");
    let undo = may_undo.then(|| {
        view! {
            <button class="button button-quiet" type="submit">
                "Undo all of it"
            </button>
        }
    });
    let hint = (!may_undo).then(|| {
        view! { <p class="hint">"It made products: to take that back, an administrator has to remove them."</p> }
    });
    view! {
        <form class="import-undo" method="post" action=format!("{href}/undo")>
            {undo}
            <a href=href.clone()>"What was changed"</a>
            {hint}
        </form>
    }
}
