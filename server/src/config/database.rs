//! Where PostgreSQL is and how it is used.

use std::{fmt, str::FromStr, time::Duration};

use tokio_postgres::config::SslMode;

use super::{
    parse::{Wanted, milliseconds, number},
    variable::{Reader, Variable, redact},
};

const URL: Variable = Variable {
    name: "DATABASE_URL",
    default: "postgres://vitrine@127.0.0.1:5432/vitrine",
    meaning: "PostgreSQL; a socket's folder is written as %2Frun%2Fpostgresql in place of the host.",
};
const POOL: Variable = Variable {
    name: "VITRINE_DATABASE_POOL",
    default: "10",
    meaning: "PostgreSQL connections held at most.",
};
const STATEMENT_TIMEOUT: Variable = Variable {
    name: "VITRINE_STATEMENT_TIMEOUT_MS",
    default: "5000",
    meaning: "Milliseconds after which PostgreSQL gives up a statement of a request.",
};

pub(super) const VARIABLES: &[Variable] = &[URL, POOL, STATEMENT_TIMEOUT];

/// Where PostgreSQL is and how it is used.
#[derive(Clone)]
pub struct DatabaseConfig {
    /// `DATABASE_URL`: a `postgres://` address, by host and port or by a socket's folder written
    /// with `%2F`. Default `postgres://vitrine@127.0.0.1:5432/vitrine`.
    pub url: String,
    /// `VITRINE_DATABASE_POOL`: connections held at most. Default 10.
    pub pool_size: usize,
    /// `VITRINE_STATEMENT_TIMEOUT_MS`: time after which PostgreSQL gives up a statement of a
    /// request. Default 5 s: far beyond any page of a warm database, enough for the first ones of a cold.
    pub statement_timeout: Duration,
}

impl fmt::Debug for DatabaseConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabaseConfig")
            .field("url", &redact(&self.url))
            .field("pool_size", &self.pool_size)
            .field("statement_timeout", &self.statement_timeout)
            .finish()
    }
}

impl DatabaseConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let url = reader.read(URL, database_url);
        let pool_size = reader.read(POOL, number(1..=1_000));
        let statement_timeout = reader.read(STATEMENT_TIMEOUT, milliseconds(1..=3_600_000));
        Some(Self {
            url: url?,
            pool_size: pool_size?,
            statement_timeout: statement_timeout?,
        })
    }
}

fn database_url(text: &str) -> Result<String, Wanted> {
    let text = text.trim();
    if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
        return Err("an address such as postgres://user@host:5432/database".into());
    }
    let config = tokio_postgres::Config::from_str(text)
        .map_err(|error| format!("a PostgreSQL address, but: {error}"))?;
    if config.get_hosts().is_empty() {
        return Err("a host, or a socket's folder such as %2Frun%2Fpostgresql".into());
    }
    if config.get_ssl_mode() == SslMode::Require {
        return Err(
            "no sslmode=require: the server does not speak TLS to PostgreSQL; use a \
                    socket, a private network or a TLS proxy"
                .into(),
        );
    }
    Ok(text.to_owned())
}
