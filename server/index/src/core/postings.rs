//! Which products have a term, and how much it says of them.

use crate::number::{float, whole};
use crate::ranking::{Field, PART, Place, SATURATION, WEIGHTINGS};

/// How much a term says of a product and where it stands, in two bytes: eleven bits of impact, four for its place in the
/// name, one for brand, categories and stock number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Mark(u16);

/// The highest impact.
pub(crate) const FULL: f32 = 2047.0;
/// The place of what does not stand in the name.
const NOWHERE: u8 = 15;
/// The place of all that stands further back in the name than there are places for.
const FAR: u8 = 14;

impl Mark {
    /// What occurrences in the fields come to (BM25F: Robertson, Zaragoza and Taylor, "Simple BM25 extension to
    /// multiple weighted fields", CIKM 2004), rounded.
    pub(crate) fn of(occurrences: &Occurrences, lengths: &[usize; 4]) -> Self {
        let mut weight = 0.0;
        for (field, weighting) in WEIGHTINGS.iter().enumerate() {
            if occurrences.counts[field] > 0.0 {
                let length = float(lengths[field]) / weighting.pivot;
                let penalty = 1.0 - weighting.length_penalty + weighting.length_penalty * length;
                weight += weighting.weight * occurrences.counts[field] / penalty;
            }
        }
        let impact = whole((weight / (weight + SATURATION) * FULL).round()).clamp(1, whole(FULL));
        let label = occurrences.counts[Field::Label as usize] > 0.0;
        let mark = impact << 5 | u32::from(occurrences.place) << 1 | u32::from(label);
        Self(u16::try_from(mark).unwrap_or(u16::MAX))
    }

    /// How much the term says of the product: above 0 and at most [`FULL`].
    pub(crate) fn impact(self) -> f32 {
        f32::from(self.0 >> 5)
    }

    /// Whether the term stands in brand, categories or stock number.
    pub(crate) fn in_label(self) -> bool {
        self.0 & 1 == 1
    }

    /// Whether the term stands in the name.
    pub(crate) fn in_name(self) -> bool {
        self.place() != NOWHERE
    }

    /// How many words stand before it in the name, if it stands there, and not too far back to be told.
    pub(crate) fn place_in_name(self) -> Option<u8> {
        Some(self.place()).filter(|place| *place < FAR)
    }

    fn place(self) -> u8 {
        (self.0 >> 1).to_le_bytes()[0] & 15
    }
}

/// How often a term stands in each field, and where in the name first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Occurrences {
    counts: [f32; 4],
    place: u8,
    places: Places,
}

/// Where in a product a term stands: a bit for each [`Place`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Places(u8);

impl Places {
    fn add(&mut self, place: Place) {
        self.0 |= 1 << place as u8;
    }

    /// One after another.
    pub(crate) fn each(self) -> impl Iterator<Item = Place> {
        let here = move |place: &Place| self.0 & 1 << *place as u8 != 0;
        Place::ALL.into_iter().filter(here)
    }
}

impl Default for Occurrences {
    fn default() -> Self {
        Self {
            counts: [0.0; 4],
            place: NOWHERE,
            places: Places::default(),
        }
    }
}

impl Occurrences {
    /// Counts one more; one that is only part of a word, or several joined, counts less.
    pub(crate) fn count(&mut self, place: Place, is_whole: bool) {
        self.counts[place.field() as usize] += if is_whole { 1.0 } else { PART };
        self.places.add(place);
    }

    /// Where it stands.
    pub(crate) fn places(&self) -> Places {
        self.places
    }

    /// Notes that so many words stand before it in the name.
    pub(crate) fn stand_at(&mut self, place: usize) {
        self.place = self.place.min(u8::try_from(place).unwrap_or(FAR).min(FAR));
    }
}

/// The products that have a term.
#[derive(Debug, Default)]
pub(crate) struct Postings {
    /// Slots in ascending order, among them those of products that are gone.
    slots: Vec<u32>,
    marks: Vec<Mark>,
    gone: usize,
}

impl Postings {
    /// Adds a product, whose slot must be the highest yet.
    pub(crate) fn push(&mut self, slot: u32, mark: Mark) {
        self.slots.push(slot);
        self.marks.push(mark);
    }

    /// Notes that one of the products is gone.
    pub(crate) fn lose(&mut self) {
        self.gone += 1;
    }

    /// In how many products the term stands.
    pub(crate) fn live(&self) -> usize {
        self.slots.len() - self.gone
    }

    /// The slots of products that have the term or had it when they went, in ascending order.
    pub(crate) fn slots(&self) -> &[u32] {
        &self.slots
    }

    /// How much it says of each of them.
    pub(crate) fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Gives back memory that was set aside for more.
    pub(crate) fn shrink(&mut self) {
        self.slots.shrink_to_fit();
        self.marks.shrink_to_fit();
    }

    /// About how much memory the postings take.
    pub(crate) fn memory(&self) -> usize {
        size_of::<Self>() + self.slots.capacity() * 4 + self.marks.capacity() * 2
    }
}
