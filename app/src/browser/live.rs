//! The performance panel as it happens: what the server draws anew is put where it was drawn before.
//!
//! The stream (`text/event-stream`) has events of two types. `regions` brings an object of insides by the ids of their
//! regions, as JSON, and its id says what was sent last. `end` says that nobody is logged in any more. Where a stream breaks
//! off, it is opened again, with that id.

mod connection;
mod focus;
mod panel;
mod regions;
mod state;

use std::{cell::RefCell, time::Duration};

use leptos::prelude::*;

use self::panel::Panel;
use super::dom::{is_kept, on_window, one};

/// How often the page says how old its figures are.
const TICK: Duration = Duration::from_secs(1);

thread_local! {
    static PANEL: RefCell<Option<Panel>> = const { RefCell::new(None) };
}

/// Opens the stream, on the page that has one.
pub(super) fn start() {
    let Some(address) = one("#live").and_then(|live| live.get_attribute("data-stream")) else {
        return;
    };
    PANEL.set(Some(Panel::new(address)));
    with(Panel::open_if_wanted);
    on_window("visibilitychange", |_| with(Panel::on_visibility));
    // A page that the browser kept whole comes back with its stream closed.
    on_window("pagehide", |_| with(Panel::close));
    on_window("pageshow", |event| {
        if is_kept(&event) {
            with(Panel::open_if_wanted);
        }
    });
    set_interval(|| with(|panel| panel.say()), TICK);
}

/// Stops what comes, or lets it come again.
pub(super) fn toggle() {
    with(Panel::toggle);
}

fn with(act: impl FnOnce(&mut Panel)) {
    PANEL.with_borrow_mut(|panel| {
        if let Some(panel) = panel {
            act(panel);
        }
    });
}
