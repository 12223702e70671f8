//! What the index keeps of products, worked out beforehand: without looking at the index, so on any thread.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

use super::columns::Row;
use super::interner::Interner;
use super::labels::Properties;
use super::postings::{Mark, Occurrences, Places};
use crate::analysis::{Token, tokens};
use crate::product::{Brand, Product};
use crate::ranking::{Field, Place};

/// What the index keeps of some products. Their terms, words and properties are numbered within the batch, so that
/// the index looks up each of them once for all of these products.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) terms: Interner,
    pub(crate) words: Interner,
    pub(crate) pairs: Interner,
    pub(crate) facts: Vec<Facts>,
}

/// What the index keeps of a product.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) id: i64,
    /// Tells whether anything but the row has changed.
    pub(crate) digest: u64,
    pub(crate) row: Row,
    pub(crate) brand: Option<Brand>,
    pub(crate) category: Option<i32>,
    /// The terms of the name in order.
    pub(crate) name: Vec<u32>,
    /// All terms.
    pub(crate) terms: Vec<(u32, Mark, Places)>,
    /// The words that can be typed, each with its term.
    pub(crate) words: Vec<u32>,
    /// The properties with their values.
    pub(crate) pairs: Vec<u32>,
}

/// Tells products apart by everything but their row.
pub(crate) fn digest(product: &Product) -> u64 {
    let mut hasher = Xxh3::new();
    product.name.hash(&mut hasher);
    product.sku.hash(&mut hasher);
    product.description.hash(&mut hasher);
    product.brand.hash(&mut hasher);
    product.category.hash(&mut hasher);
    product.category_names.hash(&mut hasher);
    product.attributes.hash(&mut hasher);
    hasher.finish()
}

/// Works out what the index keeps of these products.
pub(crate) fn analyse<'p>(products: impl IntoIterator<Item = &'p Product>) -> Batch {
    let mut analyst = Analyst::default();
    for product in products {
        let facts = analyst.facts(product);
        analyst.batch.facts.push(facts);
    }
    analyst.batch
}

#[derive(Default)]
struct Analyst {
    batch: Batch,
    /// Brands, categories and values come again and again.
    known: FxHashMap<String, Rc<[Numbered]>>,
}

/// A token by its numbers in the batch.
#[derive(Clone, Copy)]
struct Numbered {
    term: u32,
    /// Absent where nobody should be corrected to the word: in stock numbers, and in descriptions with their mistakes.
    word: Option<u32>,
    position: u32,
    whole: bool,
}

/// What has been found out about a product so far.
#[derive(Default)]
struct Findings {
    occurrences: FxHashMap<u32, Occurrences>,
    lengths: [usize; 4],
    words: Vec<u32>,
}

impl Findings {
    fn count(&mut self, place: Place, tokens: &[Numbered]) {
        let field = place.field();
        for token in tokens {
            self.occurrences
                .entry(token.term)
                .or_default()
                .count(place, token.whole);
            self.lengths[field as usize] += usize::from(token.whole);
            if field != Field::Text {
                self.words.extend(token.word);
            }
        }
    }
}

impl Findings {
    /// Notes where the terms of the name stand: parts and joined forms where the whole does.
    fn place(&mut self, name: &[Numbered]) {
        for (place, tokens) in name
            .chunk_by(|one, other| one.position == other.position)
            .enumerate()
        {
            for token in tokens {
                self.occurrences
                    .entry(token.term)
                    .or_default()
                    .stand_at(place);
            }
        }
    }
}

impl Analyst {
    fn facts(&mut self, product: &Product) -> Facts {
        let mut findings = Findings::default();
        let name = self.tokens(&product.name);
        findings.count(Place::Name, &name);
        findings.place(&name);
        if let Some(brand) = &product.brand {
            findings.count(Place::Brand, &self.known(&brand.name));
        }
        for category in &product.category_names {
            findings.count(Place::Category, &self.known(category));
        }
        findings.count(Place::StockNumber, &self.silent(&product.sku));
        for (key, value) in &product.attributes {
            findings.count(Place::Value, &self.known(value));
            findings.count(Place::Property, &self.known(key));
        }
        findings.count(Place::Description, &self.silent(&product.description));

        let lengths = findings.lengths;
        let terms = findings
            .occurrences
            .iter()
            .map(|(&term, found)| (term, Mark::of(found, &lengths), found.places()))
            .collect();
        findings.words.sort_unstable();
        findings.words.dedup();
        Facts {
            id: product.id,
            digest: digest(product),
            row: Row::of(product),
            brand: product.brand.clone(),
            category: product.category,
            name: in_order(&name),
            terms,
            words: findings.words,
            pairs: self.pairs(&product.attributes),
        }
    }

    fn pairs(&mut self, attributes: &[(String, String)]) -> Vec<u32> {
        let told = attributes
            .iter()
            .filter(|(key, value)| !key.is_empty() && !value.is_empty());
        let mut pairs: Vec<u32> = told
            .map(|(key, value)| self.batch.pairs.intern(&Properties::joined(key, value)))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// The tokens of a text that is likely to come again.
    fn known(&mut self, text: &str) -> Rc<[Numbered]> {
        if let Some(known) = self.known.get(text) {
            return Rc::clone(known);
        }
        let tokens: Rc<[Numbered]> = self.tokens(text).into();
        self.known.insert(text.to_owned(), Rc::clone(&tokens));
        tokens
    }

    fn tokens(&mut self, text: &str) -> Vec<Numbered> {
        let number = |token: Token| {
            // Units, halves of compounds and the like are not what people mean to type; parts of a model's name are.
            let typed = token.whole || token.surface.bytes().any(|byte| byte.is_ascii_digit());
            let word = typed.then(|| self.batch.words.intern(&token.surface));
            Numbered {
                word,
                ..self.silently(&token)
            }
        };
        tokens(text).into_iter().map(number).collect()
    }

    /// The tokens of a text whose words nobody should be corrected to.
    fn silent(&mut self, text: &str) -> Vec<Numbered> {
        tokens(text)
            .iter()
            .map(|token| self.silently(token))
            .collect()
    }

    fn silently(&mut self, token: &Token) -> Numbered {
        let term = self.batch.terms.intern(&token.term);
        Numbered {
            term,
            word: None,
            position: token.position,
            whole: token.whole,
        }
    }
}

/// One term for each place: that of the whole word where there is one.
fn in_order(tokens: &[Numbered]) -> Vec<u32> {
    let mut places: Vec<(u32, bool, u32)> = Vec::new();
    for token in tokens {
        match places.last_mut() {
            Some(last) if last.0 == token.position => {
                if token.whole && !last.1 {
                    *last = (token.position, true, token.term);
                }
            }
            _ => places.push((token.position, token.whole, token.term)),
        }
    }
    places.into_iter().map(|(_, _, term)| term).collect()
}
