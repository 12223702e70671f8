//! `vitrine end-sessions`.

use anyhow::Context as _;

use crate::{
    accounts::{Email, User, end_sessions},
    audit::Origin,
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
    end_sessions(&mut connection, user.id, &Origin::command())
        .await?
        .with_context(nobody)?;
    println!("{} is logged out everywhere", email.as_str());
    Ok(())
}
