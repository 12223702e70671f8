//! Fields of categories and brands.

use leptos::prelude::*;

use crate::{
    components::form::{described, hint_of, problem},
    model::{editing::Choice, form::FormAnswer, taxonomy::NamedForm},
};

/// What was typed into the form that was refused; nothing at a first visit.
pub fn typed_form(answer: &FormAnswer) -> Option<NamedForm> {
    answer.typed("form").map(NamedForm::parse)
}

/// A line of text that has a value.
#[component]
pub fn LineField(
    answer: FormAnswer,
    /// Its name in the form, and its id.
    name: &'static str,
    label: &'static str,
    value: String,
    #[prop(optional)] hint: Option<&'static str>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let problem = problem(&answer, name);
    let invalid = problem.as_ref().map(|_| "true");
    let described = described(name, problem.is_some(), hint.is_some());
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                type="text"
                value=value
                autocomplete="off"
                maxlength="200"
                required=!optional
                aria-invalid=invalid
                aria-describedby=described
            />
            {problem}
            {hint.map(|hint| hint_of(name, hint))}
        </div>
    }
}

/// The category above, of those that there are.
#[component]
pub fn ParentField(
    answer: FormAnswer,
    places: Vec<Choice>,
    /// The key of the one that is chosen; empty: none.
    chosen: String,
    label: &'static str,
) -> impl IntoView {
    let problem = problem(&answer, "parent");
    let invalid = problem.as_ref().map(|_| "true");
    let described = described("parent", problem.is_some(), false);
    let options = places.into_iter().map(|Choice { value, label }| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{label}</option> }
    });
    let options = options.collect_view();
    view! {
        <div class="field">
            <label for="parent">{label}</label>
            <select id="parent" name="parent" aria-invalid=invalid aria-describedby=described>
                <option value="">"No other: at the top"</option>
                {options}
            </select>
            {problem}
        </div>
    }
}
