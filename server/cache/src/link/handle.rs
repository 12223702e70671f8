//! A connection, whatever it leads to.

use std::fmt;
use std::sync::Arc;

use redis::aio::{ConnectionLike, MultiplexedConnection};
use redis::cluster_async::ClusterConnection;
use redis::cluster_routing::{MultipleNodeRoutingInfo, ResponsePolicy, RoutingInfo};
use redis::{Cmd, Pipeline, RedisFuture, RedisResult, Value};

use super::deployment::Watch;

/// Sends commands; clones share the one connection.
#[derive(Clone)]
pub(super) enum Handle {
    Server(MultiplexedConnection),
    /// A server that may be replaced by another.
    Watched(MultiplexedConnection, Arc<Watch>),
    Cluster(ClusterConnection),
}

impl Handle {
    /// Whether another server has taken the place of the one it leads to.
    pub(super) fn is_superseded(&self) -> bool {
        matches!(self, Self::Watched(_, watch) if watch.is_over())
    }

    /// The answer of the server; of a cluster, those of its primary nodes by their addresses.
    pub(super) async fn on_each(mut self, command: &Cmd) -> RedisResult<Value> {
        let Self::Cluster(connection) = &mut self else {
            return command.query_async(&mut self).await;
        };
        let nodes = MultipleNodeRoutingInfo::AllMasters;
        let routing = RoutingInfo::MultiNode((nodes, Some(ResponsePolicy::Special)));
        connection.route_command(command.clone(), routing).await
    }

    /// Whether it makes lost connections anew by itself.
    pub(super) fn repairs_itself(&self) -> bool {
        matches!(self, Self::Cluster(_))
    }
}

impl ConnectionLike for Handle {
    fn req_packed_command<'a>(&'a mut self, command: &'a Cmd) -> RedisFuture<'a, Value> {
        match self {
            Self::Server(connection) | Self::Watched(connection, _) => {
                connection.req_packed_command(command)
            }
            Self::Cluster(connection) => connection.req_packed_command(command),
        }
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        match self {
            Self::Server(connection) | Self::Watched(connection, _) => {
                connection.req_packed_commands(pipeline, offset, count)
            }
            Self::Cluster(connection) => connection.req_packed_commands(pipeline, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        match self {
            Self::Server(connection) | Self::Watched(connection, _) => connection.get_db(),
            Self::Cluster(connection) => connection.get_db(),
        }
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Server(_) => "Server",
            Self::Watched(..) => "Watched",
            Self::Cluster(_) => "Cluster",
        })
    }
}
