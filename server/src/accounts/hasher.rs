//! Passwords at rest: Argon2id, version 0x13 (RFC 9106), as PHC strings.
//!
//! One hash fills 19 MiB and one core for tens of milliseconds. So hashes leave one core to everybody else, and give way on
//! the others; the number that wait is limited too, and whoever comes on top of that is turned away at once. To wait costs
//! nothing, while to be turned away costs a page that says so, and another one with each further try: so as many may wait
//! as have their turn while they have patience.

mod memory;
mod threads;

use std::{
    fmt, io,
    ops::RangeInclusive,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use argon2::{
    Algorithm, Params,
    password_hash::{self, phc::PasswordHash},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use self::{
    memory::{ALGORITHM, Memory, VERSION},
    threads::Threads,
};
use super::password::Password;
use crate::config::PasswordConfig;

/// How long somebody may have to wait for their turn: about half of the time in which a request must be answered.
const PATIENCE: Duration = Duration::from_secs(8);

/// As many hashes may wait at least, and at most: each holds a connection and what was sent on it.
const QUEUE: RangeInclusive<usize> = 32..=1024;

/// Why a password was neither hashed nor verified.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// As many as allowed are already waiting; later it will work.
    #[error("too many passwords are being checked at the moment")]
    Busy,
    /// A fault of ours: impossible parameters, no memory, no random numbers.
    #[error("cannot hash a password: {0}")]
    Fault(String),
}

impl From<password_hash::Error> for HashError {
    fn from(error: password_hash::Error) -> Self {
        Self::Fault(error.to_string())
    }
}

impl From<io::Error> for HashError {
    fn from(error: io::Error) -> Self {
        Self::Fault(error.to_string())
    }
}

/// What became of the hashes that were wanted, to make a password or to check one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashStats {
    /// Computed, or being computed.
    pub computed: u64,
    /// Turned away, for too many were waiting.
    pub turned_away: u64,
}

/// A place among the hashes that are being computed or waiting; given back when dropped.
#[derive(Debug)]
pub struct Place(#[expect(dead_code, reason = "held, not read")] OwnedSemaphorePermit);

/// Hashes and verifies passwords, away from the threads that serve requests.
pub struct PasswordHasher {
    params: Params,
    /// Hash of a password nobody has: verified when there is no user, so that an unknown address
    /// costs as much as a wrong password.
    decoy: Arc<PasswordHash>,
    threads: Threads,
    /// One permit for each thread: whoever waits for one and goes leaves nothing behind.
    running: Arc<Semaphore>,
    /// One permit for each hash being computed or waiting.
    admitted: Arc<Semaphore>,
    computed: AtomicU64,
    turned_away: AtomicU64,
}

impl PasswordHasher {
    /// A hasher for `config` that works on one hash less at once than there are cores, and on one at least. Computes two
    /// hashes, so it takes as long as two log-ins. `Fault` if the parameters are outside of what Argon2 allows.
    pub fn new(config: &PasswordConfig) -> Result<Self, HashError> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let running = cores.saturating_sub(1).max(1);
        Self::with_limits(config, running, |took| queue(took, running))
    }

    /// With room for so many that wait, given how long one hash takes.
    fn with_limits(
        config: &PasswordConfig,
        running: usize,
        queue: impl FnOnce(Duration) -> usize,
    ) -> Result<Self, HashError> {
        let params = Params::new(
            config.memory_kib,
            config.iterations,
            config.parallelism,
            None,
        )
        .map_err(|error| HashError::Fault(error.to_string()))?;
        let nobodys = password_hash::try_generate_salt()
            .map_err(|error| HashError::Fault(error.to_string()))?;
        let mut memory = Memory::default();
        let decoy = Arc::new(memory.hash(&params, &nobodys)?);
        // The first one had to ask the system for its memory.
        let began = Instant::now();
        memory.verify(&nobodys, &decoy)?;
        let queue = queue(began.elapsed());
        Ok(Self {
            params,
            decoy,
            threads: Threads::start(running)?,
            running: Arc::new(Semaphore::new(running)),
            admitted: Arc::new(Semaphore::new(running + queue)),
            computed: AtomicU64::new(0),
            turned_away: AtomicU64::new(0),
        })
    }

    /// The PHC string to store for `password`, with a fresh random salt.
    pub async fn hash(&self, password: Password) -> Result<String, HashError> {
        let params = self.params.clone();
        let place = self.queue()?;
        let hash = move |memory: &mut Memory| memory.hash(&params, password.as_bytes());
        Ok(self.run(place, hash).await?.to_string())
    }

    /// A place in the queue, for who has something to look up before a hash: whoever finds none need not look.
    pub fn queue(&self) -> Result<Place, HashError> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned();
        admitted.map(Place).map_err(|_| {
            self.turned_away.fetch_add(1, Relaxed);
            HashError::Busy
        })
    }

    /// Whether `typed` is the password behind the PHC string `stored`. Without one (no such user)
    /// the answer is no, after the same work.
    pub async fn verify(&self, typed: String, stored: Option<String>) -> Result<bool, HashError> {
        let place = self.queue()?;
        self.verify_at(place, typed, stored).await
    }

    /// The same for who has a place already.
    pub async fn verify_at(
        &self,
        place: Place,
        typed: String,
        stored: Option<String>,
    ) -> Result<bool, HashError> {
        if typed.chars().nth(Password::MAX_CHARS).is_some() {
            return Ok(false);
        }
        let decoy = Arc::clone(&self.decoy);
        self.run(place, move |memory| {
            let stored = stored.as_deref().and_then(readable);
            let known = stored.is_some();
            let against = stored.as_ref().unwrap_or(&decoy);
            Ok(memory.verify(typed.as_bytes(), against)? && known)
        })
        .await
    }

    /// Whether `stored` was made with other parameters than those in force, so that the password
    /// should be hashed anew while it is at hand.
    pub fn is_outdated(&self, stored: &str) -> bool {
        let Some(stored) = readable(stored) else {
            return true;
        };
        let current = &self.params;
        let same_cost = Params::try_from(&stored).is_ok_and(|params| {
            (params.m_cost(), params.t_cost(), params.p_cost())
                == (current.m_cost(), current.t_cost(), current.p_cost())
        });
        let same_kind =
            stored.algorithm == ALGORITHM.ident() && stored.version == Some(VERSION.into());
        !(same_cost && same_kind)
    }

    /// What became of them since the start.
    pub fn stats(&self) -> HashStats {
        HashStats {
            computed: self.computed.load(Relaxed),
            turned_away: self.turned_away.load(Relaxed),
        }
    }

    async fn run<T, F>(&self, place: Place, work: F) -> Result<T, HashError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Memory) -> password_hash::Result<T> + Send + 'static,
    {
        let turn = self.turn().await?;
        self.computed.fetch_add(1, Relaxed);
        let (sender, result) = oneshot::channel();
        self.threads.give(move |memory| {
            // Held by the work, not by the request: a visitor who hangs up frees no core.
            let held = (place, turn);
            let outcome = work(memory);
            drop(held);
            let _ = sender.send(outcome);
        });
        let stopped = |_| HashError::Fault("the hash was not computed".to_owned());
        Ok(result.await.map_err(stopped)??)
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, HashError> {
        let turn = Arc::clone(&self.running).acquire_owned().await;
        turn.map_err(|error| HashError::Fault(error.to_string()))
    }
}

impl fmt::Debug for PasswordHasher {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PasswordHasher")
            .field("params", &self.params)
            .finish_non_exhaustive()
    }
}

/// How many may wait where one hash takes so long, and so many are computed at once.
fn queue(took: Duration, running: usize) -> usize {
    let each = PATIENCE.as_micros() / took.as_micros().max(1);
    let all = usize::try_from(each).map_or(usize::MAX, |each| each.saturating_mul(running));
    all.clamp(*QUEUE.start(), *QUEUE.end())
}

/// A stored hash that can be verified. An account whose stored text is none has no password.
fn readable(stored: &str) -> Option<PasswordHash> {
    let hash = PasswordHash::new(stored).ok()?;
    let complete = hash.salt.is_some() && hash.hash.is_some();
    let known = Algorithm::try_from(hash.algorithm.as_str()).is_ok();
    (complete && known && Params::try_from(&hash).is_ok()).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: PasswordConfig = PasswordConfig {
        memory_kib: 64,
        iterations: 1,
        parallelism: 1,
    };

    fn hasher(config: PasswordConfig) -> PasswordHasher {
        PasswordHasher::with_limits(&config, 1, |_| 1).unwrap()
    }

    #[test]
    fn as_many_may_wait_as_have_patience() {
        let queue = |millis, running| super::queue(Duration::from_millis(millis), running);
        assert_eq!((queue(20, 1), queue(20, 2)), (400, 800));
        assert_eq!((queue(20, 64), queue(0, 1)), (1024, 1024));
        assert_eq!(queue(60_000, 1), 32);
    }

    fn password(text: &str) -> Password {
        Password::parse(text.to_owned()).unwrap()
    }

    #[test]
    fn hashes_say_how_they_were_made() {
        let config = PasswordConfig {
            memory_kib: 72,
            iterations: 3,
            parallelism: 2,
        };
        assert!(
            hasher(config)
                .decoy
                .to_string()
                .starts_with("$argon2id$v=19$m=72,t=3,p=2$")
        );
    }

    #[test]
    fn impossible_parameters_are_refused() {
        let config = PasswordConfig {
            memory_kib: 1,
            ..CHEAP
        };
        assert!(PasswordHasher::new(&config).is_err());
    }

    #[tokio::test]
    async fn only_the_right_password_is_accepted() {
        let hasher = hasher(CHEAP);
        let stored = hasher.hash(password(" right horse ")).await.unwrap();
        let verify = |typed: &str| hasher.verify(typed.to_owned(), Some(stored.clone()));
        assert!(verify(" right horse ").await.unwrap());
        assert!(!verify("right horse").await.unwrap());
        assert!(!verify("").await.unwrap());
        assert!(!verify(&"x".repeat(1_000)).await.unwrap());
    }

    #[tokio::test]
    async fn without_a_readable_hash_nothing_is_accepted() {
        let hasher = hasher(CHEAP);
        let incomplete = "$argon2id$v=19$m=64,t=1,p=1".to_owned();
        for stored in [
            None,
            Some(String::new()),
            Some("!".to_owned()),
            Some(incomplete),
        ] {
            assert!(!hasher.verify("whatever".to_owned(), stored).await.unwrap());
        }
    }

    #[tokio::test]
    async fn the_same_password_never_hashes_the_same() {
        let hasher = hasher(CHEAP);
        let first = hasher.hash(password("right horse")).await.unwrap();
        let second = hasher.hash(password("right horse")).await.unwrap();
        assert_ne!(first, second);
    }

    #[tokio::test]
    async fn other_parameters_make_a_hash_outdated() {
        let old = hasher(CHEAP);
        let new = hasher(PasswordConfig {
            iterations: 2,
            ..CHEAP
        });
        let stored = old.hash(password("right horse")).await.unwrap();
        assert!(!old.is_outdated(&stored));
        assert!(new.is_outdated(&stored));
        assert!(
            new.verify("right horse".to_owned(), Some(stored))
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn a_full_queue_is_busy_at_once() {
        let hasher = hasher(CHEAP);
        let running = (hasher.queue().unwrap(), hasher.turn().await.unwrap());
        let mut waiting = Box::pin(hasher.hash(password("right horse")));
        assert!(futures::poll!(&mut waiting).is_pending());
        let refused = hasher.verify("right horse".to_owned(), None).await;
        assert!(matches!(refused, Err(HashError::Busy)));
        drop(running);
        waiting.await.unwrap();
        assert!(hasher.hash(password("right horse")).await.is_ok());
        let stats = HashStats {
            computed: 2,
            turned_away: 1,
        };
        assert_eq!(hasher.stats(), stats);
    }

    #[tokio::test]
    async fn a_panic_ends_its_own_hash_alone() {
        let hasher = hasher(CHEAP);
        let place = hasher.queue().unwrap();
        let failed = hasher.run(place, |_| -> password_hash::Result<()> {
            panic!("on purpose")
        });
        assert!(matches!(failed.await, Err(HashError::Fault(_))));
        assert!(hasher.hash(password("right horse")).await.is_ok());
    }

    #[tokio::test]
    async fn whoever_has_gone_is_not_waited_for() {
        let hasher = hasher(CHEAP);
        let running = (hasher.queue().unwrap(), hasher.turn().await.unwrap());
        let mut gone = Box::pin(hasher.hash(password("right horse")));
        assert!(futures::poll!(&mut gone).is_pending());
        drop(gone);
        let mut next = Box::pin(hasher.hash(password("right horse")));
        assert!(
            futures::poll!(&mut next).is_pending(),
            "there is room again"
        );
        drop(running);
        next.await.unwrap();
        assert_eq!(hasher.stats().computed, 1);
    }
}
