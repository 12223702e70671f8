//! An account's sessions in words.

use app::model::account::OpenSession;
use time::OffsetDateTime;

use super::{User, ago::ago};
use crate::session::{SessionKey, Sessions};

/// By which sessions somebody is logged in to this account, the last used first. `own` is the one that asks.
pub(super) async fn open_sessions(
    sessions: &Sessions,
    user: &User,
    own: Option<SessionKey>,
) -> anyhow::Result<Vec<OpenSession>> {
    let open = sessions.open(user.id, user.session_epoch).await?;
    let now = OffsetDateTime::now_utc().unix_timestamp();
    let open = open.into_iter().map(|session| OpenSession {
        is_own: Some(session.key) == own,
        key: session.key.to_string(),
        device: session.device,
        began: ago(now - session.began),
        seen: ago(now - session.seen),
    });
    Ok(open.collect())
}
