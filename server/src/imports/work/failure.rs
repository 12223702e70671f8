//! Why an import was given up, in words for whoever wanted it. What the database says is in the log alone.

use tokio_postgres::error::SqlState;

use crate::import::{Interrupted, bulk::Busy};

/// What was told is not so any more.
#[derive(Debug, thiserror::Error)]
#[error("the catalogue has changed since the check")]
pub(super) struct Changed;

const CHANGED: &str =
    "The catalogue has changed since the check, so nothing was written. Check the file again.";

/// Why it was given up; `stopping` says whether that is because the server stops.
pub(super) fn words(error: &anyhow::Error, stopping: bool) -> String {
    if error.is::<Interrupted>() {
        return if stopping {
            "The server was stopped meanwhile. Nothing was written; you can begin again."
        } else {
            "It was cancelled. Nothing was written."
        }
        .to_owned();
    }
    if error.is::<Changed>() {
        return CHANGED.to_owned();
    }
    if error.is::<Busy>() {
        return "Another import is at work at this moment, so this one has not begun. Try again when that has ended."
            .to_owned();
    }
    let mut causes = error.chain();
    if let Some(cause) = causes.find_map(|cause| cause.downcast_ref::<tokio_postgres::Error>()) {
        return of_database(cause.code()).to_owned();
    }
    if error.is::<tokio::task::JoinError>() || error.is::<crate::db::DbError>() {
        return of_database(None).to_owned();
    }
    format!("Nothing was written: {error:#}.")
}

fn of_database(code: Option<&SqlState>) -> &'static str {
    let meanwhile = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::UNIQUE_VIOLATION,
        SqlState::FOREIGN_KEY_VIOLATION,
    ];
    match code {
        Some(code) if meanwhile.contains(code) => {
            "Somebody else has changed the same products meanwhile, so nothing was written. Check the file again."
        }
        _ => "The database could not do it. Nothing was written; please try again.",
    }
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn each_reason_has_its_words() {
        let told = |error: anyhow::Error| words(&error, false);
        assert!(told(Interrupted.into()).contains("cancelled"));
        assert!(words(&Interrupted.into(), true).contains("stopped"));
        assert!(told(Changed.into()).contains("Check the file again"));
        assert!(told(Busy.into()).contains("Another import"));
        let reading = anyhow!("line 7 has it").context("cannot import a.csv");
        assert_eq!(
            told(reading),
            "Nothing was written: cannot import a.csv: line 7 has it."
        );
    }
}
