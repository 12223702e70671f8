//! Whoever may do what matters: those of a role, and for what matters most an administrator who has typed the password lately.

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
    Ok(
        match require_confirmed(session, pool, page, Role::Admin).await? {
            Ok(user) => Sudo::Admin(user),
            Err(answer) => Sudo::Answer(answer),
        },
    )
}

/// As [`require_role`], and the password was typed lately; or else the way to type it, and from there back to `page`.
pub async fn require_confirmed(
    session: &TypedSession,
    pool: &Pool,
    page: &str,
    least: Role,
) -> anyhow::Result<Result<Box<User>, Response>> {
    let user = require_role(session, pool, page, least).await?;
    if user.is_ok() && !session.is_confirmed().await? {
        return Ok(Err(see_other(&confirm::form(page))));
    }
    Ok(user)
}

/// Who makes the request of this session, if their role is `least` or more; or else what to answer: the way to log in, and from
/// there back to `page`, or that they may not.
pub async fn require_role(
    session: &TypedSession,
    pool: &Pool,
    page: &str,
    least: Role,
) -> anyhow::Result<Result<Box<User>, Response>> {
    let Some(user) = signed_in(session, pool).await? else {
        return Ok(Err(guest_to(page)));
    };
    if user.role < least {
        return Ok(Err(StatusCode::FORBIDDEN.into_response()));
    }
    Ok(Ok(Box::new(user)))
}
