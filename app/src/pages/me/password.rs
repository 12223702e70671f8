//! `/me/password`: another password.

use leptos::prelude::*;

use super::Member;
use crate::{
    components::{
        account_page::AccountPage,
        form::{FormProblem, NewPasswordField, PasswordField},
    },
    respond::form_answer,
};

/// The form. The server answers its POST by going on to `/me`, or with this page.
#[component]
pub fn PasswordPage() -> impl IntoView {
    let answer = form_answer();
    let form = move |email: String| {
        let answer = answer.clone();
        view! {
            <AccountPage title="Change your password">
                <FormProblem answer=answer.clone() />
                <form class="form" method="post" action="/me/password">
                    // For password managers: whose password it is.
                    <input type="text" name="username" value=email autocomplete="username" readonly hidden />
                    <PasswordField answer=answer.clone() label="Your password now" />
                    <NewPasswordField answer label="New password" name="new" />
                    <button class="button" type="submit">
                        "Change the password"
                    </button>
                </form>
                <p>"Everybody else who is logged in with this account will be logged out."</p>
            </AccountPage>
        }
        .into_any()
    };
    view! { <Member form=Box::new(form) /> }
}
