//! `docs/SECURITY.md`: each item has something to show, and what it names is there.

use std::{collections::BTreeSet, fs, path::PathBuf};

use crate::support::sources;

fn page() -> String {
    fs::read_to_string(sources::root().join("docs/SECURITY.md")).unwrap()
}

/// The cells of each row about an item: its number, its level, what it asks for and what shows it.
fn rows(page: &str) -> Vec<[&str; 4]> {
    let rows = page.lines().filter_map(|line| line.strip_prefix("| "));
    rows.filter(|row| row.starts_with(|c: char| c.is_ascii_digit()))
        .map(|row| {
            let cells: Vec<&str> = row.trim_end_matches(" |").split(" | ").collect();
            cells
                .try_into()
                .unwrap_or_else(|_| panic!("not four cells: {row}"))
        })
        .collect()
}

/// What is written as code and looks like a test or a file of tests.
fn tests(cell: &str) -> impl Iterator<Item = &str> {
    let code = cell.split('`').skip(1).step_by(2);
    code.filter(|name| name.contains("::") || name.ends_with(".spec.ts"))
}

/// Whether a date stands before a reason.
fn is_dated(cell: &str) -> bool {
    let digits_as_zeros = |byte: u8| if byte.is_ascii_digit() { b'0' } else { byte };
    let form: Vec<u8> = cell.bytes().map(digits_as_zeros).collect();
    form.windows(12).any(|part| part == b"0000-00-00: ")
}

#[test]
fn every_item_has_a_test_or_a_dated_reason() {
    let page = page();
    let rows = rows(&page);
    let mut items = BTreeSet::new();
    for [item, level, asks, shown] in rows {
        assert!(items.insert(item), "{item} stands there twice");
        assert!(["1", "2", "3"].contains(&level), "{item}");
        assert!(!asks.is_empty(), "{item}");
        let has_test = tests(shown).next().is_some();
        assert!(has_test || is_dated(shown), "{item} has nothing to show");
        assert!(has_test || level != "3", "{item} would not be listed");
    }
    assert!(items.len() > 100, "{} items", items.len());
}

#[test]
fn every_test_that_is_named_exists() {
    let files = ["server", "app"].map(|folder| sources::files(folder, "rs"));
    let files = files.concat();
    let page = page();
    for name in rows(&page).into_iter().flat_map(|row| tests(row[3])) {
        let is_there = match name.rsplit_once("::") {
            Some((module, test)) => {
                let file = PathBuf::from(format!("{}.rs", module.replace("::", "/")));
                let function = format!("fn {test}(");
                let holds = |(path, text): &(PathBuf, String)| {
                    path.ends_with(&file) && text.contains(&function)
                };
                files.iter().any(holds)
            }
            None => sources::root().join("end2end/tests").join(name).is_file(),
        };
        assert!(is_there, "{name} is nowhere");
    }
}
