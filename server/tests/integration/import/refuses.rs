//! Lines that are refused, and what is said about them.

use serde_json::{Value, json};

use crate::import::fixture::Fixture;

/// A good product with one field changed.
fn with(field: &str, value: Value) -> String {
    let mut product = json!({"id": "1", "title": "One", "brand": "New"});
    product[field] = value;
    product.to_string()
}

/// A line, the field at fault, and a part of the reason.
type Bad = (String, &'static str, &'static str);

/// Lines that are no products at all.
fn broken_lines() -> Vec<Bad> {
    vec![
        (
            "{\"id\":1,".to_owned(),
            "line",
            "not JSON: EOF while parsing a value, at byte 8",
        ),
        ("[{\"id\":1}]".to_owned(), "line", "JSON array"),
        ("17".to_owned(), "line", "not a JSON object"),
        (
            "{\"id\":\"1\",\"title\":\"\\ud800\"}".to_owned(),
            "line",
            "not JSON",
        ),
        (
            format!("{{\"id\":\"{}\"}}", "x".repeat(1024 * 1024)),
            "line",
            "longer than 1048576 bytes",
        ),
    ]
}

/// Text that is missing, too long or of another type.
fn bad_text() -> Vec<Bad> {
    vec![
        (with("id", Value::Null), "id", "missing"),
        (with("id", json!(" ")), "id", "missing"),
        (with("id", json!(1.5)), "id", "must be text"),
        (with("id", json!("x".repeat(201))), "id", "201 characters"),
        (with("title", json!("")), "title", "missing"),
        (
            with("title", json!("a\u{0}b")),
            "title",
            "NUL character at byte 2",
        ),
        (
            with("title", json!("é".repeat(501))),
            "title",
            "501 characters; at most 500",
        ),
        (
            with("description", json!("x".repeat(20_001))),
            "description",
            "at most 20000",
        ),
        (
            with("description", json!(["x"])),
            "description",
            "must be text, not [\"x\"]",
        ),
        (with("brand", json!(7)), "brand", "must be text"),
        (
            with("category", json!(["A", ""])),
            "category",
            "level 2 is empty",
        ),
        (
            with("category", json!(["A", 1])),
            "category",
            "must be text",
        ),
        (
            with("category", json!(vec!["A"; 9])),
            "category",
            "9 levels",
        ),
    ]
}

/// Numbers out of range or of another type.
fn bad_numbers() -> Vec<Bad> {
    vec![
        (
            with("price_cents", json!(-1)),
            "price_cents",
            "-1 is not between",
        ),
        (
            with("price_cents", json!(12.99)),
            "price_cents",
            "whole number, not 12.99",
        ),
        (
            with("price_cents", json!("1299")),
            "price_cents",
            "whole number, not \"1299\"",
        ),
        (
            with("price_cents", json!(1_000_000_000_000_i64)),
            "price_cents",
            "not between",
        ),
        (
            with("price_cents", json!(u64::MAX)),
            "price_cents",
            "whole number",
        ),
        (
            with("compare_at_cents", json!(-5)),
            "compare_at_cents",
            "not between",
        ),
        (with("rating", json!(5.1)), "rating", "not between 0 and 5"),
        (with("rating", json!(-0.1)), "rating", "not between 0 and 5"),
        (with("rating", json!("4")), "rating", "a number"),
        (
            with("review_count", json!(-1)),
            "review_count",
            "not between",
        ),
        (
            with("stock", json!(2_147_483_648_i64)),
            "stock",
            "not between",
        ),
    ]
}

/// Values that are none of those allowed.
fn bad_words() -> Vec<Bad> {
    vec![
        (with("currency", json!("EURO")), "currency", "three letters"),
        (with("slug", json!("Not A Slug")), "slug", "hyphens"),
        (
            with("status", json!("deleted")),
            "status",
            "draft, published or archived",
        ),
        (
            with("image_url", json!("javascript:alert(1)")),
            "image_url",
            "https://",
        ),
        (
            with("image_url", json!("//evil.example/x.png")),
            "image_url",
            "https://",
        ),
        (
            with("created_at", json!("yesterday")),
            "created_at",
            "RFC 3339",
        ),
    ]
}

/// Attributes that cannot be kept.
fn bad_attributes() -> Vec<Bad> {
    let attributes: serde_json::Map<_, _> = (0..201).map(|n| (n.to_string(), json!("x"))).collect();
    let long: serde_json::Map<_, _> = (0..11)
        .map(|n| (n.to_string(), json!("x".repeat(9_999))))
        .collect();
    vec![
        (with("attributes", json!(["x"])), "attributes", "an object"),
        (
            with("attributes", json!({"a": {"b": 1}})),
            "attributes.a",
            "must be text",
        ),
        (
            with("attributes", json!({"a": "x".repeat(10_001)})),
            "attributes.a",
            "at most 10000",
        ),
        (
            with("attributes", json!({" ": "x"})),
            "attributes",
            "no name",
        ),
        (
            with("attributes", Value::Object(attributes)),
            "attributes",
            "201 of them",
        ),
        (
            with("attributes", Value::Object(long)),
            "attributes",
            "at most 100000",
        ),
    ]
}

#[tokio::test]
async fn each_fault_is_named_and_nothing_is_written() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let all = [
        broken_lines(),
        bad_text(),
        bad_numbers(),
        bad_words(),
        bad_attributes(),
    ]
    .concat();
    for (line, field, reason) in all {
        let shown: String = line.chars().take(80).collect();
        let file = format!("{{\"id\":\"good\",\"title\":\"Good\",\"brand\":\"Good\"}}\n\n{line}\n");
        let error = shop.bad_lines("bad.jsonl", file).await?;
        assert_eq!(error.total, 1, "{shown}");
        let found = &error.first[0];
        assert_eq!(
            (found.line, found.fault.field.as_str()),
            (3, field),
            "{shown}"
        );
        assert!(
            found.fault.reason.contains(reason),
            "{shown}: {}",
            found.fault.reason
        );
    }
    Ok(())
}

#[tokio::test]
async fn another_encoding_is_named_by_line_and_byte() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let file = b"{\"id\":\"1\",\"title\":\"Caf\xe9\"}\n";
    let error = shop.bad_lines("latin.jsonl", file).await?;
    assert_eq!(
        error.first[0].fault.reason,
        "byte 23 of the line (0xE9) is not UTF-8"
    );

    let file = b"id,title\n1,\"a\nb \xe9\"\n";
    let error = shop.bad_lines("latin.csv", file).await?;
    assert_eq!(error.first[0].line, 2);
    assert_eq!(
        error.first[0].fault.reason,
        "byte 3 of the line, 1 below its first (0xE9) is not UTF-8"
    );
    Ok(())
}

#[tokio::test]
async fn faults_of_csv_are_named_too() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let file = "id,title,price_cents,attributes\n1,One,12.99,\n2,Two,1\n3,\"Three\"x,1,\n4,Four,1,[1]\n5,Five,1,{\n";
    let error = shop.bad_lines("bad.csv", file).await?;
    let found: Vec<(u64, &str, &str)> = error
        .first
        .iter()
        .map(|bad| {
            (
                bad.line,
                bad.fault.field.as_str(),
                bad.fault.reason.as_str(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (2, "price_cents", "must be a whole number, not \"12.99\""),
            (3, "line", "has 3 cells under 4 columns"),
            (4, "line", "text behind the closing quote, at byte 10"),
            (5, "attributes", "is not a JSON object"),
            (
                6,
                "attributes",
                "is not JSON: EOF while parsing an object, at byte 1"
            ),
        ]
    );
    Ok(())
}

#[tokio::test]
async fn a_number_or_slug_used_twice_names_the_first_line() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let file = r#"{"id":"1","title":"One","slug":"one"}
{"id":"2","title":"Two"}
{"id":"1","title":"Again"}
{"id":"4","title":"Four","slug":"one"}"#;
    let error = shop.bad_lines("twice.jsonl", file).await?;
    assert_eq!(
        error.to_string(),
        "2 lines are bad; nothing was written\n  \
         line 3, id: \"1\" is also that of line 1\n  \
         line 4, slug: \"one\" is also that of line 1"
    );
    Ok(())
}

#[tokio::test]
async fn only_the_first_twenty_are_told() -> anyhow::Result<()> {
    let shop = Fixture::new().await?;
    let error = shop.bad_lines("many.jsonl", "{}\n".repeat(1_000)).await?;
    assert_eq!((error.first.len(), error.total), (20, 1_000));
    assert!(
        error
            .to_string()
            .ends_with("line 20, id: is missing\n  and 980 more"),
        "{error}"
    );
    Ok(())
}
