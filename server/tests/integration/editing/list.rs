//! The list: what it finds, and that its pages together are all of it, each product once.

use super::world::World;

/// Keys of the products on a page, in order.
fn keys(page: &str) -> Vec<i64> {
    let links = page.split("href=\"/admin/products/").skip(1);
    links
        .filter_map(|rest| rest.split('"').next()?.parse().ok())
        .collect()
}

/// Keys on all pages, one after the other.
async fn all(world: &World, first: &str) -> Vec<i64> {
    let mut found = Vec::new();
    let mut address = first.to_owned();
    loop {
        let page = world.get(&address).await.body;
        found.extend(keys(&page));
        let Some((before, _)) = page.split_once("rel=\"next\"") else {
            return found;
        };
        let (_, href) = before.rsplit_once("href=\"").expect("an address");
        address = href.split('"').next().unwrap().replace("&amp;", "&");
        assert!(found.len() < 1_000, "{address} never ends");
    }
}

#[tokio::test]
async fn the_pages_of_each_order_have_every_product_once() {
    let world = World::start().await;
    // Many of the same price, stock and name; some without.
    world
        .site
        .execute(
            "INSERT INTO products (sku, slug, name, price_minor, stock)
             SELECT 'L' || i, 'l-' || i, 'Same', nullif(i % 3, 0) * 100, nullif(i % 4, 0)
             FROM generate_series(1, 120) i",
        )
        .await;
    for (order, sql) in [
        ("", "id DESC"),
        ("name", "name, id"),
        ("price", "price_minor NULLS LAST, id"),
        ("stock", "stock NULLS LAST, id"),
    ] {
        let sql = format!(
            "SELECT id::text AS name FROM products p ORDER BY {}",
            sql.replace("name,", "p.name,")
        );
        let expected: Vec<i64> = world
            .site
            .names(&sql)
            .await
            .iter()
            .map(|id| id.parse().unwrap())
            .collect();
        let found = all(&world, &format!("/admin/products?order={order}")).await;
        assert_eq!(found, expected, "{order}");
    }
}

#[tokio::test]
async fn filters_narrow_the_list_exactly() {
    let world = World::start().await;
    world
        .site
        .execute(
            "UPDATE products SET name = '100%_\\ oak', status = 'draft', stock = 3 WHERE id = 7",
        )
        .await;
    world
        .site
        .execute("UPDATE products SET stock = CASE id WHEN 8 THEN 0 ELSE 50 END WHERE id <> 7")
        .await;
    let sku = world
        .one("SELECT sku AS name FROM products WHERE id = 9")
        .await;
    for (query, expected) in [
        ("q=100%25_%5C", vec![7]),
        ("q=0%25_%5C+OA", vec![7]),
        ("q=1__", vec![]),
        ("status=draft", vec![7]),
        ("status=draft&stock=low", vec![7]),
        ("status=published&stock=low", vec![]),
        ("stock=out", vec![8]),
        ("stock=uncounted", vec![]),
        (&*format!("q={sku}"), vec![9]),
        ("q=%00", vec![]),
    ] {
        let page = world.get(&format!("/admin/products?{query}")).await.body;
        if query == "q=%00" {
            assert!(page.contains(">60 products"), "{page}");
        } else {
            assert_eq!(keys(&page), expected, "{query}");
        }
    }
    let in_category =
        "WITH top AS (SELECT path FROM categories WHERE parent_id IS NULL ORDER BY id LIMIT 1)
                       SELECT count(*)::text AS name
                       FROM top, products p JOIN categories c ON c.id = p.category_id
                       WHERE c.path = top.path OR c.path LIKE top.path || '/%'";
    let count = world.one(in_category).await;
    let top = world
        .one("SELECT id::text AS name FROM categories WHERE parent_id IS NULL ORDER BY id LIMIT 1")
        .await;
    let found = all(&world, &format!("/admin/products?category={top}")).await;
    assert_eq!(found.len().to_string(), count);
    for nonsense in [
        "order=price&after=x&key=1",
        "order=stock&after=99999999999&key=1",
        "after=1&key=x",
        "order=name&after=%00&key=1",
    ] {
        let page = world.get(&format!("/admin/products?{nonsense}")).await;
        assert_eq!(keys(&page.body).len(), 50, "{nonsense}");
    }
}
