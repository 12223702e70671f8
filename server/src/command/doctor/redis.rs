//! Looking at Redis: that of the cache, and that of the sessions if they have one of their own.

use std::time::Duration;

use ::redis::{Value, cmd, from_redis_value};
use cache::{Link, LinkConfig, LinkError};

use self::server::{Server, Use};
use super::Finding;
use crate::config::{RedisConfig, redact};

mod server;

/// Patience of a check, unlike that of a page.
const DEADLINE: Duration = Duration::from_secs(1);

const START: &str = "start Redis there, or correct the address; the shop works without, but slower \
                     and without logging in";
const ALLOW: &str = "allow this user the command INFO; then `vitrine doctor` can tell more";

/// Whether Redis answers, is of the kind its address says, is new enough, and what it does when it
/// is full.
pub(super) async fn examine(config: &RedisConfig) -> Vec<Finding> {
    let cache = servers(&config.url).await;
    let Some(url) = &config.own_session_url else {
        return judge(&config.url, Use::CacheAndSessions, cache);
    };
    let sessions = servers(url).await;
    // Two addresses may lead to one server: by another name, or to another of its databases.
    if is_same(&cache, &sessions) {
        let mut findings = judge(&config.url, Use::CacheAndSessions, cache);
        findings.push(Finding::warn(
            "REDIS_URL and VITRINE_SESSION_REDIS_URL lead to one Redis, which has one \
             maxmemory-policy for all its databases",
            "start a second redis-server for the sessions, or leave VITRINE_SESSION_REDIS_URL empty",
        ));
        return findings;
    }
    let mut findings = judge(&config.url, Use::Cache, cache);
    findings.extend(judge(url, Use::Sessions, sessions));
    findings
}

/// What the servers behind `url` tell of themselves: one, or each master of a cluster.
async fn servers(url: &str) -> Result<Vec<Server>, LinkError> {
    let patience = LinkConfig {
        deadline: DEADLINE,
        connect_timeout: DEADLINE,
        ..LinkConfig::default()
    };
    let link = Link::lazy(url, patience)?;
    let answer: Value = link.run(&cmd("INFO")).await?;
    let texts = texts(answer).map_err(|_| LinkError::Answer)?;
    Ok(texts.iter().map(|info| Server::read(info)).collect())
}

/// The one text of a server, or that of each node by its address.
fn texts(answer: Value) -> Result<Vec<String>, ::redis::ParsingError> {
    match answer {
        Value::Map(nodes) => nodes
            .into_iter()
            .map(|(_, info)| from_redis_value(info))
            .collect(),
        info => Ok(vec![from_redis_value(info)?]),
    }
}

fn is_same(some: &Result<Vec<Server>, LinkError>, others: &Result<Vec<Server>, LinkError>) -> bool {
    let (Ok(some), Ok(others)) = (some, others) else {
        return false;
    };
    some.iter()
        .any(|server| others.iter().any(|other| server.is(other)))
}

fn judge(url: &str, usage: Use, servers: Result<Vec<Server>, LinkError>) -> Vec<Finding> {
    let place = redact(url);
    let servers = match servers {
        Ok(servers) => servers,
        Err(error @ LinkError::Url(_)) => {
            return vec![Finding::fail(format!("{place}: {error}"), START)];
        }
        Err(error) => {
            let action = if error.is_away() { START } else { ALLOW };
            return vec![Finding::warn(format!("{place}: {error}"), action)];
        }
    };
    let is_cluster = url.trim_start().starts_with("redis+cluster:");
    let mut findings = vec![server::answering(&place, &servers)];
    findings.extend(servers.iter().find_map(|server| server.kind(is_cluster)));
    // The nodes of a cluster are mostly set up alike.
    let mut rooms: Vec<Finding> = servers.iter().map(|server| server.room(usage)).collect();
    rooms.dedup();
    findings.extend(rooms);
    findings
}
