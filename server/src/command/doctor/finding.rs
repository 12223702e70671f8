//! One line of what was found.

use std::fmt;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// As it should be.
    Ok,
    /// The server works, but not as well as it could.
    Warn,
    /// The server cannot work.
    Fail,
}

/// One thing that was looked at.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) verdict: Verdict,
    found: String,
    /// What to do next; empty if nothing.
    action: String,
}

impl Finding {
    pub(super) fn ok(found: impl Into<String>) -> Self {
        Self::new(Verdict::Ok, found, "")
    }

    pub(super) fn warn(found: impl Into<String>, action: impl Into<String>) -> Self {
        Self::new(Verdict::Warn, found, action)
    }

    pub(super) fn fail(found: impl Into<String>, action: impl Into<String>) -> Self {
        Self::new(Verdict::Fail, found, action)
    }

    fn new(verdict: Verdict, found: impl Into<String>, action: impl Into<String>) -> Self {
        Self {
            verdict,
            found: found.into(),
            action: action.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = match self.verdict {
            Verdict::Ok => "ok  ",
            Verdict::Warn => "warn",
            Verdict::Fail => "FAIL",
        };
        write!(f, "{verdict}  {}", self.found)?;
        if !self.action.is_empty() {
            write!(f, "\n        -> {}", self.action)?;
        }
        Ok(())
    }
}
