//! `vitrine create-token`.

use anyhow::{Context as _, ensure};
use app::model::account::Role;

use crate::{
    accounts::{Email, NewApiToken, Scope, User, make_api_token},
    audit::Origin,
    config, db,
    import::text::one_line,
};

/// What `vitrine create-token` is told.
#[derive(Debug, clap::Args)]
pub struct CreateTokenArgs {
    /// Address of the account that the token acts for: an editor's or an administrator's.
    email: String,
    /// What it is for.
    #[arg(long)]
    name: String,
    /// What it may do; may stand several times.
    #[arg(long = "scope", required = true, value_parser = scope)]
    scopes: Vec<Scope>,
    /// Days for which it holds; until it is revoked if nothing is said.
    #[arg(long, value_parser = clap::value_parser!(i32).range(1..=3_650))]
    days: Option<i32>,
}

fn scope(name: &str) -> Result<Scope, String> {
    let names = Scope::ALL.map(Scope::name);
    Scope::parse(name).ok_or_else(|| format!("this is one of {}", names.join(", ")))
}

/// Makes a token for programs and prints it, alone on its line. It is not shown again.
pub async fn run(args: CreateTokenArgs, database_url: &str) -> anyhow::Result<()> {
    let email = Email::parse(&args.email)?;
    let name = one_line(&args.name, 100).map_err(|reason| anyhow::anyhow!("the name {reason}"))?;
    ensure!(!name.is_empty(), "the name is empty");
    let mut connection = db::connect(database_url)
        .await
        .with_context(|| format!("cannot connect to {}", config::redact(database_url)))?;
    let user = User::find_by_email(&mut connection, &email).await?;
    let user = user.with_context(|| format!("{} has no account", email.as_str()))?;
    ensure!(
        user.role >= Role::Editor,
        "{} does not edit the catalogue",
        email.as_str()
    );
    let new = NewApiToken {
        user: user.id,
        name,
        scopes: args.scopes,
        days: args.days,
    };
    let token = make_api_token(&mut connection, &new, &Origin::command()).await?;
    let token = token.context("this account has as many tokens as one may have")?;
    println!("{}", token.reveal());
    Ok(())
}
