//! A Redis server that a test may stop, freeze and start again, and values to cache.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use cache::{Cache, Link, LinkConfig, Namespace, NamespaceStats};
use serde::{Deserialize, Serialize};

pub(crate) mod cluster;
mod lists;
pub(crate) mod process;
pub(crate) mod sentinel;
mod source;
mod world;

pub(crate) use lists::{LISTS, Lists};
use process::RedisProcess;
pub(crate) use source::{Fault, Source};
pub(crate) use world::{Process, World, card_tags};

pub(crate) const CARDS: Namespace = Namespace::new("card", 1, Duration::from_mins(1));

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Card {
    pub(crate) id: i64,
    pub(crate) title: String,
}

/// A card as the source has it before any write.
pub(crate) fn card(id: i64) -> Card {
    written(id, 0)
}

/// A card as it is after so many writes.
pub(crate) fn written(id: i64, writes: u64) -> Card {
    Card {
        id,
        title: format!("Card {id}, written {writes} times"),
    }
}

/// So patient that a busy machine does not turn a hit into a miss.
pub(crate) fn patient() -> LinkConfig {
    LinkConfig {
        deadline: Duration::from_secs(5),
        connect_timeout: Duration::from_secs(5),
        ..LinkConfig::default()
    }
}

pub(crate) fn test_redis_url() -> String {
    std::env::var("TEST_REDIS_URL")
        .expect("set TEST_REDIS_URL to a Redis server for tests, such as redis://127.0.0.1:6379")
}

/// A name no other test of this or another run uses.
pub(crate) fn unique(what: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let since_1970 = std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos();
    format!("{what}-{}-{count}-{since_1970:x}", std::process::id())
}

pub(crate) fn only_namespace(cache: &Cache) -> NamespaceStats {
    let stats = cache.stats();
    assert_eq!(stats.len(), 1, "{stats:?}");
    stats.into_iter().next().unwrap()
}

/// Repeats `attempt` until it succeeds, and fails the test after five seconds. Answers how long it took.
pub(crate) async fn until(what: &str, mut attempt: impl AsyncFnMut() -> bool) -> Duration {
    let started = Instant::now();
    while !attempt().await {
        assert!(
            started.elapsed() < Duration::from_secs(5),
            "waited in vain: {what}"
        );
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    started.elapsed()
}

/// A server of one's own on a Unix socket in a temporary folder, gone when dropped.
pub(crate) struct Server {
    folder: PathBuf,
    options: Vec<String>,
    process: Option<RedisProcess>,
}

impl Server {
    /// A place for a server; none runs yet.
    pub(crate) fn absent() -> Self {
        let folder = std::env::temp_dir().join(unique("cache-test"));
        fs::create_dir(&folder).unwrap();
        Self {
            folder,
            options: Vec::new(),
            process: None,
        }
    }

    pub(crate) async fn running() -> Self {
        let mut server = Self::absent();
        server.start().await;
        server
    }

    pub(crate) async fn running_with(options: &[&str]) -> Self {
        let mut server = Self::absent();
        server.options = options.iter().map(ToString::to_string).collect();
        server.start().await;
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("unix://{}", self.folder.join("redis.sock").display())
    }

    pub(crate) fn link(&self, config: LinkConfig) -> Link {
        Link::lazy(&self.url(), config).unwrap()
    }

    /// Starts the server and waits until it answers.
    pub(crate) async fn start(&mut self) {
        let place = ["--port", "0", "--unixsocket", "redis.sock"].map(str::to_owned);
        let options = [&place[..], &self.options].concat();
        self.process = Some(RedisProcess::start(&self.folder, &options));
        let link = self.link(patient());
        until("the server to start", async || {
            // A server that asks for a password answers, too.
            !matches!(
                link.run::<()>(&redis::cmd("PING")).await,
                Err(cache::LinkError::Connect(_) | cache::LinkError::Open)
            )
        })
        .await;
    }

    /// Ends the server at once, as a crash would.
    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill();
        }
    }

    /// Makes the server stop answering while its connections stay open.
    pub(crate) fn freeze(&self) {
        self.running_process().freeze();
    }

    pub(crate) fn thaw(&self) {
        self.running_process().thaw();
    }

    fn running_process(&self) -> &RedisProcess {
        self.process.as_ref().expect("a running server")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
