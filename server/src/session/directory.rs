//! All sessions: who has which, and how one ends for good.

use std::{collections::HashSet, fmt, time::Duration};

use async_trait::async_trait;
use http::HeaderMap;
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store,
};

use super::{Holder, RedisSessionStore, SessionKey, cookie::session_id, ended};
use crate::{config::SessionConfig, db::Pool};

/// The sessions in Redis, and in PostgreSQL those that have ended.
///
/// What ends a session is written to both, and one of them is enough: what Redis has forgotten is gone, and what PostgreSQL
/// knows to have ended is never taken for a session again, even if Redis was away and still has it.
#[derive(Clone)]
pub struct Sessions {
    redis: RedisSessionStore,
    pool: Pool,
    longest: Duration,
}

/// A session that somebody is logged in by. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// Its name.
    pub key: SessionKey,
    /// What it is used with, as noted at the log-in.
    pub device: String,
    /// When it began.
    pub began: i64,
    /// The last visit that was noted.
    pub seen: i64,
}

impl Sessions {
    /// The sessions in `redis`, of which none lasts more than `longest`.
    pub fn new(redis: RedisSessionStore, pool: Pool, longest: Duration) -> Self {
        Self {
            redis,
            pool,
            longest,
        }
    }

    /// Whom the session belongs to that a request with these headers names; nothing for a guest. It is no visit: nothing is
    /// put off by it.
    pub async fn holder(
        &self,
        headers: &HeaderMap,
        config: &SessionConfig,
    ) -> anyhow::Result<Option<Holder>> {
        let Some(id) = session_id(headers, config) else {
            return Ok(None);
        };
        let key = SessionKey::of(id);
        let contents = self.redis.contents(key).await?;
        Ok(contents.map(|contents| Holder {
            user_id: contents.user_id,
            epoch: contents.epoch,
            key,
        }))
    }

    /// What somebody is logged in by, the last used first: all sessions of the account that began in this epoch of it.
    pub async fn open(&self, user_id: i64, epoch: i32) -> anyhow::Result<Vec<OpenSession>> {
        let mut found = self.redis.of_account(user_id).await?;
        let ended = self.ended(found.iter().map(|(key, _)| *key)).await?;
        found.retain(|(key, contents)| contents.epoch == epoch && !ended.contains(key));
        let mut open: Vec<_> = found
            .into_iter()
            .map(|(key, contents)| OpenSession {
                key,
                device: contents.device,
                began: contents.began,
                seen: contents.seen,
            })
            .collect();
        open.sort_by_key(|session| std::cmp::Reverse((session.seen, session.began)));
        Ok(open)
    }

    /// Ends one session, once and for all.
    pub async fn end(&self, key: SessionKey) -> session_store::Result<()> {
        let (noted, deleted) = tokio::join!(self.note_end(key), self.redis.delete_key(key));
        match (noted, deleted) {
            (Ok(()), Ok(())) => Ok(()),
            (Ok(()), Err(error)) => {
                tracing::warn!(%error, "a session was ended in PostgreSQL only");
                Ok(())
            }
            (Err(error), Ok(())) => {
                tracing::warn!(%error, "a session was ended in Redis only");
                Ok(())
            }
            (Err(_), Err(error)) => Err(error),
        }
    }

    /// Whether Redis says that it has no such session any more. A Redis that says nothing does not.
    pub(super) async fn is_gone(&self, key: SessionKey) -> bool {
        matches!(self.redis.has(key).await, Ok(false))
    }

    async fn note_end(&self, key: SessionKey) -> anyhow::Result<()> {
        let mut connection = self.pool.get().await?;
        Ok(ended::end(&mut connection, key, self.longest).await?)
    }

    async fn ended(
        &self,
        keys: impl Iterator<Item = SessionKey>,
    ) -> anyhow::Result<HashSet<SessionKey>> {
        let mut connection = self.pool.get().await?;
        Ok(ended::among(&mut connection, keys).await?)
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        self.redis.create(record).await
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        self.redis.save(record).await
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        self.redis.load(id).await
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.end(SessionKey::of(*id)).await
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Sessions")
            .field("redis", &self.redis)
            .finish_non_exhaustive()
    }
}
