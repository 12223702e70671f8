//! Which namespaces of the cache are turned off: a table, and what this instance has read of it.
//!
//! A change of the table is a change like any other: it has a tag, and each instance reads the table again before its clock
//! counts the change as known. So once a change is acknowledged, all go by it, whoever made it and by what means.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use cache::{Cache, Change, Position, Touched};
use diesel::{
    QueryableByName,
    sql_types::{Text, Timestamptz},
};
use diesel_async::AsyncPgConnection;
use time::OffsetDateTime;

use crate::{
    backend,
    db::{Bind, DbError, Pool, Statement},
    invalidation::Companion,
    page_cache,
};

/// The tag of a change of the table.
const TAG: &str = "cache:switches";

/// Names of all that is kept, sorted.
pub fn namespaces() -> [&'static str; 6] {
    let [card, old_path, old_slug, product, taxonomy] =
        backend::NAMESPACES.map(|namespace| namespace.name);
    let page = page_cache::PAGE.name;
    [card, old_path, old_slug, page, product, taxonomy]
}

/// A namespace that is off.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Off {
    /// Its name.
    #[diesel(sql_type = Text)]
    pub namespace: String,
    /// Since when.
    #[diesel(sql_type = Timestamptz)]
    pub off_since: OffsetDateTime,
}

/// The switches as this instance goes by them. Cheap to clone; clones are the same.
#[derive(Clone)]
pub struct Switches(Arc<Inner>);

struct Inner {
    pool: Pool,
    cache: Cache,
    off: Mutex<Vec<Off>>,
}

impl Switches {
    /// Switches of `cache`, in the database behind `pool`. All are on until they are read.
    pub fn new(pool: Pool, cache: Cache) -> Self {
        Self(Arc::new(Inner {
            pool,
            cache,
            off: Mutex::default(),
        }))
    }

    /// What is off, by name.
    pub fn off(&self) -> Vec<Off> {
        self.lock().clone()
    }

    /// Reads the table, and goes by it.
    async fn read(&self) -> Result<(), DbError> {
        let sql = "SELECT namespace, off_since FROM cache_switches ORDER BY namespace";
        let statement = Statement::new("switches.read", sql, vec![]);
        let off: Vec<Off> = statement.load(&self.0.pool).await?;
        let mut known = self.lock();
        if *known != off {
            let names: Vec<_> = off.iter().map(|one| &*one.namespace).collect();
            tracing::info!(off = ?names, "namespaces of the cache are switched");
        }
        let names = off.iter().map(|one| one.namespace.clone());
        self.0.cache.turn_off(names);
        *known = off;
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Off>> {
        self.0.off.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Turns a namespace off or on, within the transaction that is open on `connection`; whether that changed anything.
pub async fn switch(
    connection: &mut AsyncPgConnection,
    namespace: &str,
    is_on: bool,
) -> Result<bool, DbError> {
    let sql = if is_on {
        "DELETE FROM cache_switches WHERE namespace = $1 RETURNING namespace, off_since"
    } else {
        "INSERT INTO cache_switches (namespace) VALUES ($1) ON CONFLICT (namespace) DO NOTHING
         RETURNING namespace, off_since"
    };
    let name = Bind::Text(Some(namespace.to_owned()));
    let changed: Vec<Off> = Statement::new("switches.write", sql, vec![name])
        .load_on(connection)
        .await?;
    Ok(!changed.is_empty())
}

/// A companion of the clock that also goes by the switches.
pub struct Switching {
    companion: Arc<dyn Companion>,
    switches: Switches,
}

impl Switching {
    /// Reads `switches` when they change, after `companion` has taken the change in.
    pub fn new(companion: Arc<dyn Companion>, switches: Switches) -> Self {
        Self {
            companion,
            switches,
        }
    }
}

#[async_trait]
impl Companion for Switching {
    async fn reach(&self, epoch: &str, position: Position) -> Result<(), DbError> {
        self.companion.reach(epoch, position).await?;
        self.switches.read().await
    }

    async fn take_in(&self, epoch: &str, changes: &[Change]) -> Result<(), DbError> {
        self.companion.take_in(epoch, changes).await?;
        if changes.iter().any(|change| may_switch(&change.touched)) {
            self.switches.read().await?;
        }
        Ok(())
    }
}

fn may_switch(touched: &Touched) -> bool {
    match touched {
        Touched::Tags(tags) => tags.iter().any(|tag| tag.as_str() == TAG),
        Touched::Everything => true,
    }
}
