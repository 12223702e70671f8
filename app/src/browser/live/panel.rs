//! The stream of the page: open, slow while nobody looks, closed for now, or closed for good.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use web_sys::Element;

use super::{connection::Connection, regions, state::State, with};
use crate::browser::dom::{one, show};

/// How long a tab may be hidden before its stream is slowed down: looking into another for a moment costs nothing.
const HIDDEN: Duration = Duration::from_secs(20);
/// Seconds from one event to the next while the tab is hidden: who comes back finds figures that are no older.
const SLOW: u32 = 30;
/// How long until a stream that was refused is asked for again.
const AGAIN: Duration = Duration::from_secs(5);

/// The panel of this page.
pub(super) struct Panel {
    /// Where its stream is.
    address: String,
    /// Id of the last event that came.
    last: String,
    state: State,
    connection: Option<Connection>,
    /// Whether the stream is one for a tab that is hidden.
    is_slow: bool,
    /// What is to be done later: slowing down the stream of a hidden tab, or opening it again.
    later: Option<TimeoutHandle>,
}

impl Panel {
    /// A panel whose stream is at `address`, and not open yet.
    pub(super) fn new(address: String) -> Self {
        Self {
            address,
            last: String::new(),
            state: State::Opening,
            connection: None,
            is_slow: false,
            later: None,
        }
    }

    /// Stops what comes, or lets it come again.
    pub(super) fn toggle(&mut self) {
        if self.state.is_stopped() {
            self.open();
        } else {
            self.close();
            self.enter(State::Paused);
        }
    }

    /// Says how old the figures are.
    pub(super) fn say(&self) {
        self.state.say();
    }

    fn open(&mut self) {
        self.close();
        self.is_slow = document().hidden();
        let every = self.is_slow.then_some(SLOW);
        self.connection = Connection::open(&self.address, &self.last, every);
        // What is shown is no older for that.
        if !matches!(self.state, State::Live(_)) {
            self.enter(State::Opening);
        }
    }

    /// Opens the stream, slow or not, unless it is open like that or stopped by hand.
    pub(super) fn open_if_wanted(&mut self) {
        let is_as_wanted = self.connection.is_some() && self.is_slow == document().hidden();
        if !self.state.is_stopped() && !is_as_wanted {
            self.open();
        }
    }

    /// Closes the stream.
    pub(super) fn close(&mut self) {
        self.connection = None;
        self.cancel();
    }

    fn cancel(&mut self) {
        if let Some(later) = self.later.take() {
            later.clear();
        }
    }

    fn later(&mut self, act: fn(&mut Panel), after: Duration) {
        self.cancel();
        self.later = set_timeout_with_handle(move || with(act), after).ok();
    }

    /// Some regions as they are now, as JSON.
    pub(super) fn on_regions(&mut self, json: &str, id: String) {
        regions::replace(json);
        self.last = id;
        self.enter(State::live());
    }

    /// The browser tries again by itself, unless the answer was no stream at all.
    pub(super) fn on_error(&mut self, is_closed: bool) {
        self.enter(State::Lost);
        if is_closed {
            self.connection = None;
            self.later(Self::open_if_wanted, AGAIN);
        }
    }

    /// There is no stream any more.
    pub(super) fn on_end(&mut self) {
        self.close();
        self.enter(State::Ended);
    }

    /// The tab was hidden, or shown.
    pub(super) fn on_visibility(&mut self) {
        if document().hidden() {
            self.later(Self::open_if_wanted, HIDDEN);
        } else {
            self.cancel();
            self.open_if_wanted();
        }
    }

    fn enter(&mut self, state: State) {
        self.state = state;
        self.state.say();
        if let Some(button) = one("#live-button") {
            label(&button, &self.state);
        }
    }
}

fn label(button: &Element, state: &State) {
    let label = if state.is_stopped() {
        "Resume"
    } else {
        "Pause"
    };
    if button.text_content().as_deref() != Some(label) {
        button.set_text_content(Some(label));
    }
    show(button, !matches!(state, State::Ended));
}
