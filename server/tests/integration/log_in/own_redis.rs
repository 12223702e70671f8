//! Sessions in another Redis than the cache.

use crate::{
    log_in::site::{PASSWORD, Site},
    support::{redis_cluster::RedisCluster, redis_server::RedisServer},
};

async fn site(sessions: &str) -> Site {
    Site::with(&[
        ("VITRINE_ARGON2_MEMORY_KIB", "64"),
        ("VITRINE_ARGON2_ITERATIONS", "1"),
        ("VITRINE_SESSION_REDIS_URL", sessions),
    ])
    .await
}

/// Logs in, is known, logs out, and is not known any more.
async fn log_in_and_out(site: &Site) {
    let log_in = site.log_in(PASSWORD).await;
    assert_eq!(log_in.location(), "/me", "{log_in:?}");
    let cookie = log_in.cookie().expect("a cookie");
    assert_eq!(site.get("/me", &cookie).await.status, 200);
    assert_eq!(site.post("/log-out", &cookie, &[]).await.status, 303);
    assert_ne!(site.get("/me", &cookie).await.status, 200);
}

#[tokio::test]
async fn sessions_outlive_the_loss_of_the_cache() {
    let own = RedisServer::start();
    let mut site = site(&own.url()).await;
    let cookie = site.log_in(PASSWORD).await.cookie().expect("a cookie");
    assert_eq!(own.session_keys().len(), 1);
    assert_eq!(site.redis.session_keys().len(), 0);

    site.redis.stop();
    assert_eq!(site.get("/me", &cookie).await.status, 200);
    log_in_and_out(&site).await;
}

#[tokio::test]
async fn sessions_may_be_in_a_cluster() {
    let cluster = RedisCluster::start(&format!("vitrine-cluster-{}", std::process::id()));
    let site = site(&cluster.url()).await;
    // Each session has an id, and so a node, of its own.
    for _ in 0..10 {
        log_in_and_out(&site).await;
    }
    assert_eq!(site.redis.session_keys().len(), 0);
}
