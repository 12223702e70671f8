//! What Redis does by itself to the entry it holds.

use super::state::State;
use super::{Action, Steps, push};

pub(super) fn redis_steps(state: &State, steps: &mut Steps) {
    let redis = &state.redis;
    if state.left.evictions > 0 && redis.entry.is_some() {
        let mut next = *state;
        next.left.evictions -= 1;
        next.redis.entry = None;
        push(steps, Action::Evict, next);
    }
    // Without a failover to come nobody will ever see what the replica holds.
    if state.left.failovers > 0 && redis.replica != redis.entry {
        let mut next = *state;
        next.redis.replica = redis.entry;
        push(steps, Action::Replicate, next);
        let mut next = *state;
        next.left.failovers -= 1;
        next.redis.entry = redis.replica;
        if next.left.failovers == 0 {
            next.redis.replica = None;
        }
        push(steps, Action::FailOver, next);
    }
}
