//! What values a product may have, wherever they come from: a file, or the fields of a form.

use crate::import::slug::is_slug;

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
/// The most products that one act of an editor may be about: what PostgreSQL changes in some seconds.
pub const MOST_AT_ONCE: i64 = 100_000;
/// Percentages are given to a hundredth: the whole in these parts.
pub const PARTS_OF_WHOLE: i64 = 10_000;
/// Prices are raised by at most this many hundredths of a percent: to eleven times what they were.
pub const MOST_RAISED: i64 = 10 * PARTS_OF_WHOLE;
/// The longest address of a picture.
pub const MAX_URL: usize = 2_048;

/// The code of a currency (ISO 4217) in capital letters; nothing if it is none.
pub fn currency(code: &str) -> Option<String> {
    let code = code.trim();
    let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code.then(|| code.to_ascii_uppercase())
}

/// Whether an owner may give this slug to a product.
pub fn may_be_slug(slug: &str) -> bool {
    is_slug(slug) && slug.len() <= MAX_NAME
}

/// Whether it is the name of a status.
pub fn is_status(name: &str) -> bool {
    matches!(name, "draft" | "published" | "archived")
}

/// Whether it is the address of a picture: one of this site or one on the web.
pub fn is_picture(address: &str) -> bool {
    let is_local = address.starts_with('/') && !address.starts_with("//");
    is_local || address.starts_with("https://") || address.starts_with("http://")
}
