//! What those who run the shop do to products: forms on pages under `/admin/products`, which need no script.
//!
//! Each asks for an editor; to remove a product takes an administrator who has typed the password lately. What is done is one
//! act in the products' history, from where it can be taken back, with its line in the audit log in the same transaction. Then
//! the writer waits until no instance shows what was before, and the page says so.

mod bulk;
mod check;
mod export;
mod fields;
mod merge;
pub(crate) mod outcome;
mod past;
pub(crate) mod patience;
mod preview;
mod remove;
mod row;
mod save;
mod undo;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use http::StatusCode;

pub use self::{
    bulk::{BULK, Problem, Wish, tally, understand},
    fields::form,
    merge::merged,
    past::changes,
    preview::previewed,
    save::Stop,
};

use crate::{
    accounts::{User, handlers::see_other},
    audit::Origin,
    session::TypedSession,
    state::AppState,
};

/// The longest description and the most attributes, each octet percent-encoded, fit in.
const MAX_FORM_OCTETS: usize = 1024 * 1024;

/// The list of products.
const LIST: &str = "/admin/products";

/// The forms of the list and of the editor.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/products", post(row::change))
        .route("/admin/products/export", get(export::export))
        .route("/admin/products/bulk", post(bulk::carry_out))
        .route("/admin/products/acts/{act}/undo", post(undo::undo_act))
        .route("/admin/products/new", post(save::create))
        .route("/admin/products/new/preview", post(preview::preview_new))
        .route("/admin/products/{product}", post(save::change))
        .route("/admin/products/{product}/preview", post(preview::preview))
        .route("/admin/products/{product}/undo", post(undo::undo))
        .route("/admin/products/{product}/delete", post(remove::remove))
        .layer(DefaultBodyLimit::max(MAX_FORM_OCTETS))
}

/// Whose form it is.
struct Editor {
    user: User,
    origin: Origin,
}

impl Editor {
    fn new(user: User, origin: Origin) -> Self {
        let origin = origin.of_account(user.id);
        Self { user, origin }
    }
}

/// The page of an act.
fn act_page(act: i64) -> String {
    format!("{LIST}/acts/{act}")
}

/// The page of a product.
fn page_of(product: i64) -> String {
    format!("{LIST}/{product}")
}

/// Back to a page, which says what came of it.
pub(crate) async fn done(
    session: &TypedSession,
    page: &str,
    sentence: &str,
) -> anyhow::Result<Response> {
    session.tell(sentence).await?;
    Ok(see_other(page))
}

/// What is answered if something is away: nothing that was begun is half done.
pub(crate) fn unavailable(error: &anyhow::Error) -> Response {
    tracing::warn!(%error, "an editor's wish cannot be followed");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
