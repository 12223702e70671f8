//! How this instance learns of every change to the catalogue, and how a writer learns that all instances have.
//!
//! PostgreSQL keeps the log of changes (`migrations/…_change_log`). An instance follows it in order and hands each change
//! to its [`TagClock`]; its member holds a lease, and a writer waits until each lease's holder has
//! applied its change, or the lease has ended. Redis only carries changes faster; whatever happens to it, what counts is
//! read from PostgreSQL.

mod acknowledge;
mod applier;
mod companion;
mod connection;
mod lease;
pub(crate) mod log;
mod member;
mod message;
mod relay;
mod rhythm;
mod status;
mod stream;
mod touched;
mod transaction_id;

use std::{sync::Arc, time::Duration};

use cache::{Link, TagClock};
use diesel_async::AsyncPgConnection;
use futures::FutureExt as _;
use rand::random;
use tokio::sync::{Notify, watch};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub use self::{
    acknowledge::{Acknowledged, NotAcknowledged, Waited, acknowledge},
    companion::{Alone, Companion, Origin},
    status::{LastChange, Status},
    touched::touched,
    transaction_id::TransactionId,
};
use crate::db::DbError;

use self::{applier::Applier, member::Member, relay::Relay, status::Board, stream::Follower};

/// Time the changes of others have to arrive here when somebody waits for them.
const SETTLE_PATIENCE: Duration = Duration::from_secs(1);

/// One instance's part in the log of changes. Cheap to clone; clones are the same part.
#[derive(Clone)]
pub struct Invalidation {
    shared: Arc<Shared>,
    tasks: TaskTracker,
}

/// What the tasks of one instance share.
struct Shared {
    database_url: String,
    /// Names this instance in the table of leases; another one each time it starts.
    instance: String,
    link: Link,
    applier: Applier,
    /// Called when changes are known to be missing here.
    behind: Notify,
    joined: watch::Sender<bool>,
    board: Board,
    shutdown: CancellationToken,
}

impl Invalidation {
    /// Prepares an instance's part; nothing is connected and nothing runs yet.
    ///
    /// `clock` is what follows the log, and `companion` goes with it; `link` sends changes through Redis. `shutdown` ends
    /// the part: the clock is no longer trusted then and the lease is given back.
    pub fn new(
        database_url: &str,
        link: Link,
        clock: TagClock,
        companion: Arc<dyn Companion>,
        shutdown: CancellationToken,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                database_url: database_url.to_owned(),
                instance: format!("{}-{:016x}", std::process::id(), random::<u64>()),
                link,
                applier: Applier::new(clock, companion),
                behind: Notify::new(),
                joined: watch::Sender::new(false),
                board: Board::default(),
                shutdown,
            }),
            tasks: TaskTracker::new(),
        }
    }

    /// Begins to follow, and to relay when no other instance does. Never fails: what is away is waited for, and the clock
    /// is not trusted meanwhile.
    pub fn start(&self) {
        let shared = Arc::clone(&self.shared);
        self.tasks.spawn(async move {
            let applying = shared.applier.run();
            let _: Option<()> = shared.shutdown.run_until_cancelled(applying).await;
        });
        self.tasks
            .spawn(Member::new(Arc::clone(&self.shared)).run());
        self.tasks.spawn(Relay::new(Arc::clone(&self.shared)).run());
        self.tasks
            .spawn(Follower::new(Arc::clone(&self.shared)).run());
        self.tasks.close();
    }

    /// Waits until the clock has joined the log for the first time; at most for `patience`. Whether it has.
    pub async fn joined(&self, patience: Duration) -> bool {
        let mut joined = self.shared.joined.subscribe();
        let joined = joined.wait_for(|joined| *joined);
        tokio::time::timeout(patience, joined).await.is_ok()
    }

    /// Waits until every instance knows what the committed transaction `xid` changed: from then on none shows what was
    /// before. See [`acknowledge()`].
    pub async fn acknowledge(
        &self,
        connection: &mut AsyncPgConnection,
        xid: TransactionId,
    ) -> Result<Acknowledged, NotAcknowledged> {
        let publish = |changes: Vec<log::Logged>| {
            let publishing = async move {
                self.shared.take_in(&changes);
                stream::publish(&self.shared.link, &changes).await;
            };
            publishing.boxed()
        };
        acknowledge::acknowledge_with(connection, xid, &publish).await
    }

    /// Waits until every change that was committed before the call is applied here; whether it is.
    pub async fn settle(&self, connection: &mut AsyncPgConnection) -> Result<bool, DbError> {
        loop {
            let changes = log::relay(connection).await?;
            if changes.is_empty() {
                break;
            }
            self.shared.take_in(&changes);
            stream::publish(&self.shared.link, &changes).await;
        }
        let (_, position) = log::position(connection).await?;
        Ok(self.shared.clock().reached(position, SETTLE_PATIENCE).await)
    }

    /// How this instance stands to the log.
    pub fn status(&self) -> Status {
        self.shared.board.status(self.shared.clock())
    }

    /// Waits until everything has ended after `shutdown`, so that the lease is given back; at most for `patience`.
    pub async fn stopped(&self, patience: Duration) {
        if tokio::time::timeout(patience, self.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!("the lease could not be given back; it ends by itself");
        }
    }
}

impl Shared {
    fn clock(&self) -> &TagClock {
        self.applier.clock()
    }

    /// Applies changes that were just numbered. If some before them are missing here, those are fetched.
    fn take_in(&self, changes: &[log::Logged]) {
        if let Some(last) = changes.last() {
            self.board.saw(last);
        }
        if !self.applier.receive(changes) {
            self.behind.notify_one();
        }
    }

    /// Waits a moment, or until the instance is to stop; whether it is.
    async fn pause(&self, duration: Duration) -> bool {
        tokio::time::timeout(duration, self.shutdown.cancelled())
            .await
            .is_ok()
    }
}
