//! The table of plans.

use std::collections::HashMap;

use diesel::{
    QueryableByName, sql_query,
    sql_types::{Array, BigInt, Bool, Double, Integer, Json, Text},
};
use serde_json::Value;

use crate::db::{Bind, DbError, Name as _, Pool, Statement};

/// Plans that are kept of each statement.
const EACH: i32 = 20;

/// Days for which a plan is kept after it was last seen.
const DAYS: i32 = 90;

/// Changes that are told at most.
const TOLD: i32 = 50;

/// The plan that a statement had when it was last looked at.
#[derive(Debug, QueryableByName)]
pub(super) struct Last {
    #[diesel(sql_type = BigInt)]
    pub(super) id: i64,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    pub(super) shape: String,
    #[diesel(sql_type = Text)]
    pub(super) sql: String,
    #[diesel(sql_type = Json)]
    pub(super) plan: Value,
    #[diesel(sql_type = Double)]
    pub(super) seconds_ago: f64,
}

/// A plan that is new for its statement.
#[derive(Debug)]
pub(super) struct New<'a> {
    pub(super) name: &'a str,
    pub(super) shape: &'a str,
    pub(super) sql: &'a str,
    pub(super) plan: &'a Value,
    pub(super) change: &'a str,
}

/// A plan that a statement had, or has.
#[derive(Debug, QueryableByName)]
pub struct Past {
    /// The statement, with placeholders.
    #[diesel(sql_type = Text)]
    pub sql: String,
    /// What `EXPLAIN` gave.
    #[diesel(sql_type = Json)]
    pub plan: Value,
    /// What differs from the one before, in words.
    #[diesel(sql_type = Text)]
    pub change: String,
    /// When it was first seen, in UTC: `2026-11-22 14:02`.
    #[diesel(sql_type = Text)]
    pub began: String,
    /// Seconds until another was seen, or until it was last seen.
    #[diesel(sql_type = BigInt)]
    pub held: i64,
    /// Whether none was seen since.
    #[diesel(sql_type = Bool)]
    pub is_last: bool,
}

/// A statement that is run in another way.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Change {
    /// Its name.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// What differs, in words.
    #[diesel(sql_type = Text)]
    pub change: String,
    /// When it was noticed, in seconds since 1970.
    #[diesel(sql_type = BigInt)]
    pub second: i64,
}

/// The last plan of each statement, by name.
pub(super) async fn last(pool: &Pool) -> Result<HashMap<String, Last>, DbError> {
    let sql = "
        SELECT DISTINCT ON (name) id, name, shape, sql, plan,
               extract(epoch FROM now() - last_seen)::float8 AS seconds_ago
        FROM statement_plans ORDER BY name, id DESC";
    let rows: Vec<Last> = Statement::new("plans.last", sql, vec![]).load(pool).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.name.clone(), row))
        .collect())
}

/// Notes that these plans were seen, and the texts that the statements have now.
pub(super) async fn seen(pool: &Pool, plans: &[(i64, String)]) -> Result<(), DbError> {
    let (ids, texts): (Vec<i64>, Vec<&str>) =
        plans.iter().map(|(id, sql)| (*id, sql.as_str())).unzip();
    let sql = "
        UPDATE statement_plans p SET last_seen = now(), sql = s.sql
        FROM unnest($1, $2) AS s (id, sql) WHERE p.id = s.id";
    let mut connection = pool.get().await?;
    sql_query(sql)
        .bind::<Array<BigInt>, _>(ids)
        .bind::<Array<Text>, _>(texts)
        .named("plans.seen")
        .execute(&mut connection)
        .await?;
    Ok(())
}

/// Keeps a plan.
pub(super) async fn add(pool: &Pool, new: New<'_>) -> Result<(), DbError> {
    let sql = "
        INSERT INTO statement_plans (name, shape, sql, plan, change) VALUES ($1, $2, $3, $4, $5)";
    let mut connection = pool.get().await?;
    sql_query(sql)
        .bind::<Text, _>(new.name)
        .bind::<Text, _>(new.shape)
        .bind::<Text, _>(new.sql)
        .bind::<Json, _>(new.plan)
        .bind::<Text, _>(new.change)
        .named("plans.add")
        .execute(&mut connection)
        .await?;
    Ok(())
}

/// Forgets what was last seen long ago, and of each statement all but the latest plans.
pub(super) async fn prune(pool: &Pool) -> Result<(), DbError> {
    let sql = "
        DELETE FROM statement_plans
        WHERE last_seen < now() - make_interval(days => $1) OR id IN (
            SELECT id FROM (
                SELECT id, row_number() OVER (PARTITION BY name ORDER BY id DESC) AS nth FROM statement_plans
            ) AS numbered WHERE nth > $2)";
    let mut connection = pool.get().await?;
    sql_query(sql)
        .bind::<Integer, _>(DAYS)
        .bind::<Integer, _>(EACH)
        .named("plans.prune")
        .execute(&mut connection)
        .await?;
    Ok(())
}

/// The plans of a statement, the last first.
pub async fn of(pool: &Pool, name: &str) -> Result<Vec<Past>, DbError> {
    let sql = "
        SELECT sql, plan, change, to_char(first_seen AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') AS began,
               extract(epoch FROM coalesce(lead(first_seen) OVER later, last_seen) - first_seen)::bigint AS held,
               lead(id) OVER later IS NULL AS is_last
        FROM statement_plans WHERE name = $1 WINDOW later AS (ORDER BY id) ORDER BY id DESC LIMIT $2";
    let binds = vec![Bind::Text(Some(name.to_owned())), Bind::Int(Some(EACH))];
    Statement::new("panel.plans", sql, binds).load(pool).await
}

/// What has changed since this second, the last first.
pub async fn changes(pool: &Pool, since: i64) -> Result<Vec<Change>, DbError> {
    let sql = "
        SELECT name, change, floor(extract(epoch FROM first_seen))::bigint AS second
        FROM statement_plans WHERE change <> '' AND first_seen >= to_timestamp($1)
        ORDER BY id DESC LIMIT $2";
    let binds = vec![Bind::BigInt(Some(since)), Bind::Int(Some(TOLD))];
    Statement::new("panel.plan_changes", sql, binds)
        .load(pool)
        .await
}
