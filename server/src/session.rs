//! Sessions: a random id in a cookie, what belongs to it in Redis.
//!
//! A request that does not ask for its session causes no Redis command. A session that cannot be
//! read is an error and never looks like a guest's; one that has ended stays ended, for that stands in PostgreSQL.

mod contents;
mod cookie;
mod directory;
mod ended;
mod hint;
mod key;
mod record;
mod store;
mod typed;
mod vigil;

pub use self::{
    contents::{HalfLogIn, LogIn},
    cookie::{SessionLayer, has_session, keep_for_scripts, layer},
    directory::{OpenSession, Sessions},
    hint::{Hint, has_hint, keep_hint},
    key::SessionKey,
    store::RedisSessionStore,
    typed::{CONFIRMED_FOR, Holder, SessionError, TypedSession},
    vigil::{Vigil, Watched},
};
