//! The best words for beginnings of up to three letters, where going through all words that begin so would take long.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::FxHashMap;

/// Up to so many letters the words are too many to go through.
const LETTERS: usize = 3;

/// How many words a list is filled with.
const FULL: usize = if cfg!(test) { 6 } else { 64 };

/// A list with fewer words than this is filled again.
const LEAST: usize = if cfg!(test) { 3 } else { 24 };

/// The best words for each short beginning.
#[derive(Debug, Default)]
pub(super) struct Heads {
    lists: FxHashMap<String, Head>,
}

/// The best words for a beginning, in order.
#[derive(Debug, Default)]
struct Head {
    words: Vec<(Reverse<u32>, Arc<str>)>,
    /// Whether there are words that are not on the list. All of those come after the list's last.
    more: bool,
}

impl Heads {
    /// The best words with this beginning, if they are kept and enough.
    pub(super) fn of(
        &self,
        beginning: &str,
        most: usize,
    ) -> Option<impl Iterator<Item = (Reverse<u32>, &Arc<str>)>> {
        let head = self.lists.get(beginning)?;
        (!head.more || head.words.len() >= most)
            .then(|| head.words.iter().map(|(count, text)| (*count, text)))
    }

    /// A word is there more often than before.
    pub(super) fn rise(&mut self, word: &Arc<str>, before: u32, count: u32) {
        for beginning in beginnings(word) {
            if let Some(head) = self.lists.get_mut(beginning) {
                head.rise(word, before, count);
            } else {
                let head = Head {
                    words: vec![(Reverse(count), Arc::clone(word))],
                    more: false,
                };
                self.lists.insert(beginning.to_owned(), head);
            }
        }
    }

    /// A word is there less often than before; 0 if not at all. Returns the beginnings whose lists became too short.
    pub(super) fn fall(&mut self, word: &Arc<str>, count: u32) -> Vec<String> {
        let mut short = Vec::new();
        for beginning in beginnings(word) {
            let Some(head) = self.lists.get_mut(beginning) else {
                continue;
            };
            head.fall(word, count);
            if head.words.is_empty() && !head.more {
                self.lists.remove(beginning);
            } else if head.more && head.words.len() < LEAST {
                short.push(beginning.to_owned());
            }
        }
        short
    }

    /// Fills a list from all words with its beginning.
    pub(super) fn refill(&mut self, beginning: &str, mut words: Vec<(Reverse<u32>, Arc<str>)>) {
        let more = words.len() > FULL;
        if more {
            words.select_nth_unstable(FULL);
            words.truncate(FULL);
        }
        words.sort_unstable();
        self.lists
            .insert(beginning.to_owned(), Head { words, more });
    }
}

impl Head {
    fn rise(&mut self, word: &Arc<str>, before: u32, count: u32) {
        let new = (Reverse(count), Arc::clone(word));
        if self.more && self.words.last().is_some_and(|last| *last < new) {
            // It was not on the list, and is not now.
            return;
        }
        let to = self.words.partition_point(|other| *other < new);
        match self
            .words
            .binary_search_by(|other| (other.0, &*other.1).cmp(&(Reverse(before), &**word)))
        {
            Ok(from) => {
                if let Some(moved) = self.words.get_mut(to..=from) {
                    moved.rotate_right(1);
                }
                if let Some(place) = self.words.get_mut(to) {
                    *place = new;
                }
            }
            Err(_) => self.words.insert(to, new),
        }
        if self.words.len() > FULL {
            self.words.truncate(FULL);
            self.more = true;
        }
    }

    fn fall(&mut self, word: &Arc<str>, count: u32) {
        let Some(at) = self.words.iter().position(|(_, text)| text == word) else {
            return;
        };
        // What comes after the list is known only to come after its present last.
        let end = self.words.last().cloned();
        self.words.remove(at);
        let new = (Reverse(count), Arc::clone(word));
        if count > 0 && (!self.more || end.is_some_and(|end| new <= end)) {
            let at = self.words.partition_point(|other| *other < new);
            self.words.insert(at, new);
        } else if count > 0 {
            self.more = true;
        }
    }
}

/// The first one, two and three letters of a word.
fn beginnings(word: &str) -> impl Iterator<Item = &str> {
    let ends = word
        .char_indices()
        .map(|(start, letter)| start + letter.len_utf8())
        .take(LETTERS);
    ends.filter_map(|end| word.get(..end))
}
