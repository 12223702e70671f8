//! `/log-in`: address and password.

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::{components::page_title::PageTitle, respond::request_query};

/// The form. The server answers its POST by going on to `next`, or back here with `failed` set.
#[component]
pub fn LogInPage() -> impl IntoView {
    let query = FormQuery::parse(&request_query(), failure_message);
    view! {
        <PageTitle text="Log in" />
        <Meta name="robots" content="noindex" />
        <section class="page">
            <h1>"Log in"</h1>
            {query.failure.map(|message| view! { <FailureMessage message /> })}
            <form class="form" method="post" action="/log-in">
                <input type="hidden" name="next" value=query.next />
                <div class="field">
                    <label for="email">"Email address"</label>
                    <input
                        id="email"
                        name="email"
                        type="email"
                        autocomplete="username"
                        value=query.email
                        maxlength="254"
                        required
                    />
                </div>
                <div class="field">
                    <label for="password">"Password"</label>
                    <input
                        id="password"
                        name="password"
                        type="password"
                        autocomplete="current-password"
                        maxlength="128"
                        required
                    />
                </div>
                <button class="button" type="submit">
                    "Log in"
                </button>
            </form>
        </section>
    }
}

/// Why the form has come back.
#[component]
pub(super) fn FailureMessage(message: String) -> impl IntoView {
    view! {
        <p class="note" role="alert">
            {message}
        </p>
    }
}

/// What the address of a form that leads on says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FormQuery {
    /// Why it has come back.
    pub(super) failure: Option<String>,
    /// The email address that was typed.
    pub(super) email: String,
    /// Where it leads.
    pub(super) next: String,
}

impl FormQuery {
    /// Of a name that is given twice, the first counts. `message` has the words for a reason.
    pub(super) fn parse(query: &str, message: fn(&str) -> &'static str) -> Self {
        let value = |wanted: &str| {
            form_urlencoded::parse(query.as_bytes())
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value.into_owned())
        };
        Self {
            failure: value("failed").map(|reason| match reason.as_str() {
                "limited" => limited_message(&value("wait").unwrap_or_default()),
                reason => message(reason).to_owned(),
            }),
            email: value("email").unwrap_or_default(),
            next: value("next").unwrap_or_default(),
        }
    }
}

/// Never says whether the address or the password was wrong.
fn failure_message(reason: &str) -> &'static str {
    match reason {
        "credentials" => "The email address or the password is wrong. Please try again.",
        "busy" => "Many people are logging in at the moment. Please try again in a few seconds.",
        "favourites" => "Please log in to keep favourites in your account.",
        _ => "Logging in is not possible right now. Please try again in a moment.",
    }
}

/// How long to wait, after so many seconds as stand in the address.
fn limited_message(seconds: &str) -> String {
    let minutes = seconds.parse::<u32>().unwrap_or_default().div_ceil(60);
    let time = match minutes {
        0 | 1 => "a minute".to_owned(),
        2..=120 => format!("{minutes} minutes"),
        _ => "a few hours".to_owned(),
    };
    format!("Too many attempts to log in. Please wait {time}, then try again.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_visit_has_no_message() {
        assert_eq!(FormQuery::parse("", failure_message), FormQuery::default());
    }

    #[test]
    fn a_failure_is_told_in_words_of_our_own() {
        let wrong = FormQuery::parse("failed=credentials&next=%2Fme", failure_message).failure;
        assert_eq!(wrong.as_deref(), Some(failure_message("credentials")));
        let made_up = FormQuery::parse("failed=%3Cscript%3E", failure_message).failure;
        assert_eq!(made_up.as_deref(), Some(failure_message("unavailable")));
    }

    #[test]
    fn who_must_wait_learns_how_long() {
        for (wait, time) in [
            ("1", "a minute"),
            ("61", "2 minutes"),
            ("899", "15 minutes"),
            ("86400", "a few hours"),
            ("soon", "a minute"),
        ] {
            let query = FormQuery::parse(
                &format!("failed=limited&wait={wait}&email=a%40b.c"),
                failure_message,
            );
            let said = format!("Too many attempts to log in. Please wait {time}, then try again.");
            assert_eq!(query.failure, Some(said));
            assert_eq!(query.email, "a@b.c");
        }
    }

    #[test]
    fn the_way_back_is_kept() {
        let query = FormQuery::parse(
            "next=%2Fsearch%3Fq%3Doak%26page%3D2&next=%2F%2Fevil",
            failure_message,
        );
        assert_eq!(query.next, "/search?q=oak&page=2");
    }
}
