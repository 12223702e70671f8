//! `vitrine create-admin`.

use std::io::{self, BufRead, IsTerminal};

use anyhow::{Context, bail, ensure};
use app::model::account::Role;
use diesel_async::AsyncPgConnection;

use crate::{
    accounts::{Email, NewUser, Password, PasswordHasher, User, UserName, is_common},
    audit::{self, Event, Origin},
    config::{self, PasswordConfig},
    db,
};

/// Most octets read from standard input for a password.
const MAX_INPUT_OCTETS: u64 = 4_096;

/// What `vitrine create-admin` can be told. The password is asked for, or read from the first
/// line of standard input if that is no terminal.
#[derive(Debug, clap::Args)]
pub struct CreateAdminArgs {
    /// Address to log in with.
    email: String,
    /// Name to greet with.
    #[arg(long, default_value = "")]
    name: String,
    /// If the address has an account already, make that one an administrator's; its password and
    /// name stay.
    #[arg(long)]
    promote: bool,
}

/// Makes an account that may do everything, or an existing one into such, and says which.
pub async fn run(
    args: CreateAdminArgs,
    database_url: &str,
    password: &PasswordConfig,
) -> anyhow::Result<()> {
    let email = Email::parse(&args.email)?;
    let name = UserName::parse(&args.name)?;
    let mut connection = db::connect(database_url)
        .await
        .with_context(|| format!("cannot connect to {}", config::redact(database_url)))?;
    let done = match User::find_by_email(&mut connection, &email).await? {
        Some(user) if args.promote => promote(&mut connection, &user).await?,
        Some(user) => bail!(
            "{} has an account already; --promote makes it an administrator's",
            user.email
        ),
        None => create(&mut connection, &email, &name, password).await?,
    };
    println!("{done}");
    Ok(())
}

async fn create(
    connection: &mut AsyncPgConnection,
    email: &Email,
    name: &UserName,
    password: &PasswordConfig,
) -> anyhow::Result<String> {
    let typed = tokio::task::spawn_blocking(read_password).await??;
    ensure!(
        !is_common(&typed, &[email.as_str(), name.as_str()]).await?,
        "this is one of the first passwords that somebody would try"
    );
    let new = NewUser {
        email,
        name,
        password_hash: &PasswordHasher::new(password)?.hash(typed).await?,
        role: Role::Admin,
    };
    let user = User::insert(connection, &new).await?;
    audit::record(
        connection,
        Event::Created,
        Some(user.id),
        &Origin::command(),
    )
    .await?;
    Ok(format!(
        "created administrator {} (account {})",
        user.email, user.id
    ))
}

async fn promote(connection: &mut AsyncPgConnection, user: &User) -> anyhow::Result<String> {
    if user.role == Role::Admin {
        return Ok(format!("{} is an administrator already", user.email));
    }
    let promoted = User::set_role(connection, user.id, Role::Admin)
        .await?
        .with_context(|| format!("the account of {} has just been removed", user.email))?;
    audit::record(
        connection,
        Event::RoleChanged,
        Some(user.id),
        &Origin::command(),
    )
    .await?;
    Ok(format!(
        "made {} an administrator (account {})",
        promoted.email, promoted.id
    ))
}

fn read_password() -> anyhow::Result<Password> {
    let typed = if io::stdin().is_terminal() {
        prompt_twice()?
    } else {
        first_line(io::stdin().lock())?
    };
    Ok(Password::parse(typed)?)
}

fn prompt_twice() -> anyhow::Result<String> {
    let first = rpassword::prompt_password("Password: ")?;
    let second = rpassword::prompt_password("Password again: ")?;
    ensure!(first == second, "the two passwords differ");
    Ok(first)
}

fn first_line(input: impl BufRead) -> anyhow::Result<String> {
    let mut line = String::new();
    input
        .take(MAX_INPUT_OCTETS)
        .read_line(&mut line)
        .context("cannot read the password from standard input")?;
    let line = line.strip_suffix('\n').unwrap_or(&line);
    Ok(line.strip_suffix('\r').unwrap_or(line).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_the_first_line_as_it_stands() {
        let read = |text: &str| first_line(text.as_bytes()).unwrap();
        assert_eq!(read(" right horse \nnext\n"), " right horse ");
        assert_eq!(read("right horse\r\n"), "right horse");
        assert_eq!(read("right horse"), "right horse");
        assert_eq!(read(""), "");
    }

    #[test]
    fn input_that_is_no_text_is_an_error() {
        assert!(first_line(&b"\xff\xfe\n"[..]).is_err());
    }
}
