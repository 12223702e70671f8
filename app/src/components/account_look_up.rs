//! The form that looks for an account.

use leptos::prelude::*;

/// A field for an account's address or number, asked at `action`.
#[component]
pub fn AccountLookUp(
    /// The page that shows what is found.
    action: &'static str,
    /// What was looked for.
    account: String,
) -> impl IntoView {
    view! {
        <form class="form" method="get" action=action>
            <div class="field">
                <label for="account">"Account, by address or number"</label>
                <input
                    id="account"
                    name="account"
                    type="text"
                    value=account
                    autocomplete="off"
                    maxlength=254
                />
            </div>
            <button class="button" type="submit">
                "Show"
            </button>
        </form>
    }
}

/// What is said where there is none.
pub const NO_ACCOUNT: &str = "There is no account with this address or number.";
