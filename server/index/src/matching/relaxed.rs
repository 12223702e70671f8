//! What is answered when hardly anything has all words: the least telling ones are left out, one after another, until
//! there is a page's worth. If not even one word alone is enough, any of them will do.

use super::{Hits, Matches, Plan};
use crate::core::Core;
use crate::number::place;
use crate::ranking::MINIMUM;

/// All products that match as many words as it takes, those that match more of them before the others.
pub(super) fn matches(core: &Core, plan: &Plan) -> Matches {
    let least = plan.required.max(1);
    let (mut hits, mut depths) = begin(core, plan);
    let mut needed = enough(&depths, least);
    if depths.iter().filter(|depth| **depth >= needed).count() < MINIMUM && plan.required == 0 {
        hits = Hits::any(core, &plan.words);
        hits.drop_excluded(core, &plan.excluded);
        depths = deepen(core, plan, &mut hits, 0);
        needed = 0;
    } else {
        let keep: Vec<bool> = depths.iter().map(|depth| *depth >= needed).collect();
        hits.keep(&keep);
        depths.retain(|depth| *depth >= needed);
    }
    Matches {
        hits,
        depths,
        needed,
    }
}

/// All products that have what must be there, or else the most telling word; and how many words each has without a
/// gap, counted from the most telling.
fn begin(core: &Core, plan: &Plan) -> (Hits, Vec<usize>) {
    let least = plan.required.max(1);
    let mut hits = plan
        .words
        .first()
        .map(|word| Hits::of(core, word))
        .unwrap_or_default();
    hits.drop_excluded(core, &plan.excluded);
    for word in &plan.words[1..least] {
        hits.narrow(core, word);
    }
    let depths = deepen(core, plan, &mut hits, least);
    (hits, depths)
}

fn deepen(core: &Core, plan: &Plan, hits: &mut Hits, from: usize) -> Vec<usize> {
    let mut depths = vec![from; hits.len()];
    for (depth, word) in plan.words.iter().enumerate().skip(from) {
        for at in hits.deepen(core, word) {
            if depths[place(at)] == depth {
                depths[place(at)] = depth + 1;
            }
        }
    }
    depths
}

/// The most words of which enough products match that many.
fn enough(depths: &[usize], least: usize) -> usize {
    let deepest = depths.iter().copied().max().unwrap_or(least);
    let matching = |needed: usize| depths.iter().filter(|depth| **depth >= needed).count();
    (least..=deepest)
        .rev()
        .find(|needed| matching(*needed) >= MINIMUM)
        .unwrap_or(least)
}
