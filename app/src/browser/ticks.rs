//! The boxes to tick in the list of products: all at once, and how many there are.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use super::dom::{all, one, show};

/// The boxes of the rows.
const BOXES: &str = ".product-tick input";
/// The one that ticks them all.
const TICK_ALL: &str = "[data-action=tick-all]";
/// The choice that means the ticked ones.
const CHOICE: &str = "#bulk option[value=ticked]";

/// Shows the box that ticks all, and counts what the browser still knows to be ticked.
pub(super) fn start() {
    if let Some(label) = one("[data-ticks]") {
        show(&label, true);
        count();
    }
}

/// Ticks all, or none.
pub(super) fn all_as(element: &Element) {
    let Some(ticked) = element.dyn_ref().map(HtmlInputElement::checked) else {
        return;
    };
    for one in boxes() {
        one.set_checked(ticked);
    }
    count();
}

/// Says how many are ticked.
pub(super) fn count() {
    let boxes = boxes();
    let ticked = boxes.iter().filter(|one| one.checked()).count();
    if let Some(choice) = one(CHOICE) {
        let text = match ticked {
            0 => "The ticked ones".to_owned(),
            1 => "The ticked one".to_owned(),
            many => format!("The {many} ticked ones"),
        };
        choice.set_text_content(Some(&text));
    }
    if let Some(all) = one(TICK_ALL).and_then(|all| all.dyn_into::<HtmlInputElement>().ok()) {
        all.set_checked(ticked > 0 && ticked == boxes.len());
        all.set_indeterminate(ticked > 0 && ticked < boxes.len());
    }
}

fn boxes() -> Vec<HtmlInputElement> {
    let found = all(BOXES).into_iter();
    found.filter_map(|one| one.dyn_into().ok()).collect()
}
