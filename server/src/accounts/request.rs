//! The accounts, as one request sees them.

use app::{
    backend::Accounts,
    error::AppError,
    model::{
        account::{self, AccountReport, CurrentUser, OpenSession, Role},
        audit::{AuditPage, AuditQuery},
        token::TokensPage,
    },
};
use async_trait::async_trait;
use http::request::Parts;
use tokio::sync::OnceCell;

use super::{
    SecondFactor, User, account_report::account_report, audit_page::audit_page, favourites_of,
    open_sessions::open_sessions, second_factor, signed_in, tokens_page::tokens_page,
};
use crate::{
    db::Pool,
    session::{Sessions, TypedSession},
};

/// Answers who makes a request; asks Redis and PostgreSQL at most once, and only when asked.
pub struct RequestAccounts {
    session: TypedSession,
    sessions: Sessions,
    pool: Pool,
    user: OnceCell<Option<User>>,
}

impl RequestAccounts {
    /// The accounts for the request with these `parts`; `None` if no session layer has seen it.
    pub fn from_parts(parts: &Parts, sessions: &Sessions, pool: &Pool) -> Option<Self> {
        let session = TypedSession::from_extensions(&parts.extensions)?;
        Some(Self {
            session,
            sessions: sessions.clone(),
            pool: pool.clone(),
            user: OnceCell::new(),
        })
    }

    async fn user(&self) -> anyhow::Result<Option<&User>> {
        let user = || signed_in(&self.session, &self.pool);
        Ok(self.user.get_or_try_init(user).await?.as_ref())
    }

    /// Ends with an error for whoever may less than `least`: `Unauthorized` for a guest, `Forbidden` for others.
    pub async fn needs(&self, least: Role) -> Result<(), AppError> {
        match self.current_user().await? {
            None => Err(AppError::Unauthorized),
            Some(user) if user.role < least => Err(AppError::Forbidden),
            Some(_) => Ok(()),
        }
    }

    async fn find_favourites(&self) -> anyhow::Result<Option<Vec<i64>>> {
        let Some(user) = self.user().await? else {
            return Ok(None);
        };
        let mut connection = self.pool.get().await?;
        Ok(Some(favourites_of(&mut connection, user.id).await?))
    }

    async fn find_sessions(&self) -> anyhow::Result<Option<Vec<OpenSession>>> {
        let Some(user) = self.user().await? else {
            return Ok(None);
        };
        let own = self.session.key();
        Ok(Some(open_sessions(&self.sessions, user, own).await?))
    }

    async fn find_second_factor(&self) -> anyhow::Result<Option<account::SecondFactor>> {
        let Some(user) = self.user().await? else {
            return Ok(None);
        };
        let mut connection = self.pool.get().await?;
        let state = second_factor(&mut connection, user.id).await?;
        Ok(Some(match state {
            SecondFactor::Off => account::SecondFactor::Off,
            SecondFactor::Begun(secret) => {
                account::SecondFactor::Begun(secret.to_share(&user.email)?)
            }
            SecondFactor::On { recovery_codes } => account::SecondFactor::On { recovery_codes },
        }))
    }
}

#[async_trait]
impl Accounts for RequestAccounts {
    async fn current_user(&self) -> Result<Option<CurrentUser>, AppError> {
        let user = self.user().await.map_err(|error| {
            tracing::warn!(%error, "cannot tell who is logged in");
            AppError::Unavailable
        })?;
        Ok(user.cloned().map(CurrentUser::from))
    }

    async fn favourites(&self) -> Result<Option<Vec<i64>>, AppError> {
        self.find_favourites().await.map_err(|error| {
            tracing::warn!(%error, "cannot tell what is kept");
            AppError::Unavailable
        })
    }

    async fn sessions(&self) -> Result<Option<Vec<OpenSession>>, AppError> {
        self.find_sessions().await.map_err(|error| {
            tracing::warn!(%error, "cannot tell which sessions there are");
            AppError::Unavailable
        })
    }

    async fn second_factor(&self) -> Result<Option<account::SecondFactor>, AppError> {
        self.find_second_factor().await.map_err(|error| {
            tracing::warn!(%error, "cannot tell whether there is a second factor");
            AppError::Unavailable
        })
    }

    async fn told(&self) -> Result<Option<String>, AppError> {
        self.session.take_told().await.map_err(|error| {
            tracing::warn!(%error, "cannot tell what was done");
            AppError::Unavailable
        })
    }

    async fn tokens(&self) -> Result<TokensPage, AppError> {
        self.needs(Role::Editor).await?;
        let found = async {
            // An error to be told of has come up above.
            let Some(user) = self.user().await? else {
                return Ok(None);
            };
            let told = self.session.take_told().await?;
            anyhow::Ok(Some(tokens_page(&self.pool, user, told).await?))
        };
        let found = found.await.map_err(|error| {
            tracing::warn!(%error, "cannot tell which tokens there are");
            AppError::Unavailable
        })?;
        found.ok_or(AppError::Unauthorized)
    }

    async fn account(&self, named: &str) -> Result<AccountReport, AppError> {
        self.needs(Role::Admin).await?;
        let own = self.session.key();
        let found = account_report(&self.pool, &self.sessions, named, own).await;
        let found = found.map_err(|error| {
            tracing::warn!(%error, "cannot look at an account");
            AppError::Unavailable
        })?;
        found.ok_or(AppError::NotFound)
    }

    async fn audit(&self, query: &AuditQuery) -> Result<AuditPage, AppError> {
        self.needs(Role::Admin).await?;
        let found = audit_page(&self.pool, query).await.map_err(|error| {
            tracing::warn!(%error, "cannot read the audit log");
            AppError::Unavailable
        })?;
        found.ok_or(AppError::NotFound)
    }
}
