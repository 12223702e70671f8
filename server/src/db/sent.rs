//! What can be told of a statement that is sent: its text, the types of its placeholders, and its values by type and length
//! alone.

use std::borrow::Cow;

use diesel::{
    pg::{Pg, PgMetadataLookup, PgQueryBuilder, PgTypeMetadata},
    query_builder::{QueryBuilder as _, QueryFragment, bind_collector::RawBytesBindCollector},
};

use super::{Bind, Statement, runs, types};

/// Values that are told of one run at most; a statement that writes many rows has thousands.
const MOST: usize = 50;

/// A statement without values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// Its text, with placeholders.
    pub sql: Cow<'static, str>,
    /// The types of its placeholders, as PostgreSQL calls them.
    pub types: Vec<&'static str>,
}

/// Something that is sent under a name.
pub(super) trait Sent {
    /// The name.
    fn name(&self) -> &'static str;

    /// Its text; nothing for commands, and where it is known well enough.
    fn wording(&self) -> Option<Wording>;

    /// What is bound to its placeholders, by type and length alone.
    fn values(&self) -> Vec<String>;
}

/// Commands that give no rows and have nothing bound.
pub(super) struct Command(pub(super) &'static str);

impl Sent for Command {
    fn name(&self) -> &'static str {
        self.0
    }

    fn wording(&self) -> Option<Wording> {
        None
    }

    fn values(&self) -> Vec<String> {
        Vec::new()
    }
}

impl Sent for &Statement {
    fn name(&self) -> &'static str {
        Statement::name(self)
    }

    fn wording(&self) -> Option<Wording> {
        runs::wants_wording(Statement::name(self)).then(|| Statement::wording(self))
    }

    fn values(&self) -> Vec<String> {
        let binds = self.binds();
        told(binds.iter().take(MOST).map(Bind::redacted), binds.len())
    }
}

/// A query of diesel's; it is used up by being sent, so this is taken before.
pub(super) struct Composed {
    name: &'static str,
    wording: Option<Wording>,
    values: Vec<String>,
}

impl Composed {
    pub(super) fn of(name: &'static str, query: &impl QueryFragment<Pg>) -> Self {
        let mut binds = RawBytesBindCollector::<Pg>::new();
        // What cannot be written will fail when it is sent, too.
        let _ = query.collect_binds(&mut binds, &mut NoTypes, &Pg);
        let types = binds.metadata.iter().map(types::name);
        let types: Vec<&'static str> = types.collect();
        let values = types.iter().zip(&binds.binds).take(MOST);
        let values = values.map(|(kind, value)| types::redacted(kind, value.as_deref()));
        let values = told(values, types.len());
        let wording = runs::wants_wording(name).then(|| {
            let mut sql = PgQueryBuilder::default();
            let _ = query.to_sql(&mut sql, &Pg);
            let sql = Cow::Owned(sql.finish());
            Wording { sql, types }
        });
        Self {
            name,
            wording,
            values,
        }
    }
}

impl Sent for Composed {
    fn name(&self) -> &'static str {
        self.name
    }

    fn wording(&self) -> Option<Wording> {
        self.wording.clone()
    }

    fn values(&self) -> Vec<String> {
        self.values.clone()
    }
}

fn told(values: impl Iterator<Item = String>, all: usize) -> Vec<String> {
    let mut values: Vec<String> = values.collect();
    if all > values.len() {
        values.push(format!("and {} more", all - values.len()));
    }
    values
}

/// Knows no types but PostgreSQL's own, and asks nobody for others.
struct NoTypes;

impl PgMetadataLookup for NoTypes {
    fn lookup_type(&mut self, _: &str, _: Option<&str>) -> PgTypeMetadata {
        PgTypeMetadata::new(0, 0)
    }
}

#[cfg(test)]
mod tests {
    use diesel::{
        sql_query,
        sql_types::{Array, BigInt, Nullable, Text},
    };

    use super::*;

    #[test]
    fn a_query_of_diesels_is_told_without_its_values() {
        let query = sql_query("SELECT $1, $2, $3")
            .bind::<Text, _>("Grüße")
            .bind::<Array<BigInt>, _>(vec![47_i64, 11])
            .bind::<Nullable<Text>, _>(None::<String>);
        let sent = Composed::of("test.composed", &query);
        let wording = sent.wording().unwrap();
        assert_eq!(wording.sql, "SELECT $1, $2, $3");
        assert_eq!(wording.types, ["text", "bigint[]", "text"]);
        assert_eq!(sent.values(), ["text(5)", "bigint[2]", "text NULL"]);
    }

    #[test]
    fn of_many_values_some_are_told() {
        let values = told(std::iter::repeat_n("int".to_owned(), 3), 7);
        assert_eq!(values, ["int", "int", "int", "and 4 more"]);
    }
}
