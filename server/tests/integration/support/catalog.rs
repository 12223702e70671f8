//! A demo catalogue in a database of its own, read without a cache.

use std::time::Duration;

use cache::{Cache, Link, LinkConfig, TagClock};
use diesel::{
    QueryableByName,
    sql_types::{Integer, Text},
};
use server::{
    backend::CatalogBackend,
    config::Config,
    db::{self, Pool, Statement},
    import::progress::Progress,
    replica::Replica,
    seed,
};

use super::database::TestDatabase;

/// A seeded catalogue.
pub(crate) struct SeededCatalog {
    /// Connections to it.
    pub(crate) pool: Pool,
    /// The catalogue as pages see it; every read goes to PostgreSQL.
    pub(crate) backend: CatalogBackend,
    database: TestDatabase,
}

/// A database with a demo catalogue of so many products.
pub(crate) async fn seeded_database(products: u64) -> TestDatabase {
    let database = TestDatabase::new().await;
    let options = seed::Options {
        products,
        seed: 1,
        replace: false,
    };
    seed::fill(database.url(), options, Progress::Silent)
        .await
        .expect("a seeded catalogue");
    database
}

/// A demo catalogue of so many products.
pub(crate) async fn seeded(products: u64) -> SeededCatalog {
    let database = seeded_database(products).await;
    let pool = pool(database.url());
    let replica = Replica::new(pool.clone());
    let backend = CatalogBackend::new(pool.clone(), no_cache().view(), replica);
    SeededCatalog {
        pool,
        backend,
        database,
    }
}

/// A pool for the database at `url`, with the settings of a server, patient on a busy machine.
pub(crate) fn pool(url: &str) -> Pool {
    let lookup = |name: &str| match name {
        "DATABASE_URL" => Some(url.to_owned()),
        "VITRINE_STATEMENT_TIMEOUT_MS" => Some("60000".to_owned()),
        _ => None,
    };
    let config = Config::from_lookup(&lookup).expect("a configuration");
    db::pool(&config.database).expect("a pool")
}

/// A cache that never has anything: nobody listens at its address.
fn no_cache() -> Cache {
    let config = LinkConfig {
        deadline: Duration::from_millis(50),
        ..LinkConfig::default()
    };
    let link = Link::lazy("redis://127.0.0.1:9/", config).expect("a link");
    // A clock that has not joined is not trusted.
    Cache::new(link, TagClock::default(), 1_000_000)
}

/// A row of one text.
#[derive(QueryableByName)]
pub(crate) struct Named {
    /// The text.
    #[diesel(sql_type = Text)]
    pub(crate) name: String,
}

#[derive(QueryableByName)]
struct Numbered {
    #[diesel(sql_type = Integer)]
    id: i32,
}

impl SeededCatalog {
    /// Where its database is.
    pub(crate) fn url(&self) -> &str {
        self.database.url()
    }

    /// Lets nobody into its database any more, and ends all connections to it.
    pub(crate) async fn shut(&self) {
        self.database.shut().await;
    }

    /// Lets connections in again.
    pub(crate) async fn open(&self) {
        self.database.open().await;
    }

    /// Runs SQL that gives no rows.
    pub(crate) async fn execute(&self, sql: &str) {
        let mut connection = db::connect(self.url()).await.expect("a connection");
        db::batch(&mut connection, "test.sql", sql)
            .await
            .expect(sql);
    }

    /// Slug of the third-largest maker, path of the category with most products, and the ids of
    /// that category's subtree, its own first.
    pub(crate) async fn a_brand_and_a_category(&self) -> (String, String, Vec<i32>) {
        let brand = self
            .names(
                "SELECT b.slug AS name FROM products p JOIN brands b ON b.id = p.brand_id
                 GROUP BY b.slug ORDER BY count(*) DESC, b.slug LIMIT 1 OFFSET 2",
            )
            .await;
        let category = self
            .names(
                "SELECT c.path AS name FROM products p JOIN categories c ON c.id = p.category_id
                 GROUP BY c.path ORDER BY count(*) DESC, c.path LIMIT 1",
            )
            .await;
        let category = category.into_iter().next().expect("a category");
        let statement = Statement::new(
            "test.subtree",
            "SELECT id FROM categories WHERE path = $1 OR path LIKE $1 || '/%' ORDER BY path",
            vec![db::Bind::Text(Some(category.clone()))],
        );
        let ids: Vec<Numbered> = statement.load(&self.pool).await.expect("ids");
        let ids = ids.into_iter().map(|row| row.id).collect();
        (brand.into_iter().next().expect("a brand"), category, ids)
    }

    /// All makers' slugs and all categories' paths.
    pub(crate) async fn brands_and_categories(&self) -> (Vec<String>, Vec<String>) {
        let brands = self
            .names("SELECT slug AS name FROM brands ORDER BY slug")
            .await;
        let categories = self
            .names("SELECT path AS name FROM categories ORDER BY path")
            .await;
        (brands, categories)
    }

    /// The texts that a statement gives as `name`.
    pub(crate) async fn names(&self, sql: &'static str) -> Vec<String> {
        let rows: Vec<Named> = Statement::new("test.names", sql, vec![])
            .load(&self.pool)
            .await
            .expect("names");
        rows.into_iter().map(|row| row.name).collect()
    }
}

/// Slug of some product.
pub(crate) async fn any_slug(pool: &Pool) -> String {
    let statement = Statement::new(
        "test.slug",
        "SELECT slug AS name FROM products LIMIT 1",
        vec![],
    );
    let rows: Vec<Named> = statement.load(pool).await.expect("a slug");
    rows.into_iter().next().expect("a product").name
}
