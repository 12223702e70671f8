//! What crawlers, browsers and those who share a page are told.

use std::collections::BTreeSet;

use http::StatusCode;

use crate::support::{catalog::any_slug, site::Site};

/// What stands between these in a text, each time.
fn between<'t>(text: &'t str, before: &'t str, after: &'t str) -> Vec<&'t str> {
    text.split(before)
        .skip(1)
        .filter_map(|rest| rest.split_once(after))
        .map(|(found, _)| found)
        .collect()
}

/// What a page says its one address is.
fn canonical(page: &str) -> Option<&str> {
    let (before, _) = page.split_once("\" rel=\"canonical\"")?;
    before.rsplit("href=\"").next()
}

async fn got(site: &Site, path: &str) -> String {
    let answer = site.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.body
}

#[tokio::test]
async fn the_sitemap_has_each_page_once() {
    let site = Site::without_redis(120).await;
    site.catalogue
        .execute(
            "UPDATE products SET status = CASE id % 3 WHEN 0 THEN 'archived' ELSE 'draft' END WHERE id % 4 = 0;
             ALTER SEQUENCE products_id_seq RESTART WITH 70000;
             INSERT INTO products (sku, slug, name) VALUES ('far', 'far-away', 'Far away')",
        )
        .await;
    let robots = got(&site, "/robots.txt").await;
    let index = between(&robots, "Sitemap: http://", "\n");
    let (begin, index) = index[0].split_once('/').expect("a path");
    let index = got(&site, &format!("/{index}")).await;
    let parts = between(&index, "<loc>", "</loc>");
    assert_eq!(parts.len(), 3, "{index}");
    let begin = format!("http://{begin}");
    let mut pages = Vec::new();
    for part in parts {
        let part = got(&site, part.strip_prefix(&begin).expect(part)).await;
        let found = between(&part, "<loc>", "</loc>").into_iter();
        pages.extend(found.map(|page| page.strip_prefix(&begin).expect(page).to_owned()));
    }
    let expected = site
        .catalogue
        .names(
            "SELECT '/p/' || slug AS name FROM products WHERE status = 'published'
             UNION ALL SELECT '/c/' || path FROM categories UNION ALL SELECT '/'",
        )
        .await;
    let told: BTreeSet<_> = pages.iter().cloned().collect();
    assert_eq!(told.len(), pages.len(), "one is there twice");
    assert_eq!(told, expected.into_iter().collect());
    for page in [&pages[1], pages.last().unwrap()] {
        assert_eq!(site.get(page).await.status, StatusCode::OK, "{page}");
    }
    for nothing in ["products--1.xml", "products-x.xml", "categories", "x.xml"] {
        let answer = site.get(&format!("/sitemap/{nothing}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

#[tokio::test]
async fn a_page_says_which_one_it_is() {
    let site = Site::without_redis(120).await;
    let slug = any_slug(&site.catalogue.pool).await;
    let page = got(&site, &format!("/p/{slug}?from=mail")).await;
    let address = canonical(&page).expect("an address");
    assert!(address.starts_with("http://") && address.ends_with(&format!("/p/{slug}")));
    assert!(page.contains("property=\"og:title\""), "{page}");
    let facts = between(&page, "<script type=\"application/ld+json\">", "</script>");
    let kinds: Vec<String> = facts
        .iter()
        .map(|facts| {
            let facts: serde_json::Value = serde_json::from_str(facts).expect(facts);
            facts["@type"].as_str().unwrap_or_default().to_owned()
        })
        .collect();
    assert_eq!(kinds, ["Product", "BreadcrumbList"]);

    let (_, category, _) = site.catalogue.a_brand_and_a_category().await;
    for (query, is_a_page) in [("", true), ("?stock=1", false), ("?sort=price", false)] {
        let page = got(&site, &format!("/c/{category}{query}")).await;
        let is_closed = page.contains("content=\"noindex\"");
        assert_eq!(
            (canonical(&page).is_some(), is_closed),
            (is_a_page, !is_a_page),
            "{query}"
        );
    }
}

#[tokio::test]
async fn without_a_database_crawlers_are_told_to_come_back() {
    let site = Site::without_redis(20).await;
    site.catalogue.shut().await;
    for path in ["/sitemap.xml", "/sitemap/products-0.xml"] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(answer.headers.contains_key("retry-after"), "{path}");
    }
    assert_eq!(site.get("/robots.txt").await.status, StatusCode::OK);
}
