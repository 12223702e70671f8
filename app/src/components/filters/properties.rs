//! What the catalogue itself knows of its products: colour, size and the like.

use leptos::prelude::*;

use super::choices::{Choice, Choices};
use crate::model::search::{ATTRIBUTE_PREFIX, AttributeFacet, SearchQuery, is_attribute_text};

/// A fieldset for each property.
#[component]
pub fn Properties(query: SearchQuery, facets: Vec<AttributeFacet>) -> impl IntoView {
    properties(&query, facets)
        .into_iter()
        .enumerate()
        .map(|(index, property)| {
            let Property {
                name,
                label,
                choices,
            } = property;
            let id = format!("facet-property-{index}");
            let name = format!("{ATTRIBUTE_PREFIX}{name}");
            view! {
                <fieldset class="facet" id=id.clone()>
                    <legend>{label.clone()}</legend>
                    <Choices label name choices />
                </fieldset>
            }
        })
        .collect_view()
}

struct Property {
    name: String,
    label: String,
    choices: Vec<Choice>,
}

/// The facets on offer, and whatever is chosen beyond them: what is not in the form would be given
/// up unasked when the form is sent.
fn properties(query: &SearchQuery, facets: Vec<AttributeFacet>) -> Vec<Property> {
    let mut properties: Vec<Property> = facets
        .into_iter()
        .filter(|facet| is_attribute_text(&facet.name))
        .map(|facet| Property {
            choices: choices(&facet, query.chosen_values(&facet.name)),
            name: facet.name,
            label: facet.label,
        })
        .filter(|property| !property.choices.is_empty())
        .collect();
    for (name, values) in &query.attributes {
        if properties.iter().all(|property| property.name != *name) {
            properties.push(Property {
                name: name.clone(),
                label: name.clone(),
                choices: values.iter().map(|value| uncounted(value)).collect(),
            });
        }
    }
    properties
}

fn choices(facet: &AttributeFacet, chosen: &[String]) -> Vec<Choice> {
    let offered = facet
        .values
        .iter()
        .filter(|value| is_attribute_text(&value.value))
        .map(|value| Choice {
            selected: chosen.contains(&value.value),
            ..Choice::from(value.clone())
        });
    let is_offered = |value: &&String| facet.values.iter().any(|known| known.value == **value);
    let beyond = chosen.iter().filter(|value| !is_offered(value));
    offered
        .chain(beyond.map(|value| uncounted(value)))
        .collect()
}

fn uncounted(value: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        label: value.to_owned(),
        count: None,
        selected: true,
    }
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;
    use crate::model::search::FacetValue;

    fn colours(counts: &[(&str, i64)]) -> AttributeFacet {
        AttributeFacet {
            name: "colour".to_owned(),
            label: "Colour".to_owned(),
            values: counts
                .iter()
                .map(|(value, count)| FacetValue {
                    value: (*value).to_owned(),
                    label: (*value).to_owned(),
                    count: *count,
                    selected: false,
                })
                .collect(),
        }
    }

    fn html(query: &SearchQuery, facets: Vec<AttributeFacet>) -> String {
        let query = query.clone();
        let html = Owner::new().with(|| view! { <Properties query facets /> }.to_html());
        html.replace("<!>", "")
    }

    #[test]
    fn values_are_boxes_under_the_name_of_their_property() {
        let query = SearchQuery::default().toggle_attribute("colour", "red");
        let html = html(&query, vec![colours(&[("blue", 1200), ("red", 3)])]);
        let (blue, red) = html.split_once("1,200").unwrap();
        assert!(blue.contains("<legend>Colour</legend>"), "{blue}");
        assert!(blue.contains(r#"name="a.colour" value="blue""#), "{blue}");
        assert!(!blue.contains("checked") && red.contains("checked"));
    }

    #[test]
    fn a_choice_stays_in_the_form_though_it_is_not_on_offer() {
        let query = SearchQuery::default()
            .toggle_attribute("colour", "mauve")
            .toggle_attribute("finish", "matt");
        let html = html(&query, vec![colours(&[("blue", 7)])]);
        for kept in [
            r#"name="a.colour" value="mauve" checked"#,
            r#"name="a.finish" value="matt" checked"#,
        ] {
            assert!(html.contains(kept), "{kept} in {html}");
        }
        assert_eq!(html.matches(r#"class="count""#).count(), 1, "{html}");
    }

    #[test]
    fn what_no_address_can_name_is_not_offered() {
        let long = "x".repeat(500);
        let html = html(&SearchQuery::default(), vec![colours(&[(&long, 7)])]);
        assert!(!html.contains("fieldset"), "{html}");
    }
}
