//! Which products are to be compared: the browser gathers them, and the address of the page names them.

use leptos::prelude::window;
use web_sys::Element;

use super::{dom::one, shelf::COMPARED};
use crate::model::comparison::href;

/// Takes over what the page of the comparison shows, as the address is what counts.
pub(super) fn start() {
    let shown = one("[data-compared]").and_then(|shown| shown.get_attribute("data-compared"));
    if let Some(shown) = shown {
        COMPARED.clear();
        for slug in shown.split(' ').rev() {
            COMPARED.put(slug);
        }
    }
}

/// Compares the product of this link with those gathered before; whether the browser could keep it, and goes there.
pub(super) fn add(link: &Element) -> bool {
    let Some(slug) = link.get_attribute("data-slug") else {
        return false;
    };
    COMPARED.put(&slug);
    let gathered = COMPARED.all();
    let known = gathered.contains(&slug);
    if known {
        // Fails where no page can be loaded.
        let _ = window().location().set_href(&href(&gathered));
    }
    known
}
