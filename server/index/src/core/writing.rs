//! Taking products in and out.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::popular::{Liked, Popular};
use super::{Batch, Change, Core, Facts, Interner, NONE, Postings, Row, packed};
use crate::number::{place, small};

impl Core {
    /// Whether this is known of the product, but for its row.
    pub(crate) fn knows(&self, id: i64, digest: u64) -> bool {
        self.slot(id)
            .is_some_and(|slot| self.digests[place(slot)] == digest)
    }

    /// Writes over the row of a product that is there.
    pub(crate) fn update(&mut self, id: i64, row: Row) {
        if let Some(slot) = self.slot(id) {
            let old = self.columns.get(slot);
            if old != row {
                let (before, after) = (Some((slot, old)), Some((slot, row)));
                self.changes.push(Change { before, after });
                self.columns.set(slot, row);
                self.totals.take(old);
                self.totals.add(row);
                let (old, new) = (Liked::of(id, slot, old), Liked::of(id, slot, row));
                self.popular.change(old, new);
                self.keep_popular();
            }
        }
    }

    /// Takes a product out.
    pub(crate) fn remove(&mut self, id: i64) {
        let Some(slot) = self.slots.remove(&id) else {
            return;
        };
        self.live[place(slot)] = false;
        let row = self.columns.get(slot);
        self.popular.remove(Liked::of(id, slot, row));
        self.keep_popular();
        self.changes.push(Change {
            before: Some((slot, row)),
            after: None,
        });
        for term in packed::unpack(self.forward.get(slot)) {
            self.postings[place(term)].lose();
        }
        for word in packed::unpack(self.spoken.get(slot)) {
            let word = self.words.text(word);
            self.dictionary.remove(word, word);
        }
        self.totals.take(row);
        self.brands.lose(self.brand[place(slot)]);
        self.categories.lose(self.category[place(slot)]);
        let (pairs, is_manifold) = (self.pairs.get(slot), self.is_manifold[place(slot)]);
        let key_of = |pair| self.properties.key_of(pair);
        self.tally.take(pairs, is_manifold, key_of);
    }

    /// Looks for the most popular products again if too many of them are gone.
    fn keep_popular(&mut self) {
        if self.popular.is_short() {
            self.popular = Popular::among(self.liked());
        }
    }

    /// All products by what decides which are the most popular.
    pub(super) fn liked(&self) -> impl Iterator<Item = Liked> {
        let there = self.slots.iter();
        there.map(|(id, slot)| Liked::of(*id, *slot, self.columns.get(*slot)))
    }

    /// Takes products in, in place of what was known of them.
    pub(crate) fn insert(&mut self, batch: &Batch) {
        let mut spoken = vec![0; batch.words.len()];
        for facts in self.insert_untold(batch) {
            for word in &facts.words {
                spoken[place(*word)] += 1;
            }
        }
        for (word, products) in batch.words.texts().iter().zip(spoken) {
            self.dictionary.add_times(word, products);
        }
    }

    /// Takes products in without telling the dictionary, which must be [filled](Self::fill_dictionary) in the end;
    /// those that were taken in.
    pub(crate) fn insert_untold<'b>(&mut self, batch: &'b Batch) -> Vec<&'b Facts> {
        let terms = numbers(&batch.terms, |term| self.terms.intern(term));
        let words = numbers(&batch.words, |word| self.words.intern(word));
        let pairs = numbers(&batch.pairs, |pair| self.properties.intern(pair));
        self.postings
            .resize_with(self.terms.len(), Postings::default);
        let (pairs_known, keys_known) = (self.properties.pairs(), self.properties.keys());
        self.tally.grow(pairs_known, keys_known);
        let last: FxHashMap<i64, usize> = (0..)
            .zip(&batch.facts)
            .map(|(at, facts)| (facts.id, at))
            .collect();
        let all = batch.facts.iter().enumerate();
        let kept: Vec<&Facts> = all
            .filter(|(at, facts)| last.get(&facts.id) == Some(at))
            .map(|(_, facts)| facts)
            .collect();
        for facts in &kept {
            self.insert_one(facts, &terms, &words, &pairs);
        }
        kept
    }

    /// Tells the dictionary, which must be empty, of the words of all products: the most widespread first, so that
    /// those which come later find its lists of the best ones full.
    pub(crate) fn fill_dictionary(&mut self) {
        let mut products = vec![0_u32; self.words.len()];
        for slot in self.slots.values() {
            for word in packed::unpack(self.spoken.get(*slot)) {
                products[place(word)] += 1;
            }
        }
        let mut all: Vec<(u32, u32)> = products.into_iter().zip(0..).collect();
        all.sort_unstable_by_key(|(products, _)| Reverse(*products));
        for (products, word) in all {
            self.dictionary.add_times(self.words.text(word), products);
        }
    }

    fn insert_one(&mut self, facts: &Facts, terms: &[u32], words: &[u32], pairs: &[u32]) {
        self.remove(facts.id);
        let slot = small(self.ids.len());
        self.slots.insert(facts.id, slot);
        self.ids.push(facts.id);
        self.live.push(true);
        self.columns.push(facts.row);
        self.totals.add(facts.row);
        self.popular.add(Liked::of(facts.id, slot, facts.row));
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
        let is_manifold = own.windows(2).any(same);
        self.is_manifold.push(is_manifold);
        let key_of = |pair| self.properties.key_of(pair);
        self.tally.add(&own, is_manifold, key_of);
        self.pairs.push(own);
    }
}

/// The index's own number for each text of a batch.
fn numbers(texts: &Interner, number: impl FnMut(&str) -> u32) -> Vec<u32> {
    let all = texts.texts().iter().map(AsRef::as_ref);
    all.map(number).collect()
}
