//! Putting regions in their places, without taking away what somebody is doing there.

use js_sys::{JSON, Object, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::focus::Focus;
use crate::browser::dom::all_in;

/// What may have been scrolled.
const SCROLLABLE: &str = ".scrolls";

/// Puts the regions of a JSON object in their places; what is not of the expected form is left out.
pub(super) fn replace(json: &str) {
    let Some(regions) = JSON::parse(json)
        .ok()
        .and_then(|it| it.dyn_into::<Object>().ok())
    else {
        return;
    };
    for id in Object::keys(&regions).iter() {
        let html = Reflect::get(&regions, &id)
            .ok()
            .and_then(|html| html.as_string());
        let region = id
            .as_string()
            .and_then(|id| document().get_element_by_id(&id));
        if let (Some(region), Some(html)) = (region, html)
            && !is_selected(&region)
        {
            put(&region, &html);
        }
    }
}

/// Whether somebody marks text in it, to copy it perhaps: that would be gone.
fn is_selected(region: &Element) -> bool {
    let selection = window().get_selection().ok().flatten();
    selection.is_some_and(|selection| {
        !selection.is_collapsed() && region.contains(selection.anchor_node().as_ref())
    })
}

fn put(region: &Element, html: &str) {
    let focus = Focus::of(region);
    let open = states(region, "details", |details| details.has_attribute("open"));
    let scrolled = states(region, SCROLLABLE, |table| {
        (table.scroll_left(), table.scroll_top())
    });
    hush(region, html);
    region.set_inner_html(html);
    for (details, is_open) in all_in(region, "details").iter().zip(open) {
        if is_open {
            // Fails on an invalid name alone.
            let _ = details.set_attribute("open", "");
        }
    }
    for (table, (left, top)) in all_in(region, SCROLLABLE).iter().zip(scrolled) {
        table.set_scroll_left(left);
        table.set_scroll_top(top);
    }
    if let Some(focus) = focus {
        focus.restore(region);
    }
}

/// How the elements of a region are that match, in their order.
fn states<T>(region: &Element, selector: &str, state: fn(&Element) -> T) -> Vec<T> {
    all_in(region, selector).iter().map(state).collect()
}

/// A region that is read when it changes is read only when its level changes: figures move all the time.
fn hush(region: &Element, html: &str) {
    if region.has_attribute("role") {
        let status = region.query_selector("[data-level]").ok().flatten();
        let level = status.and_then(|status| status.get_attribute("data-level"));
        let is_same = level.is_some_and(|level| html.contains(&format!("data-level=\"{level}\"")));
        // Fails on an invalid name alone.
        let _ = region.set_attribute("aria-live", if is_same { "off" } else { "polite" });
    }
}
