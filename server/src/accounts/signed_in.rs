//! Who is logged in.

use super::User;
use crate::{db::Pool, session::TypedSession};

/// Who makes the request of this session; `None` for a guest. Asking is a visit: it puts off the session's end.
///
/// PostgreSQL is asked each time: a session that has ended there is none, whatever Redis says.
pub async fn signed_in(session: &TypedSession, pool: &Pool) -> anyhow::Result<Option<User>> {
    let Some(holder) = session.holder().await? else {
        return Ok(None);
    };
    let user = User::of_session(&mut *pool.get().await?, holder).await?;
    if user.is_some() {
        session.renew().await?;
    } else {
        session.log_out().await?;
    }
    Ok(user)
}
