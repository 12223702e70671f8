//! `/verify?token=`: having an account made.

use leptos::prelude::*;

use crate::components::token_form::TokenPage;

/// The way from the mail to the account.
#[component]
pub fn VerifyPage() -> impl IntoView {
    view! {
        <TokenPage
            title="Confirm your email address"
            explanation="One more step, and your account is there."
            action="/verify"
            button="Confirm"
        />
    }
}
