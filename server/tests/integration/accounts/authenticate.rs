//! Who is let in.

use std::time::Duration;

use app::model::account::Role;
use server::{
    accounts::{
        AuthenticateError, Email, NewUser, Password, PasswordHasher, User, UserName, authenticate,
    },
    audit::Origin,
    config::{DatabaseConfig, PasswordConfig},
    db::{self, Pool},
};

use crate::support::{database::TestDatabase, queue::fill};

const CHEAP: PasswordConfig = PasswordConfig {
    memory_kib: 64,
    iterations: 1,
    parallelism: 1,
};

fn pool(url: &str) -> Pool {
    db::pool(&DatabaseConfig {
        url: url.to_owned(),
        pool_size: 2,
        statement_timeout: Duration::from_secs(2),
    })
    .unwrap()
}

async fn add_ada(pool: &Pool, hasher: &PasswordHasher) -> User {
    let password = Password::parse("right horse".to_owned()).unwrap();
    let new = NewUser {
        email: &Email::parse("ada@example.com").unwrap(),
        name: &UserName::default(),
        password_hash: &hasher.hash(password).await.unwrap(),
        role: Role::Customer,
    };
    User::insert(&mut pool.get().await.unwrap(), &new)
        .await
        .unwrap()
}

async fn stored_hash(url: &str) -> String {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
        .await
        .unwrap();
    tokio::spawn(connection);
    let row = client
        .query_one("SELECT password_hash FROM users", &[])
        .await
        .unwrap();
    row.get(0)
}

#[tokio::test]
async fn only_the_right_address_with_the_right_password_is_let_in() {
    let database = TestDatabase::new().await;
    let (pool, hasher) = (pool(database.url()), PasswordHasher::new(&CHEAP).unwrap());
    let ada = add_ada(&pool, &hasher).await;
    let try_out = async |email: &str, password: &str| {
        authenticate(
            &pool,
            &hasher,
            email,
            password.to_owned(),
            &Origin::command(),
        )
        .await
    };
    assert_eq!(
        try_out(" Ada@Example.com", "right horse").await.unwrap().id,
        ada.id
    );
    for (email, password) in [
        ("ada@example.com", "right horse "),
        ("ada@example.com", "Right horse"),
        ("ada@example.com", ""),
        ("ada@example.com", "\0"),
        ("bob@example.com", "right horse"),
        ("", "right horse"),
        ("ada@example.com\0", "right horse"),
        ("' OR 1=1 --", "right horse"),
        ("%", "right horse"),
    ] {
        let refused = try_out(email, password).await;
        assert!(
            matches!(refused, Err(AuthenticateError::Rejected)),
            "{email:?} {password:?}"
        );
    }
}

#[tokio::test]
async fn an_unknown_address_costs_a_hash_too() {
    let database = TestDatabase::new().await;
    // Dear enough that the queue stays full while the database is asked.
    let dear = PasswordConfig {
        memory_kib: 19_456,
        iterations: 20,
        parallelism: 1,
    };
    let pool = pool(database.url());
    let hasher = PasswordHasher::new(&dear).unwrap();
    add_ada(&pool, &hasher).await;
    for email in ["ada@example.com", "bob@example.com", "no address"] {
        let _queue = fill(&hasher);
        let answer = authenticate(
            &pool,
            &hasher,
            email,
            "wrong horse".to_owned(),
            &Origin::command(),
        )
        .await;
        assert!(
            matches!(answer, Err(AuthenticateError::Busy)),
            "{email}: {answer:?}"
        );
    }
}

#[tokio::test]
async fn a_log_in_renews_a_hash_made_with_other_parameters() {
    let database = TestDatabase::new().await;
    let pool = pool(database.url());
    let old = PasswordHasher::new(&CHEAP).unwrap();
    let new = PasswordHasher::new(&PasswordConfig {
        iterations: 2,
        ..CHEAP
    })
    .unwrap();
    add_ada(&pool, &old).await;
    let log_in = async |hasher: &PasswordHasher, password: &str| {
        authenticate(
            &pool,
            hasher,
            "ada@example.com",
            password.to_owned(),
            &Origin::command(),
        )
        .await
    };

    let before = stored_hash(database.url()).await;
    log_in(&old, "right horse").await.unwrap();
    log_in(&new, "wrong horse").await.unwrap_err();
    assert_eq!(stored_hash(database.url()).await, before);

    log_in(&new, "right horse").await.unwrap();
    let after = stored_hash(database.url()).await;
    assert!(after.starts_with("$argon2id$v=19$m=64,t=2,p=1$"), "{after}");
    log_in(&new, "right horse").await.unwrap();
    assert_eq!(stored_hash(database.url()).await, after);
}

#[tokio::test]
async fn without_the_database_nobody_is_rejected() {
    let database = TestDatabase::new().await;
    let gone = database.url().to_owned();
    drop(database);
    let hasher = PasswordHasher::new(&CHEAP).unwrap();
    let answer = authenticate(
        &pool(&gone),
        &hasher,
        "ada@example.com",
        "right horse".to_owned(),
        &Origin::command(),
    )
    .await;
    assert!(
        matches!(answer, Err(AuthenticateError::Unavailable(_))),
        "{answer:?}"
    );
}
