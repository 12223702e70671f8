//! The `users` table.

use std::fmt;

use app::model::account::{CurrentUser, Role};
use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    dsl::{exists, not},
    pg::{Pg, PgValue},
    prelude::*,
    result::{DatabaseErrorKind, Error as QueryError},
    sql_types::Text,
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};

use super::{Email, UserName};
use crate::{
    audit::{self, Event, Origin},
    db::Name as _,
    schema::{email_changes, ended_sessions, password_resets, users},
    session::Holder,
};

/// One account.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(Pg))]
pub struct User {
    /// Primary key.
    pub id: i64,
    /// Address, as [`Email`] writes it.
    pub email: String,
    /// Name to greet with; may be empty.
    pub name: String,
    /// What the account may do.
    #[diesel(deserialize_as = StoredRole)]
    pub role: Role,
    /// Sessions begun under another one have ended.
    pub session_epoch: i32,
    pub(super) password_hash: String,
}

impl fmt::Debug for User {
    /// Leaves out what belongs in no log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("User")
            .field("id", &self.id)
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}

impl From<User> for CurrentUser {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            email: user.email,
            name: user.name,
            role: user.role,
        }
    }
}

/// An account to be made.
#[derive(Debug)]
pub struct NewUser<'a> {
    /// Address; must not have an account yet.
    pub email: &'a Email,
    /// Name to greet with.
    pub name: &'a UserName,
    /// PHC string made by [`PasswordHasher::hash`](super::PasswordHasher::hash).
    pub password_hash: &'a str,
    /// What the account may do.
    pub role: Role,
}

/// Why an account was not made.
#[derive(Debug, thiserror::Error)]
pub enum InsertUserError {
    /// The address has an account.
    #[error("this email address already has an account")]
    EmailTaken,
    /// The database refused or is away.
    #[error(transparent)]
    Query(QueryError),
}

impl From<QueryError> for InsertUserError {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Self::EmailTaken,
            other => Self::Query(other),
        }
    }
}

impl User {
    /// The account at `email`.
    pub async fn find_by_email(
        connection: &mut AsyncPgConnection,
        email: &Email,
    ) -> QueryResult<Option<Self>> {
        users::table
            .filter(users::email.eq(email.as_str()))
            .select(Self::as_select())
            .named("accounts.by_email")
            .first(connection)
            .await
            .optional()
    }

    /// The number of the account that `text` names, by its address or by that number, which may be one that is gone.
    pub async fn number_of(
        connection: &mut AsyncPgConnection,
        text: &str,
    ) -> QueryResult<Option<i64>> {
        if let Ok(number) = text.parse() {
            return Ok(Some(number));
        }
        let Ok(email) = Email::parse(text) else {
            return Ok(None);
        };
        let user = Self::find_by_email(connection, &email).await?;
        Ok(user.map(|user| user.id))
    }

    /// The account numbered `id`.
    pub async fn find_by_id(
        connection: &mut AsyncPgConnection,
        id: i64,
    ) -> QueryResult<Option<Self>> {
        users::table
            .find(id)
            .select(Self::as_select())
            .named("accounts.by_id")
            .first(connection)
            .await
            .optional()
    }

    /// Whose session it is; `None` if it has ended, by itself or with all others of the account, or if the account is gone.
    pub async fn of_session(
        connection: &mut AsyncPgConnection,
        holder: Holder,
    ) -> QueryResult<Option<Self>> {
        let key = holder.key.as_bytes().as_slice();
        users::table
            .find(holder.user_id)
            .filter(users::session_epoch.eq(holder.epoch))
            .filter(not(exists(ended_sessions::table.find(key))))
            .select(Self::as_select())
            .named("accounts.of_session")
            .first(connection)
            .await
            .optional()
    }

    /// Ends all sessions of the account; those that begin with the account that is returned stand. `None` if it is gone.
    pub async fn end_sessions(
        connection: &mut AsyncPgConnection,
        id: i64,
    ) -> QueryResult<Option<Self>> {
        diesel::update(users::table.find(id))
            .set(users::session_epoch.eq(users::session_epoch + 1))
            .returning(Self::as_returning())
            .named("accounts.end_sessions")
            .get_result(connection)
            .await
            .optional()
    }

    /// Makes an account.
    pub async fn insert(
        connection: &mut AsyncPgConnection,
        new: &NewUser<'_>,
    ) -> Result<Self, InsertUserError> {
        let user = diesel::insert_into(users::table)
            .values((
                users::email.eq(new.email.as_str()),
                users::name.eq(new.name.as_str()),
                users::password_hash.eq(new.password_hash),
                users::role.eq(role_name(new.role)),
            ))
            .returning(Self::as_returning())
            .named("accounts.insert")
            .get_result(connection)
            .await?;
        Ok(user)
    }

    /// Gives the account another role, and ends its sessions: they began as something else. `None` if it is gone.
    pub async fn set_role(
        connection: &mut AsyncPgConnection,
        id: i64,
        role: Role,
    ) -> QueryResult<Option<Self>> {
        diesel::update(users::table.find(id))
            .set((
                users::role.eq(role_name(role)),
                users::session_epoch.eq(users::session_epoch + 1),
            ))
            .returning(Self::as_returning())
            .named("accounts.set_role")
            .get_result(connection)
            .await
            .optional()
    }

    /// Replaces the password, and by that ends all sessions of the account and all links that were sent for it; `None` if
    /// it is gone. To be called within a transaction.
    pub(super) async fn set_password(
        connection: &mut AsyncPgConnection,
        id: i64,
        password_hash: &str,
    ) -> QueryResult<Option<Self>> {
        let changed = diesel::update(users::table.find(id))
            .set((
                users::password_hash.eq(password_hash),
                users::session_epoch.eq(users::session_epoch + 1),
            ))
            .returning(Self::as_returning())
            .named("accounts.set_password")
            .get_result(connection)
            .await
            .optional()?;
        Self::end_links(connection, id).await?;
        Ok(changed)
    }

    /// Makes all links worthless that were sent for the account.
    pub(super) async fn end_links(connection: &mut AsyncPgConnection, id: i64) -> QueryResult<()> {
        diesel::delete(password_resets::table.filter(password_resets::user_id.eq(id)))
            .named("accounts.end_password_resets")
            .execute(connection)
            .await?;
        diesel::delete(email_changes::table.filter(email_changes::user_id.eq(id)))
            .named("accounts.end_email_changes")
            .execute(connection)
            .await
            .map(drop)
    }

    /// Replaces the stored hash by another of the same password, unless the password has been
    /// changed since this row was read.
    pub(super) async fn rehash(
        &self,
        connection: &mut AsyncPgConnection,
        password_hash: &str,
    ) -> QueryResult<()> {
        let unchanged = users::table
            .find(self.id)
            .filter(users::password_hash.eq(&self.password_hash));
        diesel::update(unchanged)
            .set(users::password_hash.eq(password_hash))
            .named("accounts.rehash")
            .execute(connection)
            .await
            .map(drop)
    }
}

/// Replaces the password of the account `id`, and ends all its sessions; `None` if it is gone.
pub async fn change_password(
    connection: &mut AsyncPgConnection,
    id: i64,
    password_hash: &str,
    origin: &Origin,
) -> QueryResult<Option<User>> {
    connection
        .transaction(async |connection| {
            let changed = User::set_password(connection, id, password_hash).await?;
            if changed.is_some() {
                audit::record(connection, Event::PasswordChanged, Some(id), origin).await?;
            }
            Ok(changed)
        })
        .await
}

/// Ends all sessions of the account `id`; `None` if it is gone.
pub async fn end_sessions(
    connection: &mut AsyncPgConnection,
    id: i64,
    origin: &Origin,
) -> QueryResult<Option<User>> {
    connection
        .transaction(async |connection| {
            let ended = User::end_sessions(connection, id).await?;
            if ended.is_some() {
                audit::record(connection, Event::SessionsEnded, Some(id), origin).await?;
            }
            Ok(ended)
        })
        .await
}

/// A role as the column holds it.
#[derive(FromSqlRow)]
pub struct StoredRole(Role);

impl From<StoredRole> for Role {
    fn from(stored: StoredRole) -> Self {
        stored.0
    }
}

impl FromSql<Text, Pg> for StoredRole {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let name = <String as FromSql<Text, Pg>>::from_sql(value)?;
        [Role::Customer, Role::Viewer, Role::Editor, Role::Admin]
            .into_iter()
            .find(|role| role_name(*role) == name)
            .map(Self)
            .ok_or_else(|| format!("unknown role {name:?}").into())
    }
}

/// As the column's check constraint names it.
pub(super) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Customer => "customer",
        Role::Viewer => "viewer",
        Role::Editor => "editor",
        Role::Admin => "admin",
    }
}
