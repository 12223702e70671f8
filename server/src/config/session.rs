//! How long people stay logged in, and how their cookie is marked.

use std::{net::SocketAddr, time::Duration};

use super::{
    parse::{milliseconds, number, one_of},
    variable::{Reader, Variable},
};

const SECURE_COOKIES: Variable = Variable {
    name: "VITRINE_SECURE_COOKIES",
    default: "auto",
    meaning: "Whether cookies travel over HTTPS only: true, false, or auto (false on loopback).",
};
const DEADLINE: Variable = Variable {
    name: "VITRINE_SESSION_DEADLINE_MS",
    default: "500",
    meaning: "Milliseconds a page that needs the visitor's session waits for it.",
};
const IDLE_DAYS: Variable = Variable {
    name: "VITRINE_SESSION_IDLE_DAYS",
    default: "14",
    meaning: "Days without a visit after which one has to log in again.",
};

pub(super) const VARIABLES: &[Variable] = &[SECURE_COOKIES, DEADLINE, IDLE_DAYS];

const SECURE_WORDS: &[(&str, Option<bool>)] =
    &[("auto", None), ("true", Some(true)), ("false", Some(false))];

const SECONDS_A_DAY: u64 = 24 * 60 * 60;

/// How long people stay logged in, and how their cookie is marked.
#[derive(Debug, Clone)]
pub struct SessionConfig {
    /// `VITRINE_SECURE_COOKIES`: whether cookies travel over HTTPS only; `auto` says yes unless
    /// the server listens on loopback. Default auto.
    pub secure_cookies: bool,
    /// `VITRINE_SESSION_DEADLINE_MS`: time a page that needs the visitor's session waits for it.
    /// Default 500 ms.
    pub deadline: Duration,
    /// `VITRINE_SESSION_IDLE_DAYS`: time without a visit after which one has to log in again, in
    /// days. Default 14.
    pub idle: Duration,
}

impl SessionConfig {
    /// `addr` is where the server listens, once known.
    pub(super) fn read(reader: &mut Reader<'_>, addr: Option<SocketAddr>) -> Option<Self> {
        let secure_cookies = reader.read(SECURE_COOKIES, one_of(SECURE_WORDS));
        let deadline = reader.read(DEADLINE, milliseconds(1..=60_000));
        let idle_days = reader.read(IDLE_DAYS, number(1..=400_u64));
        Some(Self {
            secure_cookies: secure_cookies?.unwrap_or(!addr?.ip().is_loopback()),
            deadline: deadline?,
            idle: Duration::from_secs(idle_days? * SECONDS_A_DAY),
        })
    }
}
