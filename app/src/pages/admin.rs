//! Pages for those who run the shop.

pub mod account;
pub mod act;
pub mod audit;
pub mod brands;
pub mod bulk;
pub mod categories;
pub mod database;
pub mod imports;
pub mod named;
pub mod performance;
pub mod product;
pub mod products;
pub mod search;
pub mod tokens;
