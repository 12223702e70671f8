//! Noticing that a session has ended while an answer to it still runs.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use diesel::{QueryableByName, sql_types::Text};
use tokio_util::sync::CancellationToken;

use super::{Holder, SessionKey, Sessions};
use crate::db::{Bind, DbError, Pool, Statement};

/// Between two looks: an answer goes on for no longer than that after the session has ended.
const PAUSE: Duration = Duration::from_secs(2);

/// Which of these have ended, each alone or with all of the account.
const ENDED: &str = "\
    SELECT held.key FROM unnest($1::text[], $2::bigint[], $3::int[]) AS held(key, user_id, epoch) \
    WHERE NOT EXISTS (SELECT FROM users WHERE id = held.user_id AND session_epoch = held.epoch) \
       OR EXISTS (SELECT FROM ended_sessions WHERE ended_sessions.key = decode(held.key, 'hex'))";

/// Looks after the sessions of answers that have no end of their own: one statement for all of them. Cheap to clone;
/// clones are the same.
///
/// While neither PostgreSQL nor Redis says that a session has ended, it goes on: the panel is looked at most when one of
/// them is away.
#[derive(Clone)]
pub struct Vigil(Arc<Inner>);

struct Inner {
    pool: Pool,
    sessions: Sessions,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    last: u64,
    sessions: HashMap<u64, (Holder, CancellationToken)>,
    looking: bool,
}

/// An answer whose session is looked after until this is dropped.
pub struct Watched {
    vigil: Vigil,
    number: u64,
    ended: CancellationToken,
}

impl Watched {
    /// Returns once the session has ended.
    pub async fn ended(&self) {
        self.ended.cancelled().await;
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.vigil.kept().sessions.remove(&self.number);
    }
}

impl Vigil {
    /// Looks after nobody yet.
    pub fn new(pool: Pool, sessions: Sessions) -> Self {
        Self(Arc::new(Inner {
            pool,
            sessions,
            kept: Mutex::default(),
        }))
    }

    /// Looks after this session.
    pub fn watch(&self, holder: Holder) -> Watched {
        let ended = CancellationToken::new();
        let mut kept = self.kept();
        kept.last += 1;
        let number = kept.last;
        kept.sessions.insert(number, (holder, ended.clone()));
        if !std::mem::replace(&mut kept.looking, true) {
            tokio::spawn(self.clone().keep_looking());
        }
        Watched {
            vigil: self.clone(),
            number,
            ended,
        }
    }

    async fn keep_looking(self) {
        loop {
            tokio::time::sleep(PAUSE).await;
            let holders = {
                let mut kept = self.kept();
                if kept.sessions.is_empty() {
                    kept.looking = false;
                    return;
                }
                let held = kept.sessions.values();
                held.map(|(holder, _)| (holder.key, *holder)).collect()
            };
            let ended = self.ended(&holders).await;
            for (holder, token) in self.kept().sessions.values() {
                if ended.contains(&holder.key) {
                    token.cancel();
                }
            }
        }
    }

    async fn ended(&self, holders: &HashMap<SessionKey, Holder>) -> HashSet<SessionKey> {
        let said = self.ended_in_postgres(holders).await;
        let mut ended = said.unwrap_or_else(|error| {
            tracing::debug!(%error, "cannot tell which sessions have ended");
            HashSet::new()
        });
        for key in holders.keys() {
            if !ended.contains(key) && self.0.sessions.is_gone(*key).await {
                ended.insert(*key);
            }
        }
        ended
    }

    async fn ended_in_postgres(
        &self,
        holders: &HashMap<SessionKey, Holder>,
    ) -> Result<HashSet<SessionKey>, DbError> {
        let each = || holders.values();
        let binds = vec![
            Bind::Texts(Some(each().map(|one| one.key.to_string()).collect())),
            Bind::BigInts(each().map(|one| one.user_id).collect()),
            Bind::Ints(Some(each().map(|one| one.epoch).collect())),
        ];
        let statement = Statement::new("session.watched", ENDED, binds);
        let rows: Vec<Ended> = statement.load(&self.0.pool).await?;
        let keys = rows.iter().map(|row| SessionKey::parse(&row.key));
        Ok(keys.flatten().collect())
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(QueryableByName)]
struct Ended {
    #[diesel(sql_type = Text)]
    key: String,
}
