//! The pictures of a product: small ones and arrow keys show a large one, without a trace in the browser's history. Without a
//! script the small ones lead there by their addresses, and the large ones are pushed aside.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use super::dom::{all_in, one};

/// All of it.
const GALLERY: &str = "[data-gallery]";
/// The large pictures.
const LARGE: &str = ".gallery-large > li";
/// The links of the small ones.
const SMALL: &str = ".gallery-small a";

/// Shows the picture that a small one leads to.
pub(super) fn show(link: &Element) {
    let Some(gallery) = one(GALLERY) else { return };
    let place = all_in(&gallery, SMALL).iter().position(|one| one == link);
    if let Some(place) = place {
        turn_to(&gallery, place);
    }
}

/// Goes on to the next picture, or back, by the arrow keys.
pub(super) fn on_key(event: &Event) {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let Some(target) = target else { return };
    let Some(gallery) = target.closest(GALLERY).ok().flatten() else {
        return;
    };
    let last = all_in(&gallery, LARGE).len().saturating_sub(1);
    let key = event.dyn_ref().map(KeyboardEvent::key).unwrap_or_default();
    let Some(place) = next(&key, current(&gallery), last) else {
        return;
    };
    event.prevent_default();
    turn_to(&gallery, place);
    // Who moves among the links stays among them: large or small.
    let links = if target.closest(".gallery-small").ok().flatten().is_some() {
        SMALL
    } else {
        ".gallery-large > li > a"
    };
    let link = all_in(&gallery, links).into_iter().nth(place);
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        // Focus moves the page no further than it is moved already.
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = link.focus_with_options(&options);
    }
}

/// Where a key leads from a place; nothing if it is none of ours, or if there is no further one.
fn next(key: &str, from: usize, last: usize) -> Option<usize> {
    match key {
        "ArrowRight" if from < last => Some(from + 1),
        "ArrowLeft" if from > 0 => Some(from - 1),
        "Home" if last > 0 => Some(0),
        "End" if last > 0 => Some(last),
        _ => None,
    }
}

/// The place of the picture that is shown.
fn current(gallery: &Element) -> usize {
    let is_current = |link: &Element| link.has_attribute("aria-current");
    let small = all_in(gallery, SMALL);
    small.iter().position(is_current).unwrap_or_default()
}

fn turn_to(gallery: &Element, place: usize) {
    for (index, link) in all_in(gallery, SMALL).iter().enumerate() {
        // Neither fails but on an invalid name.
        let _ = if index == place {
            link.set_attribute("aria-current", "true")
        } else {
            link.remove_attribute("aria-current")
        };
    }
    let large = all_in(gallery, LARGE).into_iter().nth(place);
    let large = large.and_then(|large| large.dyn_into::<HtmlElement>().ok());
    if let Some(large) = large
        && let Some(strip) = large.parent_element()
    {
        strip.set_scroll_left(large.offset_left());
    }
}

#[cfg(test)]
mod tests {
    use super::next;

    #[test]
    fn keys_lead_from_the_first_to_the_last() {
        assert_eq!(next("ArrowRight", 0, 2), Some(1));
        assert_eq!(next("ArrowRight", 2, 2), None);
        assert_eq!(next("ArrowLeft", 1, 2), Some(0));
        assert_eq!(next("ArrowLeft", 0, 2), None);
        assert_eq!(next("Home", 2, 2), Some(0));
        assert_eq!(next("End", 0, 2), Some(2));
        assert_eq!(next("End", 0, 0), None);
        assert_eq!(next("Enter", 0, 2), None);
    }
}
