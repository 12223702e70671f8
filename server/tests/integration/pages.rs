//! What pages say and what they cost.

use crate::support::{
    catalog::any_slug,
    site::{Site, StatementCount},
};
use http::StatusCode;
use server::db::{Bind, Statement};

/// Statements a page may cost when nothing is cached.
const STATEMENTS_PER_PAGE: usize = 4;

#[tokio::test]
async fn no_page_costs_more_than_four_statements() {
    let site = Site::without_redis(500).await;
    let slug = any_slug(&site.catalogue.pool).await;
    let (brand, category, _) = site.catalogue.a_brand_and_a_category().await;
    let statements = StatementCount::start();
    for page in [
        "/".to_owned(),
        "/search?q=black&stock=1&sort=price".to_owned(),
        format!("/search?q=black&category={category}&brand={brand}&rating=3&min=1&max=900"),
        format!("/c/{category}?sort=newest"),
        format!("/p/{slug}"),
        "/suggest?q=bla".to_owned(),
        "/nowhere".to_owned(),
    ] {
        let answer = site.get(&page).await;
        assert!(answer.status.as_u16() < 500, "{page}: {}", answer.status);
        let count = statements.take();
        assert!(
            count <= STATEMENTS_PER_PAGE,
            "{page} costs {count} statements"
        );
    }
}

#[tokio::test]
async fn a_page_asked_twice_costs_nothing_the_second_time() {
    let redis =
        std::env::var("TEST_REDIS_URL").expect("set TEST_REDIS_URL to a Redis to test with");
    let site = Site::start(500, &redis).await;
    let statements = StatementCount::start();
    site.get("/search?q=black&page=1&sort=price").await;
    assert!(statements.take() > 0);
    // Entries are stored behind the answer's back.
    let mut asked_again = 0;
    loop {
        let answer = site.get("/search?sort=price&q=Black").await;
        assert_eq!(answer.status, StatusCode::OK);
        if statements.take() == 0 {
            break;
        }
        asked_again += 1;
        assert!(asked_again < 200, "the page never comes from the cache");
    }
}

#[tokio::test]
async fn a_removed_product_is_gone_and_a_draft_was_never_there() {
    let site = Site::uncached(200).await;
    let slug = any_slug(&site.catalogue.pool).await;
    let path = format!("/p/{slug}");
    assert_eq!(site.get(&path).await.status, StatusCode::OK);
    set_status(&site, &slug, "archived").await;
    let gone = site.get(&path).await;
    assert_eq!(gone.status, StatusCode::GONE);
    assert!(gone.body.contains("no longer sold"), "{}", gone.body);
    assert!(gone.body.contains("Similar products"), "{}", gone.body);
    set_status(&site, &slug, "draft").await;
    assert_eq!(site.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_last_page_is_shown_for_any_page_beyond() {
    let site = Site::without_redis(300).await;
    let answer = site.get("/search?page=1000000000").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("289–300 of 300"), "{}", answer.body);
    assert!(answer.body.contains("There are fewer pages than that"));
}

#[tokio::test]
async fn a_text_with_markup_stays_text() {
    let site = Site::without_redis(50).await;
    let answer = site
        .get("/search?q=%3C/title%3E%3Cscript%3Ealert(1)%3C/script%3E%22onfocus=")
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!answer.body.contains("<script>alert"), "{}", answer.body);
    // The box and the hidden field keep it in their attribute.
    let values = answer
        .body
        .matches("&lt;/script&gt;&quot;onfocus=\"")
        .count();
    assert_eq!(values, 2, "{}", answer.body);
}

#[tokio::test]
async fn without_a_database_pages_say_to_come_back() {
    let site = Site::without_redis(50).await;
    site.catalogue.shut().await;
    let answer = site.get("/").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.headers.contains_key("retry-after"));
    assert!(answer.body.contains("Back in a moment"), "{}", answer.body);
    assert_eq!(site.get("/healthz").await.status, StatusCode::OK);
}

async fn set_status(site: &Site, slug: &str, status: &str) {
    let statement = Statement::new(
        "test.status",
        "UPDATE products SET status = $2 WHERE slug = $1 RETURNING slug AS name",
        vec![
            Bind::Text(Some(slug.to_owned())),
            Bind::Text(Some(status.to_owned())),
        ],
    );
    let rows: Vec<crate::support::catalog::Named> =
        statement.load(&site.catalogue.pool).await.unwrap();
    assert_eq!(rows.len(), 1);
}
