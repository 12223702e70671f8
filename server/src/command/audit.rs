//! `vitrine audit`.

use anyhow::Context as _;
use clap::Args;
use time::{OffsetDateTime, macros::format_description};

use super::table::table;
use crate::{
    accounts::{Email, User},
    audit::{AuditRow, latest},
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
    let rows = latest(pool, user, args.limit)
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
    if let Ok(number) = user.parse() {
        return Ok(number);
    }
    let email = Email::parse(user)?;
    let mut connection = pool.get().await?;
    let found = User::find_by_email(&mut connection, &email).await?;
    let found = found.with_context(|| format!("{} has no account", email.as_str()))?;
    Ok(found.id)
}

fn line(row: AuditRow) -> anyhow::Result<[String; 6]> {
    let unknown = || "-".to_owned();
    Ok([
        moment(row.at)?,
        row.event,
        row.user_id.map_or_else(unknown, |id| id.to_string()),
        row.email.unwrap_or_else(unknown),
        row.client.unwrap_or_else(unknown),
        row.origin,
    ])
}

fn moment(at: OffsetDateTime) -> anyhow::Result<String> {
    let form = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]");
    Ok(at.to_offset(time::UtcOffset::UTC).format(&form)?)
}
