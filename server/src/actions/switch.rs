//! Turning a namespace of the cache off and on.

use diesel_async::{AsyncConnection as _, AsyncPgConnection};

use super::{Admin, reach};
use crate::{
    audit::{Event, record_act},
    db::DbError,
    invalidation::TransactionId,
    state::AppState,
    switches,
};

/// Turns `namespace` off or on in every instance; what came of it.
pub(super) async fn switch(
    state: &AppState,
    admin: &Admin,
    namespace: &str,
    is_on: bool,
) -> anyhow::Result<String> {
    let mut connection = state.pool.get().await?;
    let way = if is_on { "on" } else { "off" };
    let Some(xid) = write(&mut connection, admin, namespace, is_on).await? else {
        return Ok(format!("Namespace {namespace} was {way} already."));
    };
    let what = format!("Turned namespace {namespace} {way}");
    drop(connection);
    let by = admin.name();
    state.panel.announce("action", &format!("{what}, by {by}."));
    Ok(reach::told(state, &what, xid).await)
}

/// Writes the switch and who moved it; the number of their transaction, or nothing if it stood so already.
async fn write(
    connection: &mut AsyncPgConnection,
    admin: &Admin,
    namespace: &str,
    is_on: bool,
) -> Result<Option<TransactionId>, DbError> {
    let event = if is_on {
        Event::CacheOn
    } else {
        Event::CacheOff
    };
    connection
        .transaction(async |connection| {
            if !switches::switch(connection, namespace, is_on).await? {
                return Ok(None);
            }
            let Admin { user, origin } = admin;
            record_act(connection, event, user.id, namespace, origin).await?;
            TransactionId::current(connection).await.map(Some)
        })
        .await
}
