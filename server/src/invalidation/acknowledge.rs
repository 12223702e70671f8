//! A writer's wait until no instance shows what was before its change.

use std::{fmt, time::Duration};

use cache::{Link, Position};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Nullable, Text},
};
use diesel_async::AsyncPgConnection;
use futures::{FutureExt as _, future::BoxFuture};
use tokio::time::{Instant, sleep};

use super::{
    TransactionId,
    log::{self, Logged, unsigned},
    stream,
};
use crate::db::{Bind, DbError, Statement};

/// The longest a writer waits: leases end after two seconds, and so does the wait after a new epoch.
const PATIENCE: Duration = Duration::from_secs(5);

/// First pause between two looks at the leases; doubled up to the last.
const PAUSE: [Duration; 2] = [Duration::from_millis(1), Duration::from_millis(20)];

/// A change that every instance knows of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledged {
    /// Its place in the log; nothing if the transaction touched nothing that is kept anywhere.
    pub position: Option<Position>,
    /// How many tags it touched; nothing if everything.
    pub tags: Option<u64>,
    /// Instances that keep anything; all of them know of it.
    pub instances: u64,
    /// How long all of that took after the commit.
    pub took: Duration,
    /// For whom had to be waited.
    pub waited_for: Vec<String>,
}

/// The change is committed, but it is not known whether every instance knows of it yet. All will, shortly after
/// PostgreSQL can be used.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotAcknowledged {
    /// PostgreSQL could not be asked.
    #[error("the change is saved, but whether all see it cannot be told: {0}")]
    Database(#[from] DbError),
    /// Instances with a lease had not applied the change in time.
    #[error("the change is saved, but it is not seen everywhere yet: {0}")]
    Behind(Waited),
}

/// For whom was waited, and how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waited {
    pub instances: Vec<String>,
    pub took: Duration,
}

impl fmt::Display for Waited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.instances.join(", ");
        write!(f, "waited {:.1?} for {names}", self.took)
    }
}

#[derive(Debug, QueryableByName)]
struct Progress {
    #[diesel(sql_type = Nullable<BigInt>)]
    position: Option<i64>,
    /// Nothing if a change touched everything.
    #[diesel(sql_type = Nullable<BigInt>)]
    tags: Option<i64>,
    /// Whether changes of the transaction have no position yet.
    #[diesel(sql_type = Bool)]
    unnumbered: bool,
    /// Whether leases that are not in the table may still be in force: it may have come from a backup just now.
    #[diesel(sql_type = Bool)]
    young: bool,
    #[diesel(sql_type = Array<Text>)]
    behind: Vec<String>,
    /// Leases that are in force.
    #[diesel(sql_type = BigInt)]
    instances: i64,
}

/// Waits until every instance knows what the committed transaction `xid` changed, or cannot show anything from before.
///
/// Works by itself, whether or not an instance runs; with `link` the instances hear of the change through Redis, which
/// spares them a look into PostgreSQL. `connection` must not be in a transaction.
pub async fn acknowledge(
    connection: &mut AsyncPgConnection,
    link: Option<&Link>,
    xid: TransactionId,
) -> Result<Acknowledged, NotAcknowledged> {
    let publish = |changes: Vec<Logged>| {
        let publishing = async move {
            if let Some(link) = link {
                stream::publish(link, &changes).await;
            }
        };
        publishing.boxed()
    };
    acknowledge_with(connection, xid, &publish).await
}

/// Tells the instances of changes. Its future is boxed: the compiler does not see that a generic one may go to another thread.
pub(super) type Publish<'a> = dyn Fn(Vec<Logged>) -> BoxFuture<'a, ()> + Send + Sync + 'a;

/// As [`acknowledge`]; `publish` is given what was numbered on the way.
pub(super) async fn acknowledge_with(
    connection: &mut AsyncPgConnection,
    xid: TransactionId,
    publish: &Publish<'_>,
) -> Result<Acknowledged, NotAcknowledged> {
    let begun = Instant::now();
    let mut waited_for: Option<Vec<String>> = None;
    let [mut pause, longest] = PAUSE;
    publish(log::relay(connection).await?).await;
    loop {
        let progress = progress(connection, xid).await?;
        let took = begun.elapsed();
        if progress.unnumbered {
            publish(log::relay(connection).await?).await;
        } else if progress.behind.is_empty() && !progress.young || progress.position.is_none() {
            return Ok(Acknowledged {
                position: progress.position.map(unsigned),
                tags: progress.tags.map(unsigned),
                instances: unsigned(progress.instances),
                took,
                waited_for: waited_for.unwrap_or_default(),
            });
        } else {
            waited_for.get_or_insert_with(|| progress.behind.clone());
            sleep(pause).await;
            pause = longest.min(pause * 2);
        }
        if took > PATIENCE {
            let instances = progress.behind;
            return Err(NotAcknowledged::Behind(Waited { instances, took }));
        }
    }
}

async fn progress(
    connection: &mut AsyncPgConnection,
    xid: TransactionId,
) -> Result<Progress, DbError> {
    let rows: Vec<Progress> = Statement::new(
        "acknowledge.progress",
        "SELECT made.position, made.tags,
                EXISTS (SELECT FROM cache_outbox WHERE xid = $1) AS unnumbered,
                s.epoch_at > clock_timestamp() - interval '2 s' AS young,
                ARRAY(SELECT l.instance FROM cache_leases l
                      WHERE l.expires_at > clock_timestamp()
                        AND (l.epoch <> s.epoch OR l.applied < made.position)) AS behind,
                (SELECT count(*) FROM cache_leases l WHERE l.expires_at > clock_timestamp()) AS instances
         FROM cache_state s, LATERAL (
             SELECT max(position) AS position,
                    CASE WHEN bool_and(tags IS NOT NULL) THEN sum(cardinality(tags)) END AS tags
             FROM cache_log WHERE xid = $1
         ) AS made",
        vec![Bind::BigInt(Some(xid.number()))],
    )
    .load_on(connection)
    .await?;
    let gone = || DbError::Unavailable("the log of changes has no state".to_owned());
    rows.into_iter().next().ok_or_else(gone)
}
