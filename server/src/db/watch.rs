//! Sees to it that every statement has a name.

use diesel::connection::{Instrumentation as _, InstrumentationEvent, get_default_instrumentation};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};

/// What diesel sends to begin, nest and end transactions.
const TRANSACTION_CONTROL: &[&str] = &[
    "BEGIN",
    "BEGIN TRANSACTION READ ONLY",
    "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT ",
    "RELEASE SAVEPOINT ",
    "ROLLBACK TO SAVEPOINT ",
];

/// From now on a statement without a name stops its task before it is sent, so whatever test needs it fails. In builds for
/// development alone: others do not pay for it.
pub(super) fn watch(connection: &mut AsyncPgConnection) {
    if cfg!(debug_assertions) {
        // Who watches all connections goes on watching this one.
        let mut others = get_default_instrumentation();
        connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            require_name(&event);
            others.on_connection_event(event);
        });
    }
}

fn require_name(event: &InstrumentationEvent<'_>) {
    let InstrumentationEvent::StartQuery { query, .. } = event else {
        return;
    };
    let text = query.to_string();
    // What is bound may be secret.
    let sql = text.split(" -- binds: ").next().unwrap_or_default();
    assert!(
        is_named(sql) || is_transaction_control(sql),
        "a statement without a name (`.named(\"room.what\")`): {sql}"
    );
}

/// Whether it begins with `/* room.what */`.
fn is_named(sql: &str) -> bool {
    let is_word = |word: &str| {
        let is_of_words = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        !word.is_empty() && word.bytes().all(is_of_words)
    };
    sql.strip_prefix("/* ")
        .and_then(|rest| rest.split_once(" */ "))
        .and_then(|(name, _)| name.split_once('.'))
        .is_some_and(|(room, what)| is_word(room) && is_word(what))
}

/// A command that ends with a space has a name after it, and nothing else.
fn is_transaction_control(sql: &str) -> bool {
    TRANSACTION_CONTROL.iter().any(|command| {
        sql.strip_prefix(command).is_some_and(|rest| {
            if command.ends_with(' ') {
                !rest.contains([' ', ';'])
            } else {
                rest.is_empty()
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_room_and_what_is_done_there() {
        assert!(is_named("/* accounts.by_email */ SELECT 1"));
        for other in [
            "SELECT 1",
            "SELECT 1 /* accounts.by_email */",
            "/* accounts */ SELECT 1",
            "/* accounts. */ SELECT 1",
            "/* .by_email */ SELECT 1",
            "/* accounts.by email */ SELECT 1",
            "/*accounts.by_email*/ SELECT 1",
        ] {
            assert!(!is_named(other), "{other}");
        }
    }

    #[test]
    fn transactions_begin_and_end_without_one() {
        for command in [
            "BEGIN",
            "BEGIN TRANSACTION READ ONLY",
            "COMMIT",
            "ROLLBACK",
            "SAVEPOINT diesel_savepoint_1",
            "RELEASE SAVEPOINT diesel_savepoint_1",
            "ROLLBACK TO SAVEPOINT diesel_savepoint_1",
        ] {
            assert!(is_transaction_control(command), "{command}");
        }
        for other in [
            "BEGIN; DELETE FROM users",
            "COMMITTED",
            "SAVEPOINT a; SELECT 1",
            "",
        ] {
            assert!(!is_transaction_control(other), "{other}");
        }
    }
}
