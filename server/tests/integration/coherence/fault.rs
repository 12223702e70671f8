//! What is broken while something is written.

use std::{thread, time::Duration};

use crate::support::{instance::Instance, redis_server::RedisServer};

/// Something that goes wrong, and comes right again.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fault {
    /// Redis ends and comes back empty.
    RedisKilled,
    /// Redis hangs for a moment.
    RedisFrozen,
    /// Redis loses everything it holds.
    RedisFlushed,
    /// Redis comes back with what it held some time ago, as a replica that lagged would.
    RedisSetBack,
    /// Redis drops whatever it likes.
    RedisEvicting,
    /// All connections to Redis break.
    ConnectionsCut,
    /// What carries the changes is gone.
    StreamDeleted,
    /// One process stands still, for longer than its lease.
    ProcessFrozen,
}

impl Fault {
    /// One of them, by a number at random.
    pub(super) fn of(number: u32) -> Self {
        match number % 8 {
            0 => Self::RedisKilled,
            1 => Self::RedisFrozen,
            2 => Self::RedisFlushed,
            3 => Self::RedisSetBack,
            4 => Self::RedisEvicting,
            5 => Self::ConnectionsCut,
            6 => Self::StreamDeleted,
            _ => Self::ProcessFrozen,
        }
    }

    pub(super) fn begin(self, redis: &mut RedisServer, instance: &Instance) {
        match self {
            Self::RedisKilled => redis.stop(),
            Self::RedisFrozen => redis.freeze(),
            Self::RedisFlushed => redis.command(&["FLUSHALL"]),
            Self::RedisSetBack => redis.command(&["SAVE"]),
            Self::RedisEvicting => {
                redis.command(&["CONFIG", "SET", "maxmemory-policy", "allkeys-random"]);
                redis.command(&["CONFIG", "SET", "maxmemory", "2mb"]);
            }
            Self::ConnectionsCut => redis.command(&["CLIENT", "KILL", "TYPE", "normal"]),
            Self::StreamDeleted => {
                let script = "for _, key in ipairs(redis.call('KEYS', '*changes*')) do redis.call('DEL', key) end";
                redis.command(&["EVAL", script, "0"]);
            }
            Self::ProcessFrozen => instance.freeze(),
        }
    }

    pub(super) fn end(self, redis: &mut RedisServer, instance: &Instance) {
        match self {
            Self::RedisKilled => redis.start_again(),
            Self::RedisFrozen => {
                thread::sleep(Duration::from_millis(50));
                redis.thaw();
            }
            Self::RedisSetBack => {
                redis.stop();
                redis.start_again();
            }
            Self::RedisEvicting => redis.command(&["CONFIG", "SET", "maxmemory", "0"]),
            Self::ProcessFrozen => instance.thaw(),
            Self::RedisFlushed | Self::ConnectionsCut | Self::StreamDeleted => {}
        }
    }
}
