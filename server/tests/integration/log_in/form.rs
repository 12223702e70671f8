//! `POST /log-in` and `POST /log-out`.

use http::{
    StatusCode,
    header::{LOCATION, RETRY_AFTER, SET_COOKIE},
};

use crate::{
    log_in::site::{EMAIL, PASSWORD, Site},
    support::queue::fill,
};

/// What is said of each log-in that fails.
const WRONG: &str = "The email address or the password is wrong.";

#[tokio::test]
async fn one_logs_in_looks_and_logs_out() {
    let site = Site::start().await;
    let answer = site.log_in(PASSWORD).await;
    assert_eq!(answer.location(), "/me");
    let cookie = answer.cookie().unwrap();
    assert!(site.get("/me", &cookie).await.body.contains(EMAIL));

    let out = site.post("/log-out", &cookie, &[]).await;
    assert_eq!(out.location(), "/");
    assert!(out.headers.contains_key(SET_COOKIE));
    assert_eq!(out.cookie(), None);
    // The old cookie is worth nothing, wherever it was kept.
    assert_eq!(
        site.get("/me", &cookie).await.location(),
        "/log-in?next=%2Fme"
    );
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let site = Site::start().await;
    let mut answers = Vec::new();
    for (email, password) in [
        (EMAIL, "wrong horse"),
        ("bob@example.com", PASSWORD),
        ("no address", PASSWORD),
        (EMAIL, ""),
        ("", ""),
    ] {
        let fields = [
            ("email", email),
            ("password", password),
            ("next", "/search?q=oak"),
        ];
        let mut answer = site.post("/log-in", "", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(WRONG), "{}", answer.body);
        let next = r#"name="next" value="/search?q=oak""#;
        assert!(answer.body.contains(next), "{}", answer.body);
        assert!(answer.cookie().is_none());
        for own in ["x-request-id", "date", "content-length"] {
            answer.headers.remove(own);
        }
        let typed = format!(" value=\"{email}\"");
        answers.push((answer.headers, answer.body.replace(&typed, " value=\"\"")));
    }
    assert!(
        answers.iter().all(|answer| answer == &answers[0]),
        "{answers:#?}"
    );
}

#[tokio::test]
async fn a_missing_field_is_an_empty_one() {
    let site = Site::start().await;
    let answer = site.post("/log-in", "", &[("more", "x")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains(WRONG), "{}", answer.body);
}

#[tokio::test]
async fn what_is_typed_stands_in_no_address_and_a_password_nowhere() {
    let site = Site::start().await;
    let answer = site.log_in("secret horse").await;
    assert!(!answer.headers.contains_key(LOCATION));
    assert!(!answer.body.contains("secret"));
    assert!(
        answer.body.contains(EMAIL),
        "the address need not be typed again"
    );
}

#[tokio::test]
async fn one_goes_on_to_a_page_of_this_site_only() {
    let site = Site::start().await;
    for (next, location) in [
        ("/search?q=oak&page=2", "/search?q=oak&page=2"),
        ("/p/a%20b", "/p/a%20b"),
        ("", "/me"),
        ("https://evil.example/", "/me"),
        ("//evil.example", "/me"),
        ("/\\evil.example", "/me"),
        ("\\\\evil.example", "/me"),
        ("/\t/evil.example", "/me"),
        (" //evil.example", "/me"),
        ("/.//evil.example", "/me"),
        ("javascript:alert(1)", "/me"),
        ("/x\r\nSet-Cookie: a=b", "/me"),
        ("evil.example", "/me"),
        ("@evil.example", "/me"),
    ] {
        let fields = [("email", EMAIL), ("password", PASSWORD), ("next", next)];
        let answer = site.post("/log-in", "", &fields).await;
        assert_eq!(answer.location(), location, "{next:?}");
        // The session's, and the hint that somebody works here.
        assert_eq!(answer.headers.get_all(SET_COOKIE).iter().count(), 2);
    }
}

#[tokio::test]
async fn logging_in_gives_a_new_session_and_ends_the_one_before() {
    let site = Site::start().await;
    let first = site.cookie().await;
    let fields = [("email", EMAIL), ("password", PASSWORD)];
    let second = site
        .post("/log-in", &first, &fields)
        .await
        .cookie()
        .unwrap();
    assert_ne!(first, second);
    assert_eq!(site.get("/me", &first).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get("/me", &second).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_failed_log_in_leaves_the_session_as_it_was() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    let fields = [("email", EMAIL), ("password", "wrong horse")];
    site.post("/log-in", &cookie, &fields).await;
    assert_eq!(site.get("/me", &cookie).await.status, StatusCode::OK);
}

#[tokio::test]
async fn logging_out_twice_is_no_error() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    for cookie in [&cookie, &cookie, ""] {
        assert_eq!(site.post("/log-out", cookie, &[]).await.location(), "/");
    }
}

#[tokio::test]
async fn who_finds_the_queue_full_is_turned_away_at_once() {
    // Dear enough that the queue stays full while the database is asked.
    let site = Site::with(&[("VITRINE_ARGON2_ITERATIONS", "20")]).await;
    for email in [EMAIL, "bob@example.com"] {
        let _queue = fill(&site.hasher);
        let fields = [("email", email), ("password", PASSWORD)];
        let answer = site.post("/log-in", "", &fields).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.headers.contains_key(RETRY_AFTER));
        assert!(answer.body.contains("Many people want something"));
    }
    assert_eq!(site.log_in(PASSWORD).await.location(), "/me");
}

#[tokio::test]
async fn what_is_no_form_is_refused() {
    let site = Site::start().await;
    let long = "x".repeat(20_000);
    let answer = site.post("/log-in", "", &[("email", &long)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(site.get("/log-out", "").await.status.is_client_error());
}
