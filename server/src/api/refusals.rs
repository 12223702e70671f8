//! What may be answered instead of what was asked for, as far as several addresses have it in common: for the document.

use utoipa::IntoResponses;

use crate::problem::Problem;

/// By any address.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "the document alone is made of it")]
pub(super) enum Refused {
    /// A token was sent that is none, or none where one is needed.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthorized(Problem),
    /// Too many requests.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(Problem),
    /// Something is away.
    #[response(status = 503, content_type = "application/problem+json")]
    Away(Problem),
}

/// By what would write.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "the document alone is made of it")]
pub(super) enum NotWritten {
    /// No JSON, or a header that cannot be read.
    #[response(status = 400, content_type = "application/problem+json")]
    Unreadable(Problem),
    /// The token or its owner may not.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// The same request is being answered, or another product got this number just now.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(Problem),
    /// Something is wrong with fields, or another request had this key.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalid(Problem),
}

/// By what would change a product that is there.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "the document alone is made of it")]
pub(super) enum NotChanged {
    /// There is no such product.
    #[response(status = 404, content_type = "application/problem+json")]
    Missing(Problem),
    /// Somebody else has changed it since.
    #[response(
        status = 412,
        content_type = "application/problem+json",
        headers(("ETag" = String, description = "Its present version."))
    )]
    Changed(Problem),
    /// If-Match is missing.
    #[response(status = 428, content_type = "application/problem+json")]
    Unseen(Problem),
}
