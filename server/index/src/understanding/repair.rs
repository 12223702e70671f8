//! Putting right words that nothing has.

use super::draft::{Draft, add};
use super::reading::Reading;
use super::{RELATIVE, relatives};
use crate::analysis::term_of;
use crate::dictionary::{Dictionary, Neighbour, step};
use crate::query::{Vocabulary, Way};

/// More words of one text are not corrected: a text with so many unknown words is in another language.
const MAX_REPAIRS: usize = 8;

/// How many words may stand for one that is not finished.
const COMPLETIONS: usize = 8;

/// What such a word counts.
const COMPLETED: f32 = 0.9;

/// How many known words may stand for a mistyped one.
const NEIGHBOURS: usize = 3;

/// What the second and third of them count.
const SECOND: f32 = 0.5;

/// What a number counts whose unit is nowhere.
const BARE_NUMBER: f32 = 0.6;

/// A word that hardly anything has is taken for a mistake only if its neighbour is this many times as widespread, in
/// doublings.
const FAR_MORE: u32 = 6;

/// A word is never rare if so many products have it, in doublings.
const RARE: u32 = 2;

/// Puts right what nothing has.
pub(super) struct Repair<'a> {
    dictionary: &'a Dictionary,
    vocabulary: &'a dyn Vocabulary,
    reading: &'a mut Reading,
    done: usize,
}

impl<'a> Repair<'a> {
    pub(super) fn new(
        dictionary: &'a Dictionary,
        vocabulary: &'a dyn Vocabulary,
        reading: &'a mut Reading,
    ) -> Self {
        Self {
            dictionary,
            vocabulary,
            reading,
            done: 0,
        }
    }

    /// The words with those put right that need it.
    pub(super) fn all(&mut self, drafts: Vec<Draft>) -> Vec<Draft> {
        let count = drafts.len();
        let mut repaired = Vec::with_capacity(count);
        for (at, draft) in drafts.into_iter().enumerate() {
            let last = at + 1 == count;
            if draft.quoted || draft.optional || self.done >= MAX_REPAIRS {
                repaired.push(draft);
            } else if self.is_known(&draft) {
                repaired.push(self.doubted(draft));
            } else {
                self.done += 1;
                let choice = draft.choice;
                let mut words = self.unknown(draft, last);
                if let Some(first) = words.first_mut() {
                    first.choice = choice;
                }
                repaired.extend(words);
            }
        }
        repaired
    }

    fn frequency(&self, term: &str) -> usize {
        self.vocabulary.frequency(term)
    }

    fn is_known(&self, draft: &Draft) -> bool {
        draft
            .alternatives
            .iter()
            .any(|alternative| self.frequency(&alternative.term) > 0)
    }

    /// A word that nothing has.
    fn unknown(&mut self, mut draft: Draft, last: bool) -> Vec<Draft> {
        let has_digits = draft.surface.contains(|sign: char| sign.is_ascii_digit());
        if draft.measure {
            if let Some((_, number)) = draft.parts.first().cloned() {
                draft.or(&number, BARE_NUMBER, Way::Compound);
            }
            vec![draft]
        } else if has_digits {
            self.model(draft, last)
        } else {
            self.mistyped(draft, last)
        }
    }

    /// A name with digits: the beginning of a known one, or parts that are known by themselves. It is never corrected:
    /// the next model's name is one mistake away.
    fn model(&mut self, mut draft: Draft, last: bool) -> Vec<Draft> {
        if (last || draft.has_letters()) && self.complete(&mut draft) {
            return vec![draft];
        }
        if draft.parts.len() < 2 {
            return vec![draft];
        }
        let parts = std::mem::take(&mut draft.parts);
        let mut words = Vec::with_capacity(parts.len());
        for (surface, term) in parts {
            let part = Draft::part(&draft.typed, &surface, &term);
            if self.is_known(&part) || surface.chars().count() < 4 {
                words.push(part);
            } else {
                words.extend(self.mistyped(part, false));
            }
        }
        if words.iter().any(|word| self.is_known(word)) {
            words
        } else {
            vec![draft]
        }
    }

    /// A word of letters.
    fn mistyped(&mut self, mut draft: Draft, last: bool) -> Vec<Draft> {
        let near = self.dictionary.nearest(&draft.surface, NEIGHBOURS);
        let one_mistake = near
            .first()
            .filter(|best| best.distance == 1)
            .map(|best| best.count);
        let finished = if last { self.longer(&draft.surface) } else { 0 };
        if finished > 0
            && one_mistake.is_none_or(|count| step(count) < step(finished))
            && self.complete(&mut draft)
        {
            return vec![draft];
        }
        if one_mistake.is_none()
            && let Some((first, second)) = self.split(&draft.surface)
        {
            self.reading
                .corrections
                .push((draft.surface.clone(), format!("{first} {second}")));
            return vec![
                Draft::part(&draft.typed, &first, &term_of(&first)),
                Draft::part(&draft.typed, &second, &term_of(&second)),
            ];
        }
        self.correct(&mut draft, &near);
        vec![draft]
    }

    /// Lets the nearest known words stand for it.
    fn correct(&mut self, draft: &mut Draft, near: &[Neighbour<'_>]) {
        let Some(best) = near.first() else { return };
        let initial = |word: &str| word.chars().next();
        self.reading
            .corrections
            .push((draft.surface.clone(), best.word.to_owned()));
        let mut alternatives = Vec::new();
        add(&mut alternatives, &term_of(best.word), 1.0, Way::Corrected);
        for other in near.iter().skip(1) {
            if initial(other.word) == initial(best.word)
                && step(other.count) + 1 >= step(best.count)
            {
                add(
                    &mut alternatives,
                    &term_of(other.word),
                    SECOND,
                    Way::Corrected,
                );
            }
        }
        for term in relatives(best.word) {
            add(&mut alternatives, &term, RELATIVE, Way::Corrected);
        }
        best.word.clone_into(&mut draft.surface);
        draft.term = term_of(best.word);
        draft.alternatives = alternatives;
    }

    /// A word that hardly anything has, and only where mistakes are made, beside one that very many have: both.
    fn doubted(&mut self, mut draft: Draft) -> Draft {
        let is_plain =
            draft.surface.chars().all(char::is_alphabetic) && draft.surface.chars().count() >= 5;
        let own = draft
            .alternatives
            .iter()
            .map(|alternative| self.frequency(&alternative.term))
            .max()
            .unwrap_or(0);
        if !is_plain || step(own) > RARE || self.dictionary.count(&draft.surface) > 0 {
            return draft;
        }
        self.done += 1;
        let near = self.dictionary.nearest(&draft.surface, 1);
        if let Some(best) = near.first()
            && best.distance == 1
            && step(best.count) >= step(own) + FAR_MORE
            && best.word.chars().next() == draft.surface.chars().next()
        {
            self.reading
                .corrections
                .push((draft.surface.clone(), best.word.to_owned()));
            draft.or(&term_of(best.word), 1.0, Way::Corrected);
            best.word.clone_into(&mut draft.surface);
        }
        draft
    }

    /// How many products have a word that begins so.
    fn longer(&self, beginning: &str) -> usize {
        if beginning.chars().count() < 3 {
            return 0;
        }
        self.dictionary
            .completions(beginning, COMPLETIONS)
            .iter()
            .map(|(_, count)| count)
            .sum()
    }

    /// Lets the known words that begin so stand for it, if there are any.
    fn complete(&self, draft: &mut Draft) -> bool {
        let longer = self.dictionary.completions(&draft.surface, COMPLETIONS);
        for (word, _) in &longer {
            draft.or(&term_of(word), COMPLETED, Way::Prefix);
        }
        !longer.is_empty()
    }

    /// Two known words that are written as one here: those of which the rarer one is most widespread.
    fn split(&self, word: &str) -> Option<(String, String)> {
        let cuts = word.char_indices().skip(2).map(|(at, _)| at);
        let known = cuts.filter_map(|at| {
            let (first, second) = word.split_at_checked(at)?;
            if second.chars().count() < 2 || first.chars().count() + second.chars().count() < 5 {
                return None;
            }
            let rarer = self
                .dictionary
                .count(first)
                .min(self.dictionary.count(second));
            (rarer > 0).then_some((step(rarer), first, second))
        });
        // Of equal ones the first: its beginning is the shortest.
        let best = known.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, first, second)| (first.to_owned(), second.to_owned()))
    }
}
