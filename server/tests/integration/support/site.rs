//! The whole site over a seeded catalogue, asked without a socket.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{Router, body::Body};
use http::{HeaderMap, Request, StatusCode};
use server::{config::Config, router, state::AppState};
use tower::ServiceExt as _;
use tracing::{Event, Subscriber, subscriber::DefaultGuard};
use tracing_subscriber::{
    layer::{Context, Layer, SubscriberExt as _},
    registry,
};

use super::catalog::{SeededCatalog, seeded};

/// The site.
pub(crate) struct Site {
    /// What it shows.
    pub(crate) catalogue: SeededCatalog,
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

impl Site {
    /// A site of so many products; `redis` is where its cache and sessions are.
    pub(crate) async fn start(products: u64, redis: &str) -> Self {
        let catalogue = seeded(products).await;
        let lookup = |name: &str| match name {
            "DATABASE_URL" => Some(catalogue.url().to_owned()),
            "REDIS_URL" => Some(redis.to_owned()),
            _ => None,
        };
        let config = Config::from_lookup(&lookup).expect("a configuration");
        let state = AppState::new(config).expect("a server");
        Self {
            router: router::build(&state),
            catalogue,
        }
    }

    /// A site with no Redis.
    pub(crate) async fn without_redis(products: u64) -> Self {
        Self::start(products, "redis://127.0.0.1:9/").await
    }

    /// The page at `path`, as a browser asks for it.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path)
            .header("host", "shop.test")
            .header("accept", "text/html")
            .body(Body::empty())
            .expect("a request");
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX)
            .await
            .expect("a whole body");
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.into()).expect("UTF-8"),
        }
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
