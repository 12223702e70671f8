//! Examples of statements that ran, kept in memory: whoever looks at a plan needs values, and those of real runs are the
//! ones that matter. They leave the process only as the values of an `EXPLAIN`.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::{Bind, Statement};

/// How often the recent example of a statement is replaced at most: a copy of its values for each run would cost more
/// than it tells.
const RECENT: Duration = Duration::from_secs(1);

/// After this time the slowest example gives way to whichever comes next.
const SLOWEST: Duration = Duration::from_hours(1);

/// Octets that the values of an example may have; of longer ones none is kept. Names are known when the program is built,
/// so this bounds all of them.
const MOST: usize = 64 * 1024;

/// How the names of statements begin that ask about other statements.
const PANEL: &str = "panel.";

/// There is one for all, like the times of statements.
static EXAMPLES: LazyLock<Mutex<HashMap<&'static str, Examples>>> = LazyLock::new(Mutex::default);

/// One run of a statement.
#[derive(Debug, Clone)]
pub struct Example {
    /// What ran.
    pub statement: Statement,
    /// How long it took.
    pub took: Duration,
    /// How many rows it gave.
    pub rows: usize,
    /// When it ended.
    pub at: Instant,
}

/// What is kept of the runs of one statement.
#[derive(Debug, Clone)]
pub struct Examples {
    /// A run of late.
    pub latest: Example,
    /// The slowest run of the last hour.
    pub slowest: Example,
}

/// What is known of the statements of this name.
pub fn examples_of(name: &str) -> Option<Examples> {
    examples().get(name).cloned()
}

/// Notes a run that has just ended.
pub(super) fn note(statement: &Statement, took: Duration, rows: usize) {
    if statement.name().starts_with(PANEL) {
        return;
    }
    let at = Instant::now();
    let example = || {
        let fits = weight(statement.binds()) <= MOST;
        fits.then(|| Example {
            statement: statement.clone(),
            took,
            rows,
            at,
        })
    };
    let mut examples = examples();
    match examples.get_mut(statement.name()) {
        Some(known) => known.note(at, took, example),
        None => {
            if let Some(example) = example() {
                examples.insert(statement.name(), Examples::of(example));
            }
        }
    }
}

fn examples() -> MutexGuard<'static, HashMap<&'static str, Examples>> {
    EXAMPLES.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Examples {
    fn of(example: Example) -> Self {
        Self {
            latest: example.clone(),
            slowest: example,
        }
    }

    /// Takes in a run that ended at `at`, making an example of it only if it is to be kept.
    fn note(&mut self, at: Instant, took: Duration, example: impl Fn() -> Option<Example>) {
        let is_slowest = took > self.slowest.took || at - self.slowest.at >= SLOWEST;
        if !is_slowest && at - self.latest.at < RECENT {
            return;
        }
        let Some(example) = example() else {
            return;
        };
        if is_slowest {
            self.slowest = example.clone();
        }
        self.latest = example;
    }
}

/// About how many octets the values take.
fn weight(binds: &[Bind]) -> usize {
    let weights = binds.iter().map(|bind| match bind {
        Bind::Text(value) => value.as_ref().map_or(0, String::len),
        Bind::Texts(values) => {
            let texts = values.iter().flatten();
            texts.map(|text| text.len() + size_of::<String>()).sum()
        }
        Bind::Ints(values) => values
            .as_ref()
            .map_or(0, |ints| size_of_val(ints.as_slice())),
        Bind::BigInts(values) => size_of_val(values.as_slice()),
        Bind::Int(_) | Bind::BigInt(_) | Bind::Real(_) | Bind::Bool(_) => size_of::<Bind>(),
    });
    weights.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(name: &'static str, text: &str) -> Statement {
        Statement::new(name, "SELECT $1", vec![Bind::Text(Some(text.to_owned()))])
    }

    fn told(example: &Example) -> (String, u128) {
        let values = example.statement.binds().iter().map(Bind::redacted);
        (values.collect(), example.took.as_millis())
    }

    #[test]
    fn the_latest_and_the_slowest_are_kept() {
        let begin = Instant::now();
        let run = |text: &str, ms, seconds| Example {
            statement: statement("test.kept", text),
            took: Duration::from_millis(ms),
            rows: 1,
            at: begin + Duration::from_secs(seconds),
        };
        let mut kept = Examples::of(run("1", 5, 0));
        for (text, ms, seconds) in [("22", 50, 1), ("333", 7, 10), ("4444", 8, 10)] {
            let run = run(text, ms, seconds);
            kept.note(run.at, run.took, || Some(run.clone()));
        }
        // The fourth came too soon after the third.
        assert_eq!(told(&kept.latest), ("text(3)".to_owned(), 7));
        assert_eq!(told(&kept.slowest), ("text(2)".to_owned(), 50));
        let later = run("55555", 1, 3_700);
        kept.note(later.at, later.took, || Some(later.clone()));
        assert_eq!(told(&kept.slowest), ("text(5)".to_owned(), 1));
    }

    #[test]
    fn what_is_too_long_is_not_kept() {
        note(&statement("test.long", &"x".repeat(MOST + 1)), RECENT, 1);
        assert!(examples_of("test.long").is_none());
        note(&statement("test.short", "x"), RECENT, 1);
        note(&statement("test.short", &"x".repeat(MOST + 1)), SLOWEST, 1);
        let kept = examples_of("test.short").unwrap();
        assert_eq!(kept.slowest.took, RECENT);
    }

    #[test]
    fn what_asks_about_statements_is_none_of_them() {
        note(&statement("panel.plan", "x"), RECENT, 1);
        assert!(examples_of("panel.plan").is_none());
    }
}
