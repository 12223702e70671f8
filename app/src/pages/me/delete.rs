//! `/me/delete`: having an account no more.

use leptos::prelude::*;

use super::Member;
use crate::{
    components::{
        account_page::AccountPage,
        form::{FormProblem, PasswordField},
    },
    respond::form_answer,
};

/// The form. The server answers its POST by going on to the log-in form, or with this page.
#[component]
pub fn DeletePage() -> impl IntoView {
    let answer = form_answer();
    let form = move |email: String| {
        let answer = answer.clone();
        view! {
            <AccountPage title="Delete your account">
                <FormProblem answer=answer.clone() />
                <p>
                    {format!("The account of {email} and all that belongs to it, such as your favourites, will be deleted at once. Nobody can bring it back.")}
                </p>
                <form class="form" method="post" action="/me/delete">
                    <PasswordField answer label="Your password" />
                    <button class="button" type="submit">
                        "Delete the account"
                    </button>
                </form>
                <p>
                    <a href="/me">"Keep it"</a>
                </p>
            </AccountPage>
        }
        .into_any()
    };
    view! { <Member form=Box::new(form) /> }
}
