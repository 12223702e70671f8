//! Texts kept once, and numbers for them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::number::{place, small};

/// Texts kept once, and numbers for them, from 0 without gaps.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    numbers: FxHashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
    bytes: usize,
}

impl Interner {
    /// The number of a text that is known.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    /// The number of a text, which is kept if it was not known.
    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        if let Some(number) = self.find(text) {
            return number;
        }
        let number = small(self.texts.len());
        let text: Arc<str> = text.into();
        self.bytes += text.len();
        self.numbers.insert(Arc::clone(&text), number);
        self.texts.push(text);
        number
    }

    /// The text with this number; nothing for numbers never given.
    pub(crate) fn text(&self, number: u32) -> &str {
        self.texts.get(place(number)).map_or("", |text| text)
    }

    /// All texts, by number.
    pub(crate) fn texts(&self) -> &[Arc<str>] {
        &self.texts
    }

    /// How many texts are kept.
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// About how much memory that takes: the text with its counts, and two handles with the table's share.
    pub(crate) fn memory(&self) -> usize {
        self.bytes
            + self.texts.len() * 32
            + self.texts.capacity() * 16
            + self.numbers.capacity() * 28
    }
}
