//! The fields of a product's form: each with its text and what is wrong with it.

use leptos::prelude::*;

use crate::{
    components::{
        form::{described, hint_of, problem},
        text_area::TextArea,
    },
    model::{
        editing::{Choice, ProductForm},
        form::FormAnswer,
    },
};

/// What all fields look at.
#[derive(Clone)]
pub struct Shown {
    /// What stands in the fields.
    pub form: ProductForm,
    /// What is wrong.
    pub answer: FormAnswer,
    /// Whether they may only be looked at.
    pub is_locked: bool,
}

/// A field of one line.
#[component]
pub fn Line(
    shown: Shown,
    /// Its name in the form, and its id.
    name: &'static str,
    label: &'static str,
    #[prop(optional)] hint: Option<&'static str>,
    /// The keys that a phone shows, as in HTML.
    #[prop(default = "text")]
    inputmode: &'static str,
    maxlength: u32,
    #[prop(optional)] required: bool,
    /// Id of a list that proposes something.
    #[prop(optional)]
    list: Option<&'static str>,
) -> impl IntoView {
    let value = shown.form.get(name).to_owned();
    let problem = problem(&shown.answer, name);
    let hint_below = hint.map(|words| hint_of(name, words));
    let described = described(name, problem.is_some(), hint.is_some());
    let invalid = problem.as_ref().map(|_| "true");
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                type="text"
                inputmode=inputmode
                value=value
                autocomplete="off"
                maxlength=maxlength
                required=required
                readonly=shown.is_locked
                list=list
                aria-invalid=invalid
                aria-describedby=described
            />
            {problem}
            {hint_below}
        </div>
    }
}

/// A field of several lines.
#[component]
pub fn Lines(
    shown: Shown,
    name: &'static str,
    label: &'static str,
    maxlength: u32,
) -> impl IntoView {
    let text = shown.form.get(name).to_owned();
    let problem = problem(&shown.answer, name);
    let described = described(name, problem.is_some(), false);
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <TextArea name text rows=10 maxlength readonly=shown.is_locked described />
            {problem}
        </div>
    }
}

/// A field to choose one of a list.
#[component]
pub fn Choose(
    shown: Shown,
    name: &'static str,
    label: &'static str,
    choices: Vec<Choice>,
) -> impl IntoView {
    let chosen = shown.form.get(name).to_owned();
    let problem = problem(&shown.answer, name);
    let described = described(name, problem.is_some(), false);
    let invalid = problem.as_ref().map(|_| "true");
    let options = choices.into_iter().map(|Choice { value, label }| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{label}</option> }
    });
    let options = options.collect_view();
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <select
                id=name
                name=name
                disabled=shown.is_locked
                aria-invalid=invalid
                aria-describedby=described
            >
                {options}
            </select>
            {problem}
        </div>
    }
}

/// Empty rows after those that are filled.
const EMPTY_ROWS: usize = 2;

/// Empty rows for who asked for more.
const MORE_ROWS: usize = 8;

/// Names and values.
#[component]
pub fn Attributes(shown: Shown) -> impl IntoView {
    let Shown {
        form,
        answer,
        is_locked,
    } = shown;
    let empty = match (is_locked, form.act.as_str()) {
        (true, _) => 0,
        (false, "rows") => MORE_ROWS,
        (false, _) => EMPTY_ROWS,
    };
    let empty = std::iter::repeat_n((String::new(), String::new()), empty);
    let rows = form.attributes.into_iter().chain(empty);
    let rows = rows.enumerate().map(|(row, (name, value))| {
        let number = row + 1;
        view! {
            <div class="attribute">
                <input
                    name="attribute_name"
                    type="text"
                    value=name
                    autocomplete="off"
                    maxlength="200"
                    readonly=is_locked
                    aria-label=format!("Property {number}")
                />
                <input
                    name="attribute_value"
                    type="text"
                    value=value
                    autocomplete="off"
                    maxlength="10000"
                    readonly=is_locked
                    aria-label=format!("Value of property {number}")
                />
            </div>
        }
    });
    let rows = rows.collect_view();
    let problem = problem(&answer, "attributes");
    view! {
        <fieldset class="attributes">
            <legend>"Properties"</legend>
            {problem}
            {rows}
            {(!is_locked)
                .then(|| {
                    view! {
                        <p class="hint">"A property goes when its value is empty."</p>
                        <button
                            class="link-button"
                            type="submit"
                            name="act"
                            value="rows"
                            formnovalidate
                        >
                            "More rows"
                        </button>
                    }
                })}
        </fieldset>
    }
}
