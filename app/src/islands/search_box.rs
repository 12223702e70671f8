//! The search box: a plain field that completes what is typed once its script runs.
//!
//! Follows the combobox pattern with list autocomplete and manual selection (WAI-ARIA Authoring
//! Practices): focus stays in the field, the list is pointed at, the text stays the shopper's own.

mod completions;
mod cursor;

use leptos::{ev::KeyboardEvent, html::Input, prelude::*};

use self::{completions::Completions, cursor::Cursor};

/// The field named `q` of the search form.
#[island]
pub fn SearchBox(
    /// What stands in the field at first.
    typed: String,
) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let completions = Completions::new();
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));

    let on_keydown = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" if completions.is_open() => {
            event.prevent_default();
            completions.point(Cursor::down);
        }
        "ArrowUp" if completions.is_open() => {
            event.prevent_default();
            completions.point(Cursor::up);
        }
        "Enter" => {
            if let Some(href) = completions.pointed_href() {
                event.prevent_default();
                go_to(&href);
            }
        }
        "Escape" if completions.is_open() => {
            event.prevent_default();
            completions.close();
        }
        _ => {}
    };
    let on_input = move |_| {
        if let Some(field) = field.get_untracked() {
            completions.ask(field.value());
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
                on:input=on_input
                on:keydown=on_keydown
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
            ></div>
            <p class="visually-hidden" role="status">
                {move || completions.announcement()}
            </p>
        </div>
    }
}

fn go_to(href: &str) {
    // Failing to navigate leaves the shopper where they are: the form still works.
    let _ = window().location().set_href(href);
}

/// `/` anywhere outside a field leads to the search box.
fn focus_on_slash(field: NodeRef<Input>) {
    Effect::new(move |_| {
        let handle = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
            if event.key() != "/" || event.ctrl_key() || event.meta_key() || is_typing() {
                return;
            }
            if let Some(field) = field.get_untracked() {
                event.prevent_default();
                let _ = field.focus();
                field.select();
            }
        });
        on_cleanup(move || handle.remove());
    });
}

fn is_typing() -> bool {
    document().active_element().is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
    })
}
