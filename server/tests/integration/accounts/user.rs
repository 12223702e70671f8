//! The table of accounts.

use app::model::account::{CurrentUser, Role};
use diesel::QueryDsl as _;
use server::{
    accounts::{Email, InsertUserError, NewUser, User, UserName},
    db::{self, Name as _},
    schema::users,
};

use crate::support::database::TestDatabase;

#[tokio::test]
async fn an_account_is_found_by_address_and_by_number() {
    let database = TestDatabase::new().await;
    let mut connection = db::connect(database.url()).await.unwrap();
    let email = Email::parse(" Ada@Example.COM ").unwrap();
    let new = NewUser {
        email: &email,
        name: &UserName::parse("Ada").unwrap(),
        password_hash: "!",
        role: Role::Editor,
    };
    let made = User::insert(&mut connection, &new).await.unwrap();
    let expected = CurrentUser {
        id: made.id,
        email: "ada@example.com".to_owned(),
        name: "Ada".to_owned(),
        role: Role::Editor,
    };
    for typed in ["ada@example.com", "ADA@EXAMPLE.COM"] {
        let email = Email::parse(typed).unwrap();
        let found = User::find_by_email(&mut connection, &email).await.unwrap();
        assert_eq!(found.map(CurrentUser::from), Some(expected.clone()));
    }
    let found = User::find_by_id(&mut connection, made.id).await.unwrap();
    assert_eq!(found.map(CurrentUser::from), Some(expected));
    assert!(
        User::find_by_id(&mut connection, made.id + 1)
            .await
            .unwrap()
            .is_none()
    );
}

/// ASVS 5.0, 6.3.2: what an attacker could try everywhere.
#[tokio::test]
async fn a_new_database_has_no_account() {
    let database = TestDatabase::new().await;
    let mut connection = db::connect(database.url()).await.unwrap();
    let accounts: i64 = users::table
        .count()
        .named("test.accounts")
        .get_result(&mut connection)
        .await
        .unwrap();
    assert_eq!(accounts, 0);
}

#[tokio::test]
async fn an_address_has_one_account() {
    let database = TestDatabase::new().await;
    let mut connection = db::connect(database.url()).await.unwrap();
    let email = Email::parse("ada@example.com").unwrap();
    let new = NewUser {
        email: &email,
        name: &UserName::default(),
        password_hash: "!",
        role: Role::Customer,
    };
    User::insert(&mut connection, &new).await.unwrap();
    let again = User::insert(&mut connection, &new).await;
    assert!(
        matches!(again, Err(InsertUserError::EmailTaken)),
        "{again:?}"
    );
}

#[tokio::test]
async fn every_role_is_kept() {
    let database = TestDatabase::new().await;
    let mut connection = db::connect(database.url()).await.unwrap();
    let email = Email::parse("ada@example.com").unwrap();
    let new = NewUser {
        email: &email,
        name: &UserName::default(),
        password_hash: "!",
        role: Role::Customer,
    };
    let user = User::insert(&mut connection, &new).await.unwrap();
    for role in [Role::Viewer, Role::Editor, Role::Admin, Role::Customer] {
        User::set_role(&mut connection, user.id, role)
            .await
            .unwrap();
        let found = User::find_by_id(&mut connection, user.id).await.unwrap();
        assert_eq!(found.map(|user| user.role), Some(role));
    }
    let nobody = User::set_role(&mut connection, user.id + 1, Role::Admin).await;
    assert!(nobody.unwrap().is_none());
}

#[tokio::test]
async fn an_account_is_printed_without_what_belongs_in_no_log() {
    let database = TestDatabase::new().await;
    let mut connection = db::connect(database.url()).await.unwrap();
    let new = NewUser {
        email: &Email::parse("ada@example.com").unwrap(),
        name: &UserName::parse("Ada").unwrap(),
        password_hash: "hash",
        role: Role::Customer,
    };
    let printed = format!("{:?}", User::insert(&mut connection, &new).await.unwrap());
    for secret in ["hash", "ada@", "Ada"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}
