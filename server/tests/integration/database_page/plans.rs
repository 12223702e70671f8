//! How statements are run.

use app::model::database::{PlanAnswer, QueryQuery, QueryReport};
use http::StatusCode;
use server::{
    db::{Bind, Pool, Statement, all_known, examples_of},
    insight::{
        database::query,
        performance::{ChangeLog, Panel},
    },
};

use super::{PAGE, made_admin, site_of_admin};
use crate::{
    log_in::site::Site,
    support::catalog::{Named, any_slug, seeded},
};

fn address(name: &str) -> String {
    QueryQuery::of(name).href()
}

#[tokio::test]
async fn a_statement_that_ran_has_its_plan() {
    let (site, admin) = site_of_admin().await;
    site.get("/cards?ids=471147114,471147115", "").await;
    let page = site.get(PAGE, &admin).await.body;
    let link = address("catalog.cards");
    assert!(page.contains(&format!("href=\"{link}\"")), "{page}");
    let page = site.get(&link, &admin).await.body;
    for text in [
        "class=\"plan-tree\"",
        "bigint[2]",
        "FROM products p",
        "estimated",
        "analyze=1",
    ] {
        assert!(page.contains(text), "{text} in {page}");
    }
    let measured = site.get(&format!("{link}&analyze=1"), &admin).await.body;
    for text in ["<dt>Time", "<dt>Pages", "rolled back"] {
        assert!(measured.contains(text), "{text} in {measured}");
    }
    for page in [page, measured] {
        assert!(!page.contains("47114711"), "{page}");
        assert!(!page.contains("style="), "{page}");
    }
}

#[tokio::test]
async fn what_did_not_run_is_not_there() {
    let (site, admin) = site_of_admin().await;
    for name in ["nothing", "", "panel.indexes", "'; DROP TABLE users"] {
        let page = site.get(&address(name), &admin).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{name}");
        assert!(page.body.contains("No such statement"), "{}", page.body);
    }
}

#[tokio::test]
async fn what_writes_is_planned_and_never_run_again() {
    let (site, admin) = site_of_admin().await;
    let slug = vec![Bind::Text(Some("a-brand".to_owned()))];
    let statement = Statement::new(
        "test.write",
        "INSERT INTO brands (slug, name) VALUES ($1, 'A ' || random()) RETURNING name",
        slug,
    );
    let _: Vec<Named> = statement.load(&site.state.pool).await.unwrap();
    let before = site.names("SELECT slug AS name FROM brands").await;
    let page = site
        .get(&format!("{}&analyze=1", address("test.write")), &admin)
        .await;
    assert!(
        page.body.contains("Writes new rows into brands."),
        "{}",
        page.body
    );
    assert!(
        page.body.contains("never run for its plan"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("a-brand"), "{}", page.body);
    assert_eq!(site.names("SELECT slug AS name FROM brands").await, before);
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_given_up() {
    let settings = [
        ("VITRINE_ARGON2_MEMORY_KIB", "64"),
        ("VITRINE_ARGON2_ITERATIONS", "1"),
        ("VITRINE_STATEMENT_TIMEOUT_MS", "500"),
    ];
    let (site, admin) = made_admin(Site::with(&settings).await).await;
    let sql = "SELECT max(n)::text AS name FROM generate_series(1, 200000000) AS n";
    let rows: Result<Vec<Named>, _> = Statement::new("test.slow", sql, vec![])
        .load(&site.state.pool)
        .await;
    assert!(rows.is_err());
    let page = site
        .get(&format!("{}&analyze=1", address("test.slow")), &admin)
        .await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("took too long"), "{}", page.body);
    let page = site.get(&address("test.slow"), &admin).await;
    assert!(page.body.contains("Function Scan"), "{}", page.body);
}

async fn told(pool: &Pool, name: &str, measured: bool) -> QueryReport {
    let asked = QueryQuery {
        measured,
        ..QueryQuery::of(name)
    };
    let panel = Panel::new(ChangeLog::default());
    query(pool, &panel, &asked).await.unwrap().unwrap()
}

#[tokio::test]
async fn every_statement_that_runs_has_a_plan_and_advice_only_where_it_helps() {
    let catalogue = seeded(12_000).await;
    let pool = &catalogue.pool;
    catalogue.execute("ANALYZE").await;
    let slug = any_slug(pool).await;
    let sql = "SELECT name FROM products WHERE review_count = $1 AND status = 'published'";
    let rare = Statement::new("test.rare", sql, vec![Bind::Int(Some(900_000))]);
    let _: Vec<Named> = rare.load(pool).await.unwrap();
    app::backend::Catalog::home(&catalogue.backend).await.ok();
    app::backend::Catalog::product(&catalogue.backend, &slug)
        .await
        .ok();
    let names: Vec<&str> = all_known()
        .iter()
        .map(|one| one.name)
        .filter(|name| examples_of(name).is_some())
        .collect();
    assert!(names.len() > 3, "{names:?}");
    for name in names {
        for measured in [false, true] {
            let report = told(pool, name, measured).await;
            let plan = match &report.plan {
                PlanAnswer::Plan(plan) => plan,
                // Some read by functions of ours that write.
                PlanAnswer::None(why) if measured && why.contains("does more than read") => {
                    continue;
                }
                PlanAnswer::None(why) => panic!("{name}: {why}"),
            };
            assert_eq!(
                plan.times.is_some(),
                measured && report.is_measurable,
                "{name}"
            );
            let advised: Vec<&str> = report.advice.iter().map(|one| one.sql.as_str()).collect();
            let expected: &[&str] = match name {
                "test.rare" => &[
                    "CREATE INDEX CONCURRENTLY products_review_count_status_idx ON products (review_count, status);",
                ],
                _ => &[],
            };
            assert_eq!(advised, expected, "{name}");
        }
    }
}
