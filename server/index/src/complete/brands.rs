//! Brands by the beginning of their name.

use std::cmp::Reverse;

use crate::analysis::fold;
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
    let named = core
        .brands
        .live()
        .filter(|(brand, _)| begins(&brand.name, typed));
    let mut found: Vec<(&Brand, usize)> = named.collect();
    found.sort_unstable_by_key(|(brand, products)| {
        (Reverse(*products), &brand.name, &brand.slug, brand.id)
    });
    found
        .into_iter()
        .take(most)
        .map(|(brand, _)| brand.clone())
        .collect()
}

/// Whether a word of the name begins so.
fn begins(name: &str, typed: &str) -> bool {
    if name.is_ascii() {
        let (name, typed) = (name.as_bytes(), typed.as_bytes());
        name.windows(typed.len().max(1))
            .enumerate()
            .any(|(at, beginning)| {
                beginning.eq_ignore_ascii_case(typed)
                    && (at == 0 || !name[at - 1].is_ascii_alphanumeric())
            })
    } else {
        let name = fold(name);
        name.starts_with(typed) || name.split_whitespace().any(|word| word.starts_with(typed))
    }
}
