//! `/admin/audit`: what happened to accounts.

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    backend,
    components::{
        account_look_up::{AccountLookUp, NO_ACCOUNT},
        account_page::{Note, ToLogIn},
        data_table::{Column, DataTable},
        failure::Failure,
        page_title::PageTitle,
    },
    error::AppError,
    model::audit::{AuditEvent, AuditPage, AuditQuery},
    respond::{never_keep, request_query},
};

/// The latest events, the way to older ones, and a form to see those of one account.
#[component]
pub fn AuditLogPage() -> impl IntoView {
    never_keep();
    let query = AuditQuery::parse(&request_query());
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&query).await {
                    Ok(page) => view! { <Log query page=Some(page) /> }.into_any(),
                    Err(AppError::NotFound) => view! { <Log query page=None /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load(query: &AuditQuery) -> Result<AuditPage, AppError> {
    backend::accounts()?.audit(query).await
}

#[component]
fn Log(
    query: AuditQuery,
    /// Nothing if there is no such account.
    page: Option<AuditPage>,
) -> impl IntoView {
    let account = query.account.clone();
    let events = match page {
        Some(page) if page.events.is_empty() => view! { <p>"Nothing happened."</p> }.into_any(),
        Some(page) => view! { <Events query page /> }.into_any(),
        None => view! { <Note message=NO_ACCOUNT /> }.into_any(),
    };
    view! {
        <PageTitle text="Audit log" />
        <Meta name="robots" content="noindex" />
        <section class="page">
            <h1>"Audit log"</h1>
            <AccountLookUp action="/admin/audit" account />
            {events}
        </section>
    }
}

#[component]
fn Events(query: AuditQuery, page: AuditPage) -> impl IntoView {
    let older = page.last.map(|last| {
        view! {
            <p>
                <a href=query.older_than(last)>"Older events"</a>
            </p>
        }
    });
    let columns = vec![
        Column::name("Time (UTC)"),
        Column::text("Event"),
        Column::text("Account"),
        Column::text("From"),
        Column::text("By"),
    ];
    let rows = page.events.into_iter().map(row).collect();
    view! {
        <DataTable caption="Events" columns rows />
        {older}
    }
}

fn row(event: AuditEvent) -> Vec<AnyView> {
    vec![
        event.at.into_any(),
        event.event.into_any(),
        event.account.into_any(),
        event.client.into_any(),
        event.origin.into_any(),
    ]
}
