//! `/confirm`: the password once more, before what matters most.

use leptos::prelude::*;

use crate::{
    components::{
        account_page::AccountPage,
        form::{FormProblem, PasswordField},
    },
    respond::{form_answer, query_value},
};

/// The form. The server answers its POST by going on to `next`, or with this page.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let answer = form_answer();
    let typed = answer.typed("next").map(str::to_owned);
    let next = typed.or_else(|| query_value("next")).unwrap_or_default();
    view! {
        <AccountPage title="Your password, please">
            <p>"You are about to change something that matters, and have been logged in for a while."</p>
            <FormProblem answer=answer.clone() />
            <form class="form" method="post" action="/confirm">
                <input type="hidden" name="next" value=next />
                <PasswordField answer />
                <button class="button" type="submit">
                    "Go on"
                </button>
            </form>
        </AccountPage>
    }
}
