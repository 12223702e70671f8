//! Where Redis is and how long it is waited for.

use std::{fmt, time::Duration};

use cache::{Link, LinkConfig};

use super::{
    parse::{Wanted, milliseconds},
    variable::{Reader, Variable, redact},
};

const URL: Variable = Variable {
    name: "REDIS_URL",
    default: "redis://127.0.0.1:6379",
    meaning: "Redis: redis://[:password@]host:port[/number], unix:///path/to/socket, \
              redis+sentinel://host:port,…/master-name or redis+cluster://host:port,….",
};
const SESSION_URL: Variable = Variable {
    name: "VITRINE_SESSION_REDIS_URL",
    default: "",
    meaning: "A Redis of their own for the sessions, written likewise; empty: that of REDIS_URL.",
};
const DEADLINE: Variable = Variable {
    name: "VITRINE_REDIS_DEADLINE_MS",
    default: "20",
    meaning: "Milliseconds a page waits for the cache in Redis before it does without.",
};

pub(super) const VARIABLES: &[Variable] = &[URL, SESSION_URL, DEADLINE];

/// Where Redis is and how long it is waited for.
#[derive(Clone)]
pub struct RedisConfig {
    /// `REDIS_URL`: where the cache is, as [`Link::lazy`] reads it. Default
    /// `redis://127.0.0.1:6379`.
    pub url: String,
    /// `VITRINE_SESSION_REDIS_URL`: where the sessions are, if they have a Redis of their own.
    /// Default none; see [`session_url`](Self::session_url).
    pub own_session_url: Option<String>,
    /// `VITRINE_REDIS_DEADLINE_MS`: time a page waits for the cache in Redis before it does
    /// without. Default 20 ms.
    pub deadline: Duration,
}

impl fmt::Debug for RedisConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisConfig")
            .field("url", &redact(&self.url))
            .field(
                "own_session_url",
                &self.own_session_url.as_deref().map(redact),
            )
            .field("deadline", &self.deadline)
            .finish()
    }
}

impl RedisConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let url = reader.read(URL, redis_url);
        let own_session_url = reader.read(SESSION_URL, |text| match text {
            "" => Ok(None),
            text => redis_url(text).map(Some),
        });
        let deadline = reader.read(DEADLINE, milliseconds(1..=10_000));
        Some(Self {
            url: url?,
            own_session_url: own_session_url?,
            deadline: deadline?,
        })
    }

    /// Where the sessions are.
    pub fn session_url(&self) -> &str {
        self.own_session_url.as_deref().unwrap_or(&self.url)
    }
}

fn redis_url(text: &str) -> Result<String, Wanted> {
    let text = text.trim();
    let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
    if scheme.starts_with("rediss") || scheme.starts_with("valkeys") {
        return Err("no TLS: use a socket, a private network or a TLS proxy".into());
    }
    match Link::lazy(text, LinkConfig::default()) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err(
            "an address such as redis://127.0.0.1:6379, unix:///run/redis.sock, \
                       redis+sentinel://127.0.0.1:26379/master-name or \
                       redis+cluster://127.0.0.1:6379,127.0.0.1:6380"
                .into(),
        ),
    }
}
