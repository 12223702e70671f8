//! Another password, another address.

use http::StatusCode;

use crate::log_in::site::{Answer, EMAIL, PASSWORD, Site};

const NEW: &str = "four plain words suffice";
const OTHER: &str = "ada@new.example";

async fn change_password(site: &Site, cookie: &str, password: &str, new: &str) -> Answer {
    let fields = [("password", password), ("new", new)];
    site.post("/me/password", cookie, &fields).await
}

async fn change_email(site: &Site, cookie: &str, password: &str, email: &str) -> Answer {
    let fields = [("password", password), ("email", email)];
    site.post("/me/email", cookie, &fields).await
}

#[tokio::test]
async fn another_password_ends_other_sessions_and_is_told_by_mail() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    let changed = change_password(&site, &cookie, PASSWORD, NEW).await;
    assert_eq!(changed.location(), "/me?done=password");
    let own = changed.cookie().unwrap();
    assert_ne!(own, cookie);
    let page = site.get("/me?done=password", &own).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Your password is changed."));
    let epoch = site
        .names("SELECT session_epoch::text AS name FROM users")
        .await;
    assert_eq!(epoch, ["1"]);
    let mail = site.mail().await;
    assert_eq!(
        (&*mail.to, &*mail.subject),
        (EMAIL, "Your password was changed")
    );
    assert_eq!(site.log_in(NEW).await.location(), "/me");
    assert!(!site.opens(PASSWORD).await);
}

/// Redis fails between the two: the session was read, and none can be written.
#[tokio::test]
async fn another_password_ends_all_sessions_even_if_no_other_can_begin() {
    let site = Site::start().await;
    let (cookie, other) = (site.cookie().await, site.cookie().await);
    // It is full, and takes nothing new.
    site.redis.command(&["CONFIG", "SET", "maxmemory", "1"]);
    let changed = change_password(&site, &cookie, PASSWORD, NEW).await;
    assert_eq!(changed.location(), "/log-in?next=%2Fme%2Fpassword");
    assert_eq!(changed.cookie(), None);
    site.redis.command(&["CONFIG", "SET", "maxmemory", "0"]);
    for cookie in [&cookie, &other] {
        let me = site.get("/me", cookie).await;
        assert_eq!(me.location(), "/log-in?next=%2Fme");
    }
    assert_eq!(site.log_in(NEW).await.location(), "/me");
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_must_be_acceptable() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    for (password, new, said) in [
        ("wrong horse", NEW, "This is not your password."),
        ("", NEW, "This is not your password."),
        (PASSWORD, "short", "8 characters or more"),
        (PASSWORD, "password1", "first passwords"),
        (PASSWORD, EMAIL, "first passwords"),
    ] {
        let answer = change_password(&site, &cookie, password, new).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{password} {new}"
        );
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
        assert!(!answer.body.contains(NEW));
    }
    assert_eq!(site.log_in(PASSWORD).await.location(), "/me");
    assert!(site.mails().await.is_empty());
}

#[tokio::test]
async fn guests_change_nothing() {
    let site = Site::start().await;
    for path in ["password", "email", "delete"] {
        let fields = [("password", PASSWORD), ("new", NEW), ("email", OTHER)];
        let answer = site.post(&format!("/me/{path}"), "", &fields).await;
        let location = format!("/log-in?next=%2Fme%2F{path}");
        assert_eq!(answer.location(), location);
        assert_eq!(
            site.get(&format!("/me/{path}"), "").await.location(),
            location
        );
    }
    assert_eq!(
        site.post("/me/export", "", &[]).await.location(),
        "/log-in?next=%2Fme"
    );
    assert_eq!(site.log_in(PASSWORD).await.location(), "/me");
}

#[tokio::test]
async fn another_address_counts_once_it_is_confirmed() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    let sent = change_email(&site, &cookie, PASSWORD, OTHER).await;
    assert_eq!(sent.location(), "/me?done=email");
    let mail = site.mail().await;
    assert_eq!(
        (&*mail.to, &*mail.subject),
        (OTHER, "Confirm your new email address")
    );
    let (path, token) = mail.link();
    assert_eq!(path, "/confirm-email");
    site.get(&format!("{path}?token={token}"), "").await;
    assert!(site.get("/me", &cookie).await.body.contains(EMAIL));

    let done = site.post(path, "", &[("token", token)]).await;
    assert_eq!(done.location(), "/log-in?done=email");
    let notice = site.mail().await;
    assert_eq!(
        (&*notice.to, &*notice.subject),
        (EMAIL, "Your email address was changed")
    );
    assert!(notice.text.contains(OTHER));
    assert!(site.get("/me", &cookie).await.body.contains(OTHER));
    assert!(!site.opens(PASSWORD).await);
    let again = site.post(path, "", &[("token", token)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn links_to_the_address_before_are_worthless_after_a_change() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    site.post("/forgot", "", &[("email", EMAIL)]).await;
    let reset = site.mail().await;
    change_email(&site, &cookie, PASSWORD, OTHER).await;
    let confirm = site.mail().await;
    site.post("/confirm-email", "", &[("token", confirm.link().1)])
        .await
        .location();
    let fields = [("token", reset.link().1), ("password", NEW)];
    let late = site.post("/reset", "", &fields).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_new_password_makes_a_change_of_address_under_way_worthless() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    change_email(&site, &cookie, PASSWORD, OTHER).await;
    let confirm = site.mail().await;
    change_password(&site, &cookie, PASSWORD, NEW)
        .await
        .location();
    let late = site
        .post("/confirm-email", "", &[("token", confirm.link().1)])
        .await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn whether_the_new_address_is_taken_is_told_to_its_owner_alone() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    site.execute("INSERT INTO users (email, password_hash) VALUES ('bob@example.org', '!')")
        .await;
    let answer = change_email(&site, &cookie, PASSWORD, "bob@example.org").await;
    assert_eq!(answer.location(), "/me?done=email");
    let mail = site.mail().await;
    assert_eq!(
        (&*mail.to, &*mail.subject),
        ("bob@example.org", "You have an account already")
    );
    assert!(!mail.text.contains(EMAIL));

    // Taken between the letter and the click.
    change_email(&site, &cookie, PASSWORD, OTHER).await;
    let confirm = site.mail().await;
    site.execute(&format!(
        "UPDATE users SET email = '{OTHER}' WHERE email LIKE 'bob%'"
    ))
    .await;
    let late = site
        .post("/confirm-email", "", &[("token", confirm.link().1)])
        .await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.log_in(PASSWORD).await.location(), "/me");
}

#[tokio::test]
async fn an_address_is_changed_by_who_knows_the_password_to_what_is_one() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    for (password, email, said) in [
        ("wrong horse", OTHER, "This is not your password."),
        (PASSWORD, "no address", "This is not an email address."),
        (PASSWORD, "ADA@example.com", "the address you have already"),
    ] {
        let answer = change_email(&site, &cookie, password, email).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{email}");
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
        assert!(answer.body.contains(&format!(r#"value="{email}""#)));
    }
    assert!(site.mails().await.is_empty());
}
