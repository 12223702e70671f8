//! The `password_resets` table: links by which a forgotten password can be replaced.

use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};

use super::{Token, User};
use crate::{
    audit::{self, Event, Origin},
    db::Name as _,
    schema::password_resets,
};

const ADD: &str = "
    WITH expired AS (
        DELETE FROM password_resets WHERE token IN (
            SELECT token FROM password_resets WHERE expires < now() LIMIT 100 FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO password_resets (token, user_id, expires)
    SELECT $1, id, now() + interval '30 minutes' FROM users WHERE id = $2";

/// Lets `token` replace the password of the account `user` within half an hour. Does nothing if the account is gone.
pub async fn allow_password_reset(
    connection: &mut AsyncPgConnection,
    token: &Token,
    user: i64,
) -> QueryResult<()> {
    sql_query(ADD)
        .bind::<sql_types::Bytea, _>(token.hash())
        .bind::<sql_types::BigInt, _>(user)
        .named("accounts.allow_password_reset")
        .execute(connection)
        .await
        .map(drop)
}

/// Whose password `token` may replace, without using it up.
pub async fn owner_of_password_reset(
    connection: &mut AsyncPgConnection,
    token: &Token,
) -> QueryResult<Option<User>> {
    let valid = password_resets::table
        .find(token.hash())
        .filter(password_resets::expires.gt(diesel::dsl::now));
    let user: Option<i64> = valid
        .select(password_resets::user_id)
        .named("accounts.owner_of_password_reset")
        .first(connection)
        .await
        .optional()?;
    match user {
        Some(user) => User::find_by_id(connection, user).await,
        None => Ok(None),
    }
}

/// Replaces the password by means of `token`, which is used up, and ends all sessions of the account. Nothing if the token
/// is unknown, was used or has expired.
pub async fn reset_password(
    connection: &mut AsyncPgConnection,
    token: &Token,
    password_hash: &str,
    origin: &Origin,
) -> QueryResult<Option<User>> {
    connection
        .transaction(async |connection| {
            let valid = password_resets::table
                .find(token.hash())
                .filter(password_resets::expires.gt(diesel::dsl::now));
            let user: Option<i64> = diesel::delete(valid)
                .returning(password_resets::user_id)
                .named("accounts.take_password_reset")
                .get_result(connection)
                .await
                .optional()?;
            let Some(user) = user else {
                return Ok(None);
            };
            let changed = User::set_password(connection, user, password_hash).await?;
            audit::record(connection, Event::PasswordReset, Some(user), origin).await?;
            Ok(changed)
        })
        .await
}
