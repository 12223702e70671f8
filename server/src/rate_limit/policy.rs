//! What is limited, by name.

use crate::config::{Quota, RateLimitConfig};

/// A kind of call that is counted. Its name is in the headers of answers, in the metrics and in Redis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Policy {
    /// Pages, by address.
    Pages,
    /// What scripts ask for beside pages, by address.
    Api,
    /// Changes of what accounts keep, by address.
    Changes,
    /// The same by account.
    ChangesAccount,
    /// Attempts to log in, by address.
    LogIn,
    /// The same by account.
    LogInAccount,
    /// Attempts to sign up, by address.
    SignUp,
    /// The same by email address.
    SignUpAccount,
    /// Requests for a new password, by address.
    Reset,
    /// The same by account.
    ResetAccount,
}

impl Policy {
    /// All of them, in the order of their declaration.
    pub const ALL: [Self; 10] = [
        Self::Pages,
        Self::Api,
        Self::Changes,
        Self::ChangesAccount,
        Self::LogIn,
        Self::LogInAccount,
        Self::SignUp,
        Self::SignUpAccount,
        Self::Reset,
        Self::ResetAccount,
    ];

    /// Lower-case letters and hyphens.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Api => "api",
            Self::Changes => "changes",
            Self::ChangesAccount => "changes-account",
            Self::LogIn => "log-in",
            Self::LogInAccount => "log-in-account",
            Self::SignUp => "sign-up",
            Self::SignUpAccount => "sign-up-account",
            Self::Reset => "reset",
            Self::ResetAccount => "reset-account",
        }
    }

    /// Whether all processes count together.
    pub fn is_shared(self) -> bool {
        !matches!(self, Self::Pages | Self::Api)
    }

    /// How much is let through; `None`: everything.
    pub fn quota(self, config: &RateLimitConfig) -> Option<Quota> {
        match self {
            Self::Pages => config.pages,
            Self::Api => config.api,
            Self::Changes => config.changes,
            Self::ChangesAccount => config.changes_account,
            Self::LogIn => config.log_in,
            Self::LogInAccount => config.log_in_account,
            Self::SignUp => config.sign_up,
            Self::SignUpAccount => config.sign_up_account,
            Self::Reset => config.reset,
            Self::ResetAccount => config.reset_account,
        }
    }
}

/// What is counted both by address and by account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// Changing what an account keeps.
    Change,
    /// Logging in.
    LogIn,
    /// Signing up.
    SignUp,
    /// Asking for a new password.
    Reset,
}

impl Attempt {
    /// By address, and by account.
    pub(super) fn policies(self) -> (Policy, Policy) {
        match self {
            Self::Change => (Policy::Changes, Policy::ChangesAccount),
            Self::LogIn => (Policy::LogIn, Policy::LogInAccount),
            Self::SignUp => (Policy::SignUp, Policy::SignUpAccount),
            Self::Reset => (Policy::Reset, Policy::ResetAccount),
        }
    }
}
