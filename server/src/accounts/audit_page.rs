//! The audit log as administrators read it.

use app::model::audit::{AuditEvent, AuditPage, AuditQuery};

use super::User;
use crate::{
    audit::{AuditRow, Wanted, latest, moment},
    db::Pool,
};

/// Events on a page.
const LENGTH: u32 = 100;

/// What `query` asks for; `None` if there is no such account.
pub(super) async fn audit_page(
    pool: &Pool,
    query: &AuditQuery,
) -> anyhow::Result<Option<AuditPage>> {
    let user = if query.account.is_empty() {
        None
    } else {
        let number = User::number_of(&mut *pool.get().await?, &query.account).await?;
        let Some(number) = number else {
            return Ok(None);
        };
        Some(number)
    };
    // One more tells whether there are older ones.
    let wanted = Wanted {
        user,
        before: query.before,
        limit: LENGTH + 1,
    };
    let mut rows = latest(pool, wanted).await?;
    let shown = usize::try_from(LENGTH)?;
    let more = rows.len() > shown;
    rows.truncate(shown);
    let last = rows.last().filter(|_| more).map(|row| row.id);
    let events = rows.into_iter().map(event).collect::<anyhow::Result<_>>()?;
    Ok(Some(AuditPage { events, last }))
}

fn event(row: AuditRow) -> anyhow::Result<AuditEvent> {
    let event = row.what();
    let number = row.user_id.map(|id| id.to_string());
    Ok(AuditEvent {
        at: moment(row.at)?,
        event,
        account: row.email.or(number).unwrap_or_default(),
        client: row.client.unwrap_or_default(),
        origin: row.origin,
    })
}
