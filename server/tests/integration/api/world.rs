//! A shop and a program that works for its editor.

use axum::{Router, body::Body};
use http::{Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::log_in::site::{EMAIL, Site};

/// Where products are.
pub(super) const PRODUCTS: &str = "/api/v1/products";

/// Both scopes.
pub(super) const ALL: [&str; 2] = ["products:read", "products:write"];

/// A shop whose account may edit.
pub(super) struct World {
    pub(super) site: Site,
    /// The editor's.
    pub(super) cookie: String,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) status: u16,
    pub(super) headers: http::HeaderMap,
    pub(super) body: String,
}

impl Said {
    pub(super) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).map(|value| value.to_str().unwrap());
        value.unwrap_or_default()
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The status and the word for programs of a problem.
    pub(super) fn problem(&self) -> (u16, String) {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{self:?}"
        );
        let problem = self.json();
        assert_eq!(problem["status"], json!(self.status));
        (self.status, problem["code"].as_str().unwrap().to_owned())
    }

    /// Names of the fields that something is wrong with.
    pub(super) fn fields(&self) -> Vec<String> {
        let problem = self.json();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        let field = |error: &Value| error["field"].as_str().unwrap().to_owned();
        errors.iter().map(field).collect()
    }
}

/// Asks as a program does.
pub(super) async fn ask(
    router: &Router,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Said {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.to_owned())).unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = answer.into_parts();
    let body = axum::body::to_bytes(body, 10_000_000).await.unwrap();
    assert!(!parts.headers.contains_key("set-cookie"), "{path}");
    let said = Said {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    assert!(!said.header("content-type").contains("html"), "{said:?}");
    said
}

impl World {
    pub(super) async fn start() -> Self {
        let site = Site::following(60).await;
        let cookie = site.cookie().await;
        Self { site, cookie }
    }

    /// Lets the account have this role from now on.
    pub(super) async fn role(&self, role: &str) {
        let change = format!("UPDATE users SET role = '{role}' WHERE email = '{EMAIL}'");
        self.site.execute(&change).await;
    }

    /// Makes a token as its owner does; as it is shown.
    pub(super) async fn token(&self, name: &str, scopes: &[&str]) -> String {
        let mut fields = vec![("act", "make"), ("name", name), ("days", "30")];
        fields.extend(scopes.iter().map(|scope| ("scope", *scope)));
        let page = self.site.post("/admin/tokens", &self.cookie, &fields).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        shown(&page.body).expect("a token")
    }

    pub(super) async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Said {
        ask(&self.site.router(), method, path, headers, body).await
    }

    pub(super) async fn get(&self, path: &str) -> Said {
        self.ask("GET", path, &[], "").await
    }

    /// Asks with a token.
    pub(super) async fn get_with(&self, token: &str, path: &str) -> Said {
        let bearer = format!("Bearer {token}");
        self.ask("GET", path, &[("authorization", &bearer)], "")
            .await
    }

    /// Makes a product.
    pub(super) async fn post(&self, token: &str, headers: &[(&str, &str)], body: &Value) -> Said {
        let bearer = format!("Bearer {token}");
        let mut all = vec![
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
        ];
        all.extend(headers);
        self.ask("POST", PRODUCTS, &all, &body.to_string()).await
    }

    /// Changes a product, of which this version was seen.
    pub(super) async fn patch(&self, token: &str, id: i64, seen: &str, body: &Value) -> Said {
        patch(&self.site.router(), token, id, seen, &[], body).await
    }

    /// One text of the database.
    pub(super) async fn one(&self, sql: &str) -> String {
        let mut rows = self.site.names(sql).await;
        assert_eq!(rows.len(), 1, "{sql}: {rows:?}");
        rows.remove(0)
    }
}

/// Changes a product by way of some instance.
pub(super) async fn patch(
    router: &Router,
    token: &str,
    id: i64,
    seen: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> Said {
    let bearer = format!("Bearer {token}");
    let mut all = vec![
        ("authorization", bearer.as_str()),
        ("content-type", "application/merge-patch+json"),
        ("if-match", seen),
    ];
    all.extend(headers);
    let path = format!("{PRODUCTS}/{id}");
    ask(router, "PATCH", &path, &all, &body.to_string()).await
}

/// The token that a page shows.
pub(super) fn shown(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("id=\"token\"")?;
    let at = rest.find("vit_")?;
    Some(rest[at..].split('<').next()?.to_owned())
}

/// A product that can be made.
pub(super) fn desk(sku: &str) -> Value {
    json!({"name": "Oak desk", "sku": sku, "currency": "USD", "status": "published", "price_minor": 4990, "stock": 7,
           "attributes": {"colour": "oak", "width": "120 cm"}})
}
