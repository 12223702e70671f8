//! Where one is logged in, and how that ends.

use std::time::Duration;

use app::model::account::Role;
use axum::body::Body;
use diesel_async::AsyncPgConnection;
use http::{Request, header::SET_COOKIE};
use redis::Commands as _;
use server::{
    accounts::{Email, User},
    db,
};

use crate::log_in::site::{EMAIL, PASSWORD, Site};

/// The keys of the sessions that the page offers to end.
async fn offered(site: &Site, cookie: &str) -> Vec<String> {
    let page = site.get("/me/sessions", cookie).await.body;
    let fields = page.split(r#"name="key" value=""#).skip(1);
    fields
        .map(|field| field.split('"').next().unwrap().to_owned())
        .collect()
}

/// The account of the site, and a way to change it beside the server.
async fn account(site: &Site) -> (AsyncPgConnection, User) {
    let mut connection = db::connect(site.database.url()).await.unwrap();
    let email = Email::parse(EMAIL).unwrap();
    let found = User::find_by_email(&mut connection, &email).await;
    (connection, found.unwrap().unwrap())
}

async fn is_logged_in(site: &Site, cookie: &str) -> bool {
    site.get("/me", cookie).await.status == 200
}

/// Makes the only session there is look as if its password had been typed long ago.
fn age(site: &Site) {
    let mut redis = site.redis.connect().unwrap();
    let keys = site.redis.session_keys();
    let [key] = keys.as_slice() else {
        panic!("not one session but {keys:?}");
    };
    let value: Vec<u8> = redis.get(key).unwrap();
    let mut json: serde_json::Value = serde_json::from_slice(&value[1..]).unwrap();
    let confirmed = &mut json["data"]["log_in"]["confirmed"];
    *confirmed = (confirmed.as_i64().unwrap() - 601).into();
    let aged = [&value[..1], json.to_string().as_bytes()].concat();
    let () = redis::cmd("SET")
        .arg(&[key.as_bytes(), &aged, b"KEEPTTL"])
        .query(&mut redis)
        .unwrap();
}

#[tokio::test]
async fn one_ends_a_session_from_another() {
    let site = Site::start().await;
    let (here, there) = (site.cookie().await, site.cookie().await);
    let offered = offered(&site, &here).await;
    assert_eq!(offered.len(), 1, "its own is not offered");
    let ended = site
        .post("/me/sessions/end", &here, &[("key", &offered[0])])
        .await;
    assert_eq!(ended.location(), "/me/sessions");
    assert!(is_logged_in(&site, &here).await);
    assert!(!is_logged_in(&site, &there).await);
    assert!(self::offered(&site, &here).await.is_empty());
}

#[tokio::test]
async fn nobody_ends_what_is_not_theirs() {
    let site = Site::start().await;
    let (here, there) = (site.cookie().await, site.cookie().await);
    for key in ["", "x", &"0".repeat(64), &"é".repeat(32)] {
        let answer = site.post("/me/sessions/end", &here, &[("key", key)]).await;
        assert_eq!(answer.location(), "/me/sessions");
    }
    let key = &offered(&site, &here).await[0];
    let guest = site.post("/me/sessions/end", "", &[("key", key)]).await;
    assert_eq!(guest.location(), "/log-in?next=%2Fme%2Fsessions");
    site.join("eve@example.com", "").await;
    let stranger = site.cookie_of("eve@example.com").await;
    assert!(offered(&site, &stranger).await.is_empty());
    let answer = site
        .post("/me/sessions/end", &stranger, &[("key", key)])
        .await;
    assert_eq!(answer.location(), "/me/sessions");
    assert!(is_logged_in(&site, &here).await && is_logged_in(&site, &there).await);
}

#[tokio::test]
async fn all_others_end_at_once() {
    let site = Site::start().await;
    let here = site.cookie().await;
    let others = [site.cookie().await, site.cookie().await];
    let ended = site.post("/me/sessions/end-others", &here, &[]).await;
    assert_eq!(ended.location(), "/me/sessions");
    let own = ended.cookie().expect("a new id");
    assert_ne!(own, here);
    assert!(is_logged_in(&site, &own).await);
    for other in others.iter().chain([&here]) {
        assert!(!is_logged_in(&site, other).await);
    }
}

#[tokio::test]
async fn sessions_end_while_redis_is_away() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    let (mut connection, user) = account(&site).await;
    site.redis.freeze();
    User::end_sessions(&mut connection, user.id).await.unwrap();
    site.redis.thaw();
    let started = std::time::Instant::now();
    while site.get("/me", &cookie).await.status == 503 {
        assert!(started.elapsed() < Duration::from_secs(10), "does not heal");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(!is_logged_in(&site, &cookie).await);
}

#[tokio::test]
async fn what_matters_asks_for_the_password_again() {
    let site = Site::start().await;
    site.execute("UPDATE users SET role = 'admin'").await;
    let cookie = site.cookie().await;
    age(&site);
    for path in ["/me/sessions/end", "/me/sessions/end-others"] {
        let asked = site.post(path, &cookie, &[]).await;
        assert_eq!(asked.location(), "/confirm?next=%2Fme%2Fsessions");
    }
    let fields = [("account", "7")];
    let asked = site
        .post("/admin/account/end-sessions", &cookie, &fields)
        .await;
    let next = "%2Fadmin%2Faccount%3Faccount%3D7";
    assert_eq!(asked.location(), format!("/confirm?next={next}"));
    let next = ("next", "/me/sessions");
    let wrong = site
        .post("/confirm", &cookie, &[("password", "wrong horse"), next])
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("This is not your password."));
    assert!(wrong.body.contains(r#"name="next" value="/me/sessions""#));

    let right = site
        .post("/confirm", &cookie, &[("password", PASSWORD), next])
        .await;
    assert_eq!(right.location(), "/me/sessions");
    let confirmed = right.cookie().expect("a new id");
    assert!(!is_logged_in(&site, &cookie).await, "the old id is dead");
    let ended = site.post("/me/sessions/end-others", &confirmed, &[]).await;
    assert_eq!(ended.location(), "/me/sessions");
}

#[tokio::test]
async fn who_edits_the_shop_is_logged_in_for_less_time() {
    let site = Site::start().await;
    let answer = site.log_in(PASSWORD).await;
    let cookie = answer.headers[SET_COOKIE].to_str().unwrap();
    let age = cookie.split("Max-Age=").nth(1).unwrap();
    let age: u32 = age.split(';').next().unwrap().parse().unwrap();
    assert!((1_790..=1_800).contains(&age), "{cookie}");
}

#[tokio::test]
async fn another_role_begins_with_another_session() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    let (mut connection, user) = account(&site).await;
    User::set_role(&mut connection, user.id, Role::Admin)
        .await
        .unwrap();
    assert!(!is_logged_in(&site, &cookie).await);
}

#[tokio::test]
async fn what_a_script_asks_takes_no_cookie_back() {
    let site = Site::start().await;
    let old = site.cookie().await;
    let ended = site.post("/me/sessions/end-others", &old, &[]).await;
    assert!(ended.cookie().is_some());
    for (dest, takes_back) in [("empty", false), ("document", true)] {
        let request = Request::get("/favourites/ids").header("sec-fetch-dest", dest);
        let answer = site.send(request, &old, Body::empty()).await;
        assert_eq!(answer.status, 204, "{dest}");
        assert_eq!(
            answer.headers.contains_key(SET_COOKIE),
            takes_back,
            "{dest}"
        );
    }
}
