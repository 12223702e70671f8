//! Who asks, and whether they ask too often.

use std::sync::Arc;

use app::model::account::Role;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, StatusCode, header::AUTHORIZATION};
use moka::{policy::EvictionPolicy, sync::Cache};

use crate::{
    accounts::{ApiToken, Bearer, Scope, bearer},
    problem::Problem,
    rate_limit::{ClientAddress, Policy, Subject},
    state::AppState,
};

/// Tokens remembered at most that have been good, those seen last.
const MOST_PROVEN: u64 = 10_000;

/// What a request without a token is told.
const CHALLENGE: &str = r#"Bearer realm="vitrine""#;
/// The same of one whose token is none.
const BAD_TOKEN: &str = r#"Bearer realm="vitrine", error="invalid_token""#;

/// Stands before all of the API.
#[derive(Clone)]
pub(super) struct Gate {
    state: AppState,
    /// Hashes of tokens that have been good, each with its number: they count by themselves. What has never been good counts
    /// by the address it comes from, before anybody looks it up.
    proven: Cache<String, i64>,
}

impl Gate {
    pub(super) fn new(state: AppState) -> Self {
        let proven = Cache::builder()
            .max_capacity(MOST_PROVEN)
            .eviction_policy(EvictionPolicy::lru())
            .build();
        Self { state, proven }
    }
}

/// Whom a request comes from: nobody that is known, or who sent a good token.
#[derive(Clone)]
pub(super) struct Caller(Option<Arc<Bearer>>);

/// Counts the request, finds out whom it comes from, and leaves a [`Caller`] with it. Who sends a token that is none is refused
/// wherever they knock, so that they hear of it.
pub(super) async fn pass(
    State(gate): State<Gate>,
    client: ClientAddress,
    mut request: Request,
    next: Next,
) -> Response {
    let sent = match token(request.headers()) {
        Ok(sent) => sent,
        Err(problem) => return problem.into_response(),
    };
    let hash = sent.as_ref().map(ApiToken::hash);
    let known = hash.as_ref().and_then(|hash| gate.proven.get(hash));
    let subject = match known {
        Some(number) => Subject::account(&format!("token {number}")),
        None => Subject::address(client),
    };
    let decision = gate.state.limits.admit(Policy::Api, &subject).await;
    if decision.is_refusal() {
        return decision.refuse();
    }
    let caller = match sent {
        None => Ok(Caller(None)),
        Some(token) => match bearer(&gate.state.pool, &token).await {
            Ok(Some(bearer)) => {
                if let (None, Some(hash)) = (known, hash) {
                    gate.proven.insert(hash, bearer.token);
                }
                Ok(Caller(Some(Arc::new(bearer))))
            }
            Ok(None) => {
                if let Some(hash) = hash {
                    gate.proven.invalidate(&hash);
                }
                Err(bad_token())
            }
            Err(error) => Err(error.into()),
        },
    };
    let mut response = match caller {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(problem) => problem.into_response(),
    };
    decision.tell(response.headers_mut());
    response
}

/// The token in the headers; nothing if none was sent.
fn token(headers: &HeaderMap) -> Result<Option<ApiToken>, Problem> {
    let mut sent = headers.get_all(AUTHORIZATION).iter();
    let Some(value) = sent.next() else {
        return Ok(None);
    };
    let value = value.to_str().unwrap_or_default();
    let (scheme, rest) = value.split_once(' ').unwrap_or((value, ""));
    let is_bearer = scheme.eq_ignore_ascii_case("bearer") && sent.next().is_none();
    let token = ApiToken::parse(rest.trim()).filter(|_| is_bearer);
    token.map(Some).ok_or_else(bad_token)
}

fn bad_token() -> Problem {
    Problem::unauthorized(
        BAD_TOKEN,
        "This is no token, or not any more: it was revoked, its time is over, or its owner's account is closed.",
    )
}

impl Caller {
    /// Who sent a token that is for `scope`, if its owner's role is `least` or more now.
    pub(super) fn needs(&self, scope: Scope, least: Role) -> Result<&Bearer, Problem> {
        let Some(bearer) = &self.0 else {
            let detail = "A token is needed: Authorization: Bearer vit_…";
            return Err(Problem::unauthorized(CHALLENGE, detail));
        };
        if !bearer.scopes.contains(&scope) {
            let scope = scope.name();
            let problem = Problem::new(
                StatusCode::FORBIDDEN,
                "insufficient_scope",
                format!("This token is not for {scope}."),
            );
            let challenge = format!(r#"{CHALLENGE}, error="insufficient_scope", scope="{scope}""#);
            return Err(problem.with_header(http::header::WWW_AUTHENTICATE, &challenge));
        }
        if bearer.role < least {
            return Err(Problem::new(
                StatusCode::FORBIDDEN,
                "insufficient_role",
                format!(
                    "The account of this token may not do that: it takes the role {}.",
                    least.label()
                ),
            ));
        }
        Ok(bearer)
    }

    /// Whether it may see products of every status.
    pub(super) fn may_read_all(&self) -> bool {
        self.needs(Scope::ReadProducts, Role::Viewer).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn sent(values: &[&str]) -> Result<Option<ApiToken>, Problem> {
        let values = values.iter().map(|value| {
            let value = HeaderValue::from_str(value).unwrap();
            (AUTHORIZATION, value)
        });
        let mut headers = HeaderMap::new();
        for (name, value) in values {
            headers.append(name, value);
        }
        token(&headers)
    }

    #[test]
    fn a_token_is_sent_in_one_way() {
        let token = ApiToken::random();
        let text = token.reveal();
        assert!(sent(&[]).unwrap().is_none());
        for good in [format!("Bearer {text}"), format!("bearer  {text} ")] {
            assert_eq!(sent(&[&good]).unwrap(), Some(token.clone()), "{good}");
        }
        let good = format!("Bearer {text}");
        for bad in [
            &["Bearer"][..],
            &["Bearer x"],
            &[text],
            &["Basic YTpi"],
            &[&good, &good],
        ] {
            assert!(sent(bad).is_err(), "{bad:?}");
        }
    }
}
