//! What the browser does to finished pages beside the islands: plain work on the document, for which no view is built a
//! second time. Each part looks for its place on the page, and does nothing where there is none.

pub(crate) mod cards;
mod compare;
pub(crate) mod dom;
mod favourites;
mod gallery;
mod import;
mod live;
mod more;
pub(crate) mod searches;
mod server_timing;
pub(crate) mod shelf;
mod speed;
mod staff;
mod ticks;
mod viewed;
mod vitals;
mod why;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, MouseEvent};

use self::dom::on_window;

/// Brings the page to life; called once, when the islands are awake.
pub fn start() {
    searches::note();
    viewed::start();
    favourites::start();
    compare::start();
    more::start();
    speed::start();
    staff::start();
    vitals::start();
    live::start();
    import::start();
    ticks::start();
    // One listener for all: parts of the page come later, and bring nothing but their markup.
    on_window("click", |event| {
        if let Some(element) = actor(&event) {
            act(&element, &event);
        }
    });
    on_window("keydown", |event| gallery::on_key(&event));
}

/// The element with an action that an event happened in.
fn actor(event: &Event) -> Option<Element> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("[data-action]").ok().flatten()
}

fn act(element: &Element, event: &Event) {
    match element.get_attribute("data-action").as_deref() {
        Some("more") => more::load(),
        Some("favourite") => {
            event.prevent_default();
            favourites::toggle(element);
        }
        Some("compare") if !is_for_a_new_tab(event) && compare::add(element) => {
            event.prevent_default();
        }
        Some("picture") if !is_for_a_new_tab(event) => {
            event.prevent_default();
            gallery::show(element);
        }
        Some("pause") => live::toggle(),
        Some("forget-viewed") => viewed::forget(),
        Some("tick") => ticks::count(),
        Some("tick-all") => ticks::all_as(element),
        Some("why") if !is_for_a_new_tab(event) => {
            event.prevent_default();
            why::toggle(element);
        }
        _ => {}
    }
}

fn is_for_a_new_tab(event: &Event) -> bool {
    let event = event.dyn_ref::<MouseEvent>();
    event.is_some_and(|event| event.ctrl_key() || event.meta_key())
}
