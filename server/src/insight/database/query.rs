//! One statement: an example of it, its plan, and what would help it.

use app::model::database::{IndexAdvice, PlanAnswer, QueryQuery, QueryReport};
use diesel::{
    QueryableByName,
    sql_types::{Array, Double, Text},
};

use super::examples::{millis, seconds_ago};
use crate::{
    db::{Bind, DbError, Example, Examples, Pool, Statement, examples_of},
    insight::plans::{TableShape, Tree, advice},
};

/// The large tables: for others no index is ever proposed. A partial index does not answer all questions about its first
/// column.
const SHAPES: &str = "
    SELECT c.relname::text AS name, quote_ident(c.relname) AS quoted, c.reltuples::float8 AS rows,
           ARRAY(SELECT a.attname::text FROM pg_index i
                 JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
                 WHERE i.indrelid = c.oid AND i.indpred IS NULL) AS leading
    FROM pg_class c
    WHERE c.relkind IN ('r', 'p') AND c.reltuples >= 1000 AND pg_table_is_visible(c.oid)
      AND c.relnamespace <> 'pg_catalog'::regnamespace
    ORDER BY c.reltuples DESC LIMIT 200";

#[derive(Debug, QueryableByName)]
struct ShapeRow {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    quoted: String,
    #[diesel(sql_type = Double)]
    rows: f64,
    #[diesel(sql_type = Array<Text>)]
    leading: Vec<String>,
}

/// What is known of a statement; `None` if this process has no example of it.
pub async fn query(pool: &Pool, query: &QueryQuery) -> Result<Option<QueryReport>, DbError> {
    let Some(Examples { latest, slowest }) = examples_of(&query.name) else {
        return Ok(None);
    };
    let example = if query.slowest { slowest } else { latest };
    let statement = &example.statement;
    let measured = query.measured && statement.only_reads();
    let (plan, advice) = match tree(pool, statement, measured).await? {
        Ok(tree) => {
            let advice = advice_on(pool, &tree).await?;
            let plan = tree.wire(statement.sql());
            (PlanAnswer::Plan(Box::new(plan)), advice)
        }
        Err(why) => (PlanAnswer::None(why), Vec::new()),
    };
    Ok(Some(report(&example, plan, advice)))
}

fn report(example: &Example, plan: PlanAnswer, advice: Vec<IndexAdvice>) -> QueryReport {
    let statement = &example.statement;
    QueryReport {
        sql: without_margin(statement.sql()),
        values: statement.binds().iter().map(Bind::redacted).collect(),
        took_ms: millis(example),
        rows: example.rows,
        seconds_ago: seconds_ago(example),
        is_measurable: statement.only_reads(),
        plan,
        advice,
    }
}

/// The plan, or why there is none; an error if PostgreSQL is away.
async fn tree(
    pool: &Pool,
    statement: &Statement,
    measured: bool,
) -> Result<Result<Tree, String>, DbError> {
    if !statement.has_plan() {
        return Ok(Err("Statements of this kind have no plan.".to_owned()));
    }
    let json = if measured {
        statement.measured_plan(pool).await
    } else {
        statement.plan(pool).await.map(Some)
    };
    match json {
        Ok(None) => Ok(Err(
            "It does more than read, so it was stopped at once. Look at its plan without running it.".to_owned(),
        )),
        Ok(Some(json)) => Ok(Tree::read(json).map_err(|error| format!("{error}."))),
        Err(DbError::Cancelled(_)) if measured => Ok(Err(
            "It took too long and was given up. Look at its plan without running it.".to_owned(),
        )),
        Err(DbError::Other(error)) => {
            tracing::warn!(%error, statement = statement.name(), "a statement has no plan");
            Ok(Err(
                "PostgreSQL gave no plan for it; the server's log says why.".to_owned(),
            ))
        }
        Err(error) => Err(error),
    }
}

async fn advice_on(pool: &Pool, tree: &Tree) -> Result<Vec<IndexAdvice>, DbError> {
    let rows: Vec<ShapeRow> = Statement::new("panel.shapes", SHAPES, vec![])
        .load(pool)
        .await?;
    let shapes = rows.into_iter().map(|row| TableShape {
        name: row.name,
        quoted: row.quoted,
        rows: row.rows,
        leading: row.leading,
    });
    Ok(advice(tree, &shapes.collect::<Vec<_>>()))
}

/// The text without the margin that its lines but the first have in the program's source.
fn without_margin(sql: &str) -> String {
    let sql = sql.trim();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let lines = || sql.lines().skip(1).filter(|line| !line.trim().is_empty());
    let margin = lines().map(indent).min().unwrap_or(0);
    let mut text = String::with_capacity(sql.len());
    for (number, line) in sql.lines().enumerate() {
        let line = if number == 0 {
            line
        } else {
            line.get(margin..).unwrap_or("")
        };
        if number > 0 {
            text.push('\n');
        }
        text.push_str(line.trim_end());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_margin_of_the_source_is_taken_off() {
        let sql = "SELECT a,\n                  b\n           FROM t\n\n           WHERE c";
        assert_eq!(
            without_margin(sql),
            "SELECT a,\n       b\nFROM t\n\nWHERE c"
        );
        assert_eq!(without_margin("\n    SELECT 1"), "SELECT 1");
        assert_eq!(without_margin(""), "");
    }
}
