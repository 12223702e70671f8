//! The `email_changes` table: links by which an account gets another address.

use diesel::{
    prelude::*,
    result::{DatabaseErrorKind, Error as QueryError},
    sql_query, sql_types,
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};

use super::{Email, Token, User, registration::forget_registrations};
use crate::{
    audit::{self, Event, Origin},
    db::Name as _,
    schema::{email_changes, users},
};

const ADD: &str = "
    WITH expired AS (
        DELETE FROM email_changes WHERE token IN (
            SELECT token FROM email_changes WHERE expires < now() LIMIT 100 FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO email_changes (token, user_id, email, expires)
    SELECT $1, id, $3, now() + interval '1 hour' FROM users WHERE id = $2";

/// An address that was replaced.
#[derive(Debug, Clone)]
pub struct ChangedEmail {
    /// The account, with its new address.
    pub user: User,
    /// The address it had.
    pub before: String,
}

/// Lets `token` give the account `user` the address `email` within an hour. Does nothing if the account is gone.
pub async fn allow_email_change(
    connection: &mut AsyncPgConnection,
    token: &Token,
    user: i64,
    email: &Email,
) -> QueryResult<()> {
    sql_query(ADD)
        .bind::<sql_types::Bytea, _>(token.hash())
        .bind::<sql_types::BigInt, _>(user)
        .bind::<sql_types::Text, _>(email.as_str())
        .named("accounts.allow_email_change")
        .execute(connection)
        .await
        .map(drop)
}

/// Replaces the address by means of `token`, which is used up. Nothing if the token is unknown, was used or has expired, or
/// if the address belongs to another account by now.
pub async fn change_email(
    connection: &mut AsyncPgConnection,
    token: &Token,
    origin: &Origin,
) -> QueryResult<Option<ChangedEmail>> {
    let changed = connection
        .transaction(async |connection| {
            let valid = email_changes::table
                .find(token.hash())
                .filter(email_changes::expires.gt(diesel::dsl::now));
            let (id, email): (i64, String) = diesel::delete(valid)
                .returning((email_changes::user_id, email_changes::email))
                .named("accounts.take_email_change")
                .get_result(connection)
                .await?;
            let before: String = users::table
                .find(id)
                .select(users::email)
                .for_update()
                .named("accounts.email_before")
                .first(connection)
                .await?;
            let user = set_email(connection, id, &email).await?;
            audit::record(connection, Event::EmailChanged, Some(id), origin).await?;
            Ok::<_, QueryError>(ChangedEmail { user, before })
        })
        .await;
    match changed {
        Ok(changed) => Ok(Some(changed)),
        Err(
            QueryError::NotFound | QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _),
        ) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Links that were sent to the address before open nothing any more.
async fn set_email(connection: &mut AsyncPgConnection, id: i64, email: &str) -> QueryResult<User> {
    let user = diesel::update(users::table.find(id))
        .set((
            users::email.eq(email),
            users::verified_at.eq(diesel::dsl::now),
        ))
        .returning(User::as_returning())
        .named("accounts.set_email")
        .get_result(connection)
        .await?;
    User::end_links(connection, id).await?;
    forget_registrations(connection, email).await?;
    Ok(user)
}
