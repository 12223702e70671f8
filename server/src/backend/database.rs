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

use crate::{
    accounts::RequestAccounts,
    db::Pool,
    error::visible,
    insight::{database, performance::Panel},
};

/// The database, for whoever makes one request.
pub struct DatabaseBackend {
    accounts: Arc<RequestAccounts>,
    pool: Pool,
    panel: Panel,
}

impl DatabaseBackend {
    /// Looks at the database behind `pool`, and at what `panel` has of its statements, if `accounts` say that it may.
    pub fn new(accounts: Arc<RequestAccounts>, pool: Pool, panel: Panel) -> Self {
        Self {
            accounts,
            pool,
            panel,
        }
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
        let found = database::query(&self.pool, &self.panel, query)
            .await
            .map_err(visible)?;
        found.ok_or(AppError::NotFound)
    }
}
