//! Taking one's data along, and leaving.

use http::{StatusCode, header::CONTENT_DISPOSITION};
use serde_json::Value;

use crate::log_in::site::{EMAIL, PASSWORD, Site};

/// A favourite of everybody, and of Bob another.
async fn fill(site: &Site) {
    site.execute(
        "INSERT INTO products (sku, slug, name, description, currency, status)
         SELECT 'sku-' || n, 'slug-' || n, 'Product ' || n, '', 'EUR', 'published' FROM generate_series(1, 2) n",
    )
    .await;
    site.execute(
        "INSERT INTO users (email, name, password_hash) VALUES ('bob@example.org', 'Bob', '!')",
    )
    .await;
    site.execute(
        "INSERT INTO favourites (user_id, product_id)
         SELECT u.id, p.id FROM users u, products p WHERE p.sku = 'sku-1' OR u.name = 'Bob'",
    )
    .await;
}

#[tokio::test]
async fn the_export_holds_all_of_mine_and_nothing_of_others() {
    let site = Site::start().await;
    fill(&site).await;
    let cookie = site.cookie().await;
    let fields = [("password", PASSWORD), ("email", "ada@new.example")];
    site.post("/me/email", &cookie, &fields).await.location();
    site.mail().await;

    let answer = site.post("/me/export", &cookie, &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["content-type"], "application/json");
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert!(
        answer.headers[CONTENT_DISPOSITION]
            .to_str()
            .unwrap()
            .starts_with("attachment")
    );
    let export: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(export["account"]["email"], EMAIL);
    assert_eq!(export["account"]["name"], "Ada <b>Lovelace</b>");
    assert_eq!(export["account"]["role"], "editor");
    assert_eq!(export["favourites"].as_array().unwrap().len(), 1);
    assert_eq!(export["favourites"][0]["sku"], "sku-1");
    assert_eq!(
        export["email_changes_under_way"][0]["email"],
        "ada@new.example"
    );
    let events = export["events"].as_array().unwrap().iter();
    let events: Vec<_> = events
        .map(|event| event["event"].as_str().unwrap())
        .collect();
    assert_eq!(
        events,
        ["logged in", "email change requested", "data exported"]
    );
    for absent in ["bob", "Bob", "sku-2", "argon2"] {
        assert!(!answer.body.contains(absent), "{absent}");
    }
}

#[tokio::test]
async fn each_table_that_names_accounts_is_in_the_export() {
    let site = Site::start().await;
    let tables = site
        .names(
            "SELECT table_name::text AS name FROM information_schema.columns
             WHERE table_schema = 'public' AND column_name = 'user_id' ORDER BY 1",
        )
        .await;
    // Of links that were sent and of recovery codes, only the account that they open is known.
    assert_eq!(
        tables,
        [
            "api_tokens",
            "audit_log",
            "email_changes",
            "favourites",
            "imports",
            "password_resets",
            "product_acts",
            "recovery_codes",
            "second_factors"
        ]
    );
}

#[tokio::test]
async fn a_deleted_account_leaves_nothing_but_numbers() {
    let site = Site::start().await;
    fill(&site).await;
    let cookie = site.cookie().await;
    site.post("/forgot", "", &[("email", EMAIL)]).await;
    let fields = [("password", PASSWORD), ("email", "ada@new.example")];
    site.post("/me/email", &cookie, &fields).await;
    site.mails().await;

    let wrong = site
        .post("/me/delete", &cookie, &[("password", "wrong horse")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("This is not your password."));
    assert_eq!(site.get("/me", &cookie).await.status, StatusCode::OK);

    let gone = site
        .post("/me/delete", &cookie, &[("password", PASSWORD)])
        .await;
    assert_eq!(gone.location(), "/log-in?done=deleted");
    assert_eq!(gone.cookie(), None);
    let mail = site.mail().await;
    assert_eq!(
        (&*mail.to, &*mail.subject),
        (EMAIL, "Your account was deleted")
    );
    assert_eq!(
        site.get("/me", &cookie).await.location(),
        "/log-in?next=%2Fme"
    );
    assert!(!site.opens(PASSWORD).await);

    let left = site.names("SELECT email AS name FROM users").await;
    assert_eq!(left, ["bob@example.org"]);
    for table in ["password_resets", "email_changes", "registrations"] {
        let rows = site.names(&format!("SELECT '' AS name FROM {table}")).await;
        assert!(rows.is_empty(), "{table}");
    }
    let others = site
        .names("SELECT user_id::text AS name FROM favourites")
        .await;
    assert_eq!(others.len(), 2);
    let dump = site
        .names("SELECT a::text AS name FROM audit_log a ORDER BY id")
        .await;
    // Ids of requests are hexadecimal, and now and then one has "ada" in it.
    for trace in ["ada@", "Ada"] {
        assert!(!dump.concat().contains(trace), "{dump:?}");
    }
    assert!(dump.concat().contains("account deleted"));
}
