//! One `EventSource` and those who listen to it.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventSource, MessageEvent};

use super::{panel::Panel, with};

/// A stream that is open until this is dropped.
pub(super) struct Connection {
    source: EventSource,
    /// What listens lives as long as the stream.
    _listeners: [Closure<dyn FnMut(Event)>; 3],
}

impl Connection {
    /// Opens the stream at `address`; the server is told the `last` id that is known, in the address, for no script can set
    /// the header that the browser itself sends.
    pub(super) fn open(address: &str, last: &str) -> Option<Self> {
        let source = EventSource::new(&with_last(address, last)).ok()?;
        let failing = source.clone();
        let listeners = [
            listener(on_regions),
            listener(|_| with(Panel::on_end)),
            Closure::new(move |_| {
                let is_closed = failing.ready_state() == EventSource::CLOSED;
                with(|panel| panel.on_error(is_closed));
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
        with(|panel| panel.on_regions(&json, event.last_event_id()));
    }
}

fn with_last(address: &str, last: &str) -> String {
    if last.is_empty() {
        return address.to_owned();
    }
    let joint = if address.contains('?') { '&' } else { '?' };
    let last: String = form_urlencoded::byte_serialize(last.as_bytes()).collect();
    format!("{address}{joint}last={last}")
}

#[cfg(test)]
mod tests {
    use super::with_last;

    #[test]
    fn the_last_id_is_part_of_the_address() {
        assert_eq!(with_last("/live", ""), "/live");
        assert_eq!(with_last("/live", "7&"), "/live?last=7%26");
        assert_eq!(with_last("/live?window=1h", "7"), "/live?window=1h&last=7");
    }
}
