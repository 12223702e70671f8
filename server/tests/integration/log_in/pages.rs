//! The log-in form and the account's page.

use http::StatusCode;
use redis::Commands as _;

use crate::log_in::site::{EMAIL, PASSWORD, Site};

#[tokio::test]
async fn the_form_works_with_password_managers_and_without_scripts() {
    let site = Site::start().await;
    let form = site
        .get("/log-in?next=%2Fsearch%3Fq%3D%22%3E%3Cb%3E", "")
        .await;
    assert_eq!(form.status, StatusCode::OK);
    for part in [
        r#"method="post" action="/log-in""#,
        r#"autocomplete="username""#,
        r#"autocomplete="current-password""#,
        r#"<label for="email">"#,
        r#"<label for="password">"#,
        r#"name="next" value="/search?q=&quot;&gt;&lt;b&gt;""#,
    ] {
        assert!(form.body.contains(part), "{part} is not in {}", form.body);
    }
    assert!(!form.body.contains(r#"role="alert""#));
}

#[tokio::test]
async fn guests_are_sent_to_the_form_and_back() {
    let site = Site::start().await;
    let never_given = format!("__Host-vitrine={}", "A".repeat(22));
    for cookie in ["", "__Host-vitrine=garbage", &never_given] {
        let answer = site.get("/me", cookie).await;
        assert_eq!(answer.location(), "/log-in?next=%2Fme", "{cookie}");
    }
    let fields = [("email", EMAIL), ("password", PASSWORD), ("next", "/me")];
    assert_eq!(site.post("/log-in", "", &fields).await.location(), "/me");
}

#[tokio::test]
async fn the_account_page_shows_who_one_is() {
    let site = Site::start().await;
    let page = site.get("/me", &site.cookie().await).await;
    assert_eq!(page.status, StatusCode::OK);
    for part in [
        EMAIL,
        "Ada &lt;b&gt;Lovelace&lt;/b&gt;",
        "Editor",
        r#"method="post" action="/log-out""#,
    ] {
        assert!(page.body.contains(part), "{part} is not in {}", page.body);
    }
}

#[tokio::test]
async fn who_has_no_account_any_more_is_a_guest_without_a_session() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    let (client, connection) = tokio_postgres::connect(site.database.url(), tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    client.execute("DELETE FROM users", &[]).await.unwrap();
    let answer = site.get("/me", &cookie).await;
    assert_eq!(answer.location(), "/log-in?next=%2Fme");
    assert_eq!(site.redis.session_keys().len(), 0);
}

#[tokio::test]
async fn an_unreadable_session_is_a_guests() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    let mut redis = site.redis.connect().unwrap();
    let () = redis
        .set(
            &site.redis.session_keys()[0],
            "\u{1}{\"data\":{\"user_id\":1}",
        )
        .unwrap();
    assert_eq!(
        site.get("/me", &cookie).await.location(),
        "/log-in?next=%2Fme"
    );
    assert_eq!(site.redis.session_keys().len(), 0);
}
