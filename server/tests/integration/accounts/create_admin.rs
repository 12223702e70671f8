//! `vitrine create-admin`, as it is typed.

use std::{
    io::Write as _,
    process::{Command, Output, Stdio},
    time::Duration,
};

use app::model::account::Role;
use server::{
    accounts::{PasswordHasher, User, authenticate},
    audit::Origin,
    config::{DatabaseConfig, PasswordConfig},
    db,
};

use crate::support::database::TestDatabase;

fn create_admin(url: &str, arguments: &[&str], input: &str) -> Output {
    let mut process = Command::new(env!("CARGO_BIN_EXE_vitrine"))
        .arg("create-admin")
        .args(arguments)
        .env("DATABASE_URL", url)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = process.stdin.take().unwrap();
    // Who is refused at once reads nothing.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    process.wait_with_output().unwrap()
}

async fn log_in(url: &str, email: &str, password: &str) -> Option<User> {
    let pool = db::pool(&DatabaseConfig {
        url: url.to_owned(),
        pool_size: 1,
        statement_timeout: Duration::from_secs(2),
    })
    .unwrap();
    let hasher = PasswordHasher::new(&PasswordConfig {
        memory_kib: 19_456,
        iterations: 2,
        parallelism: 1,
    })
    .unwrap();
    authenticate(
        &pool,
        &hasher,
        email,
        password.to_owned(),
        &Origin::command(),
    )
    .await
    .ok()
}

#[tokio::test]
async fn the_first_administrator_can_log_in() {
    let database = TestDatabase::new().await;
    let arguments = ["Ada@Example.com", "--name", "Ada Lovelace"];
    let made = create_admin(database.url(), &arguments, "right horse\nnot this\n");
    let said = String::from_utf8_lossy(&made.stdout);
    assert!(made.status.success(), "{made:?}");
    assert!(
        said.contains("created administrator ada@example.com"),
        "{said}"
    );
    let ada = log_in(database.url(), "ada@example.com", "right horse")
        .await
        .unwrap();
    assert_eq!((ada.name.as_str(), ada.role), ("Ada Lovelace", Role::Admin));
}

#[tokio::test]
async fn an_existing_account_is_only_promoted_on_request() {
    let database = TestDatabase::new().await;
    create_admin(
        database.url(),
        &["ada@example.com", "--name", "Ada"],
        "right horse\n",
    );
    let mut connection = db::connect(database.url()).await.unwrap();
    let ada = log_in(database.url(), "ada@example.com", "right horse")
        .await
        .unwrap();
    User::set_role(&mut connection, ada.id, Role::Customer)
        .await
        .unwrap();

    let refused = create_admin(database.url(), &["ada@example.com"], "other horse\n");
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success());
    assert!(
        said.contains("ada@example.com has an account already"),
        "{said}"
    );
    let ada = log_in(database.url(), "ada@example.com", "right horse")
        .await
        .unwrap();
    assert_eq!(ada.role, Role::Customer);

    let promoted = create_admin(database.url(), &["ada@example.com", "--promote"], "");
    let said = String::from_utf8_lossy(&promoted.stdout);
    assert!(promoted.status.success(), "{promoted:?}");
    assert!(
        said.contains("made ada@example.com an administrator"),
        "{said}"
    );
    let ada = log_in(database.url(), "ada@example.com", "right horse")
        .await
        .unwrap();
    assert_eq!((ada.name.as_str(), ada.role), ("Ada", Role::Admin));
}

#[tokio::test]
async fn bad_input_is_refused_with_the_reason() {
    let database = TestDatabase::new().await;
    for (arguments, input, reason) in [
        (&["nobody"][..], "right horse\n", "not an email address"),
        (&["ada@example.com"], "short\n", "at least 8 characters"),
        (&["ada@example.com"], "", "at least 8 characters"),
        (&["ada@example.com"], "password1\n", "first passwords"),
        (
            &["ada@example.com", "--name", "A\nda"],
            "right horse\n",
            "one line of plain text",
        ),
        (
            &["ada@example.com", "right horse"],
            "",
            "unexpected argument",
        ),
    ] {
        let refused = create_admin(database.url(), arguments, input);
        let said = String::from_utf8_lossy(&refused.stderr);
        assert!(!refused.status.success(), "{arguments:?}");
        assert!(said.contains(reason), "{arguments:?}: {said}");
    }
    assert!(
        log_in(database.url(), "ada@example.com", "right horse")
            .await
            .is_none()
    );
}
