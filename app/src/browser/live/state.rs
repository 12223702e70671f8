//! How the stream is, in words.

use js_sys::Date;

use crate::browser::dom::one;

/// How the stream is.
#[derive(Debug, Clone, Copy)]
pub(super) enum State {
    /// It was asked for.
    Opening,
    /// It sent something, at this time (milliseconds of the browser's clock).
    Live(f64),
    /// It was stopped by hand.
    Paused,
    /// It broke off.
    Lost,
    /// There is none any more.
    Ended,
}

impl State {
    /// Something was sent now.
    pub(super) fn live() -> Self {
        Self::Live(Date::now())
    }

    /// Whether it only goes on if somebody wants it to.
    pub(super) fn is_stopped(self) -> bool {
        matches!(self, Self::Paused | Self::Ended)
    }

    /// Writes it into the page.
    pub(super) fn say(self) {
        if let Some(place) = one("#live-state") {
            let words = self.words(Date::now());
            if place.text_content().as_ref() != Some(&words) {
                place.set_text_content(Some(&words));
                // Fails on an invalid name alone.
                let _ = place.set_attribute("data-state", self.name());
            }
        }
    }

    fn words(self, now: f64) -> String {
        match self {
            Self::Opening => "Connecting".to_owned(),
            Self::Live(at) => format!("Live, {} s ago", whole_seconds(now - at)),
            Self::Paused => "Paused".to_owned(),
            Self::Lost => "Connection lost, trying again".to_owned(),
            Self::Ended => "Logged out".to_owned(),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Live(_) => "live",
            Self::Paused => "paused",
            Self::Lost => "lost",
            Self::Ended => "ended",
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast to an integer stops at its ends"
)]
fn whole_seconds(milliseconds: f64) -> i32 {
    (milliseconds / 1e3) as i32
}

#[cfg(test)]
mod tests {
    use super::State;

    #[test]
    fn the_words_say_how_old_the_figures_are() {
        assert_eq!(State::Live(1_000.0).words(3_900.0), "Live, 2 s ago");
        assert_eq!(State::Live(1_000.0).words(1_000.0), "Live, 0 s ago");
        assert_eq!(State::Lost.words(0.0), "Connection lost, trying again");
        assert!(State::Paused.is_stopped() && State::Ended.is_stopped());
        assert!(!State::Lost.is_stopped());
    }
}
