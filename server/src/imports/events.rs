//! What is done to imports, in the audit log.

use crate::{
    audit::{Event, Origin, record_act},
    state::AppState,
};

/// Notes that the account `user` did `event` to `about`.
pub(super) async fn note(
    state: &AppState,
    event: Event,
    user: i64,
    about: &str,
    origin: &Origin,
) -> anyhow::Result<()> {
    let origin = origin.clone().of_account(user);
    let mut connection = state.pool.get().await?;
    record_act(&mut connection, event, user, about, &origin).await?;
    Ok(())
}
