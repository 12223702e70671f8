//! The index as others see it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::answer::Answer;
use crate::asking::{understood, work_out};
use crate::builder::Builder;
use crate::complete::{Asked, Bitmaps};
use crate::core::{Changes, Core, Row, analyse, digest};
use crate::memo::{Kept, Memo, Stats};
use crate::product::Product;
use crate::question::Question;
use crate::similar::{Similar, similar};
use crate::sizes::{Counted, Sizes};

/// The products of a shop, held in memory to be searched. Cheap to clone; clones are the same index. What it answers
/// depends on the products it holds and on nothing else: not on the order in which they came, nor on what was there
/// before.
#[derive(Debug, Clone, Default)]
pub struct Index {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    core: RwLock<Core>,
    memo: Memo,
    counted: Counted,
    asked: Asked,
    bitmaps: Bitmaps,
    /// Held by whoever changes something, from before it looks until it is done.
    writing: Mutex<()>,
}

/// How much the index holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Products.
    pub products: usize,
    /// Places of products that are gone or were replaced, not given back yet.
    pub dead: usize,
    /// Distinct terms.
    pub terms: usize,
    /// About how many bytes all of it takes.
    pub memory: usize,
}

impl Index {
    /// An index without products.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts in, replaces or, where there is none, takes out products, all at once for those who ask.
    pub fn apply(&self, changes: Vec<(i64, Option<Product>)>) {
        let _writing = self.writing();
        let work = Work::of(&self.read(), &changes);
        let mut core = self.write();
        work.carry_out(&mut core);
        if core.is_crowded() {
            drop(core);
            self.compact();
        }
    }

    /// Makes the contents exactly these.
    pub fn replace(&self, builder: Builder) {
        let mut new = builder.finish();
        let _writing = self.writing();
        let synonyms = self.read().dictionary.synonyms().clone();
        new.dictionary.set_synonyms(synonyms);
        new.changes = Changes::after(self.read().changes.count());
        let mut core = self.write();
        new.cares = std::mem::take(&mut core.cares);
        let old = std::mem::replace(&mut *core, new);
        drop(core);
        // Freed when nobody waits for the lock any more.
        drop(old);
    }

    /// The answer to a question.
    pub fn ask(&self, question: &Question) -> Arc<Answer> {
        self.shared.memo.ask(&self.read(), question)
    }

    /// The answer to a question with what it depends on, not counted as asked.
    pub(crate) fn kept(&self, core: &Core, question: &Question) -> Arc<Kept> {
        self.shared.memo.keep(core, question).0
    }

    /// The answer to a question, worked out as if it had never been asked: to measure and to check.
    pub fn ask_anew(&self, question: &Question) -> Answer {
        let core = self.read();
        work_out(&core, question, &understood(&core, question), None).answer
    }

    /// The answer to a question if nothing were said about any search: to compare.
    pub fn ask_without_care(&self, question: &Question) -> Answer {
        let core = self.read();
        let understood = understood(&core, question).without_care();
        work_out(&core, question, &understood, None).answer
    }

    /// The products most like another.
    pub fn similar(&self, to: &Similar) -> Vec<i64> {
        similar(&self.read(), to)
    }

    /// How many products there are, in all and by category.
    pub fn sizes(&self) -> Arc<Sizes> {
        self.shared.counted.sizes(&self.read())
    }

    /// How many products there are.
    pub fn len(&self) -> usize {
        self.read().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What became of questions so far.
    pub fn stats(&self) -> Stats {
        self.shared.memo.stats()
    }

    /// How much it holds.
    pub fn extent(&self) -> Extent {
        let core = self.read();
        Extent {
            products: core.len(),
            dead: core.ids.len() - core.len(),
            terms: core.vocabulary(),
            memory: core.memory() + usize::try_from(self.bitmaps().memory()).unwrap_or(0),
        }
    }

    /// Beside those who read, who see the difference only in speed.
    fn compact(&self) {
        let mut new = self.read().compacted();
        let mut core = self.write();
        new.dictionary = std::mem::take(&mut core.dictionary);
        new.cares = std::mem::take(&mut core.cares);
        let old = std::mem::replace(&mut *core, new);
        drop(core);
        drop(old);
    }

    /// The queries people ask.
    pub(crate) fn asked(&self) -> &Asked {
        &self.shared.asked
    }

    /// The products that common words have.
    pub(crate) fn bitmaps(&self) -> &Bitmaps {
        &self.shared.bitmaps
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Core> {
        self.shared
            .core
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, Core> {
        self.shared
            .core
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn writing(&self) -> MutexGuard<'_, ()> {
        self.shared
            .writing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a set of changes comes to.
struct Work {
    gone: Vec<i64>,
    rows: Vec<(i64, Row)>,
    batch: crate::core::Batch,
}

impl Work {
    /// Worked out while others read. Of several changes to a product the last one counts.
    fn of(core: &Core, changes: &[(i64, Option<Product>)]) -> Self {
        let last: rustc_hash::FxHashMap<i64, &Option<Product>> =
            changes.iter().map(|(id, product)| (*id, product)).collect();
        let (mut gone, mut rows, mut new) = (Vec::new(), Vec::new(), Vec::new());
        for (id, product) in last {
            match product {
                None => gone.push(id),
                Some(product) if core.knows(id, digest(product)) => {
                    rows.push((id, Row::of(product)));
                }
                Some(product) => new.push(product),
            }
        }
        Self {
            gone,
            rows,
            batch: analyse(new),
        }
    }

    fn carry_out(&self, core: &mut Core) {
        for id in &self.gone {
            core.remove(*id);
        }
        for (id, row) in &self.rows {
            core.update(*id, *row);
        }
        core.insert(&self.batch);
    }
}
