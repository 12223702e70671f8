//! `/me`: the account of whoever is logged in, and below it what can be changed.

pub mod delete;
pub mod email;
pub mod password;
pub mod second_factor;

use leptos::prelude::*;

use super::register::SHORT;
use crate::{
    backend,
    components::{
        account_page::{AccountPage, Note, ToLogIn},
        failure::Failure,
    },
    error::AppError,
    model::account::{CurrentUser, Role},
    respond::{never_keep, query_value},
};

/// The account, or the way to the log-in form.
#[component]
pub fn MePage() -> impl IntoView {
    never_keep();
    let done = query_value("done").and_then(|what| done_message(&what));
    let short = query_value("hint").filter(|hint| hint == "short");
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load().await {
                    Ok(Some(user)) => {
                        view! {
                            <Account
                                user
                                notes=done.into_iter().chain(short.map(|_| SHORT)).collect()
                            />
                        }
                            .into_any()
                    }
                    Ok(None) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// What of a page is made for somebody with this address.
type ForMember = Box<dyn FnOnce(String) -> AnyView + Send>;

/// A page for those alone who are logged in; all others are sent to the log-in form.
#[component]
fn Member(form: ForMember) -> impl IntoView {
    never_keep();
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load().await {
                    Ok(Some(user)) => form(user.email),
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
fn Account(
    user: CurrentUser,
    /// What was just done.
    notes: Vec<&'static str>,
) -> impl IntoView {
    let CurrentUser {
        email, name, role, ..
    } = user;
    view! {
        <AccountPage title="Your account">
            {notes.into_iter().map(|message| view! { <Note message /> }).collect_view()}
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
                <dd>{role.label()}</dd>
            </dl>
            <ul class="actions">
                <li>
                    <a href="/me/sessions">"Where you are logged in"</a>
                </li>
                <li>
                    <a href="/me/password">"Change your password"</a>
                </li>
                <li>
                    <a href="/me/second-factor">"Two-step log-in"</a>
                </li>
                <li>
                    <a href="/me/email">"Change your email address"</a>
                </li>
                <li>
                    <form method="post" action="/me/export">
                        <button class="link-button" type="submit">
                            "Download all that is stored about you"
                        </button>
                    </form>
                </li>
                <li>
                    <a href="/me/delete">"Delete your account"</a>
                </li>
                {(role >= Role::Viewer)
                    .then(|| {
                        view! {
                            <li>
                                <a href="/admin/performance">"How fast the shop is"</a>
                            </li>
                            <li>
                                <a href="/admin/products">"Products"</a>
                            </li>
                            <li>
                                <a href="/admin/categories">"Categories"</a>
                            </li>
                            <li>
                                <a href="/admin/brands">"Brands"</a>
                            </li>
                            <li>
                                <a href="/admin/search">"What is searched for"</a>
                            </li>
                        }
                    })}
                {(role >= Role::Editor)
                    .then(|| {
                        view! {
                            <li>
                                <a href="/admin/tokens">"Tokens for programs"</a>
                            </li>
                        }
                    })}
                {(role == Role::Admin)
                    .then(|| {
                        view! {
                            <li>
                                <a href="/admin/account">"Other people’s accounts"</a>
                            </li>
                            <li>
                                <a href="/admin/audit">"What happened to accounts"</a>
                            </li>
                            <li>
                                <a href="/admin/database">"How the database does"</a>
                            </li>
                        }
                    })}
            </ul>
        </AccountPage>
    }
}

/// What to say once something is done; nothing for words that are not ours.
fn done_message(what: &str) -> Option<&'static str> {
    match what {
        "password" => Some("Your password is changed."),
        "email" => {
            Some("Look into the mail of your new address: open the link there within an hour.")
        }
        _ => None,
    }
}
