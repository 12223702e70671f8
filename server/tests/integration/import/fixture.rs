//! A database and a folder for one test.

use std::{fs, io::Write as _, path::PathBuf};

use flate2::{Compression, write::GzEncoder};
use server::import::{
    Options, import, progress::Progress, reject::BadLines, report::Report, source::Input,
};
use tokio_postgres::{Client, Row};

use crate::support::database::TestDatabase;

/// A database of its own, and a folder that goes with it.
pub(crate) struct Fixture {
    database: TestDatabase,
    client: Client,
    folder: PathBuf,
}

impl Fixture {
    pub(crate) async fn new() -> anyhow::Result<Self> {
        let database = TestDatabase::new().await;
        let (client, connection) =
            tokio_postgres::connect(database.url(), tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        let name = database
            .url()
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        let folder = std::env::temp_dir().join(name);
        fs::create_dir(&folder)?;
        Ok(Self {
            database,
            client,
            folder,
        })
    }

    pub(crate) fn url(&self) -> &str {
        self.database.url()
    }

    /// The path of a file in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes a file into the folder.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> anyhow::Result<PathBuf> {
        let path = self.path(name);
        fs::write(&path, content)?;
        Ok(path)
    }

    /// Names of the files in the folder.
    pub(crate) fn files(&self) -> anyhow::Result<Vec<String>> {
        let mut names = fs::read_dir(&self.folder)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<anyhow::Result<Vec<_>>>()?;
        names.sort();
        Ok(names)
    }

    /// Imports a file that is there.
    pub(crate) async fn import_path(&self, path: PathBuf) -> anyhow::Result<Report> {
        self.import_with(&options(path)).await
    }

    pub(crate) async fn import_with(&self, options: &Options) -> anyhow::Result<Report> {
        import(
            self.url(),
            options,
            Progress::Silent,
            std::future::pending(),
        )
        .await
    }

    /// Writes a file and imports it.
    pub(crate) async fn import(
        &self,
        name: &str,
        content: impl AsRef<[u8]>,
    ) -> anyhow::Result<Report> {
        self.import_path(self.write(name, content)?).await
    }

    /// Imports lines that must be refused.
    ///
    /// # Panics
    /// If anything was written.
    pub(crate) async fn bad_lines(
        &self,
        name: &str,
        content: impl AsRef<[u8]>,
    ) -> anyhow::Result<BadLines> {
        let before = self.rows().await?;
        let Err(error) = self.import(name, content).await else {
            anyhow::bail!("it was imported");
        };
        assert_eq!(self.rows().await?, before, "something was written");
        error.downcast()
    }

    pub(crate) async fn query(&self, statement: &str) -> anyhow::Result<Vec<Row>> {
        Ok(self.client.query(statement, &[]).await?)
    }

    /// The only value of the only row.
    pub(crate) async fn value<T: for<'a> tokio_postgres::types::FromSql<'a>>(
        &self,
        statement: &str,
    ) -> anyhow::Result<T> {
        Ok(self.client.query_one(statement, &[]).await?.try_get(0)?)
    }

    /// The products as JSON, without the columns the database fills.
    pub(crate) async fn products(&self) -> anyhow::Result<serde_json::Value> {
        let text: String = self
            .value(
                "SELECT coalesce(jsonb_agg(to_jsonb(p) - '{id,created_at,updated_at,popularity,search,version}'::text[]
                     || jsonb_build_object('brand', b.name, 'category', c.path) ORDER BY p.id), '[]')::text
                 FROM products p LEFT JOIN brands b ON b.id = p.brand_id
                 LEFT JOIN categories c ON c.id = p.category_id",
            )
            .await?;
        Ok(serde_json::from_str(&text)?)
    }

    /// How many products, brands and categories there are.
    pub(crate) async fn rows(&self) -> anyhow::Result<(i64, i64, i64)> {
        let row = self
            .client
            .query_one(
                "SELECT (SELECT count(*) FROM products), (SELECT count(*) FROM brands),
                        (SELECT count(*) FROM categories)",
                &[],
            )
            .await?;
        Ok((row.get(0), row.get(1), row.get(2)))
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Options for a file, as when no flag is given.
pub(crate) fn options(path: PathBuf) -> Options {
    Options {
        input: Input::File(path),
        format: None,
        skip_bad: false,
        rejects: None,
    }
}

pub(crate) fn gzip(content: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
