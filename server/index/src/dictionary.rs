//! The words that can be typed: those of names, brands, categories and properties, each with how many products have it.
//!
//! What it answers depends on its contents only, not on the order in which they came. It corrects words nobody sells
//! ([`nearest`](Dictionary::nearest)) and completes words that are not finished ([`completions`](Dictionary::completions)).

mod distance;
mod heads;
mod shapes;
mod synonyms;

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use heads::Heads;
use shapes::Shapes;
pub use synonyms::MOST_SYNONYM_WORDS;
pub(crate) use synonyms::Synonyms;

/// The words that can be typed.
#[derive(Debug, Default)]
pub(crate) struct Dictionary {
    numbers: FxHashMap<Arc<str>, u32>,
    entries: Vec<Entry>,
    /// Entries of words that are gone.
    free: Vec<u32>,
    sorted: BTreeMap<Arc<str>, u32>,
    shapes: Shapes,
    heads: Heads,
    synonyms: Synonyms,
    version: u64,
}

/// A word.
#[derive(Debug)]
struct Entry {
    text: Arc<str>,
    /// How many products have it.
    count: u32,
}

/// A known word near another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Neighbour<'d> {
    /// The known word.
    pub(crate) word: &'d str,
    /// How many mistakes lie between the two.
    pub(crate) distance: usize,
    /// How many products have it.
    pub(crate) count: usize,
}

impl Dictionary {
    /// Takes in a word that so many products have.
    pub(crate) fn add_times(&mut self, surface: &str, times: u32) {
        if times == 0 {
            return;
        }
        let number = self.number(surface);
        let Some(entry) = self.entries.get_mut(number as usize) else {
            return;
        };
        let before = entry.count;
        entry.count = before.saturating_add(times);
        let (text, count) = (Arc::clone(&entry.text), entry.count);
        self.changed(before, count);
        self.heads.rise(&text, before, count);
    }

    /// Forgets a word of a product.
    pub(crate) fn remove(&mut self, surface: &str, _term: &str) {
        let Some(&number) = self.numbers.get(surface) else {
            return;
        };
        let Some(entry) = self.entries.get_mut(number as usize) else {
            return;
        };
        let before = entry.count;
        entry.count = before.saturating_sub(1);
        let (text, count) = (Arc::clone(&entry.text), entry.count);
        self.changed(before, count);
        if count == 0 {
            self.numbers.remove(surface);
            self.sorted.remove(surface);
            self.shapes.remove(surface);
            self.free.push(number);
        }
        for head in self.heads.fall(&text, count) {
            let all = self
                .range(&head)
                .map(|(count, text)| (count, Arc::clone(text)))
                .collect();
            self.heads.refill(&head, all);
        }
    }

    /// How many products have the word.
    pub(crate) fn count(&self, surface: &str) -> usize {
        let number = self.numbers.get(surface);
        number
            .and_then(|number| self.entries.get(*number as usize))
            .map_or(0, |entry| entry.count as usize)
    }

    /// A number that is another one whenever corrections and completions may be others.
    pub(crate) fn version(&self) -> u64 {
        self.version
    }

    /// How many words there are.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// About how much memory all of it takes.
    pub(crate) fn memory(&self) -> usize {
        let text: usize = self.numbers.keys().map(|text| text.len() + 16).sum();
        text + self.entries.capacity() * size_of::<Entry>()
            + self.numbers.capacity() * 25
            + self.sorted.len() * 36
            + self.shapes.memory()
    }

    /// Words that mean the same.
    pub(crate) fn synonyms(&self) -> &Synonyms {
        &self.synonyms
    }

    /// Sets which words mean the same.
    pub(crate) fn set_synonyms(&mut self, synonyms: Synonyms) {
        self.synonyms = synonyms;
        self.version += 1;
    }

    /// The known words nearest to an unknown one, the best first: at most `most`, all equally near.
    ///
    /// The fewest mistakes come first, then words with the same first letter (people seldom get that wrong), then
    /// widespread ones. One mistake is allowed for, in words of at least eight letters two; in three letters only a
    /// missing one.
    pub(crate) fn nearest(&self, word: &str, most: usize) -> Vec<Neighbour<'_>> {
        let letters: Vec<char> = word.chars().collect();
        let furthest = match letters.len() {
            0..=2 => return Vec::new(),
            3..=7 => 1,
            _ => 2,
        };
        for distance in 1..=furthest {
            let mut found = self.within(&letters, distance);
            if !found.is_empty() {
                found.sort_unstable_by_key(|near| {
                    let same_beginning = near.word.chars().next() == letters.first().copied();
                    (!same_beginning, Reverse(step(near.count)), near.word)
                });
                found.truncate(most);
                return found;
            }
        }
        Vec::new()
    }

    /// How many mistakes lie between two words, if not more than `most`.
    pub(crate) fn distance(one: &[char], other: &[char], most: usize) -> Option<usize> {
        distance::within(one, other, most)
    }

    /// The known words at most so many mistakes away.
    fn within(&self, letters: &[char], distance: usize) -> Vec<Neighbour<'_>> {
        let mut found = Vec::new();
        let mut buffer = Vec::new();
        self.shapes.like(letters, distance, |word| {
            buffer.clear();
            buffer.extend(word.chars());
            if letters.len() == 3 && !(buffer.len() == 4 && buffer.first() == letters.first()) {
                return;
            }
            if let Some(mistakes) = distance::within(letters, &buffer, distance)
                && mistakes > 0
            {
                found.push(Neighbour {
                    word,
                    distance: mistakes,
                    count: self.count(word),
                });
            }
        });
        found
    }

    /// The most widespread words that begin so, with their counts, and by their letters where they are equal.
    pub(crate) fn completions(&self, beginning: &str, most: usize) -> Vec<(Arc<str>, usize)> {
        let mut found: Vec<(Reverse<u32>, &Arc<str>)> = match self.heads.of(beginning, most) {
            Some(best) => best.collect(),
            None => self.range(beginning).collect(),
        };
        if found.len() > most && most > 0 {
            found.select_nth_unstable(most - 1);
        }
        found.truncate(most);
        found.sort_unstable();
        found
            .into_iter()
            .map(|(count, text)| (Arc::clone(text), count.0 as usize))
            .collect()
    }

    /// All words that begin so, by their letters.
    fn range<'d>(
        &'d self,
        beginning: &'d str,
    ) -> impl Iterator<Item = (Reverse<u32>, &'d Arc<str>)> + 'd {
        self.sorted
            .range::<str, _>((Bound::Included(beginning), Bound::Unbounded))
            .take_while(move |(text, _)| text.starts_with(beginning))
            .filter_map(|(text, number)| {
                Some((Reverse(self.entries.get(*number as usize)?.count), text))
            })
    }

    /// The number of a word, which is taken in if it is not known.
    fn number(&mut self, surface: &str) -> u32 {
        if let Some(&number) = self.numbers.get(surface) {
            return number;
        }
        let text: Arc<str> = surface.into();
        let entry = Entry {
            text: Arc::clone(&text),
            count: 0,
        };
        let number = self
            .free
            .pop()
            .unwrap_or_else(|| u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        match self.entries.get_mut(number as usize) {
            Some(free) => *free = entry,
            None => self.entries.push(entry),
        }
        self.numbers.insert(Arc::clone(&text), number);
        self.shapes.add(&text);
        self.sorted.insert(text, number);
        number
    }

    fn changed(&mut self, before: u32, after: u32) {
        if step(before as usize) != step(after as usize) {
            self.version += 1;
        }
    }
}

/// A count in steps that double: so that a product more or less seldom changes what a word is corrected to.
pub(crate) fn step(count: usize) -> u32 {
    usize::BITS - count.leading_zeros()
}
