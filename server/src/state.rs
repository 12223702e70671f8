//! The long-lived parts of a running server.

use std::{ops::Deref, sync::Arc};

use anyhow::Context as _;
use axum::extract::FromRef;
use cache::{Barrier, Cache, Counts, Link, LinkConfig, TagClock, View};
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;

use crate::{
    accounts::{Letters, PasswordHasher, handlers::AccountsState},
    backend::{CatalogBackend, CatalogWriter},
    config::{Config, redact},
    db::{self, Pool},
    imports::Imports,
    insight::performance::{ChangeLog, Live, Noting, Panel, Watching},
    invalidation::Invalidation,
    mail::{Mailer, Outbox},
    page_cache::Popular,
    photos::Photos,
    rate_limit::RateLimiter,
    replica::Replica,
    session::{RedisSessionStore, Sessions, Vigil},
    switches::{Switches, Switching},
    telemetry,
    warm::Warming,
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
    /// Which changes to the catalogue this instance knows of.
    pub clock: TagClock,
    /// Keeps the clock; writers ask it whether all know of their change. To be started by whoever serves.
    pub invalidation: Invalidation,
    /// What was read from the catalogue, kept.
    pub cache: Cache,
    /// Which parts of the cache are turned off.
    pub switches: Switches,
    /// Has popular pages made when somebody asks for it.
    pub warming: Warming,
    /// The catalogue in memory, which answers searches.
    pub replica: Replica,
    /// Which pages are asked for most.
    pub popular_pages: Popular,
    /// What was looked at and searched for, on the way to PostgreSQL.
    pub counts: Counts,
    /// Who is logged in.
    pub sessions: Sessions,
    /// Notices that sessions end.
    pub vigil: Vigil,
    /// What was measured of late.
    pub panel: Panel,
    /// What the panel has to ask others for.
    pub watching: Watching,
    /// Those who look at the panel.
    pub live: Live,
    /// How often each visitor asks.
    pub limits: RateLimiter,
    /// Hashes and checks passwords.
    pub hasher: Arc<PasswordHasher>,
    /// Letters on their way.
    pub outbox: Outbox,
    /// Files that are checked and imported.
    pub imports: Imports,
    /// Photographs that are received and drawn.
    pub photos: Photos,
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
            sessions: state.sessions.clone(),
            config: state.config.session.clone(),
            limits: state.limits.clone(),
            outbox: state.outbox.clone(),
            letters: Letters::new(&state.config.site.public_url),
        }
    }
}

impl Services {
    /// The catalogue as one request sees it: what is read holds every change known now.
    pub fn catalog(&self) -> CatalogBackend {
        self.catalog_of(self.cache.view())
    }

    /// Writes to the catalogue.
    pub fn writer(&self) -> CatalogWriter {
        CatalogWriter::new(
            self.pool.clone(),
            self.cache.clone(),
            self.invalidation.clone(),
        )
    }

    /// The stream in Redis through which the instances tell their figures.
    pub fn panel_stream(&self) -> String {
        format!("vitrine:panel:{}", mark(&self.config.database.url))
    }

    /// The catalogue through a view that somebody else looks at as well.
    pub fn catalog_of(&self, view: View) -> CatalogBackend {
        CatalogBackend::new(self.pool.clone(), view, self.replica.clone())
    }
}

impl AppState {
    /// Prepares everything and connects to nothing, so that a server starts while PostgreSQL or
    /// Redis is away.
    pub fn new(config: Config) -> anyhow::Result<Self> {
        Self::with_clock(config, TagClock::default())
    }

    /// As [`new`](Self::new), with a cache judged by `clock`: of somebody who knows all changes, or of a catalogue that
    /// does not change.
    pub fn with_clock(config: Config, clock: TagClock) -> anyhow::Result<Self> {
        let patience = LinkConfig {
            deadline: config.redis.deadline,
            ..LinkConfig::default()
        };
        let redis = Link::lazy(&config.redis.url, patience).context("REDIS_URL cannot be used")?;
        let sessions = RedisSessionStore::lazy(config.redis.session_url(), &config.session)
            .context("the URL of the sessions' Redis cannot be used")?;
        let longest = config.session.longest();
        let limits =
            RateLimiter::lazy(&config).context("the URL of the sessions' Redis cannot be used")?;
        let counts = format!("pages:{}", mark(&config.database.url));
        let shutdown = CancellationToken::new();
        let pool = db::pool(&config.database)?;
        let sessions = Sessions::new(sessions, pool.clone(), longest);
        let replica = Replica::new(pool.clone());
        let cache = Cache::new(redis.clone(), clock.clone(), config.cache.local_bytes);
        let switches = Switches::new(pool.clone(), cache.clone());
        let companion = Switching::new(Arc::new(replica.clone()), switches.clone());
        let changes = ChangeLog::default();
        let companion = Noting::new(Arc::new(companion), changes.clone());
        let invalidation = Invalidation::new(
            &config.database.url,
            redis.clone(),
            clock.clone(),
            Arc::new(companion),
            shutdown.clone(),
        );
        cache.witness_by(telemetry::witness);
        cache.validate_by(Arc::new(replica.clone()));
        let barrier = barrier(pool.clone(), invalidation.clone());
        cache.audit_by(config.cache.audit_one_in, barrier);
        Ok(Self(Arc::new(Services {
            clock,
            invalidation,
            cache,
            switches,
            warming: Warming::default(),
            popular_pages: Popular::default(),
            counts: Counts::new(redis.clone(), &counts),
            redis,
            replica,
            panel: Panel::new(changes),
            watching: Watching::default(),
            live: Live::default(),
            vigil: Vigil::new(pool.clone(), sessions.clone()),
            sessions,
            pool,
            limits,
            hasher: Arc::new(PasswordHasher::new(&config.password)?),
            outbox: Outbox::new(Mailer::new(&config.mail).context("VITRINE_MAIL cannot be used")?),
            imports: Imports::default(),
            photos: Photos::default(),
            shutdown,
            config,
        })))
    }
}

/// What the auditor waits for before it says that an entry was wrong.
fn barrier(pool: Pool, invalidation: Invalidation) -> Barrier {
    Arc::new(move || {
        let (pool, invalidation) = (pool.clone(), invalidation.clone());
        Box::pin(async move {
            let settled = async {
                let mut connection = pool.get().await?;
                invalidation.settle(&mut connection).await
            };
            settled.await.unwrap_or(false)
        })
    })
}

/// Keeps apart what belongs to different databases behind one Redis.
fn mark(database_url: &str) -> String {
    let digest = Sha256::digest(redact(database_url));
    let mark = digest
        .iter()
        .take(8)
        .fold(0_u64, |mark, byte| mark << 8 | u64::from(*byte));
    format!("{mark:016x}")
}
