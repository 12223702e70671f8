//! `vitrine audit`.

use anyhow::Context as _;
use clap::Args;

use super::table::table;
use crate::{
    accounts::User,
    audit::{AuditRow, Wanted, latest, moment},
    config::DatabaseConfig,
    db::{self, Pool},
};

/// What happened to accounts.
#[derive(Debug, Clone, Args)]
pub struct AuditArgs {
    /// Only what happened to the account with this address, or with this number.
    #[arg(long, value_name = "EMAIL")]
    pub user: Option<String>,

    /// How many lines to show.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub limit: u32,
}

/// Prints what happened, the last first.
pub async fn run(args: AuditArgs, database: &DatabaseConfig) -> anyhow::Result<()> {
    let pool = db::pool(database)?;
    print!("{}", text(args, &pool).await?);
    Ok(())
}

/// What happened, the last first, as a table.
pub async fn text(args: AuditArgs, pool: &Pool) -> anyhow::Result<String> {
    let user = match &args.user {
        Some(user) => Some(number(user, pool).await?),
        None => None,
    };
    let wanted = Wanted {
        user,
        before: None,
        limit: args.limit,
    };
    let rows = latest(pool, wanted)
        .await
        .context("cannot read the audit log")?;
    let rows = rows.into_iter().map(line).collect::<Result<Vec<_>, _>>()?;
    let heads = [
        "time (UTC)",
        "event",
        "account",
        "address",
        "from",
        "origin",
    ];
    Ok(table(heads, &rows))
}

/// A number finds the events of an account that is gone.
async fn number(user: &str, pool: &Pool) -> anyhow::Result<i64> {
    let found = User::number_of(&mut *pool.get().await?, user).await?;
    found.with_context(|| format!("{user} has no account"))
}

fn line(row: AuditRow) -> anyhow::Result<[String; 6]> {
    let unknown = || "-".to_owned();
    Ok([
        moment(row.at)?,
        row.what(),
        row.user_id.map_or_else(unknown, |id| id.to_string()),
        row.email.unwrap_or_else(unknown),
        row.client.unwrap_or_else(unknown),
        row.origin,
    ])
}
