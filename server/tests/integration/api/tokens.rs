//! Who may make tokens, and what they open.

use http::StatusCode;
use serde_json::json;

use super::world::{ALL, PRODUCTS, World, ask, desk, shown};
use crate::log_in::site::EMAIL;

#[tokio::test]
async fn a_token_is_shown_once_and_only_its_hash_is_kept() {
    let world = World::start().await;
    let token = world.token("Stock <robot>", &["products:read"]).await;
    assert!(token.starts_with("vit_") && token.len() == 47, "{token}");
    let page = world.site.get("/admin/tokens", &world.cookie).await;
    assert!(page.body.contains("Stock &lt;robot&gt;"), "{}", page.body);
    assert_eq!(shown(&page.body), None);
    let rows = "SELECT t::text AS name FROM api_tokens t";
    let row = world.one(rows).await;
    assert!(!row.contains(&token[4..]), "{row}");

    let list = world.get_with(&token, PRODUCTS).await;
    assert_eq!(list.status, 200, "{list:?}");
    let used = "SELECT (last_used_at IS NOT NULL)::text AS name FROM api_tokens";
    assert_eq!(world.one(used).await, "true");
    let audit = "SELECT concat_ws(': ', event, about) AS name FROM audit_log WHERE event LIKE 'token %' ORDER BY id";
    assert_eq!(world.site.names(audit).await, ["token made: token 1"]);
}

#[tokio::test]
async fn what_is_wrong_with_the_form_is_said() {
    let world = World::start().await;
    for (fields, problem) in [
        (&[("name", "a"), ("days", "30")][..], "scope"),
        (&[("scope", "products:read"), ("days", "30")], "name"),
        (
            &[("name", "a"), ("scope", "products:read"), ("days", "7")],
            "days",
        ),
    ] {
        let page = world
            .site
            .post("/admin/tokens", &world.cookie, fields)
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.body.contains(&format!("{problem}-problem")),
            "{}",
            page.body
        );
    }
    assert_eq!(
        world
            .one("SELECT count(*)::text AS name FROM api_tokens")
            .await,
        "0"
    );
}

#[tokio::test]
async fn only_editors_who_have_typed_their_password_lately_make_tokens() {
    let world = World::start().await;
    let fields = [
        ("act", "make"),
        ("name", "a"),
        ("scope", "products:read"),
        ("days", "30"),
    ];
    let guest = world.site.post("/admin/tokens", "", &fields).await;
    assert_eq!(guest.location(), "/log-in?next=%2Fadmin%2Ftokens");
    for role in ["customer", "viewer"] {
        world.role(role).await;
        let refused = world
            .site
            .post("/admin/tokens", &world.cookie, &fields)
            .await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role}");
        let page = world.site.get("/admin/tokens", &world.cookie).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{role}");
    }
    world.role("editor").await;
    world.site.redis.forget_confirmations();
    let stale = world
        .site
        .post("/admin/tokens", &world.cookie, &fields)
        .await;
    assert_eq!(stale.location(), "/confirm?next=%2Fadmin%2Ftokens");
    assert_eq!(
        world
            .one("SELECT count(*)::text AS name FROM api_tokens")
            .await,
        "0"
    );
}

#[tokio::test]
async fn one_sees_and_revokes_ones_own_and_administrators_all() {
    let world = World::start().await;
    let token = world.token("Mine", &ALL).await;
    world.site.join("bob@example.com", "Bob").await;
    world.site.execute("UPDATE users SET role = 'editor'").await;
    let bob = world.site.cookie_of("bob@example.com").await;
    let revoke = [("act", "revoke"), ("token", "1")];
    world
        .site
        .post("/admin/tokens", &bob, &revoke)
        .await
        .location();
    let page = world.site.get("/admin/tokens", &bob).await.body;
    assert!(page.contains("There is no such token any more."), "{page}");
    assert!(!page.contains("Mine"), "{page}");
    assert_eq!(world.get_with(&token, PRODUCTS).await.status, 200);

    world
        .site
        .execute("UPDATE users SET role = 'admin' WHERE email = 'bob@example.com'")
        .await;
    let bob = world.site.cookie_of("bob@example.com").await;
    let page = world.site.get("/admin/tokens", &bob).await.body;
    assert!(page.contains("Mine") && page.contains(EMAIL), "{page}");
    // Revoked here, it opens nothing there.
    let twin = world.site.twin().await;
    let bearer = format!("Bearer {token}");
    let there = async || {
        ask(
            &twin.router,
            "GET",
            PRODUCTS,
            &[("authorization", &bearer)],
            "",
        )
        .await
    };
    assert_eq!(there().await.status, 200);
    world
        .site
        .post("/admin/tokens", &bob, &revoke)
        .await
        .location();
    let refused = there().await;
    assert_eq!(refused.problem(), (401, "unauthorized".to_owned()));
    assert!(refused.header("www-authenticate").contains("invalid_token"));
    assert_eq!(world.get_with(&token, "/api/v1/search").await.status, 401);
}

#[tokio::test]
async fn a_token_may_never_more_than_its_scopes_and_its_owner_now() {
    let world = World::start().await;
    let reads = world.token("Reads", &["products:read"]).await;
    let writes = world.token("Writes", &["products:write"]).await;
    let refused = world.post(&reads, &[], &desk("A-1")).await;
    assert_eq!(refused.problem(), (403, "insufficient_scope".to_owned()));
    assert!(
        refused
            .header("www-authenticate")
            .contains("products:write")
    );
    assert_eq!(world.get_with(&writes, PRODUCTS).await.problem().0, 403);
    assert_eq!(world.post(&writes, &[], &desk("A-1")).await.status, 201);

    world.role("viewer").await;
    let refused = world.post(&writes, &[], &desk("A-2")).await;
    assert_eq!(refused.problem(), (403, "insufficient_role".to_owned()));
    assert_eq!(world.get_with(&reads, PRODUCTS).await.status, 200);
    world.role("customer").await;
    assert_eq!(world.get_with(&reads, PRODUCTS).await.problem().0, 403);
    world.role("editor").await;

    let expired = "UPDATE api_tokens SET expires_at = now() WHERE name = 'Reads'";
    world.site.execute(expired).await;
    assert_eq!(world.get_with(&reads, PRODUCTS).await.problem().0, 401);
    world
        .site
        .execute(&format!("DELETE FROM users WHERE email = '{EMAIL}'"))
        .await;
    assert_eq!(
        world.post(&writes, &[], &desk("A-2")).await.problem().0,
        401
    );
}

#[tokio::test]
async fn who_sends_no_token_is_told_how() {
    let world = World::start().await;
    let refused = world.get(PRODUCTS).await;
    assert_eq!(refused.problem(), (401, "unauthorized".to_owned()));
    assert_eq!(
        refused.header("www-authenticate"),
        "Bearer realm=\"vitrine\""
    );
    // A session opens nothing here.
    let session = [("cookie", world.cookie.as_str())];
    assert_eq!(world.ask("GET", PRODUCTS, &session, "").await.status, 401);
    for bad in ["x", "vit_x", &format!("vit_{}", "A".repeat(43))] {
        assert_eq!(
            world.get_with(bad, "/api/v1/search").await.problem().0,
            401,
            "{bad}"
        );
    }
}

#[tokio::test]
async fn what_a_token_does_is_under_its_name() {
    let world = World::start().await;
    let token = world.token("Robot", &ALL).await;
    let made = world.post(&token, &[], &desk("A-1")).await.json();
    let id = &made["product"]["id"];
    assert_eq!(made["change"]["acknowledged"], json!(true), "{made}");
    let origin = "SELECT origin AS name FROM audit_log WHERE event = 'product made'";
    let origin = world.one(origin).await;
    assert!(
        origin.starts_with("API, token Robot of account "),
        "{origin}"
    );
    let page = world
        .site
        .get(&format!("/admin/products/{id}"), &world.cookie)
        .await
        .body;
    assert!(page.contains("(API, token Robot)"), "{page}");
}
