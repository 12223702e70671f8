//! Changes through Redis: a stream for each epoch, capped, trusted by nobody.

use std::{sync::Arc, time::Duration};

use cache::{Dedicated, Link, LinkError};
use futures::future::join_all;
use redis::Cmd;

use super::{
    Shared,
    log::Logged,
    message::{Fields, Message, decode, encode},
};

/// Messages that are kept, about: whoever missed more reads PostgreSQL, as whoever missed one does.
const MOST_MESSAGES: u32 = 10_000;

/// Messages read at once.
const BATCH: u32 = 200;

/// How long Redis holds a read that finds nothing new.
const BLOCK: Duration = Duration::from_millis(500);

/// Time for any answer beyond that.
const DEADLINE: Duration = Duration::from_secs(1);

/// Pause before connecting anew.
const BACKOFF: Duration = Duration::from_millis(200);

/// Messages by the stream's own numbers.
type Entries = Vec<(String, Fields)>;

fn key(epoch: &str) -> String {
    format!("vitrine:{{changes}}:{epoch}")
}

/// Sends changes to all who follow the stream. Nothing is lost if that fails: they are in PostgreSQL.
pub(super) async fn publish(link: &Link, changes: &[Logged]) {
    if changes.is_empty() {
        return;
    }
    let appended = join_all(changes.iter().map(|logged| append(link, logged))).await;
    if let Some(Err(error)) = appended.into_iter().find(Result::is_err) {
        tracing::debug!(%error, "changes were not sent through Redis");
    }
}

async fn append(link: &Link, logged: &Logged) -> Result<(), LinkError> {
    let mut command = redis::cmd("XADD");
    command
        .arg(key(&logged.epoch))
        .arg(&["MAXLEN", "~"])
        .arg(MOST_MESSAGES)
        .arg("*")
        .arg(encode(logged));
    link.run(&command).await
}

/// The last message of the epoch's stream, if there is a whole one.
pub(super) async fn last_message(link: &Link, epoch: &str) -> Result<Option<Message>, LinkError> {
    let entries: Entries = link.run(&last_entry(&key(epoch))).await?;
    Ok(entries
        .first()
        .and_then(|(_, fields)| decode(epoch, fields)))
}

fn last_entry(key: &str) -> Cmd {
    let mut command = redis::cmd("XREVRANGE");
    command.arg(key).arg(&["+", "-", "COUNT", "1"]);
    command
}

/// Reads the stream and applies what comes.
pub(super) struct Follower {
    shared: Arc<Shared>,
}

impl Follower {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Follows until the instance stops.
    pub(super) async fn run(self) {
        let shutdown = self.shared.shutdown.clone();
        let following = async {
            let mut joined = self.shared.joined.subscribe();
            // The sender lives as long as `self`.
            let _ = joined.wait_for(|joined| *joined).await;
            loop {
                let ended = self.follow().await;
                self.shared.board.set_redis(false);
                if let Err(error) = ended {
                    tracing::debug!(%error, "changes do not come through Redis");
                    tokio::time::sleep(BACKOFF).await;
                }
            }
        };
        shutdown.run_until_cancelled(following).await;
    }

    /// Follows the stream of one epoch on one connection, until either ends.
    async fn follow(&self) -> Result<(), LinkError> {
        let epoch = self.shared.applier.arrived().epoch;
        let key = key(&epoch);
        let mut connection = self.shared.link.dedicated().await?;
        let mut seen = last_id(&mut connection, &key).await?;
        self.shared.board.set_redis(true);
        // What was sent until now is not in what will be read.
        self.shared.behind.notify_one();
        while self.shared.applier.arrived().epoch == epoch {
            let entries = read(&mut connection, &key, &seen).await?;
            if entries.is_empty() {
                // After a loss of data the numbers may have gone back, and nothing would ever be newer.
                let last = last_id(&mut connection, &key).await?;
                if last != seen {
                    seen = last;
                    self.shared.behind.notify_one();
                }
            }
            for (id, fields) in entries {
                if let Some(message) = decode(&epoch, &fields) {
                    self.take(message);
                }
                seen = id;
            }
        }
        Ok(())
    }

    fn take(&self, message: Message) {
        let known = match message {
            Message::Whole(logged) => self.shared.applier.receive(&[logged]),
            Message::Hint(position, _) => self.shared.applier.arrived().position >= position,
        };
        if !known {
            self.shared.behind.notify_one();
        }
    }
}

async fn last_id(connection: &mut Dedicated, key: &str) -> Result<String, LinkError> {
    let entries: Entries = connection.run(&last_entry(key), DEADLINE).await?;
    let last = entries.into_iter().next();
    Ok(last.map_or_else(|| "0-0".to_owned(), |(id, _)| id))
}

async fn read(connection: &mut Dedicated, key: &str, seen: &str) -> Result<Entries, LinkError> {
    let mut command = redis::cmd("XREAD");
    command
        .arg("COUNT")
        .arg(BATCH)
        .arg("BLOCK")
        .arg(u64::try_from(BLOCK.as_millis()).unwrap_or(u64::MAX))
        .arg(&["STREAMS", key, seen]);
    let streams: Option<Vec<(String, Entries)>> =
        connection.run(&command, BLOCK + DEADLINE).await?;
    Ok(streams
        .into_iter()
        .flatten()
        .flat_map(|(_, entries)| entries)
        .collect())
}
