//! `/admin/import`: files are brought here, and each has a page of its own.

pub mod columns;
pub mod import;
pub mod outcome;
pub mod progress;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    backend,
    components::{
        account_page::{ToLogIn, Told},
        data_table::{Column, DataTable},
        failure::Failure,
        form::{FormProblem, described, problem},
        page_title::PageTitle,
    },
    error::AppError,
    model::imports::{self, IMPORTS, ImportLine, import_href},
    respond::{form_answer, never_keep},
};

/// The form for a file, and what became of those before.
#[component]
pub fn ImportsPage() -> impl IntoView {
    never_keep();
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load().await {
                    Ok(page) => view! { <Imports page /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load() -> Result<imports::ImportsPage, AppError> {
    backend::imports()?.list().await
}

#[component]
fn Imports(page: imports::ImportsPage) -> impl IntoView {
    let imports::ImportsPage {
        most,
        imports,
        told,
    } = page;
    let latest = (!imports.is_empty()).then(|| view! { <Latest imports /> });
    view! {
        <PageTitle text="Import" />
        <Meta name="robots" content="noindex" />
        <section class="page import">
            <p class="editor-back">
                <a href="/admin/products">"Products"</a>
            </p>
            <h1>"Import products"</h1>
            {told.map(|told| view! { <Told told /> })}
            <p>
                "Nothing is changed yet when you send a file: you are shown what would come of it first."
            </p>
            <Upload most />
            {latest}
        </section>
    }
}

#[component]
fn Upload(most: u64) -> impl IntoView {
    let answer = form_answer();
    let problem = problem(&answer, "file");
    let invalid = problem.as_ref().map(|_| "true");
    let described = described("file", problem.is_some(), true);
    let hint = format!(
        "CSV with names of columns in its first line, or JSON lines; plain or gzipped; at most {most} MiB."
    );
    view! {
        <form
            class="import-upload"
            method="post"
            action=IMPORTS
            enctype="multipart/form-data"
        >
            <FormProblem answer />
            <div class="field">
                <label for="file">"File"</label>
                <input
                    id="file"
                    name="file"
                    type="file"
                    accept=".csv,.tsv,.txt,.jsonl,.ndjson,.gz,text/csv,application/gzip"
                    required
                    aria-invalid=invalid
                    aria-describedby=described
                />
                <p class="hint" id="file-hint">
                    {hint}
                </p>
                {problem}
            </div>
            <button class="button" type="submit">
                "Send the file"
            </button>
        </form>
    }
}

#[component]
fn Latest(imports: Vec<ImportLine>) -> impl IntoView {
    let columns = vec![
        Column::name("File"),
        Column::text("State"),
        Column::text("By"),
        Column::text("When (UTC)"),
    ];
    let rows = imports.into_iter().map(|line| {
        let ImportLine {
            id,
            file,
            who,
            at,
            state,
        } = line;
        vec![
            view! { <a href=import_href(id)>{file}</a> }.into_any(),
            state.label().into_any(),
            who.into_any(),
            view! { <time>{at}</time> }.into_any(),
        ]
    });
    let rows = rows.collect();
    view! {
        <h2>"Latest imports"</h2>
        <DataTable caption="Latest imports" columns rows />
    }
}
