//! How far a change to the caches has come.

use crate::{
    db::Pool,
    invalidation::{Acknowledged, Invalidation, TransactionId},
    state::AppState,
};

/// What was done, and how many instances go by it after which time; or what is known if that takes too long. `what` is a
/// sentence's beginning: `Dropped product:42`.
pub(super) async fn told(state: &AppState, what: &str, xid: TransactionId) -> String {
    // In a task of its own: whoever goes away takes nothing from those who are to hear of it.
    let waiting = acknowledged(state.invalidation.clone(), state.pool.clone(), xid);
    match tokio::spawn(waiting).await {
        Ok(Ok(acknowledged)) => format!("{what}. {}", sentence(&acknowledged)),
        Ok(Err(error)) => format!("{what}, but {error}."),
        Err(_) => format!("{what}, but it is not known whether all go by it yet."),
    }
}

async fn acknowledged(
    invalidation: Invalidation,
    pool: Pool,
    xid: TransactionId,
) -> anyhow::Result<Acknowledged> {
    let mut connection = pool.get().await?;
    Ok(invalidation.acknowledge(&mut connection, xid).await?)
}

/// How many instances go by a change, and after which time.
pub(crate) fn sentence(acknowledged: &Acknowledged) -> String {
    let millis = acknowledged.took.as_secs_f64() * 1e3;
    match acknowledged.instances {
        0 => "No instance may use what it keeps at the moment.".to_owned(),
        1 => format!("The one instance there is goes by it, after {millis:.0} ms."),
        many => format!("All {many} instances go by it, after {millis:.0} ms."),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn instances_are_counted_in_words() {
        let of = |instances| {
            sentence(&Acknowledged {
                position: Some(7),
                tags: Some(1),
                instances,
                took: Duration::from_micros(12_400),
                waited_for: Vec::new(),
            })
        };
        assert!(of(0).starts_with("No instance"));
        assert_eq!(of(1), "The one instance there is goes by it, after 12 ms.");
        assert_eq!(of(3), "All 3 instances go by it, after 12 ms.");
    }
}
