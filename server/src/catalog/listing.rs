//! Which products are on a page of a list, in order.

use app::model::search::{PAGE_SIZE, SortOrder};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Nullable, Text},
};
use serde::{Deserialize, Serialize};

use super::filter::Filter;
use crate::db::{Bind, Statement};

/// A place of a list; an empty list with words has one, without a product.
#[derive(Debug, QueryableByName)]
pub struct ListedRow {
    #[diesel(sql_type = Nullable<BigInt>)]
    id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    words: Option<String>,
}

/// One page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Its products, in order.
    pub ids: Vec<i64>,
    /// The words searched for as PostgreSQL understands them (a `tsquery`), if there are any.
    pub words: Option<String>,
}

impl Listing {
    /// Takes the statement's rows together.
    pub fn from_rows(rows: Vec<ListedRow>) -> Self {
        let words = rows.first().and_then(|row| row.words.clone());
        let ids = rows.into_iter().filter_map(|row| row.id).collect();
        Self { ids, words }
    }
}

/// The products of one page, `page_index` counted from 0.
pub fn listing(filter: &Filter, sort: SortOrder, page_index: u32) -> Statement {
    let mut binds = filter.binds();
    binds.push(Bind::BigInt(Some(i64::from(PAGE_SIZE))));
    binds.push(Bind::BigInt(Some(
        i64::from(page_index) * i64::from(PAGE_SIZE),
    )));
    let sql = if filter.has_text() {
        matching_sql(sort)
    } else {
        browsing_sql(sort)
    };
    Statement::new("catalog.listing", sql, binds)
}

/// The conditions that do not concern words.
macro_rules! narrowed {
    () => {
        "status = 'published'
           AND ($2::int[] IS NULL OR category_id = ANY ($2))
           AND ($3::text[] IS NULL
                OR brand_id = ANY (ARRAY(SELECT b.id FROM brands b WHERE b.slug = ANY ($3))))
           AND ($4::bigint IS NULL OR price_minor >= $4)
           AND ($5::bigint IS NULL OR price_minor <= $5)
           AND ($6::real IS NULL OR rating >= $6)
           AND (NOT $7 OR in_stock)"
    };
}

/// Without words: an index gives the order, or a category's own index gives all of it.
macro_rules! browsing {
    ($order:literal) => {
        concat!(
            "SELECT id, NULL AS words FROM products WHERE ",
            narrowed!(),
            " ORDER BY ",
            $order,
            " LIMIT $8 OFFSET $9"
        )
    };
}

/// With words: all matches first, then their order. Left to itself PostgreSQL may walk an order's
/// index instead and try every product in the shop against the words.
macro_rules! matching {
    ($order:literal) => {
        concat!(
            "WITH matched AS MATERIALIZED (
                SELECT id, price_minor, popularity, created_at,
                       ts_rank('{0.05, 0.2, 0.5, 1}', search, query, 1) AS score
                FROM products, websearch_to_tsquery('vitrine', $1) AS query
                WHERE search @@ query AND ",
            narrowed!(),
            "), page AS (SELECT * FROM matched ORDER BY ",
            $order,
            " LIMIT $8 OFFSET $9)
            SELECT id, websearch_to_tsquery('vitrine', $1)::text AS words
            FROM (SELECT) AS always LEFT JOIN page ON true ORDER BY ",
            $order
        )
    };
}

fn browsing_sql(sort: SortOrder) -> &'static str {
    match sort {
        SortOrder::Relevance | SortOrder::Rating => browsing!("popularity DESC, id DESC"),
        SortOrder::PriceAscending => browsing!("price_minor, id"),
        SortOrder::PriceDescending => browsing!("price_minor DESC NULLS LAST, id DESC"),
        SortOrder::Newest => browsing!("created_at DESC, id DESC"),
    }
}

fn matching_sql(sort: SortOrder) -> &'static str {
    match sort {
        SortOrder::Relevance => matching!("score DESC, popularity DESC, id DESC"),
        SortOrder::Rating => matching!("popularity DESC, id DESC"),
        SortOrder::PriceAscending => matching!("price_minor, id"),
        SortOrder::PriceDescending => matching!("price_minor DESC NULLS LAST, id DESC"),
        SortOrder::Newest => matching!("created_at DESC, id DESC"),
    }
}
