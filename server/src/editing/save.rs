//! `POST /admin/products/{product}` and `/admin/products/new`: writing what the editor has in its fields.

use app::model::{account::Role, editing::ProductForm, form::FormAnswer};
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use diesel::result::{DatabaseErrorKind, Error as QueryError};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use http::StatusCode;

use super::{
    Editor,
    check::{Checked, check},
    done, outcome, page_of, unavailable,
};
use crate::{
    accounts::handlers::require_role,
    audit::{Event, Origin, record_act},
    catalog::{
        brand,
        history::Act,
        save::{self, Save, Taken, Values},
    },
    db::{Connection, DbError},
    import::slug::slugify,
    invalidation::TransactionId,
    session::TypedSession,
    state::AppState,
};

/// Makes a product.
pub(super) async fn create(
    State(state): State<AppState>,
    session: TypedSession,
    origin: Origin,
    body: String,
) -> Response {
    let answer = answer(&state, &session, origin, None, &body).await;
    answer.unwrap_or_else(|error| unavailable(&error))
}

/// Changes a product.
pub(super) async fn change(
    State(state): State<AppState>,
    Path(product): Path<String>,
    session: TypedSession,
    origin: Origin,
    body: String,
) -> Response {
    let Ok(product) = product.parse() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let answer = answer(&state, &session, origin, Some(product), &body).await;
    answer.unwrap_or_else(|error| unavailable(&error))
}

async fn answer(
    state: &AppState,
    session: &TypedSession,
    origin: Origin,
    product: Option<i64>,
    body: &str,
) -> anyhow::Result<Response> {
    let page = product.map_or_else(|| "/admin/products/new".to_owned(), page_of);
    let user = match require_role(session, &state.pool, &page, Role::Editor).await? {
        Ok(user) => *user,
        Err(answer) => return Ok(answer),
    };
    let editor = Editor::new(user, origin);
    let form = ProductForm::parse(body);
    if form.act == "rows" {
        // Nothing is saved: the same fields, and more for attributes.
        let answer = FormAnswer::default();
        return Ok(refused(StatusCode::OK, answer, "form", body));
    }
    let mut connection = state.pool.get().await?;
    match write(&mut connection, &editor, product, &form).await {
        Ok(Written { id, what, xid }) => {
            drop(connection);
            let sentence = outcome::saved(state, &what, xid, id).await;
            done(session, &page_of(id), &sentence).await
        }
        Err(Stop::Missing) => Ok(StatusCode::NOT_FOUND.into_response()),
        Err(stop) => stop.answer("form", body),
    }
}

/// The page again, with all that was typed: under the name `typed`, by which the page looks for it.
pub(super) fn refused(
    status: StatusCode,
    answer: FormAnswer,
    typed: &'static str,
    body: &str,
) -> Response {
    (status, Extension(answer.with_typed(typed, body))).into_response()
}

const CONFLICT: &str = "Somebody else has changed this product while you were editing it. Nothing of yours is saved yet.";

const MISSING: &str = "This product is not there any more.";

/// A product that was written.
pub(super) struct Written {
    pub(super) id: i64,
    /// A sentence's beginning: `Saved Oak desk`.
    pub(super) what: String,
    /// Nothing if nothing was changed.
    pub(super) xid: Option<TransactionId>,
}

impl Written {
    /// All of it was so already.
    pub(super) fn nothing(id: i64) -> Self {
        Self {
            id,
            what: String::new(),
            xid: None,
        }
    }
}

/// Why nothing was written.
#[derive(Debug)]
pub enum Stop {
    /// Something is wrong with what was typed.
    Refused(Box<FormAnswer>),
    /// Somebody else has changed the product since.
    Conflict,
    /// There is no such product.
    Missing,
    /// Something is away or at fault.
    Fault(DbError),
}

impl Stop {
    /// The page again, which says why.
    pub(super) fn answer(self, typed: &'static str, body: &str) -> anyhow::Result<Response> {
        let problem = |field, words| FormAnswer::default().with_problem(field, words);
        let (status, answer) = match self {
            Self::Refused(answer) => (StatusCode::UNPROCESSABLE_ENTITY, *answer),
            Self::Conflict => (StatusCode::CONFLICT, problem("conflict", CONFLICT)),
            Self::Missing => (StatusCode::NOT_FOUND, problem("", MISSING)),
            Self::Fault(error) => return Err(error.into()),
        };
        Ok(refused(status, answer, typed, body))
    }
}

impl From<DbError> for Stop {
    fn from(error: DbError) -> Self {
        let words = match &error {
            DbError::Other(other) => match &**other {
                QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
                    "Another product got this number or address just now. Please try again."
                }
                QueryError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _) => {
                    "Its category or brand was merged or deleted just now. Please choose it again."
                }
                _ => return Self::Fault(error),
            },
            _ => return Self::Fault(error),
        };
        Self::Refused(Box::new(FormAnswer::default().with_problem("", words)))
    }
}

impl From<QueryError> for Stop {
    fn from(error: QueryError) -> Self {
        DbError::from(error).into()
    }
}

async fn write(
    connection: &mut Connection,
    editor: &Editor,
    product: Option<i64>,
    form: &ProductForm,
) -> Result<Written, Stop> {
    connection
        .transaction(async |connection| {
            let act = Act {
                user: editor.user.id,
                what: if product.is_some() {
                    "edit"
                } else {
                    "new product"
                },
                undoes: None,
            };
            act.begin(connection).await?;
            let values = values(connection, product, form).await?;
            let version = form.version.unwrap_or_default();
            let (id, event) = if let Some(id) = product {
                match save::save(connection, id, version, &values).await? {
                    Save::Done(_) => (id, Event::ProductChanged),
                    Save::Unchanged => return Ok(Written::nothing(id)),
                    Save::Conflict(_) => return Err(Stop::Conflict),
                    Save::Missing => return Err(Stop::Missing),
                }
            } else {
                let id = save::create(connection, &values).await?;
                (id.ok_or(Stop::Missing)?, Event::ProductMade)
            };
            let about = format!("product {id}");
            record_act(connection, event, editor.user.id, &about, &editor.origin).await?;
            let verb = if product.is_some() { "Saved" } else { "Made" };
            Ok(Written {
                id,
                what: format!("{verb} {}", values.name),
                xid: Some(TransactionId::current(connection).await?),
            })
        })
        .await
}

/// What was typed, with all that the database knows of it.
async fn values(
    connection: &mut AsyncPgConnection,
    product: Option<i64>,
    form: &ProductForm,
) -> Result<Values, Stop> {
    let Checked {
        mut values,
        brand,
        mut answer,
    } = check(form);
    if !brand.is_empty() && answer.problem("brand").is_none() {
        values.brand_id = brand::find(connection, &brand).await?;
        if values.brand_id.is_none() && !form.new_brand {
            let words = format!("No brand is called “{brand}” yet. Tick the box to make it.");
            answer = answer.with_problem("brand", words);
        }
    }
    if let Some(category) = values.category_id
        && !brand::has_category(connection, category).await?
    {
        answer = answer.with_problem("category", "This category is not there any more.");
    }
    let taken = free_slug(connection, product, form, &mut values).await?;
    if taken.sku {
        answer = answer.with_problem("sku", "Another product has this number.");
    }
    if taken.slug {
        answer = answer.with_problem("slug", "Another product has this address.");
    }
    if answer.has_problems() {
        return Err(Stop::Refused(Box::new(answer)));
    }
    if !brand.is_empty() && values.brand_id.is_none() {
        values.brand_id = brand::make(connection, &brand).await?;
    }
    Ok(values)
}

/// What of number and slug others have. A slug that nobody typed gives way to them.
pub(super) async fn free_slug(
    connection: &mut AsyncPgConnection,
    product: Option<i64>,
    form: &ProductForm,
    values: &mut Values,
) -> Result<Taken, DbError> {
    let taken = save::taken(connection, product, &values.sku, &values.slug).await?;
    let by_number = slugify(&values.sku);
    if !taken.slug || !form.get("slug").trim().is_empty() || by_number.is_empty() {
        return Ok(taken);
    }
    values.slug = format!("{}-{by_number}", values.slug);
    save::taken(connection, product, &values.sku, &values.slug).await
}
