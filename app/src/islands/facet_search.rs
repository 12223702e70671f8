//! A field that narrows a long list of filter values. Without its script the list is simply whole.

mod values;

use leptos::{ev::KeyboardEvent, html::Input, prelude::*};

use self::values::show_matching;

/// The facet's name on the page: a context of [`FacetSearch`] on the server.
#[derive(Debug, Clone, Default)]
pub struct FacetLabel(pub String);

/// Shows those values of the fieldset around that have what is typed in their name.
#[island]
pub fn FacetSearch() -> impl IntoView {
    let FacetLabel(label) = use_context().unwrap_or_default();
    let field = NodeRef::<Input>::new();
    let found = RwSignal::new(None::<usize>);
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));

    let on_input = move |_| {
        if let Some(field) = field.get_untracked() {
            let typed = field.value();
            let count = show_matching(&field, &typed);
            found.set((!typed.trim().is_empty()).then_some(count));
        }
    };
    // The field stands in the filter form: Enter would send that.
    let on_keydown = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
        }
    };
    view! {
        <input
            node_ref=field
            type="search"
            aria-label=format!("Search in {label}")
            placeholder="Search in this list"
            autocomplete="off"
            spellcheck="false"
            hidden=move || !awake.get()
            on:input=on_input
            on:keydown=on_keydown
        />
        <p class="facet-found" role="status">
            {move || found.get().map(message)}
        </p>
    }
}

fn message(found: usize) -> String {
    match found {
        0 => "None of these".to_owned(),
        1 => "1 value".to_owned(),
        many => format!("{many} values"),
    }
}
