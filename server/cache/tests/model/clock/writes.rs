//! Writers, the relay, and the log in PostgreSQL.

use super::state::{State, Writes};
use super::{Action, Flaw, Steps, TagClock, push};

impl TagClock {
    pub(super) fn write_steps(&self, state: &State, steps: &mut Steps) {
        for write in 0..self.bounds.writes.len() {
            self.commit(state, write, steps);
            give_position(state, write, steps);
            self.acknowledge(state, write, steps);
        }
        let postgres = &state.postgres;
        if state.left.prunes > 0 && postgres.pruned < postgres.head {
            let mut next = *state;
            next.left.prunes -= 1;
            next.postgres.pruned += 1;
            push(steps, Action::Prune(next.postgres.pruned), next);
        }
    }

    /// Writes are named in the order of their commits; only numbers drawn beforehand can be in another one.
    fn commit(&self, state: &State, write: usize, steps: &mut Steps) {
        let committed = state.postgres.committed;
        let in_turn = committed == bit(write) - 1;
        let drawn = self.has(Flaw::HighWaterMark);
        if committed & bit(write) != 0 || !(in_turn || drawn) {
            return;
        }
        let mut next = *state;
        next.postgres.committed |= bit(write);
        if drawn {
            let position = number(write);
            next.postgres.log[write] = position;
            next.postgres.head = next.postgres.head.max(position);
        }
        push(
            steps,
            Action::Commit(write, self.bounds.writes[write]),
            next,
        );
    }

    /// Writes that do not concern the entry need no acknowledgement here: nobody asks for it.
    fn acknowledge(&self, state: &State, write: usize, steps: &mut Steps) {
        let postgres = &state.postgres;
        let told = postgres.acknowledged & bit(write) != 0;
        if told || self.relevant & bit(write) == 0 || !self.may_acknowledge(state, write) {
            return;
        }
        let mut next = *state;
        next.postgres.acknowledged |= bit(write);
        push(steps, Action::Acknowledge(write), next);
    }

    fn may_acknowledge(&self, state: &State, write: usize) -> bool {
        if self.has(Flaw::AcknowledgedAtCommit) {
            return state.postgres.committed & bit(write) != 0;
        }
        let Some(position) = state.postgres.position_of(write) else {
            return false;
        };
        self.has(Flaw::AcknowledgedAtPosition)
            || (state.instances.iter())
                .all(|instance| !instance.leased || instance.applied >= position)
    }
}

/// The relay takes any visible row without a position: rows of transactions that overlapped may come in any order.
fn give_position(state: &State, write: usize, steps: &mut Steps) {
    let postgres = &state.postgres;
    let visible = postgres.committed & bit(write) != 0;
    if !visible || postgres.position_of(write).is_some() {
        return;
    }
    let mut next = *state;
    next.postgres.log[usize::from(postgres.head)] = number(write);
    next.postgres.head += 1;
    push(steps, Action::GivePosition(write, next.postgres.head), next);
}

fn bit(write: usize) -> Writes {
    1 << write
}

/// How the log names a write.
fn number(write: usize) -> u8 {
    [1, 2, 3, 4][write]
}
