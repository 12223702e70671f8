//! `POST /admin/search/synonyms`: adding, changing and removing rules about words that mean the same.

use app::model::{
    care::{CareQuery, SynonymsQuery},
    form::FormAnswer,
};
use axum::{
    Form,
    extract::{RawQuery, State},
    response::Response,
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use serde::Deserialize;

use super::{Editor, editor, refused, sentence};
use crate::{
    audit::{Event, Origin, record_act},
    catalog::synonyms::{self, AddedRow, MOST_RULES, RemovedRow, Rule},
    db::DbError,
    editing::{done, outcome, unavailable},
    invalidation::TransactionId,
    session::TypedSession,
    state::AppState,
};

/// What is to be done; a missing field is empty.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct RuleForm {
    act: String,
    rule: String,
    id: String,
}

pub(super) async fn submit(
    State(state): State<AppState>,
    RawQuery(address): RawQuery,
    session: TypedSession,
    origin: Origin,
    Form(form): Form<RuleForm>,
) -> Response {
    let query = SynonymsQuery::parse(&address.unwrap_or_default());
    let answer = answer(&state, &session, origin, &query, &form).await;
    answer.unwrap_or_else(|error| unavailable(&error))
}

/// What is written.
enum Wish {
    Add(Rule),
    Change(i32, Rule),
    Remove(i32),
}

/// What came of it.
enum Outcome {
    /// A sentence's beginning, and the transaction.
    Done(String, TransactionId),
    /// It was so already.
    Nothing,
    /// What is wrong with the rule.
    Refused(String),
}

async fn answer(
    state: &AppState,
    session: &TypedSession,
    origin: Origin,
    query: &SynonymsQuery,
    form: &RuleForm,
) -> anyhow::Result<Response> {
    let editor = match editor(state, session, origin, &query.href()).await? {
        Ok(editor) => editor,
        Err(answer) => return Ok(answer),
    };
    let wrong = |words: String| {
        let answer = FormAnswer::default().with_typed("rule", &form.rule);
        Ok(refused(answer.with_problem("rule", words)))
    };
    // None has the number 0.
    let id = form.id.parse().unwrap_or(0);
    let wish = match (form.act.as_str(), form.rule.parse::<Rule>()) {
        ("remove", _) => Wish::Remove(id),
        (_, Err(problem)) => return wrong(sentence(&problem)),
        ("change", Ok(rule)) => Wish::Change(id, rule),
        (_, Ok(rule)) => Wish::Add(rule),
    };
    let mut connection = state.pool.get().await?;
    let written = connection
        .transaction(async |connection| write(connection, &editor, &wish).await)
        .await?;
    drop(connection);
    let told = match written {
        Outcome::Done(what, xid) => {
            let told = outcome::told(state, &what, xid, Vec::new()).await;
            format!("{told}{}", hardly_found(&wish))
        }
        Outcome::Nothing => "Nothing was changed: all of it was so already.".to_owned(),
        Outcome::Refused(words) => return wrong(words),
    };
    // Who came from a search wants to see what it finds now.
    let page = match query.search.as_str() {
        "" => SynonymsQuery::default().href(),
        search => CareQuery::of(search).href(),
    };
    done(session, &page, &told).await
}

async fn write(
    connection: &mut AsyncPgConnection,
    editor: &Editor,
    wish: &Wish,
) -> Result<Outcome, DbError> {
    let (event, id, xid, what) = match wish {
        Wish::Add(rule) => {
            let rows: Vec<AddedRow> = synonyms::add(rule).load_on(connection).await?;
            match rows.first().map(|row| (row.id, row.known, row.xid)) {
                Some((Some(id), _, xid)) => (Event::SynonymAdded, id, xid, format!("Added {rule}")),
                Some((None, Some(known), _)) => return Ok(known_already(known)),
                _ => {
                    let words =
                        format!("There are {MOST_RULES} rules, which is as many as there may be.");
                    return Ok(Outcome::Refused(words));
                }
            }
        }
        Wish::Change(id, rule) => {
            let rows: Vec<AddedRow> = synonyms::change(*id, rule).load_on(connection).await?;
            match rows.first().map(|row| (row.id, row.known, row.xid)) {
                Some((Some(id), _, xid)) => {
                    (Event::SynonymChanged, id, xid, format!("Changed to {rule}"))
                }
                Some((None, Some(known), _)) if known == *id => return Ok(Outcome::Nothing),
                Some((None, Some(known), _)) => return Ok(known_already(known)),
                _ => {
                    return Ok(Outcome::Refused(
                        "This rule is not there any more.".to_owned(),
                    ));
                }
            }
        }
        Wish::Remove(id) => {
            let rows: Vec<RemovedRow> = synonyms::remove(*id).load_on(connection).await?;
            let Some(row) = rows.into_iter().next() else {
                return Ok(Outcome::Nothing);
            };
            let what = format!("Removed {}", row.rule.rule());
            (Event::SynonymRemoved, *id, row.xid, what)
        }
    };
    let about = format!("rule {id}");
    record_act(connection, event, editor.user.id, &about, &editor.origin).await?;
    Ok(Outcome::Done(what, TransactionId::from(xid)))
}

fn known_already(id: i32) -> Outcome {
    Outcome::Refused(format!("Rule {id} says that already."))
}

/// Terms that hardly any product will be found by.
fn hardly_found(wish: &Wish) -> String {
    let (Wish::Add(rule) | Wish::Change(_, rule)) = wish else {
        return String::new();
    };
    let sentences = rule
        .hardly_found()
        .map(|term| format!(" “{term}” is found only where products write it as one word."));
    sentences.collect::<Vec<_>>().concat()
}
