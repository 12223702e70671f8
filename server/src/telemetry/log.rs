//! Set-up of the log.

use std::{
    io::{self, IsTerminal},
    panic,
};

use tracing_subscriber::EnvFilter;

use crate::config::{LogConfig, LogFormat};

/// Sends what the process logs to standard error, in the form `config` asks for. Panics are
/// logged like any other error, so that a machine reading JSON lines meets nothing else.
///
/// Call once, at the start; fails if a log is set up already.
pub fn start(config: &LogConfig) -> anyhow::Result<()> {
    let lines = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_new(&config.filter)?)
        .with_ansi(config.format == LogFormat::Text && io::stderr().is_terminal())
        .with_writer(io::stderr);
    let started = match config.format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    started.map_err(anyhow::Error::from_boxed)?;
    panic::set_hook(Box::new(log_panic));
    Ok(())
}

fn log_panic(info: &panic::PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string);
    tracing::error!(
        target: "panic",
        place = place.as_deref().unwrap_or("unknown"),
        message = info.payload_as_str().unwrap_or("no message"),
    );
}
