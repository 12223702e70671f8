//! What is noted of accounts.

use server::command::audit::{AuditArgs, text};

use crate::log_in::site::{EMAIL, PASSWORD, Site};

const NEW: &str = "four plain words suffice";

async fn events(site: &Site) -> Vec<String> {
    site.names(
        "SELECT concat_ws(' ', event, CASE WHEN user_id IS NULL THEN 'of nobody' END) AS name
         FROM audit_log ORDER BY id",
    )
    .await
}

#[tokio::test]
async fn all_that_happens_to_an_account_is_noted_and_no_secret() {
    let site = Site::start().await;
    site.log_in("wrong horse").await;
    let typed = [("email", "typed@in.vain"), ("password", "wrong horse")];
    site.post("/log-in", "", &typed).await;
    let cookie = site.cookie().await;
    let fields = [("email", EMAIL), ("password", NEW)];
    site.post("/register", "", &fields).await;
    site.mail().await;
    site.post(
        "/me/password",
        &cookie,
        &[("password", "wrong horse"), ("new", NEW)],
    )
    .await;
    let changed = site
        .post(
            "/me/password",
            &cookie,
            &[("password", PASSWORD), ("new", NEW)],
        )
        .await;
    let cookie = changed.cookie().unwrap();
    site.post("/log-out", &cookie, &[]).await;
    for email in ["typed@in.vain", EMAIL] {
        site.post("/forgot", "", &[("email", email)]).await;
        site.state.outbox.idle().await;
    }
    let mails = site.mails().await;
    let token = mails
        .iter()
        .find(|mail| mail.text.contains("token="))
        .unwrap()
        .link()
        .1
        .to_owned();
    site.post("/reset", "", &[("token", &token), ("password", PASSWORD)])
        .await
        .location();

    assert_eq!(
        events(&site).await,
        [
            "log-in refused",
            "log-in refused of nobody",
            "logged in",
            "sign-up refused",
            "password refused",
            "password changed",
            "logged out",
            "reset requested of nobody",
            "reset requested",
            "password reset",
        ]
    );
    let dump = site
        .names("SELECT a::text AS name FROM audit_log a")
        .await
        .concat();
    // Ids of requests are hexadecimal, and now and then one has "ada" in it.
    for secret in ["horse", "plain", "typed", "ada@", &token] {
        assert!(!dump.contains(secret), "{secret} is in {dump}");
    }
}

#[tokio::test]
async fn a_new_account_is_noted() {
    let site = Site::start().await;
    let fields = [("email", "bob@example.org"), ("password", NEW)];
    site.post("/register", "", &fields).await;
    let mail = site.mail().await;
    site.post("/verify", "", &[("token", mail.link().1)]).await;
    assert_eq!(events(&site).await, ["account created"]);
}

#[tokio::test]
async fn operators_read_it_by_account() {
    let site = Site::start().await;
    let answer = site.log_in(PASSWORD).await;
    let request = answer.headers["x-request-id"].to_str().unwrap();
    site.post("/log-in", "", &[("email", "bob@example.org")])
        .await;
    let print = async |user: Option<&str>, limit| {
        let args = AuditArgs {
            user: user.map(str::to_owned),
            limit,
        };
        text(args, &site.state.pool).await
    };
    let all = print(None, 10).await.unwrap();
    let lines: Vec<_> = all.lines().collect();
    assert_eq!(lines.len(), 3, "{all}");
    assert!(
        lines[1].contains("log-in refused"),
        "the last one first: {all}"
    );
    for part in ["logged in", EMAIL, "0.0.0.0", request] {
        assert!(lines[2].contains(part), "{part}: {all}");
    }
    assert_eq!(print(None, 1).await.unwrap().lines().count(), 2);
    let hers = print(Some("Ada@Example.com"), 10).await.unwrap();
    assert_eq!(hers.lines().count(), 2, "{hers}");
    assert!(print(Some("bob@example.org"), 10).await.is_err());
    assert_eq!(print(Some("4711"), 10).await.unwrap().lines().count(), 1);
}
