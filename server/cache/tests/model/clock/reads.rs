//! Requests: how they begin, where they take a value from, how they load one.
//!
//! Any look at a tier may also be left out: an entry may be evicted, Redis may not answer, nobody may be in flight.
//! Judging happens at the moment of taking. In a real process it comes later, and `last` and the floor only rise until
//! then, so that less is accepted than here.

use super::action::{Reader, Tier};
use super::state::{Entry, Instance, Position, Request, Standing, State, Writes};
use super::{Action, Flaw, Steps, TagClock, push};
use crate::search::Step;

impl TagClock {
    pub(super) fn read_steps(&self, state: &State, at: usize, request: usize, steps: &mut Steps) {
        let reader = Reader(at, request);
        match state.instances[at].requests[request] {
            Request::Idle => self.begin(state, reader, steps),
            Request::Unchecked {
                acknowledged,
                position,
            } => {
                if state.instances[at].standing == Standing::Trusting {
                    let begun = Request::Begun {
                        acknowledged,
                        position,
                    };
                    push(steps, Action::SeeTrust(reader), put(state, reader, begun));
                }
            }
            Request::Begun {
                acknowledged,
                position,
            } => {
                self.take(state, reader, acknowledged, position, steps);
                self.load(state, reader, position, steps);
            }
            Request::Loading { as_of, position } => {
                self.snapshot(state, reader, as_of, position, steps);
            }
            Request::Loaded { entry, .. } => self.store(state, reader, entry, steps),
        }
    }

    fn begin(&self, state: &State, reader: Reader, steps: &mut Steps) {
        let instance = &state.instances[reader.0];
        let acknowledged = state.postgres.acknowledged;
        let position = instance.applied;
        let request = if self.has(Flaw::PositionBeforeTrust) {
            Request::Unchecked {
                acknowledged,
                position,
            }
        } else if instance.standing == Standing::Trusting {
            Request::Begun {
                acknowledged,
                position,
            }
        } else {
            return;
        };
        let action = Action::Begin(reader, position, acknowledged);
        push(steps, action, put(state, reader, request));
    }

    /// Answers from the process, from Redis (and keeps that in the process or not), or from another request's load.
    fn take(
        &self,
        state: &State,
        reader: Reader,
        acknowledged: Writes,
        position: Position,
        steps: &mut Steps,
    ) {
        let instance = &state.instances[reader.0];
        let mut answer = |from, entry: Entry, local| {
            let mut next = put(state, reader, Request::Idle);
            next.instances[reader.0].local = local;
            steps.push(Step {
                action: Action::Answer {
                    reader,
                    from,
                    entry,
                    acknowledged,
                },
                next,
                wrong: acknowledged & !entry.value != 0,
            });
        };
        let valid = |entry: &Entry| self.valid(instance, *entry, position);
        let unjudged = self.has(Flaw::LocalUnjudged);
        if let Some(entry) = instance.local.filter(|entry| unjudged || valid(entry)) {
            answer(Tier::Local, entry, instance.local);
        }
        if let Some(entry) = state.redis.entry.filter(valid) {
            answer(Tier::Remote, entry, instance.local);
            answer(Tier::Remote, entry, Some(entry));
        }
        for entry in self.flights(instance, position) {
            answer(Tier::Flight, entry, instance.local);
        }
    }

    /// What other requests of `instance` have loaded and one that judges by `position` may take.
    fn flights(&self, instance: &Instance, position: Position) -> impl Iterator<Item = Entry> {
        instance.requests.into_iter().filter_map(move |flight| {
            let Request::Loaded {
                entry,
                position: of_flight,
            } = flight
            else {
                return None;
            };
            let judged_by = if self.has(Flaw::JoinerJudgedByFlight) {
                of_flight
            } else {
                position
            };
            self.valid(instance, entry, judged_by).then_some(entry)
        })
    }

    /// Whether `entry` holds every change up to `position` that the map of this instance knows of or cannot rule out.
    fn valid(&self, instance: &Instance, entry: Entry, position: Position) -> bool {
        let tags = match self.bounds.depends {
            [first, ..] if self.has(Flaw::TagForgotten) => std::slice::from_ref(first),
            all => all,
        };
        let floor = if self.has(Flaw::FloorIgnored) {
            0
        } else {
            instance.floor
        };
        (tags.iter().map(|&tag| instance.last[tag as usize]))
            .chain([floor])
            .all(|changed| entry.as_of >= changed.min(position))
    }

    fn load(&self, state: &State, reader: Reader, position: Position, steps: &mut Steps) {
        let as_of = state.instances[reader.0].applied;
        // Only who judges by the position of a flight would ever look at it again.
        let position = if self.has(Flaw::JoinerJudgedByFlight) {
            position
        } else {
            0
        };
        let next = put(state, reader, Request::Loading { as_of, position });
        push(steps, Action::Load(reader, as_of), next);
    }

    fn snapshot(
        &self,
        state: &State,
        reader: Reader,
        as_of: Position,
        position: Position,
        steps: &mut Steps,
    ) {
        let mut seen = state.postgres.committed;
        loop {
            let value = seen & self.relevant;
            let entry = Entry { value, as_of };
            let next = put(state, reader, Request::Loaded { entry, position });
            push(steps, Action::Snapshot(reader, value), next);
            if seen == 0 || !self.has(Flaw::LoadFromStandby) {
                break;
            }
            // A standby that lags has not yet seen the latest commits.
            seen >>= 1;
        }
    }

    /// Stores late or early, in one tier or both, or not at all, in any order.
    fn store(&self, state: &State, reader: Reader, entry: Entry, steps: &mut Steps) {
        let instance = &state.instances[reader.0];
        let stored = if self.has(Flaw::AsOfAfterLoad) {
            Entry {
                as_of: instance.applied,
                ..entry
            }
        } else {
            entry
        };
        if instance.local != Some(stored) {
            let next = state.with(reader.0, |instance| instance.local = Some(stored));
            push(steps, Action::StoreLocal(reader, stored), next);
        }
        if state.redis.entry != Some(stored) {
            let mut next = *state;
            next.redis.entry = Some(stored);
            push(steps, Action::StoreRemote(reader, stored), next);
        }
        push(
            steps,
            Action::Finish(reader),
            put(state, reader, Request::Idle),
        );
    }
}

/// `state` with a reader's request replaced.
fn put(state: &State, reader: Reader, request: Request) -> State {
    state.with(reader.0, |instance| instance.requests[reader.1] = request)
}
