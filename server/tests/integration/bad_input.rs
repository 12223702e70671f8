//! Whatever stands in an address: a page of ours, never a failure, never slow.

use std::time::{Duration, Instant};

use crate::support::site::Site;

/// Far more than any page of a small catalogue takes; what is stuck takes for ever.
const SLOW: Duration = Duration::from_secs(5);

fn addresses() -> Vec<String> {
    let long = "a".repeat(10_240);
    let words = "lamp+".repeat(2_000);
    let brands = "&brand=b".repeat(1_000);
    let mut addresses: Vec<String> = [
        "/search?sort=nonsense",
        "/search?page=0",
        "/search?page=-1",
        "/search?page=1e9",
        "/search?page=1000000000",
        "/search?page=99999999999999999999999",
        "/search?min=-5",
        "/search?min=90&max=10",
        "/search?min=NaN&max=1e400",
        "/search?min=99999999999999999999",
        "/search?rating=0&rating=9",
        "/search?q=a&q=b&page=1&page=2&sort=price&sort=rating",
        "/search?q=%00",
        "/search?q=a%00b",
        "/search?q=%zz",
        "/search?q=%",
        "/search?q=%ff%fe",
        "/search?q=%ed%a0%80",
        "/search?q=%f0%9f%92%a9",
        "/search?q=%E2%80%AEabc",
        "/search?q='%20OR%201=1--",
        "/search?q=%22unclosed",
        "/search?q=a%26%7C!()%3A*%3C-%3E",
        "/search?q=-",
        "/search?q=the",
        "/search?brand=%00",
        "/search?brand='",
        "/search?category=..%2F..",
        "/search?category=%00",
        "/search?category=nowhere",
        "/search?=&&&==&",
        "/search?q[]=1&q%5B%5D=2",
        "/search?stock=maybe",
        "/c/",
        "/c/nowhere",
        "/c/../etc",
        "/c/%00",
        "/c/%ff",
        "/c/a//b",
        "/c/A",
        "/p/",
        "/p/nothing",
        "/p/%00",
        "/p/%ff%fe",
        "/p/a%2fb",
        "/p/'%20OR%201=1--",
        "/%zz",
        "/%ff",
        "/..%2f..%2fetc%2fpasswd",
        "//evil.test/",
        "/suggest",
        "/suggest?q=",
        "/suggest?q=%00",
        "/suggest?q=%ff",
        "/suggest?q=%25_%5C",
        "/suggest?q='%3A*%20%26",
        "/suggest?q=the",
        "/pictures/..%2f..%2fetc",
        "/pictures/%ff.svg",
        "/pkg/..%2f..%2fCargo.toml",
        "/log-in?done=%3Cscript%3E&next=//evil.test",
    ]
    .map(str::to_owned)
    .into();
    addresses.extend([
        format!("/search?q={long}"),
        format!("/search?q={words}"),
        format!("/search?x=1{brands}"),
        format!("/search?brand={long}"),
        format!("/search?category={long}"),
        format!("/search?min={}", "9".repeat(5_000)),
        format!("/p/{long}"),
        format!("/c/{long}"),
        format!("/suggest?q={long}"),
    ]);
    addresses
}

#[tokio::test]
async fn every_address_gets_a_page() {
    let site = Site::without_redis(300).await;
    for address in addresses() {
        let started = Instant::now();
        let answer = site.get(&address).await;
        let shown = address.get(..80).unwrap_or(&address);
        assert!(answer.status.as_u16() < 500, "{shown}: {}", answer.status);
        assert!(
            started.elapsed() < SLOW,
            "{shown} took {:?}",
            started.elapsed()
        );
        let is_page = ["/search", "/c/", "/p/", "/%"]
            .iter()
            .any(|start| address.starts_with(start));
        if is_page {
            assert!(
                answer.body.contains("site-header"),
                "{shown} is no page of ours: {}",
                answer.body
            );
        }
        assert!(!answer.body.contains('\0'), "{shown}: a NUL in the page");
    }
}
