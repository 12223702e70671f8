//! What a visitor may learn of a failure. The cause stays in the server's log.

use http::StatusCode;
use serde::{Deserialize, Serialize};

/// A failure as the visitor sees it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum AppError {
    /// Nothing stands at this address.
    #[error("There is nothing at this address.")]
    NotFound,
    /// Only for people who are logged in.
    #[error("Please log in to see this page.")]
    Unauthorized,
    /// Logged in, but not allowed.
    #[error("Your account may not see this page.")]
    Forbidden,
    /// The request could not be understood; the text says why in the visitor's words.
    #[error("{0}")]
    Invalid(String),
    /// Too many requests in a short time; waiting helps.
    #[error(
        "Too many requests came from you or your network in a short time. Please wait a moment and try again."
    )]
    TooManyRequests,
    /// A part the page needs (database, Redis) is away; trying again later helps.
    #[error("This page is not available right now. Please try again in a moment.")]
    Unavailable,
    /// A fault of ours.
    #[error("Something went wrong on our side.")]
    Internal,
}

impl AppError {
    /// The HTTP status that goes with the failure (RFC 9110, section 15; RFC 6585, section 4).
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}
