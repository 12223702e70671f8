//! From a question to its answer.

use crate::answer::{Answer, Facets};
use crate::core::Core;
use crate::facets::facets;
use crate::filters::{Filters, Sifted};
use crate::matching::{Plan, matches, plan};
use crate::order::{Results, page};
use crate::query::Query;
use crate::question::{Order, Question};
use crate::understanding::{Reading, understand};

/// What is searched for.
#[derive(Debug, PartialEq)]
pub(crate) struct Understood {
    query: Query,
    reading: Reading,
    pub(crate) plan: Plan,
}

/// An answer, and how many words a product must match to be part of it; 0 if any one will do.
#[derive(Debug)]
pub(crate) struct Worked {
    pub(crate) answer: Answer,
    pub(crate) needed: usize,
}

/// What a question searches for, given what there is.
pub(crate) fn understood(core: &Core, question: &Question) -> Understood {
    let (query, reading) = understand(&question.text, question.verbatim, &core.dictionary, core);
    let plan = plan(core, &query);
    Understood {
        query,
        reading,
        plan,
    }
}

/// The answer to a question that was understood.
pub(crate) fn work_out(core: &Core, question: &Question, understood: &Understood) -> Worked {
    let mut matches = matches(core, &understood.plan);
    let needed = matches.needed;
    let filters = Filters::of(core, question);
    let near = filters.sift(core, &mut matches);
    let exact = matches.with_all(understood.plan.words.len());
    // Only what passed is ranked, and only where that decides what comes first.
    let (slots, scores) = match question.order {
        Order::Relevance => matches.ranked(core, &understood.plan),
        _ => (matches.into_slots(), Vec::new()),
    };
    let passed = Results { slots, scores };
    let sifted = Sifted { passed, near };
    let facets = if question.without_facets {
        Facets::default()
    } else {
        facets(core, question, &filters, &sifted)
    };
    let answer = Answer {
        ids: page(
            core,
            &sifted.passed,
            question.order,
            question.offset,
            question.limit,
        ),
        total: sifted.passed.slots.len(),
        exact,
        facets,
        reading: Reading {
            left_out: understood.left_out(needed),
            ..understood.reading.clone()
        },
    };
    Worked { answer, needed }
}

impl Understood {
    /// The words that some results lack, in the order typed.
    fn left_out(&self, needed: usize) -> Vec<String> {
        let words = self.plan.words.iter().skip(needed);
        let mut groups: Vec<usize> = words.map(|word| word.group).collect();
        groups.sort_unstable();
        groups
            .into_iter()
            .map(|group| self.query.groups[group].surface.clone())
            .collect()
    }
}
