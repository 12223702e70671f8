//! The `ended_sessions` table: what must not be taken for a session any more.
//!
//! Redis may be away when somebody logs out, or bring back what it had already forgotten when another server takes over.

use std::{collections::HashSet, time::Duration};

use diesel::{
    prelude::*,
    sql_query,
    sql_types::{Binary, Double},
};
use diesel_async::AsyncPgConnection;

use super::SessionKey;
use crate::{db::Name as _, schema::ended_sessions};

/// Also forgets those that no Redis can hold any more.
const END: &str = "\
    WITH forgotten AS (DELETE FROM ended_sessions WHERE expires < now()) \
    INSERT INTO ended_sessions (key, expires) VALUES ($1, now() + make_interval(secs => $2)) \
    ON CONFLICT DO NOTHING";

/// Ends a session that cannot last longer than `longest` from now.
pub(super) async fn end(
    connection: &mut AsyncPgConnection,
    key: SessionKey,
    longest: Duration,
) -> QueryResult<()> {
    sql_query(END)
        .bind::<Binary, _>(key.as_bytes().as_slice())
        .bind::<Double, _>(longest.as_secs_f64())
        .named("session.end")
        .execute(connection)
        .await
        .map(drop)
}

/// Which of these sessions have ended.
pub(super) async fn among(
    connection: &mut AsyncPgConnection,
    keys: impl Iterator<Item = SessionKey>,
) -> QueryResult<HashSet<SessionKey>> {
    let keys: Vec<Vec<u8>> = keys.map(|key| key.as_bytes().to_vec()).collect();
    let ended: Vec<Vec<u8>> = ended_sessions::table
        .filter(ended_sessions::key.eq_any(keys))
        .select(ended_sessions::key)
        .named("session.ended_among")
        .load(connection)
        .await?;
    let ended = ended.iter().map(Vec::as_slice);
    Ok(ended.filter_map(SessionKey::from_bytes).collect())
}
