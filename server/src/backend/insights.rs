//! The performance panel as pages see it: for those who may look at it.

use std::{collections::BTreeMap, sync::Arc};

use app::{
    backend::{Accounts as _, Insights},
    error::AppError,
    model::{
        account::Role,
        performance::{Actions, PanelQuery, Performance, RequestTrace, Switch},
    },
};
use async_trait::async_trait;

use crate::{
    accounts::RequestAccounts,
    audit,
    insight::performance::Surroundings,
    state::{AppState, Services},
    switches::{Off, namespaces},
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

    async fn actions(&self) -> Result<Option<Actions>, AppError> {
        match self.accounts.needs(Role::Admin).await {
            Ok(()) => {}
            Err(AppError::Forbidden) => return Ok(None),
            Err(error) => return Err(error),
        }
        let off = self.state.off();
        let switch = |name: &str| Switch {
            name: name.to_owned(),
            off_since: off.get(name).cloned(),
        };
        Ok(Some(Actions {
            namespaces: namespaces().map(switch).into(),
            told: self.accounts.told().await?,
        }))
    }

    async fn request(&self, id: &str) -> Result<RequestTrace, AppError> {
        self.accounts.needs(Role::Viewer).await?;
        self.state.panel.request(id).ok_or(AppError::NotFound)
    }
}

impl Services {
    /// The namespaces of the cache that are off, and since when.
    fn off(&self) -> BTreeMap<String, String> {
        let off = self.switches.off().into_iter();
        let since = |off: &Off| audit::moment(off.off_since).unwrap_or_default();
        off.map(|off| (off.namespace.clone(), since(&off)))
            .collect()
    }

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
            off: self.off(),
        };
        self.panel.read(query, second, &around)
    }
}
