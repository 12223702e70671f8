//! How the Redis behind a URL is deployed, and how to connect to it: one server, a master that sentinels watch, or a
//! Redis Cluster. Nothing outside knows the difference.

use std::sync::Arc;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, ConnectionInfo, RedisResult};

use super::LinkConfig;
use super::address::Address;
use super::handle::Handle;

mod cluster;
mod sentinel;
mod watch;

use cluster::Cluster;
use sentinel::Sentinels;
pub(super) use watch::Watch;

/// Commands that may wait to be written; more callers than that wait for room. The client's default of 50 is less than
/// the requests of one busy moment.
const SEND_QUEUE: usize = 1024;

/// Who uses a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// All callers of a link; commands are short.
    Shared,
    /// One caller, whose commands may block at the server.
    Dedicated,
}

/// Where connections lead.
#[derive(Debug)]
pub(super) enum Deployment {
    Server(ConnectionInfo),
    Sentinel(Arc<Sentinels>),
    Cluster(Box<Cluster>),
}

impl Deployment {
    /// Reads the URL; nothing is connected yet.
    pub(super) fn new(url: &str, config: &LinkConfig) -> RedisResult<Self> {
        Ok(match Address::parse(url)? {
            Address::Server(info) => {
                // Refuses what cannot be connected to.
                Client::open(info.clone())?;
                Self::Server(info)
            }
            Address::Sentinel {
                sentinels,
                master,
                login,
            } => Self::Sentinel(Arc::new(Sentinels::new(sentinels, master, login))),
            Address::Cluster(nodes) => Self::Cluster(Box::new(Cluster::new(&nodes, config)?)),
        })
    }

    /// Makes a new connection. Takes as long as it takes: the caller limits the time.
    pub(super) async fn connect(&self, usage: Use) -> RedisResult<Handle> {
        match self {
            Self::Server(info) => connect_to(info.clone()).await.map(Handle::Server),
            Self::Sentinel(sentinels) => {
                let (connection, watch) = sentinels.connect_to_master().await?;
                Ok(Handle::Watched(connection, Arc::new(watch)))
            }
            Self::Cluster(cluster) => cluster.connect(usage).await.map(Handle::Cluster),
        }
    }
}

/// Connects to one server. The caller's deadlines cover connecting and answers, so the client's own are off.
async fn connect_to(server: ConnectionInfo) -> RedisResult<MultiplexedConnection> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(None)
        .set_response_timeout(None)
        .set_pipeline_buffer_size(SEND_QUEUE);
    Client::open(server)?
        .get_multiplexed_async_connection_with_config(&config)
        .await
}
