//! What tests stand on.

pub(crate) mod catalog;
pub(crate) mod database;
pub(crate) mod instance;
pub(crate) mod mail;
#[path = "../../cache/tests/integration/support/process.rs"]
#[expect(dead_code, reason = "the cache's own tests need more of it")]
mod process;
pub(crate) mod proxy;
pub(crate) mod queue;
#[path = "../../cache/tests/integration/support/cluster.rs"]
#[expect(dead_code, reason = "the cache's own tests need more of it")]
pub(crate) mod redis_cluster;
pub(crate) mod redis_server;
pub(crate) mod site;
pub(crate) mod sources;
