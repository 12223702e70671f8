//! What those who run the shop do about what is searched: forms on pages under `/admin/search`, which need no script.
//!
//! Each asks for an editor. What is done has its line in the audit log in the same transaction; then the writer waits until no
//! instance answers as before, and the page says so.

mod pins;
mod synonyms;

use axum::{Extension, Router, response::IntoResponse as _, response::Response, routing::post};
use http::StatusCode;

use app::model::form::FormAnswer;

use crate::{
    accounts::{User, handlers::require_role},
    audit::Origin,
    session::TypedSession,
    state::AppState,
};

/// The forms for rules and for single searches.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/search/synonyms", post(synonyms::submit))
        .route("/admin/search/query", post(pins::submit))
}

/// Whose form it is.
struct Editor {
    user: User,
    origin: Origin,
}

/// Who sends the form, if they may; or else what to answer.
async fn editor(
    state: &AppState,
    session: &TypedSession,
    origin: Origin,
    page: &str,
) -> anyhow::Result<Result<Editor, Response>> {
    let role = app::model::account::Role::Editor;
    let user = require_role(session, &state.pool, page, role).await?;
    Ok(user.map(|user| Editor {
        origin: origin.of_account(user.id),
        user: *user,
    }))
}

/// The page again, with what was typed and what is wrong with it.
fn refused(answer: FormAnswer) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Extension(answer)).into_response()
}

/// What is wrong, as a sentence.
fn sentence(problem: &impl ToString) -> String {
    let text = problem.to_string();
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(['.']).collect()
}

#[cfg(test)]
mod tests {
    use super::sentence;
    use crate::catalog::synonyms::BadRule;

    #[test]
    fn what_is_wrong_is_a_sentence() {
        assert_eq!(sentence(&BadRule::Arrows), "A rule has one “=>” at most.");
    }
}
