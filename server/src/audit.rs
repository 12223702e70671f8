//! The audit log: who did what to which account, or as an administrator to the shop, in PostgreSQL.
//!
//! A row names an account by its number and a request by its id and its address. Nothing that was typed is in it: an address that has no
//! account may be a password in the wrong field.

mod event;
mod origin;
mod report;

use diesel::prelude::*;
use diesel_async::AsyncPgConnection;

pub use self::{
    event::Event,
    origin::Origin,
    report::{AuditRow, Wanted, latest, moment},
};

use crate::{db::Name as _, schema::audit_log};

/// Notes that `event` happened to the account `user`; `None` if an unknown address was tried. Belongs into the transaction
/// of what it tells about.
pub async fn record(
    connection: &mut AsyncPgConnection,
    event: Event,
    user: Option<i64>,
    origin: &Origin,
) -> QueryResult<()> {
    write(connection, event, user, None, origin).await
}

/// Notes that the administrator `user` did `event` to `about`: the name of a thing of the shop's, never what was typed into a
/// field that may hold anything.
pub async fn record_act(
    connection: &mut AsyncPgConnection,
    event: Event,
    user: i64,
    about: &str,
    origin: &Origin,
) -> QueryResult<()> {
    let about = Some(about).filter(|about| !about.is_empty());
    write(connection, event, Some(user), about, origin).await
}

async fn write(
    connection: &mut AsyncPgConnection,
    event: Event,
    user: Option<i64>,
    about: Option<&str>,
    origin: &Origin,
) -> QueryResult<()> {
    diesel::insert_into(audit_log::table)
        .values((
            audit_log::event.eq(event.name()),
            audit_log::user_id.eq(user),
            audit_log::origin.eq(origin.by()),
            audit_log::client.eq(origin.client()),
            audit_log::about.eq(about),
        ))
        .named("audit.record")
        .execute(connection)
        .await
        .map(drop)
}
