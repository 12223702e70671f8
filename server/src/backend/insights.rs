//! The performance panel as pages see it: for those who may look at it.

use std::sync::Arc;

use app::{
    backend::Insights,
    error::AppError,
    model::{
        account::Role,
        performance::{PanelQuery, Performance, RequestTrace},
    },
};
use async_trait::async_trait;

use crate::{
    accounts::RequestAccounts,
    insight::performance::Surroundings,
    state::{AppState, Services},
};

/// The panel, for whoever makes one request.
pub struct InsightsBackend {
    accounts: Arc<RequestAccounts>,
    state: AppState,
}

impl InsightsBackend {
    /// Looks at the figures of `state`, if `accounts` say that it may.
    pub fn new(accounts: Arc<RequestAccounts>, state: AppState) -> Self {
        Self { accounts, state }
    }
}

#[async_trait]
impl Insights for InsightsBackend {
    async fn performance(&self, query: &PanelQuery) -> Result<Performance, AppError> {
        self.accounts.needs(Role::Viewer).await?;
        let now = *self.state.panel.frames().borrow();
        Ok(self.state.performance(query, now).await)
    }

    async fn request(&self, id: &str) -> Result<RequestTrace, AppError> {
        self.accounts.needs(Role::Viewer).await?;
        self.state.panel.request(id).ok_or(AppError::NotFound)
    }
}

impl Services {
    /// What the panel shows at this second.
    pub async fn performance(&self, query: &PanelQuery, second: u64) -> Performance {
        let (redis, searches, plans, stored) = tokio::join!(
            self.watching.redis(&self.redis),
            self.watching.searches(&self.pool),
            self.watching.plan_changes(&self.pool, second),
            self.watching.history(&self.pool, query, second)
        );
        let around = Surroundings {
            config: self.config.panel,
            pool: self.pool.usage(),
            redis,
            searches,
            plans,
            stored,
            open: self.live.open(),
        };
        self.panel.read(query, second, &around)
    }
}
