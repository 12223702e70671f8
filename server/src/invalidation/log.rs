//! The statements on the log of changes.

use cache::{Change, History, Position, Tag, Touched};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Nullable, Text},
};
use diesel_async::AsyncPgConnection;

use super::Origin;
use crate::db::{Bind, DbError, Statement};

/// Rows of the outbox that one pass numbers, and changes that are read at once: few enough to take milliseconds.
pub(super) const BATCH: i64 = 500;

/// One change as the log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Logged {
    pub(crate) epoch: String,
    /// When it was numbered, in microseconds: no other world's change with this position has the same.
    pub(super) stamp: i64,
    pub(crate) change: Change,
    /// Who made it: program and role.
    pub(super) source: Option<String>,
    /// The transaction that did.
    pub(super) xid: Option<i64>,
    /// Rows of products that it changed; unknown if it came through Redis, but then its tags tell them.
    pub(super) products: u64,
    /// Microseconds from the writing statement to the numbering.
    pub(super) lag_us: Option<i64>,
}

#[derive(QueryableByName)]
struct LoggedRow {
    #[diesel(sql_type = Text)]
    epoch: String,
    #[diesel(sql_type = BigInt)]
    position: i64,
    #[diesel(sql_type = Nullable<Array<Text>>)]
    tags: Option<Vec<String>>,
    #[diesel(sql_type = Text)]
    source: String,
    #[diesel(sql_type = BigInt)]
    stamp: i64,
    #[diesel(sql_type = BigInt)]
    lag_us: i64,
    #[diesel(sql_type = BigInt)]
    xid: i64,
    #[diesel(sql_type = BigInt)]
    products: i64,
}

impl From<LoggedRow> for Logged {
    fn from(row: LoggedRow) -> Self {
        Self {
            epoch: row.epoch,
            stamp: row.stamp,
            change: Change {
                position: unsigned(row.position),
                touched: row.tags.map_or(Touched::Everything, |tags| {
                    Touched::Tags(tags.into_iter().map(Tag::from).collect())
                }),
            },
            source: Some(row.source),
            xid: Some(row.xid),
            products: unsigned(row.products),
            lag_us: Some(row.lag_us),
        }
    }
}

impl Logged {
    /// What people want to know of it.
    pub(super) fn origin(&self) -> Origin {
        let products = match &self.change.touched {
            Touched::Tags(tags) => {
                let of_products = |tag: &&Tag| tag.as_str().starts_with("product:");
                tags.iter().filter(of_products).count() as u64
            }
            Touched::Everything => self.products,
        };
        Origin {
            position: self.change.position,
            at_us: self.stamp,
            source: self.source.clone(),
            xid: self.xid,
            products,
        }
    }
}

/// Numbers what is visible in the outbox, a batch at most, and gives it in order. Anybody may do this at any time.
pub(crate) async fn relay(connection: &mut AsyncPgConnection) -> Result<Vec<Logged>, DbError> {
    let rows: Vec<LoggedRow> = Statement::new(
        "log.relay",
        "SELECT epoch, position, tags, source, xid, products,
                (extract(epoch FROM relayed_at) * 1000000)::bigint AS stamp,
                (extract(epoch FROM relayed_at - written_at) * 1000000)::bigint AS lag_us
         FROM cache_relay($1::integer)",
        vec![Bind::BigInt(Some(BATCH))],
    )
    .load_on(connection)
    .await?;
    Ok(rows.into_iter().map(Logged::from).collect())
}

/// The changes after `position`, a batch at most, in order.
pub(crate) async fn since(
    connection: &mut AsyncPgConnection,
    position: Position,
) -> Result<Vec<Logged>, DbError> {
    let rows: Vec<LoggedRow> = Statement::new(
        "log.since",
        "SELECT s.epoch, l.position, l.tags, l.source, l.xid, l.products,
                (extract(epoch FROM l.relayed_at) * 1000000)::bigint AS stamp,
                (extract(epoch FROM l.relayed_at - l.written_at) * 1000000)::bigint AS lag_us
         FROM cache_log l, cache_state s
         WHERE l.position > $1 ORDER BY l.position LIMIT $2",
        vec![
            Bind::BigInt(Some(signed(position))),
            Bind::BigInt(Some(BATCH)),
        ],
    )
    .load_on(connection)
    .await?;
    Ok(rows.into_iter().map(Logged::from).collect())
}

#[derive(QueryableByName)]
struct PositionRow {
    #[diesel(sql_type = Text)]
    epoch: String,
    #[diesel(sql_type = BigInt)]
    position: i64,
}

/// The epoch, and the last position that was given in it.
pub(crate) async fn position(
    connection: &mut AsyncPgConnection,
) -> Result<(String, Position), DbError> {
    let rows: Vec<PositionRow> = Statement::new(
        "log.position",
        "SELECT epoch, position FROM cache_state",
        vec![],
    )
    .load_on(connection)
    .await?;
    let row = rows.into_iter().next();
    let row = row.ok_or_else(|| DbError::Unavailable("the log has no state".to_owned()))?;
    Ok((row.epoch, unsigned(row.position)))
}

/// How a place in the log that is known here compares with the log.
#[derive(Debug, QueryableByName)]
pub(super) struct Standing {
    /// The log's epoch.
    #[diesel(sql_type = Text)]
    pub(super) epoch: String,
    /// Whether the log has another change at that place, or none although it should.
    #[diesel(sql_type = Bool)]
    pub(super) contradicts: bool,
    /// Whether all changes after that place are kept.
    #[diesel(sql_type = Bool)]
    pub(super) kept: bool,
}

/// Looks up `position`, which was numbered at `stamp` as far as is known here. 0 is before every change.
pub(super) async fn standing(
    connection: &mut AsyncPgConnection,
    position: Position,
    stamp: i64,
) -> Result<Option<Standing>, DbError> {
    let rows: Vec<Standing> = Statement::new(
        "log.standing",
        "SELECT s.epoch,
                $1 > s.position OR ($1 > 0 AND $1 >= floor AND NOT EXISTS (
                    SELECT FROM cache_log l WHERE l.position = $1
                    AND (extract(epoch FROM l.relayed_at) * 1000000)::bigint = $2)) AS contradicts,
                $1 >= floor AS kept
         FROM cache_state s,
              LATERAL (SELECT coalesce(min(position) - 1, s.position) AS floor FROM cache_log) AS log",
        vec![Bind::BigInt(Some(signed(position))), Bind::BigInt(Some(stamp))],
    )
    .load_on(connection)
    .await?;
    Ok(rows.into_iter().next())
}

/// Gives the positions a new epoch, unless they have another than `known` already.
pub(super) async fn new_epoch(
    connection: &mut AsyncPgConnection,
    known: &str,
) -> Result<(), DbError> {
    run(
        connection,
        Statement::new(
            "log.new_epoch",
            "SELECT true AS done FROM cache_new_epoch($1)",
            vec![Bind::Text(Some(known.to_owned()))],
        ),
    )
    .await
}

#[derive(QueryableByName)]
struct HistoryRow {
    #[diesel(sql_type = Text)]
    epoch: String,
    #[diesel(sql_type = BigInt)]
    position: i64,
    #[diesel(sql_type = BigInt)]
    stamp: i64,
    #[diesel(sql_type = BigInt)]
    floor: i64,
    #[diesel(sql_type = Array<Text>)]
    tags: Vec<String>,
    #[diesel(sql_type = Array<BigInt>)]
    last: Vec<i64>,
}

/// The whole log as far as it is kept, and the stamp of its last change. One statement: all of it is of one moment.
pub(super) async fn history(
    connection: &mut AsyncPgConnection,
) -> Result<Option<(History, i64)>, DbError> {
    let rows: Vec<HistoryRow> = Statement::new(
        "log.history",
        "SELECT s.epoch, s.position, floor,
                coalesce((SELECT (extract(epoch FROM relayed_at) * 1000000)::bigint
                          FROM cache_log WHERE position = s.position), 0) AS stamp,
                coalesce(array_agg(tag) FILTER (WHERE tag IS NOT NULL), '{}') AS tags,
                coalesce(array_agg(last) FILTER (WHERE tag IS NOT NULL), '{}') AS last
         FROM cache_state s
         CROSS JOIN LATERAL (
             SELECT greatest(coalesce(min(position) - 1, s.position),
                             max(position) FILTER (WHERE tags IS NULL)) AS floor
             FROM cache_log
         ) AS log
         LEFT JOIN LATERAL (
             SELECT tag, max(position) AS last FROM cache_log, unnest(tags) AS tag
             WHERE position > floor GROUP BY tag
         ) AS touched ON true
         GROUP BY s.epoch, s.position, floor",
        vec![],
    )
    .load_on(connection)
    .await?;
    Ok(rows.into_iter().next().map(|row| {
        let last = row.last.into_iter().map(unsigned);
        let history = History {
            epoch: row.epoch,
            applied: unsigned(row.position),
            floor: unsigned(row.floor),
            last: row.tags.into_iter().map(Tag::from).zip(last).collect(),
        };
        (history, row.stamp)
    }))
}

/// Forgets changes that are old enough, and leases that ended long ago.
pub(super) async fn prune(connection: &mut AsyncPgConnection) -> Result<(), DbError> {
    let statement = Statement::new(
        "log.prune",
        "WITH ended AS (DELETE FROM cache_leases WHERE expires_at < now() - interval '1 minute')
         SELECT true AS done FROM cache_prune()",
        vec![],
    );
    run(connection, statement).await
}

#[derive(QueryableByName)]
struct Done {
    #[diesel(sql_type = Bool, column_name = done)]
    _done: bool,
}

/// Runs a statement for what it does.
pub(super) async fn run(
    connection: &mut AsyncPgConnection,
    statement: Statement,
) -> Result<(), DbError> {
    let _: Vec<Done> = statement.load_on(connection).await?;
    Ok(())
}

/// PostgreSQL has no unsigned numbers; a position never comes near the sign.
pub(super) fn signed(position: Position) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

/// See [`signed`].
pub(super) fn unsigned(position: i64) -> Position {
    Position::try_from(position).unwrap_or_default()
}
