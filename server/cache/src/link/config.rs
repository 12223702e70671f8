use std::time::Duration;

/// How patient a [`Link`](crate::Link) is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkConfig {
    /// The longest a call may take, waiting for the connection included.
    pub deadline: Duration,
    /// The longest an attempt to connect may take. It runs beside the calls, which do not wait longer than their deadline.
    pub connect_timeout: Duration,
    /// After how many failures in a row calls fail at once. Zero counts as one.
    pub failures_to_open: u32,
    /// How long calls fail at once before one of them is sent out to see whether Redis is back.
    pub probe_interval: Duration,
}

impl Default for LinkConfig {
    /// For a cache beside pages that take milliseconds: 20 ms a call, 200 ms to connect, open after 5 failures, a probe
    /// every 250 ms.
    fn default() -> Self {
        Self {
            deadline: Duration::from_millis(20),
            connect_timeout: Duration::from_millis(200),
            failures_to_open: 5,
            probe_interval: Duration::from_millis(250),
        }
    }
}
