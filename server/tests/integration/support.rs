//! What tests stand on.

pub(crate) mod catalog;
pub(crate) mod database;
pub(crate) mod queue;
pub(crate) mod redis_server;
pub(crate) mod site;
