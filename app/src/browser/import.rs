//! How far an import has come, as it happens. The server draws it; when nobody is at work any more the page is loaded again,
//! as a browser without script does from time to time.

use std::cell::RefCell;

use leptos::prelude::window;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventSource, MessageEvent};

use super::dom::one;

/// Where it is drawn.
const REGION: &str = "#import-progress";

/// The stream, and what listens to it: both live as long as the page.
struct Stream {
    source: EventSource,
    _listeners: [Closure<dyn FnMut(Event)>; 2],
}

thread_local! {
    static STREAM: RefCell<Option<Stream>> = const { RefCell::new(None) };
}

/// Opens the stream, on the page of an import that somebody is at work on.
pub(super) fn start() {
    let Some(address) = one(REGION).and_then(|region| region.get_attribute("data-stream")) else {
        return;
    };
    let Ok(source) = EventSource::new(&address) else {
        return;
    };
    let listeners = [
        Closure::new(on_progress as fn(Event)),
        Closure::new(on_end as fn(Event)),
    ];
    for (name, listener) in ["progress", "end"].into_iter().zip(&listeners) {
        let listener = listener.as_ref().unchecked_ref();
        // Fails on no browser that has event sources.
        let _ = source.add_event_listener_with_callback(name, listener);
    }
    STREAM.set(Some(Stream {
        source,
        _listeners: listeners,
    }));
}

fn on_progress(event: Event) {
    if let Ok(event) = event.dyn_into::<MessageEvent>()
        && let Some(html) = event.data().as_string()
        && let Some(region) = one(REGION)
    {
        region.set_inner_html(&html);
    }
}

fn on_end(_: Event) {
    STREAM.with_borrow(|stream| {
        if let Some(stream) = stream {
            stream.source.close();
        }
    });
    // Fails where no page can be loaded; then the old one stays.
    let _ = window().location().reload();
}
