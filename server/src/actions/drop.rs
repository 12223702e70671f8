//! Dropping what the caches hold: by a row in the log of changes, never by deleting anything.

use cache::Tag;
use diesel::{QueryableByName, sql_types::Bool};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};

use super::{Admin, reach};
use crate::{
    audit::{Event, record_act},
    db::{Bind, DbError, Statement},
    invalidation::TransactionId,
    state::AppState,
};

/// Drops all that depends on `tag`; what came of it.
pub(super) async fn tag(state: &AppState, admin: &Admin, tag: &str) -> anyhow::Result<String> {
    let act = (Event::TagDropped, tag);
    drop_all(state, admin, tag, act, &format!("Dropped {tag}")).await
}

/// Drops all of a namespace, and what was made of it; what came of it.
pub(super) async fn namespace(
    state: &AppState,
    admin: &Admin,
    name: &str,
) -> anyhow::Result<String> {
    let (tag, act) = (Tag::of_namespace(name), (Event::NamespaceDropped, name));
    let what = format!("Dropped namespace {name}");
    drop_all(state, admin, tag.as_str(), act, &what).await
}

async fn drop_all(
    state: &AppState,
    admin: &Admin,
    tag: &str,
    act: (Event, &str),
    what: &str,
) -> anyhow::Result<String> {
    let mut connection = state.pool.get().await?;
    let xid = write(&mut connection, admin, tag, act).await?;
    drop(connection);
    let by = admin.name();
    state.panel.announce("action", &format!("{what}, by {by}."));
    Ok(reach::told(state, what, xid).await)
}

/// Writes the change and who made it; the number of their transaction.
async fn write(
    connection: &mut AsyncPgConnection,
    admin: &Admin,
    tag: &str,
    (event, about): (Event, &str),
) -> Result<TransactionId, DbError> {
    connection
        .transaction(async |connection| {
            note(connection, tag).await?;
            record_act(connection, event, admin.user.id, about, &admin.origin).await?;
            TransactionId::current(connection).await
        })
        .await
}

#[derive(QueryableByName)]
struct Noted {
    #[diesel(sql_type = Bool, column_name = done)]
    _done: bool,
}

/// Notes in the outbox that `tag` changed.
async fn note(connection: &mut AsyncPgConnection, tag: &str) -> Result<(), DbError> {
    let statement = Statement::new(
        "actions.note",
        // The change says by whom it was made, for as long as the transaction lasts.
        "SELECT true AS done
         FROM (SELECT set_config('application_name', 'vitrine panel', true) AS name OFFSET 0) AS named,
              LATERAL cache_note(CASE WHEN named.name <> '' THEN ARRAY[$1] ELSE '{}' END)",
        vec![Bind::Text(Some(tag.to_owned()))],
    );
    let _: Vec<Noted> = statement.load_on(connection).await?;
    Ok(())
}
