//! What one Redis server tells of itself, and what to think of it.

use super::Finding;

/// The oldest Redis that knows every option of the commands used (`SET … PXAT`).
const OLDEST: (u32, u32) = (6, 2);

/// What is kept in a Redis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Cache,
    Sessions,
    CacheAndSessions,
}

impl Use {
    fn name(self) -> &'static str {
        match self {
            Self::Cache => "the cache's Redis",
            Self::Sessions => "the sessions' Redis",
            Self::CacheAndSessions => "Redis",
        }
    }

    /// The `maxmemory-policy` to recommend.
    fn policy(self) -> &'static str {
        match self {
            Self::Cache => "allkeys-lfu",
            Self::Sessions => "noeviction",
            // What is cached lives for minutes and sessions for days: the cache goes first.
            Self::CacheAndSessions => "volatile-ttl",
        }
    }
}

/// The part of an answer to `INFO` that matters here; what was not told is `None`.
#[derive(Debug)]
pub(super) struct Server {
    version: Option<String>,
    /// Random, of one start of one server.
    run_id: Option<String>,
    /// `standalone`, `cluster` or `sentinel`.
    mode: Option<String>,
    /// `master` or `slave`.
    role: Option<String>,
    /// Bytes; `0` for no limit.
    max_memory: Option<String>,
    policy: Option<String>,
}

impl Server {
    /// Reads the answer to `INFO`: lines of `name:value`.
    pub(super) fn read(info: &str) -> Self {
        let field = |name: &str| {
            info.lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(found, _)| *found == name)
                .map(|(_, value)| value.trim().to_owned())
        };
        Self {
            version: field("redis_version"),
            run_id: field("run_id"),
            mode: field("redis_mode"),
            role: field("role"),
            max_memory: field("maxmemory"),
            policy: field("maxmemory_policy"),
        }
    }

    /// Whether both are one server.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.run_id.is_some() && self.run_id == other.run_id
    }

    /// What is wrong with the kind of server the address leads to.
    pub(super) fn kind(&self, wants_cluster: bool) -> Option<Finding> {
        match (self.mode.as_deref(), self.role.as_deref()) {
            (Some("sentinel"), _) => Some(Finding::warn(
                "this is a Redis Sentinel and keeps no data",
                "write the address as redis+sentinel://host:port/master-name",
            )),
            (Some("cluster"), _) if !wants_cluster => Some(Finding::warn(
                "this is one node of a Redis Cluster and has only a part of the keys",
                "write the address as redis+cluster://host:port",
            )),
            (_, Some("slave")) if !wants_cluster => Some(Finding::warn(
                "this Redis is a replica and takes no writes",
                "give the address of its master, or of its sentinels as redis+sentinel://…",
            )),
            _ => None,
        }
    }

    /// What it does when it is full.
    pub(super) fn room(&self, usage: Use) -> Finding {
        let name = usage.name();
        let (Some(max_memory), Some(policy)) = (&self.max_memory, &self.policy) else {
            return Finding::ok(format!(
                "what {name} does when it is full is unknown: INFO does not tell"
            ));
        };
        if max_memory == "0" {
            return Finding::warn(
                format!("{name} may grow until the machine's memory is full"),
                format!("set its maxmemory, and maxmemory-policy {}", usage.policy()),
            );
        }
        let objection = match (usage, policy.as_str()) {
            (Use::Cache, "noeviction") => "takes nothing new into the cache",
            (Use::CacheAndSessions, "noeviction") => "takes no new sessions",
            (Use::Sessions | Use::CacheAndSessions, policy) if policy.starts_with("allkeys-") => {
                "ends sessions that are in use"
            }
            (Use::Sessions, "noeviction") => {
                return Finding::ok(format!(
                    "when full, {name} ends no sessions and takes no new ones"
                ));
            }
            _ => return Finding::ok(format!("when full, {name} makes room by {policy}")),
        };
        Finding::warn(
            format!("when full, {name} {objection} (maxmemory-policy {policy})"),
            format!("set its maxmemory-policy to {}", usage.policy()),
        )
    }
}

/// That Redis answers, in which version, and by how many nodes.
pub(super) fn answering(place: &str, servers: &[Server]) -> Finding {
    let oldest = servers.iter().min_by_key(|server| numbers(server));
    let version = oldest.and_then(|server| server.version.as_deref());
    let version = version.unwrap_or("of unknown version");
    let nodes = match servers.len() {
        1 => String::new(),
        count => format!(" with {count} masters"),
    };
    let found = format!("{place}: Redis {version} answers{nodes}");
    match oldest.and_then(numbers) {
        Some(numbers) if numbers < OLDEST => Finding::warn(
            found,
            format!("use Redis {}.{} or newer", OLDEST.0, OLDEST.1),
        ),
        _ => Finding::ok(found),
    }
}

/// The first two numbers of its version.
fn numbers(server: &Server) -> Option<(u32, u32)> {
    let mut numbers = server.version.as_deref()?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::{super::super::finding::Verdict, Server, Use, answering};

    const FULL: &str = "# Server\r\nredis_version:7.0.15\r\nrun_id:1f\r\nmaxmemory:1000\r\n";

    #[test]
    fn the_oldest_version_is_judged() {
        for (versions, verdict) in [
            (&["7.0.15"][..], Verdict::Ok),
            (&["6.2.0"], Verdict::Ok),
            (&["10.1.0", "7.4.1"], Verdict::Ok),
            (&["7.0.15", "6.0.16"], Verdict::Warn),
            (&["next"], Verdict::Ok),
        ] {
            let read = |version: &&str| Server::read(&format!("redis_version:{version}\r\n"));
            let servers: Vec<Server> = versions.iter().map(read).collect();
            assert_eq!(
                answering("there", &servers).verdict,
                verdict,
                "{versions:?}"
            );
        }
    }

    #[test]
    fn what_a_full_redis_does_matters_to_what_it_keeps() {
        use Use::{Cache, CacheAndSessions, Sessions};
        for (policy, usage, verdict) in [
            ("noeviction", Cache, Verdict::Warn),
            ("noeviction", Sessions, Verdict::Ok),
            ("noeviction", CacheAndSessions, Verdict::Warn),
            ("allkeys-lfu", Cache, Verdict::Ok),
            ("allkeys-lfu", Sessions, Verdict::Warn),
            ("allkeys-random", CacheAndSessions, Verdict::Warn),
            ("volatile-ttl", Cache, Verdict::Ok),
            ("volatile-ttl", Sessions, Verdict::Ok),
            ("volatile-ttl", CacheAndSessions, Verdict::Ok),
        ] {
            let info = format!("{FULL}maxmemory_policy:{policy}\r\n");
            let room = Server::read(&info).room(usage);
            assert_eq!(room.verdict, verdict, "{policy} {usage:?}");
            let endless = info.replace("1000", "0");
            let room = Server::read(&endless).room(usage);
            assert_eq!(room.verdict, Verdict::Warn, "{policy} {usage:?}");
            // Where it is forbidden to ask, it is said so.
            let room = Server::read(FULL).room(usage);
            assert_eq!(room.verdict, Verdict::Ok);
            assert!(room.to_string().contains("unknown"), "{room}");
        }
    }

    #[test]
    fn a_server_of_another_kind_than_the_address_says_is_noticed() {
        let noticed = |info: &str, wants_cluster| Server::read(info).kind(wants_cluster).is_some();
        assert!(noticed("redis_mode:cluster\r\n", false));
        assert!(!noticed("redis_mode:cluster\r\n", true));
        assert!(noticed("redis_mode:sentinel\r\n", false));
        assert!(noticed("redis_mode:standalone\r\nrole:slave\r\n", false));
        assert!(!noticed("redis_mode:standalone\r\nrole:master\r\n", false));
    }

    #[test]
    fn one_server_is_known_by_its_run() {
        let server = |run_id: &str| Server::read(&format!("run_id:{run_id}\r\n"));
        assert!(server("1f").is(&server("1f")));
        assert!(!server("1f").is(&server("20")));
        assert!(!Server::read("").is(&Server::read("")));
    }
}
