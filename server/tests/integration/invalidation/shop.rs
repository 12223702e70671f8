//! A database with a few products, written to by hand.

use server::{db, invalidation::TransactionId};
use tokio_postgres::{Client, NoTls};

use crate::support::database::TestDatabase;

/// Two brands, a tree of categories (`home`, `home/lamps`, `home/lamps/desk`; `garden`) and no products.
const BASIS: &str = "
    INSERT INTO brands (slug, name) VALUES ('acme', 'Acme'), ('best', 'Best');
    INSERT INTO categories (parent_id, path, name) VALUES
        (NULL, 'home', 'Home'), (1, 'home/lamps', 'Lamps'), (2, 'home/lamps/desk', 'Desk'),
        (NULL, 'garden', 'Garden');";

/// A product in `home/lamps/desk` by Acme.
pub(crate) const LAMP: &str = "
    INSERT INTO products (sku, slug, name, brand_id, category_id, price_minor, stock, rating)
    VALUES ('1', 'oak-lamp', 'Oak lamp', 1, 3, 1000, 5, 4)";

/// A small catalogue.
pub(crate) struct Shop {
    /// A connection to it, as `psql` has one.
    pub(crate) client: Client,
    database: TestDatabase,
}

impl Shop {
    /// The basis and one product, all of it in the log.
    pub(crate) async fn open() -> Self {
        let database = TestDatabase::new().await;
        let shop = Self {
            client: connect(database.url()).await,
            database,
        };
        shop.run(BASIS).await;
        shop.run(LAMP).await;
        shop.relayed().await;
        shop
    }

    /// Where it is.
    pub(crate) fn url(&self) -> &str {
        self.database.url()
    }

    /// Runs statements.
    pub(crate) async fn run(&self, sql: &str) {
        self.client.batch_execute(sql).await.expect(sql);
    }

    /// Runs a statement that gives one value.
    pub(crate) async fn value<T>(&self, sql: &str) -> T
    where
        T: for<'a> tokio_postgres::types::FromSql<'a>,
    {
        self.client.query_one(sql, &[]).await.expect(sql).get(0)
    }

    /// Numbers what is in the outbox; gives the tags of each change, sorted.
    pub(crate) async fn relayed(&self) -> Vec<Option<Vec<String>>> {
        let rows = self
            .client
            .query(
                "SELECT tags FROM cache_relay(100000) ORDER BY position",
                &[],
            )
            .await
            .expect("a relay pass");
        rows.iter()
            .map(|row| {
                row.get::<_, Option<Vec<String>>>(0).map(|mut tags| {
                    tags.sort();
                    tags
                })
            })
            .collect()
    }

    /// The last position of the log.
    pub(crate) async fn position(&self) -> u64 {
        let position: i64 = self.value("SELECT position FROM cache_state").await;
        u64::try_from(position).expect("a position")
    }

    /// Runs `sql` in a transaction of its own, on a connection of the kind the server has; gives that and the
    /// transaction's number.
    pub(crate) async fn write(
        &self,
        sql: &str,
    ) -> (diesel_async::AsyncPgConnection, TransactionId) {
        let mut connection = db::connect(self.url()).await.expect("a connection");
        let xid = write_on(&mut connection, sql).await;
        db::batch(&mut connection, "test.alive", "SELECT 1")
            .await
            .expect("alive");
        (connection, xid)
    }
}

/// Runs `sql` in a transaction of its own.
pub(crate) async fn write_on(
    connection: &mut diesel_async::AsyncPgConnection,
    sql: &str,
) -> TransactionId {
    db::batch(connection, "test.begin", "BEGIN")
        .await
        .expect("a transaction");
    db::batch(connection, "test.write", sql).await.expect(sql);
    let xid = TransactionId::current(connection).await.expect("a number");
    db::batch(connection, "test.commit", "COMMIT")
        .await
        .expect("a commit");
    xid
}

/// A connection of its own.
pub(crate) async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls)
        .await
        .expect("a connection");
    tokio::spawn(connection);
    client
}
