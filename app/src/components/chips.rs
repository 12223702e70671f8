//! What a list is narrowed by.

use leptos::prelude::*;

use crate::model::search::{FacetValue, Facets, SearchQuery, price_input, stars_label};

/// A filter that is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// What it says: "Colour: red".
    pub label: String,
    /// The search without it.
    pub without: SearchQuery,
}

/// Chosen filters, each a link that takes it away.
#[component]
pub fn Chips(query: SearchQuery, chosen: Vec<Chosen>) -> impl IntoView {
    (!chosen.is_empty()).then(|| {
        let chips = chosen
            .into_iter()
            .map(|Chosen { label, without }| {
                view! {
                    <li>
                        <a class="chip" href=without.href() rel="nofollow">
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

/// The filters of `query`, in the words of `facets` where those know them.
pub fn chosen(query: &SearchQuery, facets: &Facets) -> Vec<Chosen> {
    let mut all = Vec::new();
    let mut add = |label: String, without: SearchQuery| all.push(Chosen { label, without });
    for slug in &query.brands {
        add(label_of(&facets.brands, slug), query.toggle_brand(slug));
    }
    for (name, values) in &query.attributes {
        let facet = facets.attributes.iter().find(|facet| facet.name == *name);
        let (property, known) = facet.map_or((name.as_str(), [].as_slice()), |facet| {
            (facet.label.as_str(), facet.values.as_slice())
        });
        for value in values {
            let label = format!("{property}: {}", label_of(known, value));
            add(label, query.toggle_attribute(name, value));
        }
    }
    if let Some(min) = query.min_price {
        let label = format!("From {}", price_input(min));
        add(label, query.with(|query| query.min_price = None));
    }
    if let Some(max) = query.max_price {
        let label = format!("Up to {}", price_input(max));
        add(label, query.with(|query| query.max_price = None));
    }
    if let Some(stars) = query.min_rating {
        let without = query.with(|query| query.min_rating = None);
        add(stars_label(stars), without);
    }
    if query.in_stock {
        let without = query.with(|query| query.in_stock = false);
        add("In stock".to_owned(), without);
    }
    all
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
        let chosen = chosen(&query, &facets);
        let chips: Vec<(&str, String)> = chosen
            .iter()
            .map(|chip| (chip.label.as_str(), chip.without.href()))
            .collect();
        let expected = [
            ("finish: matt", "/search?a.seat_height=45"),
            ("Seat height: 45 cm", "/search?a.finish=matt"),
        ];
        assert_eq!(
            chips,
            expected.map(|(label, href)| (label, href.to_owned()))
        );
    }

    #[test]
    fn every_filter_has_a_chip() {
        let query = SearchQuery {
            text: "oak".to_owned(),
            brands: vec!["a".to_owned()],
            min_price: Some(100),
            max_price: Some(250),
            min_rating: Some(3),
            in_stock: true,
            ..SearchQuery::default()
        };
        let query = query.toggle_attribute("size", "L");
        let chosen = chosen(&query, &Facets::default());
        let labels: Vec<&str> = chosen.iter().map(|chip| chip.label.as_str()).collect();
        let expected = [
            "a",
            "size: L",
            "From 1",
            "Up to 2.50",
            "3 stars and up",
            "In stock",
        ];
        assert_eq!(labels, expected);
        assert!(chosen.iter().all(|chip| chip.without != query));
    }
}
