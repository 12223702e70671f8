//! The accounts, as one request sees them.

use app::{backend::Accounts, error::AppError, model::account::CurrentUser};
use async_trait::async_trait;
use http::request::Parts;
use tokio::sync::OnceCell;

use super::{User, favourites_of};
use crate::{db::Pool, session::TypedSession};

/// Answers who makes a request; asks Redis and PostgreSQL at most once, and only when asked.
pub struct RequestAccounts {
    session: TypedSession,
    pool: Pool,
    current_user: OnceCell<Option<CurrentUser>>,
}

impl RequestAccounts {
    /// The accounts for the request with these `parts`; `None` if no session layer has seen it.
    pub fn from_parts(parts: &Parts, pool: &Pool) -> Option<Self> {
        TypedSession::from_extensions(&parts.extensions)
            .map(|session| Self::new(session, pool.clone()))
    }

    /// The accounts for the request with this `session`.
    pub fn new(session: TypedSession, pool: Pool) -> Self {
        Self {
            session,
            pool,
            current_user: OnceCell::new(),
        }
    }

    async fn find(&self) -> anyhow::Result<Option<CurrentUser>> {
        let Some(id) = self.session.user_id().await? else {
            return Ok(None);
        };
        let user = User::find_by_id(&mut *self.pool.get().await?, id).await?;
        if user.is_none() {
            self.session.log_out().await?;
        }
        Ok(user.map(CurrentUser::from))
    }

    async fn find_favourites(&self) -> anyhow::Result<Option<Vec<i64>>> {
        let Some(user) = self.session.user_id().await? else {
            return Ok(None);
        };
        let mut connection = self.pool.get().await?;
        Ok(Some(favourites_of(&mut connection, user).await?))
    }
}

#[async_trait]
impl Accounts for RequestAccounts {
    async fn current_user(&self) -> Result<Option<CurrentUser>, AppError> {
        let found = self.current_user.get_or_try_init(|| self.find()).await;
        found.cloned().map_err(|error| {
            tracing::warn!(%error, "cannot tell who is logged in");
            AppError::Unavailable
        })
    }

    async fn favourites(&self) -> Result<Option<Vec<i64>>, AppError> {
        self.find_favourites().await.map_err(|error| {
            tracing::warn!(%error, "cannot tell what is kept");
            AppError::Unavailable
        })
    }
}
