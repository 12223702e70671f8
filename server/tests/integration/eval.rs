//! `vitrine eval`, as it is typed.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use crate::support::database::TestDatabase;

const PRODUCTS: &str = r#"{"id": "L1", "title": "Reading lamp", "description": "For the desk"}
{"id": "L2", "title": "Desk", "description": "Comes without a lamp"}
{"id": "S1", "title": "Sofa"}
"#;
const QUERIES: &str = "query_id\tquery\nq1\tlamp\nq2\tsoffa\n";
const JUDGMENTS: &str = "query_id\tquery\tproduct_id\tgrade\n\
                         q1\tlamp\tL1\t3\nq1\tlamp\tL2\t1\nq2\tsoffa\tS1\t3\n";

fn vitrine(url: &str, folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vitrine"))
        .args(arguments)
        .current_dir(folder)
        .env("DATABASE_URL", url)
        .env("VITRINE_LOG", "error")
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test]
async fn what_is_found_is_compared_with_judgments_and_with_plain_searches() {
    let database = TestDatabase::new().await;
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("products.jsonl", PRODUCTS),
        ("queries.tsv", QUERIES),
        ("judgments.tsv", JUDGMENTS),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let run = |arguments: &[&str]| vitrine(database.url(), folder.path(), arguments);
    said(&run(&["import", "products.jsonl"]));

    let printed = said(&run(&[
        "eval",
        "queries.tsv",
        "judgments.tsv",
        "--run",
        "run.tsv",
    ]));
    let line = |name: &str| {
        let found = printed.lines().find(|line| line.starts_with(name));
        found.unwrap_or_else(|| panic!("no {name} in {printed}"))
    };
    assert!(line("Vitrine").contains(" 1.0000"), "{printed}");
    assert!(line("Vitrine").contains("0/2"), "{printed}");
    // Plain searches do not forgive a letter too many.
    assert!(line("BM25").contains("1/2"), "{printed}");
    assert!(line("PostgreSQL").contains("1/2"), "{printed}");
    let found = fs::read_to_string(folder.path().join("run.tsv")).unwrap();
    assert_eq!(
        found,
        "query_id\trank\tproduct_id\nq1\t1\tL1\nq1\t2\tL2\nq2\t1\tS1\n"
    );
}

#[tokio::test]
async fn a_table_that_cannot_be_read_is_named() {
    let database = TestDatabase::new().await;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("queries.tsv"), QUERIES).unwrap();
    fs::write(
        folder.path().join("judgments.tsv"),
        JUDGMENTS.replace("\t3\n", "\tgood\n"),
    )
    .unwrap();
    let refused = vitrine(
        database.url(),
        folder.path(),
        &["eval", "queries.tsv", "judgments.tsv"],
    );
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("line 2 of judgments.tsv"), "{said}");
    assert!(said.contains("\"good\""), "{said}");
}
