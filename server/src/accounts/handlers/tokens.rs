//! `POST /admin/tokens`: making and revoking what programs prove by who sends them.

use app::model::{account::Role, form::FormAnswer};
use axum::{
    Extension, Router,
    extract::{FromRef, State},
    response::{IntoResponse as _, Response},
    routing::post,
};
use http::StatusCode;

use super::{AccountsState, require_confirmed, see_other};
use crate::{
    accounts::{NewApiToken, Scope, User, make_api_token, revoke_api_token},
    audit::Origin,
    import::text::one_line,
    session::TypedSession,
};

/// The page of tokens.
const PAGE: &str = "/admin/tokens";

/// The longest name, in characters.
const MAX_NAME: usize = 100;

/// For how many days a token may hold.
const DAYS: [i32; 3] = [30, 90, 365];

pub(super) fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    AccountsState: FromRef<S>,
{
    Router::new().route(PAGE, post(submit))
}

/// What was sent. Of a field that is there twice the first counts, but for scopes.
#[derive(Default)]
struct TokenForm {
    act: String,
    name: String,
    scopes: Vec<String>,
    days: String,
    token: String,
}

impl TokenForm {
    fn parse(body: &str) -> Self {
        let mut form = Self::default();
        for (name, value) in form_urlencoded::parse(body.as_bytes()) {
            let slot = match &*name {
                "scope" => {
                    form.scopes.push(value.into_owned());
                    continue;
                }
                "act" => &mut form.act,
                "name" => &mut form.name,
                "days" => &mut form.days,
                "token" => &mut form.token,
                _ => continue,
            };
            if slot.is_empty() {
                *slot = value.into_owned();
            }
        }
        form
    }
}

async fn submit(
    State(accounts): State<AccountsState>,
    session: TypedSession,
    origin: Origin,
    body: String,
) -> Response {
    let form = TokenForm::parse(&body);
    let done = follow(&accounts, &session, origin, &form).await;
    done.unwrap_or_else(|error| {
        tracing::warn!(%error, "a form about tokens cannot be followed");
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    })
}

async fn follow(
    accounts: &AccountsState,
    session: &TypedSession,
    origin: Origin,
    form: &TokenForm,
) -> anyhow::Result<Response> {
    let user = match require_confirmed(session, &accounts.pool, PAGE, Role::Editor).await? {
        Ok(user) => user,
        Err(answer) => return Ok(answer),
    };
    let origin = origin.of_account(user.id);
    match form.act.as_str() {
        "revoke" => revoke(accounts, session, &user, &origin, form).await,
        _ => make(accounts, &user, &origin, form).await,
    }
}

async fn make(
    accounts: &AccountsState,
    user: &User,
    origin: &Origin,
    form: &TokenForm,
) -> anyhow::Result<Response> {
    let new = match check(user.id, form) {
        Ok(new) => new,
        Err(answer) => return Ok(refused(answer, form)),
    };
    let mut connection = accounts.pool.get().await?;
    let Some(token) = make_api_token(&mut connection, &new, origin).await? else {
        let words = "You have as many tokens as one may have. Please revoke one first.";
        return Ok(refused(FormAnswer::default().with_problem("", words), form));
    };
    tracing::info!(user = user.id, "made a token for programs");
    // Shown to nobody again.
    let answer = FormAnswer::default().with_told_once([token.reveal().to_owned()]);
    Ok(Extension(answer).into_response())
}

/// The page again, with what was typed and what is wrong with it.
fn refused(answer: FormAnswer, form: &TokenForm) -> Response {
    let answer = answer
        .with_typed("name", &form.name)
        .with_typed("days", &form.days)
        .with_typed("scopes", &form.scopes.join(" "));
    (StatusCode::UNPROCESSABLE_ENTITY, Extension(answer)).into_response()
}

fn check(user: i64, form: &TokenForm) -> Result<NewApiToken, FormAnswer> {
    let mut answer = FormAnswer::default();
    let name = one_line(&form.name, MAX_NAME).unwrap_or_else(|reason| {
        answer = std::mem::take(&mut answer).with_problem("name", format!("This {reason}."));
        String::new()
    });
    if name.is_empty() && answer.problem("name").is_none() {
        let words = "Please say what it is for: you will know it by this name.";
        answer = answer.with_problem("name", words);
    }
    let scopes = Scope::ALL.into_iter();
    let scopes = scopes.filter(|scope| form.scopes.iter().any(|name| name == scope.name()));
    let scopes: Vec<Scope> = scopes.collect();
    if scopes.is_empty() {
        answer = answer.with_problem("scope", "Please choose what it may be used for.");
    }
    let days = match form.days.as_str() {
        "none" => None,
        text => {
            let days = text.parse().ok().filter(|days| DAYS.contains(days));
            if days.is_none() {
                answer = answer.with_problem("days", "Please choose one.");
            }
            days
        }
    };
    if answer.has_problems() {
        return Err(answer);
    }
    Ok(NewApiToken {
        user,
        name,
        scopes,
        days,
    })
}

async fn revoke(
    accounts: &AccountsState,
    session: &TypedSession,
    user: &User,
    origin: &Origin,
    form: &TokenForm,
) -> anyhow::Result<Response> {
    // None has the number 0.
    let id = form.token.parse().unwrap_or(0);
    let owner = (user.role < Role::Admin).then_some(user.id);
    let mut connection = accounts.pool.get().await?;
    let revoked = revoke_api_token(&mut connection, id, owner, user.id, origin).await?;
    drop(connection);
    let told = match revoked {
        Some(name) => {
            tracing::info!(user = user.id, token = id, "revoked a token for programs");
            format!("Revoked {name}. It opens nothing any more, anywhere.")
        }
        None => "There is no such token any more.".to_owned(),
    };
    session.tell(&told).await?;
    Ok(see_other(PAGE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_told_beside_its_field() {
        let check = |body: &str| check(7, &TokenForm::parse(body));
        let good = "name=+Stock++robot&scope=products:read&scope=products:write&days=30";
        let new = check(good).unwrap();
        assert_eq!(new.name, "Stock robot");
        assert_eq!(new.scopes, Scope::ALL);
        assert_eq!(new.days, Some(30));
        assert_eq!(
            check("name=a&scope=products:read&days=none").unwrap().days,
            None
        );
        for (field, body) in [
            ("name", "scope=products:read&days=30"),
            ("name", "name=%00&scope=products:read&days=30"),
            ("scope", "name=a&days=30"),
            ("scope", "name=a&scope=everything&days=30"),
            ("days", "name=a&scope=products:read"),
            ("days", "name=a&scope=products:read&days=31"),
        ] {
            let answer = check(body).unwrap_err();
            assert!(answer.problem(field).is_some(), "{body}");
        }
    }
}
