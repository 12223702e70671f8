//! How far back one looks, and at what, as the address says it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::pairs::first;

/// How far back the panel looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Window {
    /// Five minutes.
    #[default]
    FiveMinutes,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week.
    Week,
}

impl Window {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::FiveMinutes, Self::Hour, Self::Day, Self::Week];

    /// Its length.
    pub fn length(self) -> Duration {
        match self {
            Self::FiveMinutes => Duration::from_mins(5),
            Self::Hour => Duration::from_hours(1),
            Self::Day => Duration::from_hours(24),
            Self::Week => Duration::from_hours(7 * 24),
        }
    }

    /// What one point of a chart stands for: a whole share of the length, so that there are 60 to 100.
    pub fn step(self) -> Duration {
        match self {
            Self::FiveMinutes => Duration::from_secs(5),
            Self::Hour => Duration::from_mins(1),
            Self::Day => Duration::from_mins(20),
            Self::Week => Duration::from_hours(2),
        }
    }

    /// Points of a chart.
    pub fn points(self) -> usize {
        usize::try_from(self.length().as_secs() / self.step().as_secs()).unwrap_or_default()
    }

    /// Its value in the address.
    pub fn value(self) -> &'static str {
        match self {
            Self::FiveMinutes => "5m",
            Self::Hour => "1h",
            Self::Day => "24h",
            Self::Week => "7d",
        }
    }

    /// Its name on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::FiveMinutes => "5 minutes",
            Self::Hour => "1 hour",
            Self::Day => "24 hours",
            Self::Week => "7 days",
        }
    }
}

/// What of the panel is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PanelQuery {
    /// How far back.
    pub window: Window,
    /// One instance; all together if none is named.
    pub instance: Option<String>,
}

impl PanelQuery {
    /// What the query part of an address asks for. Of a name that is given twice, the first counts; an unknown window is the
    /// shortest.
    pub fn parse(query: &str) -> Self {
        let value = |name| first(query, name);
        let window = value("window").unwrap_or_default();
        let window = Window::ALL.into_iter().find(|each| each.value() == window);
        Self {
            window: window.unwrap_or_default(),
            instance: value("instance").filter(|name| !name.is_empty()),
        }
    }

    /// The same, as the query part of an address; empty if nothing is other than usual.
    pub fn to_query_string(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if self.window != Window::default() {
            query.append_pair("window", self.window.value());
        }
        if let Some(instance) = &self.instance {
            query.append_pair("instance", instance);
        }
        query.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_back() {
        for window in Window::ALL {
            for instance in [None, Some("a b&c".to_owned())] {
                let query = PanelQuery { window, instance };
                assert_eq!(PanelQuery::parse(&query.to_query_string()), query);
            }
        }
        assert_eq!(PanelQuery::default().to_query_string(), "");
        for unknown in ["window=", "window=1y&window=1h", "instance=", "x"] {
            assert_eq!(PanelQuery::parse(unknown), PanelQuery::default());
        }
    }

    #[test]
    fn a_window_has_whole_points() {
        for window in Window::ALL {
            let points = u32::try_from(window.points()).unwrap();
            assert_eq!(window.step() * points, window.length());
            assert!((60..=100).contains(&points), "{window:?}");
        }
    }
}
