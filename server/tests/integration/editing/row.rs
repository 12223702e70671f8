//! Changing a product in the list.

use http::StatusCode;

use super::world::{World, told};
use crate::log_in::site::Answer;

const LIST: &str = "/admin/products?status=published&order=name";

impl World {
    /// What is in the row of a product that nobody has changed, with some of it replaced, sent from the list at `list`.
    async fn send_row(&self, list: &str, id: i64, changes: &[(&str, &str)]) -> Answer {
        let sql = format!(
            "SELECT concat(version, '/', round(price_minor / 100.0, 2), '/', status, '/', stock) AS name
             FROM products WHERE id = {id}"
        );
        let now = self.one(&sql).await;
        let [version, price, status, stock] =
            now.split('/').collect::<Vec<_>>().try_into().unwrap();
        let id = id.to_string();
        let fields = [
            ("product", &*id),
            ("version", version),
            ("price", price),
            ("status", status),
            ("stock", stock),
        ];
        let fields = fields.map(|(name, value)| {
            let change = changes.iter().find(|(changed, _)| *changed == name);
            (name, change.map_or(value, |(_, value)| *value))
        });
        self.post(list, &fields).await
    }
}

async fn prepared() -> World {
    let world = World::start().await;
    let set = "UPDATE products SET price_minor = 4990, stock = 5, currency = 'USD'";
    world.site.execute(set).await;
    world
}

const NOW: &str =
    "SELECT concat_ws(' ', status, price_minor, stock) AS name FROM products WHERE id = 7";

#[tokio::test]
async fn what_is_saved_is_in_the_shop_and_one_is_back_at_the_row() {
    let world = prepared().await;
    let before = world.history().await.len();
    let others = "SELECT (to_jsonb(p) - '{version,updated_at}'::text[])::text AS name FROM products p WHERE id <> 7 ORDER BY id";
    let of_others = world.site.names(others).await;
    let changes = [("price", "1,234.5"), ("stock", ""), ("status", "draft")];
    let saved = world.send_row(LIST, 7, &changes).await;
    assert_eq!(saved.location(), format!("{LIST}#p7"));
    let said = world.after(&saved).await;
    assert!(said.starts_with("Saved "), "{said}");
    assert!(said.contains("It touched product:7, slug:"), "{said}");
    assert!(
        said.contains("The one instance there is goes by it, after "),
        "{said}"
    );
    assert_eq!(world.one(NOW).await, "draft 123450");
    assert_eq!(world.site.names(others).await, of_others);
    assert_eq!(world.history().await.len(), before + 1);
}

#[tokio::test]
async fn what_is_so_already_is_no_change() {
    let world = prepared().await;
    let before = world.catalogue().await;
    let saved = world.send_row("/admin/products", 7, &[]).await;
    assert_eq!(saved.location(), "/admin/products#p7");
    let said = world.after(&saved).await;
    assert_eq!(said, "Nothing was changed: all of it was so already.");
    assert_eq!(world.catalogue().await, before);
}

#[tokio::test]
async fn bad_values_stand_beside_their_words_and_nothing_typed_is_lost() {
    let world = prepared().await;
    let before = world.catalogue().await;
    for (field, typed, words) in [
        ("price", "dear \"<b>\"", "A price is a plain number"),
        ("price", "10000000000", "A price is a plain number"),
        ("stock", "-1", "The stock is a whole number"),
        ("status", "sold", "Please choose one."),
    ] {
        let mut typed_in = vec![(field, typed)];
        typed_in.extend(
            [("price", "12.34"), ("stock", "77")]
                .iter()
                .filter(|(name, _)| *name != field),
        );
        let refused = world.send_row(LIST, 7, &typed_in).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        let page = &refused.body;
        let said = format!("id=\"{field}-7-problem\" class=\"problem\">{words}");
        assert!(page.contains(&said), "{said}: {page}");
        // No option is what was sent as the status.
        for (name, typed) in typed_in.iter().filter(|(name, _)| *name != "status") {
            let escaped = typed
                .replace('"', "&quot;")
                .replace('<', "&lt;")
                .replace('>', "&gt;");
            assert!(
                page.contains(&format!("value=\"{escaped}\"")),
                "{name} {escaped}: {page}"
            );
        }
    }
    assert_eq!(world.catalogue().await, before);
}

#[tokio::test]
async fn who_comes_second_sees_what_differs_and_may_save_over_it() {
    let world = prepared().await;
    let version = world
        .one("SELECT version::text AS name FROM products WHERE id = 7")
        .await;
    // Theirs does not match the filter any more.
    world
        .save(7, &[("status", "archived"), ("stock", "41")])
        .await;
    let mine = [
        ("version", &*version),
        ("price", "7"),
        ("status", "published"),
    ];
    let refused = world.send_row(LIST, 7, &mine).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    let page = refused.body.replace("<!>", "");
    for part in [
        "Changed by someone else",
        "Changed by Ada &lt;b&gt;Lovelace&lt;/b&gt; on",
        "<th scope=\"row\">Status</th><td class=\"words\">archived</td><td class=\"words\">published</td>",
        "<th scope=\"row\">Price</th><td class=\"words\">49.90</td><td class=\"words\">7</td>",
        "id=\"p7\"",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(world.one(NOW).await.starts_with("archived 4990"));
    let (_, row) = page.split_once("id=\"p7\"").unwrap();
    let (_, version) = row.split_once("name=\"version\" value=\"").unwrap();
    let version = version.split('"').next().unwrap();
    let mine = [
        ("version", version),
        ("price", "7"),
        ("status", "published"),
    ];
    let saved = world.send_row(LIST, 7, &mine).await;
    assert!(world.after(&saved).await.starts_with("Saved "));
    assert_eq!(world.one(NOW).await, "published 700 41");
}

#[tokio::test]
async fn a_product_that_is_gone_cannot_be_saved() {
    let world = prepared().await;
    for product in ["999", "x", ""] {
        let fields = [("product", product), ("status", "draft")];
        let refused = world.post(LIST, &fields).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{product}");
        assert!(
            refused.body.contains("This product is not there any more."),
            "{}",
            refused.body
        );
        assert_eq!(told(&refused.body), None);
    }
}
