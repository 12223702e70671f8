//! `/reset?token=`: choosing a new password.

use leptos::prelude::*;

use crate::{
    components::{
        account_page::AccountPage,
        form::{FormProblem, NewPasswordField},
        token_form::TokenInput,
    },
    respond::form_answer,
};

/// The form. The server answers its POST by going on to the log-in form, or with this page.
#[component]
pub fn ResetPage() -> impl IntoView {
    let answer = form_answer();
    view! {
        <AccountPage title="Choose a new password">
            <FormProblem answer=answer.clone() />
            <form class="form" method="post" action="/reset">
                <TokenInput />
                <NewPasswordField answer label="New password" />
                <button class="button" type="submit">
                    "Save the password"
                </button>
            </form>
            <p>
                "The link does not work any more? " <a href="/forgot">"Get another one"</a>
            </p>
        </AccountPage>
    }
}
