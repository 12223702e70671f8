//! How a page is for its visitor (Core Web Vitals), told to the server once, when the page is left: by one visitor in four,
//! and without a word about who that is.

use std::cell::Cell;

use js_sys::{Array, Math, Object, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{PerformanceObserver, PerformanceObserverEntryList, PerformanceObserverInit};

use super::dom::{on_window, one, with_digits};

/// Share of all visits that are measured.
const SHARE: f64 = 0.25;

/// Where it is told.
const ADDRESS: &str = "/vitals";

/// Shifts belong together if they are no further apart than the first, all of them no further than the second
/// (milliseconds): <https://web.dev/articles/cls>.
const TOGETHER: (f64, f64) = (1_000.0, 5_000.0);

thread_local! {
    static MEASURED: Cell<Measured> = const { Cell::new(Measured::NOTHING) };
}

/// What was measured up to now; times in milliseconds.
#[derive(Clone, Copy)]
struct Measured {
    largest_paint: f64,
    slowest_action: f64,
    most_shifted: f64,
    /// The shifts of late that belong together: their sum, when they began, and the last of them.
    shifts: (f64, f64, f64),
}

impl Measured {
    const NOTHING: Self = Self {
        largest_paint: 0.0,
        slowest_action: 0.0,
        most_shifted: 0.0,
        shifts: (0.0, 0.0, f64::MIN),
    };

    fn shift(&mut self, at: f64, by: f64) {
        let (sum, began, last) = self.shifts;
        let joins = at - last < TOGETHER.0 && at - began < TOGETHER.1;
        self.shifts = if joins {
            (sum + by, began, at)
        } else {
            (by, at, at)
        };
        self.most_shifted = self.most_shifted.max(self.shifts.0);
    }
}

/// Begins to measure, for some visitors.
pub(super) fn start() {
    // The panel is no page of the shop.
    if Math::random() >= SHARE || one("#live").is_some() {
        return;
    }
    observe("largest-contentful-paint", |measured, entry| {
        measured.largest_paint = number(entry, "startTime");
    });
    observe("layout-shift", |measured, entry| {
        if !is_true(entry, "hadRecentInput") {
            measured.shift(number(entry, "startTime"), number(entry, "value"));
        }
    });
    observe("event", |measured, entry| {
        if number(entry, "interactionId") > 0.0 {
            let took = number(entry, "duration");
            measured.slowest_action = measured.slowest_action.max(took);
        }
    });
    let told = Cell::new(false);
    on_window("visibilitychange", move |_| {
        if document().hidden() && !told.replace(true) {
            tell();
        }
    });
}

/// Notes each entry of a kind, those of before as well. A browser that does not know the kind measures nothing.
fn observe(kind: &str, note: fn(&mut Measured, &JsValue)) {
    let each = move |list: PerformanceObserverEntryList, _: PerformanceObserver| {
        let mut measured = MEASURED.get();
        for entry in Array::from(&list.get_entries()) {
            note(&mut measured, &entry);
        }
        MEASURED.set(measured);
    };
    let each = Closure::<dyn FnMut(PerformanceObserverEntryList, PerformanceObserver)>::new(each);
    let options = Object::new();
    for (name, value) in [("type", JsValue::from(kind)), ("buffered", JsValue::TRUE)] {
        // A new object takes any property.
        let _ = Reflect::set(&options, &JsValue::from(name), &value);
    }
    if let Ok(observer) = PerformanceObserver::new(each.as_ref().unchecked_ref()) {
        observer.observe(options.unchecked_ref::<PerformanceObserverInit>());
        // It is called as long as the page lives.
        each.forget();
    }
}

fn tell() {
    let measured = MEASURED.get();
    let figures = [
        ("lcp", Some(measured.largest_paint)),
        ("cls", Some(measured.most_shifted * 1e3)),
        (
            "inp",
            Some(measured.slowest_action).filter(|took| *took > 0.0),
        ),
        ("ttfb", first_byte()),
    ];
    let figures = figures.into_iter().filter_map(|(name, figure)| {
        let figure = with_digits(figure?, 0)?;
        Some(format!("{name}={figure}"))
    });
    let figures: Vec<String> = figures.collect();
    // Nobody waits for it, and it may be lost.
    let _ = window()
        .navigator()
        .send_beacon_with_opt_str(ADDRESS, Some(&figures.join("&")));
}

/// Milliseconds from the visitor's wish to the first octet of the page.
fn first_byte() -> Option<f64> {
    let navigations = window().performance()?.get_entries_by_type("navigation");
    let first = number(&navigations.get(0), "responseStart");
    (first > 0.0).then_some(first)
}

fn number(of: &JsValue, name: &str) -> f64 {
    let value = Reflect::get(of, &JsValue::from(name)).ok();
    value.and_then(|value| value.as_f64()).unwrap_or_default()
}

fn is_true(of: &JsValue, name: &str) -> bool {
    Reflect::get(of, &JsValue::from(name)).is_ok_and(|value| value.is_truthy())
}

#[cfg(test)]
mod tests {
    use super::Measured;

    #[test]
    fn the_shifts_that_belong_together_are_added() {
        let mut measured = Measured::NOTHING;
        for (at, by) in [(100.0, 0.1), (900.0, 0.1), (3_000.0, 0.15), (9_000.0, 0.01)] {
            measured.shift(at, by);
        }
        assert!((measured.most_shifted - 0.2).abs() < 1e-9);
        // A row of shifts without end is cut after five seconds.
        let mut measured = Measured::NOTHING;
        for n in 0..100 {
            measured.shift(f64::from(n) * 500.0, 0.01);
        }
        assert!((measured.most_shifted - 0.1).abs() < 1e-9);
    }
}
