//! The database as administrators see it. Everything is read from PostgreSQL's own counts, by a few statements that end
//! after so many rows, one after the other: looking costs the shop one connection for some milliseconds.

mod activity;
mod cancel;
mod comment;
mod index_care;
mod indexes;
mod known;
mod query;
mod server;
mod table_care;
mod tables;
mod top;
mod verdict;

use app::model::database::{DatabaseReport, PoolUsage};

pub use self::{
    cancel::{Cancelled, cancel},
    query::query,
};

use crate::db::{DbError, Pool};

/// How the database does now.
pub async fn report(pool: &Pool) -> Result<DatabaseReport, DbError> {
    // Before this very request takes a connection for what follows.
    let usage = usage(pool);
    let server = server::server(pool).await?;
    let running = activity::running(pool).await?;
    let indexes = indexes::indexes(pool).await?;
    let tables = tables::tables(pool).await?;
    let top = top::top(pool, server.counts_statements).await?;
    let server = server.wire();
    let mut findings = index_care::findings(&indexes, server.counting);
    findings.extend(table_care::findings(&tables));
    findings.sort_by_key(|finding| std::cmp::Reverse((finding.level, finding.bytes)));
    let (level, sentence) = verdict::verdict(&usage, &running, &findings);
    Ok(DatabaseReport {
        level,
        sentence,
        pool: usage,
        server,
        running,
        findings,
        tables: tables.into_iter().map(tables::TableRow::wire).collect(),
        top,
        statements: known::statements(),
    })
}

fn usage(pool: &Pool) -> PoolUsage {
    let usage = pool.usage();
    PoolUsage {
        most: usage.most,
        open: usage.open,
        in_use: usage.open.saturating_sub(usage.idle),
        idle: usage.idle,
        waiting: usage.waiting,
    }
}
