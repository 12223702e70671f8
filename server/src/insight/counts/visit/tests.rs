use super::*;

fn of(uri: &str, headers: &[(&str, &str)]) -> Option<Visit> {
    let mut request = Request::get(uri).header("host", "shop.test");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Visit::of(&request.body(()).unwrap())
}

fn product(slug: &str, from: Option<&str>) -> Visit {
    Visit::Product {
        slug: slug.to_owned(),
        from: from.map(str::to_owned),
    }
}

fn search(words: &str) -> Visit {
    Visit::Search(words.to_owned())
}

#[test]
fn products_count_by_slug() {
    assert_eq!(of("/p/oak-lamp-2", &[]), Some(product("oak-lamp-2", None)));
    assert_eq!(
        of("/p/oak-lamp?from=mail", &[]),
        Some(product("oak-lamp", None))
    );
    for other in ["/p/", "/p/a/b", "/p/a%00", "/p/A", "/pp/a", "/c/oak"] {
        assert_eq!(of(other, &[]), None, "{other}");
    }
}

#[test]
fn searches_by_words_count() {
    for address in [
        "/search?q=oak+desk",
        "/search?x=1&q=%20Oak%20%20DESK&page=1",
        "/search?q=o%C3%A0k+desk&sort=relevance",
    ] {
        assert_eq!(of(address, &[]), Some(search("oak desk")), "{address}");
    }
    for other in [
        "/search",
        "/search?q=",
        "/search?q=+&brand=b",
        "/search?q=jo%40example.org",
        "/",
        "/suggest?q=oak",
    ] {
        assert_eq!(of(other, &[]), None, "{other}");
    }
}

#[test]
fn narrowing_a_search_is_no_search() {
    for further in [
        "page=2",
        "sort=price",
        "brand=b",
        "category=home",
        "min=3",
        "exact=1",
        "a.colour=red",
    ] {
        assert_eq!(
            of(&format!("/search?q=oak&{further}"), &[]),
            None,
            "{further}"
        );
    }
}

#[test]
fn a_product_is_opened_from_the_results_of_this_site() {
    let from = |referer: &str| of("/p/lamp", &[("referer", referer)]);
    for results in [
        "http://shop.test/search?q=Oak+lamp",
        "https://shop.test/search?brand=b&page=3&q=oak++LAMP&exact=1",
    ] {
        assert_eq!(
            from(results),
            Some(product("lamp", Some("oak lamp"))),
            "{results}"
        );
    }
    for other in [
        "https://other.test/search?q=oak",
        "https://shop.test.evil/search?q=oak",
        "https://shop.test:8000/search?q=oak",
        "/search?q=oak",
        "https://shop.test/search",
        "https://shop.test/search?brand=b",
        "https://shop.test/c/lamps?q=oak",
        "https://shop.test/search?q=jo%40example.org",
        "no address at all",
        "",
    ] {
        assert_eq!(from(other), Some(product("lamp", None)), "{other}");
    }
}

#[test]
fn what_nobody_looks_at_does_not_count() {
    let ahead = [("sec-purpose", "prefetch;prerender")];
    assert_eq!(of("/p/lamp", &ahead), None);
    assert_eq!(of("/search?q=oak", &[("purpose", "prefetch")]), None);
    let mut request = Request::get("/p/lamp").body(()).unwrap();
    request.extensions_mut().insert(Uncounted);
    assert_eq!(Visit::of(&request), None);
    let request = Request::head("/p/lamp").body(()).unwrap();
    assert_eq!(Visit::of(&request), None);
}
