//! Who shares a page with whom, and for how long.

use futures::future::join_all;
use http::StatusCode;

use super::{BYPASS, HIT, MISS, addresses, status, status_with};
use crate::support::site::{Site, StatementCount};

#[tokio::test]
async fn a_page_is_made_once_and_costs_nothing_after_that() {
    let site = Site::without_redis(300).await;
    for path in addresses(&site).await {
        let made = site.get(&path).await;
        assert_eq!(made.header("cache-status"), MISS, "{path}");
        let statements = StatementCount::start();
        let kept = site.get(&path).await;
        assert_eq!(kept.header("cache-status"), HIT, "{path}");
        assert_eq!(statements.take(), 0, "{path}");
        assert_eq!(kept.body, made.body, "{path}");
    }
}

/// Pages of a site that keeps none are made for each request.
#[tokio::test]
async fn a_page_holds_nothing_of_the_request_it_was_made_for() {
    let site = Site::uncached(300).await;
    for path in addresses(&site).await {
        let first = site.get(&path).await;
        let second = site.get(&path).await;
        assert_eq!(second.header("cache-status"), MISS, "{path}");
        assert_eq!(first.body, second.body, "{path}");
        assert!(first.body.contains("</html>"), "{path}");
        for word in [first.header("x-request-id"), "nonce", "csrf", "shop.test"] {
            assert!(!first.body.contains(word), "{word} in {path}");
        }
    }
}

/// The text with `other` in place of what is from `begin` to the `end` next to it, both included.
fn replaced(text: &str, begin: &str, end: &str, other: &str) -> String {
    let (before, rest) = text.split_once(begin).expect("a beginning");
    let (_, after) = rest.split_once(end).expect("an end");
    [before, other, after].concat()
}

#[tokio::test]
async fn the_kept_page_is_the_made_one() {
    let site = Site::without_redis(300).await;
    for path in addresses(&site).await {
        site.get(&path).await;
        let shared = site.get(&path).await;
        let request = http::Request::get(&path).header("cookie", "vitrine=x");
        let own = site.ask(request).await;
        assert_eq!(own.header("cache-status"), BYPASS);
        // All that it tells of the visitor is that there is a session to ask for, and to leave.
        let unmarked = replaced(&own.body, " data-session=", "\"\"", "");
        let log_out = r#"<form method="post" action="/log-out">"#;
        let unmarked = replaced(&unmarked, log_out, "</form>", "<!>");
        assert_eq!(shared.body, unmarked, "{path}");
    }
}

#[tokio::test]
async fn addresses_that_mean_the_same_share_a_page() {
    let site = Site::without_redis(300).await;
    assert_eq!(status(&site, "/search?q=black&sort=price").await, MISS);
    for same in [
        "/search?sort=price&q=+black%20&page=1",
        "/search?q=black&min=&sort=price&utm_source=mail",
    ] {
        assert_eq!(status(&site, same).await, HIT, "{same}");
    }
    for other in [
        "/search?q=black",
        "/search?q=black&sort=price&page=2",
        "/search?q=black&sort=price&page=0",
    ] {
        assert_eq!(status(&site, other).await, MISS, "{other}");
    }
}

#[tokio::test]
async fn a_session_keeps_a_visitor_away_from_shared_pages() {
    let site = Site::without_redis(100).await;
    assert_eq!(status(&site, "/").await, MISS);
    for (name, value) in [
        ("cookie", "vitrine=abc"),
        ("cookie", "a=b;vitrine=abc; c=d"),
        ("authorization", "Bearer abc"),
    ] {
        assert_eq!(
            status_with(&site, "/", name, value).await,
            BYPASS,
            "{value}"
        );
    }
    for other in ["theme=dark", "vitrine2=abc", "a=vitrine"] {
        assert_eq!(
            status_with(&site, "/", "cookie", other).await,
            HIT,
            "{other}"
        );
    }
}

#[tokio::test]
async fn of_two_hundred_who_want_a_page_one_makes_it() {
    let site = Site::without_redis(300).await;
    let statements = StatementCount::start();
    let path = "/search?q=black";
    let answers = join_all((0..200).map(|_| site.get(path))).await;
    assert!(answers.iter().all(|answer| answer.status == StatusCode::OK));
    assert!(answers.iter().all(|answer| answer.body == answers[0].body));
    let stats = site.state.cache.stats();
    let pages = stats.iter().find(|stats| stats.name == "page").unwrap();
    assert_eq!(pages.loads, 1, "{pages:?}");
    assert!(statements.take() <= 4);
}

#[tokio::test]
async fn a_change_is_on_the_page_at_once_and_on_no_other() {
    let site = Site::without_redis(300).await;
    let rows = site
        .catalogue
        .names("SELECT slug || ':' || id AS name FROM products ORDER BY id LIMIT 2")
        .await;
    let (slug, id) = rows[0].split_once(':').unwrap();
    let (other, _) = rows[1].split_once(':').unwrap();
    let (path, other) = (format!("/p/{slug}"), format!("/p/{other}"));
    for path in [&path, &other] {
        status(&site, path).await;
        assert_eq!(status(&site, path).await, HIT);
    }
    let old = site.get(&path).await;
    site.catalogue
        .execute(&format!(
            "UPDATE products SET name = 'Entirely new' WHERE id = {id}"
        ))
        .await;
    site.touch(&["product:987654321"]).await;
    assert_eq!(status(&site, &path).await, HIT, "another product's change");
    site.touch(&[&format!("product:{id}")]).await;
    let new = site.get(&path).await;
    assert_eq!(new.header("cache-status"), MISS);
    assert!(new.body.contains("Entirely new"), "{}", new.body);
    assert_ne!(new.header("etag"), old.header("etag"));
    assert_eq!(status(&site, &other).await, HIT);
}

#[tokio::test]
async fn a_list_is_made_of_its_cards_and_its_order() {
    let site = Site::without_redis(300).await;
    let path = "/search?sort=newest";
    let shown = site
        .catalogue
        .names("SELECT id::text AS name FROM products ORDER BY created_at DESC, id DESC LIMIT 1")
        .await;
    let hidden = site
        .catalogue
        .names("SELECT id::text AS name FROM products ORDER BY created_at, id LIMIT 1")
        .await;
    status(&site, path).await;
    site.touch(&[&format!("product:{}", hidden[0])]).await;
    assert_eq!(status(&site, path).await, HIT, "a card of another page");
    for tag in [&*format!("product:{}", shown[0]), "taxonomy"] {
        site.touch(&[tag]).await;
        assert_eq!(status(&site, path).await, MISS, "{tag}");
        assert_eq!(status(&site, path).await, HIT, "{tag}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_remembered_until_it_comes() {
    let site = Site::without_redis(100).await;
    let nothing = site.get("/p/brand-new-lamp").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    assert_eq!(nothing.header("etag"), "");
    let statements = StatementCount::start();
    let nothing = site.get("/p/brand-new-lamp").await;
    assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    assert_eq!(nothing.header("cache-status"), HIT);
    assert_eq!(statements.take(), 0);
    site.catalogue
        .execute(
            "UPDATE products SET slug = 'brand-new-lamp'
             WHERE id = (SELECT min(id) FROM products)",
        )
        .await;
    site.touch(&["slug:brand-new-lamp"]).await;
    assert_eq!(status(&site, "/p/brand-new-lamp").await, MISS);
    assert_eq!(
        site.get("/c/no-such-thing").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(site.get("/c/No+Such").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_page_is_shared_by_all_processes() {
    let redis = crate::support::redis_server::RedisServer::start();
    let one = Site::start(100, &redis.url()).await;
    assert_eq!(status(&one, "/").await, MISS);
    one.state.cache.flush_pending().await;
    let other = one.twin().await;
    let statements = StatementCount::start();
    assert_eq!(status(&other, "/").await, HIT);
    assert_eq!(statements.take(), 0);
}

#[tokio::test]
async fn a_page_made_while_a_product_was_gone_does_not_come_back_with_the_product() {
    let site = Site::without_redis(60).await;
    let query = "SELECT name FROM products WHERE status = 'published' ORDER BY name LIMIT 1";
    let name = site.catalogue.names(query).await.remove(0);
    let set = async |status: &str| {
        let name = name.replace('\'', "''");
        let sql = format!("UPDATE products SET status = '{status}' WHERE name = '{name}'");
        site.catalogue.execute(&sql).await;
    };
    let tag = "SELECT 'product:' || id AS name FROM products ORDER BY products.name LIMIT 1";
    let tag = site.catalogue.names(tag).await.remove(0);
    let path = format!("/search?{}", {
        form_urlencoded::Serializer::new(String::new())
            .append_pair("q", &name)
            .finish()
    });
    // Until the site is told, its index still names the product.
    let _ = site.get("/").await;
    set("draft").await;
    let without = site.get(&path).await.body;
    site.touch(&[&tag]).await;
    set("published").await;
    site.touch(&[&tag]).await;
    let with = site.get(&path).await;
    assert_eq!(with.header("cache-status"), MISS);
    assert_ne!(with.body, without);
}
