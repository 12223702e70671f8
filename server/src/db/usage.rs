//! How much of the pool is in use.

use super::Pool;

/// The connections of a pool at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// Connections it may have.
    pub most: usize,
    /// Connections it has, or is making.
    pub open: usize,
    /// Those that nobody uses.
    pub idle: usize,
    /// Who waits for one.
    pub waiting: usize,
}

impl Pool {
    /// How much of it is in use now. Asks nobody.
    pub fn usage(&self) -> Usage {
        let status = self.connections.status();
        Usage {
            most: status.max_size,
            open: status.size,
            idle: status.available,
            waiting: status.waiting,
        }
    }
}
