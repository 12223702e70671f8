//! A statement with a name: the one way in which the catalogue reads.

use std::{borrow::Cow, time::Instant};

use diesel::{
    QueryResult,
    pg::Pg,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    sql_types::{Array, BigInt, Bool, Float4, Integer, Nullable, Text, Untyped},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl, methods::LoadQuery};

use super::{
    DbError, Pool, Wording, example,
    timed::{push_name, timed},
};

/// A value bound to a placeholder.
#[derive(Debug, Clone)]
pub enum Bind {
    /// `text`, or NULL.
    Text(Option<String>),
    /// `text[]`, or NULL.
    Texts(Option<Vec<String>>),
    /// `int`, or NULL.
    Int(Option<i32>),
    /// `int[]`, or NULL.
    Ints(Option<Vec<i32>>),
    /// `bigint`, or NULL.
    BigInt(Option<i64>),
    /// `bigint[]`.
    BigInts(Vec<i64>),
    /// `real`, or NULL.
    Real(Option<f32>),
    /// `boolean`.
    Bool(bool),
}

/// SQL with numbered placeholders (`$1`, each may stand several times), the values bound to them,
/// and the name under which its timings are kept.
///
/// Its text is the same whatever is bound, so PostgreSQL parses it once a connection; connections
/// plan it anew each time with the values known, so a condition like `$1::int IS NULL OR …` costs
/// nothing when it does not apply.
#[derive(Debug, Clone)]
pub struct Statement {
    name: &'static str,
    sql: Cow<'static, str>,
    binds: Vec<Bind>,
}

impl Statement {
    /// The statement `sql`, called `name` (`room.what`, as in `catalog.listing`).
    pub fn new(name: &'static str, sql: &'static str, binds: Vec<Bind>) -> Self {
        Self {
            name,
            sql: Cow::Borrowed(sql),
            binds,
        }
    }

    /// One that was put together while the program runs, with nothing bound.
    pub(super) fn owned(name: &'static str, sql: String) -> Self {
        Self {
            name,
            sql: Cow::Owned(sql),
            binds: Vec::new(),
        }
    }

    /// The statement without what is bound.
    pub(super) fn wording(&self) -> Wording {
        Wording {
            sql: self.sql.clone(),
            types: self.binds.iter().map(Bind::kind).collect(),
        }
    }

    /// The name under which its timings are kept.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its text, with placeholders.
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// The values bound to its placeholders.
    pub fn binds(&self) -> &[Bind] {
        &self.binds
    }

    /// Identity of the statement and everything bound to it.
    pub fn key(&self) -> cache::Key {
        cache::Key::of_statement(diesel::debug_query::<Pg, _>(self))
    }

    /// The statement that asks PostgreSQL how it would run this one, as JSON (`EXPLAIN`).
    #[must_use]
    pub fn explain(&self) -> Self {
        self.explained("panel.plan", "FORMAT JSON")
    }

    /// The same with these options, under a name of its own.
    pub(super) fn explained(&self, name: &'static str, options: &str) -> Self {
        Self {
            name,
            sql: Cow::Owned(format!("EXPLAIN ({options}) {}", self.sql)),
            binds: self.binds.clone(),
        }
    }

    /// Runs the statement on a connection of `pool` and gives all its rows. A server that does not
    /// even give the statement up in time is not available.
    pub async fn load<'a, Row>(&self, pool: &Pool) -> Result<Vec<Row>, DbError>
    where
        Self: LoadQuery<'a, AsyncPgConnection, Row>,
        Row: Send + 'a,
    {
        let connection = pool.get().await?;
        pool.within_deadline(connection, async |connection| {
            self.load_on(connection).await
        })
        .await
    }

    /// Runs the statement on this connection, within its transaction if one is open, and gives all
    /// its rows.
    #[expect(clippy::disallowed_methods, reason = "here it has its name")]
    pub async fn load_on<'a, Row>(
        &self,
        connection: &mut AsyncPgConnection,
    ) -> Result<Vec<Row>, DbError>
    where
        Self: LoadQuery<'a, AsyncPgConnection, Row>,
        Row: Send + 'a,
    {
        let started = Instant::now();
        let rows = async { RunQueryDsl::load(self.clone(), connection).await };
        let rows = timed(self, Vec::len, rows).await;
        let rows = rows.map_err(DbError::from);
        // One that was given up is as good an example as any; of a server that is away there is nothing to learn.
        if let Ok(count) | Err((count, DbError::Cancelled(_))) =
            rows.as_ref().map(Vec::len).map_err(|error| (0, error))
        {
            example::note(self, started.elapsed(), count);
        }
        rows
    }

    fn bound_to(&self, number: usize) -> QueryResult<&Bind> {
        self.binds.get(number - 1).ok_or_else(|| {
            let message = format!("{}: nothing is bound to ${number}", self.name);
            diesel::result::Error::QueryBuilderError(message.into())
        })
    }
}

impl Query for Statement {
    type SqlType = Untyped;
}

impl QueryId for Statement {
    type QueryId = ();
    // Prepared statements are found again by their text.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Conn> diesel::RunQueryDsl<Conn> for Statement {}

impl QueryFragment<Pg> for Statement {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        push_name(self.name, &mut out);
        for part in parts(&self.sql) {
            match part {
                Part::Sql(text) => out.push_sql(text),
                Part::Placeholder(number) => push_bind(self.bound_to(number)?, &mut out)?,
            }
        }
        Ok(())
    }
}

fn push_bind<'b>(bind: &'b Bind, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
    match bind {
        Bind::Text(value) => out.push_bind_param::<Nullable<Text>, _>(value),
        Bind::Texts(value) => out.push_bind_param::<Nullable<Array<Text>>, _>(value),
        Bind::Int(value) => out.push_bind_param::<Nullable<Integer>, _>(value),
        Bind::Ints(value) => out.push_bind_param::<Nullable<Array<Integer>>, _>(value),
        Bind::BigInt(value) => out.push_bind_param::<Nullable<BigInt>, _>(value),
        Bind::BigInts(value) => out.push_bind_param::<Array<BigInt>, _>(value),
        Bind::Real(value) => out.push_bind_param::<Nullable<Float4>, _>(value),
        Bind::Bool(value) => out.push_bind_param::<Bool, _>(value),
    }
}

enum Part<'a> {
    Sql(&'a str),
    Placeholder(usize),
}

/// Cuts SQL at its placeholders.
fn parts(sql: &str) -> impl Iterator<Item = Part<'_>> {
    sql.split('$').enumerate().flat_map(|(index, piece)| {
        let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
        let (number, text) = piece.split_at(if index == 0 { 0 } else { digits });
        let placeholder = number
            .parse()
            .ok()
            .filter(|n| *n > 0)
            .map(Part::Placeholder);
        placeholder.into_iter().chain([Part::Sql(text)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(binds: Vec<Bind>) -> Statement {
        Statement::new("test.places", "SELECT $2, $1 WHERE $1 > 0", binds)
    }

    #[test]
    fn placeholders_are_bound_by_number() {
        let text = diesel::debug_query::<Pg, _>(&statement(vec![
            Bind::BigInt(Some(7)),
            Bind::Text(Some("a".into())),
        ]))
        .to_string();
        assert_eq!(
            text,
            r#"/* test.places */ SELECT $1, $2 WHERE $3 > 0 -- binds: [Some("a"), Some(7), Some(7)]"#
        );
    }

    #[test]
    fn another_value_is_another_key() {
        let key = |n| statement(vec![Bind::BigInt(Some(n)), Bind::Text(None)]).key();
        assert_eq!(key(1), key(1));
        assert_ne!(key(1), key(2));
    }

    #[test]
    fn a_placeholder_without_a_value_is_an_error() {
        let sql = diesel::query_builder::QueryFragment::<Pg>::to_sql(
            &statement(vec![]),
            &mut diesel::pg::PgQueryBuilder::default(),
            &Pg,
        );
        assert!(sql.is_err());
    }
}
