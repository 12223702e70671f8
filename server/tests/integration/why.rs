//! Why a product is a result, as its page tells.

use http::StatusCode;

use crate::support::site::{Answer, Site};

const SEARCH: &str = "/search?q=black+desks";

/// Where a list's first card leads for its explanation.
fn first_link(list: &Answer) -> String {
    let (_, rest) = list.body.split_once("href=\"/why?").expect("a link");
    let (link, _) = rest.split_once('"').expect("its end");
    format!("/why?{}", link.replace("&amp;", "&"))
}

#[tokio::test]
async fn a_card_leads_to_its_explanation() {
    let site = Site::without_redis(2000).await;
    let list = site.get(SEARCH).await;
    let link = first_link(&list);
    assert!(link.starts_with("/why?q=black+desks&product="), "{link}");
    let why = site.get(&link).await;
    assert_eq!(why.status, StatusCode::OK, "{}", why.body);
    for said in ["“black”", "“desks”", "class=\"why-bar\"", "noindex"] {
        assert!(why.body.contains(said), "{said} in {}", why.body);
    }
    assert!(!why.header("cache-control").contains("public"));
}

#[tokio::test]
async fn what_is_no_result_has_none() {
    let site = Site::without_redis(500).await;
    let link = first_link(&site.get(SEARCH).await);
    let product = link.split_once("&product=").expect("a product").1;
    for path in [
        "/why".to_owned(),
        "/why?q=black".to_owned(),
        "/why?q=black&product=x".to_owned(),
        format!("/why?product={product}"),
        format!("/why?q=qqxqxzz&product={product}"),
        // A filter that it does not pass.
        format!("/why?q=black+desks&min=999999&product={product}"),
        format!("/why?q=black+desks&category=no/where&product={product}"),
    ] {
        assert_eq!(
            site.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn cards_are_drawn_in_the_order_asked_for_and_only_of_what_is_sold() {
    let site = Site::without_redis(50).await;
    let list = site.get("/search").await;
    let ids: Vec<&str> = list.body.split("data-id=\"").skip(1).collect();
    let ids: Vec<&str> = ids
        .iter()
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let (first, second) = (ids[0], ids[1]);
    let cards = site
        .get(&format!("/cards?ids={second},999999999,{first},x"))
        .await;
    assert_eq!(cards.status, StatusCode::OK);
    let place = |id: &str| {
        cards
            .body
            .find(&format!("data-id=\"{id}\""))
            .expect("its card")
    };
    assert!(place(second) < place(first));
    assert_eq!(cards.body.matches("<article").count(), 2);
    assert!(!cards.body.contains("<html"));
}
