//! The tag clock as a system of states and steps.

mod action;
mod bounds;
mod flaw;
mod instances;
mod packing;
mod reads;
mod redis;
mod state;
mod writes;

pub(crate) use action::{Action, Tier};
pub(crate) use bounds::{Bounds, Tag};
pub(crate) use flaw::Flaw;
use state::State;

use crate::search::{Model, Step};
use crate::visited::Key;

type Steps = Vec<Step<TagClock>>;

/// The protocol within bounds, as it should be or with one flaw.
pub(crate) struct TagClock {
    bounds: Bounds,
    flaw: Option<Flaw>,
    /// The writes that touch a tag of the entry, a bit each.
    relevant: u8,
}

impl TagClock {
    pub(crate) fn new(bounds: Bounds, flaw: Option<Flaw>) -> Self {
        bounds.check();
        let relevant = (bounds.writes.iter().enumerate())
            .filter(|(_, tag)| bounds.depends.contains(tag))
            .map(|(write, _)| 1 << write)
            .sum();
        Self {
            bounds,
            flaw,
            relevant,
        }
    }

    fn has(&self, flaw: Flaw) -> bool {
        self.flaw == Some(flaw)
    }
}

impl Model for TagClock {
    type State = State;
    type Action = Action;

    fn initial(&self) -> State {
        State::initial(&self.bounds)
    }

    fn steps(&self, state: &State, steps: &mut Steps) {
        self.write_steps(state, steps);
        redis::redis_steps(state, steps);
        for at in 0..self.bounds.instances {
            self.instance_steps(state, at, steps);
            for request in 0..self.bounds.requests {
                self.read_steps(state, at, request, steps);
            }
        }
    }

    fn pack(&self, state: &State) -> Key {
        packing::pack(state)
    }

    fn unpack(&self, key: &Key) -> State {
        packing::unpack(key)
    }

    fn tally(&self, action: &Action) -> Option<usize> {
        match action {
            Action::Answer { from, .. } => Some(*from as usize),
            _ => None,
        }
    }
}

/// Adds a step that breaks nothing.
fn push(steps: &mut Steps, action: Action, next: State) {
    steps.push(Step {
        action,
        next,
        wrong: false,
    });
}
