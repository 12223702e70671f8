//! Limiting what one address may ask for.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use crate::rate_limit::{ClientAddress, Policy, RateLimiter, Subject};

/// What a limited route goes by.
#[derive(Clone)]
pub(crate) struct Limit {
    limiter: RateLimiter,
    policy: Policy,
}

impl Limit {
    /// Counts by `policy`.
    pub(crate) fn new(limiter: &RateLimiter, policy: Policy) -> Self {
        Self {
            limiter: limiter.clone(),
            policy,
        }
    }
}

/// Answers 429 to an address that asks too often, and tells all others where they stand.
pub(crate) async fn by_address(
    State(limit): State<Limit>,
    client: ClientAddress,
    request: Request,
    next: Next,
) -> Response {
    let Limit { limiter, policy } = limit;
    let decision = limiter.admit(policy, &Subject::address(client)).await;
    if decision.is_refusal() {
        return decision.refuse();
    }
    let mut response = next.run(request).await;
    decision.tell(response.headers_mut());
    response
}
