//! Who may act.

use http::StatusCode;

use super::world::{PANEL, admin, audit, told};
use crate::log_in::site::{EMAIL, Site};

const EVE: &str = "eve@example.com";
const DATABASE: &str = "/admin/database";

/// Each act, where it is sent.
const ACTS: [(&str, &[(&str, &str)]); 6] = [
    (PANEL, &[("act", "drop-tag"), ("tag", "product:42")]),
    (PANEL, &[("act", "drop-namespace"), ("namespace", "page")]),
    (PANEL, &[("act", "turn-off"), ("namespace", "page")]),
    (PANEL, &[("act", "turn-on"), ("namespace", "page")]),
    (PANEL, &[("act", "warm")]),
    (DATABASE, &[("pid", "1"), ("began", "1")]),
];

/// What the acts would have left.
async fn traces(site: &Site) -> Vec<String> {
    let sql = "SELECT array_to_string(tags, ' ') AS name FROM cache_outbox
               UNION ALL SELECT namespace FROM cache_switches";
    let mut traces = site.names(sql).await;
    traces.extend(audit(site).await);
    traces
}

#[tokio::test]
async fn only_administrators_act_who_have_typed_their_password_lately() {
    let site = Site::start().await;
    let cookie = admin(&site).await;
    site.join(EVE, "Eve").await;
    let eve = site.cookie_of(EVE).await;
    for (path, fields) in ACTS {
        let part = if path == PANEL { "%23actions" } else { "" };
        let next = format!("{}{part}", path.replace('/', "%2F"));
        let guest = site.post(path, "", fields).await;
        assert_eq!(guest.location(), format!("/log-in?next={next}"));
        for role in ["customer", "viewer", "editor"] {
            let change = format!("UPDATE users SET role = '{role}' WHERE email = '{EVE}'");
            site.execute(&change).await;
            let refused = site.post(path, &eve, fields).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role} {fields:?}");
        }
    }
    site.redis.forget_confirmations();
    for (path, fields) in ACTS {
        let part = if path == PANEL { "%23actions" } else { "" };
        let next = format!("{}{part}", path.replace('/', "%2F"));
        let stale = site.post(path, &cookie, fields).await;
        assert_eq!(stale.location(), format!("/confirm?next={next}"));
    }
    assert_eq!(traces(&site).await, [""; 0]);
    assert!(site.state.warming.ask("nobody before"));

    // The same forms of somebody who may are followed.
    let cookie = site.cookie().await;
    for (path, fields) in ACTS {
        site.post(path, &cookie, fields).await.location();
    }
    assert_ne!(traces(&site).await, [""; 0]);
}

#[tokio::test]
async fn the_forms_are_shown_to_those_who_may() {
    let site = Site::start().await;
    let cookie = admin(&site).await;
    site.join(EVE, "Eve").await;
    let change = format!("UPDATE users SET role = 'viewer' WHERE email = '{EVE}'");
    site.execute(&change).await;
    let eve = site.cookie_of(EVE).await;
    let viewers = site.get(PANEL, &eve).await;
    assert_eq!(viewers.status, StatusCode::OK);
    assert!(!viewers.body.contains("id=\"actions\""), "{}", viewers.body);
    let page = site.get("/admin/performance?window=1h", &cookie).await.body;
    assert!(
        page.contains("action=\"/admin/performance?window=1h\""),
        "{page}"
    );
    for namespace in server::switches::namespaces() {
        assert!(page.contains(&format!("<option value=\"{namespace}\"")));
    }
}

#[tokio::test]
async fn what_is_no_tag_stays_typed() {
    let site = Site::start().await;
    let cookie = admin(&site).await;
    for (fields, words) in [
        (
            vec![("act", "drop-tag"), ("tag", "oak \"desk\"")],
            "This is no tag.",
        ),
        (vec![("act", "drop-tag")], "This is no tag."),
        (
            vec![("act", "turn-off"), ("namespace", "x")],
            "Please choose one of the namespaces.",
        ),
        (
            vec![("act", "drop-namespace")],
            "Please choose one of the namespaces.",
        ),
        (vec![("act", "x")], "Please choose what is to be done."),
        (vec![], "Please choose what is to be done."),
    ] {
        let refused = site
            .post("/admin/performance?window=1h", &cookie, &fields)
            .await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{fields:?}"
        );
        assert!(refused.body.contains(words), "{words}: {}", refused.body);
        let typed = refused.body.contains("value=\"oak &quot;desk&quot;\"");
        assert_eq!(typed, fields.len() == 2 && fields[1].1.starts_with("oak"));
        assert_eq!(told(&refused.body), None);
    }
    for fields in [vec![], vec![("pid", "x"), ("began", "1")]] {
        let refused = site.post(DATABASE, &cookie, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Please choose a statement."));
    }
    assert_eq!(traces(&site).await, [""; 0]);
    let good = [("act", "drop-tag"), ("tag", " product:42 ")];
    let done = site
        .post("/admin/performance?window=1h", &cookie, &good)
        .await;
    assert_eq!(done.location(), "/admin/performance?window=1h#actions");
    let page = site.get("/admin/performance?window=1h", &cookie).await.body;
    assert!(
        told(&page)
            .unwrap()
            .starts_with("Dropped product:42. No instance"),
        "{page}"
    );
    let by = format!(
        "SELECT origin AS name FROM audit_log a JOIN users u ON u.id = a.user_id
                      WHERE event = 'tag dropped' AND about = 'product:42' AND email = '{EMAIL}'"
    );
    assert!(site.names(&by).await[0].contains(", request "));
    let log = site.get("/admin/audit", &cookie).await.body;
    assert!(log.contains("tag dropped: product:42"), "{log}");
}
