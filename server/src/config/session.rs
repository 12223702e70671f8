//! How long people stay logged in, and how their cookie is marked.

use std::{net::SocketAddr, time::Duration};

use app::model::account::Role;

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
    meaning: "Days without a visit after which a customer has to log in again.",
};
const MOST_DAYS: Variable = Variable {
    name: "VITRINE_SESSION_MOST_DAYS",
    default: "60",
    meaning: "Days after which a customer has to log in again in any case.",
};
const STAFF_IDLE_MINUTES: Variable = Variable {
    name: "VITRINE_STAFF_IDLE_MINUTES",
    default: "30",
    meaning: "Minutes without a visit after which viewers, editors and administrators have to log in again.",
};
const STAFF_MOST_HOURS: Variable = Variable {
    name: "VITRINE_STAFF_MOST_HOURS",
    default: "8",
    meaning: "Hours after which viewers, editors and administrators have to log in again in any case.",
};

pub(super) const VARIABLES: &[Variable] = &[
    SECURE_COOKIES,
    DEADLINE,
    IDLE_DAYS,
    MOST_DAYS,
    STAFF_IDLE_MINUTES,
    STAFF_MOST_HOURS,
];

const SECURE_WORDS: &[(&str, Option<bool>)] =
    &[("auto", None), ("true", Some(true)), ("false", Some(false))];

const HOURS_A_DAY: u64 = 24;

/// How long a session lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without a visit.
    pub idle: Duration,
    /// At most, whatever the visits.
    pub absolute: Duration,
}

/// How long people stay logged in, and how their cookie is marked.
#[derive(Debug, Clone)]
pub struct SessionConfig {
    /// `VITRINE_SECURE_COOKIES`: whether cookies travel over HTTPS only; `auto` says yes unless
    /// the server listens on loopback. Default auto.
    pub secure_cookies: bool,
    /// `VITRINE_SESSION_DEADLINE_MS`: time a page that needs the visitor's session waits for it.
    /// Default 500 ms.
    pub deadline: Duration,
    /// How long customers stay logged in: `VITRINE_SESSION_IDLE_DAYS` (default 14) without a visit, and
    /// `VITRINE_SESSION_MOST_DAYS` (default 60) at most.
    pub customers: SessionLimits,
    /// The same for all others: `VITRINE_STAFF_IDLE_MINUTES` (default 30) and `VITRINE_STAFF_MOST_HOURS` (default 8).
    pub staff: SessionLimits,
}

impl SessionConfig {
    /// `addr` is where the server listens, once known.
    pub(super) fn read(reader: &mut Reader<'_>, addr: Option<SocketAddr>) -> Option<Self> {
        let secure_cookies = reader.read(SECURE_COOKIES, one_of(SECURE_WORDS));
        let deadline = reader.read(DEADLINE, milliseconds(1..=60_000));
        let idle_days = reader.read(IDLE_DAYS, number(1..=400_u64));
        let most_days = reader.read(MOST_DAYS, number(1..=400_u64));
        let staff_idle_minutes = reader.read(STAFF_IDLE_MINUTES, number(1..=10_000_u64));
        let staff_most_hours = reader.read(STAFF_MOST_HOURS, number(1..=10_000_u64));
        Some(Self {
            secure_cookies: secure_cookies?.unwrap_or(!addr?.ip().is_loopback()),
            deadline: deadline?,
            customers: SessionLimits {
                idle: Duration::from_hours(idle_days? * HOURS_A_DAY),
                absolute: Duration::from_hours(most_days? * HOURS_A_DAY),
            },
            staff: SessionLimits {
                idle: Duration::from_mins(staff_idle_minutes?),
                absolute: Duration::from_hours(staff_most_hours?),
            },
        })
    }

    /// How long somebody with this role stays logged in.
    pub fn limits(&self, role: Role) -> SessionLimits {
        match role {
            Role::Customer => self.customers,
            Role::Viewer | Role::Editor | Role::Admin => self.staff,
        }
    }

    /// The most that any session lasts.
    pub fn longest(&self) -> Duration {
        self.customers.absolute.max(self.staff.absolute)
    }
}
