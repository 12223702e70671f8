//! The values of a facet, of which several can be chosen.

use leptos::{context::Provider, prelude::*};

use crate::{
    islands::facet_search::{FacetLabel, FacetSearch},
    model::{money::grouped_count, search::FacetValue},
};

/// Values shown before "more" is opened.
const SHOWN: usize = 8;
/// Values beyond which a list is searched sooner than read.
const SEARCHED: usize = 20;

/// A value with a box to tick.
pub struct Choice {
    /// Its value in the address.
    pub value: String,
    /// Its name on the page.
    pub label: String,
    /// Results one gets by choosing it; `None`: not counted.
    pub count: Option<i64>,
    /// Whether it is chosen.
    pub selected: bool,
}

impl From<FacetValue> for Choice {
    fn from(value: FacetValue) -> Self {
        Self {
            value: value.value,
            label: value.label,
            count: Some(value.count),
            selected: value.selected,
        }
    }
}

/// The first few of `choices` and every chosen one in sight, the others behind "more"; a field to
/// search a long list.
#[component]
pub fn Choices(
    /// The facet's name on the page.
    #[prop(into)]
    label: String,
    /// Name of the parameter.
    #[prop(into)]
    name: String,
    /// The values, most results first.
    choices: Vec<Choice>,
) -> impl IntoView {
    let search = (choices.len() > SEARCHED).then(|| {
        view! {
            <div class="facet-search">
                <Provider value=FacetLabel(label)>
                    <FacetSearch />
                </Provider>
            </div>
        }
    });
    let mut shown = Vec::new();
    let mut more = Vec::new();
    for (index, choice) in choices.into_iter().enumerate() {
        let list = if index < SHOWN || choice.selected {
            &mut shown
        } else {
            &mut more
        };
        list.push(tick_box(name.clone(), choice));
    }
    let more = (!more.is_empty()).then(|| {
        view! {
            <details class="facet-more">
                <summary>{format!("{} more", more.len())}</summary>
                {more}
            </details>
        }
    });
    view! {
        {search}
        {shown}
        {more}
    }
}

fn tick_box(name: String, choice: Choice) -> AnyView {
    let Choice {
        value,
        label,
        count,
        selected,
    } = choice;
    let disabled = count == Some(0) && !selected;
    let count = count.map(|count| {
        view! {
            " "
            <span class="count">{grouped_count(count)}</span>
        }
    });
    view! {
        <label class="choice">
            <input type="checkbox" name=name value=value checked=selected disabled=disabled />
            <span>{label}</span>
            {count}
        </label>
    }
    .into_any()
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;

    fn choice(number: usize, count: i64, selected: bool) -> Choice {
        Choice::from(FacetValue {
            value: number.to_string(),
            label: format!("Value {number}."),
            count,
            selected,
        })
    }

    fn html(choices: Vec<Choice>) -> String {
        let view = || view! { <Choices label="Size" name="a.size" choices /> }.to_html();
        Owner::new().with(view)
    }

    #[test]
    fn what_is_chosen_is_always_in_sight() {
        let choices = (1..=12).map(|n| choice(n, 5, n == 11)).collect();
        let html = html(choices);
        let (shown, more) = html.split_once("<details").unwrap();
        assert!(shown.contains("Value 8.") && !shown.contains("Value 9."));
        assert!(shown.contains("Value 11."), "{shown}");
        assert!(more.contains("3 more") && !more.contains("Value 11."));
    }

    #[test]
    fn what_gives_nothing_cannot_be_chosen_but_given_up() {
        assert!(html(vec![choice(1, 0, false)]).contains(" disabled"));
        assert!(!html(vec![choice(1, 0, true)]).contains(" disabled"));
        assert!(!html(vec![choice(1, 1, false)]).contains(" disabled"));
    }

    #[test]
    fn only_long_lists_are_searched() {
        let list = |len| html((0..len).map(|n| choice(n, 1, false)).collect());
        assert!(!list(SEARCHED).contains("facet-search"));
        assert!(list(SEARCHED + 1).contains("facet-search"));
    }
}
