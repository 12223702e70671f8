//! `/forgot`: asking for a new password; `/forgot/sent`: what to do next.

use leptos::prelude::*;

use crate::{
    components::{
        account_page::AccountPage,
        form::{EmailField, FormProblem},
    },
    respond::form_answer,
};

/// The form. The server answers its POST by going on to `/forgot/sent`, or with this page.
#[component]
pub fn ForgotPage() -> impl IntoView {
    let answer = form_answer();
    view! {
        <AccountPage title="Forgotten your password?">
            <FormProblem answer=answer.clone() />
            <p>"We send you a link by which you can choose a new one."</p>
            <form class="form" method="post" action="/forgot">
                <EmailField answer />
                <button class="button" type="submit">
                    "Send the link"
                </button>
            </form>
        </AccountPage>
    }
}

/// The same for everybody: whether an address has an account is for its owner alone to know.
#[component]
pub fn ForgotSentPage() -> impl IntoView {
    view! {
        <AccountPage title="Look into your mail">
            <p>
                "If this address has an account, we have sent a link to it. Open it within 30 minutes to choose a new password."
            </p>
            <p>
                "Nothing there after some minutes? Look among the spam, or "
                <a href="/forgot">"try again"</a> "."
            </p>
        </AccountPage>
    }
}
