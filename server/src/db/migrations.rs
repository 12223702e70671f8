//! The migrations in `migrations/`, embedded in the program.

use anyhow::Context as _;
use diesel::{
    connection::SimpleConnection,
    dsl::sql,
    migration::{Migration, MigrationSource},
    pg::Pg,
    sql_types,
};
use diesel_async::{AsyncPgConnection, async_connection_wrapper::AsyncConnectionWrapper};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::Name as _;

/// Every migration, in the order of its name.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations");

/// Held while migrations run, so that of two instances started together one waits. Then no
/// statement may wait long for a table in use, since every request for that table would queue
/// behind it; better the migration fails and is run again.
const PREPARE: &str = "SELECT pg_advisory_lock(hashtext('vitrine migrations')); \
                       SET lock_timeout = '5s'";

type BlockingConnection = AsyncConnectionWrapper<AsyncPgConnection>;

/// Brings the database at `url` up to date; gives the names of the migrations that ran.
pub async fn migrate(url: &str) -> anyhow::Result<Vec<String>> {
    apply(url, usize::MAX).await
}

/// Runs the next migrations, `count` at most; gives their names.
pub async fn apply(url: &str, count: usize) -> anyhow::Result<Vec<String>> {
    with_harness(url, move |connection| {
        let pending = connection
            .pending_migrations(MIGRATIONS)
            .map_err(anyhow::Error::from_boxed)?;
        let mut done = Vec::new();
        for migration in pending.iter().take(count) {
            let name = migration.name().to_string();
            connection
                .run_migration(migration.as_ref())
                .map_err(anyhow::Error::from_boxed)
                .with_context(|| format!("migration {name} failed"))?;
            done.push(name);
        }
        Ok(done)
    })
    .await
}

/// Takes back the last migrations, `count` at most, with the data they hold; gives their names,
/// last first.
pub async fn revert(url: &str, count: usize) -> anyhow::Result<Vec<String>> {
    with_harness(url, move |connection| {
        let known = known()?;
        let applied = connection
            .applied_migrations()
            .map_err(anyhow::Error::from_boxed)?;
        let mut done = Vec::new();
        for version in applied.iter().take(count) {
            let migration = known
                .iter()
                .find(|migration| migration.name().version() == *version)
                .with_context(|| format!("this program knows no migration {version}"))?;
            let name = migration.name().to_string();
            connection
                .revert_migration(migration.as_ref())
                .map_err(anyhow::Error::from_boxed)
                .with_context(|| format!("migration {name} cannot be taken back"))?;
            done.push(name);
        }
        Ok(done)
    })
    .await
}

/// The names of the migrations the database lacks, in order.
pub async fn pending_migrations(connection: &mut AsyncPgConnection) -> anyhow::Result<Vec<String>> {
    let applied = applied(connection).await?;
    let mut pending: Vec<String> = known()?
        .iter()
        .filter(|migration| !applied.contains(&migration.name().version().to_string()))
        .map(|migration| migration.name().to_string())
        .collect();
    pending.sort_unstable();
    Ok(pending)
}

fn known() -> anyhow::Result<Vec<Box<dyn Migration<Pg>>>> {
    MIGRATIONS.migrations().map_err(anyhow::Error::from_boxed)
}

/// The versions the database says it has; none if it was never migrated.
async fn applied(connection: &mut AsyncPgConnection) -> diesel::QueryResult<Vec<String>> {
    let table = "to_regclass('__diesel_schema_migrations') IS NOT NULL";
    let migrated: bool = diesel::select(sql::<sql_types::Bool>(table))
        .named("migrations.table")
        .get_result(connection)
        .await?;
    if !migrated {
        return Ok(Vec::new());
    }
    sql::<sql_types::Text>("SELECT version FROM __diesel_schema_migrations")
        .named("migrations.applied")
        .load(connection)
        .await
}

/// Runs `work` where blocking is allowed: diesel's migrations know no `async`.
async fn with_harness<T: Send + 'static>(
    url: &str,
    work: impl FnOnce(&mut BlockingConnection) -> anyhow::Result<T> + Send + 'static,
) -> anyhow::Result<T> {
    let connection = super::connect::unwatched(url)
        .await
        .with_context(|| format!("cannot connect to {}", crate::config::redact(url)))?;
    let blocking = move || {
        let mut connection = BlockingConnection::from(connection);
        connection.batch_execute(PREPARE)?;
        work(&mut connection)
    };
    tokio::task::spawn_blocking(blocking).await?
}
