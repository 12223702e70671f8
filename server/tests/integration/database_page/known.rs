//! Every statement has its page, whoever composed it.

use app::model::database::{PlanAnswer, PlannedBy, QueryQuery};
use http::Method;
use server::{
    db::{self, all_known},
    insight::{database::query, performance::Health},
};

use super::{PAGE, now, site_of_admin};
use crate::log_in::site::EMAIL;

fn address(name: &str) -> String {
    QueryQuery::of(name).href()
}

#[tokio::test]
async fn a_query_of_diesels_has_times_and_a_plan_for_any_values() {
    let (site, admin) = site_of_admin().await;
    site.state
        .panel
        .tick(now(), &site.state.cache.stats(), Health::FULL);
    let link = address("accounts.by_email");
    let list = site.get(PAGE, &admin).await.body;
    assert!(list.contains(&format!("href=\"{link}\"")), "{list}");
    // Twice, since nothing may be left prepared.
    for _ in 0..2 {
        let page = site.get(&format!("{link}&analyze=1"), &admin).await.body;
        for text in [
            "For any values",
            "never run for its plan",
            "class=\"plan-tree\"",
            "FROM \"users\"",
            "Runs by the time they took",
            "text(15)",
            "/log-in",
        ] {
            assert!(page.contains(text), "{text} in {page}");
        }
        assert!(!page.contains(EMAIL), "{page}");
    }
}

#[tokio::test]
async fn every_statement_of_a_visit_has_a_plan_for_any_values() {
    let (site, admin) = site_of_admin().await;
    site.form(Method::POST, "/favourites", &admin, "id=1&on=1")
        .await;
    for path in ["/", "/search?q=desk", "/me", "/admin/audit", PAGE] {
        site.get(path, &admin).await;
    }
    let known = all_known();
    assert!(known.len() > 15, "{known:?}");
    for one in &known {
        let asked = QueryQuery {
            by: PlannedBy::Any,
            ..QueryQuery::of(one.name)
        };
        let told = query(&site.state.pool, &site.state.panel, &asked).await;
        let report = told.unwrap().unwrap();
        assert!(report.example.is_none() && !report.is_measurable);
        let has_plan = one.wording.as_ref().is_some_and(|text| text.has_plan());
        let is_planned = matches!(report.plan, PlanAnswer::Plan(_));
        assert_eq!(is_planned, has_plan, "{}: {:?}", one.name, report.plan);
    }
}

#[tokio::test]
async fn a_command_has_a_page_without_a_plan() {
    let (site, admin) = site_of_admin().await;
    let connection = &mut db::connect(site.database.url()).await.unwrap();
    db::batch(connection, "test.command", "SELECT 1; SELECT 2")
        .await
        .unwrap();
    let page = site.get(&address("test.command"), &admin).await.body;
    assert!(page.contains("a command, which has no plan"), "{page}");
}
