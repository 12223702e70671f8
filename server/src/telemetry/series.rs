//! What is timed, by name.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// What kind of thing is timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// Requests, by the route they came to.
    Route,
    /// SQL statements, by their name.
    Statement,
    /// Parts of the work on requests, by what is done: of each request all its work of one kind together.
    Phase,
    /// Pages, by where they came from.
    Tier,
    /// Waiting for something, by what is waited for.
    Wait,
    /// How pages were for those who looked at them, by what was measured in the browser: milliseconds, or thousandths.
    Vital,
}

/// Things whose times belong together.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Series {
    /// What they are.
    pub kind: Kind,
    /// What they are called.
    pub name: Cow<'static, str>,
}

impl Series {
    /// Things of this kind and name.
    pub fn new(kind: Kind, name: &'static str) -> Self {
        let name = Cow::Borrowed(name);
        Self { kind, name }
    }

    /// The requests that come to a route.
    pub fn route(name: &'static str) -> Self {
        Self::new(Kind::Route, name)
    }

    /// The statements of this name.
    pub fn statement(name: &'static str) -> Self {
        Self::new(Kind::Statement, name)
    }
}
