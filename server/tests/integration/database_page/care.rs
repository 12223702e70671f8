//! What it says should be looked after.

use app::model::database::{DatabaseReport, Finding, Level};
use server::insight::database::report;

use super::{PAGE, site_of_admin};
use crate::log_in::site::Site;

async fn told(site: &Site) -> DatabaseReport {
    report(&site.state.pool).await.unwrap()
}

fn finding<'a>(report: &'a DatabaseReport, name: &str) -> Option<&'a Finding> {
    report.findings.iter().find(|one| one.name == name)
}

#[tokio::test]
async fn indexes_that_nobody_needs_are_named_and_rules_never_are() {
    let (site, admin) = site_of_admin().await;
    for index in [
        "INDEX lonely ON products (review_count)",
        "INDEX twin ON products (review_count, rating)",
        "INDEX other_twin ON products (review_count, rating)",
        "INDEX partial_twin ON products (review_count, rating) WHERE in_stock",
        "INDEX slugs_again ON products (slug)",
        "UNIQUE INDEX one_name ON products (name)",
    ] {
        site.execute(&format!("CREATE {index}")).await;
    }
    let report = told(&site).await;
    let lonely = finding(&report, "lonely").expect("the unused one");
    assert!(lonely.what.contains("sed"), "{lonely:?}");
    assert!(lonely.effect.contains("No query has used it"), "{lonely:?}");
    let twin = finding(&report, "twin").expect("the duplicate");
    assert_eq!((&*twin.what, twin.level), ("Duplicate index", Level::Watch));
    let sql = "DROP INDEX CONCURRENTLY twin;";
    assert_eq!(twin.next.sql.as_deref(), Some(sql));
    let again = finding(&report, "slugs_again").expect("the one beside a constraint");
    assert!(again.effect.contains("products_slug_key"), "{again:?}");
    let partial = finding(&report, "partial_twin").expect("an unused one");
    assert_ne!(partial.what, "Duplicate index");
    let rules = site
        .names(
            "SELECT i.indexrelid::regclass::text AS name FROM pg_index i
             JOIN pg_stat_user_indexes s USING (indexrelid) WHERE i.indisunique",
        )
        .await;
    assert!(rules.len() > 10 && rules.contains(&"one_name".to_owned()));
    for rule in rules {
        assert!(finding(&report, &rule).is_none(), "{rule}");
    }

    let page = site.get(PAGE, &admin).await.body;
    assert!(page.contains(sql) && page.contains("lonely"), "{page}");
    assert_eq!(report.level, Level::Watch);
    let sentence = "Duplicate index: slugs_again. One more thing is worth a look.";
    assert_eq!(report.sentence, sentence);
}

#[tokio::test]
async fn a_foreign_key_keeps_its_index() {
    let (site, _) = site_of_admin().await;
    let report = told(&site).await;
    for index in [
        "products_brand",
        "products_category",
        "password_resets_user",
    ] {
        assert!(finding(&report, index).is_none(), "{index}");
    }
}

#[tokio::test]
async fn a_neglected_table_and_a_bloated_index_are_found() {
    let (site, _) = site_of_admin().await;
    for sql in [
        "CREATE TABLE neglected (number bigint PRIMARY KEY, text text) WITH (autovacuum_enabled = false)",
        "INSERT INTO neglected SELECT n, 'x' FROM generate_series(1, 300000) AS n",
        "DELETE FROM neglected WHERE number % 10 > 0",
        // Rows are counted by the statistics, the entries of those that are gone stay.
        "ANALYZE neglected",
        "UPDATE pg_class SET reltuples = 30000 WHERE relname = 'neglected_pkey'",
        "SELECT pg_stat_force_next_flush()",
    ] {
        site.execute(sql).await;
    }
    let mut report = told(&site).await;
    // The counts of another connection come when that one next has nothing to do.
    for _ in 0..100 {
        if finding(&report, "neglected").is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        report = told(&site).await;
    }
    let dead = finding(&report, "neglected").expect("the table");
    assert_eq!(dead.what, "Dead rows");
    let sql = "VACUUM (ANALYZE) neglected;";
    assert_eq!(dead.next.sql.as_deref(), Some(sql));
    let bloated = finding(&report, "neglected_pkey").expect("its index");
    assert_eq!(bloated.what, "Bloated index");
    assert!(bloated.effect.contains("estimated"), "{bloated:?}");
    let facts = report.tables.iter().find(|one| one.name == "neglected");
    assert!(facts.unwrap().dead_rows > 200_000);
}
