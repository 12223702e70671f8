//! Warming in a running server: when it starts, and when somebody asks for it; one at a time.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use super::warm;
use crate::state::AppState;

/// Where warming is asked for. Cheap to clone; clones are the same.
#[derive(Debug, Clone)]
pub struct Warming(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Whoever has it warms, or is about to.
    turn: Arc<Semaphore>,
    orders: mpsc::UnboundedSender<Order>,
    /// Taken by who follows them.
    queue: Mutex<Option<mpsc::UnboundedReceiver<Order>>>,
}

/// Somebody's wish; there is never more than one.
#[derive(Debug)]
struct Order {
    by: String,
    /// Given back when it is done.
    _turn: OwnedSemaphorePermit,
}

impl Default for Warming {
    fn default() -> Self {
        let (orders, queue) = mpsc::unbounded_channel();
        Self(Arc::new(Inner {
            turn: Arc::new(Semaphore::new(1)),
            orders,
            queue: Mutex::new(Some(queue)),
        }))
    }
}

impl Warming {
    /// Has popular pages made in the background; `false` if that is under way already. `by` is who asks.
    pub fn ask(&self, by: &str) -> bool {
        let Ok(turn) = Arc::clone(&self.0.turn).try_acquire_owned() else {
            return false;
        };
        let order = Order {
            by: by.to_owned(),
            _turn: turn,
        };
        self.0.orders.send(order).is_ok()
    }

    fn orders(&self) -> Option<mpsc::UnboundedReceiver<Order>> {
        let mut queue = self.0.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.take()
    }
}

/// Makes what people ask for most, at once and whenever somebody asks for it, until it is dropped. What came of it is an
/// event on the panel.
pub async fn keep_up(state: AppState, router: Router) {
    let Some(mut orders) = state.warming.orders() else {
        return;
    };
    // Whoever asked before this began has the turn, and gets the same.
    if let Ok(turn) = state.warming.0.turn.try_acquire() {
        run(&state, &router, None).await;
        drop(turn);
    }
    while let Some(order) = orders.recv().await {
        run(&state, &router, Some(&order.by)).await;
    }
}

async fn run(state: &AppState, router: &Router, by: Option<&str>) {
    let by = by.map_or_else(String::new, |by| format!(", asked for by {by}"));
    match warm(router, &state.pool).await {
        Ok(warmed) => {
            tracing::info!(pages = warmed.pages, took = ?warmed.took, "warm");
            state.panel.announce("warm", &format!("Made {warmed}{by}."));
        }
        Err(error) => {
            tracing::debug!(%error, "nothing is warmed");
            let text =
                format!("Nothing was made ahead{by}: PostgreSQL does not say what people ask for.");
            state.panel.announce("warm", &text);
        }
    }
}
