//! `/me`: the account of whoever is logged in.

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    backend,
    components::{failure::Failure, page_title::PageTitle},
    error::AppError,
    model::account::{CurrentUser, Role},
    respond::redirect,
};

/// The account, or the way to the log-in form.
#[component]
pub fn MePage() -> impl IntoView {
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load().await {
                    Ok(Some(user)) => view! { <Account user /> }.into_any(),
                    Ok(None) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load() -> Result<Option<CurrentUser>, AppError> {
    backend::accounts()?.current_user().await
}

#[component]
fn Account(user: CurrentUser) -> impl IntoView {
    let CurrentUser {
        email, name, role, ..
    } = user;
    view! {
        <PageTitle text="Your account" />
        <Meta name="robots" content="noindex" />
        <section class="page">
            <h1>"Your account"</h1>
            <dl class="facts">
                <dt>"Email address"</dt>
                <dd>{email}</dd>
                {(!name.is_empty())
                    .then(|| {
                        view! {
                            <dt>"Name"</dt>
                            <dd>{name}</dd>
                        }
                    })}
                <dt>"Role"</dt>
                <dd>{role_label(role)}</dd>
            </dl>
            <p>
                <a href="/me/sessions">"Where you are logged in"</a>
            </p>
            <form class="form" method="post" action="/log-out">
                <button class="button" type="submit">
                    "Log out"
                </button>
            </form>
        </section>
    }
}

/// Guests go on to the form; the link is for programs that follow no redirect.
#[component]
fn ToLogIn() -> impl IntoView {
    const FORM: &str = "/log-in?next=%2Fme";
    redirect(FORM);
    view! {
        <PageTitle text="Your account" />
        <section class="page">
            <h1>"Your account"</h1>
            <p>
                <a href=FORM>"Please log in."</a>
            </p>
        </section>
    }
}

fn role_label(role: Role) -> &'static str {
    match role {
        Role::Customer => "Customer",
        Role::Viewer => "Viewer",
        Role::Editor => "Editor",
        Role::Admin => "Administrator",
    }
}
