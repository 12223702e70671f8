//! Telling whoever waits how far a load has come: bars on a terminal, plain lines elsewhere.

use std::{
    io::IsTerminal as _,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};

/// How often a plain line is printed while one step lasts.
const LINE_INTERVAL: Duration = Duration::from_secs(10);

/// Where progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Nowhere.
    Silent,
    /// As lines on standard error.
    Lines,
    /// As bars on standard error.
    Bars,
}

/// What a step counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Items,
    Bytes,
}

impl Progress {
    /// Bars if standard error is a terminal, lines otherwise.
    pub fn on_stderr() -> Self {
        if std::io::stderr().is_terminal() {
            Self::Bars
        } else {
            Self::Lines
        }
    }

    /// Begins a step of `total` units, or of an unknown number.
    pub fn step(self, name: &'static str, unit: Unit, total: Option<u64>) -> Step {
        let bar = match self {
            Self::Bars => bar(name, unit, total),
            Self::Silent | Self::Lines => ProgressBar::hidden(),
        };
        Step {
            lines: self == Self::Lines,
            name,
            unit,
            total,
            bar,
            started: Instant::now(),
            done: AtomicU64::new(0),
            lines_printed: AtomicU64::new(0),
        }
    }
}

/// One step under way; ends when dropped.
#[derive(Debug)]
pub struct Step {
    lines: bool,
    name: &'static str,
    unit: Unit,
    total: Option<u64>,
    bar: ProgressBar,
    started: Instant,
    done: AtomicU64,
    lines_printed: AtomicU64,
}

impl Step {
    /// `done` units are behind us.
    pub fn reach(&self, done: u64) {
        self.done.store(done, Ordering::Relaxed);
        self.bar.set_position(done);
        if self.lines {
            let due = self.started.elapsed().as_secs() / LINE_INTERVAL.as_secs();
            if self.lines_printed.fetch_max(due, Ordering::Relaxed) < due {
                eprintln!("{}: {}", self.name, self.amount());
            }
        }
    }

    /// Says something of note without disturbing the bar.
    pub fn warn(&self, text: &str) {
        if self.lines || !self.bar.is_hidden() {
            self.bar.suspend(|| eprintln!("warning: {text}"));
        }
    }

    fn amount(&self) -> String {
        let done = self.done.load(Ordering::Relaxed);
        match self.total {
            Some(total) if total > 0 => {
                format!("{} of {}", human(self.unit, done), human(self.unit, total))
            }
            _ => human(self.unit, done),
        }
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
        if self.lines {
            let seconds = self.started.elapsed().as_secs_f64();
            match self.done.load(Ordering::Relaxed) {
                0 => eprintln!("{} ({seconds:.1} s)", self.name),
                done => eprintln!("{}: {} ({seconds:.1} s)", self.name, human(self.unit, done)),
            }
        }
    }
}

fn human(unit: Unit, amount: u64) -> String {
    match unit {
        Unit::Items => HumanCount(amount).to_string(),
        Unit::Bytes => HumanBytes(amount).to_string(),
    }
}

fn bar(name: &'static str, unit: Unit, total: Option<u64>) -> ProgressBar {
    let template = match (unit, total) {
        (Unit::Items, Some(_)) => "{msg:24} {bar:30} {human_pos} of {human_len}  {eta} left",
        (Unit::Bytes, Some(_)) => "{msg:24} {bar:30} {bytes} of {total_bytes}  {eta} left",
        (Unit::Items, None) => "{msg:24} {spinner} {human_pos}  {elapsed}",
        (Unit::Bytes, None) => "{msg:24} {spinner} {bytes}  {elapsed}",
    };
    let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    // The templates are fixed; were one wrong, the default style would do.
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.set_style(style);
    bar.set_message(name);
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}
