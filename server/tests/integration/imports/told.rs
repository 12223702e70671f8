//! What is told is what is done, all of it can be taken back, and what goes out comes in again.

use proptest::{prelude::*, strategy::ValueTree as _};
use serde_json::{Value, json};

use super::world::{World, counts, words};

/// What somebody does to a line of an export.
#[derive(Debug, Clone)]
enum Edit {
    Leave,
    Set(&'static str, Value),
    New,
    Break,
}

fn edit() -> impl Strategy<Value = Edit> {
    let field = prop_oneof![
        "[a-z =@']{1,9}x".prop_map(|text| Edit::Set("title", json!(text))),
        (0..9_i32).prop_map(|stock| Edit::Set("stock", json!(stock))),
        Just(Edit::Set("stock", Value::Null)),
        Just(Edit::Set("brand", json!("New & Brand"))),
        Just(Edit::Set("brand", Value::Null)),
        Just(Edit::Set("category", json!(["New", "Shelf > 2 m"]))),
        (0..99_i64).prop_map(|price| Edit::Set("price_cents", json!(price))),
        Just(Edit::Set("status", json!("archived"))),
        Just(Edit::Set("attributes", json!({"=odd, \"name\"": "a\tb"}))),
        Just(Edit::Set(
            "created_at",
            json!("2020-02-29T12:00:00.000001Z")
        )),
    ];
    prop_oneof![2 => Just(Edit::Leave), 4 => field, 1 => Just(Edit::New), 1 => Just(Edit::Break)]
}

fn apply(line: &str, edit: &Edit, number: usize) -> String {
    let mut product: Value = serde_json::from_str(line).unwrap();
    match edit {
        Edit::Leave => {}
        Edit::Set(field, value) => product[field] = value.clone(),
        Edit::New => {
            product["id"] = json!(format!("new {number}"));
            product["slug"] = Value::Null;
        }
        Edit::Break => product["rating"] = json!(17),
    }
    product.to_string()
}

/// How many of each: made, changed, the same, bad.
fn numbers(sentence: &str) -> Vec<u64> {
    let words = sentence.split(|c: char| !c.is_ascii_digit());
    words.filter_map(|word| word.parse().ok()).collect()
}

#[tokio::test]
async fn what_is_told_is_done_and_taken_back_as_one() {
    let mut world = World::start().await;
    world.promote().await;
    let edits = prop::collection::vec(edit(), 60);
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for round in 0..4 {
        let edits = edits.new_tree(&mut runner).unwrap().current();
        let export = world.get("/admin/products/export?format=jsonl").await.body;
        let lines: Vec<String> = export
            .lines()
            .zip(&edits)
            .enumerate()
            .map(|(number, (line, edit))| apply(line, edit, number))
            .collect();
        let before = world.catalogue().await;
        let path = world.bring("edited.jsonl", lines.join("\n")).await;
        let told = world.check(&path).await;
        assert_eq!(world.catalogue().await, before, "nothing is done yet");
        assert_eq!(world.run(&path, &told).await.location(), path);
        let done = world.settled(&path).await;
        let (promised, did) = (numbers(counts(&told)), numbers(counts(&done)));
        assert_eq!(promised, did, "round {round}: {}", words(&done));
        assert_eq!(promised.iter().sum::<u64>(), 60);
        let made = edits
            .iter()
            .filter(|edit| matches!(edit, Edit::New))
            .count();
        assert_eq!(promised[0], made as u64);
        let bad = edits
            .iter()
            .filter(|edit| matches!(edit, Edit::Break))
            .count();
        assert_eq!(promised[3], bad as u64);
        assert_ne!(world.catalogue().await, before);
        assert!(words(&done).starts_with("It is in the shop."), "{done}");

        let act = world
            .one("SELECT max(id)::text AS name FROM product_acts")
            .await;
        let page = world.page(&format!("/admin/products/acts/{act}")).await;
        assert!(
            page.contains("It imported the file “edited.jsonl”."),
            "{page}"
        );
        assert!(page.contains("Lovelace"), "{page}");
        let undo = format!("/admin/products/acts/{act}/undo");
        world.post(&undo, &[]).await.location();
        assert_eq!(world.catalogue().await, before, "round {round}");
    }
}

/// More than the history keeps one by one of other loads.
#[tokio::test]
async fn many_new_products_are_taken_back_as_well() {
    let mut world = World::start().await;
    world.promote().await;
    let before = world.catalogue().await;
    let rows: Vec<String> = (0..1_500)
        .map(|number| format!("m{number},Many {number}"))
        .collect();
    let (_, done) = world
        .import("many.csv", format!("id,title\n{}", rows.join("\n")))
        .await;
    assert!(counts(&done).starts_with("1,500 products made"), "{done}");
    let act = world
        .one("SELECT max(id)::text AS name FROM product_acts")
        .await;
    world
        .post(&format!("/admin/products/acts/{act}/undo"), &[])
        .await
        .location();
    assert_eq!(world.catalogue().await, before);
}

#[tokio::test]
async fn an_export_changes_nothing_when_it_comes_back() {
    let world = World::start().await;
    for format in ["csv", "jsonl"] {
        let file = world
            .get(&format!("/admin/products/export?format={format}"))
            .await
            .body;
        let path = world.bring(&format!("back.{format}"), file).await;
        let told = world.check(&path).await;
        assert_eq!(
            counts(&told),
            "0 products would be made, 0 changed, 60 stay as they are; 0 rows cannot be imported."
        );
        assert!(told.contains("There is nothing to do"), "{told}");
    }
}

#[tokio::test]
async fn a_change_is_shown_before_it_is_made() {
    let world = World::start().await;
    let sku = world
        .one("SELECT sku AS name FROM products WHERE id = 7")
        .await;
    world
        .site
        .execute("UPDATE products SET stock = 3 WHERE id = 7")
        .await;
    let file = format!("id,title,stock,brand\n{sku},Oak <desk>,9,\nnew,New,,Lumo\n");
    let path = world.bring("a.csv", file).await;
    let told = world.check(&path).await;
    for part in [
        "1 product would be made, 1 changed, 0 stay as they are",
        "<dt>stock</dt><dd><del>3</del> → <ins>9</ins>",
        "<ins>Oak &lt;desk&gt;</ins>",
        "<ins>nothing</ins>",
        "(new, line 3): made",
        "Import 2 products",
    ] {
        let flat = told.replace("> ", ">").replace(" <", "<");
        let part = part.replace("> ", ">").replace(" <", "<");
        assert!(flat.contains(&part), "{part} in {told}");
    }
}
