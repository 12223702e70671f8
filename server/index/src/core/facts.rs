//! What the index keeps of products, worked out beforehand: without looking at the index, so on any thread.

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::Xxh3;

use super::columns::Row;
use super::findings::{Findings, Numbered, in_order};
use super::interner::Interner;
use super::labels::Properties;
use super::postings::{Mark, Places};
use crate::analysis::{Form, Kind, fold, forms, term_of};
use crate::number::place;
use crate::product::{Brand, Product};
use crate::ranking::Place;

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
    /// The terms of words that were met, by number: most words come again.
    surfaces: Interner,
    terms: Vec<u32>,
    findings: Findings,
    pair: String,
}

impl Analyst {
    fn facts(&mut self, product: &Product) -> Facts {
        let name = self.tokens(&product.name);
        self.findings.count(Place::Name, &name);
        self.findings.place(&name);
        if let Some(brand) = &product.brand {
            self.count_known(Place::Brand, &brand.name);
        }
        for category in &product.category_names {
            self.count_known(Place::Category, category);
        }
        self.count_silently(Place::StockNumber, &product.sku);
        for (key, value) in &product.attributes {
            self.count_known(Place::Value, value);
            self.count_known(Place::Property, key);
        }
        self.count_silently(Place::Description, &product.description);
        let (terms, words) = self.findings.take();
        Facts {
            id: product.id,
            digest: digest(product),
            row: Row::of(product),
            brand: product.brand.clone(),
            category: product.category,
            name: in_order(&name),
            terms,
            words,
            pairs: self.pairs(&product.attributes),
        }
    }

    fn pairs(&mut self, attributes: &[(String, String)]) -> Vec<u32> {
        let told = attributes
            .iter()
            .filter(|(key, value)| !key.is_empty() && !value.is_empty());
        let mut pairs = Vec::with_capacity(attributes.len());
        for (key, value) in told {
            Properties::join(&mut self.pair, key, value);
            pairs.push(self.batch.pairs.intern(&self.pair));
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// Counts the tokens of a text that is likely to come again.
    fn count_known(&mut self, place: Place, text: &str) {
        if let Some(known) = self.known.get(text) {
            self.findings.count(place, known);
            return;
        }
        let tokens: Rc<[Numbered]> = self.tokens(text).into();
        self.findings.count(place, &tokens);
        self.known.insert(text.to_owned(), tokens);
    }

    /// Counts the tokens of a text whose words nobody should be corrected to.
    fn count_silently(&mut self, place: Place, text: &str) {
        for form in forms(&fold(text)) {
            let token = self.numbered(&form, None);
            self.findings.count(place, &[token]);
        }
    }

    fn tokens(&mut self, text: &str) -> Vec<Numbered> {
        let folded = fold(text);
        let number = |form: Form<'_>| {
            // Units, halves of compounds and the like are not what people mean to type; parts of a model's name are.
            let typed =
                form.kind == Kind::Word || form.surface.bytes().any(|byte| byte.is_ascii_digit());
            let word = typed.then(|| self.batch.words.intern(&form.surface));
            self.numbered(&form, word)
        };
        forms(&folded).into_iter().map(number).collect()
    }

    fn numbered(&mut self, form: &Form<'_>, word: Option<u32>) -> Numbered {
        Numbered {
            term: self.term(form),
            word,
            position: form.position,
            whole: form.kind == Kind::Word,
        }
    }

    fn term(&mut self, form: &Form<'_>) -> u32 {
        if !form.stems {
            return self.batch.terms.intern(&form.surface);
        }
        let surface = self.surfaces.intern(&form.surface);
        if let Some(term) = self.terms.get(place(surface)) {
            return *term;
        }
        let term = self.batch.terms.intern(&term_of(&form.surface));
        self.terms.push(term);
        term
    }
}
