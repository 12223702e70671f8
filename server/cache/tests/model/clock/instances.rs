//! An instance: its lease, and how it follows the log.

use super::state::{Instance, Position, Standing, State};
use super::{Action, Flaw, Steps, Tag, TagClock, push};

impl TagClock {
    pub(super) fn instance_steps(&self, state: &State, at: usize, steps: &mut Steps) {
        if state.instances[at].standing == Standing::Down {
            self.start(state, at, steps);
            return;
        }
        stop(state, at, steps);
        self.follow(state, at, steps);
        self.trim(state, at, steps);
        self.lose_lease(state, at, steps);
        self.join(state, at, steps);
    }

    /// A new process knows what the log still holds, row by row from its oldest.
    fn start(&self, state: &State, at: usize, steps: &mut Steps) {
        let oldest = state.postgres.pruned;
        let next = state.with(at, |instance| {
            instance.standing = Standing::Doubting;
            instance.applied = oldest;
            if !self.has(Flaw::StartsWithoutFloor) {
                instance.floor = oldest;
            }
        });
        push(steps, Action::Start(at), next);
    }

    /// Applies what comes next, whether a message brought it or the log in PostgreSQL was read: because a poll was due,
    /// or because a message that came too early or a number going backwards showed that one is missing. Messages that
    /// come twice or too late change nothing.
    fn follow(&self, state: &State, at: usize, steps: &mut Steps) {
        let applied = state.instances[at].applied;
        let pruned = state.postgres.pruned;
        for position in applied + 1..=state.postgres.head {
            let in_turn = position == applied + 1;
            let Some(write) = state.postgres.write_at(position) else {
                continue;
            };
            let tag = self.bounds.writes[write];
            let next = state.with(at, |instance| self.apply(instance, position, tag));
            push(steps, Action::Apply(at, position), next);
            if self.has(Flaw::HighWaterMark) || in_turn && !self.has(Flaw::GapUnnoticed) {
                break;
            }
        }
        if applied < pruned {
            let next = state.with(at, |instance| self.skip(instance, pruned));
            push(steps, Action::SkipPruned(at, pruned), next);
        }
    }

    fn apply(&self, instance: &mut Instance, position: Position, tag: Tag) {
        instance.applied = position;
        *instance.last_mut(tag) = position;
        if self.has(Flaw::LocalUnjudged) && self.bounds.depends.contains(&tag) {
            instance.local = None;
        }
    }

    /// What the deleted rows touched is not known any more.
    fn skip(&self, instance: &mut Instance, pruned: Position) {
        instance.applied = pruned;
        if !self.has(Flaw::PrunedRowsSkipped) {
            instance.last = [0; 2];
            instance.floor = pruned;
        }
    }

    fn trim(&self, state: &State, at: usize, steps: &mut Steps) {
        for tag in [Tag::A, Tag::B] {
            let last = state.instances[at].last[tag as usize];
            if state.left.trims == 0 || last == 0 {
                continue;
            }
            let mut next = state.with(at, |instance| {
                *instance.last_mut(tag) = 0;
                if !self.has(Flaw::TrimKeepsFloor) {
                    instance.floor = instance.floor.max(last);
                }
            });
            next.left.trims -= 1;
            push(steps, Action::Trim(at, tag), next);
        }
    }

    /// The instance's own clock runs out first, then the lease may end.
    fn lose_lease(&self, state: &State, at: usize, steps: &mut Steps) {
        let instance = &state.instances[at];
        let standing = instance.standing;
        let unnoticed = match standing {
            Standing::Trusting => self.has(Flaw::TrustOutlivesLease),
            Standing::Leased | Standing::CatchingUp(_) => self.has(Flaw::LeaseLostCatchingUp),
            Standing::Down | Standing::Doubting | Standing::Sighted(_) => false,
        };
        if standing != Standing::Doubting && state.left.losses > 0 && !unnoticed {
            let mut next = state.with(at, |instance| instance.standing = Standing::Doubting);
            next.left.losses -= 1;
            push(steps, Action::Doubt(at), next);
        }
        if instance.leased && (standing == Standing::Doubting || unnoticed) {
            let next = state.with(at, |instance| instance.leased = false);
            push(steps, Action::LeaseEnds(at), next);
        }
    }

    /// From doubt to trust: the lease first, then the position to reach.
    fn join(&self, state: &State, at: usize, steps: &mut Steps) {
        let head = state.postgres.head;
        let stand = |standing: Standing| state.with(at, |instance| instance.standing = standing);
        let take_lease = |standing: Standing| {
            let mut next = stand(standing);
            next.instances[at].leased = true;
            (Action::TakeLease(at), next)
        };
        let (action, next) = match state.instances[at].standing {
            Standing::Doubting if self.has(Flaw::RejoinAtOwnPosition) => {
                take_lease(Standing::Trusting)
            }
            Standing::Doubting if self.has(Flaw::PositionBeforeLease) => (
                Action::ReadPosition(at, head),
                stand(Standing::Sighted(head)),
            ),
            Standing::Doubting => take_lease(Standing::Leased),
            Standing::Sighted(target) => take_lease(Standing::CatchingUp(target)),
            Standing::Leased => {
                let next = stand(Standing::CatchingUp(head));
                (Action::ReadPosition(at, head), next)
            }
            Standing::CatchingUp(target) if state.instances[at].applied >= target => {
                (Action::Trust(at), stand(Standing::Trusting))
            }
            Standing::CatchingUp(_) | Standing::Trusting | Standing::Down => return,
        };
        push(steps, action, next);
    }
}

/// A killed process leaves nothing behind. Its lease would only keep writers waiting until it ends.
fn stop(state: &State, at: usize, steps: &mut Steps) {
    if state.left.restarts > 0 {
        let mut next = state.with(at, |instance| *instance = Instance::DOWN);
        next.left.restarts -= 1;
        push(steps, Action::Stop(at), next);
    }
}
