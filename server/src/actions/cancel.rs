//! `POST /admin/database`: cancelling a statement that runs.

use axum::{Form, extract::State, response::Response};
use serde::Deserialize;

use super::{Admin, done, refused, unavailable};
use crate::{
    accounts::handlers::{Sudo, require_admin},
    audit::{Event, Origin, record_act},
    insight::database::{Cancelled, cancel as cancel_statement},
    session::TypedSession,
    state::AppState,
};

/// The page of the form.
const PAGE: &str = "/admin/database";

/// Which statement: the number of its process, and when it began in microseconds since 1970. A missing field is an empty one.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct CancelForm {
    pid: String,
    began: String,
}

pub(super) async fn cancel(
    State(state): State<AppState>,
    session: TypedSession,
    origin: Origin,
    Form(form): Form<CancelForm>,
) -> Response {
    let done = try_cancel(&state, &session, origin, &form).await;
    done.unwrap_or_else(|error| unavailable(&error))
}

async fn try_cancel(
    state: &AppState,
    session: &TypedSession,
    origin: Origin,
    form: &CancelForm,
) -> anyhow::Result<Response> {
    let user = match require_admin(session, &state.pool, PAGE).await? {
        Sudo::Admin(user) => *user,
        Sudo::Answer(answer) => return Ok(answer),
    };
    let (Ok(pid), Ok(began)) = (form.pid.parse(), form.began.parse()) else {
        return Ok(refused("", "Please choose a statement.", ""));
    };
    let origin = origin.of_account(user.id);
    let admin = Admin { user, origin };
    let sentence = match cancel_statement(&state.pool, pid, began).await? {
        Cancelled::Sent(name) => note(state, &admin, pid, name).await?,
        Cancelled::Ended => {
            format!("Process {pid} does not run that statement any more: nothing was cancelled.")
        }
        Cancelled::OnDuty => {
            format!("Process {pid} numbers changes for all instances: it is not cancelled.")
        }
        Cancelled::Refused => format!(
            "Process {pid} is of a role that the server's own may not cancel: nothing was cancelled."
        ),
    };
    done(session, PAGE, &sentence).await
}

/// Notes that it was told to end; what to say of it.
async fn note(
    state: &AppState,
    admin: &Admin,
    pid: i32,
    name: Option<String>,
) -> anyhow::Result<String> {
    let what = name.map_or_else(
        || format!("process {pid}"),
        |name| format!("{name}, process {pid}"),
    );
    let mut connection = state.pool.get().await?;
    let Admin { user, origin } = admin;
    let event = Event::StatementCancelled;
    record_act(&mut connection, event, user.id, &what, origin).await?;
    let told = format!("Cancelled {what}, by {}.", admin.name());
    state.panel.announce("action", &told);
    Ok(format!("Cancelled {what}: it was still running."))
}
