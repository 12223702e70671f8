//! Putting regions in their places, without taking away what somebody is doing there.

use js_sys::{JSON, Object, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

use crate::browser::dom::all_in;

/// What can have the focus in a region.
const FOCUSABLE: &str = "a[href], summary, [tabindex]";
/// What may have been scrolled.
const SCROLLABLE: &str = ".wide-table";

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
    let (level, focus) = (level(region), Focus::of(region));
    let open = all_in(region, "details")
        .into_iter()
        .map(|it| it.has_attribute("open"));
    let open: Vec<_> = open.collect();
    let scrolled = all_in(region, SCROLLABLE).into_iter();
    let scrolled: Vec<_> = scrolled
        .map(|it| (it.scroll_left(), it.scroll_top()))
        .collect();
    let before = region
        .clone_node()
        .ok()
        .and_then(|node| node.dyn_into::<Element>().ok());
    let Some(new) = before else { return };
    new.set_inner_html(html);
    hush(region, level == self::level(&new));
    region.set_inner_html(html);
    for (details, _) in all_in(region, "details")
        .iter()
        .zip(open)
        .filter(|(_, open)| *open)
    {
        // Fails on an invalid name alone.
        let _ = details.set_attribute("open", "");
    }
    for (table, (left, top)) in all_in(region, SCROLLABLE).iter().zip(scrolled) {
        table.set_scroll_left(left);
        table.set_scroll_top(top);
    }
    if let Some(focus) = focus {
        focus.restore(region);
    }
}

/// How it stands, in the region that says so.
fn level(region: &Element) -> Option<String> {
    let status = region.query_selector("[data-level]").ok().flatten()?;
    status.get_attribute("data-level")
}

/// A region that is read when it changes is read only when its level changes: figures move all the time.
fn hush(region: &Element, is_same: bool) {
    if region.has_attribute("role") {
        let _ = region.set_attribute("aria-live", if is_same { "off" } else { "polite" });
    }
}

/// What had the focus: where its link leads, or else its place among all that can have it.
struct Focus {
    href: Option<String>,
    index: usize,
}

impl Focus {
    fn of(region: &Element) -> Option<Self> {
        let active = document().active_element()?;
        let all = all_in(region, FOCUSABLE);
        let index = all.iter().position(|each| *each == active)?;
        let href = active.get_attribute("href");
        Some(Self { href, index })
    }

    fn restore(&self, region: &Element) {
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
