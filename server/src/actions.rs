//! What administrators do on the panel and to the database: forms on their pages, which need no script.
//!
//! Each asks for an administrator who has typed the password lately, is noted in the audit log together with what it does,
//! and goes back to its page, which says what came of it. What changes the cache is a row in the log of changes, so that it
//! reaches every instance as an edit does.

mod cancel;
mod drop;
mod panel;
mod reach;
mod switch;
mod tag;

pub(crate) use self::reach::sentence as reached;

use app::model::form::FormAnswer;
use axum::{
    Extension, Router,
    response::{IntoResponse as _, Response},
    routing::post,
};
use http::StatusCode;

use crate::{
    accounts::{User, handlers::see_other},
    audit::Origin,
    session::TypedSession,
    state::AppState,
};

/// The forms on the panel and on the page of the database.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/performance", post(panel::act))
        .route("/admin/database", post(cancel::cancel))
}

/// An administrator at work.
struct Admin {
    user: User,
    /// Whence the request comes.
    origin: Origin,
}

impl Admin {
    /// What others who work here know them by.
    fn name(&self) -> &str {
        if self.user.name.is_empty() {
            &self.user.email
        } else {
            &self.user.name
        }
    }
}

/// Back to the page, which says what came of it.
async fn done(session: &TypedSession, page: &str, sentence: &str) -> anyhow::Result<Response> {
    session.tell(sentence).await?;
    Ok(see_other(page))
}

/// The page again, which says what is wrong and has in its field what was typed.
fn refused(field: &'static str, words: &str, typed: &str) -> Response {
    let answer = FormAnswer::default().with_problem(field, words);
    let answer = answer.with_typed(field, typed);
    (StatusCode::UNPROCESSABLE_ENTITY, Extension(answer)).into_response()
}

/// What is answered if something is away: nothing that was begun is half done.
fn unavailable(error: &anyhow::Error) -> Response {
    tracing::warn!(%error, "an administrator's wish cannot be followed");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
