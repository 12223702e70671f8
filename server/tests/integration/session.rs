//! Sessions against a real Redis.

mod layer;
mod store;
