//! `/confirm`: the password once more, before what matters most.

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{
    components::page_title::PageTitle,
    pages::log_in::{FailureMessage, FormQuery},
    respond::request_query,
};

/// The form. The server answers its POST by going on to `next`, or back here with `failed` set.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let query = FormQuery::parse(&request_query(), failure_message);
    view! {
        <PageTitle text="Your password, please" />
        <Meta name="robots" content="noindex" />
        <section class="page">
            <h1>"Your password, please"</h1>
            <p>"You are about to change something that matters, and have been logged in for a while."</p>
            {query.failure.map(|message| view! { <FailureMessage message /> })}
            <form class="form" method="post" action="/confirm">
                <input type="hidden" name="next" value=query.next />
                <div class="field">
                    <label for="password">"Password"</label>
                    <input
                        id="password"
                        name="password"
                        type="password"
                        autocomplete="current-password"
                        maxlength="128"
                        required
                    />
                </div>
                <button class="button" type="submit">
                    "Go on"
                </button>
            </form>
        </section>
    }
}

fn failure_message(reason: &str) -> &'static str {
    match reason {
        "credentials" => "The password is wrong. Please try again.",
        "busy" => "Many people are logging in at the moment. Please try again in a few seconds.",
        _ => "Passwords cannot be checked right now. Please try again in a moment.",
    }
}
