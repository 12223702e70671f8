//! What a list is narrowed by.

use leptos::prelude::*;

use crate::model::search::{FacetValue, SearchQuery, price_input, stars_label};

/// Chosen filters, each a link that takes it away.
#[component]
pub fn Chips(query: SearchQuery, brands: Vec<FacetValue>) -> impl IntoView {
    query.has_filters().then(|| {
        let chips = chips(&query, &brands)
            .into_iter()
            .map(|(label, href)| {
                view! {
                    <li>
                        <a class="chip" href=href rel="nofollow">
                            <span class="visually-hidden">"Remove filter: "</span>
                            {label}
                            <span aria-hidden="true">" ×"</span>
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <ul class="chips">
                {chips} <li>
                    <a class="chip chip-clear" href=query.without_filters().href()>
                        "Clear all"
                    </a>
                </li>
            </ul>
        }
    })
}

/// What each chip says and where it leads.
fn chips(query: &SearchQuery, brands: &[FacetValue]) -> Vec<(String, String)> {
    let name = |slug: &str| {
        brands
            .iter()
            .find(|brand| brand.value == slug)
            .map_or_else(|| slug.to_owned(), |brand| brand.label.clone())
    };
    let mut chips: Vec<(String, String)> = query
        .brands
        .iter()
        .map(|slug| (name(slug), query.toggle_brand(slug).href()))
        .collect();
    if let Some(min) = query.min_price {
        let href = query.with(|query| query.min_price = None).href();
        chips.push((format!("From {}", price_input(min)), href));
    }
    if let Some(max) = query.max_price {
        let href = query.with(|query| query.max_price = None).href();
        chips.push((format!("Up to {}", price_input(max)), href));
    }
    if let Some(stars) = query.min_rating {
        let href = query.with(|query| query.min_rating = None).href();
        chips.push((stars_label(stars), href));
    }
    if query.in_stock {
        let href = query.with(|query| query.in_stock = false).href();
        chips.push(("In stock".to_owned(), href));
    }
    chips
}
