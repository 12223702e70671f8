//! `/log-in/code`: the code after the password.

use leptos::prelude::*;

use crate::{
    components::{
        account_page::AccountPage,
        form::{CodeField, FormProblem},
    },
    respond::{form_answer, query_value},
};

/// The form. The server answers its POST by going on to `next`, or with this page.
#[component]
pub fn SecondStepPage() -> impl IntoView {
    let answer = form_answer();
    let typed = answer.typed("next").map(str::to_owned);
    let next = typed.or_else(|| query_value("next")).unwrap_or_default();
    view! {
        <AccountPage title="Your code, please">
            <p>
                "Type the code that your app shows now. If you have lost the app, type one of your recovery codes."
            </p>
            <FormProblem answer=answer.clone() />
            <form class="form" method="post" action="/log-in/code">
                <input type="hidden" name="next" value=next />
                <CodeField answer />
                <button class="button" type="submit">
                    "Log in"
                </button>
            </form>
            <p>
                <a href="/log-in">"Begin again"</a>
            </p>
        </AccountPage>
    }
}
