//! More log-ins than are let wait.

use std::pin::Pin;

use futures::FutureExt as _;
use server::accounts::{HashError, PasswordHasher};

type Verification<'a> = Pin<Box<dyn Future<Output = Result<bool, HashError>> + 'a>>;

/// Takes every place of the queue, for as long as the hashes being computed take.
pub(crate) fn fill(hasher: &PasswordHasher) -> Vec<Verification<'_>> {
    let mut waiting: Vec<Verification<'_>> = Vec::new();
    loop {
        let mut one: Verification<'_> = Box::pin(hasher.verify("wrong horse".to_owned(), None));
        match one.as_mut().now_or_never() {
            None => waiting.push(one),
            Some(answer) => {
                assert!(matches!(answer, Err(HashError::Busy)), "{answer:?}");
                return waiting;
            }
        }
    }
}
