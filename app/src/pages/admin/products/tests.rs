//! The pages about many products, made of what a server without a database says.

use std::sync::Arc;

use async_trait::async_trait;
use axum::{body::Body, http::Request};
use http::StatusCode;
use http_body_util::BodyExt;
use leptos::prelude::*;
use tower::ServiceExt;

use crate::{
    backend::Products,
    error::AppError,
    model::{
        catalog::ProductDetail,
        editing::{
            ActChange, ActReport, Bulk, BulkQuery, Change, Editing, EditingQuery, FieldChange,
            ListedProduct, May, PriceRange, ProductForm, ProductsPage, ProductsQuery, Refused,
            RowNow, Tally,
        },
        form::FormAnswer,
        money::Money,
    },
    router::pages,
};

/// A shop with the products 7 and 8, as whoever `may` do this sees it.
struct Shop {
    may: May,
    bulk: Bulk,
}

const VIEWER: May = May {
    edit: false,
    delete: false,
};
const EDITOR: May = May {
    edit: true,
    delete: false,
};
const ADMIN: May = May {
    edit: true,
    delete: true,
};

fn product(id: i64) -> ListedProduct {
    ListedProduct {
        id,
        name: format!("Oak <b>desk</b> {id}"),
        sku: format!("A-{id}"),
        status: "published".to_owned(),
        brand: Some("Lumo".to_owned()),
        price: Some(Money::new(124_990, "EUR")),
        currency: "EUR".to_owned(),
        stock: None,
        version: 5,
    }
}

#[async_trait]
impl Products for Shop {
    async fn list(&self, query: &ProductsQuery) -> Result<ProductsPage, AppError> {
        Ok(ProductsPage {
            products: vec![product(7), product(8)],
            total: 1_312,
            next: None,
            categories: Vec::new(),
            brands: Vec::new(),
            may: self.may,
            told: query.done.map(|_| "290 products archived.".to_owned()),
            undo: query.done,
        })
    }

    async fn row(&self, id: i64, version: i64) -> Result<RowNow, AppError> {
        let since = (version < 5).then(|| ("Ada".to_owned(), "today".to_owned()));
        Ok(RowNow {
            product: (id < 100).then(|| product(id)),
            since: since.into_iter().collect(),
        })
    }

    async fn bulk(&self, _: &BulkQuery) -> Result<Bulk, AppError> {
        if self.may.edit {
            Ok(self.bulk.clone())
        } else {
            Err(AppError::Forbidden)
        }
    }

    async fn act(&self, id: i64, _: i64) -> Result<ActReport, AppError> {
        let fields = vec![FieldChange {
            field: "Status".to_owned(),
            before: "draft".to_owned(),
            after: "archived".to_owned(),
        }];
        let change = Change {
            at: "now".to_owned(),
            who: "Ada".to_owned(),
            what: "Changed".to_owned(),
            fields,
            version: 6,
            act: Some(id),
            undo: None,
        };
        Ok(ActReport {
            what: "bulk".to_owned(),
            id,
            at: "now".to_owned(),
            who: "Ada <b>".to_owned(),
            undoes: Some(3),
            products: 1_290,
            made: 2,
            removed: 0,
            loaded: 0,
            changes: vec![ActChange {
                product: 7,
                name: "Oak <b>desk</b>".to_owned(),
                change,
            }],
            next: Some(99),
            left: 2,
            left_products: vec![(8, None), (9, Some("Kept".to_owned()))],
            may: self.may,
            told: None,
        })
    }

    async fn editing(&self, _: i64, _: EditingQuery) -> Result<Editing, AppError> {
        Err(AppError::NotFound)
    }

    async fn new_product(&self, _: EditingQuery) -> Result<Editing, AppError> {
        Err(AppError::NotFound)
    }

    async fn preview(&self, _: Option<i64>, _: &ProductForm) -> Result<ProductDetail, AppError> {
        Err(AppError::NotFound)
    }
}

fn no_bulk() -> Bulk {
    Bulk {
        categories: Vec::new(),
        tally: None,
        problem: None,
        may: EDITOR,
    }
}

/// The status and the main part of the page at `address`, after a form that was answered so.
async fn answered(shop: Shop, address: &str, answer: FormAnswer) -> (StatusCode, String) {
    let options = LeptosOptions::builder().output_name("test").build();
    let shop: Arc<dyn Products> = Arc::new(shop);
    let pages = pages(
        &options,
        &(Arc::new(move || provide_context(Arc::clone(&shop))) as _),
    );
    let mut request = Request::get(address).body(Body::empty()).unwrap();
    request.extensions_mut().insert(answer);
    let answer = pages.oneshot(request).await.unwrap();
    let status = answer.status();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    let html = String::from_utf8_lossy(&body).replace("<!>", "");
    let (_, main) = html.split_once("<main").unwrap();
    // Whatever stands below is on every page.
    let (main, _) = main.split_once("</main>").unwrap();
    (status, main.to_owned())
}

async fn list(may: May, address: &str) -> String {
    let bulk = no_bulk();
    answered(Shop { may, bulk }, address, FormAnswer::default())
        .await
        .1
}

fn assert_has(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains("<b>"), "{html}");
}

fn assert_lacks(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(!html.contains(part), "{part} in {html}");
    }
}

#[tokio::test]
async fn a_viewer_sees_text_and_an_editor_fields() {
    let html = list(VIEWER, "/admin/products").await;
    assert_has(&html, &["<table", "€1,249.90", "not counted"]);
    assert_lacks(
        &html,
        &["method=\"post\"", "type=\"checkbox\"", "id=\"bulk\""],
    );

    let html = list(EDITOR, "/admin/products?status=draft&order=name&done=4").await;
    assert_has(
        &html,
        &[
            "id=\"p7\"",
            "method=\"post\" action=\"/admin/products?status=draft&amp;order=name\"",
            "name=\"version\" value=\"5\"",
            "id=\"price-7\" name=\"price\" type=\"text\" inputmode=\"decimal\" value=\"1249.90\"",
            "form=\"bulk\" name=\"id\" value=\"8\"",
            "<input type=\"hidden\" name=\"status\" value=\"draft\"",
            "name=\"page\" value=\"7,8\"",
            "All 2 on this page",
            "All 1,312 that match",
            "290 products archived.",
            "action=\"/admin/products/acts/4/undo\"",
            "name=\"back\" value=\"/admin/products?status=draft&amp;order=name\"",
        ],
    );
    assert_lacks(&html, &["value=\"delete\""]);
    assert_has(
        &list(ADMIN, "/admin/products").await,
        &["value=\"delete\"", "All 1,312 of the shop"],
    );
}

#[tokio::test]
async fn what_was_typed_into_a_row_stays_there() {
    let typed = "product=8&version=5&price=%22%3E%3Cb%3E&stock=4&status=draft";
    let answer = FormAnswer::default()
        .with_problem("price", "A price is a plain number.")
        .with_typed("row", typed);
    let bulk = no_bulk();
    let shop = Shop { may: EDITOR, bulk };
    let (_, html) = answered(shop, "/admin/products", answer).await;
    assert_has(
        &html,
        &[
            "value=\"&quot;&gt;&lt;b&gt;\"",
            "id=\"price-8-problem\" class=\"problem\">A price is a plain number.",
            "aria-describedby=\"price-8-problem\"",
            "<a href=\"#p8\">",
            "id=\"price-7\" name=\"price\" type=\"text\" inputmode=\"decimal\" value=\"1249.90\"",
        ],
    );
    assert_lacks(&html, &["price-7-problem"]);
}

#[tokio::test]
async fn who_comes_second_sees_both_even_if_the_product_is_on_another_page() {
    let conflict = |product: i64| {
        let typed = format!("product={product}&version=4&price=7&stock=4&status=published");
        FormAnswer::default()
            .with_problem("conflict", "Somebody else was faster.")
            .with_typed("row", &typed)
    };
    let shop = |may| Shop {
        may,
        bulk: no_bulk(),
    };
    for product in [7, 9] {
        let (_, html) = answered(shop(EDITOR), "/admin/products", conflict(product)).await;
        let row = format!("id=\"p{product}\"");
        assert_has(
            &html,
            &[
                "Changed by someone else",
                "Changed by Ada on today",
                "<td class=\"words\">1249.90",
                "<td class=\"words\">7",
                "Take theirs",
                &row,
                // As it is now: who saves again has seen that.
                "name=\"version\" value=\"5\"",
            ],
        );
        assert_lacks(&html, &["name=\"version\" value=\"4\""]);
    }
    let (_, html) = answered(shop(EDITOR), "/admin/products", conflict(100)).await;
    assert_has(&html, &["This product is not there any more."]);
}

fn tally() -> Tally {
    let money = |minor| Money::new(minor, "EUR");
    Tally {
        chosen: 312,
        will: 290,
        already: 20,
        refused: vec![Refused {
            products: 2,
            why: "without a price".to_owned(),
        }],
        prices: vec![PriceRange {
            products: 290,
            before: Some([money(100), money(90_000)]),
            after: Some([money(110), money(99_000)]),
        }],
        token: "abc".to_owned(),
    }
}

async fn bulk(address: &str, bulk: Bulk, answer: FormAnswer) -> String {
    answered(Shop { may: ADMIN, bulk }, address, answer).await.1
}

#[tokio::test]
async fn before_anything_is_done_it_is_told_exactly() {
    let told = Bulk {
        tally: Some(tally()),
        ..no_bulk()
    };
    let address =
        "/admin/products/bulk?status=draft&which=all&act=price&how=up&amount=10&currency=EUR";
    let html = bulk(address, told.clone(), FormAnswer::default()).await;
    assert_has(
        &html,
        &[
            "312 products: 290 will change, 20 would keep their price, 2 cannot.",
            "2 cannot be changed: without a price.",
            "All products that match, on all pages of the list: status draft.",
            "€990.00",
            "method=\"post\" action=\"/admin/products/bulk?status=draft&amp;which=all&amp;act=price&amp;how=up&amp;amount=10&amp;currency=EUR\"",
            "name=\"token\" value=\"abc\"",
            "Change the price of 290 products",
            "id=\"amount\" name=\"amount\" type=\"text\" inputmode=\"decimal\" value=\"10\"",
            "href=\"/admin/products?status=draft\"",
        ],
    );
    let again = FormAnswer::default().with_problem("", "They have changed.");
    assert_has(
        &bulk(address, told.clone(), again).await,
        &["role=\"alert\" class=\"note\">They have changed."],
    );
    let mut nothing = told;
    nothing.tally = nothing.tally.map(|tally| Tally { will: 0, ..tally });
    let html = bulk(
        "/admin/products/bulk?id=7&act=delete",
        nothing,
        FormAnswer::default(),
    )
    .await;
    assert_lacks(&html, &["method=\"post\"", "bulk-details"]);
    let (status, _) = answered(
        Shop {
            may: VIEWER,
            bulk: no_bulk(),
        },
        address,
        FormAnswer::default(),
    )
    .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field() {
    let wrong = |field: &str| Bulk {
        problem: Some((field.to_owned(), "Not so.".to_owned())),
        ..no_bulk()
    };
    let html = bulk(
        "/admin/products/bulk?id=7&act=price&how=up&amount=%22%3E%3Cb%3E",
        wrong("amount"),
        FormAnswer::default(),
    )
    .await;
    assert_has(
        &html,
        &[
            "id=\"amount-problem\" class=\"problem\">Not so.",
            "value=\"&quot;&gt;&lt;b&gt;\"",
        ],
    );
    assert_lacks(&html, &["method=\"post\""]);
    let html = bulk(
        "/admin/products/bulk?act=price",
        wrong(""),
        FormAnswer::default(),
    )
    .await;
    assert_has(&html, &["role=\"alert\" class=\"note\">Not so."]);
    assert_lacks(&html, &["method=\"post\"", "bulk-details"]);
}

#[tokio::test]
async fn an_act_tells_what_it_did_and_what_it_could_not() {
    let html = list(ADMIN, "/admin/products/acts/4").await;
    assert_has(
        &html,
        &[
            "1,288 products changed, 2 products made.",
            "<a href=\"/admin/products/acts/3\">act 3",
            "2 products stayed as they were",
            "Product 8, which is gone",
            ">Kept</a>",
            "action=\"/admin/products/acts/4/undo\"",
            "<del>draft</del>",
            "href=\"/admin/products/acts/4?after=99\"",
        ],
    );
    // To take it back would be to remove what it made.
    let html = list(EDITOR, "/admin/products/acts/4").await;
    assert_lacks(&html, &["method=\"post\""]);
}
