//! What a page says of itself when it may lack changes.
//!
//! Whether it does is known only once all of it was read, and for a page made earlier only when it is sent. So every page
//! has a slot that shows nothing, and the server puts the notice there where need be.

use leptos::prelude::*;

/// The place for the notice.
#[component]
pub fn OutdatedSlot() -> impl IntoView {
    view! { <template id="outdated"></template> }
}

/// The notice.
#[component]
pub fn OutdatedNotice() -> impl IntoView {
    view! {
        <p class="outdated" role="status">
            "This page may be out of date: prices and stock cannot be checked right now."
        </p>
    }
}
