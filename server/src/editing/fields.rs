//! A product as text in the fields of its form.

use app::model::{editing::ProductForm, money::Money};

use crate::catalog::save::{Present, Values};

/// What stands in the fields of a product.
pub fn form(present: &Present) -> ProductForm {
    let Values {
        sku,
        slug,
        status,
        name,
        description,
        brand_id: _,
        category_id,
        price_minor,
        compare_at_minor,
        currency,
        stock,
        attributes,
        image,
    } = present.values.clone();
    let price = |minor: Option<i64>| {
        minor.map_or_else(String::new, |minor| Money::new(minor, &*currency).decimal())
    };
    let number = |number: Option<i32>| number.map_or_else(String::new, |number| number.to_string());
    let form = ProductForm::default()
        .with("price", price(price_minor))
        .with("compare_at", price(compare_at_minor))
        .with("sku", sku)
        .with("slug", slug)
        .with("status", status)
        .with("name", name)
        .with("description", description)
        .with("brand", present.brand.clone().unwrap_or_default())
        .with("category", number(category_id))
        .with("currency", currency)
        .with("stock", number(stock))
        .with("image", image.unwrap_or_default());
    form.of_version(present.version).with_attributes(attributes)
}
