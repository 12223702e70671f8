//! `POST /admin/search/query`: pinning products in a search, hiding them from it, and taking that back.

use app::model::{care::CareQuery, form::FormAnswer};
use axum::{
    Form,
    extract::{RawQuery, State},
    response::{IntoResponse as _, Response},
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use http::StatusCode;
use serde::Deserialize;

use super::{Editor, editor, refused, sentence};
use crate::{
    audit::{Event, Origin, record_act},
    catalog::care::{self, MOST_SEARCHES, NoRoom},
    db::DbError,
    editing::{done, outcome, unavailable},
    invalidation::TransactionId,
    session::TypedSession,
    state::AppState,
};

/// What is to be done; a missing field is empty.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct CareForm {
    act: String,
    product: String,
    place: String,
}

pub(super) async fn submit(
    State(state): State<AppState>,
    RawQuery(address): RawQuery,
    session: TypedSession,
    origin: Origin,
    Form(form): Form<CareForm>,
) -> Response {
    let query = CareQuery::parse(&address.unwrap_or_default());
    let answer = answer(&state, &session, origin, &query, &form).await;
    answer.unwrap_or_else(|error| unavailable(&error))
}

/// What is to become of a product in a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    /// At this place, or at the first free one.
    Pin(Option<i32>),
    Hide,
    /// Nothing is to be said about it any more.
    Forget,
}

/// What came of it.
enum Outcome {
    /// A sentence's beginning, and the transaction.
    Done(String, TransactionId),
    /// It was so already.
    Nothing,
    /// Why not.
    Refused(String),
}

async fn answer(
    state: &AppState,
    session: &TypedSession,
    origin: Origin,
    query: &CareQuery,
    form: &CareForm,
) -> anyhow::Result<Response> {
    let editor = match editor(state, session, origin, &query.href()).await? {
        Ok(editor) => editor,
        Err(answer) => return Ok(answer),
    };
    let Some(search) = care::search(&query.text) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let (Some(act), Ok(product)) = (act(form), form.product.trim().parse()) else {
        return Ok(wrong("There is no such product.".to_owned()));
    };
    let mut connection = state.pool.get().await?;
    let wish = Wish {
        search: &search,
        product,
        act,
    };
    let written = connection
        .transaction(async |connection| write(connection, &editor, &wish).await)
        .await?;
    drop(connection);
    let told = match written {
        Outcome::Done(what, xid) => outcome::told(state, &what, xid, Vec::new()).await,
        Outcome::Nothing => "Nothing was changed: all of it was so already.".to_owned(),
        Outcome::Refused(words) => return Ok(wrong(words)),
    };
    done(session, &CareQuery::of(&search).href(), &told).await
}

fn act(form: &CareForm) -> Option<Act> {
    match form.act.as_str() {
        "pin" => Some(Act::Pin(form.place.trim().parse().ok())),
        "hide" => Some(Act::Hide),
        "forget" => Some(Act::Forget),
        _ => None,
    }
}

fn wrong(words: String) -> Response {
    refused(FormAnswer::default().with_problem("", words))
}

/// What is to become of which product in which search.
struct Wish<'a> {
    search: &'a str,
    product: i64,
    act: Act,
}

async fn write(
    connection: &mut AsyncPgConnection,
    editor: &Editor,
    wish: &Wish<'_>,
) -> Result<Outcome, DbError> {
    let Wish {
        search,
        product,
        act,
    } = *wish;
    let (before, others) = care::lock(connection, search).await?;
    let name = care::hold_product(connection, product).await?;
    let name = match (name, act) {
        (Some(name), _) => name,
        // What is gone may still be forgotten.
        (None, Act::Forget) => format!("product {product}"),
        (None, _) => return Ok(Outcome::Refused("There is no such product.".to_owned())),
    };
    let mut after = before.clone();
    let placed: Result<(Event, String), NoRoom> = match act {
        Act::Pin(place) => after.pin(product, place).map(|place| {
            (
                Event::SearchPinned,
                format!("Pinned {name} at place {place}"),
            )
        }),
        Act::Hide => after
            .hide(product)
            .map(|()| (Event::SearchHidden, format!("Hid {name}"))),
        Act::Forget => {
            after.forget(product);
            Ok((Event::SearchForgotten, format!("Let go of {name}")))
        }
    };
    let (event, what) = match placed {
        Ok(placed) => placed,
        Err(problem) => return Ok(Outcome::Refused(sentence(&problem))),
    };
    if after == before {
        return Ok(Outcome::Nothing);
    }
    if before.is_empty() && others >= MOST_SEARCHES {
        let words =
            format!("{MOST_SEARCHES} searches are cared for, which is as many as there may be.");
        return Ok(Outcome::Refused(words));
    }
    care::write(connection, search, &before, &after).await?;
    let about = format!("product {product} in “{search}”");
    record_act(connection, event, editor.user.id, &about, &editor.origin).await?;
    let xid = TransactionId::current(connection).await?;
    Ok(Outcome::Done(what, xid))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_known_is_done() {
        let of = |act: &str, place: &str| {
            super::act(&CareForm {
                act: act.to_owned(),
                place: place.to_owned(),
                ..CareForm::default()
            })
        };
        assert_eq!(of("pin", " 3 "), Some(Act::Pin(Some(3))));
        assert_eq!(of("pin", "x"), Some(Act::Pin(None)));
        assert_eq!(of("hide", ""), Some(Act::Hide));
        assert_eq!(of("forget", ""), Some(Act::Forget));
        assert_eq!(of("", ""), None);
    }
}
