//! `/register`: asking for an account; `/register/sent`: what to do next.

use leptos::prelude::*;

use crate::{
    components::{
        account_page::{AccountPage, Note},
        form::{EmailField, FormProblem, NewPasswordField, TextField},
    },
    respond::{form_answer, query_value},
};

/// Said where a new password has fewer than 15 characters.
pub(super) const SHORT: &str = "Your password is accepted, but short: with 15 characters or more it would be much harder \
                                to guess. You can change it at any time on the page of your account.";

/// The form. The server answers its POST by going on to `/register/sent`, or with this page.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let answer = form_answer();
    view! {
        <AccountPage title="Create an account">
            <FormProblem answer=answer.clone() />
            <form class="form" method="post" action="/register">
                <EmailField answer=answer.clone() />
                <TextField
                    answer=answer.clone()
                    name="name"
                    label="Name (optional)"
                    autocomplete="name"
                    maxlength=100
                    optional=true
                />
                <NewPasswordField answer />
                <button class="button" type="submit">
                    "Create account"
                </button>
            </form>
            <p>
                "You have one already? " <a href="/log-in">"Log in"</a>
            </p>
        </AccountPage>
    }
}

/// The same for everybody: whether an address has an account is for its owner alone to know.
#[component]
pub fn RegisteredPage() -> impl IntoView {
    let hint = query_value("hint").filter(|hint| hint == "short");
    view! {
        <AccountPage title="Look into your mail">
            {hint.map(|_| view! { <Note message=SHORT /> })}
            <p>
                "We have sent you a mail. Open the link in it within 24 hours to have your account made; then you can log in."
            </p>
            <p>
                "Nothing there after some minutes? Look among the spam, or "
                <a href="/register">"try again"</a> "."
            </p>
        </AccountPage>
    }
}
