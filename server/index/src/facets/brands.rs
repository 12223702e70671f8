//! Brands to choose from.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::answer::BrandCount;
use crate::core::{Brands, Core};
use crate::number::place;

use super::share::Share;

/// How many brands are told, not counting chosen ones: more than anybody reads.
const SHOWN: usize = 60;

/// The brands with the most results, and those chosen.
pub(super) fn brands(
    core: &Core,
    share: &Share<'_>,
    near: &[u32],
    chosen: &[String],
) -> Vec<BrandCount> {
    let all = core.brands.all();
    let number = |slot| place(core.brand[place(slot)]);
    let counts = share.count(core.brands.products(), near, number);

    // Two names at once while a brand is being renamed.
    let mut sums = vec![0_usize; core.brands.slugs()];
    for (number, count) in (0..).zip(&counts) {
        sums[place(core.brands.slug_of(number))] += count;
    }
    let least = least_shown(&sums);
    let mut by_slug: FxHashMap<&str, (&str, usize)> = FxHashMap::default();
    for (number, brand) in (0..).zip(all) {
        let sum = sums[place(core.brands.slug_of(number))];
        if counts[place(number)] > 0 && (sum >= least || chosen.contains(&brand.slug)) {
            let (name, _) = by_slug.entry(&brand.slug).or_insert((&brand.name, sum));
            // Any rule will do that goes by the names alone.
            *name = (*name).min(&brand.name);
        }
    }
    for slug in chosen {
        by_slug
            .entry(slug)
            .or_insert_with(|| (name(&core.brands, slug), 0));
    }
    let mut ranked: Vec<_> = by_slug
        .into_iter()
        .map(|(slug, (name, count))| (Reverse(count), name, slug))
        .collect();
    if ranked.len() > SHOWN {
        ranked.select_nth_unstable(SHOWN);
        let is_chosen = |slug: &str| chosen.iter().any(|chosen| chosen == slug);
        let chosen = ranked
            .split_off(SHOWN)
            .into_iter()
            .filter(|(_, _, slug)| is_chosen(slug));
        ranked.extend(chosen.collect::<Vec<_>>());
    }
    ranked.sort_unstable();
    let told = |(Reverse(count), name, slug): (Reverse<usize>, &str, &str)| BrandCount {
        slug: slug.to_owned(),
        name: name.to_owned(),
        count,
    };
    ranked.into_iter().map(told).collect()
}

/// How many results a brand must have to be told: only such brands are looked at more closely.
fn least_shown(sums: &[usize]) -> usize {
    let mut sums: Vec<usize> = sums.iter().copied().filter(|sum| *sum > 0).collect();
    let Some(below) = sums.len().checked_sub(SHOWN) else {
        return 1;
    };
    *sums.select_nth_unstable(below).1
}

/// The name of a brand without results: that of its products elsewhere, or else what is known of it.
fn name<'n>(brands: &'n Brands, slug: &'n str) -> &'n str {
    let named = brands
        .live()
        .filter(|(brand, _)| brand.slug == slug)
        .map(|(brand, _)| brand.name.as_str());
    named.min().unwrap_or(slug)
}
