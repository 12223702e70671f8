//! Where Redis is and how long it is waited for.

use std::{fmt, time::Duration};

use redis::IntoConnectionInfo;

use super::{
    parse::{Wanted, milliseconds},
    variable::{Reader, Variable, redact},
};

const URL: Variable = Variable {
    name: "REDIS_URL",
    default: "redis://127.0.0.1:6379",
    meaning: "Redis: redis://[:password@]host:port[/number] or unix:///path/to/socket.",
};
const DEADLINE: Variable = Variable {
    name: "VITRINE_REDIS_DEADLINE_MS",
    default: "20",
    meaning: "Milliseconds a page waits for the cache in Redis before it does without.",
};

pub(super) const VARIABLES: &[Variable] = &[URL, DEADLINE];

/// Where Redis is and how long it is waited for.
#[derive(Clone)]
pub struct RedisConfig {
    /// `REDIS_URL`: a `redis://` or `unix://` address. Default `redis://127.0.0.1:6379`.
    pub url: String,
    /// `VITRINE_REDIS_DEADLINE_MS`: time a page waits for the cache in Redis before it does
    /// without. Default 20 ms.
    pub deadline: Duration,
}

impl fmt::Debug for RedisConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisConfig")
            .field("url", &redact(&self.url))
            .field("deadline", &self.deadline)
            .finish()
    }
}

impl RedisConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let url = reader.read(URL, redis_url);
        let deadline = reader.read(DEADLINE, milliseconds(1..=10_000));
        Some(Self {
            url: url?,
            deadline: deadline?,
        })
    }
}

fn redis_url(text: &str) -> Result<String, Wanted> {
    let text = text.trim();
    if text.starts_with("rediss://") || text.starts_with("valkeys://") {
        return Err("no TLS: use a socket, a private network or a TLS proxy".into());
    }
    match text.into_connection_info() {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("an address such as redis://127.0.0.1:6379 or unix:///run/redis.sock".into()),
    }
}
