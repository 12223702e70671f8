//! From a question to its answer.

use std::sync::Arc;

use crate::answer::{Answer, Facets};
use crate::care::{Care, Pin, PinnedPage, Said, leading};
use crate::core::Core;
use crate::facets::facets;
use crate::filters::{Filters, Sifted};
use crate::matching::{Least, Plan, has_all, matches, plan};
use crate::number::place;
use crate::order::{Results, page};
use crate::query::Query;
use crate::question::{Order, Question};
use crate::understanding::{Reading, understand};

/// What is searched for.
#[derive(Debug, PartialEq)]
pub(crate) struct Understood {
    pub(crate) query: Query,
    reading: Reading,
    pub(crate) plan: Plan,
    /// What the shop says about this search.
    care: Option<Arc<Care>>,
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
        care: core.cares.of(&question.text),
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
    let said = understood.care.as_deref();
    let hidden = said.map_or_else(Vec::new, |care| care.hidden_slots(core));
    let mut matches = matches(core, plan, Least::of(question.order), &hidden);
    let needed = matches.needed;
    // Pinned products are results on their own account.
    let pins = said.map_or_else(Vec::new, |care| care.pinned_slots(core));
    matches.drop_slots(&slots_of(&pins));
    let filters = Filters::of(core, question);
    let mut near = filters.sift(core, &mut matches);
    let pins = filters.sift_pins(core, pins, &mut near);
    let exact = matches.exact(plan);
    let pinned_exact = pins.iter().filter(|pin| has_all(core, plan, pin.slot));
    let pinned_exact = pinned_exact.count();
    let leading = leading(&pins, matches.slots().len(), exact);
    let left_out = understood.words_of(&matches.left_out(plan));
    // Only what passed is ranked, and only where that decides what comes first.
    let mut passed = match question.order {
        Order::Relevance => matches.ranked(core, plan),
        _ => matches.unranked(),
    };
    let ids = match question.order {
        Order::Relevance => {
            let ids = page_around(core, &passed, &pins, question);
            passed.slots.extend(slots_of(&pins));
            ids
        }
        order => {
            passed.slots.extend(slots_of(&pins));
            page(core, &passed, order, question.offset, question.limit)
        }
    };
    let sifted = Sifted { passed, near };
    let facets = match counted {
        _ if question.without_facets => Arc::default(),
        Some(counted) => counted,
        None => Arc::new(facets(core, question, &filters, &sifted)),
    };
    let answer = Answer {
        ids,
        total: sifted.passed.slots.len(),
        exact: exact + pinned_exact,
        leading,
        facets,
        reading: Reading {
            left_out,
            ..understood.reading.clone()
        },
    };
    Worked { answer, needed }
}

/// The slots of pins, ascending.
fn slots_of(pins: &[Pin]) -> Vec<u32> {
    let mut slots: Vec<u32> = pins.iter().map(|pin| pin.slot).collect();
    slots.sort_unstable();
    slots
}

/// The page of the results with the pinned ones at their places.
fn page_around(core: &Core, others: &Results, pins: &[Pin], question: &Question) -> Vec<i64> {
    let own = PinnedPage::of(pins, others.slots.len(), question.offset, question.limit);
    let mut ids = page(core, others, Order::Relevance, own.offset, own.limit);
    for (at, slot) in own.pinned {
        ids.insert(at.min(ids.len()), core.ids[place(slot)]);
    }
    ids
}

impl Understood {
    /// The same search as if nothing were said about it.
    pub(crate) fn without_care(self) -> Self {
        Self { care: None, ..self }
    }

    /// What the shop says about a product as a result of this search.
    pub(crate) fn said_of(&self, id: i64) -> Option<Said> {
        self.care.as_ref()?.of(id)
    }

    /// The words in these places, as they were understood.
    fn words_of(&self, groups: &[usize]) -> Vec<String> {
        let words = groups.iter().map(|group| &self.query.groups[*group]);
        words.map(|group| group.surface.clone()).collect()
    }
}
