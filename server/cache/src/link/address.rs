//! What a Redis URL says.

use redis::{ConnectionInfo, ErrorKind, IntoConnectionInfo, RedisError, RedisResult};

const CLUSTER: &str = "redis+cluster";
const SENTINEL: &str = "redis+sentinel";

/// Where a sentinel listens if the URL does not say. From Redis' `sentinel.c` (`REDIS_SENTINEL_PORT`).
const SENTINEL_PORT: u16 = 26379;

/// Where Redis is, as a URL tells it.
#[derive(Debug)]
pub(super) enum Address {
    /// One server: `redis://…`, `unix://…`.
    Server(ConnectionInfo),
    /// The master that sentinels know by a name: `redis+sentinel://…`.
    Sentinel {
        sentinels: Vec<ConnectionInfo>,
        /// The master's name.
        master: String,
        /// The master's credentials and database; the address in it is of no meaning.
        login: ConnectionInfo,
    },
    /// Some nodes of a Redis Cluster: `redis+cluster://…`.
    Cluster(Vec<ConnectionInfo>),
}

impl Address {
    /// Reads a URL. Its parts are percent-encoded as in any URL.
    pub(super) fn parse(url: &str) -> RedisResult<Self> {
        match url.split_once("://") {
            Some((CLUSTER, rest)) => cluster(rest),
            Some((SENTINEL, rest)) => sentinel(rest),
            Some(("redis" | "unix" | "redis+unix" | "valkey" | "valkey+unix", _)) => {
                url.into_connection_info().map(tuned).map(Self::Server)
            }
            Some(("rediss" | "valkeys" | "rediss+cluster" | "rediss+sentinel", _)) => {
                Err(unusable("TLS is not supported"))
            }
            _ => Err(unusable(
                "it begins with none of redis://, unix://, redis+cluster://, redis+sentinel://",
            )),
        }
    }
}

fn cluster(rest: &str) -> RedisResult<Address> {
    let parts = Parts::of(rest);
    if !matches!(parts.path, "" | "0") {
        return Err(unusable("a Redis Cluster has no other database than 0"));
    }
    if parts.query.is_some() {
        return Err(unusable("a Redis Cluster takes no parameters"));
    }
    let nodes = parts.hosts.split(',');
    let nodes: RedisResult<Vec<_>> = nodes
        .map(|host| server(parts.credentials, host, ""))
        .collect();
    Ok(Address::Cluster(nodes?))
}

fn sentinel(rest: &str) -> RedisResult<Address> {
    let parts = Parts::of(rest);
    let (master, database) = parts.path.split_once('/').unwrap_or((parts.path, ""));
    if master.is_empty() {
        return Err(unusable("the master's name is missing after the sentinels"));
    }
    let (username, password) = sentinel_login(parts.query)?;
    let credentials = match (username, password) {
        ("", "") => String::new(),
        _ => format!("{username}:{password}@"),
    };
    let sentinels = parts.hosts.split(',');
    let sentinels: RedisResult<Vec<_>> = sentinels
        .map(|host| server(&credentials, &with_port(host, SENTINEL_PORT), ""))
        .collect();
    Ok(Address::Sentinel {
        sentinels: sentinels?,
        master: master.to_owned(),
        login: server(parts.credentials, "master", database)?,
    })
}

/// User and password for the sentinels, still percent-encoded.
fn sentinel_login(query: Option<&str>) -> RedisResult<(&str, &str)> {
    let (mut username, mut password) = ("", "");
    for parameter in query.into_iter().flat_map(|query| query.split('&')) {
        match parameter.split_once('=') {
            Some(("sentinel_username", text)) => username = text,
            Some(("sentinel_password", text)) => password = text,
            _ => {
                return Err(unusable(
                    "it takes no parameters but sentinel_username and sentinel_password",
                ));
            }
        }
    }
    Ok((username, password))
}

/// A URL behind its scheme, in pieces.
struct Parts<'a> {
    /// `user:password@`, or nothing.
    credentials: &'a str,
    hosts: &'a str,
    /// Without the slashes that begin and end it.
    path: &'a str,
    query: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(rest: &'a str) -> Self {
        let (rest, query) = match rest.split_once('?') {
            Some((rest, query)) => (rest, Some(query)),
            None => (rest, None),
        };
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let hosts_from = authority.rfind('@').map_or(0, |at| at + 1);
        let (credentials, hosts) = authority.split_at(hosts_from);
        Self {
            credentials,
            hosts,
            path: path.trim_end_matches('/'),
            query,
        }
    }
}

/// One server, read by the client's own parser.
fn server(credentials: &str, host: &str, database: &str) -> RedisResult<ConnectionInfo> {
    format!("redis://{credentials}{host}/{database}")
        .into_connection_info()
        .map(tuned)
}

fn with_port(host: &str, port: u16) -> String {
    // Colons inside brackets belong to an IPv6 address.
    let behind_brackets = host.rsplit(']').next().unwrap_or(host);
    if behind_brackets.contains(':') {
        host.to_owned()
    } else {
        format!("{host}:{port}")
    }
}

/// Small commands must not wait for the previous one's acknowledgement.
fn tuned(info: ConnectionInfo) -> ConnectionInfo {
    let tcp = info.tcp_settings().clone().set_nodelay(true);
    info.set_tcp_settings(tcp)
}

fn unusable(reason: &'static str) -> RedisError {
    RedisError::from((ErrorKind::InvalidClientConfig, reason))
}

#[cfg(test)]
mod tests;
