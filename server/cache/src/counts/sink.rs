//! Where counts go in the end.

use super::batch::Batch;

/// Keeps counts for good. Written by the user of this crate, over a database with transactions.
pub trait Sink: Sync {
    /// Why the batches could not be kept.
    type Error: Send;

    /// Adds the amounts of those batches that it does not have, and remembers their ids, in one transaction.
    ///
    /// The same batch may come any number of times, from several processes at once, and must be counted once. `batches`
    /// has no id twice.
    ///
    /// # Errors
    /// When nothing was committed, or when that is not known. The batches will come again.
    fn commit(&self, batches: &[Batch]) -> impl Future<Output = Result<(), Self::Error>> + Send;
}
