//! What a merge would do, without doing it.

use anyhow::Context as _;
use serde_json::Value;
use tokio_postgres::Transaction;

use super::products::{COLUMNS, CREATED_AT};
use crate::import::field::Field;

/// What merging the staged rows would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
    /// The same again if the same products would be made, and the same be changed that nobody has changed since.
    pub mark: String,
}

/// What would become of one product.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    pub line: u64,
    /// The owner's number.
    pub sku: String,
    pub title: String,
    /// Its key, if it is there.
    pub product: Option<i64>,
    /// Fields that would change, as they are and as they would be.
    pub changes: Vec<(Field, Value, Value)>,
}

/// Staged rows beside the products that they are about.
const BESIDE: &str = "FROM import_stage s
     LEFT JOIN import_match m USING (line)
     LEFT JOIN products p ON p.id = m.product_id
     LEFT JOIN brands b ON b.id = p.brand_id
     LEFT JOIN categories c ON c.id = p.category_id";

/// A field, what it is in the product and what it is in the staged row. Brands and categories are the same if their slugs are:
/// those that are new have no keys yet.
fn sides() -> impl Iterator<Item = (Field, String, String)> {
    let columns = COLUMNS.into_iter().map(|(column, field, value)| {
        let (old, new) = match field {
            Field::Brand => ("b.slug".to_owned(), "s.brand_slug"),
            Field::Category => ("c.path".to_owned(), "s.category_path"),
            _ => (format!("p.{column}"), value),
        };
        (field, old, new.to_owned())
    });
    let created = format!("coalesce({CREATED_AT}, p.created_at)");
    columns.chain([(Field::CreatedAt, "p.created_at".to_owned(), created)])
}

/// That a field of the row is given and another than in the product.
fn differs(field: Field, old: &str, new: &str) -> String {
    format!(
        "s.given & {} <> 0 AND {old} IS DISTINCT FROM {new}",
        field.bit()
    )
}

/// That any is.
fn any_differs() -> String {
    let conditions: Vec<String> = sides()
        .map(|(field, old, new)| format!("({})", differs(field, &old, &new)))
        .collect();
    conditions.join(" OR ")
}

/// Counts what a merge of the sealed staging table would do.
pub async fn compare(transaction: &Transaction<'_>) -> anyhow::Result<Comparison> {
    let any = any_differs();
    let statement = format!(
        "SELECT count(*) FILTER (WHERE id IS NULL), count(*) FILTER (WHERE differs AND id IS NOT NULL),
                count(*) FILTER (WHERE NOT differs AND id IS NOT NULL),
                coalesce(sum(hashtextextended(concat_ws(':', line, id, version, sku), 0)::numeric)
                    FILTER (WHERE differs OR id IS NULL), 0)::text
         FROM (SELECT s.line, s.sku, p.id, p.version, {any} AS differs {BESIDE}) AS compared"
    );
    let row = transaction
        .query_one(&statement, &[])
        .await
        .context("cannot compare with the catalogue")?;
    let count = |column| u64::try_from(row.get::<_, i64>(column)).unwrap_or_default();
    Ok(Comparison {
        created: count(0),
        updated: count(1),
        unchanged: count(2),
        mark: row.get(3),
    })
}

/// What would become of the first products that would be made or changed.
pub async fn preview(transaction: &Transaction<'_>, limit: i64) -> anyhow::Result<Vec<Preview>> {
    let any = any_differs();
    let fields: Vec<String> = sides()
        .map(|(field, old, new)| {
            let (old, new) = match field {
                // In words.
                Field::Brand => ("b.name".to_owned(), "s.brand".to_owned()),
                Field::Category => (
                    "c.path".to_owned(),
                    "replace(s.category_names, chr(31), ' > ')".to_owned(),
                ),
                _ => (old, new),
            };
            (field, old, new)
        })
        .zip(sides())
        .map(|((field, shown_old, shown_new), (_, old, new))| {
            let name = field.name();
            let differs = differs(field, &old, &new);
            format!(
                "'{name}', CASE WHEN {differs} THEN jsonb_build_array({shown_old}, {shown_new}) END"
            )
        })
        .collect();
    let fields = fields.join(", ");
    let statement = format!(
        "SELECT s.line, s.sku, s.name, p.id, jsonb_build_object({fields})::text {BESIDE}
         WHERE p.id IS NULL OR {any} ORDER BY s.line LIMIT $1"
    );
    let rows = transaction
        .query(&statement, &[&limit])
        .await
        .context("cannot compare with the catalogue")?;
    rows.iter()
        .map(|row| {
            let changes: Value = serde_json::from_str(row.get(4))?;
            let of = |field: Field| {
                let sides = changes.get(field.name())?;
                Some((field, sides.get(0)?.clone(), sides.get(1)?.clone()))
            };
            Ok(Preview {
                line: u64::try_from(row.get::<_, i64>(0))?,
                sku: row.get(1),
                title: row.get(2),
                product: row.get(3),
                changes: Field::ALL.into_iter().filter_map(of).collect(),
            })
        })
        .collect()
}
