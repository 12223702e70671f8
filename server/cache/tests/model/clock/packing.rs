//! States as four words: one for what is shared, one for each instance.
//!
//! Instances are alike, and so are the requests of one instance: states that differ only in which is which are packed
//! alike, by sorting: the symmetry reduction of Ip and Dill, "Better verification through symmetry", Formal Methods in
//! System Design 9 (1996).

use super::state::{
    Entry, INSTANCES, Instance, Left, Postgres, REQUESTS, Redis, Request, Standing, State, WRITES,
};
use crate::visited::Key;

/// Bits of a packed [`Request`].
const REQUEST: u32 = 13;

pub(super) fn pack(state: &State) -> Key {
    let mut instances = state.instances.map(|instance| pack_instance(&instance));
    sort(&mut instances);
    let [first, second, third] = instances;
    [pack_shared(state), first, second, third]
}

pub(super) fn unpack(key: &Key) -> State {
    let (postgres, redis, left) = unpack_shared(&mut Bits(key[0]));
    let mut instances = [Instance::DOWN; INSTANCES];
    for (instance, word) in instances.iter_mut().zip(&key[1..]) {
        *instance = unpack_instance(&mut Bits(*word));
    }
    State {
        postgres,
        redis,
        left,
        instances,
    }
}

/// Largest first, so that what is not there (all zeros) stays behind what is.
fn sort(words: &mut [u64]) {
    words.sort_unstable_by(|one, other| other.cmp(one));
}

/// A word that is filled from above and emptied from below.
struct Bits(u64);

impl Bits {
    fn put(&mut self, width: u32, value: u8) {
        self.0 = (self.0 << width) | u64::from(value);
    }

    /// The low bits, at most eight. What was put last comes first.
    fn take(&mut self, width: u32) -> u8 {
        let [low, ..] = (self.0 & ((1 << width) - 1)).to_le_bytes();
        self.0 >>= width;
        low
    }

    fn put_entry(&mut self, entry: Option<Entry>) {
        let packed = entry.map_or(0, |entry| 0x80 | entry.as_of << 4 | entry.value);
        self.put(8, packed);
    }

    fn take_entry(&mut self) -> Option<Entry> {
        let packed = self.take(8);
        (packed & 0x80 != 0).then_some(Entry {
            value: packed & 0x0f,
            as_of: packed >> 4 & 0x07,
        })
    }
}

fn pack_shared(state: &State) -> u64 {
    let (postgres, left) = (&state.postgres, &state.left);
    let mut bits = Bits(0);
    bits.put(4, postgres.committed);
    bits.put(4, postgres.acknowledged);
    bits.put(3, postgres.head);
    bits.put(3, postgres.pruned);
    for write in postgres.log {
        bits.put(3, write);
    }
    bits.put_entry(state.redis.entry);
    bits.put_entry(state.redis.replica);
    bits.put(2, left.evictions);
    bits.put(2, left.failovers);
    bits.put(2, left.losses);
    bits.put(2, left.restarts);
    bits.put(2, left.trims);
    bits.put(2, left.prunes);
    bits.0
}

fn unpack_shared(bits: &mut Bits) -> (Postgres, Redis, Left) {
    let left = Left {
        prunes: bits.take(2),
        trims: bits.take(2),
        restarts: bits.take(2),
        losses: bits.take(2),
        failovers: bits.take(2),
        evictions: bits.take(2),
    };
    let redis = Redis {
        replica: bits.take_entry(),
        entry: bits.take_entry(),
    };
    let mut log = [0; WRITES];
    for write in log.iter_mut().rev() {
        *write = bits.take(3);
    }
    let postgres = Postgres {
        log,
        pruned: bits.take(3),
        head: bits.take(3),
        acknowledged: bits.take(4),
        committed: bits.take(4),
    };
    (postgres, redis, left)
}

fn pack_instance(instance: &Instance) -> u64 {
    let (standing, target) = match instance.standing {
        Standing::Down => (0, 0),
        Standing::Doubting => (1, 0),
        Standing::Leased => (2, 0),
        Standing::Sighted(target) => (3, target),
        Standing::CatchingUp(target) => (4, target),
        Standing::Trusting => (5, 0),
    };
    let mut requests = instance.requests.map(pack_request);
    sort(&mut requests);
    let mut bits = Bits(0);
    for request in requests {
        bits.0 = bits.0 << REQUEST | request;
    }
    bits.put(3, standing);
    bits.put(3, target);
    bits.put(1, u8::from(instance.leased));
    bits.put_entry(instance.local);
    bits.put(3, instance.applied);
    bits.put(3, instance.last[0]);
    bits.put(3, instance.last[1]);
    bits.put(3, instance.floor);
    bits.0
}

fn unpack_instance(bits: &mut Bits) -> Instance {
    let floor = bits.take(3);
    let last_b = bits.take(3);
    let last_a = bits.take(3);
    let applied = bits.take(3);
    let local = bits.take_entry();
    let leased = bits.take(1) != 0;
    let target = bits.take(3);
    let standing = match bits.take(3) {
        0 => Standing::Down,
        1 => Standing::Doubting,
        2 => Standing::Leased,
        3 => Standing::Sighted(target),
        4 => Standing::CatchingUp(target),
        _ => Standing::Trusting,
    };
    let mut requests = [Request::Idle; REQUESTS];
    for request in requests.iter_mut().rev() {
        *request = unpack_request(bits);
    }
    Instance {
        standing,
        leased,
        local,
        applied,
        last: [last_a, last_b],
        floor,
        requests,
    }
}

fn pack_request(request: Request) -> u64 {
    let (phase, content, position) = match request {
        Request::Idle => return 0,
        Request::Unchecked {
            acknowledged,
            position,
        } => (1, acknowledged, position),
        Request::Begun {
            acknowledged,
            position,
        } => (2, acknowledged, position),
        Request::Loading { as_of, position } => (3, as_of, position),
        Request::Loaded { entry, position } => (4, entry.as_of << 4 | entry.value, position),
    };
    let mut bits = Bits(0);
    bits.put(3, phase);
    bits.put(7, content);
    bits.put(3, position);
    bits.0
}

fn unpack_request(bits: &mut Bits) -> Request {
    let position = bits.take(3);
    let content = bits.take(7);
    match bits.take(3) {
        0 => Request::Idle,
        1 => Request::Unchecked {
            acknowledged: content,
            position,
        },
        2 => Request::Begun {
            acknowledged: content,
            position,
        },
        3 => Request::Loading {
            as_of: content,
            position,
        },
        _ => Request::Loaded {
            entry: Entry {
                value: content & 0x0f,
                as_of: content >> 4,
            },
            position,
        },
    }
}
