//! What a view took, for something that is made of it.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clock::Standpoint;
use crate::dependencies::Dependencies;
use crate::entry::{Entry, Facts};
use crate::namespace::Namespace;
use crate::tag::Tag;
use crate::validator::Validator;

/// What a view took.
#[derive(Default)]
pub(super) struct Taken {
    pieces: Mutex<Pieces>,
    outdated: AtomicBool,
}

#[derive(Default)]
struct Pieces {
    facts: Vec<Arc<Facts>>,
    /// Of which they are.
    namespaces: BTreeSet<&'static str>,
    /// Of what was asked past the cache.
    answers: Vec<Validator>,
    /// Of what was not there to be taken.
    absent: Vec<Tag>,
}

impl Taken {
    /// Remembers what these entries depend on; their values.
    pub(super) fn add<I, T>(
        &self,
        namespace: &Namespace,
        entries: impl IntoIterator<Item = (I, Entry<T>)>,
    ) -> Vec<(I, Arc<T>)> {
        let mut pieces = self.pieces();
        pieces.namespaces.insert(namespace.name);
        let value = |(id, entry): (I, Entry<T>)| {
            pieces.facts.push(entry.facts);
            (id, entry.value)
        };
        entries.into_iter().map(value).collect()
    }

    pub(super) fn add_answer(&self, answer: Validator) {
        self.pieces().answers.push(answer);
    }

    pub(super) fn add_absent(&self, tags: impl IntoIterator<Item = Tag>) {
        self.pieces().absent.extend(tags);
    }

    pub(super) fn is_outdated(&self) -> bool {
        self.outdated.load(Ordering::Relaxed)
    }

    pub(super) fn mark_outdated(&self) {
        self.outdated.store(true, Ordering::Relaxed);
    }

    /// What all of it depends on, for a view that began at `began`.
    ///
    /// Two answers to one question both stay: they cannot both be right later, so what was made of them is not current
    /// beyond where the view stood.
    pub(super) fn dependencies(&self, began: &Standpoint) -> Dependencies {
        let pieces = self.pieces();
        if self.is_outdated() || pieces.facts.iter().any(|facts| facts.uncached) {
            return Dependencies::uncached();
        }
        let facts = pieces.facts.iter();
        let tags = facts.clone().flat_map(|facts| &facts.tags);
        let namespaces = pieces.namespaces.iter();
        let namespaces: Vec<_> = namespaces.map(|name| Tag::of_namespace(name)).collect();
        let tags = tags.chain(&pieces.absent).chain(&namespaces);
        let tags: BTreeSet<_> = tags.collect();
        let inherited = facts.flat_map(|facts| &facts.validators);
        let answers: BTreeSet<_> = inherited.chain(&pieces.answers).collect();
        let tags: Vec<_> = tags.into_iter().cloned().collect();
        Dependencies {
            validators: answers.into_iter().cloned().collect(),
            since: Some(began.clone()),
            ..tags.into()
        }
    }

    fn pieces(&self) -> MutexGuard<'_, Pieces> {
        self.pieces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
