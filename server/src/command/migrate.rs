//! `vitrine migrate`.

use crate::db;

/// What `vitrine migrate` can be told.
#[derive(Debug, clap::Args)]
pub struct MigrateArgs {
    /// Take back the last N migrations instead, with the data they hold.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    revert: Option<u16>,
}

/// Brings the database up to date, or takes migrations back, and says what was done.
pub async fn run(args: MigrateArgs, database_url: &str) -> anyhow::Result<()> {
    let (done, verb) = match args.revert {
        Some(count) => (db::revert(database_url, count.into()).await?, "took back"),
        None => (db::migrate(database_url).await?, "ran"),
    };
    if done.is_empty() {
        println!("nothing to do");
    }
    for name in done {
        println!("{verb} {name}");
    }
    Ok(())
}
