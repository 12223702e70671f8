//! Whole pages of results, made of what a catalogue without a database says.

use std::sync::Arc;

use async_trait::async_trait;
use axum::{body::Body, http::Request};
use http_body_util::BodyExt;
use leptos::prelude::*;
use tower::ServiceExt;

use crate::{
    backend::Catalog,
    error::AppError,
    model::{
        catalog::{Crumb, HomePage, ProductLookup, ProductSummary},
        search::{
            AttributeFacet, FacetValue, Facets, ParsedQuery, Reading, Rescue, SearchLookup,
            SearchQuery, SearchResults, Suggestions, Why,
        },
    },
    router::pages,
};

/// Answers every search alike.
struct Shop(SearchResults);

#[async_trait]
impl Catalog for Shop {
    async fn home(&self) -> Result<HomePage, AppError> {
        Err(AppError::Unavailable)
    }

    async fn search(&self, _: &SearchQuery) -> Result<SearchLookup, AppError> {
        Ok(SearchLookup::Found(Box::new(self.0.clone())))
    }

    async fn why(&self, _: &SearchQuery, _: i64) -> Result<Option<Why>, AppError> {
        Err(AppError::Unavailable)
    }

    async fn product(&self, _: &str) -> Result<ProductLookup, AppError> {
        Err(AppError::Unavailable)
    }

    async fn cards(&self, _: &[i64]) -> Result<Vec<ProductSummary>, AppError> {
        Err(AppError::Unavailable)
    }

    async fn suggest(&self, _: &str) -> Result<Suggestions, AppError> {
        Err(AppError::Unavailable)
    }
}

/// What a shopper sees at `address` whose search gives `results`.
async fn page(address: &str, results: SearchResults) -> String {
    let options = LeptosOptions::builder().output_name("test").build();
    let shop: Arc<dyn Catalog> = Arc::new(Shop(results));
    let pages = pages(
        &options,
        &(Arc::new(move || provide_context(Arc::clone(&shop))) as _),
    );
    let request = Request::get(address).body(Body::empty()).unwrap();
    let answer = pages.oneshot(request).await.unwrap();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    let html = String::from_utf8_lossy(&body).replace("<!>", "");
    let (_, main) = html.split_once("<main").unwrap();
    main.to_owned()
}

/// A page with the products `names`, of `total`.
fn results(names: &[&str], total: i64) -> SearchResults {
    SearchResults {
        total,
        page: 1,
        page_count: 1,
        products: names.iter().map(|name| product(name)).collect(),
        trail: Vec::new(),
        facets: Facets::default(),
        reading: Reading::default(),
        rescues: Vec::new(),
        browse: Vec::new(),
    }
}

fn product(name: &str) -> ProductSummary {
    ProductSummary {
        id: 1,
        slug: "slug".to_owned(),
        name: name.to_owned(),
        brand: None,
        price: None,
        compare_at: None,
        rating: None,
        review_count: 0,
        in_stock: true,
        picture: "/picture.svg".to_owned(),
        photo: None,
    }
}

fn query(address: &str) -> SearchQuery {
    ParsedQuery::parse(address).query
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Where `parts` stand in `page`, to be compared.
fn places<const N: usize>(page: &str, parts: [&str; N]) -> [usize; N] {
    parts.map(|part| {
        page.find(part)
            .unwrap_or_else(|| panic!("{part} in {page}"))
    })
}

#[tokio::test]
async fn a_correction_says_so_and_can_be_taken_back() {
    let mut corrected = results(&["Oak desk"], 1);
    corrected.reading.corrected = Some("oak desk".to_owned());
    let html = page("/search?q=oka+desk&brand=a&page=1", corrected).await;
    assert!(
        html.contains("Showing results for <strong>oak desk</strong>"),
        "{html}"
    );
    let back = r#"href="/search?q=oka+desk&amp;exact=1&amp;brand=a""#;
    assert!(html.contains(back), "{html}");

    let html = page("/search?q=oka+desk&exact=1", results(&["Oka desk"], 1)).await;
    assert!(
        html.contains("Searched for exactly <strong>oka desk</strong>"),
        "{html}"
    );
    assert!(html.contains(r#"href="/search?q=oka+desk""#), "{html}");
    assert!(html.contains(r#"name="exact" value="1""#), "{html}");

    let html = page("/search?q=oak", results(&["Oak"], 1)).await;
    assert!(!html.contains(r#"class="reading""#), "{html}");
}

#[tokio::test]
async fn products_that_lack_words_stand_apart() {
    let mut partial = results(&["Red oak desk", "Oak desk", "Oak chair"], 3);
    partial.reading = Reading {
        left_out: words(&["red", "desk"]),
        exact: 1,
        leading: 1,
        ..Reading::default()
    };
    let html = page("/search?q=red+oak+desk", partial.clone()).await;
    let note = "1 product has all your words; the others have most of them. \
                Missing from some: <strong>red</strong>, <strong>desk</strong>.";
    assert!(html.contains(note), "{html}");
    let order = [">Red oak desk<", "With most of your words", ">Oak desk<"];
    assert!(places(&html, order).is_sorted(), "{html}");

    // Sorted by price they are mixed.
    let html = page("/search?q=red+oak+desk&sort=price", partial.clone()).await;
    assert!(!html.contains("With most of"), "{html}");

    (partial.reading.exact, partial.reading.leading) = (0, 0);
    let html = page("/search?q=red+oak+desk", partial).await;
    assert!(html.contains("No product has all your words"), "{html}");
    assert!(!html.contains("With most of"), "{html}");
}

#[tokio::test]
async fn the_heading_stands_on_the_page_where_such_products_begin() {
    let mut second = results(&["First", "Second"], 26);
    (second.page, second.page_count) = (2, 2);
    second.reading.left_out = words(&["red"]);
    for (exact, expected) in [
        (23, None),
        (24, Some([false, false])),
        (25, Some([true, false])),
        (26, None),
    ] {
        (second.reading.exact, second.reading.leading) = (exact, exact);
        let html = page("/search?q=red&page=2", second.clone()).await;
        let before = html.split_once("With most of your words");
        let found = before.map(|(before, _)| ["First", "Second"].map(|name| before.contains(name)));
        assert_eq!(found, expected, "{exact}");
    }
}

#[tokio::test]
async fn nothing_found_names_the_cause_and_the_ways_out() {
    let mut nothing = results(&[], 0);
    nothing.trail = vec![Crumb {
        path: "desks".to_owned(),
        name: "Desks".to_owned(),
    }];
    nothing.rescues = vec![Rescue {
        label: "Without “colour: red”".to_owned(),
        query: query("q=oak&category=desks"),
        count: 1200,
    }];
    nothing.browse = vec![FacetValue {
        value: "chairs".to_owned(),
        label: "Chairs".to_owned(),
        count: 31,
        selected: false,
    }];
    let html = page("/search?q=oak&category=desks&a.colour=red&max=20", nothing).await;
    let parts = [
        "No product in Desks matches “oak” and fits your filters: colour: red, Up to 20.",
        r#"href="/search?q=oak&amp;category=desks">Without “colour: red”</a>"#,
        "1,200 products",
        "Search in all categories",
        "Browse all products",
        r#"href="/c/chairs">Chairs</a>"#,
    ];
    assert!(places(&html, parts).is_sorted(), "{html}");
    // That is what the rescue does, and it says how many.
    assert!(!html.contains("Remove all filters"), "{html}");
}

#[tokio::test]
async fn chosen_properties_are_chips_and_boxes() {
    let mut red = results(&["Red desk"], 1);
    red.facets.attributes = vec![AttributeFacet {
        name: "colour".to_owned(),
        label: "Colour".to_owned(),
        values: vec![FacetValue {
            value: "red".to_owned(),
            label: "red".to_owned(),
            count: 1,
            selected: true,
        }],
    }];
    let html = page("/search?a.colour=red", red).await;
    let (_, chip) = html.split_once("Remove filter: ").unwrap();
    assert!(chip.starts_with("</span>Colour: red<"), "{chip}");
    let (before, _) = html.split_once(r#"class="chip""#).unwrap();
    assert!(
        before.ends_with(r#"<a href="/search" rel="nofollow" "#),
        "{before}"
    );
    assert!(
        html.contains(r#"name="a.colour" value="red" checked"#),
        "{html}"
    );
}

#[tokio::test]
async fn what_was_searched_for_is_marked_in_names() {
    let mut oak = results(&["Solid <oak> desk"], 1);
    oak.reading.highlight = words(&["oak", "desk"]);
    let html = page("/search?q=oak+desk", oak).await;
    let name = "Solid &lt;<mark>oak</mark>&gt; <mark>desk</mark></a>";
    assert!(html.contains(name), "{html}");
}

#[tokio::test]
async fn other_pages_are_links_and_a_button_that_only_a_script_shows() {
    let mut long = results(&["Oak desk"], 50);
    long.page_count = 3;
    let first = page("/search?q=desk", long).await;
    let [cards, more, pages] = places(&first, ["Oak desk", r#"id="more" hidden"#, r#"rel="next""#]);
    assert!(cards < more && more < pages, "{first}");
    let whole = page("/search?q=desk", results(&["Oak desk"], 1)).await;
    assert!(!whole.contains("id=\"more\"") && !whole.contains("rel=\"next\""));
}

#[tokio::test]
async fn a_heart_belongs_to_the_form_that_comes_back_here() {
    let page = page("/search?q=oak+desk", results(&["Oak \"desk\""], 1)).await;
    let heart = r#"form="favourite" name="add" value="1""#;
    assert!(page.contains(heart), "{page}");
    assert!(
        page.contains(r#"aria-label="Favourite: Oak &quot;desk&quot;""#),
        "{page}"
    );
    assert!(!page.contains("aria-pressed"), "only a script knows");
    assert!(
        page.contains(r#"name="next" value="/search?q=oak+desk""#),
        "{page}"
    );
}
