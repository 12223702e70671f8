use proptest::prelude::*;

use super::*;

fn address(uri: &str) -> Option<PageAddress> {
    PageAddress::of(&Method::GET, &uri.parse().unwrap())
}

fn meaning(uri: &str) -> Option<Meaning> {
    address(uri).map(|address| address.meaning)
}

/// What a page makes of its address.
fn parsed(uri: &str) -> ParsedQuery {
    let uri: Uri = uri.parse().unwrap();
    let parsed = ParsedQuery::parse(uri.query().unwrap_or_default());
    match uri.path().strip_prefix("/c/") {
        Some(category) => parsed.in_category(category).unwrap(),
        None => parsed,
    }
}

#[test]
fn only_pages_of_the_shop_are_shared() {
    for uri in ["/", "/search", "/c/kitchen/pans", "/p/oak-desk"] {
        assert!(address(uri).is_some(), "{uri}");
    }
    for uri in [
        "/me", "/log-in", "/nowhere", "/search/", "/c/", "/c/No", "/p/", "/p/a/b", "/p/%41",
    ] {
        assert!(address(uri).is_none(), "{uri}");
    }
    let uri = Uri::from_static("/");
    assert!(PageAddress::of(&Method::HEAD, &uri).is_some());
    assert!(PageAddress::of(&Method::POST, &uri).is_none());
}

#[test]
fn what_a_page_does_not_look_at_makes_no_difference() {
    for (a, b) in [
        ("/?utm_source=mail", "/"),
        ("/p/oak-desk?a=b", "/p/oak-desk"),
        ("/search?q=oak&utm=1&page=1", "/search?q=+oak%20"),
        ("/c/kitchen/", "/c/kitchen?category=garden"),
    ] {
        assert_eq!(meaning(a), meaning(b), "{a} {b}");
    }
}

#[test]
fn what_a_page_tells_about_its_address_does() {
    assert_ne!(meaning("/search?page=0"), meaning("/search"));
    assert_eq!(meaning("/search?page=0"), meaning("/search?page=x"));
    assert_eq!(
        address("/search?page=x").unwrap().target(),
        "/search?page=x"
    );
}

#[test]
fn a_category_has_one_page_among_the_searches_and_one_of_its_own() {
    let among = address("/search?category=kitchen/pans&stock=1").unwrap();
    assert_eq!(among.target(), "/search?category=kitchen%2Fpans&stock=1");
    let own = address("/c/kitchen/pans?stock=1").unwrap();
    assert_eq!(own.target(), "/c/kitchen/pans?stock=1");
    assert_ne!(among.meaning, own.meaning);
}

fn uris() -> impl Strategy<Value = String> {
    let name = "q|brand|min|max|rating|stock|sort|page|category|utm";
    let value = "[a-c1-4]{0,2}|price|newest|kitchen/pans|1";
    let pairs = prop::collection::vec((name, value), 0..4);
    let path = "/search|/c/kitchen|/c/kitchen/pans";
    (path, pairs).prop_map(|(path, pairs)| {
        let query = Serializer::new(String::new()).extend_pairs(pairs).finish();
        format!("{path}?{query}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn addresses_are_equal_exactly_if_they_mean_the_same(a in uris(), b in uris()) {
        let path = |uri: &str| uri.split('?').next().unwrap().to_owned();
        let same = path(&a) == path(&b) && parsed(&a) == parsed(&b);
        prop_assert_eq!(meaning(&a) == meaning(&b), same, "{} {}", a, b);
    }

    #[test]
    fn the_page_is_asked_for_where_it_means_the_same(uri in uris()) {
        let target = address(&uri).unwrap().target();
        prop_assert_eq!(parsed(&target), parsed(&uri));
        prop_assert_eq!(meaning(&target), meaning(&uri));
    }
}
