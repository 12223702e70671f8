//! What can be done to many products of the list at once: the way to the page that says first what would come of it.

use leptos::prelude::*;

use crate::model::{
    editing::{ACTS, May, ProductsQuery},
    money::grouped_count,
};

/// Which products, and what to do to them. The boxes to tick stand in the rows, and belong to this form.
#[component]
pub fn BulkBar(
    query: ProductsQuery,
    /// Keys of the products that are listed.
    on_page: Vec<i64>,
    /// How many there are on all pages.
    total: i64,
    may: May,
) -> impl IntoView {
    let listed = query.pairs().into_iter();
    let listed = listed.map(|(name, value)| {
        view! { <input type="hidden" name=name value=value /> }
    });
    let listed = listed.collect_view();
    let here = match on_page.len() {
        1 => "The one on this page".to_owned(),
        count => format!("All {count} on this page"),
    };
    let matching = if query.is_all() {
        format!("All {} of the shop", grouped_count(total))
    } else {
        format!("All {} that match", grouped_count(total))
    };
    let keys: Vec<String> = on_page.iter().map(ToString::to_string).collect();
    let acts = ACTS.into_iter();
    let acts = acts.filter(|(act, _)| may.delete || *act != "delete");
    let acts = acts.map(|(act, label)| view! { <option value=act>{label}</option> });
    let acts = acts.collect_view();
    view! {
        <form id="bulk" class="bulk-bar" method="get" action="/admin/products/bulk">
            {listed}
            <input type="hidden" name="page" value=keys.join(",") />
            // Useless without the script that shows it.
            <label class="tick" data-ticks hidden>
                <input type="checkbox" data-action="tick-all" autocomplete="off" />
                "Tick all"
            </label>
            <select name="which" aria-label="Which products" autocomplete="off">
                <option value="ticked">"The ticked ones"</option>
                <option value="page">{here}</option>
                <option value="all">{matching}</option>
            </select>
            <select name="act" aria-label="What to do" autocomplete="off">
                {acts}
            </select>
            <button class="button" type="submit">
                "Continue"
            </button>
        </form>
    }
}
