//! What is timed, by name.

/// What kind of thing is timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Requests, by the route they came to.
    Route,
    /// SQL statements, by their name.
    Statement,
}

/// Things whose times belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Series {
    /// What they are.
    pub kind: Kind,
    /// What they are called.
    pub name: &'static str,
}

impl Series {
    /// The requests that come to a route.
    pub fn route(name: &'static str) -> Self {
        let kind = Kind::Route;
        Self { kind, name }
    }

    /// The statements of this name.
    pub fn statement(name: &'static str) -> Self {
        let kind = Kind::Statement;
        Self { kind, name }
    }
}
