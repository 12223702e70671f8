//! What a link in a mail leads to: a button, for to open a link must change nothing. Programs open links, too.

use leptos::prelude::*;

use super::{account_page::AccountPage, form::FormProblem};
use crate::respond::{form_answer, query_value};

/// Asks whether to do what the link in a mail is for.
#[component]
pub fn TokenPage(
    title: &'static str,
    /// What will be done.
    explanation: &'static str,
    /// Where the form goes: the page itself.
    action: &'static str,
    /// What the button says.
    button: &'static str,
) -> impl IntoView {
    let answer = form_answer();
    let form = (!answer.has_problems()).then(|| {
        view! {
            <p>{explanation}</p>
            <form class="form" method="post" action=action>
                <TokenInput />
                <button class="button" type="submit">
                    {button}
                </button>
            </form>
        }
    });
    view! {
        <AccountPage title>
            <FormProblem answer />
            {form}
        </AccountPage>
    }
}

/// The token, on its way from the link to the form.
#[component]
pub fn TokenInput() -> impl IntoView {
    let typed = form_answer().typed("token").map(str::to_owned);
    let token = typed.or_else(|| query_value("token")).unwrap_or_default();
    view! { <input type="hidden" name="token" value=token /> }
}
