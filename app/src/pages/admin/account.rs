//! `/admin/account`: somebody's account, for administrators.

use leptos::prelude::*;

use crate::{
    backend,
    components::{
        account_look_up::{AccountLookUp, NO_ACCOUNT},
        account_page::{AccountPage, Note, ToLogIn},
        failure::Failure,
        session_row::SessionRow,
    },
    error::AppError,
    model::{
        account::{AccountReport, OpenSession},
        audit::AuditQuery,
    },
    respond::query_value,
};

/// A form that looks for an account, and what is found: whose it is, where they are logged in, and a button that ends that.
#[component]
pub fn AccountReportPage() -> impl IntoView {
    let account = query_value("account").unwrap_or_default().trim().to_owned();
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&account).await {
                    Ok(found) => view! { <Found account found=Some(found) /> }.into_any(),
                    Err(AppError::NotFound) => view! { <Found account found=None /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load(account: &str) -> Result<AccountReport, AppError> {
    backend::accounts()?.account(account).await
}

#[component]
fn Found(account: String, found: Option<AccountReport>) -> impl IntoView {
    let nobody = found.is_none() && !account.is_empty();
    view! {
        <AccountPage title="Somebody’s account">
            <AccountLookUp action="/admin/account" account />
            {nobody.then(|| view! { <Note message=NO_ACCOUNT /> })}
            {found.map(|report| view! { <Report report /> })}
        </AccountPage>
    }
}

#[component]
fn Report(report: AccountReport) -> impl IntoView {
    let AccountReport {
        user,
        second_factor,
        sessions,
    } = report;
    let number = user.id.to_string();
    let log = AuditQuery::of(number.clone()).href();
    view! {
        <dl class="facts">
            <dt>"Number"</dt>
            <dd>{number.clone()}</dd>
            <dt>"Email address"</dt>
            <dd>{user.email}</dd>
            {(!user.name.is_empty())
                .then(|| {
                    view! {
                        <dt>"Name"</dt>
                        <dd>{user.name}</dd>
                    }
                })}
            <dt>"Role"</dt>
            <dd>{user.role.label()}</dd>
            <dt>"Two-step log-in"</dt>
            <dd>{if second_factor { "On" } else { "Off" }}</dd>
        </dl>
        <p>
            <a href=log>"What happened to this account"</a>
        </p>
        <h2>"Where they are logged in"</h2>
        {if sessions.is_empty() {
            view! { <p>"Nowhere."</p> }.into_any()
        } else {
            view! { <Sessions sessions number /> }.into_any()
        }}
    }
}

#[component]
fn Sessions(sessions: Vec<OpenSession>, number: String) -> impl IntoView {
    view! {
        <ul class="sessions">
            {sessions
                .into_iter()
                .map(|session| view! { <SessionRow session /> })
                .collect_view()}
        </ul>
        <form method="post" action="/admin/account/end-sessions">
            <input type="hidden" name="account" value=number />
            <button class="button" type="submit">
                "Log them out everywhere"
            </button>
        </form>
    }
}
