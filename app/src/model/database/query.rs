//! One statement: what it is, and how PostgreSQL would run it.

use serde::{Deserialize, Serialize};

use crate::model::{pairs::first, plan::Plan};

/// Which statement is wanted and how to look at it, as the address says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueryQuery {
    /// Its name.
    pub name: String,
    /// Whether to take the values of the slowest run instead of a recent one.
    pub slowest: bool,
    /// Whether to run it, and tell what happened.
    pub measured: bool,
}

impl QueryQuery {
    /// What the query part of an address asks for. Of a name that is given twice, the first counts.
    pub fn parse(query: &str) -> Self {
        let value = |name| first(query, name).map(|value| value.trim().to_owned());
        Self {
            name: value("name").unwrap_or_default(),
            slowest: value("of").is_some_and(|of| of == "slowest"),
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
        if self.slowest {
            query.append_pair("of", "slowest");
        }
        if self.measured {
            query.append_pair("analyze", "1");
        }
        format!("/admin/database/query?{}", query.finish())
    }
}

/// A statement, an example of it, and its plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueryReport {
    /// Its text.
    pub sql: String,
    /// What was bound to its placeholders, in their order, by type alone: `text(5)`.
    pub values: Vec<String>,
    /// Milliseconds that this run took.
    pub took_ms: f64,
    /// Rows that it gave.
    pub rows: usize,
    /// How many seconds ago it was.
    pub seconds_ago: i64,
    /// Whether it only reads, so that it may be run to measure it.
    pub is_measurable: bool,
    /// How PostgreSQL runs it with these values.
    pub plan: PlanAnswer,
    /// Indexes that would help it.
    pub advice: Vec<IndexAdvice>,
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
        assert!(query.slowest && query.measured);
        let href = query.href();
        let (path, rest) = href.split_once('?').unwrap();
        assert_eq!(path, "/admin/database/query");
        assert_eq!(QueryQuery::parse(rest), query);
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
