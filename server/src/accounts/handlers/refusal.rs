//! Why a form was not followed, and answering it with its own page, which says so.

use std::fmt::Display;

use app::model::form::FormAnswer;
use axum::{
    Extension,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header::RETRY_AFTER};

use crate::{
    accounts::{AuthenticateError, EmailError, HashError, PasswordLengthError, UserNameError},
    db::DbError,
    mail::OutboxFull,
    rate_limit::Decision,
    session::SessionError,
};

/// Seconds after which a form may be sent again that nobody had time for.
const RETRY: &str = "5";

/// Why a form was not followed, in words for the visitor.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    headers: HeaderMap,
    answer: FormAnswer,
}

impl Refusal {
    /// Something is wrong with what was typed into `field`; with all of it if that is empty.
    pub(super) fn of(field: &'static str, words: &str) -> Self {
        Self::nothing().and(field, words)
    }

    /// Nothing is wrong yet.
    pub(super) fn nothing() -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            headers: HeaderMap::new(),
            answer: FormAnswer::default(),
        }
    }

    /// Something else is wrong, too.
    pub(super) fn and(mut self, field: &'static str, words: &str) -> Self {
        self.answer = self.answer.with_problem(field, words);
        self
    }

    /// The value, or a note of what is wrong with this field.
    pub(super) fn check<T, E: Into<Words>>(
        &mut self,
        field: &'static str,
        parsed: Result<T, E>,
    ) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                let Words(words) = error.into();
                self.answer = std::mem::take(&mut self.answer).with_problem(field, words);
                None
            }
        }
    }

    /// Whether anything is wrong.
    pub(super) fn has_problems(&self) -> bool {
        self.answer.has_problems()
    }

    /// The form's page, which says what is wrong and has in its fields what was typed. Password fields stay empty.
    pub(super) fn answer(self, typed: &[(&'static str, &str)]) -> Response {
        let keep = |answer: FormAnswer, (field, text): &(&'static str, &str)| {
            answer.with_typed(field, text)
        };
        let answer = typed.iter().fold(self.answer, keep);
        (self.status, self.headers, Extension(answer)).into_response()
    }

    /// It was sent too often.
    pub(super) fn limited(decision: &Decision) -> Self {
        let minutes = decision.retry_after().unwrap_or_default().div_ceil(60);
        let time = match minutes {
            0 | 1 => "a minute".to_owned(),
            2..=120 => format!("{minutes} minutes"),
            _ => "a few hours".to_owned(),
        };
        let words = format!("Too many attempts. Please wait {time}, then try again.");
        let mut headers = HeaderMap::new();
        decision.tell(&mut headers);
        Self {
            status: StatusCode::TOO_MANY_REQUESTS,
            headers,
            ..Self::of("", &words)
        }
    }

    fn later(words: &str) -> Self {
        let retry = (RETRY_AFTER, HeaderValue::from_static(RETRY));
        Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            headers: HeaderMap::from_iter([retry]),
            ..Self::of("", words)
        }
    }

    fn busy() -> Self {
        Self::later("Many people want something at the moment. Please try again in a few seconds.")
    }

    fn unavailable(error: impl Display) -> Self {
        tracing::warn!(%error, "a form cannot be followed");
        Self::later("This is not possible right now. Please try again in a moment.")
    }
}

impl From<HashError> for Refusal {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::busy(),
            fault @ HashError::Fault(_) => Self::unavailable(fault),
        }
    }
}

impl From<AuthenticateError> for Refusal {
    /// Never says whether the address or the password was wrong.
    fn from(error: AuthenticateError) -> Self {
        match error {
            AuthenticateError::Rejected => Self::of("", REJECTED),
            AuthenticateError::Busy => Self::busy(),
            fault @ AuthenticateError::Unavailable(_) => Self::unavailable(fault),
        }
    }
}

const REJECTED: &str = "The email address or the password is wrong. Please try again. If your account is new, open the link that \
                        we have sent you first.";

impl From<OutboxFull> for Refusal {
    fn from(error: OutboxFull) -> Self {
        tracing::warn!(%error, "a form cannot be followed");
        Self::busy()
    }
}

impl From<anyhow::Error> for Refusal {
    fn from(error: anyhow::Error) -> Self {
        Self::unavailable(error)
    }
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        Self::unavailable(error)
    }
}

impl From<diesel::result::Error> for Refusal {
    fn from(error: diesel::result::Error) -> Self {
        Self::unavailable(error)
    }
}

impl From<SessionError> for Refusal {
    fn from(error: SessionError) -> Self {
        Self::unavailable(error)
    }
}

/// What is wrong with a field, for the visitor.
pub(super) struct Words(&'static str);

impl From<EmailError> for Words {
    fn from(error: EmailError) -> Self {
        Self(match error {
            EmailError::TooLong => "This is too long for an email address.",
            EmailError::Malformed => {
                "This is not an email address. It should look like name@example.com."
            }
        })
    }
}

impl From<UserNameError> for Words {
    fn from(error: UserNameError) -> Self {
        Self(match error {
            UserNameError::TooLong => "Please use 100 characters at most.",
            UserNameError::ControlCharacter => "Please use one line of plain text.",
        })
    }
}

impl From<PasswordLengthError> for Words {
    fn from(error: PasswordLengthError) -> Self {
        Self(match error {
            PasswordLengthError::TooShort => "Please use 8 characters or more.",
            PasswordLengthError::TooLong => "Please use 128 characters at most.",
        })
    }
}
