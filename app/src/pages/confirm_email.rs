//! `/confirm-email?token=`: giving an account its new address.

use leptos::prelude::*;

use crate::components::token_form::TokenPage;

/// The way from the mail to the changed account.
#[component]
pub fn ConfirmEmailPage() -> impl IntoView {
    view! {
        <TokenPage
            title="Confirm your new email address"
            explanation="Your account will have the address that this link was sent to."
            action="/confirm-email"
            button="Confirm"
        />
    }
}
