//! Reading, without a token: what the pages show.

use proptest::prelude::*;

use super::world::{PRODUCTS, World};
use crate::support::site::Site;

#[tokio::test]
async fn a_search_tells_what_its_page_shows() {
    let world = World::start().await;
    let first = world.get("/api/v1/search?sort=price").await;
    assert_eq!(first.status, 200, "{first:?}");
    let found = first.json();
    let total = found["total"].as_i64().unwrap();
    assert!(total > 24, "{total}");
    let item = &found["items"][0];
    for field in [
        "id",
        "slug",
        "name",
        "category",
        "price_minor",
        "currency",
        "availability",
        "url",
        "image",
    ] {
        assert!(!item[field].is_null(), "{field}: {item}");
    }
    assert!(
        item["url"]
            .as_str()
            .unwrap()
            .starts_with("https://shop.example/p/")
    );
    let counts = found["facets"]["brands"].as_array().unwrap();
    assert!(
        counts
            .iter()
            .all(|brand| brand["count"].as_i64().unwrap() > 0)
    );

    // Whoever has it need not get it again.
    let tag = first.header("etag").to_owned();
    let again = world
        .ask(
            "GET",
            "/api/v1/search?sort=price",
            &[("if-none-match", &tag)],
            "",
        )
        .await;
    assert_eq!((again.status, again.body.as_str()), (304, ""));

    // All pages have all products, each once.
    let mut ids: Vec<i64> = Vec::new();
    let mut path = "/api/v1/search?sort=price".to_owned();
    loop {
        let page = world.get(&path).await.json();
        ids.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["id"].as_i64().unwrap()),
        );
        let Some(next) = page["next"].as_str() else {
            break;
        };
        path = format!("/api/v1/search?sort=price&cursor={next}");
    }
    let seen = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((seen, ids.len()), (usize::try_from(total).unwrap(), seen));
    // The cursor of another search is none.
    let elsewhere = path.replace("sort=price", "sort=rating");
    assert_eq!(world.get(&elsewhere).await.fields(), ["cursor"]);
}

#[tokio::test]
async fn how_words_were_understood_is_told() {
    let world = World::start().await;
    let name = world.one("SELECT name FROM products WHERE status = 'published' ORDER BY char_length(name) DESC LIMIT 1").await;
    let wanted = name
        .split(|c: char| !c.is_ascii_alphabetic())
        .max_by_key(|word| word.len())
        .unwrap()
        .to_lowercase();
    let found = world
        .get(&format!("/api/v1/search?q={wanted}"))
        .await
        .json();
    assert_eq!(found["understood"]["words"], wanted.as_str());
    assert!(found["total"].as_i64().unwrap() > 0, "{found}");
    let completed = world
        .get(&format!("/api/v1/suggest?q={}", &wanted[..3]))
        .await;
    let suggestions = completed.json()["suggestions"].clone();
    assert!(!suggestions.as_array().unwrap().is_empty(), "{completed:?}");
    let tag = completed.header("etag").to_owned();
    let path = format!("/api/v1/suggest?q={}", &wanted[..3]);
    let again = world
        .ask("GET", &path, &[("if-none-match", &tag)], "")
        .await;
    assert_eq!(again.status, 304);
}

#[tokio::test]
async fn a_product_is_there_gone_or_never_was() {
    let world = World::start().await;
    let id = world
        .one("SELECT min(id)::text AS name FROM products WHERE status = 'published'")
        .await;
    let path = format!("{PRODUCTS}/{id}");
    let there = world.get(&path).await;
    assert_eq!(there.status, 200, "{there:?}");
    let product = there.json();
    assert_eq!(product["id"].to_string(), id);
    assert!(product.get("version").is_none(), "that is for its owner");
    let tag = there.header("etag").to_owned();
    let again = world
        .ask("GET", &path, &[("if-none-match", &tag)], "")
        .await;
    assert_eq!(again.status, 304);
    for (status, answer) in [("archived", (410, "gone")), ("draft", (404, "not_found"))] {
        world
            .site
            .execute(&format!(
                "UPDATE products SET status = '{status}' WHERE id = {id}"
            ))
            .await;
        // Whoever wrote by hand is not waited for.
        world.site.state.replica.refresh().await.unwrap();
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
        loop {
            let said = world.get(&path).await;
            if said.status != 200 && said.problem() == (answer.0, answer.1.to_owned()) {
                break;
            }
            assert!(std::time::Instant::now() < deadline, "{said:?}");
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }
    for nothing in ["999999", "x", "-1", "99999999999999999999"] {
        let said = world.get(&format!("{PRODUCTS}/{nothing}")).await;
        assert_eq!(said.problem(), (404, "not_found".to_owned()), "{nothing}");
    }
}

/// Number of results that a page tells, and keys of the products it shows.
fn shown(page: &str) -> Vec<String> {
    let cards = page.split("<article ").skip(1);
    let tags = cards.filter_map(|card| card.split('>').next());
    let keys = tags.filter_map(|tag| tag.split_once("data-id=\"")?.1.split('"').next());
    keys.map(str::to_owned).collect()
}

/// Whatever is asked for, a program gets what a person does.
#[test]
fn items_and_total_are_those_of_the_page() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let site = runtime.block_on(Site::without_redis(200));
    let words = prop::sample::select(vec!["", "lamp", "oak", "steel chair", "blu", "zzqqx"]);
    let sorts = prop::sample::select(vec!["", "price", "price-desc", "rating", "newest"]);
    let query = (words, sorts, 0..3_u32, 0..5_u32, any::<bool>(), 1..4_u32);
    let config = ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |((words, sort, min, rating, stock, page) in query)| {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.append_pair("q", words);
        if !sort.is_empty() {
            pairs.append_pair("sort", sort);
        }
        if min > 0 {
            pairs.append_pair("min", &(min * 20).to_string());
        }
        if rating > 0 {
            pairs.append_pair("rating", &rating.to_string());
        }
        if stock {
            pairs.append_pair("stock", "1");
        }
        let query = pairs.append_pair("page", &page.to_string()).finish();
        let (html, json) = runtime.block_on(async {
            let html = site.get(&format!("/search?{query}")).await;
            (html, site.get(&format!("/api/v1/search?{query}")).await)
        });
        prop_assert_eq!(json.status.as_u16(), 200, "{} {}", &query, &json.body);
        let found: serde_json::Value = serde_json::from_str(&json.body).unwrap();
        let ids: Vec<String> = found["items"].as_array().unwrap().iter().map(|item| item["id"].to_string()).collect();
        prop_assert_eq!(&ids, &shown(&html.body), "{}", &query);
        let total = app::model::money::grouped_count(found["total"].as_i64().unwrap());
        prop_assert!(html.body.contains(&total), "{total} {query}");
    });
}
