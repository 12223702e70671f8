//! The search box: a plain field that completes what is typed once its script runs.
//!
//! Follows the combobox pattern with list autocomplete and manual selection (WAI-ARIA Authoring
//! Practices): focus stays in the field, the list is pointed at, the text stays the shopper's own.

mod completions;
mod cursor;

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html::Input,
    prelude::*,
};
use wasm_bindgen::JsCast;

use self::{completions::Completions, cursor::Cursor};
use crate::browser::dom::on_window;

/// What stands in the field at first: a context of [`SearchBox`] on the server.
#[derive(Debug, Clone, Default)]
pub struct Typed(pub String);

/// The field named `q` of the search form.
#[island]
pub fn SearchBox() -> impl IntoView {
    let Typed(typed) = use_context().unwrap_or_default();
    let field = NodeRef::<Input>::new();
    let completions = Completions::new();
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));

    let ask = move || {
        if let Some(field) = field.get_untracked() {
            completions.ask(field.value());
        }
    };
    let on_focus = move |_| {
        // What stands there already has been searched for.
        if field
            .get_untracked()
            .is_some_and(|field| field.value().is_empty())
        {
            ask();
        }
    };
    focus_on_slash(field);

    // Roles are promises of behaviour: only a running script keeps them.
    let when_awake = move |value: &'static str| move || awake.get().then_some(value);
    view! {
        <div class="search-box">
            <label class="visually-hidden" for="search-field">
                "Search products"
            </label>
            <input
                node_ref=field
                id="search-field"
                class="search-field"
                type="search"
                name="q"
                value=typed
                maxlength="200"
                placeholder="Search products"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                enterkeyhint="search"
                role=when_awake("combobox")
                aria-autocomplete=when_awake("list")
                aria-controls=when_awake("suggestions")
                aria-expanded=move || awake.get().then(|| completions.is_open().to_string())
                aria-activedescendant=move || completions.pointed_id()
                on:input=move |_| ask()
                on:focus=on_focus
                on:keydown=move |event| on_key(completions, &event)
                on:blur=move |_| completions.close()
            />
            <div
                id="suggestions"
                class="suggestions"
                role="listbox"
                aria-label="Suggestions"
                hidden=move || !completions.is_open()
                inner_html=move || completions.html()
                // A press would take the focus from the field and close the list under the pointer.
                on:mousedown=move |event| event.prevent_default()
                on:click=move |event| on_click(completions, &event)
            ></div>
            <p class="visually-hidden" role="status">
                {move || completions.announcement()}
            </p>
        </div>
    }
}

fn on_key(completions: Completions, event: &KeyboardEvent) {
    let is_open = completions.is_open();
    let is_meant = match event.key().as_str() {
        "ArrowDown" if is_open => {
            completions.point(Cursor::down);
            true
        }
        "ArrowUp" if is_open => {
            completions.point(Cursor::up);
            true
        }
        "Escape" if is_open => {
            completions.close();
            true
        }
        "Enter" => completions.press(),
        "Delete" => completions.forget_pointed(),
        _ => false,
    };
    if is_meant {
        event.prevent_default();
    }
}

/// A press in the list: options are links, but for what forgets searches.
fn on_click(completions: Completions, event: &MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into().ok());
    if target.is_some_and(|target| completions.forget(&target)) {
        event.prevent_default();
    }
}

/// `/` anywhere outside a field leads to the search box.
fn focus_on_slash(field: NodeRef<Input>) {
    Effect::new(move |_| {
        on_window("keydown", move |event| {
            if let Some(key) = event.dyn_ref::<KeyboardEvent>()
                && key.key() == "/"
                && !(key.ctrl_key() || key.meta_key() || is_typing())
                && let Some(field) = field.get_untracked()
            {
                event.prevent_default();
                let _ = field.focus();
                field.select();
            }
        });
    });
}

fn is_typing() -> bool {
    document().active_element().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    })
}
