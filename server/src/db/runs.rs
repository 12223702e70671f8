//! The statements that this process ran, by name: the text each was last sent with, its last run, and its slowest ones of the
//! last hour. No value is kept here, only types and lengths.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::{Wording, sent::Sent};

/// How often the text of a name is looked at again at most: most never change, and for others one is as good as the next.
const AGAIN: Duration = Duration::from_secs(1);

/// Octets that a text may have; a longer one writes thousands of rows, and the one before serves as well.
const LONGEST: usize = 64 * 1024;

/// Slow runs that are kept of each name.
const SLOWEST: usize = 5;

/// For so long.
const SLOW_FOR: Duration = Duration::from_hours(1);

/// There is one for all, like the times of statements. Names are known when the program is built, so it cannot grow.
static KNOWN: LazyLock<Mutex<HashMap<&'static str, Known>>> = LazyLock::new(Mutex::default);

/// What is known of the statements of one name.
#[derive(Debug, Clone)]
pub struct Known {
    /// The name.
    pub name: &'static str,
    /// The text; nothing for commands that have no plan.
    pub wording: Option<Arc<Wording>>,
    /// Its last run; the values of that one are not told.
    pub latest: Run,
    /// The slowest runs of the last hour, the slowest first.
    pub slowest: Vec<Run>,
    /// When the text was last looked at.
    looked: Instant,
}

/// One run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// How long it took.
    pub took: Duration,
    /// How many rows it gave or changed.
    pub rows: usize,
    /// Whether it failed.
    pub failed: bool,
    /// When it ended.
    pub at: Instant,
    /// What was bound, by type and length alone.
    pub values: Vec<String>,
}

/// What is known of the statements of this name.
pub fn known(name: &str) -> Option<Known> {
    all().get(name).cloned()
}

/// Whether this process ran a statement of this name.
pub fn is_known(name: &str) -> bool {
    all().contains_key(name)
}

/// All of them, by name.
pub fn all_known() -> Vec<Known> {
    let mut known: Vec<Known> = all().values().cloned().collect();
    known.sort_unstable_by_key(|one| one.name);
    known
}

/// Whether the text of this name is worth another look.
pub(super) fn wants_wording(name: &str) -> bool {
    let all = all();
    let known = all.get(name);
    known.is_none_or(|known| known.wording.is_none() || known.looked.elapsed() >= AGAIN)
}

/// Notes a run that has just ended.
pub(super) fn note(sent: &impl Sent, took: Duration, rows: usize, failed: bool) {
    let run = Run {
        took,
        rows,
        failed,
        at: Instant::now(),
        values: Vec::new(),
    };
    let wording = sent.wording().filter(|one| one.sql.len() <= LONGEST);
    let mut all = all();
    let known = all.entry(sent.name()).or_insert_with(|| Known {
        name: sent.name(),
        wording: None,
        latest: run.clone(),
        slowest: Vec::new(),
        looked: run.at,
    });
    if let Some(wording) = wording {
        known.wording = Some(Arc::new(wording));
        known.looked = run.at;
    }
    known.note(run, || sent.values());
}

impl Known {
    fn note(&mut self, run: Run, values: impl FnOnce() -> Vec<String>) {
        self.slowest.retain(|slow| run.at - slow.at < SLOW_FOR);
        let place = self.slowest.partition_point(|slow| slow.took >= run.took);
        if place < SLOWEST {
            let slow = Run {
                values: values(),
                ..run.clone()
            };
            self.slowest.insert(place, slow);
            self.slowest.truncate(SLOWEST);
        }
        self.latest = run;
    }
}

fn all() -> MutexGuard<'static, HashMap<&'static str, Known>> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::{super::Statement, *};
    use crate::db::Bind;

    fn text(length: usize) -> Statement {
        let value = "x".repeat(length);
        Statement::new("test.runs", "SELECT $1", vec![Bind::Text(Some(value))])
    }

    #[test]
    fn the_slowest_are_kept_by_type_and_length() {
        let millis = Duration::from_millis;
        for (length, took) in [5, 1, 9, 3, 7, 2, 8].into_iter().enumerate() {
            note(&&text(length), millis(took), 1, false);
        }
        let known = known("test.runs").unwrap();
        let slowest: Vec<_> = known.slowest.iter().map(|run| run.took).collect();
        assert_eq!(slowest, [9, 8, 7, 5, 3].map(millis));
        assert_eq!(known.slowest[0].values, ["text(2)"]);
        assert_eq!(known.latest.took, millis(8));
        assert_eq!(known.wording.unwrap().types, ["text"]);
    }

    #[test]
    fn what_was_slow_long_ago_is_forgotten() {
        let begin = Instant::now();
        let run = |took, minutes| Run {
            took: Duration::from_millis(took),
            rows: 0,
            failed: false,
            at: begin + Duration::from_mins(minutes),
            values: Vec::new(),
        };
        let mut known = Known {
            name: "test.old",
            wording: None,
            latest: run(50, 0),
            slowest: vec![run(50, 0)],
            looked: begin,
        };
        known.note(run(1, 59), Vec::new);
        assert_eq!(known.slowest.len(), 2);
        known.note(run(2, 60), Vec::new);
        let slowest: Vec<_> = known.slowest.iter().map(|run| run.took).collect();
        assert_eq!(slowest, [2, 1].map(Duration::from_millis));
    }

    #[test]
    fn a_text_that_is_too_long_is_not_kept() {
        let long = format!("SELECT '{}'", "x".repeat(LONGEST));
        let statement = Statement::new("test.long_text", Box::leak(long.into()), vec![]);
        note(&&statement, AGAIN, 1, false);
        let known = known("test.long_text").unwrap();
        assert_eq!((known.wording, known.latest.rows), (None, 1));
    }
}
