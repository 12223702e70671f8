//! Marking a product as a favourite.

use leptos::prelude::*;

/// Id of the form that the hearts of a page belong to: one for all, so that a card holds no more than a button.
pub const FORM: &str = "favourite";

/// A button that keeps a product as a favourite: in the account of who is logged in, or else in the browser, by a script,
/// which also shows what is kept. Without script it keeps, or gives up what is `kept`, by a form.
#[component]
pub fn Heart(
    /// Key of the product.
    id: i64,
    /// The product's name.
    name: String,
    /// Whether it is known to be kept: only on pages that are made for one account.
    #[prop(optional)]
    kept: bool,
    /// What it says beside the heart, if anything.
    #[prop(optional)]
    label: &'static str,
) -> impl IntoView {
    let verb = if kept { "remove" } else { "add" };
    view! {
        <button
            class="heart"
            type="submit"
            form=FORM
            name=verb
            value=id
            data-action="favourite"
            aria-label=format!("Favourite: {name}")
            aria-pressed=kept.then_some("true")
        >
            {(!label.is_empty()).then_some(label)}
        </button>
    }
}

/// The form of all hearts of a page; it comes back to the page at `next`.
#[component]
pub fn HeartForm(next: String) -> impl IntoView {
    view! {
        <form id=FORM method="post" action="/favourites" hidden>
            <input type="hidden" name="next" value=next />
        </form>
    }
}
