//! The `api_tokens` table: what programs prove by who sends them.

use std::fmt::{self, Write as _};

use app::model::account::Role;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use diesel::{
    QueryableByName,
    sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz},
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use super::user::role_name;
use crate::{
    audit::{Event, Origin, record_act},
    db::{Bind, DbError, Pool, Statement},
};

/// What every token begins with, so that people and programs that look for leaked secrets know it.
const PREFIX: &str = "vit_";

const OCTETS: usize = 32;

/// Tokens that one account may have.
const MOST: i64 = 50;

/// A token as its owner has it. The database has only its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiToken(String);

impl ApiToken {
    /// One that nobody can guess.
    pub fn random() -> Self {
        let octets: [u8; OCTETS] = rand::random();
        Self(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(octets)))
    }

    /// The token in what a program sent; nothing if it has not the form of one.
    pub fn parse(text: &str) -> Option<Self> {
        let octets = URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok()?;
        (octets.len() == OCTETS).then(|| Self(text.to_owned()))
    }

    /// To be shown once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// As it stands in the database, in hexadecimal digits. Without salt or stretching: nobody tries out 256 random bits.
    pub fn hash(&self) -> String {
        hexadecimal(&Sha256::digest(&self.0))
    }
}

/// Two digits for each octet, as PostgreSQL's `decode` takes them.
pub(crate) fn hexadecimal(octets: &[u8]) -> String {
    octets.iter().fold(String::new(), |mut digits, octet| {
        // A text takes whatever is written.
        let _ = write!(digits, "{octet:02x}");
        digits
    })
}

impl fmt::Debug for ApiToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiToken(..)")
    }
}

/// What a token may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Reading products of every status.
    ReadProducts,
    /// Making, changing and removing products.
    WriteProducts,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::ReadProducts, Self::WriteProducts];

    /// As programs and the database have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::ReadProducts => "products:read",
            Self::WriteProducts => "products:write",
        }
    }

    /// The scope of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewApiToken {
    /// Whose it is.
    pub user: i64,
    /// What they call it.
    pub name: String,
    /// What it is for.
    pub scopes: Vec<Scope>,
    /// Days for which it holds; nothing: until it is revoked.
    pub days: Option<i32>,
}

/// What of a token may be seen later.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ApiTokenRow {
    /// Its number.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Whose it is.
    #[diesel(sql_type = BigInt)]
    pub user_id: i64,
    /// The address of that account.
    #[diesel(sql_type = Text)]
    pub email: String,
    /// What they call it.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// What it is for.
    #[diesel(sql_type = Array<Text>)]
    pub scopes: Vec<String>,
    /// When it was made.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: OffsetDateTime,
    /// Until when it holds.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub expires_at: Option<OffsetDateTime>,
    /// Whether that is over.
    #[diesel(sql_type = Bool)]
    pub expired: bool,
    /// When it was used last, to the minute.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub last_used_at: Option<OffsetDateTime>,
}

/// Whom a token speaks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// The token's number.
    pub token: i64,
    /// What its owner calls it.
    pub name: String,
    /// Number of its owner's account.
    pub user: i64,
    /// What that account may do now.
    pub role: Role,
    /// What the token is for.
    pub scopes: Vec<Scope>,
}

#[derive(QueryableByName)]
struct BearerRow {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    user_id: i64,
    #[diesel(sql_type = Text)]
    role: String,
    #[diesel(sql_type = Array<Text>)]
    scopes: Vec<String>,
    /// Whether it was noted within the last minute that it is used.
    #[diesel(sql_type = Bool)]
    noted: bool,
}

#[derive(QueryableByName)]
struct Key {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

#[derive(QueryableByName)]
struct Revoked {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = BigInt)]
    user_id: i64,
    #[diesel(sql_type = Text)]
    name: String,
}

/// Makes a token; nothing if the account has as many as it may. Noted in the audit log.
pub async fn make_api_token(
    connection: &mut AsyncPgConnection,
    new: &NewApiToken,
    origin: &Origin,
) -> Result<Option<ApiToken>, DbError> {
    let token = ApiToken::random();
    let scopes = new.scopes.iter().map(|scope| scope.name().to_owned());
    let statement = Statement::new(
        "accounts.make_api_token",
        "INSERT INTO api_tokens (user_id, name, hash, scopes, expires_at)
         SELECT $1, $2, decode($3, 'hex'), $4, now() + $5 * interval '1 day'
         WHERE (SELECT count(*) FROM api_tokens WHERE user_id = $1) < $6
         RETURNING id",
        vec![
            Bind::BigInt(Some(new.user)),
            Bind::Text(Some(new.name.clone())),
            Bind::Text(Some(token.hash())),
            Bind::Texts(Some(scopes.collect())),
            Bind::Int(new.days),
            Bind::BigInt(Some(MOST)),
        ],
    );
    connection
        .transaction(async |connection| {
            let rows: Vec<Key> = statement.load_on(connection).await?;
            let Some(Key { id }) = rows.into_iter().next() else {
                return Ok(None);
            };
            let about = format!("token {id}");
            record_act(connection, Event::TokenMade, new.user, &about, origin).await?;
            Ok(Some(token))
        })
        .await
}

/// Takes a token away, for good and at once; gives its name. `owner`: only if it is theirs. `by` is who does it.
pub async fn revoke_api_token(
    connection: &mut AsyncPgConnection,
    id: i64,
    owner: Option<i64>,
    by: i64,
    origin: &Origin,
) -> Result<Option<String>, DbError> {
    let statement = Statement::new(
        "accounts.revoke_api_token",
        "DELETE FROM api_tokens WHERE id = $1 AND ($2::bigint IS NULL OR user_id = $2) RETURNING id, user_id, name",
        vec![Bind::BigInt(Some(id)), Bind::BigInt(owner)],
    );
    connection
        .transaction(async |connection| {
            let rows: Vec<Revoked> = statement.load_on(connection).await?;
            let Some(row) = rows.into_iter().next() else {
                return Ok(None);
            };
            let about = format!("token {} of account {}", row.id, row.user_id);
            record_act(connection, Event::TokenRevoked, by, &about, origin).await?;
            Ok(Some(row.name))
        })
        .await
}

/// Tokens, the last one first: all, or those of `owner`.
pub async fn api_tokens(pool: &Pool, owner: Option<i64>) -> Result<Vec<ApiTokenRow>, DbError> {
    let statement = Statement::new(
        "accounts.api_tokens",
        "SELECT t.id, t.user_id, u.email, t.name, t.scopes, t.created_at, t.expires_at,
                t.expires_at <= now() IS TRUE AS expired, t.last_used_at
         FROM api_tokens t JOIN users u ON u.id = t.user_id
         WHERE $1::bigint IS NULL OR t.user_id = $1
         ORDER BY t.id DESC LIMIT 500",
        vec![Bind::BigInt(owner)],
    );
    statement.load(pool).await
}

/// Whom this token speaks for; nobody if there is none such, or not any more. PostgreSQL is asked each time, so a token that
/// was revoked opens nothing anywhere. That it is used is noted once a minute at most.
pub async fn bearer(pool: &Pool, token: &ApiToken) -> Result<Option<Bearer>, DbError> {
    let statement = Statement::new(
        "accounts.bearer",
        "SELECT t.id, t.name, t.user_id, u.role, t.scopes,
                t.last_used_at > now() - interval '1 minute' IS TRUE AS noted
         FROM api_tokens t JOIN users u ON u.id = t.user_id
         WHERE t.hash = decode($1, 'hex') AND (t.expires_at IS NULL OR t.expires_at > now())",
        vec![Bind::Text(Some(token.hash()))],
    );
    let rows: Vec<BearerRow> = statement.load(pool).await?;
    let Some(row) = rows.into_iter().next() else {
        return Ok(None);
    };
    if !row.noted {
        note_use(pool, row.id).await?;
    }
    let scopes = row.scopes.iter();
    Ok(Some(Bearer {
        token: row.id,
        name: row.name,
        user: row.user_id,
        // A role that is not known may nothing.
        role: role(&row.role).unwrap_or(Role::Customer),
        scopes: scopes.filter_map(|name| Scope::parse(name)).collect(),
    }))
}

async fn note_use(pool: &Pool, id: i64) -> Result<(), DbError> {
    let statement = Statement::new(
        "accounts.note_api_token",
        "UPDATE api_tokens SET last_used_at = now()
         WHERE id = $1 AND (last_used_at > now() - interval '1 minute') IS NOT TRUE RETURNING id",
        vec![Bind::BigInt(Some(id))],
    );
    let _: Vec<Key> = statement.load(pool).await?;
    Ok(())
}

fn role(name: &str) -> Option<Role> {
    let roles = [Role::Customer, Role::Viewer, Role::Editor, Role::Admin];
    roles.into_iter().find(|role| role_name(*role) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_its_form_and_tells_nothing() {
        let token = ApiToken::random();
        let text = token.reveal();
        assert_eq!(text.len(), 4 + 43);
        assert_eq!(ApiToken::parse(text), Some(token.clone()));
        assert_eq!(token.hash().len(), 64);
        assert_ne!(ApiToken::random(), token);
        assert!(!format!("{token:?}").contains(text));
        for other in [
            "",
            "vit_",
            &text[4..],
            &format!("{text}A"),
            &text[..46],
            "vit_ä",
        ] {
            assert!(ApiToken::parse(other).is_none(), "{other}");
        }
    }

    #[test]
    fn scopes_have_names() {
        for scope in Scope::ALL {
            assert_eq!(Scope::parse(scope.name()), Some(scope));
        }
        assert_eq!(Scope::parse("everything"), None);
    }
}
