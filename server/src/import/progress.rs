//! Telling whoever waits how far a load has come: bars on a terminal, plain lines elsewhere.

use std::{
    io::IsTerminal as _,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};

/// How often a plain line is printed while one step lasts.
const LINE_INTERVAL: Duration = Duration::from_secs(10);

/// Where progress is shown.
#[derive(Debug, Clone)]
pub enum Progress {
    /// Nowhere.
    Silent,
    /// As lines on standard error.
    Lines,
    /// As bars on standard error.
    Bars,
    /// To whoever looks.
    Told(Arc<Told>),
}

/// The step that is under way.
#[derive(Debug, Default)]
pub struct Told(Mutex<At>);

/// How far a step has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct At {
    /// What is done.
    pub step: &'static str,
    /// Units that are behind us.
    pub done: u64,
    /// Units in all; zero if nobody knows.
    pub total: u64,
}

impl Told {
    /// How far it has come.
    pub fn at(&self) -> At {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut At)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
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
    pub fn step(&self, name: &'static str, unit: Unit, total: Option<u64>) -> Step {
        let bar = match self {
            Self::Bars => bar(name, unit, total),
            Self::Silent | Self::Lines | Self::Told(_) => ProgressBar::hidden(),
        };
        let told = match self {
            Self::Told(told) => Some(Arc::clone(told)),
            _ => None,
        };
        if let Some(told) = &told {
            let total = total.unwrap_or_default();
            told.change(|at| {
                *at = At {
                    step: name,
                    done: 0,
                    total,
                }
            });
        }
        Step {
            lines: matches!(self, Self::Lines),
            told,
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
    told: Option<Arc<Told>>,
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
        if let Some(told) = &self.told {
            told.change(|at| at.done = done);
        }
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
