//! From the values a line gives to a product, or to what is wrong with it.

mod values;

use serde_json::Value;

use super::{
    field::{Field, Given},
    product::Product,
    reject::Fault,
};

/// The longest number of a product, in characters.
pub const MAX_ID: usize = 200;
/// The longest title.
pub const MAX_TITLE: usize = 500;
/// The longest description.
pub const MAX_DESCRIPTION: usize = 20_000;
/// The longest name of a brand or of one level of a category.
pub const MAX_NAME: usize = 200;
/// The deepest category.
pub const MAX_LEVELS: usize = 8;
/// The most attributes of one product.
pub const MAX_ATTRIBUTES: usize = 200;
/// The longest value of an attribute.
pub const MAX_ATTRIBUTE: usize = 10_000;
/// The most characters in all of a product's attributes: what full-text search can hold, by far.
pub const MAX_ATTRIBUTES_LENGTH: usize = 100_000;
/// Prices are below this, in the currency's minor unit.
pub const PRICE_BOUND: i64 = 1_000_000_000_000;
/// The longest address of a picture.
pub const MAX_URL: usize = 2_048;

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
