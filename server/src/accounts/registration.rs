//! The `registrations` table: who asked for an account and has not proved their address yet.

use app::model::account::Role;
use diesel::{prelude::*, sql_query, sql_types};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};

use super::{Email, Token, User, UserName};
use crate::{
    audit::{self, Event, Origin},
    db::Name as _,
    schema::{registrations, users},
};

/// An account that is asked for.
#[derive(Clone)]
pub struct Registration {
    /// Its address.
    pub email: Email,
    /// Name to greet with.
    pub name: UserName,
    /// PHC string of its password.
    pub password_hash: String,
}

/// Of the same address there may be several, each with the password of who asked: the link that is used decides.
const ADD: &str = "
    WITH expired AS (
        DELETE FROM registrations WHERE token IN (
            SELECT token FROM registrations WHERE expires < now() LIMIT 100 FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO registrations (token, email, name, password_hash, expires)
    VALUES ($1, $2, $3, $4, now() + interval '24 hours')";

impl Registration {
    /// Keeps it for a day, to be completed by who has `token`.
    pub async fn add(&self, connection: &mut AsyncPgConnection, token: &Token) -> QueryResult<()> {
        sql_query(ADD)
            .bind::<sql_types::Bytea, _>(token.hash())
            .bind::<sql_types::Text, _>(self.email.as_str())
            .bind::<sql_types::Text, _>(self.name.as_str())
            .bind::<sql_types::Text, _>(&self.password_hash)
            .named("accounts.ask_for_account")
            .execute(connection)
            .await
            .map(drop)
    }
}

/// Makes the account that was asked for with `token`. Nothing if the token is unknown, was used or has expired, or if the
/// address has got an account meanwhile.
pub async fn complete_registration(
    connection: &mut AsyncPgConnection,
    token: &Token,
    origin: &Origin,
) -> QueryResult<Option<User>> {
    connection
        .transaction(async |connection| {
            let Some((email, name, password_hash)) = take(connection, token).await? else {
                return Ok(None);
            };
            let values = (
                users::email.eq(&email),
                users::name.eq(name),
                users::password_hash.eq(password_hash),
                users::role.eq(super::user::role_name(Role::Customer)),
            );
            let made: Option<User> = diesel::insert_into(users::table)
                .values(values)
                .on_conflict_do_nothing()
                .returning(User::as_returning())
                .named("accounts.register")
                .get_result(connection)
                .await
                .optional()?;
            forget_registrations(connection, &email).await?;
            if let Some(user) = &made {
                audit::record(connection, Event::Created, Some(user.id), origin).await?;
            }
            Ok(made)
        })
        .await
}

/// Lets nobody complete what was asked for this address.
pub(super) async fn forget_registrations(
    connection: &mut AsyncPgConnection,
    email: &str,
) -> QueryResult<()> {
    diesel::delete(registrations::table.filter(registrations::email.eq(email)))
        .named("accounts.forget_registrations")
        .execute(connection)
        .await
        .map(drop)
}

/// What was asked for with `token`, which from now on opens nothing.
async fn take(
    connection: &mut AsyncPgConnection,
    token: &Token,
) -> QueryResult<Option<(String, String, String)>> {
    let valid = registrations::table
        .find(token.hash())
        .filter(registrations::expires.gt(diesel::dsl::now));
    diesel::delete(valid)
        .returning((
            registrations::email,
            registrations::name,
            registrations::password_hash,
        ))
        .named("accounts.take_registration")
        .get_result(connection)
        .await
        .optional()
}
