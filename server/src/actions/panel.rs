//! `POST /admin/performance`: the forms of the panel.

use app::model::performance::PanelQuery;
use axum::{
    Form,
    extract::{RawQuery, State},
    response::Response,
};
use serde::Deserialize;

use super::{Admin, done, drop, refused, switch, tag::parse, unavailable};
use crate::{
    accounts::handlers::{Sudo, require_admin},
    audit::{Event, Origin, record_act},
    session::TypedSession,
    state::AppState,
    switches::namespaces,
};

/// The page, and the part of it that the forms are in.
const PAGE: &str = "/admin/performance";
const PART: &str = "#actions";

/// What is wanted, and of what. A missing field is an empty one.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wish {
    act: String,
    tag: String,
    namespace: String,
}

pub(super) async fn act(
    State(state): State<AppState>,
    session: TypedSession,
    origin: Origin,
    RawQuery(query): RawQuery,
    Form(form): Form<Wish>,
) -> Response {
    let page = page(&query.unwrap_or_default());
    let done = try_act(&state, &session, origin, &page, form).await;
    done.unwrap_or_else(|error| unavailable(&error))
}

/// The page as it was looked at: window, instance and all.
fn page(query: &str) -> String {
    match PanelQuery::parse(query).to_query_string() {
        usual if usual.is_empty() => format!("{PAGE}{PART}"),
        query => format!("{PAGE}?{query}{PART}"),
    }
}

async fn try_act(
    state: &AppState,
    session: &TypedSession,
    origin: Origin,
    page: &str,
    form: Wish,
) -> anyhow::Result<Response> {
    let user = match require_admin(session, &state.pool, page).await? {
        Sudo::Admin(user) => *user,
        Sudo::Answer(answer) => return Ok(answer),
    };
    let origin = origin.of_account(user.id);
    let admin = Admin { user, origin };
    let name = form.namespace.as_str();
    let is_known = namespaces().contains(&name);
    let sentence = match form.act.as_str() {
        "drop-tag" => match parse(&form.tag) {
            Some(tag) => drop::tag(state, &admin, &tag).await?,
            None => return Ok(refused("tag", NO_TAG, &form.tag)),
        },
        "drop-namespace" | "turn-off" | "turn-on" if !is_known => {
            return Ok(refused("namespace", NO_NAMESPACE, ""));
        }
        "drop-namespace" => drop::namespace(state, &admin, name).await?,
        "turn-off" => switch::switch(state, &admin, name, false).await?,
        "turn-on" => switch::switch(state, &admin, name, true).await?,
        "warm" => warm(state, &admin).await?,
        _ => return Ok(refused("", "Please choose what is to be done.", "")),
    };
    done(session, page, &sentence).await
}

const NO_TAG: &str = "This is no tag. Tags look like product:42, category:7, slug:oak-desk or taxonomy; “Changes” above \
                      has those of the latest edits.";
const NO_NAMESPACE: &str = "Please choose one of the namespaces.";

/// Has popular pages made in the background.
async fn warm(state: &AppState, admin: &Admin) -> anyhow::Result<String> {
    if !state.warming.ask(admin.name()) {
        return Ok(
            "Popular pages are being made already; the events will say when that is done."
                .to_owned(),
        );
    }
    let mut connection = state.pool.get().await?;
    let Admin { user, origin } = admin;
    record_act(&mut connection, Event::Warmed, user.id, "", origin).await?;
    Ok("Popular pages are being made; the events will say what came of it.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn one_comes_back_to_what_one_looked_at() {
        assert_eq!(page(""), "/admin/performance#actions");
        assert_eq!(
            page("window=1h&instance=a%3A7&x=%0d%0aSet-Cookie:y"),
            "/admin/performance?window=1h&instance=a%3A7#actions"
        );
    }
}
