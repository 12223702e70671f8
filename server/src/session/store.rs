//! Sessions in Redis, for tower-sessions, and a list of each account's.

use std::fmt;

use async_trait::async_trait;
use cache::{Link, LinkConfig, LinkError};
use futures::future::try_join_all;
use redis::{Cmd, FromRedisValue};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{self, Error},
};

use super::{
    SessionKey,
    contents::{self, Contents},
    record,
};
use crate::{
    config::SessionConfig,
    telemetry::{self, Step},
};

/// Ids are 128 random bits: a second attempt is already a miracle.
const CREATE_ATTEMPTS: usize = 4;

/// Most sessions of one account that are listed, the last to end first.
const LISTED: usize = 100;

/// Keeps each session as one key, `{prefix}{hex SHA-256 of the cookie's value}`, which Redis drops when the session
/// expires. Who reads Redis cannot make a cookie of what stands there.
///
/// Beside them stands a sorted set for each account, `{prefix}of:{account}`: its sessions' keys by the time they expire. It
/// may name sessions that have ended, and none that has not is missing.
#[derive(Clone)]
pub struct RedisSessionStore {
    link: Link,
    prefix: String,
}

impl RedisSessionStore {
    /// Before every key of a session.
    pub const PREFIX: &'static str = "vitrine:session:";

    /// The store of the Redis at `url`, by a link of its own: it may wait longer for a session than
    /// others wait for the cache. Connects on first use.
    pub fn lazy(url: &str, config: &SessionConfig) -> Result<Self, LinkError> {
        let link = LinkConfig {
            deadline: config.deadline,
            ..LinkConfig::default()
        };
        Ok(Self::new(Link::lazy(url, link)?, Self::PREFIX))
    }

    /// A store over `link`, whose deadline bounds each of its operations.
    pub fn new(link: Link, prefix: impl Into<String>) -> Self {
        let prefix = prefix.into();
        Self { link, prefix }
    }

    /// The sessions of an account that have not expired, the last to end first.
    pub(super) async fn of_account(
        &self,
        user_id: i64,
    ) -> session_store::Result<Vec<(SessionKey, Contents)>> {
        let mut newest = redis::cmd("ZRANGE");
        newest.arg(self.list(user_id)).arg("+inf").arg(now());
        newest.arg("BYSCORE").arg("REV").arg("LIMIT");
        newest.arg(0).arg(LISTED);
        let keys: Vec<String> = self.run(&newest).await?;
        let keys = keys.iter().filter_map(|hex| SessionKey::parse(hex));
        let found = keys.map(async |key| Ok::<_, Error>((key, self.contents(key).await?)));
        let found = try_join_all(found).await?.into_iter();
        Ok(found
            .filter_map(|(key, contents)| contents.map(|contents| (key, contents)))
            .filter(|(_, contents)| contents.user_id == user_id)
            .collect())
    }

    /// Deletes a session; that it was not there is no error.
    pub(super) async fn delete_key(&self, key: SessionKey) -> session_store::Result<()> {
        let mut delete = redis::cmd("DEL");
        delete.arg(self.name(key));
        self.run::<u64>(&delete).await.map(drop)
    }

    /// Whether there is a session of this name.
    pub(super) async fn has(&self, key: SessionKey) -> session_store::Result<bool> {
        Ok(self.value(key).await?.is_some())
    }

    pub(super) async fn contents(
        &self,
        key: SessionKey,
    ) -> session_store::Result<Option<Contents>> {
        let value = self.value(key).await?;
        let data = value.and_then(|value| record::data(&value).ok());
        Ok(data
            .and_then(|mut data| data.remove(contents::NAME))
            .and_then(Contents::read))
    }

    async fn value(&self, key: SessionKey) -> session_store::Result<Option<Vec<u8>>> {
        let mut get = redis::cmd("GET");
        get.arg(self.name(key));
        match telemetry::step(Step::Session, "redis", self.link.run(&get)).await {
            Err(error) if is_wrong_type(&error) => Ok(Some(Vec::new())),
            answer => answer.map_err(backend_error),
        }
    }

    /// Writes the record if the key is there (`XX`) or is not (`NX`); whether it did.
    async fn set(&self, record: &Record, condition: &str) -> session_store::Result<bool> {
        let value = record::encode(record).map_err(|error| Error::Encode(error.to_string()))?;
        let mut command = redis::cmd("SET");
        command
            .arg(self.name(SessionKey::of(record.id)))
            .arg(value)
            .arg(condition)
            .arg("PXAT")
            .arg(record::unix_millis(record.expiry_date));
        let written = self.run(&command).await?;
        if written {
            self.enlist(record).await?;
        }
        Ok(written)
    }

    /// Names the session in its account's list, and forgets there which have expired.
    async fn enlist(&self, record: &Record) -> session_store::Result<()> {
        let contents = record.data.get(contents::NAME).cloned();
        let Some(contents) = contents.and_then(Contents::read) else {
            return Ok(());
        };
        let list = self.list(contents.user_id);
        let mut add = redis::cmd("ZADD");
        add.arg(&list)
            .arg(record::unix_millis(record.expiry_date))
            .arg(SessionKey::of(record.id).to_string());
        let mut forget = redis::cmd("ZREMRANGEBYSCORE");
        forget.arg(&list).arg("-inf").arg(now());
        // What was renewed may end before others in the list do, but none of them lasts longer than it might have.
        let longest = contents.ends.saturating_sub(contents.began);
        let mut keep = redis::cmd("EXPIRE");
        keep.arg(&list).arg(longest);
        self.run::<i64>(&add).await?;
        self.run::<i64>(&forget).await?;
        self.run::<i64>(&keep).await.map(drop)
    }

    fn name(&self, key: SessionKey) -> String {
        format!("{}{key}", self.prefix)
    }

    fn list(&self, user_id: i64) -> String {
        format!("{}of:{user_id}", self.prefix)
    }

    async fn run<T: FromRedisValue>(&self, command: &Cmd) -> session_store::Result<T> {
        let answer = telemetry::step(Step::Session, "redis", self.link.run(command));
        answer.await.map_err(backend_error)
    }
}

#[async_trait]
impl SessionStore for RedisSessionStore {
    /// Never takes over a key that is there: on a collision the record gets another id.
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        for _ in 0..CREATE_ATTEMPTS {
            if self.set(record, "NX").await? {
                return Ok(());
            }
            record.id = Id::default();
        }
        Err(Error::Backend("no free session id found".to_owned()))
    }

    /// Never brings back a session that was ended while the request held it: that is an error.
    async fn save(&self, record: &Record) -> session_store::Result<()> {
        if self.set(record, "XX").await? {
            Ok(())
        } else {
            Err(Error::Backend("the session has ended".to_owned()))
        }
    }

    /// A value that is no session of ours is dropped and counts as absent.
    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let key = SessionKey::of(*id);
        let Some(value) = self.value(key).await? else {
            return Ok(None);
        };
        match record::decode(*id, &value) {
            Ok(record) => Ok(Some(record)),
            Err(error) => {
                tracing::warn!(%error, "dropping an unreadable session");
                self.delete_key(key).await?;
                Ok(None)
            }
        }
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.delete_key(SessionKey::of(*id)).await
    }
}

/// Milliseconds since 1970.
fn now() -> i64 {
    record::unix_millis(time::OffsetDateTime::now_utc())
}

fn backend_error(error: LinkError) -> Error {
    Error::Backend(error.to_string())
}

/// The key holds a list, a hash or the like.
fn is_wrong_type(error: &LinkError) -> bool {
    matches!(error, LinkError::Redis(reply) if reply.code() == Some("WRONGTYPE"))
}

impl fmt::Debug for RedisSessionStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RedisSessionStore")
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}
