//! What is listed as a file.

use http::StatusCode;

use super::world::World;
use crate::log_in::site::EMAIL;

const EXPORT: &str = "/admin/products/export";

#[tokio::test]
async fn a_file_has_what_is_listed_and_nothing_else() {
    let world = World::start().await;
    let prepare = "INSERT INTO products (sku, slug, name, status)
                   SELECT 'many ' || i, 'many-' || i, 'Many ' || i, 'draft' FROM generate_series(1, 1500) i";
    world.site.execute(prepare).await;
    for (query, count) in [
        ("", 1_560),
        ("&status=draft", 1_500),
        ("&status=draft&q=Many+150", 2),
        ("&q=nothing+like+it", 0),
    ] {
        let csv = world.get(&format!("{EXPORT}?format=csv{query}")).await;
        assert_eq!(csv.status, StatusCode::OK);
        assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
        let kept = csv.headers["content-disposition"].to_str().unwrap();
        assert!(
            kept.starts_with("attachment; filename=\"products-"),
            "{kept}"
        );
        assert_eq!(csv.headers["cache-control"], "no-store");
        let mut reader = csv::Reader::from_reader(csv.body.as_bytes());
        assert_eq!(
            reader.records().map(Result::unwrap).count(),
            count,
            "{query}"
        );
        let lines = world.get(&format!("{EXPORT}?format=jsonl{query}")).await;
        assert_eq!(lines.body.lines().count(), count, "{query}");
    }
    let list = world.get("/admin/products?q=Many&order=name").await.body;
    assert!(
        list.contains("href=\"/admin/products/export?format=csv&amp;q=Many\""),
        "{list}"
    );
    for nonsense in ["", "?format=xlsx"] {
        let answer = world.get(&format!("{EXPORT}{nonsense}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{nonsense}");
    }
}

#[tokio::test]
async fn only_editors_have_the_file() {
    let world = World::start().await;
    let address = format!("{EXPORT}?format=csv");
    let guest = world.site.get(&address, "").await;
    assert!(guest.location().starts_with("/log-in?"));
    for role in ["customer", "viewer"] {
        let change = format!("UPDATE users SET role = '{role}' WHERE email = '{EMAIL}'");
        world.site.execute(&change).await;
        assert_eq!(
            world.get(&address).await.status,
            StatusCode::FORBIDDEN,
            "{role}"
        );
    }
    let list = world.get("/admin/products").await.body;
    assert!(!list.contains(EXPORT), "{list}");
}
