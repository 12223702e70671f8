//! A Redis Cluster, by the client's own connection to one: it learns which node has which slot, follows redirections,
//! repairs its connections to single nodes, and splits `MGET` and its like over the nodes.

use std::time::Duration;

use redis::cluster::{ClusterClient, ClusterClientBuilder};
use redis::cluster_async::ClusterConnection;
use redis::{ConnectionInfo, RedisResult};

use super::Use;
use crate::link::LinkConfig;

/// How often one command is sent again: after `MOVED`, and once more after `ASK` or to the node that took over. The
/// client's default of 16 is for callers with patience.
const RETRIES: u32 = 2;

/// Milliseconds between such attempts, where the client thinks waiting helps. Its default is a second and more.
const RETRY_WAIT: (u64, u64) = (1, 5);

/// The part of the time to connect that one node gets. Connecting to a cluster takes up to three rounds: the nodes of the
/// URL, one of them for the map of slots, and then the nodes of the map.
const NODE_SHARE: u32 = 4;

/// Makes connections to a cluster.
pub(in crate::link) struct Cluster {
    shared: ClusterClient,
    dedicated: ClusterClient,
}

impl Cluster {
    pub(super) fn new(nodes: &[ConnectionInfo], config: &LinkConfig) -> RedisResult<Self> {
        let to_node = config.connect_timeout / NODE_SHARE;
        // The client waits for ever unless it is told. Its time-outs are the link's deadline and begin after it, so that
        // the caller has left when one ends: the client would send the command again, which may have been executed.
        let shared = builder(nodes, to_node)
            .response_timeout(config.deadline)
            .overall_response_timeout(Some(config.deadline));
        Ok(Self {
            shared: shared.build()?,
            dedicated: builder(nodes, to_node).build()?,
        })
    }

    pub(super) async fn connect(&self, usage: Use) -> RedisResult<ClusterConnection> {
        let client = match usage {
            Use::Shared => &self.shared,
            Use::Dedicated => &self.dedicated,
        };
        client.get_async_connection().await
    }
}

impl std::fmt::Debug for Cluster {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cluster").finish_non_exhaustive()
    }
}

fn builder(nodes: &[ConnectionInfo], to_node: Duration) -> ClusterClientBuilder {
    let (shortest, longest) = RETRY_WAIT;
    let builder = ClusterClientBuilder::new(nodes.iter().cloned())
        .connection_timeout(to_node)
        .retries(RETRIES)
        .min_retry_wait(shortest)
        .max_retry_wait(longest);
    match nodes.first() {
        Some(node) => builder.tcp_settings(node.tcp_settings().clone()),
        None => builder,
    }
}
