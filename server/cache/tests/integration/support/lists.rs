//! Lists that depend on the answers of an index, as one process has it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cache::{Answers, Dependencies, Key, Namespace, Tag, Touched, Validator, View};

use super::{Fault, Process, World};

pub(crate) const LISTS: Namespace = Namespace::new("list", 1, Duration::from_mins(1));

/// What one process knows: for each question a number, or nothing.
#[derive(Debug, Default)]
pub(crate) struct Index(Mutex<HashMap<Vec<u8>, u64>>);

impl Index {
    pub(crate) fn set(&self, question: &str, answer: impl Into<Option<u64>>) {
        let mut answers = self.0.lock().unwrap();
        match answer.into() {
            Some(answer) => answers.insert(question.into(), answer),
            None => answers.remove(question.as_bytes()),
        };
    }

    pub(crate) fn ask(&self, question: &str) -> Validator {
        let answer = self.answer(question.as_bytes()).unwrap_or_default();
        Validator::from((question.into(), answer))
    }
}

impl Answers for Index {
    fn answer(&self, question: &[u8]) -> Option<u64> {
        self.0.lock().unwrap().get(question).copied()
    }
}

/// A process with an index.
#[derive(Clone)]
pub(crate) struct Lists {
    pub(crate) process: Process,
    pub(crate) index: Arc<Index>,
}

impl Lists {
    /// Whose entries are judged by its index.
    pub(crate) fn of(world: &World) -> Self {
        let lists = Self::unvalidated(world);
        let answers: Arc<dyn Answers> = lists.index.clone();
        lists.process.cache.validate_by(answers);
        lists
    }

    /// Who has nobody to ask.
    pub(crate) fn unvalidated(world: &World) -> Self {
        let (process, index) = (world.process(), Arc::<Index>::default());
        for question in ["oak", "elm"] {
            index.set(question, 1);
        }
        Self { process, index }
    }

    /// Applies the next change: first to the index, then to the clock.
    pub(crate) fn change(&self, question: &str, answer: impl Into<Option<u64>>) {
        self.index.set(question, answer);
        self.process.apply(Touched::Tags(Vec::new()));
    }

    /// Reads a list as a request of its own, and lets its store end.
    pub(crate) async fn read(&self, question: &'static str) -> u64 {
        let view = self.process.cache.view();
        let answer = self.read_through(&view, &LISTS, question).await.unwrap();
        self.process.cache.flush_pending().await;
        answer
    }

    pub(crate) async fn read_through(
        &self,
        view: &View,
        namespace: &Namespace,
        question: &'static str,
    ) -> Result<u64, Fault> {
        let lists = self.clone();
        let load = move || {
            let lists = lists.clone();
            async move { lists.load(question).await }
        };
        let list = view.get_with(namespace, Key::of(&question), load).await?;
        Ok(*list)
    }

    /// The answer, and what it depends on: itself, and a card.
    pub(crate) async fn load(&self, question: &str) -> Result<(u64, Dependencies), Fault> {
        let asked = self.index.ask(question);
        self.process.source.load(1).await?;
        let answer = asked.answer;
        let tags = Dependencies::from([Tag::new("card", 1)]);
        Ok((answer, tags.validated([asked])))
    }

    /// How often lists were found in a tier, and how often they were missing for a change.
    pub(crate) fn hits_and_invalidated(&self) -> (u64, u64) {
        let stats = self.process.stats();
        (stats.hits.total(), stats.misses.invalidated)
    }
}
