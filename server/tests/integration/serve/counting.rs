//! Page views counted by the program itself, over its stop, its death and the death of Redis.

use std::time::{Duration, Instant};

use server::insight::{
    searches::{Days, Report, SearchRow, report},
    views::hottest,
};

use super::{
    client::{PATIENCE, get},
    process::{Process, vitrine},
};
use crate::support::{
    catalog::{SeededCatalog, any_slug, seeded},
    redis_server::RedisServer,
};

struct Shop {
    catalogue: SeededCatalog,
    slug: String,
    redis: RedisServer,
}

impl Shop {
    async fn new() -> Self {
        let catalogue = seeded(50).await;
        Self {
            slug: any_slug(&catalogue.pool).await,
            catalogue,
            redis: RedisServer::start(),
        }
    }

    fn serve(&self) -> Process {
        Process::start_with(vitrine(), self.catalogue.url(), &self.redis.url())
    }

    async fn view(&self, server: &Process, times: usize) {
        for _ in 0..times {
            let page = get(server.addr, &format!("/p/{}", self.slug)).await;
            assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        }
    }

    async fn viewed(&self) -> Vec<(String, i64)> {
        let rows = hottest(&self.catalogue.pool, 10).await.unwrap();
        rows.into_iter().map(|row| (row.slug, row.views)).collect()
    }

    async fn assert_viewed(&self, times: i64) {
        assert_eq!(self.viewed().await, [(self.slug.clone(), times)]);
    }

    /// Batches of counts in Redis.
    fn copies(&self) -> u64 {
        let mut redis = self.redis.connect().unwrap();
        let keys: Vec<String> = redis::cmd("KEYS")
            .arg("vitrine:{counts:*")
            .query(&mut redis)
            .unwrap();
        keys.iter()
            .map(|key| {
                redis::cmd("HLEN")
                    .arg(key)
                    .query::<u64>(&mut redis)
                    .unwrap()
            })
            .sum()
    }

    /// Waits until Redis has more batches than these, or, on a slow machine, PostgreSQL has views.
    async fn until_safe(&self, copies: u64) {
        let begun = Instant::now();
        while self.copies() <= copies && self.viewed().await.is_empty() {
            assert!(begun.elapsed() < PATIENCE, "nothing comes to Redis");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

fn stop(mut server: Process) {
    server.signal("-TERM");
    assert_eq!(server.end(), Some(0));
}

#[tokio::test]
async fn after_a_stop_every_view_is_in_the_database() {
    let shop = Shop::new().await;
    let server = shop.serve();
    shop.view(&server, 30).await;
    for address in [
        "/search?q=BLACK&page=2",
        "/search?page=1&q=+black",
        "/search?q=Black",
    ] {
        for _ in 0..10 {
            get(server.addr, address).await;
        }
    }
    // None of these is counted.
    for address in [
        "/p/no-such-product",
        "/search",
        "/",
        "/suggest?q=bl",
        "/c/nowhere",
    ] {
        get(server.addr, address).await;
    }
    stop(server);
    shop.assert_viewed(30).await;
    let searches = report(&shop.catalogue.pool, Days::last(2), Report::MostAsked, 9).await;
    assert!(
        matches!(
            &searches.as_deref(),
            Ok([SearchRow { words, asked: 20, without_result: 0, results: Some(1..), clicks: 0 }])
                if words == "black"
        ),
        "{searches:?}"
    );
    assert_eq!(shop.copies(), 0);
}

#[tokio::test]
async fn views_outlive_redis_and_what_it_held() {
    let mut shop = Shop::new().await;
    let server = shop.serve();
    shop.view(&server, 25).await;
    shop.until_safe(0).await;
    shop.redis.stop();
    shop.view(&server, 25).await;
    stop(server);
    shop.assert_viewed(50).await;
}

#[tokio::test]
async fn the_next_process_counts_what_a_killed_one_left_in_redis() {
    let shop = Shop::new().await;
    let mut server = shop.serve();
    shop.view(&server, 49).await;
    // One more batch is on its way from here, and everything so far is in it or in one before.
    let copies = shop.copies();
    shop.view(&server, 1).await;
    shop.until_safe(copies).await;
    server.signal("-KILL");
    assert_eq!(server.end(), None);

    stop(shop.serve());
    let counted = shop.viewed().await;
    // The fiftieth may have come too late for its copy.
    assert!(
        matches!(counted[..], [(_, 49..=50)]) && shop.copies() == 0,
        "{counted:?}"
    );
}
