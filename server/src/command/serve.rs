//! `vitrine serve`.

use anyhow::{Context as _, bail};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::{config::Config, insight::counts::Counting, router, serve::Listener, state::AppState};

/// Serves the site until the process is told to stop by SIGTERM or SIGINT (Ctrl-C); a second
/// signal ends it without waiting for running requests.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let state = AppState::new(config)?;
    let router = router::build(&state);
    let listener = Listener::bind(&state.config.http).await?;
    let mut signals = Signals::new()?;
    let counting = Counting::start(state.counts.clone(), state.pool.clone());
    tracing::info!("listening on http://{}", listener.addr());

    let told_twice = async {
        signals.next().await;
        tracing::info!("stopping once running requests have ended");
        state.shutdown.cancel();
        signals.next().await;
    };
    let served = async {
        listener.serve(router, state.shutdown.clone()).await;
        counting.finish(state.config.http.shutdown_timeout).await;
    };
    tokio::select! {
        () = served => {
            tracing::info!("stopped");
            Ok(())
        }
        () = told_twice => bail!("stopped at once by a second signal"),
    }
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
