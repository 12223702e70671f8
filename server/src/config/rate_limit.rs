//! How often one visitor may ask.

use std::{fmt, num::NonZeroU32, time::Duration};

use super::{
    parse::{Wanted, number, one_of},
    variable::{Reader, Variable},
};

const RATE_LIMITS: Variable = Variable {
    name: "VITRINE_RATE_LIMITS",
    default: "on",
    meaning: "Whether visitors are limited at all: on or off.",
};
const TRUSTED_PROXIES: Variable = Variable {
    name: "VITRINE_TRUSTED_PROXIES",
    default: "0",
    meaning: "Proxies in front, each of which adds to X-Forwarded-For; 0: the peer is the visitor.",
};
const PAGES: Variable = Variable {
    name: "VITRINE_LIMIT_PAGES",
    default: "3000/1m",
    meaning: "Pages for one address, by each process: calls/time (s, m, h or d), or off.",
};
const API: Variable = Variable {
    name: "VITRINE_LIMIT_API",
    default: "6000/1m",
    meaning: "Completions and cards for one address, and what programs ask for by one token, by each process.",
};
const CHANGES: Variable = Variable {
    name: "VITRINE_LIMIT_CHANGES",
    default: "1200/1m",
    meaning: "Changes of what accounts keep, from one address.",
};
const CHANGES_ACCOUNT: Variable = Variable {
    name: "VITRINE_LIMIT_CHANGES_ACCOUNT",
    default: "120/1m",
    meaning: "Changes of what one account keeps.",
};
const LOG_IN: Variable = Variable {
    name: "VITRINE_LIMIT_LOG_IN",
    default: "100/15m",
    meaning: "Attempts to log in from one address.",
};
const LOG_IN_ACCOUNT: Variable = Variable {
    name: "VITRINE_LIMIT_LOG_IN_ACCOUNT",
    default: "10/15m",
    meaning: "Attempts to log in to one account.",
};
const SIGN_UP: Variable = Variable {
    name: "VITRINE_LIMIT_SIGN_UP",
    default: "30/1h",
    meaning: "Attempts to sign up from one address.",
};
const SIGN_UP_ACCOUNT: Variable = Variable {
    name: "VITRINE_LIMIT_SIGN_UP_ACCOUNT",
    default: "5/1h",
    meaning: "Attempts to sign up with one email address.",
};
const RESET: Variable = Variable {
    name: "VITRINE_LIMIT_RESET",
    default: "30/1h",
    meaning: "Requests for a new password from one address.",
};
const RESET_ACCOUNT: Variable = Variable {
    name: "VITRINE_LIMIT_RESET_ACCOUNT",
    default: "5/1h",
    meaning: "Requests for a new password for one account.",
};

pub(super) const VARIABLES: &[Variable] = &[
    RATE_LIMITS,
    TRUSTED_PROXIES,
    PAGES,
    API,
    CHANGES,
    CHANGES_ACCOUNT,
    LOG_IN,
    LOG_IN_ACCOUNT,
    SIGN_UP,
    SIGN_UP_ACCOUNT,
    RESET,
    RESET_ACCOUNT,
];

const ON_OR_OFF: &[(&str, bool)] = &[("on", true), ("off", false)];

/// Units of time, in seconds.
const UNITS: [(&str, u64); 4] = [("s", 1), ("m", 60), ("h", 60 * 60), ("d", 24 * 60 * 60)];

/// Longest time that calls are counted over.
const LONGEST: Duration = Duration::from_hours(24);

/// Most calls that are counted one by one. Reads have an allowance that is only a number, but nobody needs more.
const MOST: u32 = 1_000_000;

/// So many calls in so much time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Calls let through in any span as long as the window.
    pub calls: NonZeroU32,
    /// Length of the window, in whole seconds.
    pub window: Duration,
}

impl fmt::Display for Quota {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}s", self.calls, self.window.as_secs())
    }
}

/// How often one visitor may ask; `None` is without limit.
#[derive(Debug, Clone)]
pub struct RateLimitConfig {
    /// `VITRINE_TRUSTED_PROXIES`: how many of the last entries of `X-Forwarded-For`, the peer's own address taken as one
    /// more, were written by proxies of ours. Default 0: the peer is the visitor, and the header says nothing.
    pub trusted_proxies: usize,
    /// `VITRINE_LIMIT_PAGES`: pages for one address, in each process. Default 3000 a minute.
    pub pages: Option<Quota>,
    /// `VITRINE_LIMIT_API`: what scripts ask for, for one address, in each process. Default 6000 a minute.
    pub api: Option<Quota>,
    /// `VITRINE_LIMIT_CHANGES`: changes from one address. Default 1200 a minute.
    pub changes: Option<Quota>,
    /// `VITRINE_LIMIT_CHANGES_ACCOUNT`: changes of one account. Default 120 a minute.
    pub changes_account: Option<Quota>,
    /// `VITRINE_LIMIT_LOG_IN`: attempts to log in from one address. Default 100 in 15 minutes.
    pub log_in: Option<Quota>,
    /// `VITRINE_LIMIT_LOG_IN_ACCOUNT`: attempts to log in to one account, the successful ones too. Default 10 in 15
    /// minutes.
    pub log_in_account: Option<Quota>,
    /// `VITRINE_LIMIT_SIGN_UP`: attempts to sign up from one address. Default 30 an hour.
    pub sign_up: Option<Quota>,
    /// `VITRINE_LIMIT_SIGN_UP_ACCOUNT`: attempts to sign up with one email address. Default 5 an hour.
    pub sign_up_account: Option<Quota>,
    /// `VITRINE_LIMIT_RESET`: requests for a new password from one address. Default 30 an hour.
    pub reset: Option<Quota>,
    /// `VITRINE_LIMIT_RESET_ACCOUNT`: requests for a new password for one account. Default 5 an hour.
    pub reset_account: Option<Quota>,
}

impl RateLimitConfig {
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let limited = reader.read(RATE_LIMITS, one_of(ON_OR_OFF));
        let trusted_proxies = reader.read(TRUSTED_PROXIES, number(0..=16_usize));
        // Read even if nothing is limited: a mistake in it would only wait for the day it is.
        let mut limit = |variable| {
            let quota = reader.read(variable, quota);
            quota.map(|quota| quota.filter(|_| limited == Some(true)))
        };
        let pages = limit(PAGES);
        let api = limit(API);
        let changes = limit(CHANGES);
        let changes_account = limit(CHANGES_ACCOUNT);
        let log_in = limit(LOG_IN);
        let log_in_account = limit(LOG_IN_ACCOUNT);
        let sign_up = limit(SIGN_UP);
        let sign_up_account = limit(SIGN_UP_ACCOUNT);
        let reset = limit(RESET);
        let reset_account = limit(RESET_ACCOUNT);
        limited?;
        Some(Self {
            trusted_proxies: trusted_proxies?,
            pages: pages?,
            api: api?,
            changes: changes?,
            changes_account: changes_account?,
            log_in: log_in?,
            log_in_account: log_in_account?,
            sign_up: sign_up?,
            sign_up_account: sign_up_account?,
            reset: reset?,
            reset_account: reset_account?,
        })
    }
}

/// `100/15m`, or `off`.
fn quota(text: &str) -> Result<Option<Quota>, Wanted> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("off") {
        return Ok(None);
    }
    parsed(text)
        .filter(|quota| (1..=MOST).contains(&quota.calls.get()))
        .filter(|quota| (Duration::from_secs(1)..=LONGEST).contains(&quota.window))
        .map(Some)
        .ok_or_else(|| {
            format!("calls and a time, such as 100/15m (1 to {MOST} calls, 1s to 24h), or off")
                .into()
        })
}

fn parsed(text: &str) -> Option<Quota> {
    let (calls, window) = text.split_once('/')?;
    let (unit, seconds) = UNITS.iter().find(|(unit, _)| window.ends_with(unit))?;
    let amount: u64 = window.strip_suffix(unit)?.trim().parse().ok()?;
    Some(Quota {
        calls: calls.trim().parse().ok()?,
        window: Duration::from_secs(amount.checked_mul(*seconds)?),
    })
}
