//! `vitrine end-sessions`.

use anyhow::Context as _;

use crate::{
    accounts::{Email, User},
    audit::{self, Event, Origin},
    config, db,
};

/// What `vitrine end-sessions` is told.
#[derive(Debug, clap::Args)]
pub struct EndSessionsArgs {
    /// Address of the account.
    email: String,
}

/// Ends all sessions of an account, whether Redis can be reached or not, and says so.
pub async fn run(args: EndSessionsArgs, database_url: &str) -> anyhow::Result<()> {
    let email = Email::parse(&args.email)?;
    let mut connection = db::connect(database_url)
        .await
        .with_context(|| format!("cannot connect to {}", config::redact(database_url)))?;
    let nobody = || format!("{} has no account", email.as_str());
    let user = User::find_by_email(&mut connection, &email).await?;
    let user = user.with_context(nobody)?;
    User::end_sessions(&mut connection, user.id)
        .await?
        .with_context(nobody)?;
    let origin = Origin::command();
    audit::record(
        &mut connection,
        Event::SessionsEnded,
        Some(user.id),
        &origin,
    )
    .await?;
    println!("{} is logged out everywhere", email.as_str());
    Ok(())
}
