//! The database as administrators see it: what runs now, what to look after, and how a statement is run.

mod care;
mod query;
mod running;
mod runs;
mod statements;

use serde::{Deserialize, Serialize};

pub use super::level::Level;

pub use self::{
    care::{Finding, TableFacts},
    query::{IndexAdvice, PastPlan, PlanAnswer, PlannedBy, QueryQuery, QueryReport},
    running::{PoolUsage, RunningStatement, ServerFacts},
    runs::{Bucket, Caller, RunFacts, StatementTimes},
    statements::{StatementFacts, TopStatement, TopStatements},
};

/// Everything about the database at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DatabaseReport {
    /// The worst of what follows.
    pub level: Level,
    /// What it comes from, in one sentence.
    pub sentence: String,
    /// The connections of the process that answers.
    pub pool: PoolUsage,
    /// The server's.
    pub server: ServerFacts,
    /// What runs in this database, the oldest first.
    pub running: Vec<RunningStatement>,
    /// What to look after, the worst first.
    pub findings: Vec<Finding>,
    /// The tables, the largest first.
    pub tables: Vec<TableFacts>,
    /// Where PostgreSQL's time went, of all its clients.
    pub top: TopStatements,
    /// The statements that the process that answers has run.
    pub statements: Vec<StatementFacts>,
}

/// What to do about something.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Next {
    /// In words.
    pub words: String,
    /// The SQL to run, if that is what to do.
    pub sql: Option<String>,
}

impl Next {
    /// Something to do that is no SQL.
    pub fn words(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            sql: None,
        }
    }

    /// SQL to run, and what to know before.
    pub fn sql(words: impl Into<String>, sql: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            sql: Some(sql.into()),
        }
    }
}
