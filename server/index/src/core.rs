//! What the index holds. Products stand in slots, in the order they came; one whose words change gets a new slot at
//! the end and leaves its old one dead, so that all postings stay sorted without moving anything.

mod changes;
mod columns;
mod compaction;
mod facts;
mod interner;
mod labels;
mod lists;
mod packed;
mod postings;

use rustc_hash::FxHashMap;

pub(crate) use changes::{Change, Changes};
pub(crate) use columns::{Columns, NO_PRICE, NO_STARS, Row};
pub(crate) use facts::{Batch, Facts, analyse, digest};
pub(crate) use interner::Interner;
pub(crate) use labels::{Brands, Categories, NONE, Properties};
pub(crate) use lists::Lists;
pub(crate) use postings::{FULL, Mark, Places, Postings};

use crate::dictionary::Dictionary;
use crate::number::{place, small};
use crate::product::Brand;
use crate::query::Vocabulary;

/// What the index holds.
#[derive(Debug, Default)]
pub(crate) struct Core {
    /// The product in each slot.
    pub(crate) ids: Vec<i64>,
    /// Whether it is still there.
    pub(crate) live: Vec<bool>,
    pub(crate) columns: Columns,
    /// By number in `brands`, or [`NONE`].
    pub(crate) brand: Vec<u32>,
    /// By number in `categories`, or [`NONE`].
    pub(crate) category: Vec<u32>,
    pub(crate) brands: Brands,
    pub(crate) categories: Categories,
    pub(crate) properties: Properties,
    /// The terms of the name in order.
    pub(crate) names: Lists<u32>,
    /// Properties with their values; several values of the same property stand together.
    pub(crate) pairs: Lists<u32>,
    /// Whether some property of the product has several values.
    pub(crate) is_manifold: Vec<bool>,
    pub(crate) terms: Interner,
    /// By term.
    pub(crate) postings: Vec<Postings>,
    /// The words that can be typed.
    pub(crate) dictionary: Dictionary,
    /// The latest changes.
    pub(crate) changes: Changes,
    slots: FxHashMap<i64, u32>,
    digests: Vec<u64>,
    words: Interner,
    /// The terms of each slot, packed.
    forward: Lists<u8>,
    /// For each of them where it stands.
    places: Lists<Places>,
    /// The words of each slot, packed.
    spoken: Lists<u8>,
}

impl Core {
    /// How many products there are.
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }

    /// The slot of a product.
    pub(crate) fn slot(&self, id: i64) -> Option<u32> {
        self.slots.get(&id).copied()
    }

    /// Whether this is known of the product, but for its row.
    pub(crate) fn knows(&self, id: i64, digest: u64) -> bool {
        self.slot(id)
            .is_some_and(|slot| self.digests[place(slot)] == digest)
    }

    /// Writes over the row of a product that is there.
    pub(crate) fn update(&mut self, id: i64, row: Row) {
        if let Some(slot) = self.slot(id) {
            let before = Some((slot, self.columns.get(slot)));
            let after = Some((slot, row));
            if before != after {
                self.changes.push(Change { before, after });
                self.columns.set(slot, row);
            }
        }
    }

    /// Takes a product out.
    pub(crate) fn remove(&mut self, id: i64) {
        let Some(slot) = self.slots.remove(&id) else {
            return;
        };
        self.live[place(slot)] = false;
        let before = Some((slot, self.columns.get(slot)));
        self.changes.push(Change {
            before,
            after: None,
        });
        for term in packed::unpack(self.forward.get(slot)) {
            self.postings[place(term)].lose();
        }
        for word in packed::unpack(self.spoken.get(slot)) {
            let word = self.words.text(word);
            self.dictionary.remove(word, word);
        }
        self.brands.lose(self.brand[place(slot)]);
    }

    /// Takes products in, in place of what was known of them.
    pub(crate) fn insert(&mut self, batch: &Batch) {
        let terms = batch
            .terms
            .texts()
            .iter()
            .map(|term| self.terms.intern(term))
            .collect::<Vec<_>>();
        let words = batch
            .words
            .texts()
            .iter()
            .map(|word| self.words.intern(word))
            .collect::<Vec<_>>();
        let pairs = batch
            .pairs
            .texts()
            .iter()
            .map(|pair| self.properties.intern(pair))
            .collect::<Vec<_>>();
        self.postings
            .resize_with(self.terms.len(), Postings::default);
        let last: FxHashMap<i64, usize> = (0..)
            .zip(&batch.facts)
            .map(|(at, facts)| (facts.id, at))
            .collect();
        let mut spoken = vec![0; words.len()];
        for (at, facts) in batch.facts.iter().enumerate() {
            if last.get(&facts.id) == Some(&at) {
                self.insert_one(facts, &terms, &words, &pairs);
                facts
                    .words
                    .iter()
                    .for_each(|word| spoken[place(*word)] += 1);
            }
        }
        for (word, products) in batch.words.texts().iter().zip(spoken) {
            self.dictionary.add_times(word, products);
        }
    }

    fn insert_one(&mut self, facts: &Facts, terms: &[u32], words: &[u32], pairs: &[u32]) {
        self.remove(facts.id);
        let slot = small(self.ids.len());
        self.slots.insert(facts.id, slot);
        self.ids.push(facts.id);
        self.live.push(true);
        self.columns.push(facts.row);
        self.changes.push(Change {
            before: None,
            after: Some((slot, facts.row)),
        });
        self.digests.push(facts.digest);
        self.brand.push(
            facts
                .brand
                .as_ref()
                .map_or(NONE, |brand| self.brands.gain(brand)),
        );
        self.category.push(
            facts
                .category
                .map_or(NONE, |category| self.categories.gain(category, slot)),
        );
        self.names
            .push(facts.name.iter().map(|term| terms[place(*term)]));

        let mut own = Vec::with_capacity(facts.terms.len());
        for (term, mark, places) in &facts.terms {
            let term = terms[place(*term)];
            self.postings[place(term)].push(slot, *mark);
            own.push((term, *places));
        }
        own.sort_unstable_by_key(|(term, _)| *term);
        self.places.push(own.iter().map(|(_, places)| *places));
        self.forward
            .push(packed::pack(own.into_iter().map(|(term, _)| term)));

        let mut own: Vec<u32> = facts.words.iter().map(|word| words[place(*word)]).collect();
        own.sort_unstable();
        self.spoken.push(packed::pack(own));

        let mut own: Vec<u32> = facts.pairs.iter().map(|pair| pairs[place(*pair)]).collect();
        own.sort_unstable_by_key(|pair| (self.properties.key_of(*pair), *pair));
        let same = |two: &[u32]| self.properties.key_of(two[0]) == self.properties.key_of(two[1]);
        self.is_manifold.push(own.windows(2).any(same));
        self.pairs.push(own);
    }

    /// The postings of a term that some product has or had.
    pub(crate) fn postings(&self, term: &str) -> Option<&Postings> {
        self.terms
            .find(term)
            .map(|term| &self.postings[place(term)])
    }

    /// The brand of the product in a slot.
    pub(crate) fn brand_of(&self, slot: u32) -> Option<&Brand> {
        self.brands.get(self.brand[place(slot)])
    }

    /// The terms of a slot, by number.
    pub(crate) fn terms_of(&self, slot: u32) -> impl Iterator<Item = u32> + '_ {
        packed::unpack(self.forward.get(slot))
    }

    /// Where in the product of a slot a term stands.
    pub(crate) fn places_of(&self, slot: u32, term: u32) -> Places {
        let at = self.terms_of(slot).position(|own| own == term);
        at.and_then(|at| self.places.get(slot).get(at).copied())
            .unwrap_or_default()
    }

    /// The words that can be typed of the product in a slot, as they stand there but folded.
    pub(crate) fn words_of(&self, slot: u32) -> impl Iterator<Item = &str> {
        packed::unpack(self.spoken.get(slot)).map(|word| self.words.text(word))
    }

    /// Gives back memory that was set aside for more.
    pub(crate) fn shrink(&mut self) {
        self.ids.shrink_to_fit();
        self.live.shrink_to_fit();
        self.columns.shrink();
        self.brand.shrink_to_fit();
        self.is_manifold.shrink_to_fit();
        self.category.shrink_to_fit();
        self.digests.shrink_to_fit();
        self.names.shrink();
        self.pairs.shrink();
        self.forward.shrink();
        self.places.shrink();
        self.spoken.shrink();
        self.postings.iter_mut().for_each(Postings::shrink);
    }

    /// How many terms some product has.
    pub(crate) fn vocabulary(&self) -> usize {
        self.postings
            .iter()
            .filter(|postings| postings.live() > 0)
            .count()
    }

    /// About how much memory all of it takes.
    pub(crate) fn memory(&self) -> usize {
        let per_slot =
            size_of::<i64>() + 2 * size_of::<bool>() + 2 * size_of::<u32>() + size_of::<u64>();
        self.ids.capacity() * per_slot
            + self.slots.capacity() * 18
            + self.columns.memory()
            + self.brands.memory()
            + self.categories.memory()
            + self.properties.memory()
            + self.names.memory()
            + self.pairs.memory()
            + self.terms.memory()
            + self.words.memory()
            + self.forward.memory()
            + self.places.memory()
            + self.dictionary.memory()
            + self.spoken.memory()
            + self.postings.iter().map(Postings::memory).sum::<usize>()
    }
}

impl Vocabulary for Core {
    fn documents(&self) -> usize {
        self.len()
    }

    fn frequency(&self, term: &str) -> usize {
        self.postings(term).map_or(0, Postings::live)
    }
}
