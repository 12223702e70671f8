//! From the values a line gives to a product, or to what is wrong with it.

mod values;

use serde_json::Value;

use super::{
    field::{Field, Given},
    product::Product,
    reject::Fault,
};
use crate::catalog::rules::{MAX_DESCRIPTION, MAX_TITLE};

/// The product of line `line`. A field is given at most once; null counts as given.
pub fn product(
    line: u64,
    values: impl IntoIterator<Item = (Field, Value)>,
) -> Result<Product, Fault> {
    let mut product = Product {
        line,
        ..Product::default()
    };
    let mut given = Given::default();
    for (field, value) in values {
        given.insert(field);
        set(&mut product, field, &value).map_err(|fault| fault.into_fault(field))?;
    }
    product.given = given;
    for (field, text) in [(Field::Id, &product.sku), (Field::Title, &product.name)] {
        if text.is_empty() {
            return Err(Fault::new(field.name(), "is missing"));
        }
    }
    Ok(product)
}

fn set(product: &mut Product, field: Field, value: &Value) -> Result<(), values::Problem> {
    if value.is_null() {
        // What null means is what a new product starts with.
        return Ok(());
    }
    match field {
        Field::Id => product.sku = values::identifier(value)?,
        Field::Title => product.name = values::text(value, MAX_TITLE)?,
        Field::Description => product.description = values::long_text(value, MAX_DESCRIPTION)?,
        Field::Brand => product.brand = values::name(value)?,
        Field::Category => product.category = values::category(value)?,
        Field::PriceCents => product.price_minor = Some(values::price(value)?),
        Field::CompareAtCents => product.compare_at_minor = Some(values::price(value)?),
        Field::Currency => product.currency = values::currency(value)?,
        Field::Rating => product.rating = Some(values::rating(value)?),
        Field::ReviewCount => product.review_count = values::count(value)?,
        Field::Stock => product.stock = Some(values::count(value)?),
        Field::Slug => product.slug = Some(values::slug(value)?),
        Field::Status => product.status = values::status(value)?,
        Field::ImageUrl => product.image = values::image(value)?,
        Field::Attributes => product.attributes = values::attributes(value)?,
        Field::CreatedAt => product.created_at = Some(values::moment(value)?),
    }
    Ok(())
}
