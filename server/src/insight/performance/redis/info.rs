//! The text of `INFO` (<https://redis.io/docs/latest/commands/info/>).

use std::collections::HashMap;

use app::model::performance::{CommandFigures, RedisFigures};

use super::super::requests::as_f64;

/// Commands that are told, those that take most time.
const COMMANDS: usize = 6;

/// How the fields begin that tell of commands.
const COMMAND: &str = "cmdstat_";

/// What one server says of itself.
#[derive(Debug)]
pub(super) struct Info<'a>(HashMap<&'a str, &'a str>);

impl<'a> Info<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let fields = text.lines().filter_map(|line| line.trim().split_once(':'));
        Self(fields.collect())
    }

    fn text(&self, field: &str) -> &'a str {
        self.0.get(field).copied().unwrap_or_default()
    }

    fn number(&self, field: &str) -> u64 {
        self.text(field).parse().unwrap_or_default()
    }

    /// `db0:keys=5,expires=2`: of all databases together.
    fn keys(&self) -> u64 {
        let databases = self.0.iter().filter(|(field, _)| {
            let number = field.strip_prefix("db");
            number.is_some_and(|number| number.parse::<u32>().is_ok())
        });
        databases.map(|(_, value)| part(value, "keys")).sum()
    }

    /// `cmdstat_get:calls=21,usec=175,…`: each with its calls and microseconds.
    fn commands(&self) -> impl Iterator<Item = (&'a str, u64, u64)> {
        self.0.iter().filter_map(|(field, value)| {
            let name = field.strip_prefix(COMMAND)?;
            Some((name, part(value, "calls"), part(value, "usec")))
        })
    }
}

/// A number in `one=1,other=2`.
fn part(value: &str, name: &str) -> u64 {
    let parts = value.split(',').filter_map(|part| part.split_once('='));
    let mut own = parts.filter(|(part, _)| *part == name);
    let found = own.next().and_then(|(_, number)| number.parse().ok());
    found.unwrap_or_default()
}

/// What several servers have together.
pub(super) fn together(infos: &[Info<'_>]) -> RedisFigures {
    let sum = |field: &str| infos.iter().map(|info| info.number(field)).sum();
    let limits = infos.iter().map(|info| info.number("maxmemory"));
    // One without a limit makes all of them have none.
    let has_limit = limits.clone().all(|limit| limit > 0) && !infos.is_empty();
    RedisFigures {
        nodes: infos.len() as u64,
        version: distinct(infos, "redis_version"),
        memory: sum("used_memory"),
        memory_limit: has_limit.then(|| limits.sum()),
        policy: distinct(infos, "maxmemory_policy"),
        operations: sum("instantaneous_ops_per_sec"),
        clients: sum("connected_clients"),
        evicted: sum("evicted_keys"),
        keys: infos.iter().map(Info::keys).sum(),
        commands: commands(infos),
        ..RedisFigures::default()
    }
}

/// Mostly all say the same.
fn distinct(infos: &[Info<'_>], field: &str) -> String {
    let mut texts: Vec<&str> = infos.iter().map(|info| info.text(field)).collect();
    texts.sort_unstable();
    texts.dedup();
    texts.join(", ")
}

fn commands(infos: &[Info<'_>]) -> Vec<CommandFigures> {
    let mut sums = HashMap::<&str, (u64, u64)>::new();
    for (name, calls, micros) in infos.iter().flat_map(Info::commands) {
        let sum = sums.entry(name).or_default();
        *sum = (sum.0 + calls, sum.1 + micros);
    }
    let all: u64 = sums.values().map(|(_, micros)| micros).sum();
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_unstable_by_key(|(name, (_, micros))| (std::cmp::Reverse(*micros), *name));
    let shown = sums.into_iter().take(COMMANDS);
    let figures = shown.map(|(name, (calls, micros))| CommandFigures {
        name: name.replace('|', " "),
        calls,
        millis: as_f64(micros) / as_f64(calls.max(1)) / 1e3,
        share: as_f64(micros) / as_f64(all.max(1)),
    });
    figures.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "# Server\r\nredis_version:7.0.15\r\nused_memory:100\r\nmaxmemory:1000\r\n\
        maxmemory_policy:allkeys-lru\r\ninstantaneous_ops_per_sec:7\r\nconnected_clients:2\r\nevicted_keys:1\r\n\
        # Keyspace\r\ndb0:keys=5,expires=1,avg_ttl=0\r\ndb9:keys=2,expires=0,avg_ttl=0\r\n\
        # Commandstats\r\ncmdstat_get:calls=10,usec=300,usec_per_call=30.00\r\n\
        cmdstat_config|get:calls=1,usec=100,usec_per_call=100.00\r\n";
    const OTHER: &str = "redis_version:7.0.15\r\nused_memory:50\r\nmaxmemory:500\r\nmaxmemory_policy:noeviction\r\n\
        evicted_keys:4\r\ndbx:keys=9\r\ncmdstat_get:calls=10,usec=100\r\n";

    #[test]
    fn what_nodes_have_is_added_up() {
        let told = together(&[Info::of(ONE), Info::of(OTHER)]);
        assert_eq!((told.nodes, told.memory, told.keys), (2, 150, 7));
        assert_eq!(told.memory_limit, Some(1_500));
        assert_eq!((told.operations, told.clients, told.evicted), (7, 2, 5));
        assert_eq!(told.version, "7.0.15");
        assert_eq!(told.policy, "allkeys-lru, noeviction");
        let names: Vec<_> = told.commands.iter().map(|one| &*one.name).collect();
        assert_eq!(names, ["get", "config get"]);
        let get = &told.commands[0];
        assert_eq!(get.calls, 20);
        assert!((get.millis - 0.02).abs() < 1e-9 && (get.share - 0.8).abs() < 1e-9);
    }

    #[test]
    fn a_node_without_a_limit_is_no_limit() {
        let told = together(&[Info::of(ONE), Info::of("maxmemory:0")]);
        assert_eq!(told.memory_limit, None);
        assert_eq!(together(&[]).memory_limit, None);
    }
}
