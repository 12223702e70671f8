//! One `EventSource` and those who listen to it.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventSource, MessageEvent};

use super::{panel::Panel, with as with_panel};

/// A stream that is open until this is dropped.
pub(super) struct Connection {
    source: EventSource,
    /// What listens lives as long as the stream.
    _listeners: [Closure<dyn FnMut(Event)>; 3],
}

impl Connection {
    /// Opens the stream at `address`. The server is told in it the `last` id that is known, for no script can set the header
    /// that the browser itself sends, and from one event to the next how many seconds are enough, if more than one.
    pub(super) fn open(address: &str, last: &str, every: Option<u32>) -> Option<Self> {
        let every = every.map(|seconds| seconds.to_string()).unwrap_or_default();
        let address = with(&with(address, "every", &every), "last", last);
        let source = EventSource::new(&address).ok()?;
        let failing = source.clone();
        let listeners = [
            listener(on_regions),
            listener(|_| with_panel(Panel::on_end)),
            Closure::new(move |_| {
                let is_closed = failing.ready_state() == EventSource::CLOSED;
                with_panel(|panel| panel.on_error(is_closed));
            }),
        ];
        for (name, listener) in ["regions", "end", "error"].into_iter().zip(&listeners) {
            let listener = listener.as_ref().unchecked_ref();
            // Fails on no browser that has event sources.
            let _ = source.add_event_listener_with_callback(name, listener);
        }
        Some(Self {
            source,
            _listeners: listeners,
        })
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.source.close();
    }
}

fn listener(act: fn(Event)) -> Closure<dyn FnMut(Event)> {
    Closure::new(act)
}

fn on_regions(event: Event) {
    if let Ok(event) = event.dyn_into::<MessageEvent>()
        && let Some(json) = event.data().as_string()
    {
        with_panel(|panel| panel.on_regions(&json, event.last_event_id()));
    }
}

/// The address with a value of this name, unless it is empty.
fn with(address: &str, name: &str, value: &str) -> String {
    if value.is_empty() {
        return address.to_owned();
    }
    let joint = if address.contains('?') { '&' } else { '?' };
    let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
    format!("{address}{joint}{name}={value}")
}

#[cfg(test)]
mod tests {
    use super::with;

    #[test]
    fn what_the_server_is_to_know_is_part_of_the_address() {
        assert_eq!(with("/live", "last", ""), "/live");
        assert_eq!(with("/live", "last", "7&"), "/live?last=7%26");
        assert_eq!(
            with("/live?window=1h", "every", "30"),
            "/live?window=1h&every=30"
        );
    }
}
