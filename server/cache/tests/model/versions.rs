//! The usual way, for comparison: a version for each tag in Redis, compared at every read.
//!
//! A write is committed, then its tag's version is raised in Redis, then it is acknowledged. A load notes the version
//! before it reads the database, and stores it with the value; a hit is an entry whose version is the present one.

use std::fmt;

use crate::search::{Model, Step};
use crate::visited::Key;

/// Loads and reads at the same time.
const REQUESTS: usize = 2;

/// What becomes of a version when it is raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Raise {
    /// `INCR`, and a missing version reads as 0.
    Increment,
    /// `SET` to a number never used before, and a missing version is a miss (and is set by the load).
    Renew,
}

/// One entry with one tag, `writes` writes, and a Redis that may evict the version.
pub(crate) struct Versions {
    pub(crate) writes: u8,
    pub(crate) evictions: u8,
    pub(crate) raise: Raise,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct State {
    committed: u8,
    raised: u8,
    acknowledged: u8,
    /// 0 if missing.
    version: u8,
    /// The last number given to a version.
    newest: u8,
    /// The entry in Redis: how many writes its value shows, and its version.
    entry: Option<(u8, u8)>,
    evictions: u8,
    requests: [Request; REQUESTS],
}

/// `began` is how many writes had been acknowledged when the request began.
#[derive(Debug, Clone, Copy)]
enum Request {
    Idle,
    Begun { began: u8 },
    Loading { version: u8 },
    Loaded { value: u8, version: u8 },
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Action {
    Commit(u8),
    Raise(u8),
    Acknowledge(u8),
    EvictVersion,
    Begin(usize, u8),
    Hit {
        request: usize,
        value: u8,
        began: u8,
    },
    Load(usize, u8),
    Snapshot(usize, u8),
    Store(usize),
    Finish(usize),
}

impl Model for Versions {
    type State = State;
    type Action = Action;

    fn initial(&self) -> State {
        State {
            committed: 0,
            raised: 0,
            acknowledged: 0,
            version: 0,
            newest: 0,
            entry: None,
            evictions: self.evictions,
            requests: [Request::Idle; REQUESTS],
        }
    }

    fn steps(&self, state: &State, steps: &mut Vec<Step<Self>>) {
        self.write_steps(state, steps);
        if state.evictions > 0 && state.version != 0 {
            let mut next = *state;
            next.evictions -= 1;
            next.version = 0;
            push(steps, Action::EvictVersion, next);
        }
        for at in 0..REQUESTS {
            self.read_steps(state, at, steps);
        }
    }

    fn pack(&self, state: &State) -> Key {
        let entry = state
            .entry
            .map_or([0; 3], |(value, version)| [1, value, version]);
        let [first, second] = state.requests.map(pack_request);
        [
            u64::from_le_bytes([
                state.committed,
                state.raised,
                state.acknowledged,
                state.version,
                state.newest,
                state.evictions,
                0,
                0,
            ]),
            u64::from_le_bytes([entry[0], entry[1], entry[2], 0, 0, 0, 0, 0]),
            first,
            second,
        ]
    }

    fn unpack(&self, key: &Key) -> State {
        let [
            committed,
            raised,
            acknowledged,
            version,
            newest,
            evictions,
            ..,
        ] = key[0].to_le_bytes();
        let [present, value, of, ..] = key[1].to_le_bytes();
        State {
            committed,
            raised,
            acknowledged,
            version,
            newest,
            entry: (present == 1).then_some((value, of)),
            evictions,
            requests: [unpack_request(key[2]), unpack_request(key[3])],
        }
    }

    fn tally(&self, action: &Action) -> Option<usize> {
        matches!(action, Action::Hit { .. }).then_some(0)
    }
}

impl Versions {
    fn write_steps(&self, state: &State, steps: &mut Vec<Step<Self>>) {
        if state.committed < self.writes {
            let mut next = *state;
            next.committed += 1;
            push(steps, Action::Commit(next.committed), next);
        }
        if state.raised < state.committed {
            let mut next = *state;
            next.raised += 1;
            match self.raise {
                Raise::Increment => next.version += 1,
                Raise::Renew => renew(&mut next),
            }
            push(steps, Action::Raise(next.version), next);
        }
        if state.acknowledged < state.raised {
            let mut next = *state;
            next.acknowledged += 1;
            push(steps, Action::Acknowledge(next.acknowledged), next);
        }
    }

    fn read_steps(&self, state: &State, at: usize, steps: &mut Vec<Step<Self>>) {
        let put = |request| {
            let mut next = *state;
            next.requests[at] = request;
            next
        };
        match state.requests[at] {
            Request::Idle => {
                let began = state.acknowledged;
                let next = put(Request::Begun { began });
                push(steps, Action::Begin(at, began), next);
            }
            Request::Begun { began } => {
                hit(self.present(state), state, at, began, steps);
                let mut next = *state;
                if self.raise == Raise::Renew && next.version == 0 {
                    renew(&mut next);
                }
                let version = next.version;
                next.requests[at] = Request::Loading { version };
                push(steps, Action::Load(at, version), next);
            }
            Request::Loading { version } => {
                let value = state.committed;
                let loaded = Request::Loaded { value, version };
                push(steps, Action::Snapshot(at, value), put(loaded));
            }
            Request::Loaded { value, version } => {
                let mut next = put(Request::Idle);
                next.entry = Some((value, version));
                push(steps, Action::Store(at), next);
                push(steps, Action::Finish(at), put(Request::Idle));
            }
        }
    }

    /// The version an entry must have to be a hit.
    fn present(&self, state: &State) -> Option<u8> {
        match self.raise {
            Raise::Increment => Some(state.version),
            Raise::Renew => (state.version != 0).then_some(state.version),
        }
    }
}

/// Answers from Redis if the entry has the version `present`.
fn hit(
    present: Option<u8>,
    state: &State,
    request: usize,
    began: u8,
    steps: &mut Vec<Step<Versions>>,
) {
    let Some((value, version)) = state.entry else {
        return;
    };
    if present != Some(version) {
        return;
    }
    let mut next = *state;
    next.requests[request] = Request::Idle;
    steps.push(Step {
        action: Action::Hit {
            request,
            value,
            began,
        },
        next,
        wrong: value < began,
    });
}

fn renew(state: &mut State) {
    state.newest += 1;
    state.version = state.newest;
}

fn push(steps: &mut Vec<Step<Versions>>, action: Action, next: State) {
    steps.push(Step {
        action,
        next,
        wrong: false,
    });
}

fn pack_request(request: Request) -> u64 {
    let [phase, one, other] = match request {
        Request::Idle => [0; 3],
        Request::Begun { began } => [1, began, 0],
        Request::Loading { version } => [2, version, 0],
        Request::Loaded { value, version } => [3, value, version],
    };
    u64::from_le_bytes([phase, one, other, 0, 0, 0, 0, 0])
}

fn unpack_request(word: u64) -> Request {
    match word.to_le_bytes() {
        [0, ..] => Request::Idle,
        [1, began, ..] => Request::Begun { began },
        [2, version, ..] => Request::Loading { version },
        [_, value, version, ..] => Request::Loaded { value, version },
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Commit(write) => write!(f, "w{write} commits"),
            Self::Raise(version) => write!(f, "the tag's version becomes {version}"),
            Self::Acknowledge(write) => write!(f, "w{write} is acknowledged"),
            Self::EvictVersion => f.write_str("Redis evicts the tag's version"),
            Self::Begin(request, began) => {
                write!(f, "request {request} begins, {began} writes acknowledged")
            }
            Self::Hit {
                request,
                value,
                began,
            } => write!(
                f,
                "request {request} answers a value of {value} writes; {began} acknowledged when it began"
            ),
            Self::Load(request, version) => {
                write!(f, "request {request} starts a load at version {version}")
            }
            Self::Snapshot(request, value) => {
                write!(
                    f,
                    "request {request} reads the database: a value of {value} writes"
                )
            }
            Self::Store(request) => write!(f, "request {request} stores its value in Redis"),
            Self::Finish(request) => write!(f, "request {request} stores nothing"),
        }
    }
}
