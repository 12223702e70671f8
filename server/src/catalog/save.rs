//! Saving a product as a whole, unless somebody else has changed it since it was read.

use std::collections::BTreeMap;

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Float4, Integer, Jsonb, Nullable, Text},
};
use diesel_async::AsyncPgConnection;

use super::product::attributes;
use crate::db::{Bind, DbError, Pool, Statement};

/// What a product's editor can set.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Values {
    /// The owner's number.
    #[diesel(sql_type = Text)]
    pub sku: String,
    /// Last part of its address.
    #[diesel(sql_type = Text)]
    pub slug: String,
    /// `draft`, `published` or `archived`.
    #[diesel(sql_type = Text)]
    pub status: String,
    /// Title.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Plain text.
    #[diesel(sql_type = Text)]
    pub description: String,
    /// Its maker.
    #[diesel(sql_type = Nullable<Integer>)]
    pub brand_id: Option<i32>,
    /// Its category.
    #[diesel(sql_type = Nullable<Integer>)]
    pub category_id: Option<i32>,
    /// Price in minor units; nothing: on request.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub price_minor: Option<i64>,
    /// Price before, in minor units.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub compare_at_minor: Option<i64>,
    /// Of both prices.
    #[diesel(sql_type = Text)]
    pub currency: String,
    /// Pieces left; nothing: not counted.
    #[diesel(sql_type = Nullable<Integer>)]
    pub stock: Option<i32>,
    /// Name and value.
    #[diesel(deserialize_as = Attributes, sql_type = Jsonb)]
    pub attributes: BTreeMap<String, String>,
    /// Address of its picture.
    #[diesel(sql_type = Nullable<Text>)]
    pub image: Option<String>,
}

/// As the database has them.
#[derive(diesel::deserialize::FromSqlRow)]
struct Attributes(serde_json::Value);

impl diesel::deserialize::FromSql<Jsonb, diesel::pg::Pg> for Attributes {
    fn from_sql(bytes: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
        let json = diesel::deserialize::FromSql::<Jsonb, diesel::pg::Pg>::from_sql(bytes)?;
        Ok(Self(json))
    }
}

impl From<Attributes> for BTreeMap<String, String> {
    fn from(Attributes(json): Attributes) -> Self {
        attributes(json)
    }
}

/// A product as its editor shows it.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct Present {
    /// Primary key.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Goes up with each change.
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    /// What can be set.
    #[diesel(embed)]
    pub values: Values,
    /// Name of its maker.
    #[diesel(sql_type = Nullable<Text>)]
    pub brand: Option<String>,
    /// Mean of the ratings.
    #[diesel(sql_type = Nullable<Float4>)]
    pub rating: Option<f32>,
    /// How many rated it.
    #[diesel(sql_type = Integer)]
    pub review_count: i32,
}

/// What came of saving.
#[derive(Debug, Clone, PartialEq)]
pub enum Save {
    /// It is written, as this version.
    Done(i64),
    /// All of it was so already.
    Unchanged,
    /// Somebody else has changed it since it was read: nothing is written. This is how it is now.
    Conflict(Box<Present>),
    /// There is no such product, or not any more.
    Missing,
}

/// The statement that reads one product, and how it ends.
macro_rules! read {
    ($end:literal) => {
        concat!(
            "SELECT p.id, p.version, p.sku, p.slug, p.status, p.name, p.description, p.brand_id, p.category_id,
                    p.price_minor, p.compare_at_minor, p.currency, p.stock, p.attributes, p.image, b.name AS brand,
                    p.rating, p.review_count
             FROM products p LEFT JOIN brands b ON b.id = p.brand_id
             WHERE p.id = $1",
            $end
        )
    };
}

/// The product with this key, of any status.
pub async fn read(pool: &Pool, id: i64) -> Result<Option<Present>, DbError> {
    let statement = Statement::new(
        "catalog.read_product",
        read!(""),
        vec![Bind::BigInt(Some(id))],
    );
    Ok(statement.load(pool).await?.into_iter().next())
}

/// The product with this key, which nobody else changes before the open transaction ends.
pub async fn lock(connection: &mut AsyncPgConnection, id: i64) -> Result<Option<Present>, DbError> {
    let key = vec![Bind::BigInt(Some(id))];
    let lock = Statement::new("catalog.lock_product", read!(" FOR UPDATE OF p"), key);
    Ok(lock.load_on(connection).await?.into_iter().next())
}

/// Sets all values of the product `id` in the open transaction, if `version` is the last one, or if nothing would get lost.
pub async fn save(
    connection: &mut AsyncPgConnection,
    id: i64,
    version: i64,
    values: &Values,
) -> Result<Save, DbError> {
    let Some(present) = lock(connection, id).await? else {
        return Ok(Save::Missing);
    };
    if present.values == *values {
        return Ok(Save::Unchanged);
    }
    if present.version != version {
        return Ok(Save::Conflict(Box::new(present)));
    }
    // Attributes that are no texts stay what they are unless somebody has changed some.
    let keeps_attributes = present.values.attributes == values.attributes;
    let mut binds = binds(values, !keeps_attributes);
    binds.push(Bind::BigInt(Some(id)));
    let statement = Statement::new(
        "catalog.save",
        "UPDATE products
         SET (sku, slug, status, name, description, brand_id, category_id, price_minor, compare_at_minor, currency, stock,
              attributes, image)
           = ROW ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce($12::jsonb, attributes), $13)
         WHERE id = $14
         RETURNING version AS number",
        binds,
    );
    let rows: Vec<Number> = statement.load_on(connection).await?;
    Ok(rows
        .first()
        .map_or(Save::Missing, |row| Save::Done(row.number)))
}

/// Makes a product in the open transaction; its key.
pub async fn create(
    connection: &mut AsyncPgConnection,
    values: &Values,
) -> Result<Option<i64>, DbError> {
    let statement = Statement::new(
        "catalog.create",
        "INSERT INTO products (sku, slug, status, name, description, brand_id, category_id, price_minor, compare_at_minor,
             currency, stock, attributes, image)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13)
         RETURNING id AS number",
        binds(values, true),
    );
    let rows: Vec<Number> = statement.load_on(connection).await?;
    Ok(rows.first().map(|row| row.number))
}

/// Removes a product in the open transaction; its title, if it was there.
pub async fn remove(
    connection: &mut AsyncPgConnection,
    id: i64,
) -> Result<Option<String>, DbError> {
    let statement = Statement::new(
        "catalog.remove",
        "DELETE FROM products WHERE id = $1 RETURNING name",
        vec![Bind::BigInt(Some(id))],
    );
    let rows: Vec<Title> = statement.load_on(connection).await?;
    Ok(rows.into_iter().next().map(|row| row.name))
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[derive(QueryableByName)]
struct Title {
    #[diesel(sql_type = Text)]
    name: String,
}

fn binds(values: &Values, with_attributes: bool) -> Vec<Bind> {
    let text = |text: &str| Bind::Text(Some(text.to_owned()));
    let attributes = || serde_json::json!(values.attributes).to_string();
    vec![
        text(&values.sku),
        text(&values.slug),
        text(&values.status),
        text(&values.name),
        text(&values.description),
        Bind::Int(values.brand_id),
        Bind::Int(values.category_id),
        Bind::BigInt(values.price_minor),
        Bind::BigInt(values.compare_at_minor),
        text(&values.currency),
        Bind::Int(values.stock),
        Bind::Text(with_attributes.then(attributes)),
        Bind::Text(values.image.clone()),
    ]
}

/// What other products have.
#[derive(Debug, Clone, Copy, QueryableByName)]
pub struct Taken {
    /// One has this number.
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub sku: bool,
    /// One has this slug.
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub slug: bool,
}

/// Whether a product other than `id` has this number or slug.
pub async fn taken(
    connection: &mut AsyncPgConnection,
    id: Option<i64>,
    sku: &str,
    slug: &str,
) -> Result<Taken, DbError> {
    let statement = Statement::new(
        "catalog.taken",
        "SELECT EXISTS (SELECT FROM products WHERE sku = $1 AND id IS DISTINCT FROM $3) AS sku,
                EXISTS (SELECT FROM products WHERE slug = $2 AND id IS DISTINCT FROM $3) AS slug",
        vec![
            Bind::Text(Some(sku.to_owned())),
            Bind::Text(Some(slug.to_owned())),
            Bind::BigInt(id),
        ],
    );
    let rows: Vec<Taken> = statement.load_on(connection).await?;
    let neither = Taken {
        sku: false,
        slug: false,
    };
    Ok(rows.into_iter().next().unwrap_or(neither))
}
