use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::task::JoinHandle;

/// Watches over a connection in a task of its own, for as long as somebody holds it.
#[derive(Debug)]
pub(in crate::link) struct Watch {
    over: Arc<AtomicBool>,
    task: JoinHandle<()>,
}

impl Watch {
    /// Begins to wait for `end`.
    pub(super) fn until(end: impl Future<Output = ()> + Send + 'static) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&over);
        let task = tokio::spawn(async move {
            end.await;
            flag.store(true, Ordering::Relaxed);
        });
        Self { over, task }
    }

    /// Whether what was waited for has come.
    pub(in crate::link) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.task.abort();
    }
}
