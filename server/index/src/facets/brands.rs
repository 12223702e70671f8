//! Brands to choose from.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::answer::BrandCount;
use crate::core::{Brands, Core};
use crate::filters::{BRAND, Sifted};
use crate::number::place;

/// How many brands are told, not counting chosen ones: more than anybody reads.
const SHOWN: usize = 60;

/// The brands with the most results, and those chosen.
pub(super) fn brands(core: &Core, sifted: &Sifted, chosen: &[String]) -> Vec<BrandCount> {
    let all = core.brands.all();
    let mut counts = vec![0; all.len() + 1];
    sifted
        .open(BRAND)
        .for_each(|slot| counts[place(core.brand[place(slot)]).min(all.len())] += 1);

    let mut by_slug: FxHashMap<&str, (&str, usize)> = FxHashMap::default();
    for (brand, count) in all.iter().zip(counts).filter(|(_, count)| *count > 0) {
        let (name, sum) = by_slug.entry(&brand.slug).or_insert((&brand.name, 0));
        // Two names at once while a brand is being renamed: any rule will do that goes by the names alone.
        *name = (*name).min(&brand.name);
        *sum += count;
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

/// The name of a brand without results: that of its products elsewhere, or else what is known of it.
fn name<'n>(brands: &'n Brands, slug: &'n str) -> &'n str {
    let named = brands
        .live()
        .filter(|(brand, _)| brand.slug == slug)
        .map(|(brand, _)| brand.name.as_str());
    named.min().unwrap_or(slug)
}
