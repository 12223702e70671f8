//! Whole pages about searches, made of what a shop without a database says.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::{body::Body, http::Request};
use http_body_util::BodyExt;
use leptos::prelude::*;
use tower::ServiceExt;

use crate::{
    backend::SearchCare,
    error::AppError,
    model::{
        care::{
            CareQuery, CaredProduct, CaredResult, CaredSearch, QueryCare, ReportQuery,
            SearchReport, SearchTotals, Synonym, SynonymsPage,
        },
        figures::millis,
        form::FormAnswer,
        performance::{SearchFigure, SearchFigures, SlowSearch},
    },
    router::pages,
};

/// Says the same to everybody, and keeps what it was asked.
#[derive(Default)]
struct Shop {
    may_edit: bool,
    report: SearchReport,
    search: QueryCare,
    asked: Mutex<Vec<String>>,
}

impl Shop {
    fn note(&self, asked: impl Into<String>) {
        self.asked.lock().unwrap().push(asked.into());
    }
}

#[async_trait]
impl SearchCare for Shop {
    async fn report(&self, query: ReportQuery) -> Result<SearchReport, AppError> {
        self.note(query.href());
        let may_edit = self.may_edit;
        Ok(SearchReport {
            may_edit,
            ..self.report.clone()
        })
    }

    async fn synonyms(&self) -> Result<SynonymsPage, AppError> {
        let rule = |(id, rule): (i32, &str)| Synonym {
            id,
            rule: rule.to_owned(),
        };
        Ok(SynonymsPage {
            rules: [(1, "couch, sofa"), (7, "tv => television")]
                .map(rule)
                .into(),
            most: 2_000,
            may_edit: self.may_edit,
            told: Some("Added couch, sofa.".to_owned()),
        })
    }

    async fn search(&self, query: &CareQuery) -> Result<QueryCare, AppError> {
        self.note(query.href());
        match query.text.as_str() {
            "" => Err(AppError::NotFound),
            _ => Ok(QueryCare {
                may_edit: self.may_edit,
                ..self.search.clone()
            }),
        }
    }
}

/// What is seen at `address`, and after a form that was answered so.
async fn page_after(address: &str, shop: Arc<Shop>, answer: FormAnswer) -> String {
    let options = LeptosOptions::builder().output_name("test").build();
    let care: Arc<dyn SearchCare> = shop;
    let pages = pages(
        &options,
        &(Arc::new(move || provide_context(Arc::clone(&care))) as _),
    );
    let request = Request::get(address).extension(answer);
    let request = request.body(Body::empty()).unwrap();
    let answer = pages.oneshot(request).await.unwrap();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    // Marks of Leptos between texts.
    String::from_utf8(body.into()).unwrap().replace("<!>", "")
}

async fn page(address: &str, shop: Shop) -> String {
    page_after(address, Arc::new(shop), FormAnswer::default()).await
}

fn has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part} in {page}");
    }
}

fn lacks(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(!page.contains(part), "{part} in {page}");
    }
}

fn report() -> SearchReport {
    let figure = |words: &str, without_result| SearchFigure {
        words: words.to_owned(),
        asked: 40,
        without_result,
        clicks: 10,
    };
    SearchReport {
        from: "2026-11-16".to_owned(),
        to: "2026-11-22".to_owned(),
        totals: SearchTotals {
            searches: 3,
            asked: 1_200,
            without_result: 300,
            clicks: 60,
        },
        figures: SearchFigures {
            top: vec![figure("oak & desk", 0)],
            without_result: vec![figure("divan", 40)],
            unopened: Vec::new(),
            slowest: vec![SlowSearch {
                words: "slow".to_owned(),
                made: 3,
                millis: 12.0,
            }],
        },
        cared: vec![CaredSearch {
            words: "lamp".to_owned(),
            pins: 2,
            hidden: 1,
        }],
        may_edit: false,
    }
}

#[tokio::test]
async fn a_report_leads_to_the_care_for_each_search() {
    let shop = Arc::new(Shop {
        may_edit: true,
        report: report(),
        ..Shop::default()
    });
    let html = page_after(
        "/admin/search?days=30",
        Arc::clone(&shop),
        FormAnswer::default(),
    )
    .await;
    assert_eq!(*shop.asked.lock().unwrap(), ["/admin/search?days=30"]);
    has(
        &html,
        &[
            "From 2026-11-16 to 2026-11-22 (UTC)",
            "1,200 searches, 3 different; 25.0% found nothing",
            r#"href="/admin/search/query?q=oak+%26+desk""#,
            r#"href="/search?q=oak+%26+desk""#,
            r#"href="/admin/search/synonyms?q=divan""#,
            r#"href="/admin/search/query?q=divan&amp;find=divan#find""#,
            &millis(12.0),
            r#"href="/admin/search/query?q=lamp""#,
        ],
    );
    // What is found and opened needs no help.
    lacks(&html, &["synonyms?q=oak"]);
}

#[tokio::test]
async fn who_may_only_look_sees_no_way_to_change_anything() {
    let html = page(
        "/admin/search",
        Shop {
            report: report(),
            ..Shop::default()
        },
    )
    .await;
    lacks(
        &html,
        &[
            "Add a synonym",
            "Pin a product",
            "method=\"post\" action=\"/admin",
        ],
    );
    let html = page("/admin/search/synonyms", Shop::default()).await;
    has(&html, &["couch, sofa"]);
    lacks(
        &html,
        &["Remove", "?edit=", "action=\"/admin/search/synonyms"],
    );
    let search = search();
    let html = page(
        "/admin/search/query?q=lamp",
        Shop {
            search,
            ..Shop::default()
        },
    )
    .await;
    lacks(&html, &["name=\"act\"", "Pin a product"]);
}

#[tokio::test]
async fn a_rule_is_made_for_a_search_or_changed() {
    let shop = || Shop {
        may_edit: true,
        ..Shop::default()
    };
    let html = page("/admin/search/synonyms?q=divan", shop()).await;
    has(
        &html,
        &[
            "Added couch, sofa.",
            r#"value="divan, ""#,
            r#"action="/admin/search/synonyms?q=divan""#,
            "2 of at most 2000 rules",
        ],
    );
    let html = page("/admin/search/synonyms?edit=7", shop()).await;
    has(
        &html,
        &[
            r#"value="tv =&gt; television""#,
            r#"name="id" value="7""#,
            r#"value="change""#,
        ],
    );
    let answer = FormAnswer::default()
        .with_typed("rule", "sofa \"<b>")
        .with_problem("rule", "That is none.");
    let html = page_after("/admin/search/synonyms", Arc::new(shop()), answer).await;
    has(
        &html,
        &[
            "That is none.",
            r#"aria-invalid="true""#,
            r#"value="sofa &quot;&lt;b&gt;""#,
            r#"aria-describedby="rule-problem rule-hint""#,
        ],
    );
}

fn product(id: i64, name: &str) -> CaredProduct {
    CaredProduct {
        id,
        name: name.to_owned(),
        is_published: true,
    }
}

fn search() -> QueryCare {
    let result = |id, name, pinned| CaredResult {
        product: product(id, name),
        words: Vec::new(),
        pinned,
    };
    let mut draft = product(5, "Draft lamp");
    draft.is_published = false;
    QueryCare {
        words: "lamp".to_owned(),
        figure: SearchFigure {
            words: "lamp".to_owned(),
            asked: 3,
            without_result: 0,
            clicks: 2,
        },
        opened: vec![(product(2, "Second lamp"), 2)],
        shown: vec![
            result(9, "Oak chair", Some(1)),
            result(1, "First lamp", None),
        ],
        total: 2,
        without: vec![product(1, "First lamp"), product(3, "Ugly lamp")],
        total_without: 2,
        pins: vec![(1, product(9, "Oak chair")), (4, draft)],
        hidden: vec![product(3, "Ugly lamp")],
        found: None,
        may_edit: false,
        told: None,
    }
}

#[tokio::test]
async fn a_search_shows_what_care_changed() {
    let shop = Shop {
        may_edit: true,
        search: search(),
        ..Shop::default()
    };
    let html = page("/admin/search/query?q=Lamp", shop).await;
    has(
        &html,
        &[
            "Asked 3 times in the last 90 days; without a result: never; products opened: 2.",
            "Pinned at 1",
            r#"aria-label="Move Oak chair""#,
            r#"aria-label="Unpin Oak chair""#,
            r#"aria-label="Pin First lamp""#,
            r#"aria-label="Hide First lamp""#,
            "now at 2",
            r#"<span class="care-moved">hidden</span>"#,
            "Pinned, but not sold at the moment",
            "for place 4",
            r#"aria-label="Show again Ugly lamp""#,
        ],
    );
}

#[tokio::test]
async fn products_are_looked_for_and_what_is_wrong_is_said() {
    let mut search = search();
    search.found = Some(vec![product(42, "Brass lamp")]);
    let shop = |search| {
        Arc::new(Shop {
            may_edit: true,
            search,
            ..Shop::default()
        })
    };
    let address = "/admin/search/query?q=lamp&find=brass";
    let answer = FormAnswer::default().with_problem("", "There is no such product.");
    let html = page_after(address, shop(search.clone()), answer).await;
    has(
        &html,
        &[
            r#"aria-label="Pin Brass lamp""#,
            r#"value="brass""#,
            "There is no such product.",
        ],
    );
    search.found = Some(Vec::new());
    let html = page_after(address, shop(search), FormAnswer::default()).await;
    has(&html, &["No product that is sold has this key"]);
    let html = page("/admin/search/query?q=", Shop::default()).await;
    lacks(&html, &["As the shop shows it"]);
}
