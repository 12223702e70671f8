//! `POST /admin/import/{import}`: what is to be done with a file that has come. The button says which.

use std::{collections::BTreeMap, sync::Arc};

use app::model::{
    account::Role,
    form::FormAnswer,
    imports::{ImportCheck, ImportColumn, ImportState},
};
use axum::{
    Extension, Form,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use http::StatusCode;

use super::{
    events::note,
    folder::Folder,
    look::look_again,
    page_of,
    store::{self, ImportRow},
    upload::wire,
    work::{Whose, Work},
};
use crate::{
    accounts::handlers::{require_role, see_other},
    audit::{Event, Origin},
    editing::unavailable,
    import::{
        encoding::Encoding,
        layout::{Delimiter, Layout},
        record::Column,
    },
    rate_limit::{Attempt, ClientAddress},
    session::TypedSession,
    state::AppState,
};

/// The fields that were sent; of a name that is given twice, the last counts.
type Fields = BTreeMap<String, String>;

const AT_WORK: &str = "Somebody is at work on this import at the moment.";
const GONE: &str = "The file is not here any more. Please send it again.";
const FULL: &str = "Other files are being worked on at this moment. Please try again in a minute.";
const CHANGED: &str = "This import was checked again meanwhile. Look at what would come of it now.";

pub(super) async fn submit(
    State(state): State<AppState>,
    Path(import): Path<String>,
    client: ClientAddress,
    session: TypedSession,
    origin: Origin,
    Form(fields): Form<Fields>,
) -> Response {
    let Ok(import) = import.parse() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let wish = Wish {
        state: &state,
        import,
        fields,
    };
    let answer = wish.answer(client, &session, origin).await;
    answer.unwrap_or_else(|error| unavailable(&error))
}

/// What is wanted of an import.
struct Wish<'a> {
    state: &'a AppState,
    import: i64,
    fields: Fields,
}

/// The page again, with what is wrong.
fn told(status: StatusCode, words: &str) -> Response {
    let answer = FormAnswer::default().with_problem("", words);
    (status, Extension(answer)).into_response()
}

impl Wish<'_> {
    async fn answer(
        &self,
        client: ClientAddress,
        session: &TypedSession,
        origin: Origin,
    ) -> anyhow::Result<Response> {
        let state = self.state;
        let page = page_of(self.import);
        let user = match require_role(session, &state.pool, &page, Role::Editor).await? {
            Ok(user) => user,
            Err(answer) => return Ok(answer),
        };
        let account = user.id.to_string();
        let decision = state
            .limits
            .attempt(Attempt::Change, client, &account)
            .await;
        if decision.is_refusal() {
            return Ok(decision.refuse());
        }
        let Some(row) = store::one(&state.pool, self.import).await? else {
            return Ok(StatusCode::NOT_FOUND.into_response());
        };
        let whose = Whose {
            user: user.id,
            origin,
        };
        match self.field("act") {
            "cancel" => self.cancel(&row).await,
            _ if row.state().is_busy() => Ok(told(StatusCode::CONFLICT, AT_WORK)),
            _ if row.state() == ImportState::Done => {
                Ok(told(StatusCode::CONFLICT, "This import is done."))
            }
            _ if !self.folder().has(&row.stored) => Ok(told(StatusCode::CONFLICT, GONE)),
            "read" => self.read(&row).await,
            "check" => self.check(row, whose).await,
            "run" => self.run(row, whose).await,
            _ => Ok(told(
                StatusCode::UNPROCESSABLE_ENTITY,
                "Choose what is to be done.",
            )),
        }
    }

    fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    fn folder(&self) -> Folder {
        Folder::new(&self.state.config.uploads)
    }

    fn back(&self) -> Response {
        see_other(&page_of(self.import))
    }

    /// Asks whoever is at work to stop; the page tells when they have.
    async fn cancel(&self, row: &ImportRow) -> anyhow::Result<Response> {
        if !row.state().is_busy() || !store::cancel(&self.state.pool, self.import).await? {
            return Ok(told(
                StatusCode::CONFLICT,
                "Nobody is at work on this import.",
            ));
        }
        Ok(self.back())
    }

    /// Reads the columns in another way.
    async fn read(&self, row: &ImportRow) -> anyhow::Result<Response> {
        let mut layout: Layout = serde_json::from_value(row.layout.clone())?;
        let delimiter = Delimiter::named(self.field("delimiter"));
        layout.delimiter = delimiter.unwrap_or(layout.delimiter);
        let encoding = Encoding::named(self.field("encoding"));
        layout.encoding = encoding.unwrap_or(layout.encoding);
        let path = self.folder().file(&row.stored);
        let looked = tokio::task::spawn_blocking(move || look_again(&path, &layout)).await?;
        let Ok((layout, columns)) = looked else {
            let words = "The first line, which names the columns, cannot be read in this way.";
            return Ok(told(StatusCode::UNPROCESSABLE_ENTITY, words));
        };
        let columns = serde_json::to_string(&wire(columns))?;
        self.keep(&layout, columns).await
    }

    async fn keep(&self, layout: &Layout, columns: String) -> anyhow::Result<Response> {
        let layout = serde_json::to_string(layout)?;
        if !store::set_layout(&self.state.pool, self.import, layout, columns).await? {
            return Ok(told(StatusCode::CONFLICT, AT_WORK));
        }
        Ok(self.back())
    }

    /// Keeps what the columns are said to be, and checks the file.
    async fn check(&self, mut row: ImportRow, whose: Whose) -> anyhow::Result<Response> {
        let mut layout: Layout = serde_json::from_value(row.layout.clone())?;
        let columns: Vec<ImportColumn> = serde_json::from_value(row.columns.clone())?;
        let said = columns.into_iter().enumerate().map(|(number, column)| {
            let code = self.field(&format!("column{number}"));
            (column.name, Column::from(code.to_owned()))
        });
        layout.columns = said.collect();
        let kept = self.keep(&layout, row.columns.to_string()).await?;
        if let Some(problem) = layout.problem() {
            return Ok(told(StatusCode::UNPROCESSABLE_ENTITY, &problem));
        }
        if kept.status() != StatusCode::SEE_OTHER {
            return Ok(kept);
        }
        row.layout = serde_json::to_value(&layout)?;
        match self.begin(row, whose, "checking").await? {
            Ok(work) => work.check(),
            Err(answer) => return Ok(answer),
        }
        Ok(self.back())
    }

    /// Does what was told.
    async fn run(&self, row: ImportRow, whose: Whose) -> anyhow::Result<Response> {
        let report = row.report.clone().unwrap_or_default();
        let report: ImportCheck = serde_json::from_value(report).unwrap_or_default();
        let is_told = row.state() == ImportState::Checked && report.token == self.field("token");
        if !is_told || report.token.is_empty() {
            return Ok(told(StatusCode::CONFLICT, CHANGED));
        }
        if report.rejected > 0 && self.field("skip") != "1" {
            let words =
                "Some rows cannot be imported: correct them, or say that they are to be left out.";
            return Ok(told(StatusCode::UNPROCESSABLE_ENTITY, words));
        }
        if report.created + report.updated == 0 {
            return Ok(told(
                StatusCode::UNPROCESSABLE_ENTITY,
                "There is nothing to do.",
            ));
        }
        let about = format!("import {}", self.import);
        let work = match self.begin(row, whose.clone(), "running").await? {
            Ok(work) => work,
            Err(answer) => return Ok(answer),
        };
        let Whose { user, origin } = &whose;
        let noted = note(self.state, Event::ImportBegun, *user, &about, origin).await;
        if let Err(error) = noted {
            store::back(&self.state.pool, self.import, "checked", "").await?;
            return Err(error);
        }
        work.import();
        Ok(self.back())
    }

    /// Takes the import for oneself; an answer if that cannot be.
    async fn begin(
        &self,
        row: ImportRow,
        whose: Whose,
        state: &str,
    ) -> anyhow::Result<Result<Work, Response>> {
        let Ok(place) = Arc::clone(&self.state.imports.work).try_acquire_owned() else {
            return Ok(Err(told(StatusCode::SERVICE_UNAVAILABLE, FULL)));
        };
        if !store::begin(&self.state.pool, self.import, state).await? {
            return Ok(Err(told(StatusCode::CONFLICT, AT_WORK)));
        }
        Ok(Ok(Work {
            state: self.state.clone(),
            row,
            whose,
            _place: place,
        }))
    }
}
