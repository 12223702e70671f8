//! What to look after among tables.

use app::model::{
    database::{Finding, Level, Next},
    money::grouped_count,
};

use super::tables::TableRow;

/// Fewer rows than this are read, counted and cleaned up in no time.
const MANY: i64 = 10_000;

/// How often a large table is read as a whole before it is worth a look: reports and restarts do so now and then.
const OFTEN: i64 = 100;

/// What is found.
pub(super) fn findings(tables: &[TableRow]) -> Vec<Finding> {
    let rules = [dead_rows, old_statistics, whole_reads];
    let found = tables
        .iter()
        .flat_map(|table| rules.map(|rule| rule(table)));
    found.flatten().collect()
}

fn finding(what: &str, table: &TableRow, effect: String, next: Next) -> Finding {
    Finding {
        level: Level::Watch,
        what: what.to_owned(),
        name: table.name.clone(),
        bytes: table.bytes,
        effect,
        next,
    }
}

/// Autovacuum begins at a fifth of the rows. Twice as many means that it does not keep up.
fn dead_rows(table: &TableRow) -> Option<Finding> {
    let TableRow {
        rows, dead_rows, ..
    } = table;
    if *dead_rows < MANY || dead_rows.saturating_mul(5) < rows.saturating_mul(2) {
        return None;
    }
    let effect = format!(
        "{} dead rows lie between {} live ones, and are read with them.",
        grouped_count(*dead_rows),
        grouped_count(*rows)
    );
    let next = Next::sql(
        "Clean up; if that changes nothing, look for an old transaction under “Now”.",
        format!("VACUUM (ANALYZE) {};", table.name),
    );
    Some(finding("Dead rows", table, effect, next))
}

/// Autovacuum takes them anew at a tenth of the rows.
fn old_statistics(table: &TableRow) -> Option<Finding> {
    let TableRow { rows, changed, .. } = table;
    let next = || Next::sql("Take them.", format!("ANALYZE {};", table.name));
    if *rows < MANY {
        return None;
    }
    if table.analyzed.is_none() {
        let effect = "Its statistics were not taken since PostgreSQL began to count: plans may go by wrong numbers.";
        return Some(finding("No statistics", table, effect.to_owned(), next()));
    }
    if changed.saturating_mul(10) < rows.saturating_mul(3) {
        return None;
    }
    let effect = format!(
        "{} of about {} rows changed since its statistics were taken: plans go by old numbers.",
        grouped_count(*changed),
        grouped_count(*rows)
    );
    Some(finding("Old statistics", table, effect, next()))
}

fn whole_reads(table: &TableRow) -> Option<Finding> {
    let reads = table.whole_reads;
    let rows_each = table.rows_of_whole_reads / reads.max(1);
    // One in twenty is the way in which PostgreSQL reads it, and not a rare report's.
    if reads < OFTEN || rows_each < MANY || reads.saturating_mul(20) < table.index_reads {
        return None;
    }
    let effect = format!(
        "It was read from end to end {} times, about {} rows each time.",
        grouped_count(reads),
        grouped_count(rows_each)
    );
    let next = Next::words(
        "Look for the statement among those below: its plan says “Seq Scan”, and which index would help.",
    );
    Some(finding("Read as a whole", table, effect, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(table: TableRow) -> Vec<(String, Option<String>)> {
        let found = findings(&[table]).into_iter();
        found.map(|one| (one.what, one.next.sql)).collect()
    }

    fn table() -> TableRow {
        TableRow {
            name: "products".to_owned(),
            rows: 100_000,
            analyzed: Some(60),
            ..TableRow::default()
        }
    }

    #[test]
    fn a_table_in_order_needs_nothing() {
        let busy = TableRow {
            dead_rows: 20_000,
            changed: 10_000,
            whole_reads: 3,
            rows_of_whole_reads: 300_000,
            ..table()
        };
        assert!(told(busy).is_empty());
        let small = TableRow {
            rows: 50,
            dead_rows: 900,
            changed: 900,
            whole_reads: 1_000_000,
            rows_of_whole_reads: 50_000_000,
            analyzed: None,
            ..table()
        };
        assert!(told(small).is_empty());
    }

    #[test]
    fn each_neglect_has_its_remedy() {
        let dead = TableRow {
            dead_rows: 40_000,
            ..table()
        };
        let vacuum = Some("VACUUM (ANALYZE) products;".to_owned());
        assert_eq!(told(dead), [("Dead rows".to_owned(), vacuum)]);
        let analyze = Some("ANALYZE products;".to_owned());
        let old = TableRow {
            changed: 30_000,
            ..table()
        };
        assert_eq!(told(old), [("Old statistics".to_owned(), analyze.clone())]);
        let never = TableRow {
            analyzed: None,
            ..table()
        };
        assert_eq!(told(never), [("No statistics".to_owned(), analyze)]);
        let read = TableRow {
            whole_reads: 100,
            rows_of_whole_reads: 10_000_000,
            index_reads: 2_000,
            ..table()
        };
        assert_eq!(told(read), [("Read as a whole".to_owned(), None)]);
    }
}
