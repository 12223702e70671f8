//! Somebody's account as administrators see it.

use app::model::account::AccountReport;

use super::{User, has_second_factor, open_sessions::open_sessions};
use crate::{
    db::Pool,
    session::{SessionKey, Sessions},
};

/// The account with this address or number; `None` if there is none. `own` is the session that asks.
pub(super) async fn account_report(
    pool: &Pool,
    sessions: &Sessions,
    named: &str,
    own: Option<SessionKey>,
) -> anyhow::Result<Option<AccountReport>> {
    let mut connection = pool.get().await?;
    let Some(number) = User::number_of(&mut connection, named).await? else {
        return Ok(None);
    };
    let Some(user) = User::find_by_id(&mut connection, number).await? else {
        return Ok(None);
    };
    let second_factor = has_second_factor(&mut connection, number).await?;
    // Looking for sessions takes a connection of its own.
    drop(connection);
    Ok(Some(AccountReport {
        sessions: open_sessions(sessions, &user, own).await?,
        second_factor,
        user: user.into(),
    }))
}
