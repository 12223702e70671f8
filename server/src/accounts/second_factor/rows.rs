//! The `second_factors` and `recovery_codes` tables.

use diesel::{dsl::now, prelude::*, sql_query, sql_types};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};

use super::{RecoveryCode, Secret};
use crate::{
    accounts::User,
    audit::{self, Event, Origin},
    db::Name as _,
    schema::{recovery_codes, second_factors},
};

/// How an account stands with its second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondFactor {
    /// The password is enough.
    Off,
    /// An app was given this secret, and has not shown yet that it has it. The password is enough.
    Begun(Secret),
    /// Codes are asked for at log-in.
    On {
        /// How many recovery codes are left.
        recovery_codes: i64,
    },
}

/// What opened an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// A code of the app.
    App,
    /// A code kept for when the app is lost; so many are left.
    Recovery {
        /// Recovery codes that have not been used.
        left: i64,
    },
}

/// How the account `user` stands.
pub async fn second_factor(
    connection: &mut AsyncPgConnection,
    user: i64,
) -> QueryResult<SecondFactor> {
    let row: Option<(Vec<u8>, bool)> = second_factors::table
        .find(user)
        .select((
            second_factors::secret,
            second_factors::confirmed_at.is_not_null(),
        ))
        .named("accounts.second_factor")
        .first(connection)
        .await
        .optional()?;
    Ok(match row {
        None => SecondFactor::Off,
        Some((_, true)) => SecondFactor::On {
            recovery_codes: recovery_codes_left(connection, user).await?,
        },
        Some((secret, false)) => {
            Secret::from_stored(&secret).map_or(SecondFactor::Off, SecondFactor::Begun)
        }
    })
}

/// Whether the account asks for a code at log-in.
pub async fn has_second_factor(connection: &mut AsyncPgConnection, user: i64) -> QueryResult<bool> {
    let on = second_factors::table
        .find(user)
        .filter(second_factors::confirmed_at.is_not_null());
    diesel::select(diesel::dsl::exists(on))
        .named("accounts.has_second_factor")
        .get_result(connection)
        .await
}

/// Gives the account a secret, in place of one that no app has shown yet to have. Does nothing where codes are asked for
/// already.
pub async fn begin_second_factor(
    connection: &mut AsyncPgConnection,
    user: i64,
    secret: &Secret,
) -> QueryResult<()> {
    sql_query(BEGIN)
        .bind::<sql_types::BigInt, _>(user)
        .bind::<sql_types::Bytea, _>(secret.as_bytes())
        .named("accounts.begin_second_factor")
        .execute(connection)
        .await
        .map(drop)
}

const BEGIN: &str = "
    INSERT INTO second_factors (user_id, secret) VALUES ($1, $2)
    ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret WHERE second_factors.confirmed_at IS NULL";

/// Asks for codes from now on, if `typed` is the code that the secret makes at `time` (seconds since 1970), and ends all
/// sessions of the account. Gives it its recovery codes, which are shown to nobody again. Nothing for another code.
pub async fn turn_on_second_factor(
    connection: &mut AsyncPgConnection,
    user: i64,
    typed: &str,
    time: u64,
    origin: &Origin,
) -> QueryResult<Option<(User, Vec<RecoveryCode>)>> {
    connection
        .transaction(async |connection| {
            let SecondFactor::Begun(secret) = second_factor(connection, user).await? else {
                return Ok(None);
            };
            let Some(step) = secret.step_of(&digits(typed), time) else {
                return Ok(None);
            };
            let begun = second_factors::table
                .find(user)
                .filter(second_factors::secret.eq(secret.as_bytes()))
                .filter(second_factors::confirmed_at.is_null());
            let confirmed = diesel::update(begun)
                .set((
                    second_factors::confirmed_at
                        .eq(now.into_sql::<sql_types::Timestamptz>().nullable()),
                    second_factors::last_step.eq(step.cast_signed()),
                ))
                .named("accounts.confirm_second_factor")
                .execute(connection)
                .await?;
            if confirmed == 0 {
                return Ok(None);
            }
            let codes = write_recovery_codes(connection, user).await?;
            audit::record(connection, Event::SecondFactorOn, Some(user), origin).await?;
            let user = User::end_sessions(connection, user).await?;
            Ok(user.map(|user| (user, codes)))
        })
        .await
}

/// What `typed` is at `time` (seconds since 1970): a code of the app, later than all that were accepted before, or a recovery
/// code that has not been used. Uses it up. Nothing for any other text.
pub async fn accept_code(
    connection: &mut AsyncPgConnection,
    user: i64,
    typed: &str,
    time: u64,
    origin: &Origin,
) -> QueryResult<Option<Proof>> {
    connection
        .transaction(async |connection| {
            let proof = match RecoveryCode::parse(typed) {
                Some(code) => use_recovery_code(connection, user, &code).await?,
                None => use_app_code(connection, user, &digits(typed), time).await?,
            };
            let event = match proof {
                Some(Proof::App) => return Ok(proof),
                Some(Proof::Recovery { .. }) => Event::RecoveryCodeUsed,
                None => Event::CodeRefused,
            };
            audit::record(connection, event, Some(user), origin).await?;
            Ok(proof)
        })
        .await
}

/// Other recovery codes in place of those there are. Nothing if the account asks for no code.
pub async fn renew_recovery_codes(
    connection: &mut AsyncPgConnection,
    user: i64,
    origin: &Origin,
) -> QueryResult<Option<Vec<RecoveryCode>>> {
    connection
        .transaction(async |connection| {
            if !has_second_factor(connection, user).await? {
                return Ok(None);
            }
            let codes = write_recovery_codes(connection, user).await?;
            audit::record(connection, Event::RecoveryCodesRenewed, Some(user), origin).await?;
            Ok(Some(codes))
        })
        .await
}

/// Asks for no code any more, and ends all sessions of the account. Nothing if it asked for none.
pub async fn remove_second_factor(
    connection: &mut AsyncPgConnection,
    user: i64,
    origin: &Origin,
) -> QueryResult<Option<User>> {
    connection
        .transaction(async |connection| {
            let removed = diesel::delete(second_factors::table.find(user))
                .returning(second_factors::confirmed_at.is_not_null())
                .named("accounts.remove_second_factor")
                .get_result(connection)
                .await
                .optional()?;
            if removed != Some(true) {
                return Ok(None);
            }
            audit::record(connection, Event::SecondFactorOff, Some(user), origin).await?;
            User::end_sessions(connection, user).await
        })
        .await
}

/// Apps show the digits in two groups, and so do people type them.
fn digits(typed: &str) -> String {
    typed
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect()
}

/// One statement says whether the code is the latest yet: of two that come at once, one is refused.
async fn use_app_code(
    connection: &mut AsyncPgConnection,
    user: i64,
    code: &str,
    time: u64,
) -> QueryResult<Option<Proof>> {
    let on = second_factors::table
        .find(user)
        .filter(second_factors::confirmed_at.is_not_null());
    let secret: Option<Vec<u8>> = on
        .select(second_factors::secret)
        .named("accounts.second_factor_secret")
        .first(connection)
        .await
        .optional()?;
    let secret = secret.and_then(|octets| Secret::from_stored(&octets));
    let Some(step) = secret.and_then(|secret| secret.step_of(code, time)) else {
        return Ok(None);
    };
    let step = step.cast_signed();
    let later = on.filter(second_factors::last_step.lt(step));
    let noted = diesel::update(later)
        .set(second_factors::last_step.eq(step))
        .named("accounts.use_app_code")
        .execute(connection)
        .await?;
    Ok((noted == 1).then_some(Proof::App))
}

async fn use_recovery_code(
    connection: &mut AsyncPgConnection,
    user: i64,
    code: &RecoveryCode,
) -> QueryResult<Option<Proof>> {
    let own = recovery_codes::table
        .find(code.hash())
        .filter(recovery_codes::user_id.eq(user));
    if diesel::delete(own)
        .named("accounts.use_recovery_code")
        .execute(connection)
        .await?
        == 0
    {
        return Ok(None);
    }
    let left = recovery_codes_left(connection, user).await?;
    Ok(Some(Proof::Recovery { left }))
}

async fn recovery_codes_left(connection: &mut AsyncPgConnection, user: i64) -> QueryResult<i64> {
    recovery_codes::table
        .filter(recovery_codes::user_id.eq(user))
        .count()
        .named("accounts.recovery_codes_left")
        .get_result(connection)
        .await
}

async fn write_recovery_codes(
    connection: &mut AsyncPgConnection,
    user: i64,
) -> QueryResult<Vec<RecoveryCode>> {
    let old = recovery_codes::table.filter(recovery_codes::user_id.eq(user));
    diesel::delete(old)
        .named("accounts.forget_recovery_codes")
        .execute(connection)
        .await?;
    let codes: Vec<_> = std::iter::repeat_with(RecoveryCode::random)
        .take(RecoveryCode::COUNT)
        .collect();
    let rows: Vec<_> = codes
        .iter()
        .map(|code| {
            (
                recovery_codes::hash.eq(code.hash()),
                recovery_codes::user_id.eq(user),
            )
        })
        .collect();
    diesel::insert_into(recovery_codes::table)
        .values(rows)
        .named("accounts.add_recovery_codes")
        .execute(connection)
        .await?;
    Ok(codes)
}
