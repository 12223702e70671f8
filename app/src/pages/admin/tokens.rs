//! `/admin/tokens`: what programs prove by who sends them.

use leptos::prelude::*;

use crate::{
    backend,
    components::{
        account_page::{AccountPage, ToLogIn, Told},
        data_table::{Column, DataTable},
        failure::Failure,
        form::{FormProblem, TextField, problem},
    },
    error::AppError,
    model::{
        form::FormAnswer,
        token::{DAYS, SCOPES, Token, TokensPage as Page},
    },
    respond::{form_answer, never_keep},
};

/// The tokens there are, and the form for a new one.
#[component]
pub fn TokensPage() -> impl IntoView {
    never_keep();
    let answer = form_answer();
    view! {
        <Suspense>
            {Suspend::new(async move {
                match load().await {
                    Ok(page) => view! { <Tokens page answer /> }.into_any(),
                    Err(AppError::Unauthorized) => view! { <ToLogIn /> }.into_any(),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

async fn load() -> Result<Page, AppError> {
    backend::accounts()?.tokens().await
}

#[component]
fn Tokens(page: Page, answer: FormAnswer) -> impl IntoView {
    let Page {
        tokens,
        is_all,
        told,
    } = page;
    let made = answer.told_once().first().cloned();
    view! {
        <AccountPage title="Tokens for programs">
            {told.map(|told| view! { <Told told /> })}
            {made.map(|token| view! { <Made token /> })}
            <p>
                "A program proves by a token that it acts for you. It may never do more than you may, and everything it does is noted under its name. "
                <a href="/api/openapi.json">"What programs can do"</a>
            </p>
            <NewToken answer />
            <h2>{if is_all { "Everybody’s tokens" } else { "Your tokens" }}</h2>
            {if tokens.is_empty() {
                view! { <p>"There are none."</p> }.into_any()
            } else {
                view! { <List tokens is_all /> }.into_any()
            }}
        </AccountPage>
    }
}

/// The one time that a token is shown.
#[component]
fn Made(token: String) -> impl IntoView {
    view! {
        <div class="note" role="status">
            <p>"This is your new token. Copy it now: it is not shown again."</p>
            <p>
                <code class="key" id="token">
                    {token}
                </code>
            </p>
        </div>
    }
}

#[component]
fn NewToken(answer: FormAnswer) -> impl IntoView {
    let typed = answer.typed("scopes").unwrap_or_default().to_owned();
    let scopes = SCOPES.map(|(name, label)| {
        let checked = typed.split(' ').any(|chosen| chosen == name);
        view! {
            <label class="check">
                <input type="checkbox" name="scope" value=name checked=checked />
                {label}
                " "
                <code>{name}</code>
            </label>
        }
    });
    let chosen = answer.typed("days").unwrap_or("90").to_owned();
    let days = DAYS.map(|(value, label)| {
        view! {
            <option value=value selected=value == chosen>
                {label}
            </option>
        }
    });
    view! {
        <h2>"New token"</h2>
        <form class="form" method="post" action="/admin/tokens">
            <FormProblem answer=answer.clone() />
            <TextField
                answer=answer.clone()
                name="name"
                label="What it is for"
                autocomplete="off"
                maxlength=100
            />
            <fieldset class="token-scopes">
                <legend>"It may"</legend>
                {scopes.collect_view()}
                {problem(&answer, "scope")}
            </fieldset>
            <div class="field">
                <label for="days">"It holds"</label>
                <select id="days" name="days">
                    {days.collect_view()}
                </select>
                {problem(&answer, "days")}
            </div>
            <button class="button" type="submit" name="act" value="make">
                "Make token"
            </button>
        </form>
    }
}

#[component]
fn List(tokens: Vec<Token>, is_all: bool) -> impl IntoView {
    let mut columns = vec![
        Column::name("What it is for"),
        Column::text("It may"),
        Column::text("Made"),
        Column::text("Holds until"),
        Column::text("Last used"),
        Column::text("Revoke"),
    ];
    if is_all {
        columns.insert(1, Column::text("Whose"));
    }
    let rows = tokens.into_iter().map(|token| row(token, is_all));
    view! { <DataTable caption="Tokens" columns rows=rows.collect() /> }
}

fn row(token: Token, is_all: bool) -> Vec<AnyView> {
    let until = match token.expires {
        Some(at) if token.expired => format!("Over since {at}"),
        Some(at) => at,
        None => "It is revoked".to_owned(),
    };
    let label = format!("Revoke {}", token.name);
    let revoke = view! {
        <form method="post" action="/admin/tokens">
            <input type="hidden" name="token" value=token.id.to_string() />
            <button class="link-button" type="submit" name="act" value="revoke" aria-label=label>
                "Revoke"
            </button>
        </form>
    };
    let mut cells = vec![
        token.name.into_any(),
        token.scopes.join(", ").into_any(),
        token.made.into_any(),
        until.into_any(),
        token.used.unwrap_or_else(|| "Never".to_owned()).into_any(),
        revoke.into_any(),
    ];
    if is_all {
        cells.insert(1, token.owner.into_any());
    }
    cells
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn page(is_all: bool) -> Page {
        let token = Token {
            id: 7,
            name: "<Robot>".to_owned(),
            owner: "ada@example.com".to_owned(),
            scopes: vec!["products:read".to_owned()],
            made: "2026-11-22 10:00:00".to_owned(),
            expires: None,
            expired: false,
            used: None,
        };
        Page {
            tokens: vec![token],
            is_all,
            told: None,
        }
    }

    fn html(page: Page, answer: FormAnswer) -> String {
        Owner::new().with(|| view! { <Tokens page answer /> }.to_html())
    }

    #[test]
    fn a_token_is_shown_once() {
        let answer = FormAnswer::default().with_told_once(["vit_secret".to_owned()]);
        assert!(html(page(false), answer).contains("vit_secret"));
        let later = html(page(false), FormAnswer::default());
        assert!(!later.contains("id=\"token\""));
        assert!(later.contains("&lt;Robot&gt;"), "{later}");
        assert!(later.contains("It is revoked"));
    }

    #[test]
    fn only_who_sees_all_sees_whose_they_are() {
        assert!(html(page(true), FormAnswer::default()).contains("ada@example.com"));
        assert!(!html(page(false), FormAnswer::default()).contains("ada@example.com"));
    }

    #[test]
    fn what_was_typed_stays() {
        let answer = FormAnswer::default()
            .with_typed("name", "Robot")
            .with_typed("scopes", "products:write")
            .with_typed("days", "30")
            .with_problem("name", "No.");
        let html = html(page(false), answer);
        assert!(html.contains(r#"value="products:write" checked"#), "{html}");
        assert!(html.contains(r#"<option value="30" selected"#), "{html}");
        assert!(html.contains("name-problem"), "{html}");
    }
}
