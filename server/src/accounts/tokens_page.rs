//! Tokens in words.

use app::model::{
    account::Role,
    token::{Token, TokensPage},
};
use time::OffsetDateTime;

use super::{ApiTokenRow, User, ago::ago, api_tokens};
use crate::{
    audit::moment,
    db::{DbError, Pool},
};

/// The tokens of `user`, or everybody's if they may see them; `told` is what they did on the page before.
pub(super) async fn tokens_page(
    pool: &Pool,
    user: &User,
    told: Option<String>,
) -> Result<TokensPage, DbError> {
    let is_all = user.role >= Role::Admin;
    let rows = api_tokens(pool, (!is_all).then_some(user.id)).await?;
    let now = OffsetDateTime::now_utc();
    Ok(TokensPage {
        tokens: rows.into_iter().map(|row| token(row, now)).collect(),
        is_all,
        told,
    })
}

fn token(row: ApiTokenRow, now: OffsetDateTime) -> Token {
    let used = row.last_used_at.map(|at| ago((now - at).whole_seconds()));
    Token {
        id: row.id,
        name: row.name,
        owner: row.email,
        scopes: row.scopes,
        made: moment(row.created_at).unwrap_or_default(),
        expires: row.expires_at.and_then(|at| moment(at).ok()),
        expired: row.expired,
        used,
    }
}
