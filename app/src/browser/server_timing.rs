//! What the server said that the page cost (`Server-Timing`).

use js_sys::{Array, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

/// The parts of the page that is shown.
pub(super) struct Timings(Array);

/// How this page came here.
pub(super) enum Navigation {
    /// The browser had it, and asked nobody.
    Kept,
    /// The server answered, and said this of it.
    Answered(Timings),
}

impl Navigation {
    /// Of the page that is shown.
    pub(super) fn of_page() -> Option<Self> {
        let navigations = window().performance()?.get_entries_by_type("navigation");
        let navigation = navigations.get(0);
        // Going back may show what the browser has without asking anybody.
        if get(&navigation, "transferSize")?.as_f64()? <= 0.0 {
            return Some(Self::Kept);
        }
        let timings: Array = get(&navigation, "serverTiming")?.dyn_into().ok()?;
        Some(Self::Answered(Timings(timings)))
    }
}

impl Timings {
    /// Milliseconds of a part, and what is said of it.
    pub(super) fn part(&self, name: &str) -> Option<(f64, String)> {
        let is_named = |part: &JsValue| {
            let own = get(part, "name").and_then(|own| own.as_string());
            own.as_deref() == Some(name)
        };
        let part = self.0.iter().find(is_named)?;
        let description = get(&part, "description")?.as_string()?;
        Some((get(&part, "duration")?.as_f64()?, description))
    }
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}
