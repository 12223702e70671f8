//! One statement: an example of it, its plan, and what would help it.

use app::model::database::{
    IndexAdvice, PastPlan, PlanAnswer, PlannedBy, QueryQuery, QueryReport, RunFacts,
};
use diesel::{
    QueryableByName,
    sql_types::{Array, Double, Text},
};

use super::known::{millis, run, seconds_ago};
use crate::{
    db::{Bind, DbError, Example, Examples, Pool, Statement, Wording, examples_of, known},
    insight::{
        performance::{Panel, callers},
        plan_history::{self, Past},
        plans::{TableShape, Tree, advice},
    },
};

/// Why there is no plan.
const NOT_SENT: &str =
    "This process has not sent it since it started, or it is a command, which has no plan.";
const NO_PLAN: &str = "Statements of this kind have no plan.";
const WRITES: &str =
    "It does more than read, so it was stopped at once. Look at its plan without running it.";
const TOO_LONG: &str = "It took too long and was given up. Look at its plan without running it.";
const REFUSED: &str = "PostgreSQL gave no plan for it; the server's log says why.";

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

/// What is known of a statement; `None` if this process has not run it, nobody did in the last hour, and no plan
/// of it is kept.
pub async fn query(
    pool: &Pool,
    panel: &Panel,
    query: &QueryQuery,
) -> Result<Option<QueryReport>, DbError> {
    let known = known(&query.name);
    let times = panel.statement(&query.name);
    let plans = plan_history::of(pool, &query.name).await?;
    if known.is_none() && times.figures.times.count == 0 && plans.is_empty() {
        return Ok(None);
    }
    let wording = known.as_ref().and_then(|known| known.wording.clone());
    let examples = examples_of(&query.name);
    let has_example = examples.is_some();
    let example = example(examples, query.by);
    let is_measurable = example
        .as_ref()
        .is_some_and(|one| one.statement.only_reads());
    let asked = match (&example, &wording) {
        (Some(example), _) => Asked::By(&example.statement, query.measured && is_measurable),
        (None, Some(wording)) => Asked::ForAny(wording),
        (None, None) => Asked::Nothing,
    };
    let (plan, advice) = asked.answer(pool).await?;
    let sql = wording.as_ref().map(|wording| &*wording.sql);
    let sql = sql.or_else(|| plans.first().map(|plan| &*plan.sql));
    let sql = sql.map(without_margin);
    let slowest = known.iter().flat_map(|known| &known.slowest);
    Ok(Some(QueryReport {
        sql,
        times,
        slowest: slowest.map(run).collect(),
        callers: callers(&query.name),
        has_example,
        example: example.as_ref().map(facts),
        is_measurable,
        plan,
        advice,
        plans: plans.into_iter().filter_map(past).collect(),
    }))
}

fn past(past: Past) -> Option<PastPlan> {
    let tree = Tree::read(past.plan).ok()?;
    Some(PastPlan {
        began: past.began,
        held: past.held,
        is_last: past.is_last,
        change: past.change,
        plan: tree.wire(&past.sql),
    })
}

/// The run whose values are wanted, if it is kept.
fn example(examples: Option<Examples>, by: PlannedBy) -> Option<Example> {
    let Examples { latest, slowest } = examples?;
    match by {
        PlannedBy::Recent => Some(latest),
        PlannedBy::Slowest => Some(slowest),
        PlannedBy::Any => None,
    }
}

fn facts(example: &Example) -> RunFacts {
    let binds = example.statement.binds();
    RunFacts {
        took_ms: millis(example.took),
        rows: example.rows,
        failed: false,
        seconds_ago: seconds_ago(example.at),
        values: binds.iter().map(Bind::redacted).collect(),
    }
}

/// What PostgreSQL is asked for.
enum Asked<'a> {
    /// The plan by the values of a run, and whether to run it again for that.
    By(&'a Statement, bool),
    /// The plan for any values.
    ForAny(&'a Wording),
    /// There is no text to ask about.
    Nothing,
}

impl Asked<'_> {
    /// The plan and what would help, or why there is no plan; an error if PostgreSQL is away.
    async fn answer(&self, pool: &Pool) -> Result<(PlanAnswer, Vec<IndexAdvice>), DbError> {
        Ok(match self.tree(pool).await? {
            Ok(tree) => {
                let advice = advice_on(pool, &tree).await?;
                let plan = tree.wire(self.sql());
                (PlanAnswer::Plan(Box::new(plan)), advice)
            }
            Err(why) => (PlanAnswer::None(why.to_owned()), Vec::new()),
        })
    }

    async fn tree(&self, pool: &Pool) -> Result<Result<Tree, &'static str>, DbError> {
        if self.sql().is_empty() {
            return Ok(Err(NOT_SENT));
        }
        if !self.has_plan() {
            return Ok(Err(NO_PLAN));
        }
        let json = match self {
            Self::By(statement, true) => statement.measured_plan(pool).await,
            Self::By(statement, false) => statement.plan(pool).await.map(Some),
            Self::ForAny(wording) => wording.generic_plan(pool).await.map(Some),
            Self::Nothing => Ok(None),
        };
        match json {
            Ok(None) => Ok(Err(WRITES)),
            Ok(Some(json)) => Ok(Tree::read(json).map_err(|error| {
                tracing::warn!(%error, "a plan cannot be read");
                REFUSED
            })),
            Err(DbError::Cancelled(_)) if matches!(self, Self::By(_, true)) => Ok(Err(TOO_LONG)),
            Err(DbError::Cancelled(error)) => {
                tracing::warn!(%error, "a statement takes long to plan");
                Ok(Err(REFUSED))
            }
            Err(DbError::Other(error)) => {
                tracing::warn!(%error, sql = self.sql(), "a statement has no plan");
                Ok(Err(REFUSED))
            }
            Err(error) => Err(error),
        }
    }

    fn has_plan(&self) -> bool {
        match self {
            Self::By(statement, _) => statement.has_plan(),
            Self::ForAny(wording) => wording.has_plan(),
            Self::Nothing => false,
        }
    }

    fn sql(&self) -> &str {
        match self {
            Self::By(statement, _) => statement.sql(),
            Self::ForAny(wording) => &wording.sql,
            Self::Nothing => "",
        }
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
