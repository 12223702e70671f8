//! Words that mean the same, as the shop says: rules, and what the index makes of them.

mod rule;

use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Integer, Nullable, Text},
};

pub use self::rule::{BadRule, Rule};
use crate::db::{Bind, DbError, Pool, Statement};

/// The tag of all rules together.
pub const TAG: &str = "synonyms";

/// Rules there may be; of more, put in by hand, the first ones count.
pub const MOST_RULES: i64 = 2_000;

/// A rule as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct KeptRule {
    /// Its number, by which it is removed.
    #[diesel(sql_type = Integer)]
    pub id: i32,
    /// What is searched for; nothing if the terms are equivalent.
    #[diesel(sql_type = Nullable<Text>)]
    pub source: Option<String>,
    /// What is found as well.
    #[diesel(sql_type = Array<Text>)]
    pub terms: Vec<String>,
}

impl KeptRule {
    /// The rule without its number.
    pub fn rule(self) -> Rule {
        Rule {
            source: self.source,
            terms: self.terms,
        }
    }
}

/// What came of adding a rule.
#[derive(Debug, QueryableByName)]
pub struct AddedRow {
    /// Number of the transaction.
    #[diesel(sql_type = BigInt)]
    pub xid: i64,
    /// The rule's number, if it was added.
    #[diesel(sql_type = Nullable<Integer>)]
    pub id: Option<i32>,
    /// That of the same rule, if it was there already.
    #[diesel(sql_type = Nullable<Integer>)]
    pub known: Option<i32>,
}

/// A rule that was removed.
#[derive(Debug, QueryableByName)]
pub struct RemovedRow {
    /// Number of the transaction.
    #[diesel(sql_type = BigInt)]
    pub xid: i64,
    /// The rule.
    #[diesel(embed)]
    pub rule: KeptRule,
}

/// All rules, in the order they were added.
pub fn rules() -> Statement {
    Statement::new(
        "synonyms.rules",
        "SELECT id, source, terms FROM synonyms ORDER BY id LIMIT $1",
        vec![Bind::BigInt(Some(MOST_RULES))],
    )
}

/// Adds a rule, in a transaction of its own, unless it is there already or there are too many.
pub fn add(rule: &Rule) -> Statement {
    Statement::new(
        "synonyms.add",
        "WITH added AS (
             INSERT INTO synonyms (source, terms)
             SELECT $1, $2 WHERE (SELECT count(*) FROM synonyms) < $3
             ON CONFLICT DO NOTHING
             RETURNING id
         )
         SELECT pg_current_xact_id()::text::bigint AS xid, (SELECT id FROM added) AS id,
                (SELECT id FROM synonyms WHERE source IS NOT DISTINCT FROM $1 AND terms = $2) AS known",
        vec![
            Bind::Text(rule.source.clone()),
            Bind::Texts(Some(rule.terms.clone())),
            Bind::BigInt(Some(MOST_RULES)),
        ],
    )
}

/// Lets the rule `id` say something else, in a transaction of its own, unless a rule says that already: then `known` is that
/// one's number, be it `id` itself. Neither number if there is no rule `id`.
pub fn change(id: i32, rule: &Rule) -> Statement {
    Statement::new(
        "synonyms.change",
        "WITH known AS (
             SELECT id FROM synonyms WHERE source IS NOT DISTINCT FROM $2 AND terms = $3
         ), changed AS (
             UPDATE synonyms SET source = $2, terms = $3
              WHERE id = $1 AND NOT EXISTS (SELECT FROM known)
             RETURNING id
         )
         SELECT pg_current_xact_id()::text::bigint AS xid, (SELECT id FROM changed) AS id,
                (SELECT id FROM known) AS known",
        vec![
            Bind::Int(Some(id)),
            Bind::Text(rule.source.clone()),
            Bind::Texts(Some(rule.terms.clone())),
        ],
    )
}

/// Removes the rule `id`, in a transaction of its own; no row if there is none.
pub fn remove(id: i32) -> Statement {
    Statement::new(
        "synonyms.remove",
        "DELETE FROM synonyms WHERE id = $1
         RETURNING pg_current_xact_id()::text::bigint AS xid, id, source, terms",
        vec![Bind::Int(Some(id))],
    )
}

/// What may be searched for, and what is found as well, by all rules together: as the index takes it.
pub async fn read(pool: &Pool) -> Result<Vec<(String, String)>, DbError> {
    let kept: Vec<KeptRule> = rules().load(pool).await?;
    Ok(kept
        .into_iter()
        .flat_map(|kept| kept.rule().pairs())
        .collect())
}
