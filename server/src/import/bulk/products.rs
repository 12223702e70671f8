//! Staged rows become products.

use anyhow::Context as _;
use tokio_postgres::{Transaction, error::SqlState};

use crate::import::field::Field;

/// A column of `products`, the field that fills it, and its new value from staged row `s`, brand
/// `b` and category `c`.
pub(super) const COLUMNS: [(&str, Field, &str); 14] = [
    ("name", Field::Title, "s.name"),
    ("description", Field::Description, "s.description"),
    ("brand_id", Field::Brand, "b.id"),
    ("category_id", Field::Category, "c.id"),
    ("price_minor", Field::PriceCents, "s.price_minor"),
    (
        "compare_at_minor",
        Field::CompareAtCents,
        "s.compare_at_minor",
    ),
    ("currency", Field::Currency, "s.currency"),
    ("rating", Field::Rating, "s.rating"),
    ("review_count", Field::ReviewCount, "s.review_count"),
    ("stock", Field::Stock, "s.stock"),
    ("status", Field::Status, "s.status"),
    ("image", Field::ImageUrl, "s.image"),
    ("attributes", Field::Attributes, "s.attributes"),
    ("slug", Field::Slug, "coalesce(s.slug, p.slug)"),
];

/// When a staged row says it was created.
pub(super) const CREATED_AT: &str = "timestamptz 'epoch' + s.created_us * interval '1 microsecond'";

const TAXONOMY: &str = "LEFT JOIN brands b ON b.slug = s.brand_slug
     LEFT JOIN categories c ON c.path = s.category_path";

/// Updates the products of lines `from..to` that differ from their rows, in the fields those give.
/// Returns how many.
pub(super) async fn update(
    transaction: &Transaction<'_>,
    from: i64,
    to: i64,
) -> anyhow::Result<u64> {
    let mut columns: Vec<(&str, String)> = COLUMNS
        .into_iter()
        .map(|(column, field, value)| (column, if_given(column, field, value)))
        .collect();
    let created_at = format!("coalesce({CREATED_AT}, p.created_at)");
    columns.push((
        "created_at",
        if_given("created_at", Field::CreatedAt, &created_at),
    ));

    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let old: Vec<String> = names.iter().map(|name| format!("p.{name}")).collect();
    let new: Vec<&str> = columns.iter().map(|(_, value)| value.as_str()).collect();
    let (names, old, new) = (names.join(", "), old.join(", "), new.join(", "));
    let statement = format!(
        "UPDATE products p SET ({names}) = ROW({new})
         FROM import_match m JOIN import_stage s USING (line) {TAXONOMY}
         WHERE m.product_id = p.id AND m.line >= $1 AND m.line < $2
           AND ({old}) IS DISTINCT FROM ({new})"
    );
    transaction
        .execute(&statement, &[&from, &to])
        .await
        .map_err(explain)
        .context("cannot update products")
}

fn if_given(column: &str, field: Field, value: &str) -> String {
    format!(
        "CASE WHEN s.given & {} <> 0 THEN {value} ELSE p.{column} END",
        field.bit()
    )
}

/// Creates the products of lines `from..to` that are new. Returns how many.
pub(super) async fn insert(
    transaction: &Transaction<'_>,
    from: i64,
    to: i64,
) -> anyhow::Result<u64> {
    let statement = format!(
        "INSERT INTO products (sku, slug, status, name, description, brand_id, category_id,
             price_minor, compare_at_minor, currency, rating, review_count, stock, image,
             attributes, created_at)
         SELECT s.sku, g.slug, s.status, s.name, s.description, b.id, c.id,
             s.price_minor, s.compare_at_minor, s.currency, s.rating, s.review_count, s.stock,
             s.image, s.attributes, coalesce({CREATED_AT}, now())
         FROM import_stage s JOIN import_slug g USING (line) {TAXONOMY}
         WHERE s.line >= $1 AND s.line < $2
           AND NOT EXISTS (SELECT FROM import_match m WHERE m.line = s.line)
         ORDER BY s.line"
    );
    transaction
        .execute(&statement, &[&from, &to])
        .await
        .map_err(explain)
        .context("cannot create products")
}

/// The catalogue may be edited while a load runs.
fn explain(error: tokio_postgres::Error) -> anyhow::Error {
    let meanwhile = error.code() == Some(&SqlState::UNIQUE_VIOLATION);
    let error = anyhow::Error::from(error);
    if meanwhile {
        error.context("a product with the same number or slug was written meanwhile; run it again")
    } else {
        error
    }
}
