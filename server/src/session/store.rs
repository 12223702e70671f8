//! Sessions in Redis, for tower-sessions.

use std::fmt;

use async_trait::async_trait;
use cache::{Link, LinkConfig, LinkError};
use redis::{Cmd, FromRedisValue};
use sha2::{Digest, Sha256};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{self, Error},
};

use super::record;
use crate::config::SessionConfig;

/// Ids are 128 random bits: a second attempt is already a miracle.
const CREATE_ATTEMPTS: usize = 4;

/// Keeps each session as one key, `{prefix}{hex SHA-256 of the cookie's value}`, which Redis
/// drops when the session expires. Who reads Redis cannot make a cookie of what stands there.
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

    fn key(&self, id: Id) -> String {
        let hash = Sha256::digest(id.to_string());
        let digits = hash.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
        let hex = digits.filter_map(|digit| char::from_digit(digit.into(), 16));
        self.prefix.chars().chain(hex).collect()
    }

    /// Writes the record if the key is there (`XX`) or is not (`NX`); whether it did.
    async fn set(&self, record: &Record, condition: &str) -> session_store::Result<bool> {
        let value = record::encode(record).map_err(|error| Error::Encode(error.to_string()))?;
        let mut command = redis::cmd("SET");
        command
            .arg(self.key(record.id))
            .arg(value)
            .arg(condition)
            .arg("PXAT")
            .arg(record::unix_millis(record.expiry_date));
        self.run(&command).await
    }

    async fn run<T: FromRedisValue>(&self, command: &Cmd) -> session_store::Result<T> {
        self.link.run(command).await.map_err(backend_error)
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
        let mut get = redis::cmd("GET");
        get.arg(self.key(*id));
        let unreadable = match self.link.run::<Option<Vec<u8>>>(&get).await {
            Ok(None) => return Ok(None),
            Ok(Some(value)) => match record::decode(*id, &value) {
                Ok(record) => return Ok(Some(record)),
                Err(error) => error.to_string(),
            },
            Err(error) if is_wrong_type(&error) => error.to_string(),
            Err(error) => return Err(backend_error(error)),
        };
        tracing::warn!(error = unreadable, "dropping an unreadable session");
        self.delete(id).await?;
        Ok(None)
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        let mut delete = redis::cmd("DEL");
        delete.arg(self.key(*id));
        self.run::<u64>(&delete).await.map(drop)
    }
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
