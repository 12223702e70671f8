//! Whoever may do what matters most: an administrator who has typed the password lately.

use app::model::account::Role;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;

use super::{confirm, member::guest_to, see_other};
use crate::{
    accounts::{User, signed_in},
    db::Pool,
    session::TypedSession,
};

/// What became of somebody's wish to act.
pub enum Sudo {
    /// It is an administrator, who has typed the password lately.
    Admin(Box<User>),
    /// What to answer all others: the way to log in or to type the password, and from there back to the page; or that they
    /// may not.
    Answer(Response),
}

/// Who makes the request of this session, if they may act; `page` is where they come from.
pub async fn require_admin(
    session: &TypedSession,
    pool: &Pool,
    page: &str,
) -> anyhow::Result<Sudo> {
    let Some(user) = signed_in(session, pool).await? else {
        return Ok(Sudo::Answer(guest_to(page)));
    };
    if user.role < Role::Admin {
        return Ok(Sudo::Answer(StatusCode::FORBIDDEN.into_response()));
    }
    if !session.is_confirmed().await? {
        return Ok(Sudo::Answer(see_other(&confirm::form(page))));
    }
    Ok(Sudo::Admin(Box::new(user)))
}
