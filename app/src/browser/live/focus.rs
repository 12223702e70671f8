//! The keyboard's place in a region that is drawn anew.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

use crate::browser::dom::all_in;

/// What can have the focus in a region.
const FOCUSABLE: &str = "a[href], summary, [tabindex]";

/// What had the focus: where its link leads, or else its place among all that can have it.
pub(super) struct Focus {
    href: Option<String>,
    index: usize,
}

impl Focus {
    /// That of `region`; nothing if it is elsewhere.
    pub(super) fn of(region: &Element) -> Option<Self> {
        let active = document().active_element()?;
        let all = all_in(region, FOCUSABLE);
        let index = all.iter().position(|each| *each == active)?;
        let href = active.get_attribute("href");
        Some(Self { href, index })
    }

    /// Gives it back to what is there now.
    pub(super) fn restore(&self, region: &Element) {
        let mut all = all_in(region, FOCUSABLE);
        let same = self.href.is_some();
        let place = all
            .iter()
            .position(|each| same && each.get_attribute("href") == self.href);
        let place = place.unwrap_or(self.index).min(all.len().saturating_sub(1));
        if !all.is_empty()
            && let Ok(element) = all.swap_remove(place).dyn_into::<HtmlElement>()
        {
            // Where the page stands is for who reads it.
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = element.focus_with_options(&options);
        }
    }
}
