//! What the index holds. Products stand in slots, in the order they came; one whose words change gets a new slot at
//! the end and leaves its old one dead, so that all postings stay sorted without moving anything.

mod changes;
mod columns;
mod compaction;
mod extent;
mod facts;
mod findings;
mod interner;
mod labels;
mod lists;
mod packed;
mod popular;
mod postings;
mod tally;
mod totals;
mod writing;

use rustc_hash::FxHashMap;

pub(crate) use changes::{Change, Changes};
pub(crate) use columns::{Columns, NO_PRICE, NO_STARS, Row};
pub(crate) use facts::{Batch, Facts, analyse, digest};
pub(crate) use interner::Interner;
pub(crate) use labels::{Brands, Categories, NONE, Properties};
pub(crate) use lists::Lists;
use popular::Popular;
pub(crate) use postings::{FULL, Mark, Places, Postings};
pub(crate) use tally::Tally;
pub(crate) use totals::{Totals, stars_place};

use crate::care::Cares;
use crate::dictionary::Dictionary;
use crate::number::place;
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
    /// The properties of all products together.
    pub(crate) tally: Tally,
    /// The rows of all products together.
    pub(crate) totals: Totals,
    pub(crate) terms: Interner,
    /// By term.
    pub(crate) postings: Vec<Postings>,
    /// The words that can be typed.
    pub(crate) dictionary: Dictionary,
    /// What is said about single searches.
    pub(crate) cares: Cares,
    /// The most popular products.
    pub(crate) popular: Popular,
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
}

impl Vocabulary for Core {
    fn documents(&self) -> usize {
        self.len()
    }

    fn frequency(&self, term: &str) -> usize {
        self.postings(term).map_or(0, Postings::live)
    }
}
