//! A Redis Cluster of three masters on the loopback.

use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use redis::{Cmd, FromRedisValue, cmd};

use super::process::{RedisProcess, connect, free_ports, wait_for};

/// The slots of the three nodes.
const SLOTS: [RangeInclusive<u16>; 3] = [0..=5460, 5461..=10922, 10923..=16383];

/// A running cluster in a folder of its own; both go with this value.
///
/// A node that is away does not keep the others from answering (`cluster-require-full-coverage no`).
#[derive(Debug)]
pub(crate) struct RedisCluster {
    folder: PathBuf,
    /// The masters, and after them their replicas.
    nodes: Vec<Node>,
    node_timeout: u32,
}

#[derive(Debug)]
struct Node {
    port: u16,
    /// Where the nodes talk to each other.
    bus: u16,
    process: RedisProcess,
}

impl RedisCluster {
    /// Starts the nodes, gives each its slots, and waits until all of them agree. `name` is of no other test.
    pub(crate) fn start(name: &str) -> Self {
        Self::start_with(name, 15_000)
    }

    /// As [`start`](Self::start), with the milliseconds after which the nodes take one of them for dead.
    pub(crate) fn start_with(name: &str, node_timeout: u32) -> Self {
        let folder = std::env::temp_dir().join(name);
        fs::create_dir(&folder).expect("cannot make a folder for the cluster");
        let ports = free_ports(2 * SLOTS.len());
        let nodes = ports.chunks_exact(2).map(|ports| {
            let (port, bus) = (ports[0], ports[1]);
            Node::start(&folder, port, bus, node_timeout)
        });
        let nodes = nodes.collect();
        let cluster = Self {
            folder,
            nodes,
            node_timeout,
        };
        cluster.join();
        wait_for("the nodes to agree", || cluster.agrees().then_some(()));
        cluster
    }

    /// Where to connect, naming all nodes.
    pub(crate) fn url(&self) -> String {
        let nodes: Vec<String> = self.nodes.iter().map(Node::address).collect();
        format!("redis+cluster://{}", nodes.join(","))
    }

    /// The number of the node that has the slot of `key`.
    pub(crate) fn node_of(&self, key: &str) -> usize {
        let slot: u16 = self.nodes[0].ask(cmd("CLUSTER").arg("KEYSLOT").arg(key));
        let found = SLOTS.iter().position(|slots| slots.contains(&slot));
        found.expect("every slot has a node")
    }

    /// Lets a node hang: connections stay open, nothing is answered.
    pub(crate) fn freeze(&self, node: usize) {
        self.nodes[node].process.freeze();
    }

    /// Lets it go on.
    pub(crate) fn thaw(&self, node: usize) {
        self.nodes[node].process.thaw();
    }

    /// Ends a node at once, as a crash would.
    pub(crate) fn kill(&mut self, node: usize) {
        self.nodes[node].process.kill();
    }

    /// Starts it again, empty, at the same place; it knows the cluster from its file.
    pub(crate) fn start_again(&mut self, node: usize) {
        let node = &mut self.nodes[node];
        *node = Node::start(&self.folder, node.port, node.bus, self.node_timeout);
    }

    /// Starts a replica of `master`, and waits until it follows.
    pub(crate) fn add_replica(&mut self, master: usize) {
        let ports = free_ports(2);
        let replica = Node::start(&self.folder, ports[0], ports[1], self.node_timeout);
        wait_for("the replica to start", || replica.connect());
        let id = self.nodes[master].id();
        self.nodes.push(replica);
        let replica = &self.nodes[self.nodes.len() - 1];
        self.nodes[..SLOTS.len()]
            .iter()
            .for_each(|node| replica.meet(node));
        wait_for("the replica to follow", || {
            // Refused until it knows the master.
            let mut replicate = cmd("CLUSTER");
            replicate.arg("REPLICATE").arg(&id);
            replicate.query::<()>(&mut replica.connect()?).ok()?;
            let info: String = replica.ask(cmd("INFO").arg("replication"));
            info.contains("master_link_status:up").then_some(())
        });
        // Masters vote only for a replica they know as one.
        wait_for("the masters to know the replica", || {
            let knows = |node: &Node| {
                let replicas: Vec<String> = node.ask(cmd("CLUSTER").arg("REPLICAS").arg(&id));
                replicas.len() == 1
            };
            self.nodes.iter().all(knows).then_some(())
        });
    }

    /// Begins to give the slot of `key` to the node `to`, as resharding does.
    pub(crate) fn begin_move(&self, key: &str, to: usize) -> Move<'_> {
        let (from, to) = (&self.nodes[self.node_of(key)], &self.nodes[to]);
        let slot: u16 = from.ask(cmd("CLUSTER").arg("KEYSLOT").arg(key));
        let moving = Move {
            cluster: self,
            from,
            to,
            slot,
        };
        let () = to.ask(moving.command("IMPORTING").arg(from.id()));
        let () = from.ask(moving.command("MIGRATING").arg(to.id()));
        moving
    }

    fn join(&self) {
        for ((node, slots), epoch) in self.nodes.iter().zip(&SLOTS).zip(1..) {
            wait_for("a node to start", || node.connect());
            let mut add = cmd("CLUSTER");
            add.arg("ADDSLOTSRANGE").arg(*slots.start());
            let () = node.ask(add.arg(*slots.end()));
            let () = node.ask(cmd("CLUSTER").arg("SET-CONFIG-EPOCH").arg(epoch));
        }
        // Each meets each: quicker than waiting for what they hear of each other.
        for node in &self.nodes {
            for other in &self.nodes {
                node.meet(other);
            }
        }
    }

    /// Whether every node sees all the others and who has which slots.
    fn agrees(&self) -> bool {
        self.nodes.iter().all(|node| {
            let info: String = node.ask(cmd("CLUSTER").arg("INFO"));
            info.contains("cluster_state:ok")
                && info.contains("cluster_slots_ok:16384")
                && info.contains("cluster_known_nodes:3")
        })
    }
}

/// A slot on its way to another node.
pub(crate) struct Move<'a> {
    cluster: &'a RedisCluster,
    from: &'a Node,
    to: &'a Node,
    slot: u16,
}

impl Move<'_> {
    /// Takes one key over.
    pub(crate) fn migrate(&self, key: &str) {
        let mut migrate = cmd("MIGRATE");
        migrate.arg("127.0.0.1").arg(self.to.port).arg(key);
        let answer: String = self.from.ask(migrate.arg(0).arg(1000));
        assert_eq!(answer, "OK");
    }

    /// Tells all nodes that the slot has moved.
    pub(crate) fn end(self) {
        let id = self.to.id();
        let () = self.to.ask(self.command("NODE").arg(&id));
        for node in &self.cluster.nodes {
            let () = node.ask(self.command("NODE").arg(&id));
        }
    }

    fn command(&self, word: &str) -> Cmd {
        cmd("CLUSTER")
            .arg("SETSLOT")
            .arg(self.slot)
            .arg(word)
            .clone()
    }
}

impl Node {
    fn start(folder: &Path, port: u16, bus: u16, node_timeout: u32) -> Self {
        let process = RedisProcess::start(folder, &options(port, bus, node_timeout));
        Self { port, bus, process }
    }

    fn meet(&self, other: &Self) {
        let mut meet = cmd("CLUSTER");
        meet.arg("MEET").arg("127.0.0.1").arg(other.port);
        let () = self.ask(meet.arg(other.bus));
    }

    fn id(&self) -> String {
        self.ask(cmd("CLUSTER").arg("MYID"))
    }

    fn ask<T: FromRedisValue>(&self, command: &Cmd) -> T {
        let mut connection = self.connect().expect("a node that listens");
        command.query(&mut connection).expect("an answer of a node")
    }

    fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn connect(&self) -> Option<redis::Connection> {
        connect(&format!("redis://{}", self.address()))
    }
}

impl Drop for RedisCluster {
    fn drop(&mut self) {
        self.nodes.clear();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn options(port: u16, bus: u16, node_timeout: u32) -> Vec<String> {
    format!(
        "--port {port} --bind 127.0.0.1 --cluster-enabled yes --cluster-port {bus} \
         --cluster-config-file nodes-{port}.conf --cluster-require-full-coverage no \
         --cluster-node-timeout {node_timeout} --repl-diskless-sync-delay 0"
    )
    .split_whitespace()
    .map(str::to_owned)
    .collect()
}
