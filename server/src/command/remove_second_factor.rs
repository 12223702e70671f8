//! `vitrine remove-second-factor`.

use anyhow::{Context as _, bail};

use crate::{
    accounts::{Email, User, remove_second_factor},
    audit::Origin,
    config, db,
};

/// What `vitrine remove-second-factor` is told.
#[derive(Debug, clap::Args)]
pub struct RemoveSecondFactorArgs {
    /// Address of the account.
    email: String,
}

/// Lets an account log in by its password alone, for an owner who has lost the app and the recovery codes, and ends its
/// sessions.
pub async fn run(args: RemoveSecondFactorArgs, database_url: &str) -> anyhow::Result<()> {
    let email = Email::parse(&args.email)?;
    let mut connection = db::connect(database_url)
        .await
        .with_context(|| format!("cannot connect to {}", config::redact(database_url)))?;
    let user = User::find_by_email(&mut connection, &email).await?;
    let user = user.with_context(|| format!("{} has no account", email.as_str()))?;
    let removed = remove_second_factor(&mut connection, user.id, &Origin::command()).await?;
    if removed.is_none() {
        bail!("{} has no second factor", email.as_str());
    }
    println!("{} logs in by the password alone", email.as_str());
    Ok(())
}
