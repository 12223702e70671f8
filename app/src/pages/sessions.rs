//! `/me/sessions`: where one is logged in.

use leptos::prelude::*;

use crate::{
    backend,
    components::{
        account_page::{AccountPage, ToLogIn},
        failure::Failure,
        session_row::SessionRow,
    },
    error::AppError,
    model::account::OpenSession,
};

/// The sessions of whoever is logged in, each with the form that ends it; or the way to the log-in form.
#[component]
pub fn SessionsPage() -> impl IntoView {
    view! {
        <AccountPage title="Where you are logged in">
            <Suspense>
                {Suspend::new(async move {
                    match load().await {
                        Ok(Some(sessions)) => view! { <Sessions sessions /> }.into_any(),
                        Ok(None) => view! { <ToLogIn /> }.into_any(),
                        Err(error) => view! { <Failure error /> }.into_any(),
                    }
                })}
            </Suspense>
        </AccountPage>
    }
}

async fn load() -> Result<Option<Vec<OpenSession>>, AppError> {
    backend::accounts()?.sessions().await
}

#[component]
fn Sessions(sessions: Vec<OpenSession>) -> impl IntoView {
    let others = sessions.iter().any(|session| !session.is_own);
    view! {
        <ul class="sessions">
            {sessions
                .into_iter()
                .map(|session| view! { <Row session /> })
                .collect_view()}
        </ul>
        {others
            .then(|| {
                view! {
                    <form method="post" action="/me/sessions/end-others">
                        <button class="button" type="submit">
                            "Log out everywhere else"
                        </button>
                    </form>
                }
            })}
        <p>
            <a href="/me">"Your account"</a>
        </p>
    }
}

#[component]
fn Row(session: OpenSession) -> impl IntoView {
    let OpenSession { device, seen, .. } = &session;
    let label = format!("Log out: {device}, last used {seen}");
    let key = session.key.clone();
    view! {
        <SessionRow session>
            <form method="post" action="/me/sessions/end">
                <input type="hidden" name="key" value=key />
                <button class="button" type="submit" aria-label=label>
                    "Log out"
                </button>
            </form>
        </SessionRow>
    }
}
