//! Products as the index takes them in.

use std::collections::{BTreeMap, BTreeSet};

use cache::Tag;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Float4, Integer, Jsonb, Nullable, Text},
};
use index::{Brand, Index, Product};

use super::categories::Categories;
use crate::{
    catalog::{care, product::attributes, synonyms},
    db::{Bind, DbError, Pool, Statement},
};

/// A published product with its maker.
#[derive(Debug, QueryableByName)]
pub(super) struct ProductRow {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    sku: String,
    #[diesel(sql_type = Text)]
    description: String,
    #[diesel(sql_type = Jsonb)]
    attributes: serde_json::Value,
    #[diesel(sql_type = Nullable<Integer>)]
    category_id: Option<i32>,
    #[diesel(sql_type = Nullable<BigInt>)]
    price_minor: Option<i64>,
    #[diesel(sql_type = Nullable<Float4>)]
    rating: Option<f32>,
    #[diesel(sql_type = Float4)]
    popularity: f32,
    #[diesel(sql_type = Bool)]
    in_stock: bool,
    #[diesel(sql_type = BigInt)]
    created_us: i64,
    #[diesel(sql_type = Nullable<Integer>)]
    brand_id: Option<i32>,
    #[diesel(sql_type = Nullable<Text>)]
    brand_slug: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    brand_name: Option<String>,
}

macro_rules! products {
    ($which:literal) => {
        concat!(
            "SELECT p.id, p.name, p.sku, p.description, p.attributes, p.category_id, p.price_minor, p.rating,
                    p.popularity, p.in_stock, (extract(epoch FROM p.created_at) * 1000000)::bigint AS created_us,
                    p.brand_id, b.slug AS brand_slug, b.name AS brand_name
             FROM products p LEFT JOIN brands b ON b.id = p.brand_id
             WHERE p.status = 'published' AND ",
            $which
        )
    };
}

/// The first products after `id`, in order.
pub fn after(id: i64, limit: usize) -> Statement {
    Statement::new(
        "replica.after",
        products!("p.id > $1 ORDER BY p.id LIMIT $2"),
        vec![
            Bind::BigInt(Some(id)),
            Bind::BigInt(i64::try_from(limit).ok()),
        ],
    )
}

/// The products with these ids; those that are not sold are left out.
pub fn with_ids(ids: Vec<i64>) -> Statement {
    let sql = products!("p.id = ANY ($1)");
    Statement::new("replica.products", sql, vec![Bind::BigInts(ids)])
}

/// The first products after `id` that are of these makers, in order.
pub fn of_brands(ids: Vec<i32>, id: i64, limit: usize) -> Statement {
    let sql = products!("p.brand_id = ANY ($1) AND p.id > $2 ORDER BY p.id LIMIT $3");
    Statement::new("replica.of_brands", sql, batch(ids, id, limit))
}

/// The first products after `id` that stand in these categories themselves, in order.
pub fn in_categories(ids: Vec<i32>, id: i64, limit: usize) -> Statement {
    let sql = products!("p.category_id = ANY ($1) AND p.id > $2 ORDER BY p.id LIMIT $3");
    Statement::new("replica.in_categories", sql, batch(ids, id, limit))
}

fn batch(ids: Vec<i32>, id: i64, limit: usize) -> Vec<Bind> {
    vec![
        Bind::Ints(Some(ids)),
        Bind::BigInt(Some(id)),
        Bind::BigInt(i64::try_from(limit).ok()),
    ]
}

impl ProductRow {
    pub(super) fn id(&self) -> i64 {
        self.id
    }

    pub(super) fn product(self, categories: &Categories) -> Product {
        let brand = self.brand_id.zip(self.brand_slug).zip(self.brand_name);
        Product {
            id: self.id,
            name: self.name,
            sku: self.sku,
            description: self.description,
            brand: brand.map(|((id, slug), name)| Brand { id, slug, name }),
            category: self.category_id,
            category_names: self
                .category_id
                .map_or_else(Vec::new, |id| categories.names(id)),
            attributes: attributes(self.attributes).into_iter().collect(),
            price: self.price_minor,
            rating: self.rating,
            popularity: self.popularity,
            in_stock: self.in_stock,
            created_at: self.created_us,
        }
    }
}

/// What changes touched, as far as the index goes by it.
#[derive(Debug, Default)]
pub(super) struct Touched {
    products: BTreeSet<i64>,
    brands: Vec<i32>,
    categories: Vec<i32>,
    /// Whether any category changed.
    pub(super) taxonomy: bool,
    /// Whether other words mean the same now.
    pub(super) synonyms: bool,
    /// Searches about which something else is said now.
    care: BTreeSet<String>,
    /// Whether something else is said about any search.
    all_care: bool,
}

impl Touched {
    pub(super) fn of<'a>(tags: impl Iterator<Item = &'a Tag>) -> Self {
        let mut touched = Self::default();
        for tag in tags {
            match tag.as_str().split_once(':') {
                Some(("product", id)) => touched.products.extend(id.parse::<i64>()),
                Some(("brand", id)) => touched.brands.extend(id.parse::<i32>()),
                Some(("category", id)) => touched.categories.extend(id.parse::<i32>()),
                Some((care::TAG, search)) => drop(touched.care.insert(search.to_owned())),
                Some(_) => {}
                None => {
                    touched.taxonomy |= tag.as_str() == "taxonomy";
                    touched.synonyms |= tag.as_str() == synonyms::TAG;
                    touched.all_care |= tag.as_str() == care::TAG;
                }
            }
        }
        touched
    }

    /// Has the index go by what is said about searches now.
    pub(super) async fn read_care(&self, pool: &Pool, index: &Index) -> Result<(), DbError> {
        if self.all_care {
            index.set_care(care::read(pool).await?);
        } else if !self.care.is_empty() {
            let searches = self.care.iter().cloned().collect();
            index.change_care(care::read_some(pool, searches).await?);
        }
        Ok(())
    }

    /// Has the index take in the products as they are now; nothing for those that are not sold any more. Of brands and
    /// categories, which may have very many, so many at once as `limit` says.
    pub(super) async fn read(
        self,
        pool: &Pool,
        categories: &Categories,
        index: &Index,
        limit: usize,
    ) -> Result<(), DbError> {
        if !self.products.is_empty() {
            let mut found: BTreeMap<i64, Option<Product>> =
                self.products.iter().map(|id| (*id, None)).collect();
            let ids = self.products.into_iter().collect();
            let rows: Vec<ProductRow> = with_ids(ids).load(pool).await?;
            found.extend(present(rows, categories));
            index.apply(found.into_iter().collect());
        }
        let within = if self.categories.is_empty() {
            Vec::new()
        } else {
            categories.subtrees(&self.categories)
        };
        let of: [(Vec<i32>, Batch); 2] = [(self.brands, of_brands), (within, in_categories)];
        for (ids, statement) in of.into_iter().filter(|(ids, _)| !ids.is_empty()) {
            let mut last = 0;
            loop {
                let rows: Vec<ProductRow> = statement(ids.clone(), last, limit).load(pool).await?;
                let Some(row) = rows.last() else { break };
                last = row.id;
                let is_last = rows.len() < limit;
                index.apply(present(rows, categories).collect());
                if is_last {
                    break;
                }
            }
        }
        Ok(())
    }
}

/// The statement that reads the products behind a key.
type Batch = fn(Vec<i32>, i64, usize) -> Statement;

fn present(
    rows: Vec<ProductRow>,
    categories: &Categories,
) -> impl Iterator<Item = (i64, Option<Product>)> {
    rows.into_iter()
        .map(|row| (row.id, Some(row.product(categories))))
}
