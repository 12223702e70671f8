//! A database of its own for each test, copied from a migrated template.
//!
//! `TEST_DATABASE_URL` names a superuser and any database of the server to use. The template's name
//! holds a hash of the migrations, so it is made once and made anew when they change.

use std::{
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use anyhow::Context as _;
use diesel::{migration::MigrationSource, pg::Pg};
use sha2::{Digest as _, Sha256};
use tokio_postgres::{Client, NoTls};
use url::Url;

/// A database older than this is left from a run that was killed.
const STALE: Duration = Duration::from_hours(2);
/// Tells the databases of one process apart.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// An empty, migrated database; dropped with this value.
#[derive(Debug)]
pub(crate) struct TestDatabase {
    server: Url,
    name: String,
    url: String,
}

impl TestDatabase {
    /// Makes one.
    ///
    /// # Panics
    /// If `TEST_DATABASE_URL` is missing or the database cannot be made.
    pub(crate) async fn new() -> Self {
        match Self::create().await {
            Ok(database) => database,
            #[expect(clippy::panic, reason = "a test without its database has failed")]
            Err(error) => panic!("no database for the test: {error:#}"),
        }
    }

    /// Where to connect.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Lets nobody in any more, and ends all connections to it.
    pub(crate) async fn shut(&self) {
        self.run("ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            .await;
        self.run(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'",
        )
        .await;
    }

    /// Lets connections in again.
    pub(crate) async fn open(&self) {
        self.run("ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            .await;
    }

    /// Runs SQL on the server, outside of this database.
    async fn run(&self, sql: &str) {
        let sql = sql.replace("{name}", &self.name);
        let client = connect(&self.server).await.expect("a server");
        client.batch_execute(&sql).await.expect("no error");
    }

    async fn create() -> anyhow::Result<Self> {
        let server = std::env::var("TEST_DATABASE_URL")
            .context("set TEST_DATABASE_URL to a superuser's URL of a PostgreSQL server")?;
        let server = Url::parse(&server).context("TEST_DATABASE_URL is no URL")?;
        let client = connect(&server).await?;
        let template = template(&server, &client).await?;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!(
            "vitrine_test_{}_{}_{number}",
            now().as_secs(),
            std::process::id()
        );
        client
            .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
            .await
            .context("cannot copy the template")?;
        let url = of(&server, &name).to_string();
        Ok(Self { server, name, url })
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let server = self.server.clone();
        // A thread of its own, for the test's runtime may be this very thread's.
        let dropped = std::thread::spawn(move || -> anyhow::Result<()> {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(async {
                connect(&server).await?.batch_execute(&statement).await?;
                Ok(())
            })
        });
        if !matches!(dropped.join(), Ok(Ok(()))) {
            eprintln!("the test database {} could not be dropped", self.name);
        }
    }
}

/// The name of the template, which is made if need be. Of processes that start together one makes
/// it and the others wait.
async fn template(server: &Url, client: &Client) -> anyhow::Result<String> {
    let name = format!("vitrine_template_{}", migrations_hash()?);
    client
        .batch_execute("SELECT pg_advisory_lock(hashtext('vitrine test template'))")
        .await?;
    if !exists(client, &name).await? {
        drop_stale(client).await?;
        build(server, client, &name).await?;
    }
    client
        .batch_execute("SELECT pg_advisory_unlock(hashtext('vitrine test template'))")
        .await?;
    Ok(name)
}

/// Builds under another name first, so that a template is either whole or not there.
async fn build(server: &Url, client: &Client, name: &str) -> anyhow::Result<()> {
    let unfinished = format!("{name}_unfinished");
    client
        .batch_execute(&format!("CREATE DATABASE {unfinished}"))
        .await?;
    server::db::migrate(of(server, &unfinished).as_str())
        .await
        .context("cannot migrate")?;
    // A database that is connected to cannot be copied.
    for statement in [
        format!("ALTER DATABASE {unfinished} ALLOW_CONNECTIONS false"),
        format!(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
             WHERE datname = '{unfinished}'"
        ),
        format!("ALTER DATABASE {unfinished} RENAME TO {name}"),
    ] {
        client
            .batch_execute(&statement)
            .await
            .context("cannot finish the template")?;
    }
    Ok(())
}

/// Drops other templates, unfinished ones and databases of runs that were killed.
async fn drop_stale(client: &Client) -> anyhow::Result<()> {
    let oldest = now().saturating_sub(STALE).as_secs();
    let rows = client
        .query(
            "SELECT datname::text FROM pg_database WHERE datname ~ '^vitrine_(test|template)_'",
            &[],
        )
        .await?;
    for name in rows.iter().map(|row| row.get::<_, String>(0)) {
        let made = name
            .strip_prefix("vitrine_test_")
            .and_then(|rest| rest.split('_').next());
        if made
            .and_then(|seconds| seconds.parse().ok())
            .is_none_or(|seconds: u64| seconds < oldest)
        {
            client
                .batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                .await?;
        }
    }
    Ok(())
}

async fn exists(client: &Client, name: &str) -> anyhow::Result<bool> {
    let row = client
        .query_one(
            "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)",
            &[&name],
        )
        .await?;
    Ok(row.get(0))
}

/// Of what the migrations folder says and of which migrations the program has: both must agree.
fn migrations_hash() -> anyhow::Result<String> {
    let mut hash = Sha256::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
    let mut migrations = std::fs::read_dir(&folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .map(|entry| Ok(entry?.path().join("up.sql")))
        .collect::<anyhow::Result<Vec<_>>>()?;
    migrations.sort();
    for file in migrations.iter().filter(|file| file.is_file()) {
        hash.update(std::fs::read(file)?);
    }
    let embedded = MigrationSource::<Pg>::migrations(&server::db::MIGRATIONS)
        .map_err(anyhow::Error::from_boxed)?;
    let mut names: Vec<String> = embedded.iter().map(|one| one.name().to_string()).collect();
    names.sort();
    hash.update(names.join("\n"));
    let mark = hash
        .finalize()
        .iter()
        .take(6)
        .fold(0_u64, |mark, byte| mark << 8 | u64::from(*byte));
    Ok(format!("{mark:012x}"))
}

async fn connect(url: &Url) -> anyhow::Result<Client> {
    let (client, connection) = tokio_postgres::connect(url.as_str(), NoTls)
        .await
        .context("cannot connect to the server of TEST_DATABASE_URL")?;
    tokio::spawn(connection);
    Ok(client)
}

/// The address of another database of the same server.
fn of(server: &Url, name: &str) -> Url {
    let mut url = server.clone();
    url.set_path(name);
    url
}

fn now() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}
