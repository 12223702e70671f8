//! Redis away, in every way it can be: pages go on hardly slower, nobody sees an error, and soon after it is back it is
//! used again.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use cache::TagClock;
use http::StatusCode;

use crate::support::{catalog::seeded, proxy::Proxy, redis_server::RedisServer, site::Site};

/// Time a call to Redis has, as far as the site goes.
const DEADLINE: Duration = Duration::from_millis(100);

/// Searches asked while Redis is away; none was asked before.
const SEARCHES: usize = 60;

/// Calls that may run into their deadline before the breaker opens, and while it probes: what all searches together may
/// take longer than without Redis.
const CALLS_IN_VAIN: u32 = 12;

/// Time in which Redis must be used again.
const RECOVERY: Duration = Duration::from_secs(2);

/// A way for Redis to be away.
#[derive(Debug, Clone, Copy)]
enum Trouble {
    Killed,
    Frozen,
    /// Each answer comes two seconds late.
    Slow,
    /// A replica: nothing can be written.
    ReadOnly,
    /// Out of memory, and told not to evict.
    Full,
    /// Somebody else's values stand under our keys.
    Foreign,
}

struct Shop {
    redis: RedisServer,
    proxy: Proxy,
    site: Site,
}

impl Shop {
    async fn open() -> Self {
        let redis = RedisServer::start();
        let proxy = Proxy::before_socket(redis.socket()).await;
        let catalogue = Arc::new(seeded(300).await);
        let settings = [
            ("DATABASE_URL", catalogue.url().to_owned()),
            ("REDIS_URL", format!("redis://{}/", proxy.addr())),
            (
                "VITRINE_REDIS_DEADLINE_MS",
                DEADLINE.as_millis().to_string(),
            ),
        ];
        let clock = TagClock::standalone(catalogue.url());
        let site = Site::with(catalogue, &settings, clock).await;
        Self { redis, proxy, site }
    }

    fn begin(&mut self, trouble: Trouble) {
        match trouble {
            Trouble::Killed => self.redis.stop(),
            Trouble::Frozen => self.redis.freeze(),
            Trouble::Slow => self.proxy.slow_down(Duration::from_secs(2)),
            Trouble::ReadOnly => self.redis.command(&["REPLICAOF", "127.0.0.1", "9"]),
            Trouble::Full => self.redis.command(&["CONFIG", "SET", "maxmemory", "1"]),
            Trouble::Foreign => self.redis.command(&[
                "EVAL",
                "for _, key in ipairs(redis.call('KEYS', '*')) do redis.call('DEL', key) redis.call('RPUSH', key, 1) end",
                "0",
            ]),
        }
    }

    fn end(&mut self, trouble: Trouble) {
        match trouble {
            Trouble::Killed => self.redis.start_again(),
            Trouble::Frozen => self.redis.thaw(),
            Trouble::Slow => self.proxy.thaw(),
            Trouble::ReadOnly => self.redis.command(&["REPLICAOF", "NO", "ONE"]),
            Trouble::Full => self.redis.command(&["CONFIG", "SET", "maxmemory", "0"]),
            Trouble::Foreign => {}
        }
    }

    /// Pages that Redis has taken so far.
    fn stored(&self) -> u64 {
        let stats = self.site.state.cache.stats();
        let pages = stats.iter().find(|stats| stats.name == "page");
        pages.map_or(0, |stats| stats.stores.stored)
    }

    /// Asks for pages nobody has asked for until Redis has taken one; how long that took.
    async fn recovers(&self) -> Duration {
        let before = self.stored();
        let started = Instant::now();
        for number in 0.. {
            let path = format!("/search?q=black&min={number}");
            assert_eq!(self.site.get(&path).await.status, StatusCode::OK);
            self.site.state.cache.flush_pending().await;
            if self.stored() > before || started.elapsed() > RECOVERY {
                break;
            }
        }
        started.elapsed()
    }
}

/// Asks for searches of its own, and for the front page in between; how long all took.
async fn visit(site: &Site) -> Duration {
    let started = Instant::now();
    for number in 0..SEARCHES {
        for path in [&*format!("/search?q=steel&max={}", 1_000 + number), "/"] {
            let answer = site.get(path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
            assert!(answer.body.contains("</html>"), "{path}");
        }
    }
    started.elapsed()
}

async fn survives(trouble: Trouble) {
    let without = Site::without_redis(300).await;
    without.get("/").await;
    let usual = visit(&without).await;

    let mut shop = Shop::open().await;
    assert!(shop.recovers().await < RECOVERY, "Redis is used at first");
    shop.site.get("/").await;
    shop.begin(trouble);
    let took = visit(&shop.site).await;
    let bound = usual * 2 + DEADLINE * CALLS_IN_VAIN;
    assert!(took < bound, "{took:?}, without Redis {usual:?}");
    shop.end(trouble);
    let back = shop.recovers().await;
    assert!(back < RECOVERY, "{trouble:?}: back after {back:?}");
    println!(
        "{trouble:?}: {took:?} for {SEARCHES} searches, without Redis {usual:?}; back after {back:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed() {
    survives(Trouble::Killed).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frozen() {
    survives(Trouble::Frozen).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_seconds_late() {
    survives(Trouble::Slow).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn read_only() {
    survives(Trouble::ReadOnly).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn full() {
    survives(Trouble::Full).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn foreign_values_under_our_keys() {
    survives(Trouble::Foreign).await;
}
