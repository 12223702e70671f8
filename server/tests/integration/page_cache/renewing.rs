//! Pages made again before anybody asks.

use std::time::Duration;

use cache::NamespaceStats;
use server::page_cache;

use super::{HIT, MISS, status};
use crate::support::{catalog::any_slug, site::Site};

fn pages(site: &Site) -> NamespaceStats {
    let all = site.state.cache.stats();
    let pages = all.into_iter().find(|stats| stats.name == "page");
    pages.unwrap_or_default()
}

/// Waits until so many pages were made with nobody waiting for them.
async fn until_made_ahead(site: &Site, many: u64) {
    while pages(site).refreshes < many {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_page_that_an_edit_drops_is_made_again() {
    let site = Site::without_redis(100).await;
    let slug = any_slug(&site.catalogue.pool).await;
    let path = format!("/p/{slug}");
    assert_eq!(status(&site, &path).await, MISS);
    let state = &site.state;
    let keeping = page_cache::keep_up(state.cache.clone(), state.popular_pages.clone());
    let keeping = tokio::spawn(keeping);

    site.catalogue
        .execute("UPDATE products SET name = 'Entirely new'")
        .await;
    site.touch_everything().await;
    until_made_ahead(&site, 1).await;
    let answer = site.get(&path).await;
    assert_eq!(answer.header("cache-status"), HIT);
    assert!(answer.body.contains("Entirely new"), "{}", answer.body);
    keeping.abort();
}

#[tokio::test]
async fn nobody_makes_pages_while_nothing_changes_or_nobody_asked() {
    let site = Site::without_redis(100).await;
    let state = &site.state;
    let keeping = page_cache::keep_up(state.cache.clone(), state.popular_pages.clone());
    let keeping = tokio::spawn(keeping);
    site.touch_everything().await;
    assert_eq!(status(&site, "/").await, MISS);
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert_eq!(status(&site, "/").await, HIT);
    }
    assert_eq!(pages(&site).refreshes, 0);
    keeping.abort();
}
