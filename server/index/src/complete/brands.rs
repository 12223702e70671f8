//! Brands by the beginning of their name.

use std::cmp::Reverse;

use crate::core::Core;
use crate::product::Brand;

/// The brands a word of whose name begins so, those with the most products first: all that was typed, or else its
/// last word.
pub(super) fn brands(core: &Core, typed: &str, last: &str, most: usize) -> Vec<Brand> {
    if most == 0 {
        return Vec::new();
    }
    let typed = typed.trim();
    let found = beginning(core, typed, most);
    if found.is_empty() && last.len() > 1 && last != typed {
        beginning(core, last, most)
    } else {
        found
    }
}

fn beginning(core: &Core, typed: &str, most: usize) -> Vec<Brand> {
    let mut found: Vec<(&Brand, usize)> = core.brands.beginning(typed);
    if found.len() > most {
        let (_, worst, _) =
            found.select_nth_unstable_by_key(most - 1, |(_, products)| Reverse(*products));
        let fewest = worst.1;
        found.retain(|(_, own)| *own >= fewest);
    }
    found.sort_unstable_by_key(|(brand, products)| {
        (Reverse(*products), &brand.name, &brand.slug, brand.id)
    });
    found.dedup();
    found
        .into_iter()
        .take(most)
        .map(|(brand, _)| brand.clone())
        .collect()
}
