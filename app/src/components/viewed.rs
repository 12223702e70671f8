//! Products that were looked at lately: an empty place, for only the browser knows them.

use leptos::prelude::*;

/// Filled and shown by a script.
#[component]
pub fn RecentlyViewed() -> impl IntoView {
    view! {
        <section id="viewed" aria-labelledby="viewed-heading" hidden>
            <div class="section-head">
                <h2 id="viewed-heading">"Recently viewed"</h2>
                <button class="link-button" type="button" data-action="forget-viewed">
                    "Forget these"
                </button>
            </div>
            <div class="cards strip"></div>
        </section>
    }
}
