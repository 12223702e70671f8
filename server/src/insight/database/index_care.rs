//! What to look after among indexes.

use std::collections::HashMap;

use app::model::{
    database::{Finding, Level, Next},
    figures::{size, span},
};

use super::indexes::IndexRow;

/// Seconds of counting after which an index that was never used is likely not to be needed: a week has all days of a shop.
const LONG_ENOUGH: i64 = 7 * 24 * 60 * 60;

/// Smaller ones are not worth making anew.
const LARGE: i64 = 4 * 1024 * 1024;

/// What is found. PostgreSQL has been `counting` for so many seconds.
pub(super) fn findings(indexes: &[IndexRow], counting: i64) -> Vec<Finding> {
    let invalid = indexes.iter().filter_map(invalid);
    let duplicate = duplicates(indexes);
    let others = indexes.iter().filter(|index| {
        index.is_valid && !duplicate.iter().any(|(spare, _)| spare.name == index.name)
    });
    let others: Vec<&IndexRow> = others.collect();
    let unused = others.iter().filter_map(|index| unused(index, counting));
    let bloated = others.iter().filter_map(|index| bloated(index));
    let found = invalid.chain(unused).chain(bloated);
    let mut found: Vec<Finding> = found.collect();
    found.extend(duplicate.iter().map(|(spare, kept)| spared(spare, kept)));
    found
}

fn finding(level: Level, what: &str, index: &IndexRow, effect: String, next: Next) -> Finding {
    Finding {
        level,
        what: what.to_owned(),
        name: index.name.clone(),
        bytes: index.bytes,
        effect,
        next,
    }
}

fn drop(index: &IndexRow) -> String {
    format!("DROP INDEX CONCURRENTLY {};", index.name)
}

fn invalid(index: &IndexRow) -> Option<Finding> {
    if index.is_valid || index.is_being_made {
        return None;
    }
    let effect = format!(
        "Making it was interrupted: no query uses it, and every write to {} keeps it up.",
        index.table
    );
    let next = Next::sql(
        "Make it anew, or drop it if an interrupted REINDEX left it behind.",
        format!("REINDEX INDEX CONCURRENTLY {};", index.name),
    );
    Some(finding(Level::Bad, "Invalid index", index, effect, next))
}

/// Each index that another one makes needless, with that one.
fn duplicates(indexes: &[IndexRow]) -> Vec<(&IndexRow, &IndexRow)> {
    let mut by_shape: HashMap<&str, Vec<&IndexRow>> = HashMap::new();
    for index in indexes.iter().filter(|index| index.is_valid) {
        by_shape.entry(&index.shape).or_default().push(index);
    }
    let mut found = Vec::new();
    for mut same in by_shape.into_values() {
        // What keeps a rule stays, then what is used most.
        same.sort_by_key(|index| {
            let worth = (index.is_constraint, index.is_rule, index.scans);
            (std::cmp::Reverse(worth), index.name.as_str())
        });
        let Some((kept, others)) = same.split_first() else {
            continue;
        };
        let spare = others.iter().filter(|index| !index.is_constraint);
        // A rule may be dropped only for another one.
        let spare = spare.filter(|index| !index.is_rule || kept.is_rule);
        found.extend(spare.map(|index| (*index, *kept)));
    }
    found.sort_by_key(|(spare, _)| spare.name.as_str());
    found
}

fn spared(spare: &IndexRow, kept: &IndexRow) -> Finding {
    let effect = format!(
        "It has the same columns and the same condition as {}, which does all of its work. It takes {} and is kept up at \
         every write to {}.",
        kept.name,
        size(spare.bytes),
        spare.table
    );
    let next = Next::sql("Drop it.", drop(spare));
    finding(Level::Watch, "Duplicate index", spare, effect, next)
}

/// Never one that keeps a rule or that a foreign key is looked up by, however seldom that happens.
fn unused(index: &IndexRow, counting: i64) -> Option<Finding> {
    if index.scans > 0 || index.is_rule || index.is_constraint || index.serves_foreign_key {
        return None;
    }
    let effect = format!(
        "No query has used it in {}. It takes {} and is kept up at every write to {}.",
        span(counting),
        size(index.bytes),
        index.table
    );
    if counting < LONG_ENOUGH {
        let left = span(LONG_ENOUGH - counting);
        let next = Next::words(format!("It is too early to tell: look again in {left}."));
        return Some(finding(Level::Good, "Not used yet", index, effect, next));
    }
    let next = Next::sql(
        "Drop it, unless a replica or a yearly report needs it.",
        drop(index),
    );
    Some(finding(Level::Watch, "Unused index", index, effect, next))
}

fn bloated(index: &IndexRow) -> Option<Finding> {
    let expected = index.expected_bytes?;
    if index.bytes < LARGE || index.bytes < expected.saturating_mul(2) {
        return None;
    }
    let effect = format!(
        "It takes {}, and about {} would do: estimated from the number of rows and the average width of its columns, with \
         pages 90% full.",
        size(index.bytes),
        size(expected)
    );
    let next = Next::sql(
        "Make it anew; nobody has to wait meanwhile.",
        format!("REINDEX INDEX CONCURRENTLY {};", index.name),
    );
    Some(finding(Level::Watch, "Bloated index", index, effect, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONTH: i64 = 30 * 24 * 60 * 60;

    fn index(name: &str, shape: &str) -> IndexRow {
        IndexRow {
            name: name.to_owned(),
            table: "products".to_owned(),
            bytes: 10 * 1024 * 1024,
            shape: shape.to_owned(),
            scans: 5,
            is_valid: true,
            ..IndexRow::default()
        }
    }

    fn told(indexes: &[IndexRow], counting: i64) -> Vec<(String, String, String)> {
        let found = findings(indexes, counting).into_iter();
        found
            .map(|one| (one.what, one.name, one.next.sql.unwrap_or_default()))
            .collect()
    }

    fn one(what: &str, name: &str, sql: &str) -> Vec<(String, String, String)> {
        vec![(what.to_owned(), name.to_owned(), sql.to_owned())]
    }

    #[test]
    fn an_index_that_was_never_used_may_go_after_a_week() {
        let unused = IndexRow {
            scans: 0,
            ..index("a", "1")
        };
        let indexes = [unused, index("b", "2")];
        let expected = one("Unused index", "a", "DROP INDEX CONCURRENTLY a;");
        assert_eq!(told(&indexes, MONTH), expected);
        assert_eq!(told(&indexes, 60), one("Not used yet", "a", ""));
    }

    #[test]
    fn what_keeps_a_rule_or_serves_a_foreign_key_is_never_unused() {
        let unused = || IndexRow {
            scans: 0,
            ..index("a", "1")
        };
        let mut rule = unused();
        rule.is_rule = true;
        let mut constraint = unused();
        constraint.is_constraint = true;
        let mut foreign = unused();
        foreign.serves_foreign_key = true;
        for index in [rule, constraint, foreign] {
            assert!(findings(&[index], MONTH).is_empty());
        }
    }

    #[test]
    fn of_two_that_are_the_same_the_more_needful_stays() {
        let often = IndexRow {
            scans: 50,
            ..index("often", "1")
        };
        let unused = IndexRow {
            scans: 0,
            ..index("unused", "1")
        };
        let unique = IndexRow {
            is_rule: true,
            is_constraint: true,
            ..index("key", "1")
        };
        let sql = "DROP INDEX CONCURRENTLY unused;";
        let expected = one("Duplicate index", "unused", sql);
        assert_eq!(told(&[unused, often.clone()], MONTH), expected);
        let sql = "DROP INDEX CONCURRENTLY often;";
        let expected = one("Duplicate index", "often", sql);
        assert_eq!(told(&[often, unique.clone()], MONTH), expected);
        let other = IndexRow {
            name: "other_key".to_owned(),
            ..unique.clone()
        };
        assert!(
            findings(&[unique, other], MONTH).is_empty(),
            "two constraints"
        );
    }

    #[test]
    fn an_interrupted_index_is_made_anew_and_one_in_the_making_is_not() {
        let mut broken = index("a", "1");
        broken.is_valid = false;
        let expected = one("Invalid index", "a", "REINDEX INDEX CONCURRENTLY a;");
        assert_eq!(told(std::slice::from_ref(&broken), MONTH), expected);
        broken.is_being_made = true;
        assert!(findings(&[broken], MONTH).is_empty());
    }

    #[test]
    fn one_that_is_much_larger_than_it_need_be_is_made_anew() {
        let sized = |bytes, expected_bytes| IndexRow {
            bytes,
            expected_bytes,
            ..index("a", "1")
        };
        let expected = one("Bloated index", "a", "REINDEX INDEX CONCURRENTLY a;");
        assert_eq!(told(&[sized(2 * LARGE, Some(LARGE))], MONTH), expected);
        for (bytes, expected) in [
            (2 * LARGE, None),
            (LARGE - 1, Some(1)),
            (LARGE, Some(LARGE)),
        ] {
            assert!(findings(&[sized(bytes, expected)], MONTH).is_empty());
        }
    }
}
