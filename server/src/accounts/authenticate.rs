//! Telling whether an address and a password belong together.

use super::{Email, HashError, Password, PasswordHasher, User};
use crate::{
    audit::{self, Event, Origin},
    db::Pool,
};

/// Why nobody was let in.
#[derive(Debug, thiserror::Error)]
pub enum AuthenticateError {
    /// No such account, or another password: deliberately the same.
    #[error("the email address or the password is wrong")]
    Rejected,
    /// Too many log-ins at once; trying again in a moment helps.
    #[error("too many log-ins at the moment")]
    Busy,
    /// The accounts cannot be read.
    #[error("the accounts cannot be read: {0}")]
    Unavailable(#[source] anyhow::Error),
}

impl From<HashError> for AuthenticateError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::Busy,
            fault @ HashError::Fault(_) => Self::Unavailable(fault.into()),
        }
    }
}

/// The account with this address, if `password` is its password. An unknown address costs as much
/// time as a wrong password. Refusals are noted in the audit log.
pub async fn authenticate(
    pool: &Pool,
    hasher: &PasswordHasher,
    email: &str,
    password: String,
    origin: &Origin,
) -> Result<User, AuthenticateError> {
    let place = hasher.queue()?;
    let user = find(pool, email).await?;
    let stored = user.as_ref().map(|user| user.password_hash.clone());
    let accepted = hasher.verify_at(place, password.clone(), stored).await?;
    let user = match user {
        Some(user) if accepted => user,
        user => {
            note_refusal(pool, user.map(|user| user.id), origin).await;
            return Err(AuthenticateError::Rejected);
        }
    };
    if hasher.is_outdated(&user.password_hash) {
        rehash(pool, hasher, &user, password).await;
    }
    Ok(user)
}

/// Gives the connection back before the hash is computed: a queue of log-ins holds up no query.
async fn find(pool: &Pool, email: &str) -> Result<Option<User>, AuthenticateError> {
    let Ok(email) = Email::parse(email) else {
        return Ok(None);
    };
    let mut connection = pool
        .get()
        .await
        .map_err(|error| AuthenticateError::Unavailable(error.into()))?;
    User::find_by_email(&mut connection, &email)
        .await
        .map_err(|error| AuthenticateError::Unavailable(error.into()))
}

/// The refusal holds whether it can be noted or not.
async fn note_refusal(pool: &Pool, user: Option<i64>, origin: &Origin) {
    let noted = async {
        let mut connection = pool.get().await?;
        anyhow::Ok(audit::record(&mut connection, Event::LogInRefused, user, origin).await?)
    };
    if let Err(error) = noted.await {
        tracing::error!(%error, "cannot write the audit log");
    }
}

/// Hashes anew with the parameters in force. Whoever knows the password is logged in either way:
/// the next log-in tries again.
async fn rehash(pool: &Pool, hasher: &PasswordHasher, user: &User, password: String) {
    if let Err(error) = try_rehash(pool, hasher, user, password).await {
        tracing::warn!(user = user.id, error = %error, "cannot renew a password hash");
    }
}

async fn try_rehash(
    pool: &Pool,
    hasher: &PasswordHasher,
    user: &User,
    password: String,
) -> anyhow::Result<()> {
    let password_hash = hasher.hash(Password::parse(password)?).await?;
    let mut connection = pool.get().await?;
    user.rehash(&mut connection, &password_hash).await?;
    Ok(())
}
