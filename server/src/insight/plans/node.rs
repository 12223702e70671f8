//! The JSON of `EXPLAIN`, as far as it is used.

use serde::Deserialize;
use serde_json::Value;

/// What was given is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// It has another form.
    #[error("PostgreSQL's plan cannot be read: {0}")]
    Form(#[from] serde_json::Error),
    /// There is none in it.
    #[error("PostgreSQL gave no plan")]
    Empty,
}

/// A plan and how long it took.
#[derive(Debug, Clone, Deserialize)]
pub struct Tree {
    /// The last step.
    #[serde(rename = "Plan")]
    pub root: Node,
    /// Milliseconds to find it.
    #[serde(rename = "Planning Time")]
    pub planning_ms: Option<f64>,
    /// Milliseconds to follow it; none if it was not followed.
    #[serde(rename = "Execution Time")]
    pub execution_ms: Option<f64>,
}

impl Tree {
    /// Reads what `EXPLAIN (FORMAT JSON)` gives.
    pub fn read(json: Value) -> Result<Self, PlanError> {
        let plans: Vec<Self> = serde_json::from_value(json)?;
        plans.into_iter().next().ok_or(PlanError::Empty)
    }
}

/// One step. Each field is PostgreSQL's own of that name.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Node {
    #[serde(rename = "Node Type")]
    pub(super) kind: String,
    #[serde(rename = "Parent Relationship")]
    pub(super) relationship: String,
    #[serde(rename = "Subplan Name")]
    pub(super) subplan: String,
    #[serde(rename = "Parallel Aware")]
    pub(super) parallel: bool,
    #[serde(rename = "Partial Mode")]
    pub(super) partial: String,
    #[serde(rename = "Strategy")]
    pub(super) strategy: String,
    #[serde(rename = "Join Type")]
    pub(super) join: String,
    #[serde(rename = "Operation")]
    pub(super) operation: String,
    #[serde(rename = "Relation Name")]
    pub(super) relation: Option<String>,
    #[serde(rename = "Alias")]
    pub(super) alias: Option<String>,
    #[serde(rename = "Index Name")]
    pub(super) index: Option<String>,
    #[serde(rename = "CTE Name")]
    pub(super) cte: Option<String>,
    #[serde(rename = "Function Name")]
    pub(super) function: Option<String>,
    #[serde(rename = "Total Cost")]
    pub(super) cost: f64,
    #[serde(rename = "Plan Rows")]
    pub(super) expected_rows: f64,
    #[serde(rename = "Actual Rows")]
    pub(super) rows: Option<f64>,
    #[serde(rename = "Actual Loops")]
    pub(super) loops: Option<f64>,
    #[serde(rename = "Actual Total Time")]
    pub(super) ms: Option<f64>,
    #[serde(rename = "Workers Planned")]
    pub(super) workers_planned: f64,
    #[serde(rename = "Workers Launched")]
    pub(super) workers_launched: f64,
    #[serde(rename = "Index Cond")]
    pub(super) index_condition: Option<String>,
    #[serde(rename = "Recheck Cond")]
    pub(super) recheck: Option<String>,
    #[serde(rename = "Hash Cond")]
    pub(super) hash_condition: Option<String>,
    #[serde(rename = "Merge Cond")]
    pub(super) merge_condition: Option<String>,
    #[serde(rename = "Join Filter")]
    pub(super) join_filter: Option<String>,
    #[serde(rename = "Filter")]
    pub(super) filter: Option<String>,
    #[serde(rename = "Rows Removed by Filter")]
    pub(super) removed: Option<f64>,
    #[serde(rename = "Sort Key")]
    pub(super) sort_keys: Vec<String>,
    #[serde(rename = "Group Key")]
    pub(super) group_keys: Vec<String>,
    #[serde(rename = "Sort Method")]
    pub(super) sort_method: String,
    #[serde(rename = "Sort Space Type")]
    pub(super) sort_space: String,
    #[serde(rename = "Hash Batches")]
    pub(super) batches: i64,
    #[serde(rename = "Shared Hit Blocks")]
    pub(super) hit: Option<i64>,
    #[serde(rename = "Shared Read Blocks")]
    pub(super) read: Option<i64>,
    #[serde(rename = "Temp Read Blocks")]
    pub(super) temporary_read: i64,
    #[serde(rename = "Temp Written Blocks")]
    pub(super) temporary_written: i64,
    #[serde(rename = "Plans")]
    pub(super) children: Vec<Self>,
}

impl Node {
    /// How many processes run the steps below this one side by side, if `here` run this one.
    pub(super) fn processes_below(&self, here: f64) -> f64 {
        if !self.kind.starts_with("Gather") {
            return here;
        }
        let workers = match self.loops {
            Some(_) => self.workers_launched,
            None => self.workers_planned,
        };
        workers + 1.0
    }

    /// The table, with the name it has in the statement if that is another.
    pub(super) fn relation_and_alias(&self) -> Option<String> {
        let relation = self.relation.as_ref()?;
        Some(match &self.alias {
            Some(alias) if alias != relation => format!("{relation} {alias}"),
            _ => relation.clone(),
        })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A plan that PostgreSQL 15 gave.
    pub(in super::super) fn recorded(json: &str) -> Tree {
        Tree::read(serde_json::from_str(json).unwrap()).unwrap()
    }

    #[test]
    fn a_measured_plan_is_read_with_all_it_says() {
        let tree = recorded(include_str!("recorded/measured_join.json"));
        assert!(tree.execution_ms.unwrap() > 12.0 && tree.planning_ms.is_some());
        let join = &tree.root.children[0].children[0];
        assert_eq!((&*join.kind, &*join.join), ("Hash Join", "Inner"));
        let scan = &join.children[0];
        assert_eq!(scan.relation_and_alias().as_deref(), Some("products p"));
        assert_eq!(scan.filter.as_deref(), Some("(status = 'published'::text)"));
        let counts = (scan.rows, scan.removed, scan.hit, scan.read);
        assert_eq!(counts, (Some(58_800.0), Some(1_200.0), Some(619), Some(0)));
    }

    #[test]
    fn a_plan_that_was_not_followed_has_no_times() {
        let tree = recorded(include_str!("recorded/seq_scan.json"));
        assert_eq!((tree.execution_ms, tree.root.rows), (None, None));
        assert_eq!((&*tree.root.kind, tree.root.loops), ("Seq Scan", None));
    }

    #[test]
    fn what_is_no_plan_is_an_error() {
        for json in [
            "[]",
            "{}",
            "[{}]",
            "3",
            "null",
            r#"[{"Plan": {"Plans": 3}}]"#,
        ] {
            assert!(
                Tree::read(serde_json::from_str(json).unwrap()).is_err(),
                "{json}"
            );
        }
    }
}
