//! Looking at Redis.

use std::time::Duration;

use cache::{Link, LinkConfig};

use super::Finding;
use crate::config::{RedisConfig, redact};

/// Patience of a check, unlike that of a page.
const DEADLINE: Duration = Duration::from_secs(1);

/// The oldest Redis that knows every option of the commands used (`SET … PXAT`).
const OLDEST: (u32, u32) = (6, 2);

const START: &str = "start Redis there, or correct REDIS_URL; the shop works without, but slower \
                     and without logging in";

/// Whether Redis answers, is new enough and knows what to do when it is full.
pub(super) async fn examine(config: &RedisConfig) -> Vec<Finding> {
    let place = redact(&config.url);
    let patience = LinkConfig {
        deadline: DEADLINE,
        connect_timeout: DEADLINE,
        ..LinkConfig::default()
    };
    let link = match Link::lazy(&config.url, patience) {
        Ok(link) => link,
        Err(error) => return vec![Finding::fail(format!("{place}: {error}"), START)],
    };
    match link.run::<String>(&redis::cmd("INFO")).await {
        Ok(info) => vec![version(&info), memory(&info)],
        Err(error) => vec![Finding::warn(format!("{place}: {error}"), START)],
    }
}

fn version(info: &str) -> Finding {
    let version = field(info, "redis_version").unwrap_or("of unknown version");
    let found = format!("Redis {version} answers");
    let mut numbers = version.split('.').map_while(|number| number.parse().ok());
    match (numbers.next(), numbers.next()) {
        (Some(major), Some(minor)) if (major, minor) < OLDEST => Finding::warn(
            found,
            format!("use Redis {}.{} or newer", OLDEST.0, OLDEST.1),
        ),
        _ => Finding::ok(found),
    }
}

fn memory(info: &str) -> Finding {
    let policy = field(info, "maxmemory_policy").unwrap_or("unknown");
    match (field(info, "maxmemory"), policy) {
        (Some("0"), _) => Finding::warn(
            "Redis may grow until the machine's memory is full",
            "set Redis' maxmemory, and maxmemory-policy volatile-lfu",
        ),
        (_, "noeviction") => Finding::warn(
            "a full Redis will take no new sessions (maxmemory-policy noeviction)",
            "set Redis' maxmemory-policy to volatile-lfu",
        ),
        _ => Finding::ok(format!("a full Redis makes room by {policy}")),
    }
}

/// The value of `name` in the answer to `INFO`: lines of `name:value`.
fn field<'a>(info: &'a str, name: &str) -> Option<&'a str> {
    info.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::{super::finding::Verdict, memory, version};

    #[test]
    fn what_redis_tells_is_judged() {
        let judge = |info: &str| (version(info).verdict, memory(info).verdict);
        assert_eq!(
            judge(
                "# Server\r\nredis_version:7.0.15\r\nmaxmemory:1000\r\nmaxmemory_policy:volatile-lfu\r\n"
            ),
            (Verdict::Ok, Verdict::Ok)
        );
        assert_eq!(
            judge("redis_version:6.0.16\r\nmaxmemory:1000\r\nmaxmemory_policy:noeviction\r\n"),
            (Verdict::Warn, Verdict::Warn)
        );
        assert_eq!(
            judge("redis_version:10.1.0\r\nmaxmemory:0\r\nmaxmemory_policy:allkeys-lru\r\n"),
            (Verdict::Ok, Verdict::Warn)
        );
    }
}
