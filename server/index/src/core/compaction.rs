//! Getting rid of dead slots.

use super::{Changes, Core, Interner, NONE, Tally, packed};
use crate::number::{place, small};

/// So few dead slots are left alone; tests have few products.
const TOLERATED: usize = if cfg!(test) { 2 } else { 64 };

impl Core {
    /// Whether a quarter of the slots is dead.
    pub(crate) fn is_crowded(&self) -> bool {
        let dead = self.ids.len() - self.len();
        dead > TOLERATED && dead * 4 > self.ids.len()
    }

    /// The same products without dead slots, nor texts that only they had. The dictionary, which knows no slots, is
    /// left behind.
    pub(crate) fn compacted(&self) -> Self {
        let mut new = Self::default();
        let slots = self.copy_products(&mut new);
        let terms = self.copy_postings(&mut new, &slots);
        let mut words = Renumbering::new(self.words.len());
        for slot in self.live_slots() {
            let term = |old: &u32| terms[place(*old)];
            new.names.push(self.names.get(slot).iter().map(term));
            // Numbers were given in the old order, so they ascend as the old ones did.
            new.forward
                .push(packed::pack(self.terms_of(slot).map(|old| term(&old))));
            new.places.push(self.places.get(slot).iter().copied());
            let spoken = packed::unpack(self.spoken.get(slot));
            let mut spoken: Vec<u32> = spoken
                .map(|old| words.get(old, || intern(&mut new.words, &self.words, old)))
                .collect();
            spoken.sort_unstable();
            new.spoken.push(packed::pack(spoken));
        }
        self.copy_pairs(&mut new);
        // Slots and terms have other numbers now, so changes from before would be misread.
        new.changes = Changes::after(self.changes.count());
        new.shrink();
        new
    }

    /// The properties of all products together.
    fn tallied(&self) -> Tally {
        let (pairs, keys) = (self.properties.pairs(), self.properties.keys());
        let mut tally = Tally::with_room(pairs, keys);
        for slot in self.live_slots() {
            let (own, is_manifold) = (self.pairs.get(slot), self.is_manifold[place(slot)]);
            tally.add(own, is_manifold, |pair| self.properties.key_of(pair));
        }
        tally
    }

    fn live_slots(&self) -> impl Iterator<Item = u32> {
        (0..small(self.ids.len())).filter(|slot| self.live[place(*slot)])
    }

    /// Copies what has one place in each slot; the new slot for each old one.
    fn copy_products(&self, new: &mut Self) -> Vec<u32> {
        let mut slots = vec![NONE; self.ids.len()];
        for old in self.live_slots() {
            let slot = small(new.ids.len());
            slots[place(old)] = slot;
            let (id, brand, category) = (
                self.ids[place(old)],
                self.brand[place(old)],
                self.category[place(old)],
            );
            new.slots.insert(id, slot);
            new.ids.push(id);
            new.live.push(true);
            let row = self.columns.get(old);
            new.columns.push(row);
            new.totals.add(row);
            new.is_manifold.push(self.is_manifold[place(old)]);
            new.digests.push(self.digests[place(old)]);
            new.brand.push(
                self.brands
                    .get(brand)
                    .map_or(NONE, |brand| new.brands.gain(brand)),
            );
            let category = self.categories.ids().get(place(category));
            new.category
                .push(category.map_or(NONE, |id| new.categories.gain(*id, slot)));
        }
        new.popular = super::Popular::among(new.liked());
        slots
    }

    /// Copies the postings of terms that are in use; the new number for each old one.
    fn copy_postings(&self, new: &mut Self, slots: &[u32]) -> Vec<u32> {
        let mut terms = vec![NONE; self.terms.len()];
        for (old, postings) in self
            .postings
            .iter()
            .enumerate()
            .filter(|(_, postings)| postings.live() > 0)
        {
            terms[old] = intern(&mut new.terms, &self.terms, small(old));
            let mut kept = super::Postings::default();
            for (slot, mark) in postings.slots().iter().zip(postings.marks()) {
                if slots[place(*slot)] != NONE {
                    kept.push(slots[place(*slot)], *mark);
                }
            }
            new.postings.push(kept);
        }
        terms
    }

    fn copy_pairs(&self, new: &mut Self) {
        let mut pairs = Renumbering::new(self.properties.pairs());
        for slot in self.live_slots() {
            let own = self.pairs.get(slot).iter();
            let properties = &mut new.properties;
            new.pairs.push(
                own.map(|old| pairs.get(*old, || properties.intern(self.properties.text(*old)))),
            );
        }
        new.tally = new.tallied();
    }
}

fn intern(new: &mut Interner, old: &Interner, number: u32) -> u32 {
    new.intern(old.text(number))
}

/// The new numbers of those old ones that were met.
struct Renumbering(Vec<u32>);

impl Renumbering {
    fn new(olds: usize) -> Self {
        Self(vec![NONE; olds])
    }

    fn get(&mut self, old: u32, make: impl FnOnce() -> u32) -> u32 {
        let new = &mut self.0[place(old)];
        if *new == NONE {
            *new = make();
        }
        *new
    }
}
