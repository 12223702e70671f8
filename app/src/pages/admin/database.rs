//! `/admin/database`: what the database does now, what to look after, and which statements cost most.

pub mod care;
pub mod now;
pub mod query;
pub mod statements;

use leptos::prelude::*;

use self::{
    care::{Findings, Tables},
    now::Now,
    statements::{Statements, Top},
};
use crate::{
    backend,
    components::{
        account_page::{AccountPage, ToLogIn, Told},
        failure::Failure,
        form::FormProblem,
        level::LevelMark,
    },
    error::AppError,
    model::database::DatabaseReport,
    respond::form_answer,
};

/// Everything about the database at the moment of the request.
#[component]
pub fn DatabasePage() -> impl IntoView {
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load().await {
                    Ok((report, told)) => view! { <Report report told /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The report, and what was done on the page before.
async fn load() -> Result<(DatabaseReport, Option<String>), AppError> {
    let report = backend::database()?.report().await?;
    Ok((report, backend::accounts()?.told().await?))
}

#[component]
fn Report(report: DatabaseReport, told: Option<String>) -> impl IntoView {
    let DatabaseReport {
        level,
        sentence,
        pool,
        server,
        running,
        findings,
        tables,
        top,
        statements,
    } = report;
    let counting = server.counting;
    view! {
        <AccountPage title="Database">
            {told.map(|told| view! { <Told told /> })}
            <FormProblem answer=form_answer() />
            <p class="standing" role="status">
                <LevelMark level />
                " "
                {sentence}
            </p>
            <Now pool server running />
            <Findings findings counting />
            <Statements statements />
            <Top top />
            <Tables tables />
        </AccountPage>
    }
}
