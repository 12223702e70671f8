//! `/log-in`: address and password.

use leptos::prelude::*;

use super::register::SHORT;
use crate::{
    components::{
        account_page::{AccountPage, Note},
        form::{EmailField, FormProblem, PasswordField},
    },
    model::pairs::first,
    respond::{form_answer, request_query},
};

/// The form. The server answers its POST by going on to `next`, or with this page.
#[component]
pub fn LogInPage() -> impl IntoView {
    let query = LogInQuery::parse(&request_query());
    let answer = form_answer();
    let next = answer.typed("next").map_or(query.next, str::to_owned);
    view! {
        <AccountPage title="Log in">
            {query.note.map(|message| view! { <Note message /> })}
            {query.short.then(|| view! { <Note message=SHORT /> })}
            <FormProblem answer=answer.clone() />
            <form class="form" method="post" action="/log-in">
                <input type="hidden" name="next" value=next />
                <EmailField answer=answer.clone() />
                <PasswordField answer />
                <button class="button" type="submit">
                    "Log in"
                </button>
            </form>
            <p>
                <a href="/forgot">"Forgotten your password?"</a>
            </p>
            <p>
                "No account yet? " <a href="/register">"Create one"</a>
            </p>
        </AccountPage>
    }
}

/// What the page's address says.
#[derive(Debug, Default, PartialEq, Eq)]
struct LogInQuery {
    /// What brings one here.
    note: Option<&'static str>,
    /// Whether the password just chosen is short.
    short: bool,
    next: String,
}

impl LogInQuery {
    /// Of a name that is given twice, the first counts.
    fn parse(query: &str) -> Self {
        let value = |name| first(query, name);
        Self {
            note: value("done").and_then(|what| note(&what)),
            short: value("hint").is_some_and(|hint| hint == "short"),
            next: value("next").unwrap_or_default(),
        }
    }
}

/// What to say of what was done or tried before; nothing for words that are not ours.
fn note(what: &str) -> Option<&'static str> {
    match what {
        "verified" => Some("Your account is there. Log in with the password you have chosen."),
        "reset" => Some("Your new password is saved. Log in with it."),
        "email" => Some("Your email address is changed. Log in with the new one."),
        "late" => Some("That took a while. Please begin again."),
        "deleted" => Some("Your account is deleted."),
        "favourites" => Some("Please log in to keep favourites in your account."),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_visit_has_no_message() {
        assert_eq!(LogInQuery::parse(""), LogInQuery::default());
    }

    #[test]
    fn what_is_done_is_told_in_words_of_our_own() {
        assert!(LogInQuery::parse("done=verified").note.is_some());
        assert_eq!(LogInQuery::parse("done=%3Cscript%3E").note, None);
    }

    #[test]
    fn the_way_back_is_kept() {
        let query = LogInQuery::parse("next=%2Fsearch%3Fq%3Doak%26page%3D2&next=%2F%2Fevil");
        assert_eq!(query.next, "/search?q=oak&page=2");
    }
}
