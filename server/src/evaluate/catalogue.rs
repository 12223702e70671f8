//! The products by the names that judgments have for them.

use std::collections::HashMap;

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Text as SqlText},
};
use diesel_async::AsyncPgConnection;

use super::bm25::{Bm25, Text};
use crate::db::Name as _;

const PRODUCTS: &str = "
    SELECT p.id, p.sku, p.name AS title, concat_ws(' ', b.name, p.description,
        (SELECT string_agg(key || ' ' || value, ' ') FROM jsonb_each_text(p.attributes))) AS rest
    FROM products p LEFT JOIN brands b ON b.id = p.brand_id
    WHERE p.status = 'published'
    ORDER BY p.id";

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = SqlText)]
    sku: String,
    #[diesel(sql_type = SqlText)]
    title: String,
    #[diesel(sql_type = SqlText)]
    rest: String,
}

/// What there is to find.
#[derive(Default)]
pub struct Catalogue {
    /// The import id of each product, by its primary key.
    pub skus: HashMap<i64, String>,
    /// The import id and the title of each, in the order they came.
    pub titles: Vec<(String, String)>,
    /// The plain ranking of all of them.
    pub bm25: Bm25,
}

impl Catalogue {
    /// Reads all products that are sold.
    pub async fn read(connection: &mut AsyncPgConnection) -> anyhow::Result<Self> {
        let rows: Vec<Row> = diesel::sql_query(PRODUCTS)
            .named("evaluate.products")
            .load(connection)
            .await?;
        let mut catalogue = Self::default();
        for Row {
            id,
            sku,
            title,
            rest,
        } in rows
        {
            catalogue.skus.insert(id, sku.clone());
            catalogue.titles.push((sku.clone(), title.clone()));
            catalogue.bm25.push(Text { sku, title, rest });
        }
        Ok(catalogue)
    }
}
