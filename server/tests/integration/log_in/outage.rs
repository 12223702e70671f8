//! Redis away.

use std::time::{Duration, Instant};

use http::{
    StatusCode,
    header::{RETRY_AFTER, SET_COOKIE},
};

use crate::log_in::site::{Answer, PASSWORD, Site};

/// Nothing may take longer. Log-out waits for the sessions twice: to know whose it was, and to end it.
const LIMIT: Duration = Duration::from_millis(1_500);

async fn in_time(answer: impl Future<Output = Answer>) -> Answer {
    let started = Instant::now();
    let answer = answer.await;
    assert!(
        started.elapsed() < LIMIT,
        "{:?} for {answer:?}",
        started.elapsed()
    );
    answer
}

async fn check(site: &Site, cookie: &str) {
    let log_in = in_time(site.log_in(PASSWORD)).await;
    assert_eq!(log_in.status, StatusCode::SERVICE_UNAVAILABLE);
    let said = "This is not possible right now.";
    assert!(log_in.body.contains(said), "{}", log_in.body);
    assert!(!log_in.headers.contains_key(SET_COOKIE));

    let me = in_time(site.get("/me", cookie)).await;
    assert_eq!(me.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(me.headers.contains_key(RETRY_AFTER));
    assert!(me.body.contains("not available right now"), "{}", me.body);
    assert!(!me.headers.contains_key(SET_COOKIE));

    let log_out = in_time(site.post("/log-out", cookie, &[])).await;
    assert_eq!(log_out.location(), "/");
    assert!(log_out.headers.contains_key(SET_COOKIE) && log_out.cookie().is_none());

    for path in ["/", "/log-in"] {
        let page = in_time(site.get(path, cookie)).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
    }
}

/// Once Redis answers again, logging in works within the circuit breaker's next probes, and who has logged out meanwhile
/// stays so.
async fn heals(site: &Site, cookie: &str) {
    let started = Instant::now();
    while site.log_in(PASSWORD).await.status != StatusCode::SEE_OTHER {
        assert!(started.elapsed() < Duration::from_secs(10), "does not heal");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let me = site.get("/me", cookie).await;
    assert_eq!(me.location(), "/log-in?next=%2Fme");
}

#[tokio::test]
async fn while_redis_is_stopped_the_shop_stays_open() {
    let mut site = Site::start().await;
    let cookie = site.cookie().await;
    site.redis.stop();
    check(&site, &cookie).await;
    site.redis.start_again();
    heals(&site, &cookie).await;
}

#[tokio::test]
async fn while_redis_hangs_the_shop_stays_open() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    site.redis.freeze();
    check(&site, &cookie).await;
    site.redis.thaw();
    heals(&site, &cookie).await;
}
