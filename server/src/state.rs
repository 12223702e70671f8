//! The long-lived parts of a running server.

use std::{ops::Deref, sync::Arc};

use anyhow::Context as _;
use axum::extract::FromRef;
use cache::{Cache, Counts, Link, LinkConfig};
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;

use crate::{
    accounts::{PasswordHasher, handlers::AccountsState},
    config::{Config, redact},
    db::{self, Pool},
    session::RedisSessionStore,
};

/// The long-lived parts of a running server, made once and shared by all requests. Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Services>);

/// What an [`AppState`] shares.
pub struct Services {
    /// What was set when the server started.
    pub config: Config,
    /// Connections to PostgreSQL.
    pub pool: Pool,
    /// The cache's way to Redis.
    pub redis: Link,
    /// What was read from the catalogue, kept.
    pub cache: Cache,
    /// How often pages were asked for, on the way to PostgreSQL.
    pub counts: Counts,
    /// Who is logged in.
    pub sessions: RedisSessionStore,
    /// Hashes and checks passwords.
    pub hasher: Arc<PasswordHasher>,
    /// Cancelled when the server is told to stop: endless streams must end then.
    pub shutdown: CancellationToken,
}

impl Deref for AppState {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.0
    }
}

/// What signing up and logging in need.
impl FromRef<AppState> for AccountsState {
    fn from_ref(state: &AppState) -> Self {
        Self {
            pool: state.pool.clone(),
            hasher: Arc::clone(&state.hasher),
        }
    }
}

impl AppState {
    /// Prepares everything and connects to nothing, so that a server starts while PostgreSQL or
    /// Redis is away.
    pub fn new(config: Config) -> anyhow::Result<Self> {
        let patience = LinkConfig {
            deadline: config.redis.deadline,
            ..LinkConfig::default()
        };
        let redis = Link::lazy(&config.redis.url, patience).context("REDIS_URL cannot be used")?;
        let sessions = RedisSessionStore::lazy(config.redis.session_url(), &config.session)
            .context("the URL of the sessions' Redis cannot be used")?;
        let epoch = cache_epoch(&config.database.url);
        Ok(Self(Arc::new(Services {
            pool: db::pool(&config.database)?,
            cache: Cache::new(redis.clone(), &epoch),
            counts: Counts::new(redis.clone(), &format!("pages:{epoch}")),
            redis,
            sessions,
            hasher: Arc::new(PasswordHasher::new(&config.password)?),
            shutdown: CancellationToken::new(),
            config,
        })))
    }
}

/// Keeps apart what belongs to different databases behind one Redis.
fn cache_epoch(database_url: &str) -> String {
    let digest = Sha256::digest(redact(database_url));
    let mark = digest
        .iter()
        .take(8)
        .fold(0_u64, |mark, byte| mark << 8 | u64::from(*byte));
    format!("{mark:016x}")
}
