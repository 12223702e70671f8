//! `/me/email`: another address.

use leptos::prelude::*;

use super::Member;
use crate::{
    components::{
        account_page::AccountPage,
        form::{EmailField, FormProblem, PasswordField},
    },
    respond::form_answer,
};

/// The form. The server answers its POST by going on to `/me`, or with this page.
#[component]
pub fn EmailPage() -> impl IntoView {
    let answer = form_answer();
    let form = move |email: String| {
        let answer = answer.clone();
        view! {
            <AccountPage title="Change your email address">
                <FormProblem answer=answer.clone() />
                <p>{format!("Now it is {email}. We send a link to the new one; once you have opened it, it counts.")}</p>
                <form class="form" method="post" action="/me/email">
                    <EmailField answer=answer.clone() label="New email address" autocomplete="email" />
                    <PasswordField answer label="Your password" />
                    <button class="button" type="submit">
                        "Send the link"
                    </button>
                </form>
            </AccountPage>
        }
        .into_any()
    };
    view! { <Member form=Box::new(form) /> }
}
