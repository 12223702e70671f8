//! Makes a successor for a connection to a cluster before it is given up.
//!
//! The client learns of a new master from the old one's redirections or its broken connection. From one that hangs, or
//! whose machine is gone, it learns nothing, and would go on asking it. A new connection asks the other nodes. It takes
//! the old one's place only if every node answers on it: while the one that hangs has not been replaced, the old
//! connection serves the other nodes better, since the client holds up all calls while it looks for a lost node.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::ready;
use redis::{Cmd, Value};
use tokio::time::{Instant, timeout};

use super::{Connection, Connector, connect};
use crate::link::deployment::Use;
use crate::link::handle::Handle;

/// Time between two attempts. A cluster needs several seconds to replace a node, unless it is set up to be quicker.
const INTERVAL: Duration = Duration::from_secs(2);

/// Keys that are asked for to see whether all nodes answer; so many that each node has some.
const KEYS: usize = 128;

impl Connector {
    /// Looks for a successor of the current connection, in a task of its own, unless that was done just now.
    pub(super) fn renew(&self, connection: &Connection) {
        let number = connection.number;
        {
            let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
            let recently = current
                .renewal
                .is_some_and(|then| then.elapsed() < INTERVAL);
            if current.number != number || recently {
                return;
            }
            current.renewal = Some(Instant::now());
        }
        let (deployment, limit) = (Arc::clone(&self.deployment), self.connect_timeout);
        let current = Arc::clone(&self.current);
        tokio::spawn(async move {
            let Ok(handle) = connect(&deployment, Use::Shared, limit).await else {
                return;
            };
            if !all_nodes_answer(handle.clone(), limit).await {
                return;
            }
            let mut current = current.lock().unwrap_or_else(PoisonError::into_inner);
            if current.number == number {
                current.number += 1;
                current.attempt = Some(ready(Ok(handle)).boxed().shared());
            }
        });
    }
}

async fn all_nodes_answer(mut handle: Handle, limit: Duration) -> bool {
    let keys: Vec<String> = (0..KEYS)
        .map(|key| format!("vitrine:probe:{key}"))
        .collect();
    // Of the commands that the client splits over the nodes, this fails if it knows no connection to one of them.
    let probe = Cmd::mget(keys);
    let answer = timeout(limit, probe.query_async::<Value>(&mut handle));
    matches!(answer.await, Ok(Ok(_)))
}
