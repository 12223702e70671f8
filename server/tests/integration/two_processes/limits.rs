//! Attempts that are spread over both processes.

use futures::future::join_all;
use http::StatusCode;

use super::pair::{ADA, BOTH, PATIENT, Pair};
use crate::log_in::site::PASSWORD;

/// Attempts at once, half of them at each process.
const ATTEMPTS: usize = 40;

const LIMITS: &[(&str, &str)] = &[
    ("VITRINE_RATE_LIMITS", "on"),
    ("VITRINE_LIMIT_PAGES", "off"),
    // All attempts come from one address.
    ("VITRINE_LIMIT_LOG_IN", "off"),
    ("VITRINE_LIMIT_SIGN_UP", "off"),
    ("VITRINE_LIMIT_RESET", "off"),
    ("VITRINE_LIMIT_LOG_IN_ACCOUNT", "10/15m"),
    ("VITRINE_LIMIT_SIGN_UP_ACCOUNT", "7/1h"),
    ("VITRINE_LIMIT_RESET_ACCOUNT", "5/1h"),
];

/// How many of these forms, sent to both at once, are followed or answered, and not refused for being too many.
async fn let_through(pair: &Pair, path: &str, fields: &[(&str, &str)]) -> usize {
    let attempts = (0..ATTEMPTS).map(|number| pair.post(BOTH[number % 2], path, "", fields));
    let answers = join_all(attempts).await;
    let through = answers
        .iter()
        .filter(|answer| answer.status != StatusCode::TOO_MANY_REQUESTS);
    through.count()
}

#[tokio::test]
async fn both_together_let_through_what_the_limit_says() {
    let pair = Pair::start(&[PATIENT, LIMITS].concat()).await;
    // Each has found its Redis.
    for at in BOTH {
        pair.log_in(at, "somebody@example.com", "wrong horse").await;
    }
    let email = ("email", ADA);
    for (path, fields, limit) in [
        ("/log-in", &[email, ("password", "wrong horse")][..], 10),
        ("/register", &[email, ("password", "four plain words")], 7),
        ("/forgot", &[email], 5),
    ] {
        assert_eq!(let_through(&pair, path, fields).await, limit, "{path}");
    }
    // Not even the right password is looked at, in either process.
    for at in BOTH {
        let late = pair.log_in(at, ADA, PASSWORD).await;
        assert_eq!(late.status, StatusCode::TOO_MANY_REQUESTS);
    }
}
