//! Looking at PostgreSQL.

use diesel::{QueryResult, dsl::sql, sql_types};
use diesel_async::AsyncPgConnection;

use super::Finding;
use crate::{
    config::{DatabaseConfig, redact},
    db::{self, Name as _},
};

/// `server_version_num` of the oldest PostgreSQL the statements and tests are made for.
const OLDEST: i32 = 150_000;

const START: &str = "start PostgreSQL there, or correct DATABASE_URL";
const MIGRATE: &str = "run `vitrine migrate`";

/// Whether PostgreSQL answers, is new enough, is migrated and holds products.
pub(super) async fn examine(config: &DatabaseConfig) -> Vec<Finding> {
    let place = redact(&config.url);
    let pool = match db::pool(config) {
        Ok(pool) => pool,
        Err(error) => return vec![Finding::fail(error.to_string(), START)],
    };
    let mut connection = match pool.get().await {
        Ok(connection) => connection,
        Err(error) => return vec![Finding::fail(format!("{place}: {error}"), START)],
    };
    let mut findings = Vec::new();
    if let Err(error) = look(&mut connection, &mut findings).await {
        findings.push(Finding::fail(format!("{place}: {error}"), START));
    }
    findings
}

async fn look(
    connection: &mut AsyncPgConnection,
    findings: &mut Vec<Finding>,
) -> anyhow::Result<()> {
    findings.push(version(connection).await?);
    findings.push(messages(connection).await?);
    findings.extend(extension(connection).await?);
    let pending = db::pending_migrations(connection).await?;
    if pending.is_empty() {
        findings.push(Finding::ok("the database is up to date"));
        findings.push(products(connection).await?);
    } else {
        let pending = pending.join(", ");
        findings.push(Finding::fail(
            format!("the database lacks {pending}"),
            MIGRATE,
        ));
    }
    Ok(())
}

async fn version(connection: &mut AsyncPgConnection) -> QueryResult<Finding> {
    let number = "current_setting('server_version_num')::integer";
    let number: i32 = diesel::select(sql::<sql_types::Integer>(number))
        .named("doctor.version")
        .get_result(connection)
        .await?;
    let found = format!("PostgreSQL {}.{} answers", number / 10_000, number % 10_000);
    Ok(if number >= OLDEST {
        Finding::ok(found)
    } else {
        Finding::fail(
            found,
            format!("use PostgreSQL {} or newer", OLDEST / 10_000),
        )
    })
}

/// [`db::DbError`] tells errors apart by their English text.
async fn messages(connection: &mut AsyncPgConnection) -> QueryResult<Finding> {
    let language: String = diesel::select(sql::<sql_types::Text>("current_setting('lc_messages')"))
        .named("doctor.messages")
        .get_result(connection)
        .await?;
    let english = language.is_empty()
        || ["C", "POSIX", "en"]
            .iter()
            .any(|known| language.starts_with(known));
    Ok(if english {
        Finding::ok("PostgreSQL's messages are English")
    } else {
        Finding::warn(
            format!(
                "PostgreSQL's messages are in {language}; some failures will be taken for faults"
            ),
            "as superuser: GRANT SET ON PARAMETER lc_messages TO the role in DATABASE_URL",
        )
    })
}

/// The extension the migrations create, if it cannot be had.
async fn extension(connection: &mut AsyncPgConnection) -> QueryResult<Option<Finding>> {
    let available = "EXISTS (SELECT FROM pg_available_extensions WHERE name = 'unaccent')";
    let available: bool = diesel::select(sql::<sql_types::Bool>(available))
        .named("doctor.extension")
        .get_result(connection)
        .await?;
    Ok((!available).then(|| {
        Finding::fail(
            "the extension unaccent is not installed",
            "install PostgreSQL's contrib modules (postgresql-contrib)",
        )
    }))
}

async fn products(connection: &mut AsyncPgConnection) -> QueryResult<Finding> {
    let count = "(SELECT count(*) FROM products WHERE status = 'published')";
    let count: i64 = diesel::select(sql::<sql_types::BigInt>(count))
        .named("doctor.products")
        .get_result(connection)
        .await?;
    Ok(if count > 0 {
        Finding::ok(format!("{count} products are published"))
    } else {
        Finding::warn(
            "no product is published",
            "run `vitrine seed`, or `vitrine import` with a file of yours",
        )
    })
}
