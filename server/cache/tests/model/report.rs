//! Running a search and saying what it found.

use crate::clock::{Bounds, Flaw, TagClock, Tier};
use crate::search::{Outcome, numbered, search};

/// The head of the table [`passes`] prints lines of.
pub(crate) const HEAD: &str = "result          states        steps  depth     time  answers checked: process, Redis, flight  configuration";

/// Searches all states of the protocol as it should be, prints a line and returns the number of states.
///
/// # Panics
///
/// If a read can be stale.
pub(crate) fn passes(bounds: Bounds) -> usize {
    let outcome = search(&TagClock::new(bounds, None));
    let answers =
        [Tier::Local, Tier::Remote, Tier::Flight].map(|tier| outcome.tallies[tier as usize]);
    println!(
        "{}  {:>12} {:>12}  {:>5}  {:>6.1}s  {:>12} {:>12} {:>12}  {}",
        if outcome.counterexample.is_none() {
            "PASS"
        } else {
            "FAIL"
        },
        outcome.states,
        outcome.steps,
        outcome.depth,
        outcome.elapsed.as_secs_f64(),
        answers[0],
        answers[1],
        answers[2],
        bounds.name,
    );
    if let Some(steps) = outcome.counterexample {
        panic!(
            "{}: a read can be stale:\n{}",
            bounds.name,
            numbered(&steps)
        );
    }
    assert!(
        answers[0] > 0 && answers[1] > 0 && (answers[2] > 0) == (bounds.requests > 1),
        "{}: some answers were never checked: {answers:?}",
        bounds.name
    );
    outcome.states
}

/// Searches the protocol with `flaw` until a stale read is found, and prints the way there.
///
/// # Panics
///
/// If no read can be stale, or if the protocol without the flaw fails within the same bounds.
pub(crate) fn is_caught(flaw: Flaw, bounds: Bounds) {
    let name = format!("{flaw:?}");
    stale(&name, search(&TagClock::new(bounds, Some(flaw))));
    let sound = search(&TagClock::new(bounds, None));
    assert!(sound.counterexample.is_none(), "fails without {name} too");
}

/// Prints the counterexample of `outcome`.
///
/// # Panics
///
/// If there is none.
pub(crate) fn stale(name: &str, outcome: Outcome) {
    let Some(steps) = outcome.counterexample else {
        panic!("{name}: {} states and no stale read", outcome.states);
    };
    println!(
        "{name}, after {} states:\n{}",
        outcome.states,
        numbered(&steps)
    );
}
