//! Who is logged in, and proves it once more by the password before something is changed (ASVS 5.0, 7.5.1).

use axum::response::Response;

use super::{AccountsState, refusal::Refusal, see_other};
use crate::{
    accounts::{User, leading_to, signed_in},
    audit::{self, Event, Origin},
    rate_limit::{Attempt, ClientAddress},
    session::TypedSession,
};

/// Whoever is logged in.
pub(super) struct Member {
    pub(super) user: User,
}

impl Member {
    /// Nobody for a guest, or if the account is gone.
    pub(super) async fn of(
        accounts: &AccountsState,
        session: &TypedSession,
    ) -> Result<Option<Self>, Refusal> {
        let user = signed_in(session, &accounts.pool).await?;
        Ok(user.map(|user| Self { user }))
    }

    /// Counts an attempt to log in: whoever found a session open must not guess for longer than others.
    pub(super) async fn count(
        &self,
        accounts: &AccountsState,
        client: ClientAddress,
    ) -> Result<(), Refusal> {
        let attempt = (accounts.limits).attempt(Attempt::LogIn, client, &self.user.email);
        let decision = attempt.await;
        if decision.is_refusal() {
            return Err(Refusal::limited(&decision));
        }
        Ok(())
    }

    /// Refuses unless `typed` is the password of this account. Counts as an attempt to log in.
    pub(super) async fn prove(
        &self,
        accounts: &AccountsState,
        client: ClientAddress,
        typed: String,
        origin: &Origin,
    ) -> Result<(), Refusal> {
        self.count(accounts, client).await?;
        let stored = Some(self.user.password_hash.clone());
        if accounts.hasher.verify(typed, stored).await? {
            return Ok(());
        }
        let mut connection = accounts.pool.get().await?;
        audit::record(
            &mut connection,
            Event::PasswordRefused,
            Some(self.user.id),
            origin,
        )
        .await?;
        Err(Refusal::of("password", "This is not your password."))
    }
}

/// A guest logs in first, and comes back to the page at `path`.
pub(super) fn guest_to(path: &str) -> Response {
    see_other(&leading_to("/log-in", path))
}
