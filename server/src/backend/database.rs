//! The database as pages see it: for administrators alone.

use std::sync::Arc;

use app::{
    backend::Database,
    error::AppError,
    model::{
        account::Role,
        database::{DatabaseReport, QueryQuery, QueryReport},
    },
};
use async_trait::async_trait;

use crate::{accounts::RequestAccounts, db::Pool, error::visible, insight::database};

/// The database, for whoever makes one request.
pub struct DatabaseBackend {
    accounts: Arc<RequestAccounts>,
    pool: Pool,
}

impl DatabaseBackend {
    /// Looks at the database behind `pool`, if `accounts` say that it may.
    pub fn new(accounts: Arc<RequestAccounts>, pool: Pool) -> Self {
        Self { accounts, pool }
    }
}

#[async_trait]
impl Database for DatabaseBackend {
    async fn report(&self) -> Result<DatabaseReport, AppError> {
        self.accounts.needs(Role::Admin).await?;
        database::report(&self.pool).await.map_err(visible)
    }

    async fn query(&self, query: &QueryQuery) -> Result<QueryReport, AppError> {
        self.accounts.needs(Role::Admin).await?;
        let found = database::query(&self.pool, query).await.map_err(visible)?;
        found.ok_or(AppError::NotFound)
    }
}
