//! Keeping favourites in an account.

use diesel::{QueryableByName, sql_query, sql_types::BigInt};
use http::{Method, StatusCode, header::CACHE_CONTROL};
use server::{
    accounts::{FavouritesChange, MOST_FAVOURITES, favourites_of},
    db::{self, Name as _},
};

use crate::log_in::site::Site;

/// A product, of which only the key matters.
#[derive(QueryableByName)]
struct Product {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Makes `count` products and gives their keys; the first is not on sale.
async fn products(site: &Site, count: i64) -> Vec<i64> {
    let mut connection = db::connect(site.database.url()).await.unwrap();
    let made: Vec<Product> = sql_query(
        "INSERT INTO products (sku, slug, name, description, currency, status)
         SELECT 'sku-' || n, 'slug-' || n, 'Product ' || n, '', 'EUR',
                CASE n WHEN 1 THEN 'draft' ELSE 'published' END
         FROM generate_series(1, $1) n ORDER BY n RETURNING id",
    )
    .bind::<BigInt, _>(count)
    .named("test.products")
    .load(&mut connection)
    .await
    .unwrap();
    made.into_iter().map(|product| product.id).collect()
}

/// What a script is told that the account keeps, after it asked for `change`.
async fn kept(site: &Site, cookie: &str, change: &str) -> Vec<i64> {
    let answer = site
        .form(Method::PATCH, "/favourites/ids", cookie, change)
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.headers[CACHE_CONTROL], "no-store");
    let ids = answer.body.lines().map(|line| line.parse().unwrap());
    ids.collect()
}

#[tokio::test]
async fn what_is_kept_is_there_in_every_session_the_newest_first() {
    let site = Site::start().await;
    let ids = products(&site, 4).await;
    let cookie = site.cookie().await;
    let both = format!("add={}&add={}", ids[1], ids[2]);
    assert_eq!(kept(&site, &cookie, &both).await, [ids[2], ids[1]]);
    // What is kept already stays in its place.
    let more = format!("add={}&add={}", ids[3], ids[1]);
    let all = [ids[3], ids[2], ids[1]];
    assert_eq!(kept(&site, &cookie, &more).await, all);

    let other = site.cookie().await;
    assert_ne!(other, cookie);
    let page = site.get("/favourites", &other).await;
    let place = |id: i64| page.body.find(&format!("data-id=\"{id}\"")).unwrap();
    assert!(place(ids[3]) < place(ids[2]) && place(ids[2]) < place(ids[1]));
    let gone = format!("remove={}&remove={}", ids[3], ids[1]);
    assert_eq!(kept(&site, &other, &gone).await, [ids[2]]);
    assert_eq!(kept(&site, &other, &gone).await, [ids[2]]);
}

#[tokio::test]
async fn only_what_is_sold_is_kept() {
    let site = Site::start().await;
    let ids = products(&site, 2).await;
    let cookie = site.cookie().await;
    let change = format!("add={}&add={}&add={}&add=x", ids[0], i64::MAX, ids[1]);
    assert_eq!(kept(&site, &cookie, &change).await, [ids[1]]);
}

#[tokio::test]
async fn a_form_leads_back_to_where_it_was_sent_from_and_nowhere_else() {
    let site = Site::start().await;
    let ids = products(&site, 2).await;
    let cookie = site.cookie().await;
    let id = ids[1].to_string();
    for (next, location) in [
        ("/search?q=oak&page=2", "/search?q=oak&page=2"),
        ("", "/favourites"),
        ("//evil.example", "/favourites"),
        ("https://evil.example/", "/favourites"),
    ] {
        let fields = [("next", next), ("add", &*id)];
        let answer = site.post("/favourites", &cookie, &fields).await;
        assert_eq!(answer.location(), location, "{next}");
    }
    assert_eq!(kept(&site, &cookie, "").await, [ids[1]]);
    let fields = [("remove", &*id)];
    site.post("/favourites", &cookie, &fields).await.location();
    assert_eq!(kept(&site, &cookie, "").await, [0; 0]);
}

#[tokio::test]
async fn a_guest_is_asked_to_log_in_and_a_script_is_told() {
    let site = Site::start().await;
    for cookie in ["", "__Host-vitrine=made-up"] {
        let fields = [("next", "/p/oak"), ("add", "1")];
        let answer = site.post("/favourites", cookie, &fields).await;
        assert_eq!(answer.location(), "/log-in?done=favourites&next=%2Fp%2Foak");
        let change = site.form(Method::PATCH, "/favourites/ids", cookie, "add=1");
        assert_eq!(change.await.status, StatusCode::UNAUTHORIZED);
        let ids = site.get("/favourites/ids", cookie).await;
        assert_eq!(ids.status, StatusCode::NO_CONTENT);
        let page = site.get("/favourites", cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Kept in this browser alone"));
    }
}

#[tokio::test]
async fn only_who_sent_a_session_gets_a_page_that_says_so_and_a_way_to_log_out() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    let page = |cookie: &str| {
        let cookie = cookie.to_owned();
        let site = &site;
        async move { site.get("/log-in", &cookie).await.body }
    };
    for part in ["data-session", r#"action="/log-out""#] {
        assert!(page(&cookie).await.contains(part), "{part}");
        assert!(!page("").await.contains(part), "{part}");
    }
}

#[tokio::test]
async fn without_sessions_nothing_is_kept_and_nobody_is_taken_for_a_guest() {
    let mut site = Site::start().await;
    let cookie = site.cookie().await;
    site.redis.stop();
    let change = site.form(Method::PATCH, "/favourites/ids", &cookie, "add=1");
    assert_eq!(change.await.status, StatusCode::SERVICE_UNAVAILABLE);
    let form = site.post("/favourites", &cookie, &[("add", "1")]).await;
    assert_eq!(form.status, StatusCode::SERVICE_UNAVAILABLE);
    let page = site.get("/favourites", &cookie).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn for_a_new_one_beyond_the_most_the_oldest_goes() {
    let site = Site::start().await;
    let ids = products(&site, MOST_FAVOURITES + 3).await;
    let mut connection = db::connect(site.database.url()).await.unwrap();
    let user: Product = sql_query("SELECT id FROM users")
        .named("test.user")
        .get_result(&mut connection)
        .await
        .unwrap();
    let change = FavouritesChange {
        add: ids[1..].to_vec(),
        remove: Vec::new(),
    };
    change.apply(&mut connection, user.id).await.unwrap();
    let kept = favourites_of(&mut connection, user.id).await.unwrap();
    let newest: Vec<i64> = ids[3..].iter().rev().copied().collect();
    assert_eq!(kept, newest);
}
