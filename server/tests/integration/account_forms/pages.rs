//! The pages on which the forms stand.

use http::StatusCode;

use crate::log_in::site::Site;

const OPEN: &[&str] = &[
    "/log-in",
    "/register",
    "/register/sent",
    "/verify?token=x",
    "/forgot",
    "/forgot/sent",
    "/reset?token=x",
    "/confirm-email?token=x",
];

const MEMBERS: &[&str] = &[
    "/me",
    "/me/password",
    "/me/email",
    "/me/delete",
    "/favourites",
];

#[tokio::test]
async fn nobody_keeps_a_page_about_an_account() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    for path in OPEN.iter().chain(MEMBERS) {
        for cookie in ["", &cookie] {
            let page = site.get(path, cookie).await;
            assert!(!page.status.is_client_error(), "{path}");
            assert_eq!(page.headers["cache-control"], "no-store", "{path}");
        }
    }
}

#[tokio::test]
async fn forms_work_with_password_managers_and_without_scripts() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    for (path, parts) in [
        (
            "/register",
            &[
                r#"autocomplete="username""#,
                r#"autocomplete="new-password""#,
                "15 or more",
            ][..],
        ),
        ("/forgot", &[r#"autocomplete="username""#]),
        (
            "/reset?token=x",
            &[r#"autocomplete="new-password""#, r#"value="x""#],
        ),
        (
            "/me/password",
            &[
                r#"autocomplete="current-password""#,
                r#"autocomplete="new-password""#,
            ],
        ),
        (
            "/me/email",
            &[
                r#"autocomplete="email""#,
                r#"autocomplete="current-password""#,
            ],
        ),
        ("/me/delete", &[r#"autocomplete="current-password""#]),
    ] {
        let page = site.get(path, &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let action = path.split('?').next().unwrap();
        let form = format!(r#"method="post" action="{action}""#);
        for part in parts.iter().copied().chain([form.as_str()]) {
            assert!(page.body.contains(part), "{part} is not in {}", page.body);
        }
        assert!(!page.body.contains(r#"role="alert""#));
    }
}

/// ASVS 5.0, 6.2.6.
#[tokio::test]
async fn a_password_is_not_seen_while_it_is_typed() {
    let site = Site::start().await;
    let cookie = site.cookie().await;
    for (path, fields) in [
        ("/log-in", 1),
        ("/register", 1),
        ("/reset?token=x", 1),
        ("/confirm", 1),
        ("/me/password", 2),
        ("/me/email", 1),
        ("/me/delete", 1),
    ] {
        let page = site.get(path, &cookie).await.body;
        let masked = page.matches(r#"type="password""#).count();
        assert_eq!(masked, fields, "{path}");
        for inputs in page.split("<input").skip(1) {
            let input = inputs.split('>').next().unwrap_or_default();
            let secret = [r#"name="password""#, r#"name="new""#];
            assert!(
                !secret.iter().any(|name| input.contains(name))
                    || input.contains(r#"type="password""#),
                "{path}: {input}"
            );
        }
    }
}

#[tokio::test]
async fn a_token_in_an_address_is_text() {
    let site = Site::start().await;
    let page = site.get("/verify?token=%22%3E%3Cscript%3E", "").await;
    assert!(
        page.body.contains(r#"value="&quot;&gt;&lt;script&gt;""#),
        "{}",
        page.body
    );
}
