//! Letters on their way: found out, written and sent in the background.
//!
//! What an answer must not tell (whether an address is known) is looked up here as well, so that the answer takes the same
//! time either way. The number of letters under way is limited: who comes on top of that is told so at once.

use std::{fmt, sync::Arc, time::Duration};

use tokio::sync::Semaphore;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{Letter, Mailer};

/// Letters that may be under way.
const QUEUE: usize = 256;

/// Letters that are written or handed over at once.
const RUNNING: usize = 4;

/// Pauses after which a letter is handed over again that was not taken.
const PAUSES: [Duration; 3] = [
    Duration::from_secs(2),
    Duration::from_secs(15),
    Duration::from_mins(1),
];

/// As many letters as allowed are under way; later there will be room.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("too many letters are under way")]
pub struct OutboxFull;

/// The letters of a server that are under way. Cheap to clone; clones share them.
#[derive(Clone)]
pub struct Outbox(Arc<Shared>);

struct Shared {
    mailer: Mailer,
    /// One permit for each letter under way.
    admitted: Arc<Semaphore>,
    /// One permit for each letter being written or handed over.
    running: Semaphore,
    tasks: TaskTracker,
    ended: CancellationToken,
}

impl Outbox {
    /// Hands letters over to `mailer`.
    pub fn new(mailer: Mailer) -> Self {
        Self(Arc::new(Shared {
            mailer,
            admitted: Arc::new(Semaphore::new(QUEUE)),
            running: Semaphore::new(RUNNING),
            tasks: TaskTracker::new(),
            ended: CancellationToken::new(),
        }))
    }

    /// Sends the letter that `write` comes to, if it comes to one. Neither is waited for; the log tells of failures.
    pub fn post<W>(&self, write: W) -> Result<(), OutboxFull>
    where
        W: Future<Output = anyhow::Result<Option<Letter>>> + Send + 'static,
    {
        let admitted = Arc::clone(&self.0.admitted);
        let place = admitted.try_acquire_owned().map_err(|_| OutboxFull)?;
        let shared = Arc::clone(&self.0);
        self.0.tasks.spawn(async move {
            shared.write_and_send(write).await;
            drop(place);
        });
        Ok(())
    }

    /// Sends `letter`.
    pub fn send(&self, letter: Letter) -> Result<(), OutboxFull> {
        self.post(async move { Ok(Some(letter)) })
    }

    /// Returns once nothing is under way any more.
    pub async fn idle(&self) {
        self.0.tasks.close();
        self.0.tasks.wait().await;
    }

    /// Hands over what is under way, and ends. Takes `patience` at most; what a mail server does not take in that time
    /// is lost, and the log says how much.
    pub async fn finish(&self, patience: Duration) {
        self.0.ended.cancel();
        if tokio::time::timeout(patience, self.idle()).await.is_err() {
            let letters = self.0.tasks.len();
            tracing::warn!(letters, "stopping before all mail was sent");
        }
    }
}

impl Shared {
    async fn write_and_send(&self, write: impl Future<Output = anyhow::Result<Option<Letter>>>) {
        match self.in_turn(write).await {
            Ok(Some(letter)) => self.send(&letter).await,
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "a mail could not be written"),
        }
    }

    async fn send(&self, letter: &Letter) {
        let subject = letter.subject;
        for pause in PAUSES {
            match self.in_turn(self.mailer.send(letter)).await {
                Ok(()) => return tracing::debug!(subject, "sent a mail"),
                Err(error) if error.may_pass() => {
                    tracing::warn!(%error, subject, ?pause, "a mail will be sent again");
                }
                Err(error) => return tracing::error!(%error, subject, "a mail was refused"),
            }
            // A server that stops tries again at once.
            let pause = tokio::time::sleep(pause);
            let _: Option<()> = self.ended.run_until_cancelled(pause).await;
        }
        match self.in_turn(self.mailer.send(letter)).await {
            Ok(()) => tracing::debug!(subject, "sent a mail"),
            Err(error) => tracing::error!(%error, subject, "a mail could not be sent"),
        }
    }

    /// Does `work` when it is its turn: a letter that waits to be handed over again holds up no other.
    async fn in_turn<T>(&self, work: impl Future<Output = T>) -> T {
        // The semaphore is never closed, so there always is a permit in the end.
        let _place = self.running.acquire().await;
        work.await
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbox")
            .field("under_way", &self.0.tasks.len())
            .finish_non_exhaustive()
    }
}
