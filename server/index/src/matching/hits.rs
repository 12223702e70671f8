//! A set of products and what the words say of them, narrowed word by word.

use super::Word;
use super::gain::Gain;
use super::meet::meet;
use super::stand::Stand;
use crate::core::{Core, Postings};
use crate::number::{place, small};

/// A set of products and what the words looked up so far say of them.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// Slots in ascending order, all of them live.
    pub(super) slots: Vec<u32>,
    /// What the words add up to.
    pub(super) scores: Vec<u32>,
    /// How they stand in the name.
    pub(super) stands: Vec<Stand>,
}

impl Hits {
    /// Products of which no word says anything.
    pub(super) fn plain(slots: Vec<u32>) -> Self {
        Self {
            scores: vec![0; slots.len()],
            stands: vec![Stand::EMPTY; slots.len()],
            slots,
        }
    }

    /// The products that have the first word, or the first two at once; takes the words that are done with. All
    /// products if there are no words.
    pub(super) fn begin(core: &Core, words: &mut &[Word]) -> Self {
        let begun = match words {
            [] => Self::everything(core),
            [first, second, rest @ ..] if first.terms.len() == 1 && second.terms.len() == 1 => {
                *words = rest;
                return Self::of_pair(core, first, second);
            }
            [first, ..] => Self::of(core, first),
        };
        *words = words.get(1..).unwrap_or_default();
        begun
    }

    fn everything(core: &Core) -> Self {
        let slots = 0..small(core.ids.len());
        Self::plain(slots.filter(|slot| core.live[place(*slot)]).collect())
    }

    /// The products that have both words, of one term each, which spares listing those that have one.
    fn of_pair(core: &Core, one: &Word, two: &Word) -> Self {
        let mut hits = Self::default();
        let (first, second) = (one.terms[0], two.terms[0]);
        let (here, there) = (
            &core.postings[place(first.0)],
            &core.postings[place(second.0)],
        );
        meet(here.slots(), there.slots(), |left, right| {
            let slot = here.slots()[left];
            if core.live[place(slot)] {
                hits.push(slot, Gain::of(here.marks()[left], first.1, one.group));
                hits.add(
                    hits.len() - 1,
                    Gain::of(there.marks()[right], second.1, two.group),
                );
            }
        });
        hits
    }

    /// The products that have a word.
    pub(super) fn of(core: &Core, word: &Word) -> Self {
        let mut all = Self::default();
        for (term, worth) in &word.terms {
            let hits = Self::of_term(core, &core.postings[place(*term)], *worth, word.group);
            all = if all.slots.is_empty() {
                hits
            } else {
                all.united(&hits, Gain::or)
            };
        }
        all
    }

    fn of_term(core: &Core, postings: &Postings, worth: f32, typed: usize) -> Self {
        let mut hits = Self::default();
        hits.slots.reserve(postings.live());
        hits.scores.reserve(postings.live());
        hits.stands.reserve(postings.live());
        for (slot, mark) in postings.slots().iter().zip(postings.marks()) {
            if core.live[place(*slot)] {
                hits.push(*slot, Gain::of(*mark, worth, typed));
            }
        }
        hits
    }

    /// The products in either set.
    fn united(&self, other: &Self, both: impl Fn(Gain, Gain) -> Gain) -> Self {
        let mut united = Self::default();
        let (mut here, mut there) = (0, 0);
        while let (Some(left), Some(right)) = (self.slots.get(here), other.slots.get(there)) {
            match left.cmp(right) {
                std::cmp::Ordering::Less => united.push(*left, self.gain(here)),
                std::cmp::Ordering::Greater => united.push(*right, other.gain(there)),
                std::cmp::Ordering::Equal => {
                    united.push(*left, both(self.gain(here), other.gain(there)));
                }
            }
            (here, there) = (
                here + usize::from(left <= right),
                there + usize::from(right <= left),
            );
        }
        for rest in here..self.len() {
            united.push(self.slots[rest], self.gain(rest));
        }
        for rest in there..other.len() {
            united.push(other.slots[rest], other.gain(rest));
        }
        united
    }

    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    fn push(&mut self, slot: u32, gain: Gain) {
        self.slots.push(slot);
        self.scores.push(gain.score);
        self.stands.push(gain.stand);
    }

    fn gain(&self, at: usize) -> Gain {
        Gain {
            score: self.scores[at],
            stand: self.stands[at],
        }
    }

    fn add(&mut self, at: usize, gain: Gain) {
        self.scores[at] = self.scores[at].saturating_add(gain.score);
        self.stands[at] = self.stands[at].and(gain.stand);
    }

    /// Keeps the products that have this word as well.
    pub(super) fn narrow(&mut self, core: &Core, word: &Word) {
        let mut kept = 0;
        for (at, gain) in self.gains(core, word) {
            let at = place(at);
            self.add(at, gain);
            self.slots[kept] = self.slots[at];
            self.scores[kept] = self.scores[at];
            self.stands[kept] = self.stands[at];
            kept += 1;
        }
        self.slots.truncate(kept);
        self.scores.truncate(kept);
        self.stands.truncate(kept);
    }

    /// Lets a word count where it is there; where it is not, the name lacks it.
    pub(super) fn deepen(&mut self, core: &Core, word: &Word) {
        let mut stands = vec![Stand::OUTSIDE; self.len()];
        for (at, gain) in self.gains(core, word) {
            let at = place(at);
            self.add(at, gain);
            stands[at] = self.stands[at];
        }
        self.stands = stands;
    }

    /// Lets a word count where it is there, and nothing else: only for a phrase it must be in the name.
    pub(super) fn enrich(&mut self, core: &Core, word: &Word) {
        let lacking = |stand: &Stand| stand.and_perhaps(Stand::OUTSIDE);
        let mut stands: Vec<Stand> = self.stands.iter().map(lacking).collect();
        for (at, gain) in self.gains(core, word) {
            let at = place(at);
            stands[at] = self.stands[at].and_perhaps(gain.stand);
            self.scores[at] = self.scores[at].saturating_add(gain.score);
        }
        self.stands = stands;
    }

    /// Drops products with any of these terms.
    pub(super) fn drop_excluded(&mut self, core: &Core, terms: &[u32]) {
        for term in terms {
            let mut keep = vec![true; self.len()];
            meet(
                &self.slots,
                core.postings[place(*term)].slots(),
                |here, _| keep[here] = false,
            );
            self.keep(&keep);
        }
    }

    /// Keeps those products for which it says so.
    pub(super) fn keep(&mut self, keep: &[bool]) {
        let mut each = keep.iter();
        self.slots.retain(|_| each.next() == Some(&true));
        let mut each = keep.iter();
        self.scores.retain(|_| each.next() == Some(&true));
        let mut each = keep.iter();
        self.stands.retain(|_| each.next() == Some(&true));
    }

    /// Of the terms that stand for a word, the one that says most of the product in a slot, and how much.
    pub(super) fn telling(core: &Core, word: &Word, slot: u32) -> Option<(u32, u32)> {
        let said = word.terms.iter().filter_map(|(term, worth)| {
            let postings = &core.postings[place(*term)];
            let at = postings.slots().binary_search(&slot).ok()?;
            Some((
                *term,
                Gain::of(postings.marks()[at], *worth, word.group).score,
            ))
        });
        // Of equal ones the first: what was typed stands before what it may be taken for.
        said.reduce(|best, next| if next.1 > best.1 { next } else { best })
    }

    /// Which of the products have a word, by place, and what it says of them.
    fn gains(&self, core: &Core, word: &Word) -> Vec<(u32, Gain)> {
        let mut gains = Vec::new();
        let mut several = false;
        for (term, worth) in &word.terms {
            let postings = &core.postings[place(*term)];
            let marks = postings.marks();
            several = !gains.is_empty();
            meet(&self.slots, postings.slots(), |here, there| {
                gains.push((small(here), Gain::of(marks[there], *worth, word.group)));
            });
        }
        if several {
            gains.sort_unstable_by_key(|(at, _)| *at);
            gains.dedup_by(|later, first| {
                let same = later.0 == first.0;
                if same {
                    first.1 = first.1.or(later.1);
                }
                same
            });
        }
        gains
    }
}
