//! Adding batches of counts to PostgreSQL.

use cache::{Batch, Sink};
use diesel::{QueryableByName, sql_types::BigInt};

use super::event::Event;
use crate::db::{Bind, DbError, Pool, Statement};

/// Different searches that are kept of a day; of further ones nothing is, while those that are there go on being counted.
/// A shop has thousands; more is somebody who makes them up.
pub const MOST_SEARCHES: i64 = 20_000;

/// Different products that are kept of a search and a day, as opened from it.
pub const MOST_CLICKED: i64 = 50;

/// One statement, so one transaction: what is not known yet is noted and added, or nothing is.
///
/// Of processes that bring the same batch at once, one inserts its id; the others wait for its
/// commit and leave the batch out. Ids come before what they hold, the tables always in one order, and
/// all rows in theirs, so that no two processes wait for each other.
///
/// New searches and products are kept as far as there is room. Two processes may both take the last places, so there may
/// be some more than that.
const COUNT: &str = include_str!("sink/count.sql");

/// Adds counts to PostgreSQL, each batch once.
#[derive(Clone)]
pub struct CountSink {
    pool: Pool,
}

/// A row with one number.
#[derive(QueryableByName)]
pub(super) struct Counted {
    /// The number.
    #[diesel(sql_type = BigInt)]
    pub(super) count: i64,
}

impl CountSink {
    /// Over the connections of `pool`.
    pub fn new(pool: Pool) -> Self {
        Self { pool }
    }
}

impl Sink for CountSink {
    type Error = DbError;

    async fn commit(&self, batches: &[Batch]) -> Result<(), DbError> {
        let rows: Vec<Counted> = counting(batches).load(&self.pool).await?;
        let fresh = rows.first().map_or(0, |row| row.count);
        tracing::debug!(given = batches.len(), fresh, "counts are in PostgreSQL");
        Ok(())
    }
}

/// The statement that counts `batches`. What this program does not know, which a newer one beside it may count, is left
/// out.
pub fn counting(batches: &[Batch]) -> Statement {
    let (mut views, mut searches, mut clicks) = (Rows::new(1), Rows::new(2), Rows::new(3));
    let mut made = Rows::new(2);
    let (mut results, mut times) = (Vec::new(), Vec::new());
    for batch in batches {
        for (key, amount) in &batch.amounts {
            match Event::from_key(key) {
                Some(Event::View { slug }) => views.push(batch, [slug], *amount),
                Some(Event::Search {
                    day,
                    words,
                    results: found,
                }) => {
                    searches.push(batch, [day.to_string(), words], *amount);
                    results.push(bounded(found));
                }
                Some(Event::Made { day, words, micros }) => {
                    made.push(batch, [day.to_string(), words], *amount);
                    times.push(bounded(micros));
                }
                Some(Event::Click { day, words, slug }) => {
                    clicks.push(batch, [day.to_string(), words, slug], *amount);
                }
                None => {}
            }
        }
    }
    let given = batches.iter().map(|batch| batch.id.clone()).collect();
    let mut binds = vec![
        Bind::Texts(Some(given)),
        Bind::BigInt(Some(MOST_SEARCHES)),
        Bind::BigInt(Some(MOST_CLICKED)),
    ];
    binds.extend(views.into_binds());
    binds.extend(searches.into_binds());
    binds.push(Bind::BigInts(results));
    binds.extend(clicks.into_binds());
    binds.extend(made.into_binds());
    binds.push(Bind::BigInts(times));
    Statement::new("insight.count", COUNT, binds)
}

/// Events of one kind, column by column: amounts, ids of their batches, and texts.
struct Rows {
    amounts: Vec<i64>,
    ids: Vec<String>,
    texts: Vec<Vec<String>>,
}

impl Rows {
    fn new(texts: usize) -> Self {
        Self {
            amounts: Vec::new(),
            ids: Vec::new(),
            texts: vec![Vec::new(); texts],
        }
    }

    fn push<const TEXTS: usize>(&mut self, batch: &Batch, texts: [String; TEXTS], amount: u64) {
        self.amounts.push(bounded(amount));
        self.ids.push(batch.id.clone());
        for (column, text) in self.texts.iter_mut().zip(texts) {
            column.push(text);
        }
    }

    fn into_binds(self) -> impl Iterator<Item = Bind> {
        let texts = [self.ids].into_iter().chain(self.texts);
        [Bind::BigInts(self.amounts)]
            .into_iter()
            .chain(texts.map(|column| Bind::Texts(Some(column))))
    }
}

fn bounded(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
