//! From a question to its answer.

use std::sync::Arc;

use crate::answer::{Answer, Facets};
use crate::core::Core;
use crate::facets::facets;
use crate::filters::{Filters, Sifted};
use crate::matching::{Least, Plan, matches, plan};
use crate::order::page;
use crate::query::Query;
use crate::question::{Order, Question};
use crate::understanding::{Reading, understand};

/// What is searched for.
#[derive(Debug, PartialEq)]
pub(crate) struct Understood {
    pub(crate) query: Query,
    reading: Reading,
    pub(crate) plan: Plan,
}

/// An answer, and how much of the query a product must have to be part of it.
#[derive(Debug)]
pub(crate) struct Worked {
    pub(crate) answer: Answer,
    pub(crate) needed: u32,
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

/// The answer to a question that was understood. `counted`: what its results can be narrowed by, if that is known.
pub(crate) fn work_out(
    core: &Core,
    question: &Question,
    understood: &Understood,
    counted: Option<Arc<Facets>>,
) -> Worked {
    let plan = &understood.plan;
    let mut matches = matches(core, plan, Least::of(question.order));
    let needed = matches.needed;
    let filters = Filters::of(core, question);
    let near = filters.sift(core, &mut matches);
    let exact = matches.exact(plan);
    let left_out = understood.words_of(&matches.left_out(plan));
    // Only what passed is ranked, and only where that decides what comes first.
    let passed = match question.order {
        Order::Relevance => matches.ranked(core, plan),
        _ => matches.unranked(),
    };
    let sifted = Sifted { passed, near };
    let facets = match counted {
        _ if question.without_facets => Arc::default(),
        Some(counted) => counted,
        None => Arc::new(facets(core, question, &filters, &sifted)),
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
            left_out,
            ..understood.reading.clone()
        },
    };
    Worked { answer, needed }
}

impl Understood {
    /// The words in these places, as they were understood.
    fn words_of(&self, groups: &[usize]) -> Vec<String> {
        let words = groups.iter().map(|group| &self.query.groups[*group]);
        words.map(|group| group.surface.clone()).collect()
    }
}
