//! `/admin/import/{number}`: one file, from what its columns are to what it did.

use leptos::prelude::*;
use leptos_meta::Meta;

use super::{
    columns::Columns,
    outcome::{CheckView, Done},
    progress::Busy,
};
use crate::{
    backend,
    components::{
        account_page::{ToLogIn, Told},
        failure::Failure,
        form::FormProblem,
        page_title::PageTitle,
    },
    error::AppError,
    model::imports::{IMPORTS, ImportPage as Page, ImportState},
    respond::{form_answer, never_keep, request_path},
};

/// What is known of an import, and what can be done next.
#[component]
pub fn ImportPage() -> impl IntoView {
    never_keep();
    let path = request_path();
    let rest = path
        .strip_prefix(IMPORTS)
        .and_then(|rest| rest.strip_prefix('/'));
    let id = rest.and_then(|id| id.parse().ok());
    view! {
        <Suspense>
            {Suspend::new(async move {
                let page = match id {
                    Some(id) => load(id).await,
                    None => Err(AppError::NotFound),
                };
                match page {
                    Ok(page) => view! { <Import page /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load(id: i64) -> Result<Page, AppError> {
    backend::imports()?.import(id).await
}

#[component]
fn Import(page: Page) -> impl IntoView {
    let answer = form_answer();
    let title = format!("Import of {}", page.file);
    let words = (!page.words.is_empty()).then(|| {
        let words = page.words.clone();
        view! { <p class="note import-words">{words}</p> }
    });
    let told = page.told.clone();
    view! {
        <PageTitle text=title.clone() />
        <Meta name="robots" content="noindex" />
        <section class="page import">
            <p class="editor-back">
                <a href=IMPORTS>"Imports"</a>
            </p>
            <h1>{title}</h1>
            <FormProblem answer />
            {told.map(|told| view! { <Told told /> })}
            {words}
            <p class="import-about">
                {page.size.clone()} ", by " {page.who.clone()} ", " <time>{page.at.clone()}</time>
                " (UTC)"
            </p>
            {inside(page)}
        </section>
    }
}

/// What there is to see and to do at this stage.
fn inside(page: Page) -> AnyView {
    match page.state {
        ImportState::Checking | ImportState::Running => view! { <Busy page /> }.into_any(),
        ImportState::Done => view! { <Done page /> }.into_any(),
        ImportState::Uploaded | ImportState::Checked if !page.has_file => {
            view! { <Gone /> }.into_any()
        }
        ImportState::Uploaded => view! { <Columns page /> }.into_any(),
        ImportState::Checked => view! {
            <CheckView page=page.clone() />
            <details class="import-again">
                <summary>"Read the file in another way"</summary>
                <Columns page />
            </details>
        }
        .into_any(),
    }
}

/// Files are not kept for long.
#[component]
fn Gone() -> impl IntoView {
    view! {
        <p class="note">
            "The file is not here any more: files are kept for a day. Nothing of it was imported. " <a href=IMPORTS>"Send it again"</a>
            " to import it."
        </p>
    }
}
