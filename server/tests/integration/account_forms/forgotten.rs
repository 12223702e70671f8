//! A new password for who has forgotten the old one.

use http::{StatusCode, header::DATE};

use crate::log_in::site::{Answer, EMAIL, PASSWORD, Site};

const NEW: &str = "four plain words suffice";

async fn forgot(site: &Site, email: &str) -> Answer {
    site.post("/forgot", "", &[("email", email)]).await
}

async fn reset(site: &Site, token: &str, password: &str) -> Answer {
    let fields = [("token", token), ("password", password)];
    site.post("/reset", "", &fields).await
}

/// A token by which the password can be replaced.
async fn token(site: &Site) -> String {
    assert_eq!(forgot(site, EMAIL).await.location(), "/forgot/sent");
    let mail = site.mail().await;
    assert_eq!(
        (&*mail.to, &*mail.subject),
        (EMAIL, "Choose a new password")
    );
    let (path, token) = mail.link();
    assert_eq!(path, "/reset");
    token.to_owned()
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_once_and_all_sessions_end() {
    let site = Site::start().await;
    let token = token(&site).await;
    let page = site.get(&format!("/reset?token={token}"), "").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(&format!(r#"value="{token}""#)));
    assert_eq!(
        site.log_in(PASSWORD).await.location(),
        "/me",
        "nothing has changed"
    );

    assert_eq!(
        reset(&site, &token, NEW).await.location(),
        "/log-in?done=reset"
    );
    assert_eq!(site.log_in(NEW).await.location(), "/me");
    assert!(!site.opens(PASSWORD).await);
    let epoch = site
        .names("SELECT session_epoch::text AS name FROM users")
        .await;
    assert_eq!(epoch, ["1"]);
    let mail = site.mail().await;
    assert_eq!(
        (&*mail.to, &*mail.subject),
        (EMAIL, "Your password was changed")
    );

    let again = reset(&site, &token, "five plain words suffice too").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("expired or was used before"));
    assert_eq!(site.log_in(NEW).await.location(), "/me");
}

#[tokio::test]
async fn an_unknown_address_gets_the_same_answer_and_no_letter() {
    let site = Site::start().await;
    let mut answers = Vec::new();
    for email in [EMAIL, "bob@example.org"] {
        let mut answer = forgot(&site, email).await;
        answer.headers.remove("x-request-id");
        answer.headers.remove(DATE);
        answers.push((answer.status, answer.headers, answer.body));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(site.mail().await.to, EMAIL);
    let typed = forgot(&site, "no address").await;
    assert_eq!(typed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(typed.body.contains(r#"value="no address""#));
}

#[tokio::test]
async fn a_password_that_cannot_be_accepted_does_not_use_up_the_link() {
    let site = Site::start().await;
    let token = token(&site).await;
    for password in ["short", "password1", "ada@example.com"] {
        let answer = reset(&site, &token, password).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{password}"
        );
        assert!(answer.body.contains(&format!(r#"value="{token}""#)));
    }
    let location = "/log-in?done=reset&hint=short";
    assert_eq!(
        reset(&site, &token, "left horse").await.location(),
        location
    );
}

#[tokio::test]
async fn a_link_works_for_half_an_hour() {
    let site = Site::start().await;
    let token = token(&site).await;
    let left = "SELECT extract(epoch FROM expires - now())::int::text AS name FROM password_resets";
    let left: i32 = site.names(left).await[0].parse().unwrap();
    assert!((1_700..=1_800).contains(&left), "{left}");
    site.execute("UPDATE password_resets SET expires = now() - interval '1 second'")
        .await;
    let late = reset(&site, &token, NEW).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.log_in(PASSWORD).await.location(), "/me");
}

#[tokio::test]
async fn one_link_used_makes_the_others_worthless() {
    let site = Site::start().await;
    let (first, second) = (token(&site).await, token(&site).await);
    assert_eq!(
        reset(&site, &second, NEW).await.location(),
        "/log-in?done=reset"
    );
    let late = reset(&site, &first, "five plain words suffice too").await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_link_that_is_used_twice_at_once_works_once() {
    let site = Site::start().await;
    let token = token(&site).await;
    let passwords = ["four plain words suffice", "five plain words suffice too"];
    let (one, other) = tokio::join!(
        reset(&site, &token, passwords[0]),
        reset(&site, &token, passwords[1])
    );
    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(
        statuses,
        [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY]
    );
}

#[tokio::test]
async fn a_token_is_good_for_one_purpose_and_stands_nowhere() {
    let site = Site::start().await;
    let token = token(&site).await;
    for path in ["/verify", "/confirm-email"] {
        let answer = site.post(path, "", &[("token", &token)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
    let stored = site
        .names("SELECT encode(token, 'base64') AS name FROM password_resets")
        .await;
    let stored = stored[0].replace('+', "-").replace('/', "_");
    assert_ne!(stored.trim_end_matches('='), token);
    assert_eq!(
        reset(&site, &token, NEW).await.location(),
        "/log-in?done=reset"
    );
}
