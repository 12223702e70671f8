//! The `favourites` table: which products an account keeps.

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Array, BigInt},
};
use diesel_async::{AsyncConnection, AsyncPgConnection};

use crate::{db::Name as _, schema::favourites};

/// Favourites an account has at most; for a new one beyond these the oldest goes.
pub const MOST: i64 = 500;

/// What is to change in the favourites of an account.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FavouritesChange {
    /// Keys of products to keep, the last one to be shown first. Those that are not sold are ignored.
    pub add: Vec<i64>,
    /// Keys of products to give up; none of them need be kept.
    pub remove: Vec<i64>,
}

impl FavouritesChange {
    /// The change that a form asks for by its fields `add` and `remove`. What is no key is ignored.
    pub fn parse(form: &[u8]) -> Self {
        let mut change = Self::default();
        for (name, value) in form_urlencoded::parse(form) {
            let list = match &*name {
                "add" => &mut change.add,
                "remove" => &mut change.remove,
                _ => continue,
            };
            list.extend(value.parse::<i64>().ok());
        }
        change
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.remove.is_empty()
    }

    /// Makes the change for the account `user`: all of it or nothing. To make it twice changes nothing more.
    pub async fn apply(&self, connection: &mut AsyncPgConnection, user: i64) -> QueryResult<()> {
        connection
            .transaction(async |connection| {
                if !self.remove.is_empty() {
                    let of_user = favourites::table.filter(favourites::user_id.eq(user));
                    diesel::delete(of_user.filter(favourites::product_id.eq_any(&self.remove)))
                        .named("accounts.remove_favourites")
                        .execute(connection)
                        .await?;
                }
                if !self.add.is_empty() {
                    sql_query(ADD)
                        .bind::<BigInt, _>(user)
                        .bind::<Array<BigInt>, _>(&self.add)
                        .named("accounts.add_favourites")
                        .execute(connection)
                        .await?;
                    sql_query(FORGET_OLDEST)
                        .bind::<BigInt, _>(user)
                        .bind::<BigInt, _>(MOST)
                        .named("accounts.forget_favourites")
                        .execute(connection)
                        .await?;
                }
                Ok(())
            })
            .await
    }
}

const ADD: &str = "
    INSERT INTO favourites (user_id, product_id)
    SELECT $1, id FROM unnest($2) WITH ORDINALITY AS wanted (id, place)
    WHERE EXISTS (SELECT 1 FROM products p WHERE p.id = wanted.id AND p.status = 'published')
    ORDER BY place
    ON CONFLICT DO NOTHING";

const FORGET_OLDEST: &str = "
    DELETE FROM favourites
    WHERE user_id = $1 AND product_id IN (
        SELECT product_id FROM favourites WHERE user_id = $1 ORDER BY added DESC OFFSET $2)";

/// Keys of the products that the account `user` keeps, the newest first.
pub async fn favourites_of(connection: &mut AsyncPgConnection, user: i64) -> QueryResult<Vec<i64>> {
    favourites::table
        .filter(favourites::user_id.eq(user))
        .order(favourites::added.desc())
        .select(favourites::product_id)
        .named("accounts.favourites")
        .load(connection)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_key_is_ignored() {
        let change = FavouritesChange::parse(b"add=1&next=%2F&add=x&remove=3&add=2&remove=");
        let expected = FavouritesChange {
            add: vec![1, 2],
            remove: vec![3],
        };
        assert_eq!(change, expected);
        assert_eq!(FavouritesChange::parse(b""), FavouritesChange::default());
    }
}
