//! What the shop would show for a search if it said nothing about it, and what became of each product.

use leptos::prelude::*;

use super::name;
use crate::model::{
    care::{Moved, QueryCare},
    money::grouped_count,
};

/// The first results without care, beside those with it.
#[component]
pub fn Without(care: QueryCare) -> impl IntoView {
    let intro = if care.is_cared_for() {
        match care.total_without {
            0 => "No results".to_owned(),
            1 => "1 result".to_owned(),
            total => format!("{} results", grouped_count(total)),
        }
    } else {
        "The same: nothing is pinned or hidden.".to_owned()
    };
    let items = care.is_cared_for().then(|| {
        let all = care.without.iter().enumerate();
        let items = all.map(|(index, product)| {
            let moved = moved(care.moved(index, product.id));
            let moved = moved.map(|text| view! { <span class="care-moved">{text}</span> });
            view! { <li class="care-result">{name(product)} " " {moved}</li> }
        });
        view! { <ol class="care-results">{items.collect_view()}</ol> }
    });
    view! {
        <section class="care-side" aria-labelledby="without">
            <h2 id="without">"Without pins and hidden products"</h2>
            <p class="care-quiet">{intro}</p>
            {items}
        </section>
    }
}

/// Nothing where it stands where it would.
fn moved(moved: Moved) -> Option<String> {
    match moved {
        Moved::Same => None,
        Moved::Pinned(place) => Some(format!("pinned, now at {place}")),
        Moved::Hidden => Some("hidden".to_owned()),
        Moved::Elsewhere(place) => Some(format!("now at {place}")),
        Moved::Behind => Some("now further back".to_owned()),
    }
}
