use std::time::Duration;

use redis::{ErrorKind, RedisError, ServerErrorKind};

/// Error codes by which the server says that it, and not the one command, is in trouble.
///
/// From the error replies in Redis' `server.c` (`createSharedObjects`) and, for `CLUSTERDOWN` and `UNBLOCKED` (a master
/// became a replica while a command blocked), `cluster.c` and `blocked.c`. `ASK`, `MOVED` and `TRYAGAIN` come from a
/// Cluster's nodes and are followed; what is left of them says that the node that has the slot cannot be reached.
const SERVER_IN_TROUBLE: [&str; 13] = [
    "ASK",
    "BUSY",
    "CLUSTERDOWN",
    "LOADING",
    "MASTERDOWN",
    "MISCONF",
    "MOVED",
    "NOAUTH",
    "NOREPLICAS",
    "OOM",
    "READONLY",
    "TRYAGAIN",
    "UNBLOCKED",
];

/// Why a call to Redis gave no answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum LinkError {
    /// The URL given to [`Link::lazy`](crate::Link::lazy) is not one this client can use.
    #[error("this Redis URL cannot be used: {0}")]
    Url(RedisError),
    /// Redis was not asked, since the last calls failed.
    #[error("Redis is away: the last calls failed and the next attempt is not due yet")]
    Open,
    /// No connection could be made: nobody listens, the password was refused, or there are too many clients.
    #[error("cannot connect to Redis: {0}")]
    Connect(RedisError),
    /// Redis did not answer in time. Whether it executed the command is unknown.
    #[error("Redis gave no answer within {0:?}")]
    Deadline(Duration),
    /// The connection broke, or the server refused the command.
    #[error("Redis: {0}")]
    Redis(RedisError),
    /// The answer is not of the type that was asked for. What it was is not told, since errors are logged and answers may
    /// be secret.
    #[error("Redis answered with another type than was asked for")]
    Answer,
}

impl LinkError {
    /// Whether Redis could not be used at all, as against refusing this one command.
    pub fn is_away(&self) -> bool {
        match self {
            Self::Open | Self::Connect(_) | Self::Deadline(_) => true,
            Self::Url(_) | Self::Answer => false,
            Self::Redis(error) => is_away(error),
        }
    }

    /// Whether the connection itself is of no more use, whatever the server's state.
    pub(super) fn spoils_connection(&self) -> bool {
        match self {
            // A server that became a replica may no longer be the one behind the address.
            Self::Redis(error) => {
                error.is_unrecoverable_error()
                    || error.kind() == ErrorKind::Server(ServerErrorKind::ReadOnly)
            }
            _ => false,
        }
    }
}

fn is_away(error: &RedisError) -> bool {
    match error.kind() {
        ErrorKind::Io
        | ErrorKind::Parse
        | ErrorKind::AuthenticationFailed
        | ErrorKind::ClusterConnectionNotFound => true,
        _ => error.clone().into_server_errors().is_some_and(|errors| {
            errors
                .iter()
                .any(|(_, e)| SERVER_IN_TROUBLE.contains(&e.code()))
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    fn reply(text: &str) -> LinkError {
        let value = redis::parse_redis_value(format!("-{text}\r\n").as_bytes()).unwrap();
        LinkError::Redis(value.extract_error().unwrap_err())
    }

    #[test]
    fn a_server_in_trouble_is_away() {
        for text in [
            "READONLY You can't write against a read only replica.",
            "LOADING Redis is loading the dataset in memory",
            "OOM command not allowed when used memory > 'maxmemory'.",
            "MASTERDOWN Link with MASTER is down",
            "CLUSTERDOWN Hash slot not served",
            "MOVED 2592 127.0.0.1:39369",
            "MISCONF Redis is configured to save RDB snapshots",
            "NOAUTH Authentication required.",
            "UNBLOCKED force unblock from blocking operation, instance state changed",
        ] {
            assert!(reply(text).is_away(), "{text}");
        }
    }

    #[test]
    fn a_refused_command_is_an_answer() {
        for text in [
            "WRONGTYPE Operation against a key holding the wrong kind of value",
            "NOSCRIPT No matching script.",
            "ERR unknown command",
            "NOPERM this user has no permissions",
            "CROSSSLOT Keys in request don't hash to the same slot",
        ] {
            assert!(!reply(text).is_away(), "{text}");
            assert!(!reply(text).spoils_connection(), "{text}");
        }
    }

    #[test]
    fn a_broken_connection_is_away_and_spoilt() {
        let error = LinkError::Redis(io::Error::from(io::ErrorKind::BrokenPipe).into());
        assert!(error.is_away());
        assert!(error.spoils_connection());
        assert!(reply("READONLY replica").spoils_connection());
        assert!(!LinkError::Deadline(Duration::from_millis(20)).spoils_connection());
    }
}
