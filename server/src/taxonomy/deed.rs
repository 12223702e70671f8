//! One form from its arrival to its answer: who sends it, the transaction, and what the page then says.

use app::model::{
    account::Role,
    taxonomy::{Kind, NamedForm},
};
use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use diesel_async::AsyncConnection as _;
use http::StatusCode;

use super::{
    Form,
    outlook::Wish,
    stop::Stop,
    write::{Written, write},
};
use crate::{
    accounts::handlers::require_role,
    audit::Origin,
    db::Connection,
    editing::{done, outcome, patience, unavailable},
    session::TypedSession,
    state::AppState,
};

/// What is to be done.
#[derive(Debug)]
pub(super) enum Act {
    /// One is to be made.
    Add(NamedForm),
    /// Name and slug are to be these.
    Save(i32, NamedForm),
    /// What was told is to be done.
    Confirmed(i32, Wish, String),
    /// It is to go, for nothing is in it.
    Delete(i32),
    /// An act is to be taken back; then back to the page of the one with this key.
    Undo(i64, Option<i32>),
}

/// The same to a category or to a brand.
#[derive(Debug)]
pub(super) struct Deed {
    pub(super) kind: Kind,
    pub(super) act: Act,
    /// Which of them the list shows.
    query: Option<String>,
}

/// Whose form it is.
pub(super) struct Editor {
    pub(super) user: i64,
    pub(super) origin: Origin,
}

impl Deed {
    pub(super) fn new(kind: Kind, act: Act, query: Option<String>) -> Self {
        Self { kind, act, query }
    }

    /// Where one is, and comes back to.
    fn page(&self) -> String {
        let list = self.kind.list();
        match &self.act {
            Act::Add(_) => match &self.query {
                Some(query) => format!("{list}?{query}"),
                None => list.to_owned(),
            },
            Act::Save(id, _) | Act::Delete(id) | Act::Undo(_, Some(id)) => self.kind.page(*id),
            Act::Confirmed(id, wish, _) => wish.href(self.kind, *id),
            Act::Undo(_, None) => list.to_owned(),
        }
    }

    /// Whether the form stands at the address that it is sent to, so that it can be drawn there again.
    fn is_drawn(&self) -> bool {
        !matches!(self.act, Act::Delete(_) | Act::Undo(..))
    }

    /// Does it, and says so.
    pub(super) async fn done(self, form: Form, body: &str) -> Response {
        let (State(state), session, origin) = form;
        let answer = self.answer(&state, &session, origin, body).await;
        answer.unwrap_or_else(|error| unavailable(&error))
    }

    async fn answer(
        &self,
        state: &AppState,
        session: &TypedSession,
        origin: Origin,
        body: &str,
    ) -> anyhow::Result<Response> {
        let page = self.page();
        let editor = match require_role(session, &state.pool, &page, Role::Editor).await? {
            Ok(user) => Editor {
                origin: origin.of_account(user.id),
                user: user.id,
            },
            Err(answer) => return Ok(answer),
        };
        let mut connection = state.pool.get().await?;
        let patience = patience::of(&state.config);
        let written = self.transaction(&mut connection, &editor, patience).await;
        drop(connection);
        match written {
            Ok(Written { what, xid, page }) => {
                let sentence = match xid {
                    Some(xid) => outcome::told(state, &what, xid, Vec::new()).await,
                    None => "Nothing was changed: all of it was so already.".to_owned(),
                };
                done(session, &page, &sentence).await
            }
            Err(Stop::Missing) => Ok(StatusCode::NOT_FOUND.into_response()),
            Err(Stop::Fault(error)) => Err(error.into()),
            Err(stop) if self.is_drawn() => Ok(stop.drawn(body)),
            Err(stop) => done(session, &page, &stop.sentence()).await,
        }
    }

    async fn transaction(
        &self,
        connection: &mut Connection,
        editor: &Editor,
        patience: std::time::Duration,
    ) -> Result<Written, Stop> {
        connection
            .transaction(async |connection| {
                patience::grant(connection, patience).await?;
                write(connection, editor, self).await
            })
            .await
    }
}
