//! `vitrine serve`.

use std::time::Duration;

use anyhow::{Context as _, bail};
use axum::Router;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::{
    config::Config,
    imports,
    insight::{counts::Counting, performance, plan_history, suggestions},
    page_cache, photos, router,
    serve::Listener,
    state::AppState,
    warm,
};

/// Time the port stays closed for the log of changes to be read.
const JOIN_PATIENCE: Duration = Duration::from_secs(2);

/// Time the lease has to be given back at the end.
const STOP_PATIENCE: Duration = Duration::from_secs(1);

/// Serves the site until the process is told to stop by SIGTERM or SIGINT (Ctrl-C); a second
/// signal ends it without waiting for running requests.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let state = AppState::new(config)?;
    state.invalidation.start();
    let router = router::build(&state);
    // Until then every page is read from PostgreSQL; without PostgreSQL there is nothing to wait for.
    state.invalidation.joined(JOIN_PATIENCE).await;
    let listener = Listener::bind(&state.config.http).await?;
    let mut signals = Signals::new()?;
    let counting = Counting::start(state.counts.clone(), state.pool.clone());
    tracing::info!("listening on http://{}", listener.addr());

    tokio::spawn(warm_up(state.clone(), router.clone()));
    tokio::spawn(propose(state.clone()));
    tokio::spawn(renew(state.clone()));
    tokio::spawn(measure(state.clone()));
    tokio::spawn(compare_plans(state.clone()));
    tokio::spawn(clean(state.clone()));
    tokio::spawn(sweep(state.clone()));
    let told_twice = async {
        signals.next().await;
        tracing::info!("stopping once running requests have ended");
        state.shutdown.cancel();
        signals.next().await;
    };
    let served = async {
        listener.serve(router, state.shutdown.clone()).await;
        let patience = state.config.http.shutdown_timeout;
        tokio::join!(
            counting.finish(patience),
            state.outbox.finish(patience),
            state.imports.finish(patience)
        );
    };
    tokio::select! {
        () = served => {
            state.invalidation.stopped(STOP_PATIENCE).await;
            tracing::info!("stopped");
            Ok(())
        }
        () = told_twice => bail!("stopped at once by a second signal"),
    }
}

/// Makes what people ask for most while they begin to come, and when an administrator asks for it.
async fn warm_up(state: AppState, router: Router) {
    let warming = warm::keep_up(state.clone(), router);
    let _: Option<()> = state.shutdown.run_until_cancelled(warming).await;
}

/// Proposes what many search for to those who begin to type it.
async fn propose(state: AppState) {
    let keeping_up = suggestions::keep_up(state.pool.clone(), state.replica.clone());
    let _: Option<()> = state.shutdown.run_until_cancelled(keeping_up).await;
}

/// Makes popular pages again when an edit drops them.
async fn renew(state: AppState) {
    let renewing = page_cache::keep_up(state.cache.clone(), state.popular_pages.clone());
    let _: Option<()> = state.shutdown.run_until_cancelled(renewing).await;
}

/// Keeps what was measured second by second, for the panel.
async fn measure(state: AppState) {
    let measuring = tokio::spawn(performance::keep_up(state.clone()));
    state.shutdown.cancelled().await;
    measuring.abort();
}

/// Notices when PostgreSQL begins to run a statement in another way.
async fn compare_plans(state: AppState) {
    let keeping_up = plan_history::keep_up(state.config.database.url.clone(), state.pool.clone());
    let _: Option<()> = state.shutdown.run_until_cancelled(keeping_up).await;
}

/// Removes old uploads.
async fn clean(state: AppState) {
    let cleaning = imports::keep_up(state.clone());
    let _: Option<()> = state.shutdown.run_until_cancelled(cleaning).await;
}

/// Removes files of photographs that nobody speaks of any more.
async fn sweep(state: AppState) {
    let sweeping = photos::keep_up(state.clone());
    let _: Option<()> = state.shutdown.run_until_cancelled(sweeping).await;
}

/// The signals that ask a process to end.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> anyhow::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate()).context("cannot wait for SIGTERM")?,
            interrupt: signal(SignalKind::interrupt()).context("cannot wait for SIGINT")?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
