//! Photographs of products, as their rows have them.

use app::model::photo::Photo;
use diesel::{
    QueryableByName,
    sql_types::{Bool, Jsonb, Text},
};
use diesel_async::AsyncPgConnection;
use serde_json::Value;

use crate::db::{Bind, DbError, Pool, Statement};

/// The photographs of a column. The table takes no others, so one that cannot be read is of another time.
pub fn photos(value: Value) -> Vec<Photo> {
    serde_json::from_value(value).unwrap_or_default()
}

/// The same of a part of it, which may be missing.
pub fn photo(value: Option<Value>) -> Option<Photo> {
    serde_json::from_value(value?).ok()
}

#[derive(QueryableByName)]
struct PhotosRow {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Jsonb)]
    photos: Value,
}

/// A product's photographs, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfProduct {
    /// Title.
    pub name: String,
    /// In their order.
    pub photos: Vec<Photo>,
}

impl From<PhotosRow> for OfProduct {
    fn from(row: PhotosRow) -> Self {
        Self {
            name: row.name,
            photos: photos(row.photos),
        }
    }
}

/// The photographs of the product with this key; nothing if there is none.
pub async fn read(pool: &Pool, id: i64) -> Result<Option<OfProduct>, DbError> {
    let statement = Statement::new(
        "photos.read",
        "SELECT name, photos FROM products WHERE id = $1",
        vec![Bind::BigInt(Some(id))],
    );
    let rows: Vec<PhotosRow> = statement.load(pool).await?;
    Ok(rows.into_iter().next().map(OfProduct::from))
}

/// The same, and nobody else changes the product until the open transaction ends.
pub async fn lock(
    connection: &mut AsyncPgConnection,
    id: i64,
) -> Result<Option<OfProduct>, DbError> {
    let statement = Statement::new(
        "photos.lock",
        "SELECT name, photos FROM products WHERE id = $1 FOR UPDATE",
        vec![Bind::BigInt(Some(id))],
    );
    let rows: Vec<PhotosRow> = statement.load_on(connection).await?;
    Ok(rows.into_iter().next().map(OfProduct::from))
}

#[derive(QueryableByName)]
struct Done {
    #[diesel(sql_type = Bool, column_name = done)]
    _done: bool,
}

/// Gives the product with this key other photographs, in the open transaction.
pub async fn write(
    connection: &mut AsyncPgConnection,
    id: i64,
    photos: &[Photo],
) -> Result<(), DbError> {
    let statement = Statement::new(
        "photos.write",
        "UPDATE products SET photos = $2::jsonb WHERE id = $1 RETURNING true AS done",
        vec![
            Bind::BigInt(Some(id)),
            Bind::Text(Some(serde_json::json!(photos).to_string())),
        ],
    );
    let _: Vec<Done> = statement.load_on(connection).await?;
    Ok(())
}

/// Has nobody remove files until the open transaction ends, which is going to speak of some.
pub async fn hold_files(connection: &mut AsyncPgConnection) -> Result<(), DbError> {
    let statement = Statement::new(
        "photos.hold",
        "SELECT true AS done
         FROM (SELECT pg_advisory_xact_lock_shared(hashtext('vitrine'), hashtext('photos'))) AS held",
        vec![],
    );
    let _: Vec<Done> = statement.load_on(connection).await?;
    Ok(())
}

/// Waits for all who [hold](hold_files) the files, and has nobody else do so until the open transaction ends.
pub async fn seize_files(connection: &mut AsyncPgConnection) -> Result<(), DbError> {
    let statement = Statement::new(
        "photos.seize",
        "SELECT true AS done
         FROM (SELECT pg_advisory_xact_lock(hashtext('vitrine'), hashtext('photos'))) AS seized",
        vec![],
    );
    let _: Vec<Done> = statement.load_on(connection).await?;
    Ok(())
}

#[derive(QueryableByName)]
struct HashRow {
    #[diesel(sql_type = Text)]
    hash: String,
}

/// Those of the photographs with these hashes that no product has, nor had as far as its history goes back.
pub async fn unused(
    connection: &mut AsyncPgConnection,
    hashes: Vec<String>,
) -> Result<Vec<String>, DbError> {
    let statement = Statement::new(
        "photos.unused",
        "SELECT hash FROM photos_unused($1) AS hash",
        vec![Bind::Texts(Some(hashes))],
    );
    let rows: Vec<HashRow> = statement.load_on(connection).await?;
    Ok(rows.into_iter().map(|row| row.hash).collect())
}
