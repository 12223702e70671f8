//! The brands, categories and properties that products have, by number.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::interner::Interner;
use crate::analysis::fold;
use crate::number::{place, small};
use crate::product::Brand;

/// What a product without a brand or a category has instead of its number.
pub(crate) const NONE: u32 = u32::MAX;

/// Brands by number. While a brand is being renamed, some products have it under its old name: that is another number.
#[derive(Debug, Default)]
pub(crate) struct Brands {
    numbers: FxHashMap<Brand, u32>,
    all: Vec<Brand>,
    products: Vec<usize>,
    /// By number: the number of its name in addresses, which brands share that are being renamed.
    slug_of: Vec<u32>,
    slugs: Interner,
    /// Names folded, from each of their words on, with the brand's number.
    beginnings: BTreeSet<(String, u32)>,
}

impl Brands {
    /// The number of a brand, for one more product.
    pub(crate) fn gain(&mut self, brand: &Brand) -> u32 {
        let number = self.numbers.get(brand).copied().unwrap_or_else(|| {
            let number = small(self.all.len());
            self.numbers.insert(brand.clone(), number);
            let name = fold(&brand.name);
            let words = word_starts(&name).map(|start| (name[start..].to_owned(), number));
            self.beginnings.extend(words);
            self.all.push(brand.clone());
            self.slug_of.push(self.slugs.intern(&brand.slug));
            self.products.push(0);
            number
        });
        self.products[place(number)] += 1;
        number
    }

    /// Notes that a product of the brand is gone.
    pub(crate) fn lose(&mut self, number: u32) {
        if let Some(products) = self.products.get_mut(place(number)) {
            *products -= 1;
        }
    }

    /// The brand with this number.
    pub(crate) fn get(&self, number: u32) -> Option<&Brand> {
        self.all.get(place(number))
    }

    /// The number of a brand's name in addresses.
    pub(crate) fn slug_of(&self, number: u32) -> u32 {
        self.slug_of[place(number)]
    }

    /// How many names in addresses there are.
    pub(crate) fn slugs(&self) -> usize {
        self.slugs.len()
    }

    /// All that were ever there, by number.
    pub(crate) fn all(&self) -> &[Brand] {
        &self.all
    }

    /// How many products each has, by number.
    pub(crate) fn products(&self) -> &[usize] {
        &self.products
    }

    /// Those that have products, with how many.
    pub(crate) fn live(&self) -> impl Iterator<Item = (&Brand, usize)> {
        self.all
            .iter()
            .zip(self.products.iter().copied())
            .filter(|(_, products)| *products > 0)
    }

    /// Those that have products and in whose name, folded, a word begins so, with how many products; once for each such
    /// word.
    pub(crate) fn beginning(&self, typed: &str) -> Vec<(&Brand, usize)> {
        let from = self.beginnings.range((typed.to_owned(), 0)..);
        from.take_while(|(rest, _)| rest.starts_with(typed))
            .map(|(_, number)| (&self.all[place(*number)], self.products[place(*number)]))
            .filter(|(_, products)| *products > 0)
            .collect()
    }

    /// About how much memory the brands take.
    pub(crate) fn memory(&self) -> usize {
        self.all
            .iter()
            .map(|brand| 2 * (brand.slug.len() + brand.name.len() + 56) + 12)
            .sum::<usize>()
            + self.slugs.memory()
            + self.slug_of.capacity() * 4
            + self
                .beginnings
                .iter()
                .map(|(rest, _)| rest.len() + 40)
                .sum::<usize>()
    }
}

/// Where words begin in a folded text, and where the text does.
fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, sign)| {
        let starts = at == 0 || sign.is_alphanumeric() && !before.is_alphanumeric();
        before = sign;
        starts.then_some(at)
    })
}

/// Categories by number.
#[derive(Debug, Default)]
pub(crate) struct Categories {
    numbers: FxHashMap<i32, u32>,
    ids: Vec<i32>,
    products: Vec<usize>,
    /// The slots that stand or stood in each, ascending.
    slots: Vec<Vec<u32>>,
}

impl Categories {
    /// Notes that the product in this slot, which must be the highest yet, stands in the category; its number.
    pub(crate) fn gain(&mut self, id: i32, slot: u32) -> u32 {
        let number = *self.numbers.entry(id).or_insert_with(|| {
            self.ids.push(id);
            self.products.push(0);
            self.slots.push(Vec::new());
            small(self.ids.len() - 1)
        });
        self.products[place(number)] += 1;
        self.slots[place(number)].push(slot);
        number
    }

    /// Notes that a product of the category is gone.
    pub(crate) fn lose(&mut self, number: u32) {
        if let Some(products) = self.products.get_mut(place(number)) {
            *products -= 1;
        }
    }

    /// The number of a category that products stand or stood in.
    pub(crate) fn find(&self, id: i32) -> Option<u32> {
        self.numbers.get(&id).copied()
    }

    /// The ids, by number.
    pub(crate) fn ids(&self) -> &[i32] {
        &self.ids
    }

    /// How many products stand in each, by number.
    pub(crate) fn products(&self) -> &[usize] {
        &self.products
    }

    /// The slots of products that stand in a category, or did when they went.
    pub(crate) fn slots(&self, number: u32) -> &[u32] {
        self.slots.get(place(number)).map_or(&[], Vec::as_slice)
    }

    /// About how much memory the categories take.
    pub(crate) fn memory(&self) -> usize {
        self.slots
            .iter()
            .map(|slots| slots.capacity() * 4 + 40)
            .sum()
    }
}

/// Properties with their values, by number.
#[derive(Debug, Default)]
pub(crate) struct Properties {
    keys: Interner,
    pairs: Interner,
    key_of: Vec<u32>,
}

/// Stands between the name of a property and its value.
const SEPARATOR: char = '\0';

impl Properties {
    /// A name as it is kept. No database takes a NUL, so this changes no real one; it keeps name and value apart
    /// whatever comes.
    pub(crate) fn cleaned(key: &str) -> String {
        key.replace(SEPARATOR, " ")
    }

    /// Name and value in one text, written over another.
    pub(crate) fn join(text: &mut String, key: &str, value: &str) {
        text.clear();
        let cleaned = |sign| if sign == SEPARATOR { ' ' } else { sign };
        text.extend(key.chars().map(cleaned));
        text.push(SEPARATOR);
        text.push_str(value);
    }

    /// The number of a property with a value, as [`Properties::join`] makes it.
    pub(crate) fn intern(&mut self, joined: &str) -> u32 {
        let number = self.pairs.intern(joined);
        if place(number) == self.key_of.len() {
            let key = joined.split_once(SEPARATOR).map_or(joined, |(key, _)| key);
            self.key_of.push(self.keys.intern(key));
        }
        number
    }

    /// The number of a property's name.
    pub(crate) fn find_key(&self, key: &str) -> Option<u32> {
        self.keys.find(&Self::cleaned(key))
    }

    /// The number of a property with a value.
    pub(crate) fn find(&self, key: &str, value: &str) -> Option<u32> {
        let mut joined = String::new();
        Self::join(&mut joined, key, value);
        self.pairs.find(&joined)
    }

    /// The number of the property's name, for the number of the pair.
    pub(crate) fn key_of(&self, pair: u32) -> u32 {
        self.key_of[place(pair)]
    }

    /// A property's name.
    pub(crate) fn key(&self, key: u32) -> &str {
        self.keys.text(key)
    }

    /// A pair's value.
    pub(crate) fn value(&self, pair: u32) -> &str {
        self.pairs
            .text(pair)
            .split_once(SEPARATOR)
            .map_or("", |(_, value)| value)
    }

    /// Name and value in one text.
    pub(crate) fn text(&self, pair: u32) -> &str {
        self.pairs.text(pair)
    }

    /// How many names there are.
    pub(crate) fn keys(&self) -> usize {
        self.keys.len()
    }

    /// How many pairs there are.
    pub(crate) fn pairs(&self) -> usize {
        self.pairs.len()
    }

    /// About how much memory the properties take.
    pub(crate) fn memory(&self) -> usize {
        self.keys.memory() + self.pairs.memory() + self.key_of.capacity() * 4
    }
}
