//! What a list is narrowed by.

use leptos::prelude::*;

use crate::model::search::{FacetValue, Facets, SearchQuery, price_input, stars_label};

/// Chosen filters, each a link that takes it away.
#[component]
pub fn Chips(query: SearchQuery, facets: Facets) -> impl IntoView {
    query.has_filters().then(|| {
        let chips = chosen(&query, &facets)
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

/// The filters of `query` in words, each with the address of the search without it.
pub(super) fn chosen(query: &SearchQuery, facets: &Facets) -> Vec<(String, String)> {
    let mut chips: Vec<(String, String)> = query
        .brands
        .iter()
        .map(|slug| {
            let label = label_of(&facets.brands, slug);
            (label, query.toggle_brand(slug).href())
        })
        .collect();
    for (name, values) in &query.attributes {
        let facet = facets.attributes.iter().find(|facet| facet.name == *name);
        let (property, known) = facet.map_or((name.as_str(), [].as_slice()), |facet| {
            (facet.label.as_str(), facet.values.as_slice())
        });
        for value in values {
            let label = format!("{property}: {}", label_of(known, value));
            chips.push((label, query.toggle_attribute(name, value).href()));
        }
    }
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

fn label_of(known: &[FacetValue], value: &str) -> String {
    known
        .iter()
        .find(|facet| facet.value == value)
        .map_or_else(|| value.to_owned(), |facet| facet.label.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::search::AttributeFacet;

    #[test]
    fn properties_are_named_as_the_facet_names_them() {
        let facets = Facets {
            attributes: vec![AttributeFacet {
                name: "seat_height".to_owned(),
                label: "Seat height".to_owned(),
                values: vec![FacetValue {
                    value: "45".to_owned(),
                    label: "45 cm".to_owned(),
                    count: 0,
                    selected: true,
                }],
            }],
            ..Facets::default()
        };
        let query = SearchQuery::default()
            .toggle_attribute("seat_height", "45")
            .toggle_attribute("finish", "matt");
        let expected = [
            ("finish: matt", "/search?a.seat_height=45"),
            ("Seat height: 45 cm", "/search?a.finish=matt"),
        ];
        let expected = expected.map(|(label, href)| (label.to_owned(), href.to_owned()));
        assert_eq!(chosen(&query, &facets), expected);
    }
}
