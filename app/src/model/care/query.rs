//! What pages about searches show, as their addresses say it, and the addresses themselves.

use form_urlencoded::Serializer;

use crate::model::pairs::first;

/// How many days a report may be of. Three months are kept.
pub const PERIODS: [u16; 4] = [1, 7, 30, 90];

/// Which days a report is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportQuery {
    /// So many, today included: one of [`PERIODS`].
    pub days: u16,
}

impl ReportQuery {
    /// What the query part of an address asks for; a week, if that is nothing there is.
    pub fn parse(query: &str) -> Self {
        let days = first(query, "days").and_then(|days| days.parse().ok());
        let days = days.filter(|days| PERIODS.contains(days));
        Self {
            days: days.unwrap_or(7),
        }
    }

    /// Its address.
    pub fn href(self) -> String {
        format!("/admin/search?days={}", self.days)
    }
}

/// Which rule is edited, or for which search one is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SynonymsQuery {
    /// Number of the rule that is to be changed.
    pub edit: Option<i32>,
    /// The search that a rule is made for; none if empty.
    pub search: String,
}

impl SynonymsQuery {
    /// What the query part of an address asks for.
    pub fn parse(query: &str) -> Self {
        Self {
            edit: first(query, "edit").and_then(|id| id.parse().ok()),
            search: first(query, "q").unwrap_or_default(),
        }
    }

    /// Its address.
    pub fn href(&self) -> String {
        let mut pairs = Serializer::new(String::new());
        if let Some(id) = self.edit {
            pairs.append_pair("edit", &id.to_string());
        }
        if !self.search.is_empty() {
            pairs.append_pair("q", &self.search);
        }
        with_pairs("/admin/search/synonyms", &pairs.finish())
    }
}

/// Which search is cared for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CareQuery {
    /// As it was typed.
    pub text: String,
    /// A product's key, or something of its name: to be pinned. Nothing if nobody looks for one.
    pub find: String,
}

impl CareQuery {
    /// The care for a search.
    pub fn of(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            find: String::new(),
        }
    }

    /// What the query part of an address asks for.
    pub fn parse(query: &str) -> Self {
        Self {
            text: first(query, "q").unwrap_or_default(),
            find: first(query, "find").unwrap_or_default().trim().to_owned(),
        }
    }

    /// Its address.
    pub fn href(&self) -> String {
        let mut pairs = Serializer::new(String::new());
        pairs.append_pair("q", &self.text);
        if !self.find.is_empty() {
            pairs.append_pair("find", &self.find);
        }
        with_pairs("/admin/search/query", &pairs.finish())
    }
}

fn with_pairs(path: &str, pairs: &str) -> String {
    match pairs {
        "" => path.to_owned(),
        pairs => format!("{path}?{pairs}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_of_days_there_are() {
        let days = |query| ReportQuery::parse(query).days;
        assert_eq!(days("days=30"), 30);
        for nonsense in ["", "days=31", "days=x", "days=-1", "days=0"] {
            assert_eq!(days(nonsense), 7, "{nonsense}");
        }
        assert_eq!(
            ReportQuery::parse("days=90").href(),
            "/admin/search?days=90"
        );
    }

    #[test]
    fn addresses_are_read_as_they_are_written() {
        let care = CareQuery {
            text: "oak & desk".to_owned(),
            find: "42".to_owned(),
        };
        assert_eq!(care.href(), "/admin/search/query?q=oak+%26+desk&find=42");
        assert_eq!(CareQuery::parse("q=oak+%26+desk&find=42"), care);
        let rule = SynonymsQuery {
            edit: Some(7),
            search: "a=b".to_owned(),
        };
        assert_eq!(rule.href(), "/admin/search/synonyms?edit=7&q=a%3Db");
        assert_eq!(SynonymsQuery::parse("edit=7&q=a%3Db"), rule);
        assert_eq!(
            SynonymsQuery::parse("edit=x").href(),
            "/admin/search/synonyms"
        );
    }
}
