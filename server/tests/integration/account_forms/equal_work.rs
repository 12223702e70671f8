//! The same work whether an address has an account or not (ASVS 5.0, 6.3.8): so that no clock can tell. What would take the
//! time is compared rather than the time itself: password hashes, and statements until the answer is there.

use std::cell::RefCell;

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use http::StatusCode;

use crate::log_in::site::{EMAIL, PASSWORD, Site};

const NOBODY: &str = "bob@example.org";

thread_local! {
    /// What this thread has asked PostgreSQL; each test runs on one.
    static STATEMENTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "Diesel takes functions of this kind"
)]
fn recorder() -> Option<Box<dyn Instrumentation>> {
    Some(Box::new(|event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let text = query.to_string();
            // The values are no part of the work.
            let statement = text.split("-- binds").next().unwrap_or_default();
            STATEMENTS.with_borrow_mut(|all| all.push(statement.trim().to_owned()));
        }
    }))
}

/// A site whose statements are noted.
async fn site() -> Site {
    set_default_instrumentation(recorder).unwrap();
    Site::start().await
}

/// The statements since the last time, but for those that set up a connection.
fn statements() -> Vec<String> {
    let mut statements = STATEMENTS.take();
    let sets_up = |statement: &str| {
        ["SET ", "/* db.settings */"]
            .iter()
            .any(|set| statement.starts_with(set))
    };
    statements.retain(|statement| !sets_up(statement));
    statements
}

/// What answering a form took.
#[derive(Debug, PartialEq, Eq)]
struct Work {
    status: StatusCode,
    hashes: u64,
    statements: Vec<String>,
}

async fn work(site: &Site, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Work {
    let before = site.hasher.stats().computed;
    statements();
    let answer = site.post(path, cookie, fields).await;
    let work = Work {
        status: answer.status,
        hashes: site.hasher.stats().computed - before,
        statements: statements(),
    };
    // What goes on after the answer is none of this one's, nor of the next.
    site.mails().await;
    work
}

#[tokio::test]
async fn a_refused_log_in_costs_the_same() {
    let site = site().await;
    let attempt = async |email: &str| {
        let fields = [("email", email), ("password", "wrong horse")];
        work(&site, "/log-in", "", &fields).await
    };
    let known = attempt(EMAIL).await;
    assert_eq!(known, attempt(NOBODY).await);
    assert_eq!(known.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(known.hashes, 1);
    let told: Vec<&str> = known
        .statements
        .iter()
        .filter_map(|statement| statement.split(' ').nth(1))
        .collect();
    assert_eq!(told, ["accounts.by_email", "audit.record"]);
}

/// The letter, and all that it needs, comes after the answer.
#[tokio::test]
async fn forms_that_lead_to_a_letter_cost_the_same() {
    let site = site().await;
    let cookie = site.cookie().await;
    for (path, cookie, more, hashes, statements) in [
        ("/forgot", "", &[][..], 0, 1),
        (
            "/register",
            "",
            &[("password", "four plain words suffice")],
            1,
            1,
        ),
        // Who asks is looked up first.
        (
            "/me/email",
            cookie.as_str(),
            &[("password", PASSWORD)],
            1,
            2,
        ),
    ] {
        let known = if path == "/me/email" {
            "eve@example.org"
        } else {
            EMAIL
        };
        site.execute(
            "INSERT INTO users (email, password_hash) VALUES ('eve@example.org', '!')
             ON CONFLICT DO NOTHING",
        )
        .await;
        let attempt = async |email: &str| {
            let fields = [&[("email", email)], more].concat();
            work(&site, path, cookie, &fields).await
        };
        let known = attempt(known).await;
        assert_eq!(known, attempt(NOBODY).await, "{path}");
        assert_eq!(known.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(known.hashes, hashes, "{path}");
        assert_eq!(known.statements.len(), statements, "{path}: {known:?}");
        for statement in &known.statements {
            assert!(statement.contains(" */ SELECT "), "{path}: {statement}");
        }
    }
}
