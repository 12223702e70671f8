//! A master with a replica, watched by sentinels.

use std::fs;
use std::path::{Path, PathBuf};

use redis::{Value, cmd};

use super::process::{RedisProcess, connect, free_ports, wait_for};

/// What the sentinels call the master.
pub(crate) const MASTER: &str = "shop";

const SENTINELS: usize = 2;

/// A running group in a folder of its own; both go with this value.
#[derive(Debug)]
pub(crate) struct SentinelGroup {
    folder: PathBuf,
    /// The first master and its replica.
    servers: Vec<Member>,
    sentinels: Vec<Member>,
}

#[derive(Debug)]
struct Member {
    port: u16,
    process: RedisProcess,
}

impl SentinelGroup {
    /// Starts all members, and waits until the sentinels know the replica. `name` is of no other test.
    pub(crate) fn start(name: &str) -> Self {
        let folder = std::env::temp_dir().join(name);
        fs::create_dir(&folder).expect("cannot make a folder for the sentinels");
        let ports = free_ports(2 + SENTINELS);
        let (master, replica, sentinels) = (ports[0], ports[1], &ports[2..]);
        let group = Self {
            servers: vec![
                start_server(&folder, master, ""),
                start_server(&folder, replica, &format!("--replicaof 127.0.0.1 {master}")),
            ],
            // The sentinels learn of the replica at their first look at the master only if it is there by then.
            sentinels: {
                wait_for("the replica to follow", || {
                    is_replica_in_sync(replica).then_some(())
                });
                let start = |port: &u16| start_sentinel(&folder, *port, master, "");
                sentinels.iter().map(start).collect()
            },
            folder,
        };
        wait_for("the sentinels to know the replica", || {
            let known = |sentinel: &Member| known_replicas(sentinel.port) == Some(1);
            group.sentinels.iter().all(known).then_some(())
        });
        group
    }

    /// Where to connect, naming all sentinels.
    pub(crate) fn url(&self) -> String {
        let ports = self.sentinels.iter().map(|sentinel| sentinel.port);
        let sentinels: Vec<String> = ports.map(|port| format!("127.0.0.1:{port}")).collect();
        format!("redis+sentinel://{}/{MASTER}", sentinels.join(","))
    }

    /// Port of the first master, if `server` is 0, or of its replica, if it is 1.
    pub(crate) fn port(&self, server: usize) -> u16 {
        self.servers[server].port
    }

    /// Lets a server hang: connections stay open, nothing is answered.
    pub(crate) fn freeze(&self, server: usize) {
        self.servers[server].process.freeze();
    }

    /// Lets it go on.
    pub(crate) fn thaw(&self, server: usize) {
        self.servers[server].process.thaw();
    }

    /// Lets a sentinel hang.
    pub(crate) fn freeze_sentinel(&self, sentinel: usize) {
        self.sentinels[sentinel].process.freeze();
    }

    /// Lets it go on.
    pub(crate) fn thaw_sentinel(&self, sentinel: usize) {
        self.sentinels[sentinel].process.thaw();
    }

    /// Lets a sentinel make the replica the master. Returns at once, before it is one.
    pub(crate) fn fail_over(&self) {
        let mut sentinel = connect_to(self.sentinels[0].port).expect("a sentinel");
        // It refuses until it has looked at the replica often enough to trust it.
        wait_for("the sentinel to agree", || {
            let mut fail_over = cmd("SENTINEL");
            fail_over.arg("FAILOVER").arg(MASTER);
            fail_over.query::<()>(&mut sentinel).ok()
        });
    }
}

impl Drop for SentinelGroup {
    fn drop(&mut self) {
        self.sentinels.clear();
        self.servers.clear();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// One server and one sentinel, both asking for a password, and the sentinel convinced that the server is a master.
#[derive(Debug)]
pub(crate) struct GuardedMaster {
    folder: PathBuf,
    server: Member,
    sentinel: Member,
}

impl GuardedMaster {
    /// Passwords of server and sentinel.
    pub(crate) const PASSWORDS: (&str, &str) = ("of-server", "of-sentinel");

    /// Starts both; `options` are the server's, besides its password.
    pub(crate) fn start(name: &str, options: &str) -> Self {
        let folder = std::env::temp_dir().join(name);
        fs::create_dir(&folder).expect("cannot make a folder for the sentinel");
        let ports = free_ports(2);
        let (of_server, of_sentinel) = Self::PASSWORDS;
        let guarded = Self {
            server: start_server(
                &folder,
                ports[0],
                &format!("--requirepass {of_server} {options}"),
            ),
            sentinel: start_sentinel(
                &folder,
                ports[1],
                ports[0],
                &format!("requirepass {of_sentinel}\nsentinel auth-pass {MASTER} {of_server}\n"),
            ),
            folder,
        };
        for (member, password) in [
            (&guarded.server, of_server),
            (&guarded.sentinel, of_sentinel),
        ] {
            let url = format!("redis://:{password}@127.0.0.1:{}", member.port);
            wait_for("a server to answer", || connect(&url));
        }
        guarded
    }

    /// Where to connect; `credentials` are `user:password@` of the server, `parameters` begin with `?`.
    pub(crate) fn url(&self, credentials: &str, master: &str, parameters: &str) -> String {
        let port = self.sentinel.port;
        format!("redis+sentinel://{credentials}127.0.0.1:{port}/{master}{parameters}")
    }
}

impl Drop for GuardedMaster {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn start_server(folder: &Path, port: u16, more: &str) -> Member {
    let options: Vec<String> =
        format!("--port {port} --bind 127.0.0.1 --repl-diskless-sync-delay 0 {more}")
            .split_whitespace()
            .map(str::to_owned)
            .collect();
    let process = RedisProcess::start(folder, &options);
    Member { port, process }
}

/// One sentinel suffices to declare the master dead, after half a second.
fn start_sentinel(folder: &Path, port: u16, master: u16, more: &str) -> Member {
    let file = format!("sentinel-{port}.conf");
    let text = format!(
        "port {port}\nbind 127.0.0.1\nsentinel monitor {MASTER} 127.0.0.1 {master} 1\n\
         sentinel down-after-milliseconds {MASTER} 500\nsentinel failover-timeout {MASTER} 3000\n{more}"
    );
    fs::write(folder.join(&file), text).expect("cannot write a sentinel's file");
    let process = RedisProcess::start_sentinel(folder, &file);
    Member { port, process }
}

fn is_replica_in_sync(port: u16) -> bool {
    let Some(mut replica) = connect_to(port) else {
        return false;
    };
    let info: String = cmd("INFO")
        .arg("replication")
        .query(&mut replica)
        .unwrap_or_default();
    info.contains("master_link_status:up")
}

fn known_replicas(sentinel: u16) -> Option<usize> {
    let mut sentinel = connect_to(sentinel)?;
    let replicas: Vec<Value> = cmd("SENTINEL")
        .arg("REPLICAS")
        .arg(MASTER)
        .query(&mut sentinel)
        .ok()?;
    Some(replicas.len())
}

fn connect_to(port: u16) -> Option<redis::Connection> {
    connect(&format!("redis://127.0.0.1:{port}"))
}
