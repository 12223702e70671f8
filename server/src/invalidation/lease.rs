//! The statements on leases (Gray and Cheriton, "Leases", SOSP 1989).

use cache::Position;
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Text},
};
use diesel_async::AsyncPgConnection;

use super::log::{self, signed, unsigned};
use crate::db::{Bind, DbError, Statement};

/// What a lease's holder is told when it renews.
#[derive(Debug)]
pub(super) struct Renewed {
    pub(super) epoch: String,
    /// The last change in the log.
    pub(super) position: Position,
}

#[derive(QueryableByName)]
struct RenewedRow {
    #[diesel(sql_type = Text)]
    epoch: String,
    #[diesel(sql_type = BigInt)]
    position: i64,
}

/// Takes a lease for `instance`, or takes it anew. Until it reports, writers wait for it whatever they wrote.
pub(super) async fn take(
    connection: &mut AsyncPgConnection,
    instance: &str,
) -> Result<(), DbError> {
    let statement = Statement::new(
        "lease.take",
        "INSERT INTO cache_leases (instance, expires_at) VALUES ($1, clock_timestamp() + interval '2 s')
         ON CONFLICT (instance) DO UPDATE SET epoch = '', applied = 0, expires_at = excluded.expires_at
         RETURNING true AS done",
        vec![Bind::Text(Some(instance.to_owned()))],
    );
    log::run(connection, statement).await
}

/// Extends the lease by two seconds from now and says how far its holder has come. Nothing if it has ended.
pub(super) async fn renew(
    connection: &mut AsyncPgConnection,
    instance: &str,
    epoch: &str,
    applied: Position,
) -> Result<Option<Renewed>, DbError> {
    update(
        connection,
        "lease.renew",
        "UPDATE cache_leases l
         SET epoch = $2, applied = $3, expires_at = clock_timestamp() + interval '2 s'
         FROM cache_state s WHERE l.instance = $1 AND l.expires_at > clock_timestamp()
         RETURNING s.epoch, s.position",
        (instance, epoch, applied),
    )
    .await
}

/// Says how far the lease's holder has come. Nothing if the lease has ended.
///
/// It need not reach the disk: should it be lost in a crash, writers only wait longer.
pub(super) async fn report(
    connection: &mut AsyncPgConnection,
    instance: &str,
    epoch: &str,
    applied: Position,
) -> Result<Option<Renewed>, DbError> {
    update(
        connection,
        "lease.report",
        "UPDATE cache_leases l SET epoch = $2, applied = $3
         FROM cache_state s, set_config('synchronous_commit', 'off', true)
         WHERE l.instance = $1 AND l.expires_at > clock_timestamp()
         RETURNING s.epoch, s.position",
        (instance, epoch, applied),
    )
    .await
}

/// Gives the lease back: nobody waits for its end.
pub(super) async fn give_back(
    connection: &mut AsyncPgConnection,
    instance: &str,
) -> Result<(), DbError> {
    let statement = Statement::new(
        "lease.give_back",
        "DELETE FROM cache_leases WHERE instance = $1 RETURNING true AS done",
        vec![Bind::Text(Some(instance.to_owned()))],
    );
    log::run(connection, statement).await
}

async fn update(
    connection: &mut AsyncPgConnection,
    name: &'static str,
    sql: &'static str,
    (instance, epoch, applied): (&str, &str, Position),
) -> Result<Option<Renewed>, DbError> {
    let binds = vec![
        Bind::Text(Some(instance.to_owned())),
        Bind::Text(Some(epoch.to_owned())),
        Bind::BigInt(Some(signed(applied))),
    ];
    let rows: Vec<RenewedRow> = Statement::new(name, sql, binds).load_on(connection).await?;
    Ok(rows.into_iter().next().map(|row| Renewed {
        epoch: row.epoch,
        position: unsigned(row.position),
    }))
}
