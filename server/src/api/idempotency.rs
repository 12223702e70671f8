//! Writing once, however often a program asks (draft-ietf-httpapi-idempotency-key-header).
//!
//! The answer is written in the transaction of the write, so there is none without the other. While that transaction is open,
//! it holds a lock of its key: who comes meanwhile is told so. Answers of what was refused are not kept, for nothing was written.

use diesel::{
    QueryableByName,
    sql_types::{BigInt, Bool, Nullable, SmallInt, Text},
};
use diesel_async::AsyncPgConnection;
use http::{HeaderMap, HeaderName, StatusCode};
use sha2::{Digest as _, Sha256};

use crate::{
    accounts::hexadecimal,
    db::{Bind, DbError, Pool, Statement},
    invalidation::TransactionId,
    problem::Problem,
};

/// Names one write among all of a token.
pub(super) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Stands on an answer that was given before.
pub(super) const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// The longest key.
const MAX_KEY: usize = 255;

/// A request that is to be done once.
#[derive(Debug, Clone)]
pub(super) struct Once {
    token: i64,
    key: String,
    /// Hash of what is asked for, in hexadecimal digits.
    request: String,
}

impl Once {
    /// Nothing if the request has no key.
    pub(super) fn of(
        headers: &HeaderMap,
        token: i64,
        method: &str,
        address: &str,
        body: &[u8],
    ) -> Result<Option<Self>, Problem> {
        let mut values = headers.get_all(IDEMPOTENCY_KEY).iter();
        let Some(value) = values.next() else {
            return Ok(None);
        };
        let key = value
            .to_str()
            .ok()
            .and_then(key)
            .filter(|_| values.next().is_none());
        let Some(key) = key else {
            return Err(Problem::new(
                StatusCode::BAD_REQUEST,
                "invalid_idempotency_key",
                format!("Idempotency-Key is one text of 1 to {MAX_KEY} visible characters."),
            ));
        };
        let mut digest = Sha256::new();
        for part in [method.as_bytes(), address.as_bytes(), body] {
            digest.update(part.len().to_be_bytes());
            digest.update(part);
        }
        Ok(Some(Self {
            token,
            key: key.to_owned(),
            request: hexadecimal(&digest.finalize()),
        }))
    }
}

/// The key in a header: a string of structured fields (RFC 9651), or as most programs send it, without quotes.
fn key(value: &str) -> Option<&str> {
    let value = value.trim();
    let quoted = value
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let key = quoted.unwrap_or(value);
    let is_visible = |byte: u8| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\';
    (1..=MAX_KEY)
        .contains(&key.len())
        .then_some(key)
        .filter(|key| key.bytes().all(is_visible))
}

/// What was done, as far as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub(super) struct Kept {
    /// The transaction that wrote; nothing: all of it was so already.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub(super) xid: Option<i64>,
    /// Status of the answer.
    #[diesel(sql_type = SmallInt)]
    pub(super) status: i16,
    /// Key of the product.
    #[diesel(sql_type = BigInt)]
    pub(super) product: i64,
    /// Its version after that; nothing: it was removed.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub(super) version: Option<i64>,
    /// The product as JSON; nothing: it was removed.
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) body: Option<String>,
    /// How far the change came, as JSON; nothing: it was not known yet.
    #[diesel(sql_type = Nullable<Text>)]
    pub(super) change: Option<String>,
}

#[derive(QueryableByName)]
struct Claimed {
    #[diesel(sql_type = Bool)]
    claimed: bool,
}

#[derive(QueryableByName)]
struct Known {
    #[diesel(sql_type = Bool)]
    same: bool,
    #[diesel(embed)]
    kept: Kept,
}

#[derive(QueryableByName)]
struct Done {
    #[diesel(sql_type = Bool, column_name = done)]
    _done: bool,
}

/// What was answered before, if anything; or else nobody but the open transaction may do it. A problem if another one just does,
/// or if something else was asked for under this key.
pub(super) async fn claim(
    connection: &mut AsyncPgConnection,
    once: &Once,
) -> Result<Option<Kept>, Problem> {
    let claim = Statement::new(
        "api.claim",
        "SELECT pg_try_advisory_xact_lock(hashtextextended('api ' || $1 || ' ' || $2, 0)) AS claimed",
        vec![
            Bind::Text(Some(once.token.to_string())),
            Bind::Text(Some(once.key.clone())),
        ],
    );
    let rows: Vec<Claimed> = claim.load_on(connection).await?;
    if !rows.iter().any(|row| row.claimed) {
        return Err(Problem::new(
            StatusCode::CONFLICT,
            "in_progress",
            "A request with this Idempotency-Key is being answered just now.",
        ));
    }
    // A statement of its own: it sees all that was committed before the lock was had.
    let known = Statement::new(
        "api.kept",
        "SELECT request = decode($3, 'hex') AS same, xid, status, product, version, body, change
         FROM api_answers WHERE token_id = $1 AND key = $2",
        vec![
            Bind::BigInt(Some(once.token)),
            Bind::Text(Some(once.key.clone())),
            Bind::Text(Some(once.request.clone())),
        ],
    );
    let rows: Vec<Known> = known.load_on(connection).await?;
    match rows.into_iter().next() {
        None => Ok(None),
        Some(known) if known.same => Ok(Some(known.kept)),
        Some(_) => Err(Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "idempotency_key_reused",
            "Something else was asked for under this Idempotency-Key.",
        )),
    }
}

/// Keeps what the open transaction did.
pub(super) async fn keep(
    connection: &mut AsyncPgConnection,
    once: &Once,
    kept: &Kept,
) -> Result<(), DbError> {
    let statement = Statement::new(
        "api.keep",
        "INSERT INTO api_answers (token_id, key, request, xid, status, product, version, body)
         VALUES ($1, $2, decode($3, 'hex'), $4, $5::int, $6, $7, $8) RETURNING true AS done",
        vec![
            Bind::BigInt(Some(once.token)),
            Bind::Text(Some(once.key.clone())),
            Bind::Text(Some(once.request.clone())),
            Bind::BigInt(kept.xid),
            Bind::Int(Some(kept.status.into())),
            Bind::BigInt(Some(kept.product)),
            Bind::BigInt(kept.version),
            Bind::Text(kept.body.clone()),
        ],
    );
    let _: Vec<Done> = statement.load_on(connection).await?;
    Ok(())
}

/// Keeps how far the change came, too. Should that fail, whoever asks again waits for it once more.
pub(super) async fn keep_change(pool: &Pool, once: &Once, change: &str) {
    let statement = Statement::new(
        "api.keep_change",
        "UPDATE api_answers SET change = $3 WHERE token_id = $1 AND key = $2 RETURNING true AS done",
        vec![
            Bind::BigInt(Some(once.token)),
            Bind::Text(Some(once.key.clone())),
            Bind::Text(Some(change.to_owned())),
        ],
    );
    let done: Result<Vec<Done>, DbError> = statement.load(pool).await;
    if let Err(error) = done {
        tracing::debug!(%error, "how far a change came is not kept");
    }
}

impl Kept {
    /// The transaction that wrote.
    pub(super) fn transaction(&self) -> Option<TransactionId> {
        self.xid.map(TransactionId::from)
    }
}

#[derive(QueryableByName)]
struct Gone {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Forgets answers of more than a day ago, some thousands at most; gives how many.
pub(crate) async fn forget_answers(pool: &Pool) -> Result<i64, DbError> {
    let statement = Statement::new(
        "api.forget_answers",
        "WITH held AS (
             SELECT token_id, key FROM api_answers WHERE at < now() - interval '1 day'
             ORDER BY at LIMIT 20000 FOR UPDATE SKIP LOCKED
         ), gone AS (
             DELETE FROM api_answers a USING held WHERE (a.token_id, a.key) = (held.token_id, held.key) RETURNING 1
         )
         SELECT count(*) AS count FROM gone",
        vec![],
    );
    let rows: Vec<Gone> = statement.load(pool).await?;
    Ok(rows.first().map_or(0, |row| row.count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_visible_text() {
        assert_eq!(
            key("\"8e03978e-40d5-43dd-bc93-6894a57f9324\""),
            Some("8e03978e-40d5-43dd-bc93-6894a57f9324")
        );
        assert_eq!(key(" order:7 "), Some("order:7"));
        let long = "a".repeat(MAX_KEY + 1);
        for bad in ["", "\"\"", "a b", "a\"b", "\"a", &long] {
            assert_eq!(key(bad), None, "{bad}");
        }
    }

    #[test]
    fn all_that_is_asked_for_is_in_the_hash() {
        let headers =
            HeaderMap::from_iter([(IDEMPOTENCY_KEY, http::HeaderValue::from_static("k"))]);
        let hash = |method, address, body: &str| {
            let once = Once::of(&headers, 7, method, address, body.as_bytes());
            once.unwrap().unwrap().request
        };
        let first = hash("POST", "/a", "x");
        assert_eq!(first, hash("POST", "/a", "x"));
        for other in [
            hash("PATCH", "/a", "x"),
            hash("POST", "/b", "x"),
            hash("POST", "/a", "y"),
            hash("POST", "/", "ax"),
        ] {
            assert_ne!(first, other);
        }
        assert!(
            Once::of(&HeaderMap::new(), 7, "POST", "/", b"")
                .unwrap()
                .is_none()
        );
    }
}
