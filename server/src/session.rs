//! Sessions: a random id in a cookie, what belongs to it in Redis.
//!
//! A request that does not ask for its session causes no Redis command. A session that cannot be
//! read is an error and never looks like a guest's; one that has ended stays ended.

mod cookie;
mod record;
mod store;
mod typed;

pub use self::{
    cookie::{SessionLayer, has_session, layer},
    store::RedisSessionStore,
    typed::{SessionError, TypedSession},
};
