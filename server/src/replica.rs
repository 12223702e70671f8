//! The catalogue in this process' memory: the index that answers searches, and how it keeps up with the database.
//!
//! It goes with the clock ([`Companion`]): whatever the clock knows of, the index holds. Rows are read after the change
//! that names them was committed, so the index may be ahead of the clock, never behind it.

mod asked;
mod categories;
pub mod rows;
mod sizes;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use async_trait::async_trait;
use cache::{Change, Position, Touched};
use index::{Builder, Index};
use tokio::sync::{Mutex, mpsc};

pub use self::asked::Asked;
pub(crate) use self::{asked::fingerprint, sizes::mark};
use self::{categories::Categories, rows::ProductRow};
use crate::{
    catalog::{care, synonyms},
    db::{DbError, Pool},
    invalidation::{Companion, log},
};

/// Products read at once, and read ahead of the index.
const BATCH: usize = 4_000;
const READ_AHEAD: usize = 2;

/// The catalogue in memory. Cheap to clone; clones are the same.
#[derive(Clone)]
pub struct Replica(Arc<Shared>);

struct Shared {
    pool: Pool,
    index: Index,
    /// Whether the index has ever been filled.
    is_filled: AtomicBool,
    /// The lock holds all who change the index.
    state: Mutex<State>,
}

/// How far the index has come.
#[derive(Default)]
struct State {
    epoch: String,
    position: Position,
    categories: Categories,
    /// When the last look at the database began.
    looked_at: Option<Instant>,
}

impl Replica {
    /// An empty one, to be filled from the database behind `pool`.
    pub fn new(pool: Pool) -> Self {
        Self(Arc::new(Shared {
            pool,
            index: Index::new(),
            is_filled: AtomicBool::new(false),
            state: Mutex::default(),
        }))
    }

    /// What answers.
    pub fn index(&self) -> &Index {
        &self.0.index
    }

    /// Returns once the index has been filled, be it that somebody else fills it or that it is filled now.
    pub async fn filled(&self) -> Result<(), DbError> {
        if self.is_filled() {
            return Ok(());
        }
        let mut state = self.0.state.lock().await;
        if self.is_filled() {
            return Ok(());
        }
        self.fill(&mut state).await
    }

    /// Whether there is anything to answer from.
    pub fn is_filled(&self) -> bool {
        self.0.is_filled.load(Ordering::Acquire)
    }

    /// Reads what has been committed until now: for those who cannot rely on the clock. However many call at once, two
    /// of them look.
    pub async fn refresh(&self) -> Result<(), DbError> {
        let called = Instant::now();
        let mut state = self.0.state.lock().await;
        if state.looked_at.is_some_and(|began| began > called) {
            return Ok(());
        }
        let began = Instant::now();
        let mut connection = self.0.pool.get().await?;
        while !log::relay(&mut connection).await?.is_empty() {}
        let (epoch, position) = log::position(&mut connection).await?;
        drop(connection);
        self.catch_up(&mut state, &epoch, position).await?;
        state.looked_at = Some(began);
        Ok(())
    }

    /// Brings the index to `position` of `epoch` at least.
    async fn catch_up(
        &self,
        state: &mut State,
        epoch: &str,
        position: Position,
    ) -> Result<(), DbError> {
        if !self.is_filled() || state.epoch != epoch {
            return self.fill(state).await;
        }
        while state.position < position {
            let mut connection = self.0.pool.get().await?;
            let missing = log::since(&mut connection, state.position).await?;
            drop(connection);
            let changes: Vec<Change> = missing.into_iter().map(|logged| logged.change).collect();
            let follows = changes.first().map(|change| change.position);
            if follows != Some(state.position + 1) {
                return self.fill(state).await;
            }
            self.apply(state, &changes).await?;
        }
        Ok(())
    }

    /// Takes in changes of the index' epoch that follow those it holds.
    async fn apply(&self, state: &mut State, changes: &[Change]) -> Result<(), DbError> {
        let Some(last) = changes.last() else {
            return Ok(());
        };
        let mut tags = Vec::new();
        for change in changes {
            match &change.touched {
                Touched::Tags(touched) => tags.extend(touched),
                Touched::Everything => return self.fill(state).await,
            }
        }
        let touched = rows::Touched::of(tags.into_iter());
        if touched.taxonomy {
            state.categories = Categories::read(&self.0.pool).await?;
        }
        if touched.synonyms {
            self.0
                .index
                .set_synonyms(&synonyms::read(&self.0.pool).await?);
        }
        touched.read_care(&self.0.pool, &self.0.index).await?;
        let (pool, index) = (&self.0.pool, &self.0.index);
        touched.read(pool, &state.categories, index, BATCH).await?;
        state.position = last.position;
        Ok(())
    }

    /// Reads the whole catalogue. What the index had before answers until that is done.
    async fn fill(&self, state: &mut State) -> Result<(), DbError> {
        let started = Instant::now();
        let pool = &self.0.pool;
        let mut connection = pool.get().await?;
        // Before the first row: what is changed while they are read has a later position and is read again.
        let (epoch, position) = log::position(&mut connection).await?;
        drop(connection);
        let categories = Categories::read(pool).await?;
        let synonyms = synonyms::read(pool).await?;
        let care = care::read(pool).await?;
        let (sender, mut batches) = mpsc::channel::<Vec<index::Product>>(READ_AHEAD);
        let building = tokio::task::spawn_blocking(move || {
            let mut builder = Builder::new();
            while let Some(products) = batches.blocking_recv() {
                for product in products {
                    builder.push(product);
                }
            }
            builder
        });
        let mut last = 0;
        loop {
            let rows: Vec<ProductRow> = rows::after(last, BATCH).load(pool).await?;
            let Some(row) = rows.last() else { break };
            last = row.id();
            let products = rows.into_iter().map(|row| row.product(&categories));
            if sender.send(products.collect()).await.is_err() {
                break;
            }
        }
        drop(sender);
        let failed = |error| DbError::Unavailable(format!("the index was not built: {error}"));
        let builder = building.await.map_err(failed)?;
        self.0.index.set_synonyms(&synonyms);
        self.0.index.set_care(care);
        self.0.index.replace(builder);
        *state = State {
            epoch,
            position,
            categories,
            looked_at: None,
        };
        self.0.is_filled.store(true, Ordering::Release);
        tracing::info!(products = self.0.index.len(), took = ?started.elapsed(), "the index is filled");
        Ok(())
    }
}

#[async_trait]
impl Companion for Replica {
    async fn reach(&self, epoch: &str, position: Position) -> Result<(), DbError> {
        let mut state = self.0.state.lock().await;
        self.catch_up(&mut state, epoch, position).await
    }

    async fn take_in(&self, epoch: &str, changes: &[Change]) -> Result<(), DbError> {
        let mut state = self.0.state.lock().await;
        let Some(last) = changes.last() else {
            return Ok(());
        };
        let known = changes.partition_point(|change| change.position <= state.position);
        let follows = changes
            .get(known)
            .is_none_or(|change| change.position == state.position + 1);
        if self.is_filled() && state.epoch == epoch && follows {
            self.apply(&mut state, &changes[known..]).await
        } else {
            self.catch_up(&mut state, epoch, last.position).await
        }
    }
}
