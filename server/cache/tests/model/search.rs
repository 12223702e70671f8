//! Breadth-first search through all states of a model.

use std::fmt::Display;
use std::time::{Duration, Instant};

use crate::visited::{Key, Visited, id};

/// A system of states and steps.
pub(crate) trait Model {
    type State: Copy;
    type Action: Copy + Display;

    fn initial(&self) -> Self::State;

    /// Everything that may happen next.
    fn steps(&self, state: &Self::State, steps: &mut Vec<Step<Self>>);

    /// The packed form. States that differ only in the names of equal parts may share one.
    fn pack(&self, state: &Self::State) -> Key;

    fn unpack(&self, key: &Key) -> Self::State;

    /// Which of a few countable things an action is, below [`TALLIES`].
    fn tally(&self, action: &Self::Action) -> Option<usize>;
}

/// How many kinds of action a model may have counted.
pub(crate) const TALLIES: usize = 4;

/// One thing that may happen.
pub(crate) struct Step<M: Model + ?Sized> {
    pub(crate) action: M::Action,
    pub(crate) next: M::State,
    /// The property does not hold for this step.
    pub(crate) wrong: bool,
}

/// What a search found.
pub(crate) struct Outcome {
    /// Distinct states.
    pub(crate) states: usize,
    /// Steps tried, also those that led to a known state.
    pub(crate) steps: u64,
    /// Steps from the start to the farthest state.
    pub(crate) depth: usize,
    /// How often each counted kind of action was tried.
    pub(crate) tallies: [u64; TALLIES],
    pub(crate) elapsed: Duration,
    /// A shortest way to break the property, a line a step.
    pub(crate) counterexample: Option<Vec<String>>,
}

/// Visits every state, or stops at the first step that breaks the property.
pub(crate) fn search<M: Model>(model: &M) -> Outcome {
    let begun = Instant::now();
    let mut visited = Visited::starting_at(model.pack(&model.initial()));
    let mut outcome = Outcome {
        states: 1,
        steps: 0,
        depth: 0,
        tallies: [0; TALLIES],
        elapsed: Duration::ZERO,
        counterexample: None,
    };
    let mut steps = Vec::new();
    let (mut index, mut level_end) = (0, 1);
    while let Some(key) = visited.get(index) {
        if index == level_end {
            outcome.depth += 1;
            level_end = visited.len();
        }
        model.steps(&model.unpack(&key), &mut steps);
        for step in steps.drain(..) {
            outcome.steps += 1;
            if let Some(kind) = model.tally(&step.action) {
                outcome.tallies[kind] += 1;
            }
            if step.wrong && outcome.counterexample.is_none() {
                outcome.counterexample = Some(tell(model, &visited.path_to(index)));
            }
            visited.insert(model.pack(&step.next), id(index));
        }
        if outcome.counterexample.is_some() {
            break;
        }
        index += 1;
    }
    outcome.states = visited.len();
    outcome.elapsed = begun.elapsed();
    outcome
}

/// Walks the path once more from the start, so that every part keeps its name from step to step, and tells each step.
fn tell<M: Model>(model: &M, path: &[Key]) -> Vec<String> {
    let mut told = Vec::new();
    let mut state = model.initial();
    let mut steps = Vec::new();
    for key in &path[1..] {
        model.steps(&state, &mut steps);
        let Some(step) = steps.drain(..).find(|step| model.pack(&step.next) == *key) else {
            panic!("equal states have unequal steps: {told:#?}");
        };
        told.push(step.action.to_string());
        state = step.next;
    }
    model.steps(&state, &mut steps);
    told.extend(
        (steps.iter())
            .find(|step| step.wrong)
            .map(|step| format!("STALE: {}", step.action)),
    );
    told
}

/// The steps, numbered, a line each.
pub(crate) fn numbered(steps: &[String]) -> String {
    let lines: Vec<_> = (steps.iter().enumerate())
        .map(|(index, step)| format!("{:>3}. {step}", index + 1))
        .collect();
    lines.join("\n") + "\n"
}
