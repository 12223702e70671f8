//! What an import did.

use std::path::PathBuf;

use super::{bulk::Counts, field::Field, product::Product};
use crate::invalidation::{Acknowledged, NotAcknowledged};

/// What an import did.
#[derive(Debug)]
pub struct Report {
    pub counts: Counts,
    /// Whether every running instance shows it.
    pub acknowledged: Result<Acknowledged, NotAcknowledged>,
    /// Lines left out.
    pub rejected: u64,
    /// Where those lines are kept, if there are any.
    pub rejects_file: Option<PathBuf>,
    pub lacking: Lacking,
}

/// How many products have nothing in a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lacking([u64; Self::FIELDS.len()]);

impl Lacking {
    /// The fields counted.
    pub const FIELDS: [Field; 8] = [
        Field::PriceCents,
        Field::Brand,
        Field::Category,
        Field::Rating,
        Field::Description,
        Field::Attributes,
        Field::ImageUrl,
        Field::Stock,
    ];

    /// Counts one product.
    pub fn count(&mut self, product: &Product) {
        for (count, field) in self.0.iter_mut().zip(Self::FIELDS) {
            *count += u64::from(lacks(product, field));
        }
    }

    /// Each field with the number of products that lack it.
    pub fn iter(&self) -> impl Iterator<Item = (Field, u64)> {
        Self::FIELDS.into_iter().zip(self.0)
    }
}

fn lacks(product: &Product, field: Field) -> bool {
    match field {
        Field::PriceCents => product.price_minor.is_none(),
        Field::Brand => product.brand.is_none(),
        Field::Category => product.category.is_empty(),
        Field::Rating => product.rating.is_none(),
        Field::Description => product.description.is_empty(),
        Field::Attributes => product.attributes.is_empty(),
        Field::ImageUrl => product.image.is_none(),
        Field::Stock => product.stock.is_none(),
        _ => false,
    }
}
