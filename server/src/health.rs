//! Whether the process lives, and whether it can do its work.

use std::time::Duration;

use axum::{Json, Router, extract::State, response::IntoResponse, routing::get};
use cache::Link;
use http::{StatusCode, header};
use serde::Serialize;

use crate::{
    db::{self, Pool},
    replica::Replica,
    state::AppState,
};

/// Time each part has to answer.
const DEADLINE: Duration = Duration::from_secs(1);

/// `/healthz` and `/readyz`.
pub fn routes(state: AppState) -> Router {
    Router::new()
        .route("/healthz", get(alive))
        .route("/readyz", get(ready))
        .with_state(state)
}

/// The process answers. Looks at nothing else: restarting it would not bring a database back.
async fn alive() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], "alive\n")
}

/// Whether requests should be sent here: 200, or 503 without a database that is up to date, or while the index is being
/// filled.
async fn ready(State(state): State<AppState>) -> impl IntoResponse {
    let report = report(&state.pool, &state.replica, &state.redis).await;
    let status = match report.status {
        Readiness::Ready | Readiness::Degraded => StatusCode::OK,
        Readiness::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(report))
}

#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
enum Readiness {
    /// Everything is there.
    Ready,
    /// Redis is away: pages come uncached and nobody can log in, but the shop works.
    Degraded,
    /// The database is away or not up to date, or searches cannot be answered yet.
    Unavailable,
}

/// Each part: `ok`, or why not, in words fit for anybody.
#[derive(Debug, Serialize)]
struct Report {
    status: Readiness,
    database: &'static str,
    migrations: &'static str,
    index: &'static str,
    redis: &'static str,
}

const OK: &str = "ok";
const UNREACHABLE: &str = "unreachable";

async fn report(pool: &Pool, replica: &Replica, redis: &Link) -> Report {
    let ((database, migrations), redis) = tokio::join!(database(pool), ping(redis));
    let index = if replica.is_filled() { OK } else { "filling" };
    let status = match (database, migrations, index, redis) {
        (OK, OK, OK, OK) => Readiness::Ready,
        (OK, OK, OK, _) => Readiness::Degraded,
        _ => Readiness::Unavailable,
    };
    Report {
        status,
        database,
        migrations,
        index,
        redis,
    }
}

async fn database(pool: &Pool) -> (&'static str, &'static str) {
    let pending = async {
        let mut connection = pool.get().await?;
        db::pending_migrations(&mut connection).await
    };
    match tokio::time::timeout(DEADLINE, pending).await {
        Ok(Ok(pending)) if pending.is_empty() => (OK, OK),
        Ok(Ok(pending)) => {
            tracing::warn!(?pending, "not ready: run `vitrine migrate`");
            (OK, "pending")
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            (UNREACHABLE, "unknown")
        }
        Err(_) => {
            tracing::warn!("not ready: PostgreSQL does not answer in time");
            (UNREACHABLE, "unknown")
        }
    }
}

async fn ping(redis: &Link) -> &'static str {
    let ping = redis::cmd("PING");
    match tokio::time::timeout(DEADLINE, redis.run::<String>(&ping)).await {
        Ok(Ok(_)) => OK,
        Ok(Err(error)) => {
            tracing::warn!(%error, "Redis is away");
            UNREACHABLE
        }
        Err(_) => UNREACHABLE,
    }
}
