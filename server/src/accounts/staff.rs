//! Who works here.

use std::time::Duration;

use app::model::account::Role;
use http::HeaderMap;

use super::User;
use crate::{
    config::SessionConfig,
    db::Pool,
    session::{Sessions, has_hint},
};

/// The longest that an answer waits for it: what hangs on it is worth no more.
const PATIENCE: Duration = Duration::from_millis(250);

/// Whether a request with these headers comes from somebody who works here: the session decides, and is asked for only if the
/// browser has the [hint](has_hint). Nobody is if that cannot be told.
pub async fn is_staff(
    headers: &HeaderMap,
    config: &SessionConfig,
    sessions: &Sessions,
    pool: &Pool,
) -> bool {
    if !has_hint(headers, config) {
        return false;
    }
    let role = async {
        let Some(holder) = sessions.holder(headers, config).await? else {
            return Ok(None);
        };
        let user = User::of_session(&mut *pool.get().await?, holder).await?;
        anyhow::Ok(user.map(|user| user.role))
    };
    match tokio::time::timeout(PATIENCE, role).await {
        Ok(Ok(role)) => role.is_some_and(|role| role >= Role::Viewer),
        Ok(Err(error)) => {
            tracing::debug!(%error, "cannot tell whether somebody works here");
            false
        }
        Err(_) => false,
    }
}
