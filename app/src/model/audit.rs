//! The audit log as administrators read it.

use serde::{Deserialize, Serialize};

use super::pairs::first;

/// What of the log is wanted, as the address says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Address or number of an account; all accounts if empty.
    pub account: String,
    /// Only what happened before the event of this number.
    pub before: Option<i64>,
}

impl AuditQuery {
    /// What the query part of an address asks for. Of a name that is given twice, the first counts; what is no number is none.
    pub fn parse(query: &str) -> Self {
        let value = |name| first(query, name).map(|value| value.trim().to_owned());
        Self {
            account: value("account").unwrap_or_default(),
            before: value("before").and_then(|number| number.parse().ok()),
        }
    }

    /// What happened to this account.
    pub fn of(account: String) -> Self {
        Self {
            account,
            before: None,
        }
    }

    /// The address of these events.
    pub fn href(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.account.is_empty() {
            query.append_pair("account", &self.account);
        }
        if let Some(before) = self.before {
            query.append_pair("before", &before.to_string());
        }
        format!("/admin/audit?{}", query.finish())
    }

    /// The address of the same events, but those before this one.
    pub fn older_than(&self, event: i64) -> String {
        let before = Some(event);
        let account = self.account.clone();
        Self { account, before }.href()
    }
}

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// What happened, the last first.
    pub events: Vec<AuditEvent>,
    /// The number of the last of them, if there are older ones.
    pub last: Option<i64>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// When, in UTC.
    pub at: String,
    /// What.
    pub event: String,
    /// To which account: its address, its number if it is gone, nothing if an unknown address was tried.
    pub account: String,
    /// From which address; nothing for a command.
    pub client: String,
    /// By which request, or that it was a command.
    pub origin: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_older_events_reads_back() {
        let query = AuditQuery::parse("account=ada%2Bx%40example.com&before=7&before=8");
        assert_eq!(
            (&*query.account, query.before),
            ("ada+x@example.com", Some(7))
        );
        let older = query.older_than(5);
        let (path, rest) = older.split_once('?').unwrap();
        assert_eq!(path, "/admin/audit");
        let again = AuditQuery::parse(rest);
        assert_eq!(
            (&*again.account, again.before),
            ("ada+x@example.com", Some(5))
        );
    }

    #[test]
    fn what_is_no_number_is_none() {
        for before in ["", "x", "1e3", "99999999999999999999"] {
            let query = AuditQuery::parse(&format!("before={before}"));
            assert_eq!(query, AuditQuery::default(), "{before}");
        }
    }
}
