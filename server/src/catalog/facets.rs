//! How many results each filter value would leave: one statement for all facets.

use std::cmp::Reverse;

use app::model::search::PriceBounds;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Integer, Nullable, Text},
};
use serde::{Deserialize, Serialize};

use super::filter::Filter;
use crate::db::Statement;

/// One row of the answer; `facet` says what the others mean.
#[derive(Debug, QueryableByName)]
pub struct FacetRow {
    #[diesel(sql_type = Text)]
    facet: String,
    #[diesel(sql_type = Nullable<Integer>)]
    id: Option<i32>,
    #[diesel(sql_type = Nullable<Text>)]
    slug: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    label: Option<String>,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// A maker among the results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandCount {
    /// Its value in the address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Results of this maker, whatever makers are chosen.
    pub count: i64,
}

/// The counts of one search, without its page or order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCounts {
    /// All results.
    pub total: i64,
    /// Results by the category they stand in themselves.
    pub categories: Vec<(i32, i64)>,
    /// Makers, most results first.
    pub brands: Vec<BrandCount>,
    /// Results with at least so many stars, whatever rating is chosen: 1 to 4.
    pub ratings: [i64; 4],
    /// Results in stock, whether that is chosen or not.
    pub in_stock: i64,
    /// Prices, whatever prices are chosen.
    pub prices: Option<PriceBounds>,
    /// The words searched for as PostgreSQL understands them (a `tsquery`), if there are any.
    pub words: Option<String>,
}

/// Counts everything in one pass over the results of words and category: first into groups that
/// agree in every facet, few however many the products, then the groups by facet.
const SQL: &str = "
WITH matched AS MATERIALIZED (
    SELECT category_id, brand_id, floor(rating)::int AS stars, in_stock,
           ($4::bigint IS NULL OR price_minor >= $4)
               AND ($5::bigint IS NULL OR price_minor <= $5) AS in_price,
           min(price_minor) AS low, max(price_minor) AS high, count(*) AS n
    FROM products
    WHERE status = 'published'
      AND ($1::text IS NULL OR search @@ websearch_to_tsquery('vitrine', $1))
      AND ($2::int[] IS NULL OR category_id = ANY ($2))
    GROUP BY 1, 2, 3, 4, 5
), judged AS MATERIALIZED (
    SELECT matched.*,
           $3::text[] IS NULL
               OR coalesce(brand_id = ANY (ARRAY(SELECT b.id FROM brands b WHERE b.slug = ANY ($3))), false)
               AS by_brand,
           coalesce(in_price, false) AS by_price,
           $6::real IS NULL OR coalesce(stars >= $6, false) AS by_rating,
           NOT $7 OR in_stock AS by_stock
    FROM matched
), counted_brands AS (
    SELECT brand_id, sum(n)::bigint AS count FROM judged
    WHERE by_price AND by_rating AND by_stock AND brand_id IS NOT NULL GROUP BY brand_id
), shown_brands AS (
    SELECT b.id, b.slug, b.name, coalesce(c.count, 0) AS count
    FROM counted_brands c JOIN brands b ON b.id = c.brand_id
    ORDER BY c.count DESC, b.name, b.slug LIMIT 60
)
SELECT 'total' AS facet, NULL::int AS id, NULL AS slug, NULL AS label, coalesce(sum(n), 0)::bigint AS count
    FROM judged WHERE by_brand AND by_price AND by_rating AND by_stock
UNION ALL
SELECT 'words', NULL, NULL, websearch_to_tsquery('vitrine', $1)::text, 0 WHERE $1 IS NOT NULL
UNION ALL
SELECT 'category', category_id, NULL, NULL, sum(n)::bigint
    FROM judged WHERE by_brand AND by_price AND by_rating AND by_stock AND category_id IS NOT NULL
    GROUP BY category_id
UNION ALL
SELECT 'brand', id, slug, name, count FROM shown_brands
UNION ALL
SELECT 'brand', b.id, b.slug, b.name, coalesce(c.count, 0)
    FROM brands b LEFT JOIN counted_brands c ON c.brand_id = b.id
    WHERE b.slug = ANY ($3) AND b.id NOT IN (SELECT id FROM shown_brands)
UNION ALL
SELECT 'stars', stars, NULL, NULL, sum(n)::bigint
    FROM judged WHERE by_brand AND by_price AND by_stock AND stars IS NOT NULL GROUP BY stars
UNION ALL
SELECT 'stock', NULL, NULL, NULL, coalesce(sum(n), 0)::bigint
    FROM judged WHERE by_brand AND by_price AND by_rating AND in_stock
UNION ALL
SELECT 'low', NULL, NULL, NULL, min(low) FROM judged WHERE by_brand AND by_rating AND by_stock HAVING min(low) IS NOT NULL
UNION ALL
SELECT 'high', NULL, NULL, NULL, max(high) FROM judged WHERE by_brand AND by_rating AND by_stock HAVING max(high) IS NOT NULL";

/// All counts of a search.
pub fn facets(filter: &Filter) -> Statement {
    Statement::new("catalog.facets", SQL, filter.binds())
}

impl FacetCounts {
    /// Sorts the statement's rows into facets. They come in whatever order the plan has; equal answers are equal values.
    pub fn from_rows(rows: Vec<FacetRow>) -> Self {
        let mut counts = Self::default();
        let (mut low, mut high) = (None, None);
        for row in rows {
            match row.facet.as_str() {
                "total" => counts.total = row.count,
                "category" => counts.categories.extend(row.id.map(|id| (id, row.count))),
                "brand" => counts.brands.extend(row.brand()),
                "stars" => counts.add_stars(row.id.unwrap_or(0), row.count),
                "stock" => counts.in_stock = row.count,
                "words" => counts.words = row.label,
                "low" => low = Some(row.count),
                "high" => high = Some(row.count),
                _ => {}
            }
        }
        counts.categories.sort_unstable();
        counts.brands.sort_by(|a, b| {
            let rank = |brand: &BrandCount| Reverse(brand.count);
            (rank(a), &a.name, &a.slug).cmp(&(rank(b), &b.name, &b.slug))
        });
        counts.prices = low.zip(high).map(|(min, max)| PriceBounds { min, max });
        counts
    }

    /// A product with four stars also has at least three.
    fn add_stars(&mut self, stars: i32, count: i64) {
        let reached = usize::try_from(stars).unwrap_or(0);
        for at_least in self.ratings.iter_mut().take(reached) {
            *at_least += count;
        }
    }
}

impl FacetRow {
    fn brand(self) -> Option<BrandCount> {
        Some(BrandCount {
            slug: self.slug?,
            name: self.label?,
            count: self.count,
        })
    }
}
