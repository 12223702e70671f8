//! `/admin/performance/request`: one request, step by step.

pub mod waterfall;

use http::StatusCode;
use leptos::prelude::*;

use self::waterfall::Waterfall;
use super::requests::{LOOP, loop_flag, status};
use crate::{
    backend,
    components::{
        account_page::{AccountPage, Note, ToLogIn},
        failure::Failure,
    },
    error::AppError,
    model::figures::{counted, millis},
    model::performance::{RequestSummary, RequestTrace},
    respond::{query_value, set_status},
};

/// The request that the address names, for those who may see the panel.
#[component]
pub fn RequestPage() -> impl IntoView {
    let id = query_value("id").unwrap_or_default();
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load(&id).await {
                    Ok(trace) => view! { <Request trace=Some(trace) /> }.into_any(),
                    Err(AppError::NotFound) => {
                        set_status(StatusCode::NOT_FOUND);
                        view! { <Request trace=None /> }.into_any()
                    }
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load(id: &str) -> Result<RequestTrace, AppError> {
    backend::insights()?.request(id).await
}

/// The page; of a request that is not kept, it says so.
#[component]
pub fn Request(trace: Option<RequestTrace>) -> impl IntoView {
    let inside = match trace {
        Some(trace) => view! {
            <Facts of=trace.summary.clone() />
            <Waterfall trace />
        }
        .into_any(),
        None => view! { <Note message="This request is not kept, or not any more." /> }.into_any(),
    };
    view! {
        <AccountPage title="A request, step by step">
            <div class="request">{inside}</div>
            <p>
                <a href="/admin/performance">"To the performance panel"</a>
            </p>
        </AccountPage>
    }
}

#[component]
fn Facts(of: RequestSummary) -> impl IntoView {
    let statements = counted(u64::from(of.statements), "statement", "statements");
    let sql = format!("{statements}, {}", millis(of.sql_millis));
    let repeated = (of.repeated >= LOOP).then(loop_flag);
    let page = of.from.map(|from| {
        view! {
            <dt>"Page from"</dt>
            <dd>{from}</dd>
        }
    });
    view! {
        <dl class="facts">
            <dt>"Request"</dt>
            <dd>
                <code>{format!("{} {}", of.method, of.route)}</code>
            </dd>
            <dt>"Time (UTC)"</dt>
            <dd>{of.at}</dd>
            <dt>"Took"</dt>
            <dd>{millis(of.millis)}</dd>
            <dt>"Status"</dt>
            <dd>{status(of.status)}</dd>
            {page}
            <dt>"SQL"</dt>
            <dd>{sql} " " {repeated}</dd>
            <dt>"Number"</dt>
            <dd>
                <code>{of.id}</code>
            </dd>
        </dl>
    }
}
