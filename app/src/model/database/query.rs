//! One statement: what it is, and how PostgreSQL would run it.

use serde::{Deserialize, Serialize};

use super::{Caller, RunFacts, StatementTimes};
use crate::model::{pairs::first, plan::Plan};

/// By which values a statement is planned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlannedBy {
    /// Those of a recent run, if one is kept.
    #[default]
    Recent,
    /// Those of the slowest run of the last hour, if it is kept.
    Slowest,
    /// None: a plan for any values.
    Any,
}

impl PlannedBy {
    /// As addresses say it; `None` for what is meant if nothing is said.
    fn word(self) -> Option<&'static str> {
        match self {
            Self::Recent => None,
            Self::Slowest => Some("slowest"),
            Self::Any => Some("any"),
        }
    }
}

/// Which statement is wanted and how to look at it, as the address says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueryQuery {
    /// Its name.
    pub name: String,
    /// By which values to plan it.
    pub by: PlannedBy,
    /// Whether to run it, and tell what happened.
    pub measured: bool,
}

impl QueryQuery {
    /// What the query part of an address asks for. Of a name that is given twice, the first counts.
    pub fn parse(query: &str) -> Self {
        let value = |name| first(query, name).map(|value| value.trim().to_owned());
        Self {
            name: value("name").unwrap_or_default(),
            by: match value("of").as_deref() {
                Some("slowest") => PlannedBy::Slowest,
                Some("any") => PlannedBy::Any,
                _ => PlannedBy::Recent,
            },
            measured: value("analyze").is_some_and(|analyze| analyze == "1"),
        }
    }

    /// The plan of a recent run of this statement.
    pub fn of(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// The address.
    pub fn href(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("name", &self.name);
        if let Some(word) = self.by.word() {
            query.append_pair("of", word);
        }
        if self.measured {
            query.append_pair("analyze", "1");
        }
        format!("/admin/database/query?{}", query.finish())
    }
}

/// A statement, what it costs, and its plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueryReport {
    /// Its text; nothing for commands, and if this process has not sent it.
    pub sql: Option<String>,
    /// What it cost in the last hour.
    pub times: StatementTimes,
    /// Its slowest runs in the last hour, in the process that answers.
    pub slowest: Vec<RunFacts>,
    /// The requests that are remembered and sent it, by route.
    pub callers: Vec<Caller>,
    /// Whether a run is kept with its values, so that it can be planned by them.
    pub has_example: bool,
    /// The run by whose values it is planned; nothing if the plan is for any values.
    pub example: Option<RunFacts>,
    /// Whether it only reads, and values are known, so that it may be run to measure it.
    pub is_measurable: bool,
    /// How PostgreSQL runs it.
    pub plan: PlanAnswer,
    /// Indexes that would help it.
    pub advice: Vec<IndexAdvice>,
    /// Its plans for any values up to now, the last first.
    pub plans: Vec<PastPlan>,
}

/// A plan that a statement had for some time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PastPlan {
    /// When it was first seen, in UTC: `2026-11-22 14:02`.
    pub began: String,
    /// Seconds until another was seen, or until it was last seen.
    pub held: i64,
    /// Whether none was seen since.
    pub is_last: bool,
    /// What differs from the one before, in words; empty for the first one, and if the statement itself was changed.
    pub change: String,
    /// The plan.
    pub plan: Plan,
}

/// A plan, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum PlanAnswer {
    /// The plan.
    Plan(Box<Plan>),
    /// Why there is none.
    None(String),
}

/// An index that would help a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexAdvice {
    /// Why.
    pub reason: String,
    /// What makes it.
    pub sql: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_reads_back() {
        let address = "name=catalog.cards&of=slowest&analyze=1&name=other";
        let query = QueryQuery::parse(address);
        assert_eq!(query.name, "catalog.cards");
        assert_eq!(query.by, PlannedBy::Slowest);
        assert!(query.measured);
        let href = query.href();
        let (path, rest) = href.split_once('?').unwrap();
        assert_eq!(path, "/admin/database/query");
        assert_eq!(QueryQuery::parse(rest), query);
        let any = QueryQuery {
            by: PlannedBy::Any,
            ..QueryQuery::of("a.b")
        };
        let href = any.href();
        assert_eq!(QueryQuery::parse(href.split_once('?').unwrap().1), any);
    }

    #[test]
    fn what_is_not_asked_for_clearly_is_not_done() {
        for address in ["analyze=yes", "of=all", "analyze=", ""] {
            assert_eq!(
                QueryQuery::parse(address),
                QueryQuery::default(),
                "{address}"
            );
        }
    }
}
