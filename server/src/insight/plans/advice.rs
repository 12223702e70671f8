//! Which index would spare a statement reading a whole table. Says nothing unless it is sure: each index costs at every
//! write.

use app::model::{database::IndexAdvice, figures::number};

use super::{
    condition::{Asks, Condition, conditions, is_plain},
    node::{Node, Tree},
};

/// Reading fewer rows than this takes no longer than going by an index.
const LARGE: f64 = 10_000.0;

/// An index pays if no more than one in so many rows is wanted.
const FEW: f64 = 50.0;

/// Columns of an index at most: one more hardly narrows the rows down and makes the index larger.
const COLUMNS: usize = 3;

/// What is known of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableShape {
    /// Its name, as it stands in a plan.
    pub name: String,
    /// Its name, as it stands in SQL.
    pub quoted: String,
    /// About how many rows it has.
    pub rows: f64,
    /// The columns that its indexes begin with.
    pub leading: Vec<String>,
}

/// The indexes that would help, for the tables that are known; no more than one for each table.
pub fn advice(tree: &Tree, tables: &[TableShape]) -> Vec<IndexAdvice> {
    let mut found: Vec<(&str, IndexAdvice)> = Vec::new();
    collect(&tree.root, 1.0, tables, &mut found);
    found.into_iter().map(|(_, advice)| advice).collect()
}

fn collect<'a>(
    node: &Node,
    processes: f64,
    tables: &'a [TableShape],
    found: &mut Vec<(&'a str, IndexAdvice)>,
) {
    let table = tables
        .iter()
        .find(|table| node.relation.as_ref() == Some(&table.name));
    if let Some(table) = table
        && !found.iter().any(|(name, _)| *name == table.name)
        && let Some(advice) = of_scan(node, processes, table)
    {
        found.push((&table.name, advice));
    }
    for child in &node.children {
        collect(child, node.processes_below(processes), tables, found);
    }
}

fn of_scan(node: &Node, processes: f64, table: &TableShape) -> Option<IndexAdvice> {
    if node.kind != "Seq Scan" {
        return None;
    }
    let conditions = conditions(node.filter.as_deref()?)?;
    let columns = columns(&conditions)?;
    // There is an index already, and PostgreSQL does not take it: it has its reasons, or old statistics.
    if columns
        .iter()
        .any(|column| table.leading.iter().any(|leading| leading == column))
    {
        return None;
    }
    let (kept, read) = rows(node, processes, table)?;
    if read < LARGE || kept * FEW > read {
        return None;
    }
    Some(IndexAdvice {
        reason: format!(
            "It reads about {} rows of {} and keeps about {} of them. An index on {} leads to those at once.",
            number(read),
            table.name,
            number(kept),
            columns.join(" and "),
        ),
        sql: format!(
            "CREATE INDEX CONCURRENTLY {}ON {} ({});",
            index_name(&table.name, &columns),
            table.quoted,
            columns.join(", ")
        ),
    })
}

/// Rows that are kept and rows that are read each time: as measured, or else as estimated.
fn rows(node: &Node, processes: f64, table: &TableShape) -> Option<(f64, f64)> {
    match (node.rows, node.loops) {
        // A step that never ran tells nothing.
        (Some(_), Some(0.0)) => None,
        (Some(kept), Some(_)) => {
            let read = kept + node.removed.unwrap_or_default();
            Some((kept * processes, read * processes))
        }
        _ => Some((node.expected_rows * processes, table.rows)),
    }
}

/// First what is compared to single values, then one range at most: behind a range an index does not narrow down.
fn columns<'a>(conditions: &[Condition<'a>]) -> Option<Vec<&'a str>> {
    let mut columns: Vec<&str> = Vec::new();
    for asks in [Asks::Equal, Asks::Range] {
        for condition in conditions.iter().filter(|condition| condition.asks == asks) {
            if !columns.contains(&condition.column) {
                columns.push(condition.column);
            }
        }
    }
    let is_equal = |column: &str| {
        let mut of_column = conditions.iter().filter(|one| one.column == column);
        of_column.any(|one| one.asks == Asks::Equal)
    };
    let equal = columns.iter().filter(|column| is_equal(column)).count();
    columns.truncate(COLUMNS.min(equal + 1));
    (!columns.is_empty()).then_some(columns)
}

/// A name as PostgreSQL would choose it, and a space; nothing, so that it chooses, if that needs quotes.
fn index_name(table: &str, columns: &[&str]) -> String {
    let name = format!("{table}_{}_idx", columns.join("_"));
    if is_plain(&name) && name.len() < 64 {
        name + " "
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::plans::node::tests::recorded;

    fn products(leading: &[&str]) -> TableShape {
        TableShape {
            name: "products".to_owned(),
            quoted: "products".to_owned(),
            rows: 60_000.0,
            leading: leading.iter().map(|column| (*column).to_owned()).collect(),
        }
    }

    fn sql(json: &str, table: TableShape) -> Vec<String> {
        let advice = advice(&recorded(json), &[table]);
        advice.into_iter().map(|one| one.sql).collect()
    }

    const SEQ_SCAN: &str = include_str!("recorded/seq_scan.json");

    #[test]
    fn a_large_table_read_for_few_rows_wants_an_index() {
        let advice = advice(&recorded(SEQ_SCAN), &[products(&["id"])]);
        assert_eq!(
            advice,
            [IndexAdvice {
                reason: "It reads about 60,000 rows of products and keeps about 6 of them. An index on status and \
                         brand_id leads to those at once."
                    .to_owned(),
                sql: "CREATE INDEX CONCURRENTLY products_status_brand_id_idx ON products (status, brand_id);".to_owned(),
            }]
        );
    }

    #[test]
    fn nothing_is_said_where_it_would_not_help_for_sure() {
        let small = TableShape {
            rows: 9_000.0,
            ..products(&[])
        };
        assert!(sql(SEQ_SCAN, small).is_empty(), "few rows");
        assert!(
            sql(SEQ_SCAN, products(&["brand_id"])).is_empty(),
            "there is an index"
        );
        let unknown = TableShape {
            name: "others".to_owned(),
            ..products(&[])
        };
        assert!(sql(SEQ_SCAN, unknown).is_empty(), "the table is not known");
        for json in [
            // The half that it understands might be the one that keeps everything.
            include_str!("recorded/seq_scan_not_null.json"),
            // Keeps nearly all rows.
            include_str!("recorded/measured_join.json"),
            // By a function.
            include_str!("recorded/measured_parallel.json"),
            // Has no filter, and goes by its index.
            include_str!("recorded/measured_subplan.json"),
        ] {
            assert!(sql(json, products(&[])).is_empty(), "{json}");
        }
    }

    #[test]
    fn what_was_measured_counts_more_than_what_was_expected() {
        let measured = |rows: f64, removed: f64| {
            let mut tree = recorded(SEQ_SCAN);
            tree.root.rows = Some(rows);
            tree.root.loops = Some(1.0);
            tree.root.removed = Some(removed);
            advice(&tree, &[products(&[])]).len()
        };
        assert_eq!(measured(10.0, 59_990.0), 1);
        // A limit stopped it after a few rows, of which it kept most.
        assert_eq!(measured(10.0, 2.0), 0);
        assert_eq!(measured(20_000.0, 40_000.0), 0);
    }

    #[test]
    fn a_range_comes_last_and_alone() {
        let condition = |column, asks| Condition { column, asks };
        let given = [
            condition("price", Asks::Range),
            condition("status", Asks::Equal),
            condition("rating", Asks::Range),
        ];
        assert_eq!(columns(&given), Some(vec!["status", "price"]));
        let many = ["a", "b", "c", "d"].map(|column| condition(column, Asks::Equal));
        assert_eq!(columns(&many), Some(vec!["a", "b", "c"]));
    }
}
