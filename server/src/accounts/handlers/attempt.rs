//! Following a form that must not be sent too often.

use axum::response::Response;

use super::{AccountsState, refusal::Refusal};
use crate::rate_limit::{Attempt, ClientAddress};

/// Counts an attempt by its address and by the account it is about, before anything is looked up or hashed; follows the form
/// only if it may be, and tells in the answer where it stands. A form that is not followed comes back with what was `typed`.
pub(super) async fn attempt(
    accounts: &AccountsState,
    (what, client, account): (Attempt, ClientAddress, &str),
    typed: &[(&'static str, &str)],
    follow: impl Future<Output = Result<Response, Refusal>>,
) -> Response {
    let decision = accounts.limits.attempt(what, client, account).await;
    if decision.is_refusal() {
        return Refusal::limited(&decision).answer(typed);
    }
    let followed = follow.await;
    let mut response = followed.unwrap_or_else(|refusal| refusal.answer(typed));
    decision.tell(response.headers_mut());
    response
}
