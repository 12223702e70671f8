//! Packing loses nothing that matters: a state that was packed and unpacked goes on as the state it was, though its
//! parts may have changed places.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::clock::{Bounds, Flaw, Tag, TagClock};
use crate::search::{Model, Step};
use crate::visited::Key;

/// As large as a packed state can hold.
const LARGEST: Bounds = Bounds {
    name: "largest",
    instances: 3,
    late: 1,
    requests: 2,
    writes: &[Tag::A, Tag::B, Tag::A, Tag::B],
    depends: &[Tag::A, Tag::B],
    evictions: 3,
    failovers: 3,
    losses: 3,
    restarts: 3,
    trims: 3,
    prunes: 3,
};

#[test]
fn packing_changes_nothing_that_follows() {
    // With the flaws that need states of their own.
    for flaw in [
        None,
        Some(Flaw::PositionBeforeTrust),
        Some(Flaw::PositionBeforeLease),
        Some(Flaw::JoinerJudgedByFlight),
        Some(Flaw::HighWaterMark),
    ] {
        let model = TagClock::new(LARGEST, flaw);
        for seed in 0..40 {
            walk(&model, &mut StdRng::seed_from_u64(seed));
        }
    }
}

/// Goes a random way and compares at each state what may follow it with what may follow its packed form.
fn walk(model: &TagClock, random: &mut StdRng) {
    let mut state = model.initial();
    for _ in 0..100 {
        let (mut steps, mut unpacked) = (Vec::new(), Vec::new());
        model.steps(&state, &mut steps);
        model.steps(&model.unpack(&model.pack(&state)), &mut unpacked);
        assert_eq!(keys(model, &steps), keys(model, &unpacked));
        state = steps.swap_remove(random.random_range(0..steps.len())).next;
    }
}

/// Where the steps lead, in an order of its own.
fn keys(model: &TagClock, steps: &[Step<TagClock>]) -> Vec<(Key, bool)> {
    let mut keys: Vec<_> = (steps.iter())
        .map(|step| (model.pack(&step.next), step.wrong))
        .collect();
    keys.sort_unstable();
    keys
}
