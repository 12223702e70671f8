//! What came of a change: what it touched, and how far it has come.

use crate::{
    actions::reached,
    invalidation::{Acknowledged, NotAcknowledged, TransactionId, touched},
    state::AppState,
};

/// Tags that are named; of more there is the number.
const NAMED: usize = 4;

/// What is said of one product that was saved, or that was so already.
pub(crate) async fn saved(
    state: &AppState,
    what: &str,
    xid: Option<TransactionId>,
    product: i64,
) -> String {
    match xid {
        Some(xid) => told(state, what, xid, vec![product]).await,
        None => "Nothing was changed: all of it was so already.".to_owned(),
    }
}

/// How far a change has come, and what it touched as far as that is known.
pub(crate) struct Settled {
    /// Nothing if that cannot be told.
    pub(crate) acknowledged: Option<Result<Acknowledged, NotAcknowledged>>,
    /// Nothing if it touched everything, too.
    pub(crate) tags: Option<Vec<String>>,
}

/// Waits until all instances go by the committed transaction, which changed `products`.
pub(crate) async fn settled(state: &AppState, xid: TransactionId, products: Vec<i64>) -> Settled {
    // In a task of its own: whoever goes away takes nothing from those who are to hear of it.
    let waiting = {
        let (state, writer) = (state.clone(), state.writer());
        async move {
            let acknowledged = writer.settle(xid, &products).await;
            let tags = match state.pool.get().await {
                Ok(mut connection) => touched(&mut connection, xid).await.ok().flatten(),
                Err(_) => None,
            };
            Settled {
                acknowledged: Some(acknowledged),
                tags,
            }
        }
    };
    tokio::spawn(waiting).await.unwrap_or(Settled {
        acknowledged: None,
        tags: None,
    })
}

/// The same in words. `what` is a sentence's beginning: `Saved Oak desk`.
pub(crate) async fn told(
    state: &AppState,
    what: &str,
    xid: TransactionId,
    products: Vec<i64>,
) -> String {
    let Settled { acknowledged, tags } = settled(state, xid, products).await;
    match acknowledged {
        Some(Ok(acknowledged)) => {
            format!("{what}.{} {}", changed(tags), reached(&acknowledged))
        }
        Some(Err(error)) => format!("{what}, but {error}."),
        None => format!("{what}, but it is not known whether all go by it yet."),
    }
}

/// Which tags a change touched, as far as that is known.
fn changed(tags: Option<Vec<String>>) -> String {
    match tags {
        None => String::new(),
        Some(tags) if tags.is_empty() => " It touched nothing that is kept.".to_owned(),
        Some(tags) if tags.len() > NAMED => format!(" It touched {} tags.", tags.len()),
        Some(tags) => format!(" It touched {}.", tags.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::changed;

    #[test]
    fn few_tags_are_named_and_many_counted() {
        let tags = |count: usize| Some((0..count).map(|id| format!("product:{id}")).collect());
        assert_eq!(changed(tags(2)), " It touched product:0, product:1.");
        assert_eq!(changed(tags(9)), " It touched 9 tags.");
        assert_eq!(changed(tags(0)), " It touched nothing that is kept.");
        assert_eq!(changed(None), "");
    }
}
