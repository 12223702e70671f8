//! Whence an event comes.

use axum::extract::FromRequestParts;
use http::{StatusCode, request::Parts};

use crate::{middleware::RequestId, rate_limit::ClientAddress};

/// Whence an event comes.
#[derive(Debug, Clone)]
pub struct Origin {
    by: String,
    client: Option<String>,
}

impl Origin {
    /// A request, by its id and the address it comes from.
    pub fn request(id: &RequestId, client: ClientAddress) -> Self {
        Self {
            by: format!("request {}", id.as_str()),
            client: Some(client.ip().to_string()),
        }
    }

    /// The same, made by this account, which is not the one it happens to.
    #[must_use]
    pub fn of_account(self, number: i64) -> Self {
        Self {
            by: format!("account {number}, {}", self.by),
            ..self
        }
    }

    /// The same, sent by a program with the token that its owner, this account, calls `name`.
    #[must_use]
    pub fn of_token(self, number: i64, name: &str) -> Self {
        Self {
            by: format!("API, token {name} of account {number}, {}", self.by),
            ..self
        }
    }

    /// Somebody at the command line.
    pub fn command() -> Self {
        Self {
            by: "command".to_owned(),
            client: None,
        }
    }

    /// Who it was, as the table has it.
    pub(crate) fn by(&self) -> &str {
        &self.by
    }

    /// The address of a request.
    pub(crate) fn client(&self) -> Option<&str> {
        self.client.as_deref()
    }
}

impl<S: Sync> FromRequestParts<S> for Origin {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, StatusCode> {
        let client = ClientAddress::from_request_parts(parts, state).await?;
        let id = parts.extensions.get();
        let id = id.ok_or(StatusCode::INTERNAL_SERVER_ERROR)?;
        Ok(Self::request(id, client))
    }
}
