//! The whole site over a seeded catalogue, asked without a socket.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Router,
    body::{Body, Bytes},
};
use cache::{Applied, Change, Tag, TagClock, Touched};
use http::{HeaderMap, HeaderValue, Request, StatusCode, request, response::Parts};
use server::{config::Config, router, state::AppState};
use tower::ServiceExt as _;
use tracing::{Event, Subscriber, subscriber::DefaultGuard};
use tracing_subscriber::{
    layer::{Context, Layer, SubscriberExt as _},
    registry,
};

use super::catalog::{SeededCatalog, seeded};

/// Nobody listens there.
pub(crate) const NO_REDIS: &str = "redis://127.0.0.1:9/";

/// The site.
pub(crate) struct Site {
    /// What it shows.
    pub(crate) catalogue: Arc<SeededCatalog>,
    /// What it is made of.
    pub(crate) state: AppState,
    router: Router,
}

/// An answer, read to its end.
pub(crate) struct Answer {
    /// Its status.
    pub(crate) status: StatusCode,
    /// Its headers.
    pub(crate) headers: HeaderMap,
    /// Its body, which is always UTF-8.
    pub(crate) body: String,
}

impl Answer {
    /// A header's text; empty if it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).map(HeaderValue::to_str);
        value.map_or("", |text| text.expect("text"))
    }
}

impl Site {
    /// A site of so many products, which changes only when it is [touched](Self::touch); `redis` is where its cache and
    /// sessions are.
    pub(crate) async fn start(products: u64, redis: &str) -> Self {
        let catalogue = Arc::new(seeded(products).await);
        // Other tests' entries are of another world.
        let clock = TagClock::standalone(catalogue.url());
        let settings = [
            ("DATABASE_URL", catalogue.url().to_owned()),
            ("REDIS_URL", redis.to_owned()),
            // Patience of a test on a busy machine.
            ("VITRINE_REDIS_DEADLINE_MS", "500".to_owned()),
        ];
        Self::with(catalogue, &settings, clock).await
    }

    /// A site with no Redis.
    pub(crate) async fn without_redis(products: u64) -> Self {
        Self::start(products, NO_REDIS).await
    }

    /// A site that may not trust its cache, with no Redis.
    pub(crate) async fn uncached(products: u64) -> Self {
        let catalogue = Arc::new(seeded(products).await);
        let settings = [
            ("DATABASE_URL", catalogue.url().to_owned()),
            ("REDIS_URL", NO_REDIS.to_owned()),
        ];
        Self::with(catalogue, &settings, TagClock::default()).await
    }

    /// A site with these settings, whose cache goes by `clock`.
    pub(crate) async fn with(
        catalogue: Arc<SeededCatalog>,
        settings: &[(&str, String)],
        clock: TagClock,
    ) -> Self {
        let lookup = |name: &str| {
            let setting = settings.iter().find(|(known, _)| *known == name);
            match (setting, name) {
                (Some((_, text)), _) => Some(text.clone()),
                // Tests ask more often than people do.
                (None, "VITRINE_RATE_LIMITS") => Some("off".to_owned()),
                (None, _) => None,
            }
        };
        let config = Config::from_lookup(&lookup).expect("a configuration");
        Self::of(catalogue, config, clock).await
    }

    /// Another process with the same settings.
    pub(crate) async fn twin(&self) -> Self {
        let clock = TagClock::standalone(self.catalogue.url());
        Self::of(
            Arc::clone(&self.catalogue),
            self.state.config.clone(),
            clock,
        )
        .await
    }

    /// As a server does that has started: with its index filled, if PostgreSQL is there.
    pub(crate) async fn of(catalogue: Arc<SeededCatalog>, config: Config, clock: TagClock) -> Self {
        let state = AppState::with_clock(config, clock).expect("a server");
        let _ = state.replica.filled().await;
        Self {
            router: router::build(&state),
            state,
            catalogue,
        }
    }

    /// The page at `path`, as a browser asks for it.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path)).await
    }

    /// The answer to a browser's request.
    pub(crate) async fn ask(&self, request: request::Builder) -> Answer {
        let (parts, body) = self.ask_for_bytes(request).await;
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.into()).expect("UTF-8"),
        }
    }

    /// The answer to a browser's request, in whatever form it came.
    pub(crate) async fn ask_for_bytes(&self, request: request::Builder) -> (Parts, Bytes) {
        let request = request
            .header("host", "shop.test")
            .header("accept", "text/html")
            .body(Body::empty())
            .expect("a request");
        let router = self.router.clone();
        let response = router.oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await;
        (parts, body.expect("a whole body"))
    }

    /// Tells the site that these tags changed.
    pub(crate) async fn touch(&self, tags: &[&str]) {
        let tags = tags.iter().map(|tag| Tag::named(tag)).collect();
        self.apply(Touched::Tags(tags)).await;
    }

    /// Tells the site that anything may have changed.
    pub(crate) async fn touch_everything(&self) {
        self.apply(Touched::Everything).await;
    }

    /// First to its index, which reads what has changed if it can, then to its clock.
    async fn apply(&self, touched: Touched) {
        let _ = self.state.replica.refresh().await;
        let clock = self.state.cache.clock();
        let position = clock.applied() + 1;
        assert_eq!(clock.apply(&Change { position, touched }), Applied::Done);
    }
}

/// Counts the SQL statements of this thread's requests while it lives.
pub(crate) struct StatementCount {
    count: Arc<AtomicUsize>,
    _guard: DefaultGuard,
}

impl StatementCount {
    /// Begins at nothing.
    pub(crate) fn start() -> Self {
        let count = Arc::new(AtomicUsize::new(0));
        let counting = registry().with(Counting(Arc::clone(&count)));
        Self {
            count,
            _guard: tracing::subscriber::set_default(counting),
        }
    }

    /// Statements since the last time.
    pub(crate) fn take(&self) -> usize {
        self.count.swap(0, Ordering::Relaxed)
    }
}

struct Counting(Arc<AtomicUsize>);

impl<S: Subscriber> Layer<S> for Counting {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "vitrine::sql" {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}
