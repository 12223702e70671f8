//! A code after the password.

use std::{
    collections::HashSet,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use http::StatusCode;
use totp_rs::{Builder, Totp};

use crate::log_in::site::{Answer, EMAIL, PASSWORD, Site};

const PAGE: &str = "/me/second-factor";

/// The app on somebody's phone.
struct App(Totp);

impl App {
    /// Takes the key from the page.
    fn of(page: &str) -> Self {
        let (_, key) = page.split_once(r#"class="key">"#).expect(page);
        let key = key.split('<').next().unwrap().replace(' ', "");
        let secret = base32::decode(base32::Alphabet::Rfc4648 { padding: false }, &key).unwrap();
        Self(Builder::new().with_secret(secret).build_noncompliant())
    }

    /// The code it shows now, or will or did so many half minutes away.
    fn code(&self, steps_away: i64) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let then = now.as_secs().checked_add_signed(steps_away * 30).unwrap();
        self.0.generate(then).to_string()
    }

    /// A code that it never shows these days.
    fn wrong_code(&self) -> String {
        let shown: HashSet<_> = (-2..=2).map(|steps| self.code(steps)).collect();
        let mut all = (0..10).map(|digit| digit.to_string().repeat(6));
        all.find(|code| !shown.contains(code)).unwrap()
    }
}

async fn act(site: &Site, cookie: &str, act: &str) -> Answer {
    site.post(PAGE, cookie, &[("act", act)]).await
}

/// Shows the first code.
async fn show(site: &Site, cookie: &str, code: &str) -> Answer {
    let fields = [("act", "turn-on"), ("code", code)];
    site.post(PAGE, cookie, &fields).await
}

/// Waits until the code that is shown now is shown for some seconds more, so that both sides mean the same half minute.
async fn early_in_a_step() {
    let seconds = || {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_secs()
            % 30
    };
    while seconds() > 20 {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Turns it on: the app, the recovery codes, and the cookie from then on.
async fn turn_on(site: &Site) -> (App, Vec<String>, String) {
    early_in_a_step().await;
    let cookie = site.cookie().await;
    let begun = act(site, &cookie, "begin").await;
    assert_eq!(begun.location(), PAGE);
    let app = App::of(&site.get(PAGE, &cookie).await.body);
    let answer = show(site, &cookie, &app.code(0)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let own = answer.cookie().expect("a new id");
    assert_ne!(own, cookie);
    (app, recovery_codes(&answer), own)
}

fn recovery_codes(answer: &Answer) -> Vec<String> {
    let (_, list) = answer.body.split_once("recovery-codes").unwrap();
    let codes = list.split("<code>").skip(1);
    codes
        .map(|code| code.split('<').next().unwrap().to_owned())
        .collect()
}

/// Types the password, and gives the cookie of who has to type a code yet.
async fn half(site: &Site) -> String {
    let fields = [
        ("email", EMAIL),
        ("password", PASSWORD),
        ("next", "/favourites"),
    ];
    let answer = site.post("/log-in", "", &fields).await;
    assert_eq!(answer.location(), "/log-in/code?next=%2Ffavourites");
    answer.cookie().unwrap()
}

async fn type_code(site: &Site, cookie: &str, code: &str) -> Answer {
    let fields = [("code", code), ("next", "/favourites")];
    site.post("/log-in/code", cookie, &fields).await
}

async fn is_logged_in(site: &Site, cookie: &str) -> bool {
    site.get("/me", cookie).await.status == StatusCode::OK
}

#[tokio::test]
async fn it_is_on_once_the_app_has_shown_a_code() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    let other = site.cookie().await;
    act(&site, &cookie, "begin").await;
    let page = site.get(PAGE, &cookie).await;
    assert_eq!(page.headers["cache-control"], "no-store");
    let app = App::of(&page.body);
    let refused = show(&site, &cookie, &app.wrong_code()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("not the code"), "{}", refused.body);
    // Nothing is asked for yet.
    assert_eq!(site.log_in(PASSWORD).await.location(), "/me");

    let typed = app.code(0);
    let spaced = format!("{} {}", &typed[..3], &typed[3..]);
    let on = show(&site, &cookie, &spaced).await;
    assert_eq!(on.status, StatusCode::OK, "{}", on.body);
    let codes: HashSet<_> = recovery_codes(&on).into_iter().collect();
    assert_eq!(codes.len(), 10);
    let own = on.cookie().unwrap();
    assert!(is_logged_in(&site, &own).await);
    assert!(
        !is_logged_in(&site, &other).await,
        "it began without a code"
    );
    let again = site.get(PAGE, &own).await.body;
    assert!(again.contains("10 recovery codes are left."), "{again}");
    assert!(codes.iter().all(|code| !again.contains(code)));
    assert_eq!(site.mail().await.subject, "Two-step log-in was turned on");
}

#[tokio::test]
async fn the_password_alone_opens_nothing() {
    let site = Site::start().await;
    let (app, _, _) = turn_on(&site).await;
    let half = half(&site).await;
    for path in ["/me", "/me/sessions", PAGE] {
        assert_eq!(site.get(path, &half).await.status, StatusCode::SEE_OTHER);
    }
    for code in ["", "x", &app.wrong_code(), &app.code(-4), &app.code(4)] {
        let refused = type_code(&site, &half, code).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        assert!(refused.body.contains("not the code of now"));
        assert!(refused.body.contains(r#"value="/favourites""#));
    }
    assert!(!is_logged_in(&site, &half).await);
    let let_in = type_code(&site, &half, &app.code(1)).await;
    assert_eq!(let_in.location(), "/favourites");
    let own = let_in.cookie().expect("a new id");
    assert_ne!(own, half);
    assert!(is_logged_in(&site, &own).await);
    assert!(!is_logged_in(&site, &half).await);
}

#[tokio::test]
async fn a_code_of_the_app_opens_once() {
    let site = Site::start().await;
    let (app, _, _) = turn_on(&site).await;
    let refused = type_code(&site, &half(&site).await, &app.code(0)).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "it turned it on"
    );
    let (one, other) = (half(&site).await, half(&site).await);
    let code = app.code(1);
    let both = tokio::join!(
        type_code(&site, &one, &code),
        type_code(&site, &other, &code)
    );
    let mut statuses = [both.0.status.as_u16(), both.1.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    let older = type_code(&site, &half(&site).await, &app.code(0)).await;
    assert_eq!(older.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_is_told_by_mail() {
    let site = Site::start().await;
    let (_, codes, cookie) = turn_on(&site).await;
    site.mails().await;
    let typed = codes[3].to_lowercase().replace('-', " ");
    let let_in = type_code(&site, &half(&site).await, &typed).await;
    assert_eq!(let_in.location(), "/favourites");
    let mail = site.mail().await;
    assert_eq!(mail.subject, "A recovery code was used");
    assert!(mail.text.contains("left: 9"), "{}", mail.text);
    let again = type_code(&site, &half(&site).await, &codes[3]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);

    let renewed = act(&site, &cookie, "renew-codes").await;
    let new = recovery_codes(&renewed);
    assert_eq!(new.len(), 10);
    let old = type_code(&site, &half(&site).await, &codes[0]).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY, "replaced");
    let let_in = type_code(&site, &half(&site).await, &new[0]).await;
    assert_eq!(let_in.location(), "/favourites");
}

#[tokio::test]
async fn a_change_of_the_account_ends_a_log_in_that_is_half_done() {
    let site = Site::start().await;
    let (app, _, _) = turn_on(&site).await;
    let half = half(&site).await;
    site.execute("UPDATE users SET session_epoch = session_epoch + 1")
        .await;
    let late = "/log-in?done=late&next=%2Ffavourites";
    assert_eq!(type_code(&site, &half, &app.code(1)).await.location(), late);
    assert_eq!(type_code(&site, "", &app.code(1)).await.location(), late);
}

#[tokio::test]
async fn another_password_leaves_it_on_and_turning_it_off_is_told() {
    let site = Site::start().await;
    let (_, _, cookie) = turn_on(&site).await;
    let fields = [("password", PASSWORD), ("new", "four plain words suffice")];
    let changed = site.post("/me/password", &cookie, &fields).await;
    let cookie = changed.cookie().unwrap();
    let on = site.get(PAGE, &cookie).await.body;
    assert!(on.contains("10 recovery codes are left."), "{on}");
    site.mails().await;

    let off = act(&site, &cookie, "turn-off").await;
    assert_eq!(off.location(), PAGE);
    let own = off.cookie().unwrap();
    assert!(is_logged_in(&site, &own).await && !is_logged_in(&site, &cookie).await);
    assert_eq!(site.mail().await.subject, "Two-step log-in was turned off");
    let log_in = site.log_in("four plain words suffice").await;
    assert_eq!(log_in.location(), "/me");
    let left = "SELECT user_id::text AS name FROM recovery_codes";
    assert!(site.names(left).await.is_empty());
}

#[tokio::test]
async fn what_was_left_half_way_is_taken_back_without_a_word() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    act(&site, &cookie, "begin").await;
    let off = act(&site, &cookie, "turn-off").await;
    assert_eq!(off.location(), PAGE);
    let page = site.get(PAGE, &cookie).await.body;
    assert!(page.contains(r#"value="begin""#), "{page}");
    assert!(site.mails().await.is_empty());
}

#[tokio::test]
async fn guests_are_sent_to_the_log_in_form() {
    let site = Site::start().await;
    let log_in = "/log-in?next=%2Fme%2Fsecond-factor";
    for name in ["begin", "turn-on", "renew-codes", "turn-off"] {
        assert_eq!(act(&site, "", name).await.location(), log_in, "{name}");
    }
    assert_eq!(site.get(PAGE, "").await.location(), log_in);
}

#[tokio::test]
async fn the_audit_log_tells_of_it_without_a_code() {
    let site = Site::start().await;
    let (app, codes, _) = turn_on(&site).await;
    type_code(&site, &half(&site).await, &app.wrong_code()).await;
    type_code(&site, &half(&site).await, &codes[0]).await;
    let events = site
        .names("SELECT event AS name FROM audit_log ORDER BY id")
        .await;
    assert_eq!(
        events,
        [
            "logged in",
            "second factor on",
            "code refused",
            "recovery code used",
            "logged in"
        ]
    );
}
