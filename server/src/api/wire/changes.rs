//! What is written, and what came of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ManagedProduct, Status};

/// A product to be made. Texts are tidied as those of the editor are.
#[derive(ToSchema)]
#[schema(example = json!({
    "name": "Oak desk", "sku": "D-1", "status": "published", "category": null, "brand": null, "price_minor": 24990,
    "currency": "USD", "stock": 7, "attributes": {"colour": "oak"}
}))]
#[expect(
    dead_code,
    reason = "the schema alone is made of it: bodies are read field by field, to say what is wrong with each"
)]
pub(in crate::api) struct NewProduct {
    /// Title: 500 characters, once surplus white space is gone.
    #[schema(min_length = 1)]
    name: String,
    /// The owner's number, 200 characters; no other product has it.
    #[schema(min_length = 1)]
    sku: String,
    /// ISO 4217.
    #[schema(pattern = "^[A-Za-z]{3}$")]
    currency: String,
    /// A draft if nothing is said.
    status: Option<Status>,
    /// Last part of its address; made of the name if nothing is said.
    #[schema(max_length = 200, pattern = "^([a-z0-9]+(-[a-z0-9]+)*)?$")]
    slug: Option<String>,
    /// Plain text: 20,000 characters.
    description: Option<String>,
    /// Name of its maker: 200 characters.
    brand: Option<String>,
    /// Path of its category.
    category: Option<String>,
    /// Price in minor units.
    #[schema(minimum = 0, maximum = 999_999_999_999_i64)]
    price_minor: Option<i64>,
    /// Price before.
    #[schema(minimum = 0, maximum = 999_999_999_999_i64)]
    compare_at_minor: Option<i64>,
    /// Pieces left; null: not counted.
    #[schema(minimum = 0)]
    stock: Option<i32>,
    /// Name and value; 200 at most.
    attributes: Option<BTreeMap<String, String>>,
    /// Address of a picture: `https://…`, `http://…` or `/…`.
    #[schema(max_length = 2048)]
    image: Option<String>,
}

/// A merge patch (RFC 7396): what is not named stays, null takes away.
#[derive(ToSchema)]
#[schema(example = json!({"price_minor": 19990, "attributes": {"colour": null}}))]
#[expect(
    dead_code,
    reason = "the schema alone is made of it: bodies are read field by field, to say what is wrong with each"
)]
pub(in crate::api) struct ProductPatch {
    /// Title; cannot be taken away.
    #[schema(min_length = 1, required = false)]
    name: String,
    /// The owner's number; cannot be taken away.
    #[schema(min_length = 1, required = false)]
    sku: String,
    /// ISO 4217; cannot be taken away.
    #[schema(pattern = "^[A-Za-z]{3}$", required = false)]
    currency: String,
    /// Cannot be taken away.
    #[schema(required = false)]
    status: Status,
    /// Null: one is made of the name.
    #[schema(max_length = 200, pattern = "^([a-z0-9]+(-[a-z0-9]+)*)?$")]
    slug: Option<String>,
    description: Option<String>,
    /// Name of its maker: 200 characters.
    brand: Option<String>,
    /// Path of its category.
    category: Option<String>,
    #[schema(minimum = 0, maximum = 999_999_999_999_i64)]
    price_minor: Option<i64>,
    #[schema(minimum = 0, maximum = 999_999_999_999_i64)]
    compare_at_minor: Option<i64>,
    #[schema(minimum = 0)]
    stock: Option<i32>,
    /// What is not named stays, null takes one away; null for all takes all away.
    attributes: Option<BTreeMap<String, Option<String>>>,
    #[schema(max_length = 2048)]
    image: Option<String>,
}

/// How far a change has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "acknowledged": true, "position": 1234, "tags": ["product:42"], "instances": 2, "took_ms": 8.4
}))]
pub(in crate::api) struct Change {
    /// Whether no instance shows what was before. If not, all will shortly.
    pub(in crate::api) acknowledged: bool,
    /// Its place in the log of changes.
    pub(in crate::api) position: Option<u64>,
    /// What it touched; null if that is not known.
    pub(in crate::api) tags: Option<Vec<String>>,
    /// Instances that keep anything.
    pub(in crate::api) instances: u64,
    /// How long it took until all went by it.
    pub(in crate::api) took_ms: f64,
}

/// A product that was written.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "the schema alone is made of it: an answer is put together of what is kept of it"
)]
pub(in crate::api) struct Written {
    /// As it is now; absent with `Prefer: return=minimal`.
    #[schema(required = false)]
    product: Option<ManagedProduct>,
    /// Null if all of it was so already.
    change: Option<Change>,
}

/// A product that was removed.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "the schema alone is made of it: an answer is put together of what is kept of it"
)]
pub(in crate::api) struct Removed {
    /// The key it had.
    removed: i64,
    change: Option<Change>,
}
