//! Properties to choose from: those that say something about many of the results.

use std::cmp::Reverse;
use std::hint::black_box;

use rustc_hash::FxHashSet;

use crate::answer::{AttributeFacet, ValueCount};
use crate::core::{Core, Tally};
use crate::filters::{Filters, PROPERTIES, Property, Sifted};
use crate::number::place;

use super::share::Share;

/// How many properties are told, unless more are chosen.
const SHOWN: usize = 8;
/// One in so many results must have a property for it to be told.
const WIDESPREAD: usize = 5;
/// With fewer values there is nothing to choose; with more they are as good as names.
const VALUES: std::ops::RangeInclusive<usize> = 2..=1000;
/// How many values of a property are told, not counting chosen ones.
const VALUES_SHOWN: usize = 50;

/// For how many products memory is asked at once.
const AHEAD: usize = 32;

/// Properties that many of the results have, and those chosen.
pub(super) fn properties(
    core: &Core,
    share: &Share<'_>,
    sifted: &Sifted,
    filters: &Filters,
) -> Vec<AttributeFacet> {
    let counts = Counts::of(core, share, sifted, filters);
    let mut keys: Vec<Key<'_>> = filters
        .properties
        .iter()
        .enumerate()
        .map(|(filter, property)| Key {
            text: &property.key,
            chosen: Some(property),
            products: property
                .number
                .map_or(0, |number| counts.products[place(number)]),
            of: sifted.extent(PROPERTIES + filter),
        })
        .collect();
    let total = sifted.passed.slots.len();
    for (number, products) in (0..).zip(&counts.products) {
        let told = *products > 0
            && products * WIDESPREAD >= total
            && VALUES.contains(&counts.values[place(number)]);
        if told
            && !filters
                .properties
                .iter()
                .any(|property| property.number == Some(number))
        {
            keys.push(Key {
                text: core.properties.key(number),
                chosen: None,
                products: *products,
                of: total,
            });
        }
    }
    keys.sort_unstable_by(|one, other| {
        one.chosen
            .is_none()
            .cmp(&other.chosen.is_none())
            .then(one.cmp(other))
    });
    keys.truncate(SHOWN.max(filters.properties.len()));
    keys.sort_by(Key::cmp);
    counts.values_of(core, &keys)
}

/// A property that may be told.
struct Key<'k> {
    text: &'k str,
    chosen: Option<&'k Property>,
    /// How many products have it…
    products: usize,
    /// …of how many.
    of: usize,
}

impl Key<'_> {
    /// The more widespread first.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let (this, that) = (self.products * other.of, other.products * self.of);
        that.cmp(&this).then_with(|| self.text.cmp(other.text))
    }
}

struct Counts {
    /// By pair: how many products have it.
    pairs: Vec<u32>,
    /// By name: how many products have any value of it.
    products: Vec<usize>,
    /// By name: how many values there are.
    values: Vec<usize>,
}

impl Counts {
    fn of(core: &Core, share: &Share<'_>, sifted: &Sifted, filters: &Filters) -> Self {
        let mut tally = tally(core, share);
        for (property, near) in filters.properties.iter().zip(&sifted.near[PROPERTIES..]) {
            let own = |pair: &u32| property.number == Some(core.properties.key_of(*pair));
            for slot in near {
                let pairs = core.pairs.get(*slot).iter().copied().filter(own);
                let pairs: Vec<u32> = pairs.collect();
                tally.add(&pairs, true, |pair| core.properties.key_of(pair));
            }
        }
        let keys = core.properties.keys();
        let (mut products, mut values) = (vec![0; keys], vec![0; keys]);
        let found = (0..).zip(&tally.pairs).filter(|(_, count)| **count > 0);
        for (pair, count) in found {
            let key = place(core.properties.key_of(pair));
            values[key] += 1;
            products[key] += place(*count);
        }
        for (products, further) in products.iter_mut().zip(&tally.further) {
            *products -= place(*further);
        }
        Self {
            pairs: tally.pairs,
            products,
            values,
        }
    }

    fn values_of(&self, core: &Core, keys: &[Key<'_>]) -> Vec<AttributeFacet> {
        // Where each property's values go.
        let mut wanted = vec![usize::MAX; core.properties.keys()];
        for (at, key) in keys.iter().enumerate() {
            if let Some(number) = core.properties.find_key(key.text) {
                wanted[place(number)] = at;
            }
        }
        let mut values: Vec<Vec<(Reverse<u32>, u32)>> = vec![Vec::new(); keys.len()];
        let found = (0..).zip(&self.pairs).filter(|(_, count)| **count > 0);
        for (pair, count) in found {
            if let Some(values) = values.get_mut(wanted[place(core.properties.key_of(pair))]) {
                values.push((Reverse(*count), pair));
            }
        }
        keys.iter()
            .zip(values)
            .map(|(key, values)| shown(core, key, values))
            .collect()
    }
}

fn tally(core: &Core, share: &Share<'_>) -> Tally {
    match share {
        Share::These(slots) => counted(core, slots),
        Share::AllBut(others) => core.tally.without(&counted(core, others)),
    }
}

fn counted(core: &Core, slots: &[u32]) -> Tally {
    let mut tally = Tally::with_room(core.properties.pairs(), core.properties.keys());
    for slots in slots.chunks(AHEAD) {
        // Lists lie far apart, and the processor waits for each. Asked for at once, they come nearly together.
        let first = |slot: &u32| core.pairs.get(*slot).first().copied().unwrap_or_default();
        black_box(slots.iter().map(first).fold(0, u32::wrapping_add));
        for slot in slots {
            let (pairs, is_manifold) = (core.pairs.get(*slot), core.is_manifold[place(*slot)]);
            tally.add(pairs, is_manifold, |pair| core.properties.key_of(pair));
        }
    }
    tally
}

/// Of values by number, with their counts, those that are told.
fn shown(core: &Core, key: &Key<'_>, mut values: Vec<(Reverse<u32>, u32)>) -> AttributeFacet {
    let chosen: FxHashSet<&str> = key
        .chosen
        .iter()
        .flat_map(|property| &property.values)
        .map(String::as_str)
        .collect();
    let mut told = Vec::new();
    if !chosen.is_empty() {
        let mut missing = chosen.clone();
        for (Reverse(count), pair) in &values {
            let value = core.properties.value(*pair);
            if missing.remove(value) {
                told.push((Reverse(*count), value));
            }
        }
        told.extend(missing.into_iter().map(|value| (Reverse(0), value)));
    }
    if values.len() > VALUES_SHOWN {
        // Their names, which are further away, decide between equal ones only.
        let (_, (last, _), _) = values.select_nth_unstable(VALUES_SHOWN - 1);
        let last = *last;
        values.retain(|(count, _)| *count <= last);
    }
    let text = |(count, pair): (Reverse<u32>, u32)| (count, core.properties.value(pair));
    let mut most: Vec<(Reverse<u32>, &str)> = values.into_iter().map(text).collect();
    most.sort_unstable();
    most.truncate(VALUES_SHOWN);
    told.extend(most);
    told.sort_unstable();
    told.dedup();
    let told = told.into_iter().map(|(Reverse(count), value)| ValueCount {
        value: value.to_owned(),
        count: place(count),
    });
    AttributeFacet {
        key: key.text.to_owned(),
        values: told.collect(),
    }
}
